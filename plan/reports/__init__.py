"""The figures of a plan: how each commitment fares, and the plan as a whole. The same objects feed page and PDF."""

from plan.reports.commitments import CheckInRow, CommitmentFollowUp, PaceBar, check_in_rows, commitment_follow_up
from plan.reports.plans import (
    AreaFollowUp,
    PlanFollowUp,
    PlanStanding,
    StatusPart,
    area_follow_up,
    plan_follow_up,
    plan_standing,
    urgent_commitments,
)

__all__ = [
    "AreaFollowUp",
    "CheckInRow",
    "CommitmentFollowUp",
    "PaceBar",
    "PlanFollowUp",
    "PlanStanding",
    "StatusPart",
    "area_follow_up",
    "check_in_rows",
    "commitment_follow_up",
    "plan_follow_up",
    "plan_standing",
    "urgent_commitments",
]
