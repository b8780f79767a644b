"""What happens in the district, and who comes to it."""

from traffar.models.activities import LONGEST, Activity, ActivityQuerySet
from traffar.models.feeds import CalendarFeed, CalendarFeedQuerySet
from traffar.models.helping import HelpOffer, HelpOfferQuerySet, HelpRequest, HelpRequestQuerySet
from traffar.models.kinds import FAMILY_OF, ActivityKind, Family
from traffar.models.member_links import MemberLink
from traffar.models.photos import ActivityPhoto
from traffar.models.series import ActivitySeries
from traffar.models.sign_ups import SignUp, SignUpQuerySet, SignUpTerms
from traffar.models.speaking import SpeakingCount, SpeakingShare, SpeakingShareQuerySet
from traffar.models.subscriptions import Subscription, SubscriptionQuerySet

__all__ = [
    "FAMILY_OF",
    "LONGEST",
    "Activity",
    "ActivityKind",
    "ActivityPhoto",
    "ActivityQuerySet",
    "ActivitySeries",
    "CalendarFeed",
    "CalendarFeedQuerySet",
    "Family",
    "HelpOffer",
    "HelpOfferQuerySet",
    "HelpRequest",
    "HelpRequestQuerySet",
    "MemberLink",
    "SignUp",
    "SignUpQuerySet",
    "SignUpTerms",
    "SpeakingCount",
    "SpeakingShare",
    "SpeakingShareQuerySet",
    "Subscription",
    "SubscriptionQuerySet",
]
