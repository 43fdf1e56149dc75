"""Collecting problems: nothing stops at the first one."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from transport.errors import InputError, InputIssue, Severity
from transport.privacy import mask_id, mask_name, mask_phone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from transport.io.columns import Privacy

WARNINGS = frozenset(
    {
        "unknown_column",
        "bad_gender",
        "bad_phone",
        "duplicate_person",
        "never_fits",
        "origin_is_destination",
        "no_seats_for_anyone",
        "never_available",
        "self_distance",
        "party_dates_conflict",
        "unnamed_column",
        "nothing_selected",
        "nothing_to_change",
        "outside_county",
        "coarse_coordinates",
        "closure_whole_window",
        "closure_outside_window",
        "closure_without_effect",
        "road_limits_vehicle",
        "place_without_road",
        "place_far_from_road",
        "roster_macros_left_out",
        "roster_links_left_out",
        "roster_hidden_sheet",
        "roster_sheet_skipped",
        "roster_unnamed_column",
        "roster_hidden_rows",
        "roster_nobody",
        "roster_no_id",
        "roster_companion",
        "roster_under_18",
        "roster_over_80",
        "roster_age_differs",
        "roster_id_changed",
        "roster_place_added",
        "roster_place_not_located",
        "roster_located",
        "roster_datum_shifted",
    }
)
FIXED = frozenset({"seconds_dropped", "coordinates_converted", "sample_row_skipped"})
_PASSED_OVER = frozenset({"roster_total_row", "roster_note_row", "roster_header_row"})
_CLEANING = "clean_"
"""How the codes of cleaning rules begin."""
_LONGEST_SEEN = 60
_NUMBERS = re.compile(r"\d{17}[\dXx]|\d{11,}")
_MASKS = {"name": mask_name, "id_number": mask_id, "phone": mask_phone}


class IssueLog:
    """Every problem found so far, in the order of finding."""

    def __init__(self) -> None:
        self.issues: list[InputIssue] = []

    def add(
        self,
        code: str,
        *,
        file: str | None = None,
        sheet: str | None = None,
        row: int | None = None,
        column: str | None = None,
        seen: str | None = None,
        params: Mapping[str, str] | None = None,
    ) -> None:
        """Note one problem; how grave it is follows from its code."""
        self.issues.append(InputIssue(code, severity(code), file, sheet, row, column, seen, params or {}))

    def withdraw(self, code: str, file: str, row: int, column: str) -> None:
        """Take back what was noted at a cell, for the better explanation that follows."""
        taken = (code, file, row, column)
        self.issues = [issue for issue in self.issues if (issue.code, issue.file, issue.row, issue.column) != taken]

    @property
    def failed(self) -> bool:
        """Whether anything found so far stops the work."""
        return any(issue.severity == "error" for issue in self.issues)

    def in_order(self) -> tuple[InputIssue, ...]:
        """Return everything found: file by file and sheet by sheet as they were first met, each from its top."""
        files: dict[str | None, int] = {}
        sheets: dict[tuple[str | None, str | None], int] = {}
        for issue in self.issues:
            files.setdefault(issue.file, len(files))
            sheets.setdefault((issue.file, issue.sheet), len(sheets))
        return tuple(
            sorted(
                self.issues,
                key=lambda issue: (files[issue.file], sheets[issue.file, issue.sheet], issue.row or 0),
            )
        )

    def raise_errors(self) -> None:
        """Raise :class:`InputError` with everything found, if anything found stops the work."""
        if self.failed:
            raise InputError(self.in_order())


def severity(code: str) -> Severity:
    """Return how grave a problem is: an error unless it is known to be less."""
    if code in FIXED or code in _PASSED_OVER or code.startswith(_CLEANING):
        return "fixed"
    return "warning" if code in WARNINGS else "error"


def shown(text: str, private: Privacy | None = None) -> str:
    """Return a cell as a message may show it: short, and masked where it is personal or looks like it."""
    if private is not None:
        text = _MASKS[private](text)
    short = text if len(text) <= _LONGEST_SEEN else f"{text[:_LONGEST_SEEN]}…"
    return _NUMBERS.sub(lambda found: mask_id(found[0]) if len(found[0]) > 11 else mask_phone(found[0]), short)


def nearest(text: str, known: Iterable[str], most: int = 3) -> str:
    """Return the known names nearest to a text, joined by commas; empty where none is near."""
    by_folded = {name.casefold(): name for name in known}
    return ", ".join(by_folded[near] for near in get_close_matches(text.casefold()[:80], by_folded, most, 0.5))
