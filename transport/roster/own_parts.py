"""What the program itself adds to a workbook that it gives back, so that it is passed over when that comes in again."""

from __future__ import annotations

from transport.locale import Language, catalogue

_LANGUAGES: tuple[Language, ...] = ("zh", "en")
OWN_SHEETS = tuple(str(catalogue(lang, "roster")[key]) for lang in _LANGUAGES for key in ("summary", "changes"))
OWN_SHEETS += tuple(str(catalogue(lang, "template")[key]) for lang in _LANGUAGES for key in ("guide", "lists"))
"""Names of its sheets in every language."""
OWN_COLUMNS = tuple(str(catalogue(lang, "roster")["problems"]) for lang in _LANGUAGES)
"""Headers of its column of problems in every language."""
