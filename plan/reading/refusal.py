"""The one error that the plan reader raises: a document that cannot be read, and what to do about it."""


class DocumentRefused(ValueError):
    """A file that the reader does not take.

    Its text is a Swedish sentence or two for the person who sent the file: what is wrong, and what to do instead.
    """
