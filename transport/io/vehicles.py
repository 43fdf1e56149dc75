"""The table of number plates and crews: read beside the case, because it is filled in after the plan was made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any

from transport.case import Case, CrewMember, VehicleRecord
from transport.io.issue_log import IssueLog, nearest
from transport.io.table_reader import ReadTable, read_table
from transport.io.unreadable import UnreadableError
from transport.io.validate import check_unique
from transport.io.workbook import CaseFiles, split_reference

_UNKNOWN = "-"
_DETAILS = {"drivers": ("driver_phones", "driver_licences"), "escorts": ("escort_phones", "escort_units")}


def load_vehicles(path: Path, case: Case) -> Mapping[tuple[str, int], VehicleRecord]:
    """Read a table of vehicles that the case does not name.

    Raises
    ------
    InputError
        It cannot be used; carries every problem that was found.
    """
    log = IssueLog()
    records = read_vehicles(path.name, CaseFiles(path.parent), case, log)
    log.raise_errors()
    return records


def read_vehicles(
    reference: str, files: CaseFiles, case: Case, log: IssueLog
) -> Mapping[tuple[str, int], VehicleRecord]:
    """Read the table of vehicles; problems go to the log, rows with an error are left out.

    Returns
    -------
    Mapping
        By offer id and vehicle number.
    """
    try:
        raw = files.table(reference)
    except UnreadableError as problem:
        file, sheet = split_reference(reference)
        log.add(problem.code, file=file, sheet=sheet, row=problem.row, params=problem.params)
        return {}
    table = read_table("vehicles", raw, log)
    _check(table, case)
    return {(row["offer_id"], row["vehicle_no"]): _record(row) for row in table.good()}


def _check(table: ReadTable, case: Case) -> None:
    """Each row is about one vehicle of an offer, and nobody's phone or paper is without its person."""
    check_unique(table, "offer_id", "vehicle_no")
    values = table.values
    for row in range(len(table)):
        offer_id, number = values["offer_id"][row], values["vehicle_no"][row]
        offer = case.offers.get(offer_id)
        if offer_id and offer is None:
            table.note("unknown_offer", row, "offer_id", near=nearest(offer_id, case.offers))
        elif offer is not None and number is not None and number > offer.count:
            table.note("out_of_range", row, "vehicle_no", low="1", high=str(offer.count))
        for people, details in _DETAILS.items():
            for detail in details:
                if len(values[detail][row] or ()) > len(values[people][row] or ()):
                    table.note("more_than_people", row, detail, people=people)


def _record(row: Mapping[str, Any]) -> VehicleRecord:
    plain = {key: str(row[key]) for key in ("plate", "permit", "permit_valid", "transport_licence", "insurance")}
    crews = {
        people: _members(row[people], *(row[detail] for detail in details)) for people, details in _DETAILS.items()
    }
    return VehicleRecord(**plain, drivers=crews["drivers"], escorts=crews["escorts"])


def _members(names: Iterable[str], phones: Iterable[str], papers: Iterable[str]) -> tuple[CrewMember, ...]:
    entries = zip_longest(names, phones, papers, fillvalue=_UNKNOWN)
    return tuple(CrewMember(*("" if entry == _UNKNOWN else entry for entry in each)) for each in entries)
