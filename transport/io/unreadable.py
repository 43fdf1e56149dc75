"""The exception by which a file reader says why it cannot go on; the caller knows the place."""

from __future__ import annotations


class UnreadableError(Exception):
    """A file or sheet cannot be read at all.

    Parameters
    ----------
    code
        The issue's code.
    row
        Where the reader stopped, as a spreadsheet counts rows.
    params
        Values for the issue's message.
    """

    def __init__(self, code: str, row: int | None = None, **params: str) -> None:
        self.code = code
        self.row = row
        self.params = params
        super().__init__(code)
