"""The printed table: drill, database, what was expected, what was seen."""

NOBODY = {"drill": "", "case": "", "place": "", "expected": "rader", "seen": "inga rader", "remark": ""}
_WIDTHS = (62, 20, 72)


def heading(many: int) -> str:
    columns = _columns("Övning", "Databas · kö", "Väntat")
    return f"\nÖvningar på utskicken, {many} mejl när det är många\n{columns}Sett"


def failed(row: dict[str, str]) -> bool:
    return row["expected"] != row["seen"]


def line(row: dict[str, str]) -> str:
    name = ": ".join(filter(None, (row["drill"], row["case"])))
    remark = f"  ({row['remark']})" if row["remark"] else ""
    verdict = "  ← FEL" if failed(row) else "  ok"
    return _columns(name, row["place"], row["expected"]) + row["seen"] + remark + verdict


def guard_line(guard: str, rows: list[dict[str, str]]) -> str:
    """Which guard was taken away, and what its drill then saw."""
    fallen = [row for row in rows if failed(row)]
    told = (fallen or rows)[0]
    verdict = "övningen faller, som den ska" if fallen else "← ÖVNINGEN MÄRKER INGET"
    name = ": ".join(filter(None, (told["drill"], told["case"])))
    return f"  utan {guard:<15}{verdict:<30}{name:<58}väntat {told['expected']}; sett {told['seen']}"


def _columns(*words: str) -> str:
    return "  " + "".join(f"{word:<{width}}" for word, width in zip(words, _WIDTHS, strict=True))
