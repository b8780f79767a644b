"""Every drill, in the order of the table."""

# ruff: noqa: F401, I001  # imported to be registered, in this order
from tests.drills import kills, brokers, databases, crowds, answers, changes, clocks
from tests.drills.drill import DRILLS

__all__ = ["DRILLS"]
