"""The mail that a letter is."""

import re
from datetime import datetime
from uuid import uuid4

from django.utils.timezone import localtime

from distrikt.mail import Mail, MailKind, NoLonger, Occasion, QueuedMail, queue_mail
from distrikt.markup import render_markdown
from distrikt.organisation.models import Assignment, District, User
from distrikt.utskick.groups import find_group, reached
from distrikt.utskick.models import Letter

# Mail programs read no stylesheet. The tags are those that `render_markdown` lets through, bare as it leaves them;
# headings stand a step higher, as the subject is the only one above them.
_SERIF = "font-family:'Source Serif 4',Georgia,serif;line-height:1.3;font-weight:600"
_CELL = "overflow-wrap:normal;padding:6px 12px 6px 0;border-bottom:1px solid #d9d2c6;text-align:left;vertical-align:top"
_LOOK = {
    "<p>": '<p style="margin:0 0 14px">',
    "<h3>": f'<h2 style="margin:24px 0 8px;font-size:20px;{_SERIF}">',
    "</h3>": "</h2>",
    "<h4>": f'<h3 style="margin:20px 0 6px;font-size:17px;{_SERIF}">',
    "</h4>": "</h3>",
    "<ul>": '<ul style="margin:0 0 14px;padding-left:22px">',
    "<ol>": '<ol style="margin:0 0 14px;padding-left:22px">',
    "<li>": '<li style="margin:0 0 6px">',
    "<a ": '<a style="color:#a3122a;overflow-wrap:anywhere" ',
    "<blockquote>": '<blockquote style="margin:0 0 14px;padding-left:16px;border-left:3px solid #d9d2c6">',
    "<pre>": '<pre style="margin:0 0 14px;white-space:pre-wrap;overflow-wrap:anywhere">',
    "<hr>": '<hr style="margin:24px 0;border:0;border-top:1px solid #d9d2c6">',
    "<table>": '<table style="margin:0 0 14px;border-collapse:collapse">',
    "<th>": f'<th style="{_CELL}">',
    "<td>": f'<td style="{_CELL}">',
}
_TAG = re.compile("|".join(_LOOK))
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]+)\]\((\S+?)\)")
_BOLD = re.compile(r"(?<!\\)\*\*(?=\S)(.+?)(?<=\S)\*\*")
_HEADING = re.compile(r"^#{1,6} +", re.MULTILINE)
_ESCAPED = re.compile(r"\\([\\`*_\[\]<>#])")


def letter_mail(letter: Letter, *, is_sample: bool = False) -> Mail:
    """The letter, whose head greets each by name. Answers go to the writer."""
    district = District.objects.first()
    context = {
        "letter": letter,
        "html": _with_look(render_markdown(letter.body)),
        "text": _as_plain(letter.body),
        "is_sample": is_sample,
    }
    return Mail(
        "utskick/email/letter",
        context,
        reply_to=letter.writer.email,
        from_name=f"{letter.writer} via {district.display_name if district else 'Distrikt'}",
    )


def _with_look(cleaned: str) -> str:
    return _TAG.sub(lambda tag: _LOOK[tag[0]], cleaned)


def _as_plain(markdown: str) -> str:
    """Markdown reads well as it is typed, but for its links, headings, what is bold, and what is escaped."""
    text = _HEADING.sub("", _BOLD.sub(r"\1", _LINK.sub(r"\1 <\2>", markdown)))
    return _ESCAPED.sub(r"\1", text)


def queue_letter(letter: Letter, person_id: int, email: str, *, at: datetime) -> None:
    """One mail of the letter, due now. Whoever sends a letter nudges the workers, once for all of it."""
    queue_mail(QueuedMail(kind="letter", email=email, person_id=person_id, object_id=letter.pk, due_at=at))


def send_sample(letter: Letter, to: User) -> None:
    """Send the letter as it is now to its writer, marked as a sample."""
    sample = QueuedMail(
        kind="letter_sample", email=to.email, person_id=to.pk, object_id=letter.pk, occurrence=uuid4().hex
    )
    queue_mail(sample)


def _letter(occasion: Occasion) -> Mail:
    letter = Letter.objects.sent().select_related("writer").filter(pk=occasion.object_id).first()
    if letter is None:
        raise NoLonger("Brevet finns inte längre.")
    group, writer = find_group(letter.group), Assignment.objects.viewer(letter.writer_id, localtime(occasion.at).date())
    if group is None or not reached(group, writer).filter(pk=occasion.person_id or 0).exists():
        raise NoLonger("Personen hör inte längre till dem som brevet går till.")
    return letter_mail(letter)


def _sample(occasion: Occasion) -> Mail:
    letter = Letter.objects.select_related("writer").filter(pk=occasion.object_id, writer=occasion.person_id).first()
    if letter is None:
        raise NoLonger("Brevet finns inte längre.")
    return letter_mail(letter, is_sample=True)


KINDS = {
    "letter": MailKind("Brev", _letter),
    "letter_sample": MailKind("Prov av ett brev", _sample),
}
