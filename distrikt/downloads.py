"""What a person takes along as a file, made while they wait."""

from django.http import HttpResponse


def as_attachment(content: bytes, mimetype: str, name: str) -> HttpResponse:
    """The content as a file that the browser keeps and does not show; its name has no quotes, and no å, ä or ö."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=mimetype, headers=headers)
