"""What is typed when the board begins anew: who stays, leaves and comes, and who takes over what is open."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from distrikt.access import Viewer
from distrikt.organisation.models import Assignment, Body, Invitation, User
from distrikt.organisation.roles import ROLES_IN, BodyKind, Role
from plan.uppgifter.forms import DAY
from plan.uppgifter.reports import shown_name
from plan.wording import alphabetical, full_day_words
from traffar.styrelse.actions.constituting import Invitee, Seat
from traffar.styrelse.handover import OpenItem

NEW_ROWS, INVITED_ROWS = 8, 4
_NAMED = ("first_name", "last_name", "email")
LEAVES = "leaves"
# How far back and ahead a constitution can lie.
NEAR = timedelta(days=366)
# One person at a time.
SINGLE = (Role.CHAIR, Role.SECRETARY, Role.TREASURER)


class SeatsForm(forms.Form):
    """One form for all seats: those there are, new people, and people to invite; empty rows are none."""

    from_day = forms.DateField(
        label="Gäller från och med",
        widget=DAY,
        help_text="Oftast dagen då årskonferensen hölls.",
        error_messages={"required": "Skriv från vilken dag det gäller."},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        bodies = Body.objects.active().filter(kind__in=[BodyKind.BOARD, BodyKind.EXECUTIVE]).order_by("kind", "name")
        self.bodies = {body.pk: body for body in bodies}
        held = Assignment.objects.current_or_coming(viewer.today).filter(body__in=self.bodies)
        order = [role.value for role in Role]
        rows = held.select_related("user", "body").order_by("body__kind", "starts_on", "pk")
        self.seats = sorted(rows, key=lambda row: (row.body.kind, order.index(row.role)))
        for seat in self.seats:
            label = f"{shown_name(seat.user, viewer)}, {seat.get_role_display()}"
            choices = self._seat_choices(seat)
            self.fields[f"seat_{seat.pk}"] = forms.ChoiceField(label=label, choices=choices, initial=seat.role)
        posts = [("", "Välj roll …"), *self._posts()]
        people = User.objects.visible_to(viewer).filter(Q(is_active=True))
        named = sorted(((str(row.pk), str(row)) for row in people), key=lambda choice: alphabetical(choice[1]))
        for number in range(1, NEW_ROWS + 1):
            self.fields[f"new_{number}_person"] = forms.ChoiceField(
                label=f"Ny person {number}", choices=[("", "Välj person …"), *named], required=False
            )
            self.fields[f"new_{number}_post"] = forms.ChoiceField(
                label=f"Roll för ny person {number}", choices=posts, required=False
            )
        for number in range(1, INVITED_ROWS + 1):
            for name, label in (("first_name", "Förnamn"), ("last_name", "Efternamn")):
                self.fields[f"invited_{number}_{name}"] = forms.CharField(
                    label=f"{label}, inbjuden {number}", max_length=60, required=False
                )
            self.fields[f"invited_{number}_email"] = forms.EmailField(
                label=f"E-post, inbjuden {number}", required=False
            )
            self.fields[f"invited_{number}_post"] = forms.ChoiceField(
                label=f"Roll, inbjuden {number}", choices=posts, required=False
            )

    def _seat_choices(self, seat: Assignment) -> list[tuple[str, str]]:
        roles = [(role.value, role.label) for role in ROLES_IN[seat.body.kind] if role != seat.role]
        return [(seat.role, f"sitter kvar som {seat.get_role_display()}"), *roles, (LEAVES, "slutar")]

    def _posts(self) -> list[tuple[str, list[tuple[str, str]]]]:
        return [
            (body.name, [(f"{role}:{body.pk}", role.label) for role in ROLES_IN[body.kind]])
            for body in self.bodies.values()
        ]

    @property
    def seat_groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields of the seats, by body."""
        return [
            (body.name, [self[f"seat_{seat.pk}"] for seat in self.seats if seat.body_id == body.pk])
            for body in self.bodies.values()
        ]

    @property
    def new_rows(self) -> list[list[forms.BoundField]]:
        return [[self[f"new_{n}_person"], self[f"new_{n}_post"]] for n in range(1, NEW_ROWS + 1)]

    @property
    def invited_rows(self) -> list[list[forms.BoundField]]:
        return [[self[f"invited_{n}_{name}"] for name in (*_NAMED, "post")] for n in range(1, INVITED_ROWS + 1)]

    def clean_from_day(self) -> date:
        day: date = self.cleaned_data["from_day"]
        if abs(day - self.viewer.today) > NEAR:
            raise ValidationError("Välj en dag högst ett år bort. Se efter att årtalet stämmer.")
        return day

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        self._check_rows(data)
        if not self.errors:
            self._check_board()
            self._check_day()
        return data

    def _check_day(self) -> None:
        """Who has sat has done so for a day at least; a seat that is still to come can be taken back."""
        for seat in self.ending:
            begun = seat.starts_on < self.viewer.today
            if self.first_day < seat.starts_on or (begun and self.first_day == seat.starts_on):
                label = self.fields[f"seat_{seat.pk}"].label
                day = full_day_words(seat.starts_on)
                self.add_error("from_day", f"{label}, började {day}. Välj en senare dag.")

    def _check_rows(self, data: Mapping[str, Any]) -> None:
        for n in range(1, NEW_ROWS + 1):
            person, post = data.get(f"new_{n}_person"), data.get(f"new_{n}_post")
            if person and not post:
                self.add_error(f"new_{n}_post", "Välj roll.")
            if post and not person:
                self.add_error(f"new_{n}_person", "Välj vem.")
        for n in range(1, INVITED_ROWS + 1):
            names = [f"invited_{n}_{name}" for name in (*_NAMED, "post")]
            if any(data.get(name) for name in names):
                for name in names:
                    if not data.get(name) and name not in self.errors:
                        self.add_error(name, "Fyll i alla fyra fälten för den som ska bjudas in.")
            self._check_invited(n, data)

    def _check_invited(self, n: int, data: Mapping[str, Any]) -> None:
        """Who has an account is chosen among the new people; who is invited already need not be again."""
        email, post = data.get(f"invited_{n}_email"), data.get(f"invited_{n}_post")
        if not email:
            return
        if User.objects.with_email(email):
            self.add_error(
                f"invited_{n}_email", "Den som har adressen har redan ett konto. Välj hen bland nya personer."
            )
        elif post:
            role, _, body = post.partition(":")
            same = Invitation.objects.unanswered().filter(email__iexact=email, role=role, body=body)
            if same.exists():
                self.add_error(f"invited_{n}_email", "Personen är redan inbjuden till den rollen.")

    def _check_board(self) -> None:
        """One chair, at most one secretary and one treasurer, nobody twice in a body – and somebody who can go on."""
        after = [*self._staying(), *self.starting]
        twice = [pair for pair, n in Counter((seat.person, seat.body) for seat in after).items() if n > 1]
        for person, body in twice:
            name = User.objects.get(pk=person)
            self.add_error(None, f"{name} står två gånger i {self.bodies[body].name}.")
        roles = Counter([seat.role for seat in after] + [who.role for who in self.invited])
        for role in SINGLE:
            if roles[role] > 1:
                self.add_error(None, f"Det blir {roles[role]} {role.label} i styrelsen. Välj en.")
        if not roles[Role.CHAIR]:
            self.add_error(None, "Styrelsen behöver en ordförande.")
        if not any(seat.role in (Role.CHAIR, Role.SECRETARY) for seat in after):
            self.add_error(
                None, "Ordföranden eller sekreteraren måste ha ett konto redan: annars kan ingen dela ut uppdrag."
            )
        if not (self.ending or self.starting or self.invited):
            raise ValidationError("Inget ändras. Välj vem som slutar, byter roll eller kommer till.")

    def _chosen(self, seat: Assignment) -> str:
        return str(self.cleaned_data[f"seat_{seat.pk}"])

    def _staying(self) -> list[Seat]:
        return [Seat(row.user_id, row.role, row.body_id) for row in self.seats if self._chosen(row) == row.role]

    @property
    def ending(self) -> list[Assignment]:
        """Seats that end, those of people who get another role included."""
        return [row for row in self.seats if self._chosen(row) != row.role]

    @property
    def starting(self) -> list[Seat]:
        other = [
            Seat(row.user_id, self._chosen(row), row.body_id) for row in self.ending if self._chosen(row) != LEAVES
        ]
        return other + [
            Seat(int(self.cleaned_data[f"new_{n}_person"]), *_role_and_body(self.cleaned_data[f"new_{n}_post"]))
            for n in range(1, NEW_ROWS + 1)
            if self.cleaned_data.get(f"new_{n}_person") and self.cleaned_data.get(f"new_{n}_post")
        ]

    @property
    def invited(self) -> list[Invitee]:
        found = []
        for n in range(1, INVITED_ROWS + 1):
            post = self.cleaned_data.get(f"invited_{n}_post")
            if post:
                first, last, email = (self.cleaned_data[f"invited_{n}_{name}"] for name in _NAMED)
                found.append(Invitee(first, last, email, *_role_and_body(post)))
        return found

    @property
    def leaving(self) -> set[int]:
        """Ids of those who sit in none of the bodies any more."""
        stay = {seat.person for seat in (*self._staying(), *self.starting)}
        return {row.user_id for row in self.ending} - stay

    def successor(self, person: int) -> int | None:
        """Who gets the one role that this person leaves, when it is clear."""
        roles = {(row.role, row.body_id) for row in self.ending if row.user_id == person}
        heirs = {seat.person for seat in self.starting if (seat.role, seat.body) in roles and seat.role in SINGLE}
        return heirs.pop() if len(heirs) == 1 else None

    @property
    def first_day(self) -> date:
        day: date = self.cleaned_data["from_day"]
        return day


def _role_and_body(post: str) -> tuple[str, int]:
    role, _, body = post.partition(":")
    return role, int(body)


class HeirsForm(forms.Form):
    """Who takes over each open task, decision and question of those who leave."""

    def __init__(
        self, *args: Any, items: Sequence[OpenItem], people: Iterable[User], seats: SeatsForm, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        named = [(str(person.pk), shown_name(person, seats.viewer)) for person in people]
        for item in items:
            self.fields[item.key] = forms.ChoiceField(
                label=item.text,
                choices=[("", "Välj …"), *named, ("nobody", "Ingen ännu"), ("keeps", "Behåller den själv")],
                initial=seats.successor(item.person) or "",
                error_messages={"required": "Välj vem som tar över."},
            )

    def heirs(self, kind: str) -> dict[int, int | None]:
        """{id: person or None}; what somebody keeps is not among them."""
        chosen = {item.pk: self.cleaned_data[item.key] for item in self.items if item.kind == kind}
        return {pk: None if who == "nobody" else int(who) for pk, who in chosen.items() if who != "keeps"}
