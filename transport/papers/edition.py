"""Which version of a plan's papers this is, as every sheet says."""

from __future__ import annotations

from dataclasses import dataclass

from transport.locale import Language, text


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of the papers of a folder.

    Parameters
    ----------
    mark
        The plan's hash, short enough to be read aloud.
    number
        Counted from 1; each voids the one before.
    made
        When the plan was made, ISO local time; blank where papers are to be the same bytes every time.
    """

    mark: str
    number: int = 1
    made: str = ""

    def line(self, lang: Language) -> str:
        """``第2版（作废第1版） 方案号 1a2b3c4d 2027-01-20 10:00``."""
        key = "first" if self.number == 1 else "later"
        version = text(lang, f"papers.edition.{key}", number=self.number, void=self.number - 1)
        made = self.made.replace("T", " ")[:16]
        return text(lang, "papers.edition.line", version=version, mark=self.mark, made=made).rstrip()
