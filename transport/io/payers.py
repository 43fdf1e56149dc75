"""``payers`` of ``case.yaml``: who pays what for whom, every name looked up in the tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from transport.case import TRIP_KINDS, Payer, PayerKind, PayerRule, PayerScope, ServiceMode
from transport.io.cells import CellError
from transport.io.columns import TableName
from transport.io.config_mapping import CASE_FILE, Schema, read_mapping
from transport.io.config_values import Reader, money, money_or_none, number, words
from transport.io.issue_log import IssueLog, nearest, shown
from transport.io.place_index import PlaceIndex
from transport.io.table_reader import ReadTable
from transport.plan import COST_TERMS, TRAVEL_MODES

LEGS = (*TRIP_KINDS, *get_args(ServiceMode), "ticket")
_OF_RULE: Mapping[str, str] = {"share": "fixed_share", "amount": "subsidy", "cap": "subsidy"}
"""The keys that mean something with one rule only."""
_NEEDED: Mapping[PayerRule, str] = {"fixed_share": "share", "subsidy": "amount"}


def _one_of(known: tuple[str, ...]) -> Reader:
    def read(value: Any) -> str:
        name = words(value)
        if name not in known:
            raise CellError("bad_value", known=", ".join(known), near=nearest(name, known))
        return name

    return read


def _several(read: Reader) -> Reader:
    """Return a reader of one value or a list of them."""
    return lambda value: tuple(read(one) for one in (value if isinstance(value, list) else [value]))


def _columns(value: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise CellError("not_a_mapping")
    return {words(column): _several(_written)(texts) for column, texts in value.items()}


def _written(value: Any) -> str:
    """Return what a cell would hold; YAML makes true of an unquoted ``yes``."""
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else words(value)


_SCOPE: Schema = {
    "origin_county": _several(words),
    "destination_county": _several(words),
    "origin": _several(words),
    "destination": _several(words),
    "employer": _several(words),
    "columns": _columns,
    "mode": _several(_one_of(TRAVEL_MODES)),
    "leg": _several(_one_of(LEGS)),
    "service": _several(words),
    "term": _several(_one_of(COST_TERMS)),
}
ENTRY: Schema = {
    "name": words,
    "kind": _one_of(get_args(PayerKind)),
    "rule": _one_of(get_args(PayerRule)),
    "share": lambda value: number(value, 0.0, 1.0),
    "amount": money,
    "cap": money_or_none,
    "scope": _SCOPE,
}


def read_payers(document: Any, tables: Mapping[TableName, ReadTable], log: IssueLog) -> tuple[Payer, ...]:
    """Read the section ``payers``; where an entry cannot be used it is left out, and the log says so.

    Parameters
    ----------
    document
        What YAML made of the section; ``None`` is none.
    tables
        The tables as read: names of counties, places and carried columns are looked up there.
    """
    if document is None:
        return ()
    if not isinstance(document, list):
        log.add("not_a_list", file=CASE_FILE, column="payers", seen=type(document).__name__)
        return ()
    names = _Names.of(tables)
    payers = []
    for position, entry in enumerate(document, start=1):
        where = f"payers[{position}]."
        given = read_mapping({} if entry is None else entry, ENTRY, where, log)
        payer = _payer(given, where, names, log)
        if payer is not None:
            payers.append(payer)
    return tuple(payers)


@dataclass(frozen=True)
class _Names:
    """What a scope can name; ``None`` where the table could not be read."""

    places: PlaceIndex | None
    counties: frozenset[str] | None
    columns: frozenset[str] | None
    services: tuple[str, ...]

    @classmethod
    def of(cls, tables: Mapping[TableName, ReadTable]) -> _Names:
        places, workers, services = tables.get("places"), tables.get("workers"), tables.get("services")
        known = None if places is None or "place_id" not in places.positions else places.values
        return cls(
            places=None if known is None else PlaceIndex.of_columns(known),
            counties=None if known is None else frozenset(known["county"]) - {""},
            columns=None if workers is None else frozenset(column for row in workers.extra for column in row),
            services=() if services is None else tuple(services.values.get("service_id", ())),
        )


def _payer(given: Mapping[str, Any], where: str, names: _Names, log: IssueLog) -> Payer | None:
    rule: PayerRule | None = given.get("rule")
    missing = [key for key in ("name", "rule") if key not in given]
    if rule is not None and rule in _NEEDED and _NEEDED[rule] not in given:
        missing.append(_NEEDED[rule])
    for key in missing:
        log.add("missing_key", file=CASE_FILE, column=f"{where}{key}")
    for key, wanted in _OF_RULE.items():
        if key in given and rule is not None and rule != wanted:
            log.add("payer_key_unused", file=CASE_FILE, column=f"{where}{key}", params={"rule": rule, "wanted": wanted})
    scope = _scope(given.get("scope", {}), f"{where}scope.", names, log)
    if missing:
        return None
    plain = {key: value for key, value in given.items() if key != "scope"}
    return Payer(scope=scope, **plain)


def _scope(given: Mapping[str, Any], where: str, names: _Names, log: IssueLog) -> PayerScope:
    def found(key: str, find: Callable[[str], str]) -> tuple[str, ...]:
        ids = []
        for written in given.get(key, ()):
            try:
                ids.append(find(written))
            except CellError as bad:
                log.add(bad.code, file=CASE_FILE, column=f"{where}{key}", seen=shown(written), params=bad.params)
        return tuple(ids)

    def county(written: str) -> str:
        if names.counties is not None and written not in names.counties:
            raise CellError("unknown_county", near=nearest(written, names.counties))
        return written

    def place(written: str) -> str:
        return written if names.places is None else names.places.find(written)

    def service(written: str) -> str:
        return str(_one_of(names.services)(written))

    columns = given.get("columns", {})
    for column in columns:
        if names.columns is not None and column not in names.columns:
            near = nearest(column, names.columns)
            log.add(
                "payer_column_missing", file=CASE_FILE, column=f"{where}columns", seen=column, params={"near": near}
            )
    open_scope = PayerScope()
    return PayerScope(
        origin_counties=found("origin_county", county),
        destination_counties=found("destination_county", county),
        origins=found("origin", place),
        destinations=found("destination", place) + found("employer", place),
        columns=tuple(columns.items()),
        modes=given.get("mode", ()),
        legs=given.get("leg", ()),
        services=found("service", service),
        terms=given.get("term", open_scope.terms),
    )
