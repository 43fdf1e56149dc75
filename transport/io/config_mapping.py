"""Mappings of ``case.yaml`` read by a schema: every key known, every problem noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from transport.io.cells import CellError
from transport.io.config_values import Reader
from transport.io.issue_log import IssueLog, nearest, shown

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

CASE_FILE = "case.yaml"
Schema = Mapping[str, "Reader | Schema"]
Section = TypeVar("Section", bound="DataclassInstance")


def read_mapping(
    value: Any, schema: Schema, path: str, log: IssueLog, required: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """Return the values that can be used, sections nested; note every other key."""
    if value is None and path.count(".") <= 1:
        value = {}
    if not isinstance(value, dict):
        log.add("not_a_mapping", file=CASE_FILE, column=path.rstrip(".") or None, seen=seen(value))
        value = {}
    given = _undotted(value, schema, path, log)
    read: dict[str, Any] = {}
    for key, reader in schema.items():
        where = f"{path}{key}"
        if isinstance(reader, Mapping):
            if key in given or path == "":
                read[key] = read_mapping(given.get(key), reader, f"{where}.", log, required)
        elif key in given and not (given[key] is None and where in required):
            try:
                read[key] = reader(given[key])
            except CellError as bad:
                log.add(bad.code, file=CASE_FILE, column=where, seen=seen(given[key]), params=bad.params)
                if bad.value is not None:
                    read[key] = bad.value
        elif where in required:
            log.add("missing_key", file=CASE_FILE, column=where)
    return read


def _undotted(value: Mapping[Any, Any], schema: Schema, path: str, log: IssueLog) -> dict[str, Any]:
    """Return known keys only, ``driving.enabled: false`` put where ``driving: {enabled: false}`` would stand."""
    given: dict[str, Any] = {}
    for key, inner in value.items():
        head, dot, tail = str(key).partition(".")
        if head not in schema or (dot and not isinstance(schema[head], Mapping)):
            log.add(
                "unknown_key", file=CASE_FILE, column=shown(f"{path}{key}"), params={"near": nearest(str(key), schema)}
            )
            continue
        addition = {tail: inner} if dot else inner
        before = given.get(head)
        if isinstance(addition, dict) and isinstance(before, dict):
            for twice in sorted(map(str, addition.keys() & before.keys())):
                where = shown(f"{path}{head}.{twice}")
                log.add("duplicate_key", file=CASE_FILE, column=where, params={"key": where})
            addition = {**before, **addition}
        given[head] = addition
    return given


def fill(default: Section, given: Mapping[str, Any]) -> Section:
    """Return the defaults with what is given, key by key."""
    return replace(
        default,
        **{
            key: fill(getattr(default, key), value) if isinstance(value, dict) else value
            for key, value in given.items()
        },
    )


def seen(value: Any) -> str:
    """Return a value as a message may show it; of a list or mapping only what it is."""
    if isinstance(value, dict | list | set):
        return type(value).__name__
    return shown(str(value) if not isinstance(value, int) or abs(value) < 10**60 else "…")
