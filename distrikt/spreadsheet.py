"""Tables to take along, as CSV and as a workbook. No cell of text is a formula, whatever somebody has written."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO
from string import ascii_uppercase
from typing import Literal

from django.http import HttpResponse
from openpyxl import Workbook

from distrikt.downloads import as_attachment
from distrikt.markup import plain

CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Ending = Literal["csv", "xlsx"]

# Rows of cells, the heading first.
Table = list[list[str | int]]
# A spreadsheet would take what begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_text(cell: str) -> str:
    """What somebody has written, as a cell that a spreadsheet takes for text."""
    cell = plain(cell)
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def table_file(table: Table, ending: Ending, *, name: str, title: str, widths: Sequence[int]) -> HttpResponse:
    """The table as a file to take along, a CSV or a workbook: `name` is the file's, `title` and the `widths` of the
    first columns are the sheet's."""
    if ending == "csv":
        return as_attachment(_as_csv(table), CSV, f"{name}.csv")
    return as_attachment(_as_xlsx(table, title, widths), XLSX, f"{name}.xlsx")


def _as_csv(table: Table) -> bytes:
    """For Excel in Swedish: semicolons, and the mark that says UTF-8."""
    text = StringIO()
    csv.writer(text, delimiter=";").writerows(table)
    return text.getvalue().encode("utf-8-sig")


def _as_xlsx(table: Table, title: str, widths: Sequence[int]) -> bytes:
    """A workbook with one sheet, whose first row stays in sight."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in table:
        sheet.append(row)
    sheet.freeze_panes = "A2"
    for column, width in zip(ascii_uppercase, widths, strict=False):
        sheet.column_dimensions[column].width = width
    content = BytesIO()
    book.save(content)
    return content.getvalue()
