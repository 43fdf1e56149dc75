"""The what-if file: named overrides, and scenarios as ordered lists of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from transport.io.issue_log import IssueLog, nearest, shown
from transport.io.unreadable import UnreadableError
from transport.io.yaml_file import parse_yaml

BASE = "base"
"""The name of the case without any override, and of its folder."""
_SECTIONS = ("overrides", "scenarios")
_LONGEST_NAME = 80
_NOT_IN_NAMES = frozenset('/\\:*?"<>|')
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""Names that Windows keeps for devices."""


@dataclass(frozen=True, slots=True)
class Override:
    """One named override: what it sets, by key, in the order of the file."""

    name: str
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scenario:
    """Overrides to be applied in order."""

    name: str
    overrides: tuple[Override, ...]


def read_scenarios(data: bytes, file: str, log: IssueLog) -> tuple[Scenario, ...]:
    """Read a what-if file; every problem goes to the log, under the name ``file``.

    A file without ``scenarios`` makes a scenario of each override.
    """
    try:
        document = parse_yaml(data)
    except UnreadableError as problem:
        log.add(problem.code, file=file, row=problem.row, params=problem.params)
        return ()
    return parse_scenarios(document, file, log)


def parse_scenarios(document: Any, file: str, log: IssueLog) -> tuple[Scenario, ...]:
    """Take the scenarios from the parsed file, or from a mapping of the same shape."""
    if not _is_mapping(document, file, None, log):
        return ()
    for key in document:
        if key not in _SECTIONS:
            near = nearest(str(key), _SECTIONS)
            log.add("unknown_key", file=file, column=shown(str(key)), params={"near": near})
    overrides = _overrides(document.get("overrides") or {}, file, log)
    listed = document.get("scenarios")
    if listed is None:
        listed = {name: [name] for name in overrides}
    if not _is_mapping(listed, file, "scenarios", log):
        return ()
    if not listed and not log.failed:
        log.add("no_scenarios", file=file)
    return tuple(_scenario(str(name), names, overrides, file, log) for name, names in listed.items())


def _overrides(document: Any, file: str, log: IssueLog) -> dict[str, Override]:
    if not _is_mapping(document, file, "overrides", log):
        return {}
    overrides = {}
    for name, changes in document.items():
        known = _is_mapping(changes, file, f"overrides.{name}", log)
        overrides[str(name)] = Override(str(name), {str(k): v for k, v in changes.items()} if known else {})
    return overrides


def _scenario(name: str, names: Any, overrides: Mapping[str, Override], file: str, log: IssueLog) -> Scenario:
    where = f"scenarios.{name}"
    if not _usable_name(name):
        log.add("bad_scenario_name", file=file, column=shown(where), seen=shown(name))
    names = [names] if isinstance(names, str) else names
    if not isinstance(names, list):
        log.add("not_a_list", file=file, column=shown(where), seen=type(names).__name__)
        names = []
    chosen = []
    for wanted in map(str, names):
        if wanted in overrides:
            chosen.append(overrides[wanted])
        else:
            near = nearest(wanted, overrides)
            log.add("unknown_override", file=file, column=shown(where), seen=shown(wanted), params={"near": near})
    return Scenario(name, tuple(chosen))


def _usable_name(name: str) -> bool:
    """Whether a name can be that of a folder on every system; the base's own is taken."""
    return (
        0 < len(name) <= _LONGEST_NAME
        and name.casefold() != BASE
        and name == name.strip(" .")
        and name.split(".", maxsplit=1)[0].casefold() not in _DEVICES
        and not any(char in _NOT_IN_NAMES or unicodedata.category(char).startswith("C") for char in name)
    )


def _is_mapping(value: Any, file: str, column: str | None, log: IssueLog) -> bool:
    if isinstance(value, dict):
        return True
    log.add("not_a_mapping", file=file, column=None if column is None else shown(column), seen=type(value).__name__)
    return False
