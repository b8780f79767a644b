"""From bytes to text without guessing wrong: UTF-8, UTF-16, and the one-byte encodings that Swedish plans come in."""

import codecs
import re
import unicodedata

from .refusal import DocumentRefused

_NOT_TEXT = "Filen innehåller ingen läsbar text. Skicka planen som Word (docx), OpenDocument (odt), pdf eller ren text."
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
# How å, ä and ö look when a text is read in the wrong one-byte encoding: marks inside or beside lower-case letters.
_ODD_IN_WORD = re.compile(
    r"(?<=[a-zåäö])[^\w\s.,;:!?()\[\]{}\"'”’»–—…/&+*%@#=<>|\\~^`´-](?=[a-zåäö])|[ŒŠšŽžƒˆ†‡‰¤¢¥¦§¬±¶Ÿ]"
)
_SWEDISH = re.compile(r"[åäöÅÄÖé]")
_TWICE_ENCODED = re.compile(r"Ã[¥¤¶…„–©]|Ã\u0085|Ã\u0084|Ã\u0096|â€[“”™œ\u009d]")


def decode(data: bytes) -> str:
    """The text of a text file in NFC, with its line breaks kept and its byte order mark removed.

    Raises `DocumentRefused` when no encoding gives text: a text full of odd characters helps nobody.
    """
    text = _by_mark(data) or _by_trial(data)
    if text is None or "\x00" in text or len(_CONTROL.findall(text)) > len(text) / 200:
        raise DocumentRefused(_NOT_TEXT)
    # A few control characters come along when text is copied out of Word (field and cell marks, optional hyphens).
    return unicodedata.normalize("NFC", _CONTROL.sub("", text.removeprefix("\ufeff")))


def _by_mark(data: bytes) -> str | None:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                return None
    return None


def _by_trial(data: bytes) -> str | None:
    if b"\x00" in data:
        return _utf_16_without_mark(data)
    try:
        return _decoded_once(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    if re.search(rb"[\xc3][\x80-\xbf]", data):
        # Two files pasted together, or one broken character: each line is read in its own encoding.
        return "".join(_one_line(line) for line in data.splitlines(keepends=True))
    return _best_of(data)


def _utf_16_without_mark(data: bytes) -> str | None:
    head = data[:2000]
    zeros = head[1::2].count(0), head[0::2].count(0)
    if len(data) % 2 or max(zeros) < len(head) * 0.3:
        return None
    try:
        return data.decode("utf-16-le" if zeros[0] > zeros[1] else "utf-16-be")
    except UnicodeDecodeError:
        return None


def _one_line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return _best_of(line) or "\x00"


def _best_of(data: bytes) -> str | None:
    """Windows and Latin-1 first, then old Macintosh and DOS: the one with fewest signs of a wrong guess."""
    candidates: list[tuple[int, int, str]] = []
    for order, encoding in enumerate(("cp1252", "mac_roman", "cp850")):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            candidates.append((2 * len(_ODD_IN_WORD.findall(text)) - len(_SWEDISH.findall(text)), order, text))
    return min(candidates)[2] if candidates else None


def _decoded_once(text: str) -> str:
    """Mends text that somebody has encoded as UTF-8 twice ("MÃ¶te")."""
    if not _TWICE_ENCODED.search(text) or _SWEDISH.search(text):
        return text
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return text
