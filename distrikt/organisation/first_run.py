"""The first run: a one-time link opens it, and everything that the empty program needs is made in one go.

The link is printed in the terminal by `manage.py first_run_link`; only its hash is kept, in a file under the data
folder. Once there is a user no link opens any more.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from secrets import token_urlsafe

from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.text import slugify

from distrikt.organisation.models import Assignment, Body, Branch, District, User
from distrikt.organisation.roles import ROLES_IN, BodyKind, Role

# The bodies that every district has beside its branches.
STANDING_BODIES = [
    (BodyKind.DISTRICT, "Distriktet"),
    (BodyKind.BOARD, "Distriktsstyrelsen"),
    (BodyKind.AUDITORS, "Revisorerna"),
    (BodyKind.NOMINATING, "Valberedningen"),
    (BodyKind.REGION_GROUP, "Regiongruppen"),
]
# What the person who starts can be beside administrator.
FIRST_ROLES = (Role.CHAIR, Role.SECRETARY, Role.OMBUDSMAN)


class AlreadyStarted(Exception):
    """There is a user already, or somebody else finished the first run a moment ago."""


def _link_file(data_dir: Path) -> Path:
    return data_dir / "first_run"


def _hash_of(token: str) -> str:
    return salted_hmac("organisation.first_run", token, algorithm="sha256").hexdigest()


def new_link_token(data_dir: Path) -> str:
    """A token for the link; an earlier one no longer opens. `AlreadyStarted` when there is a user."""
    if User.objects.exists():
        raise AlreadyStarted
    token = token_urlsafe(24)
    data_dir.mkdir(parents=True, exist_ok=True)
    file = _link_file(data_dir)
    file.touch(mode=0o600)
    file.write_text(_hash_of(token), encoding="ascii")
    return token


def link_opens(token: str, data_dir: Path) -> bool:
    file = _link_file(data_dir)
    return (
        file.exists()
        and constant_time_compare(file.read_text(encoding="ascii"), _hash_of(token))
        and not User.objects.exists()
    )


def close_link(data_dir: Path) -> None:
    _link_file(data_dir).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class FirstPerson:
    first_name: str
    last_name: str
    email: str
    password: str
    role: Role | None


@transaction.atomic
def start_district(*, district: District, branches: list[str], person: FirstPerson, today: date) -> User:
    """Make the district, its bodies and branches, and the first administrator. `AlreadyStarted` if that is done.

    The district's only possible primary key lets one of two simultaneous first runs through.
    """
    district.pk = 1
    try:
        with transaction.atomic():
            district.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyStarted from error
    if User.objects.exists():
        raise AlreadyStarted
    bodies = [Body(kind=kind, name=name, slug=slugify(name)) for kind, name in STANDING_BODIES]
    local_bodies = [Body(kind=BodyKind.BRANCH, name=name, slug=slugify(name)[:60]) for name in branches]
    Body.objects.bulk_create([*bodies, *local_bodies])
    Branch.objects.bulk_create(Branch(body=body, municipality=body.name[:60]) for body in local_bodies)
    user = User.objects.create_user(
        person.email, person.password, first_name=person.first_name, last_name=person.last_name
    )
    for role in filter(None, [Role.ADMINISTRATOR, person.role]):
        body = next(body for body in bodies if role in ROLES_IN[body.kind])
        Assignment.objects.create(user=user, body=body, role=role, starts_on=today, granted_by=user)
    return user
