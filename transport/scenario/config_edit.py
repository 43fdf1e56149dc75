"""``case.yaml`` under change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from decimal import Decimal
from typing import Any

from transport.clock import DAY, to_clock, to_iso
from transport.io.cells import CellError
from transport.io.config import CaseConfig, read_config
from transport.io.config_values import Reader, seats, whole
from transport.io.issue_log import IssueLog
from transport.scenario.changes import Change
from transport.scenario.operation import calculation, shift
from transport.scenario.table import Touch

Path = tuple[str, ...]
_COUNTS: tuple[Path, ...] = (("rules", "max_stops"), ("solver", "seed"), ("solver", "threads"))


class ConfigEdit:
    """The parsed ``case.yaml`` of a case, changed key by key.

    Parameters
    ----------
    document
        The file as parsed; it is copied.
    config
        The same with its defaults: what a relative change is relative to.
    """

    def __init__(self, document: Mapping[str, Any], config: CaseConfig) -> None:
        self.document = document
        self.touched: dict[Path, Touch] = {}
        self._base = config
        self._now = config

    @property
    def changed(self) -> bool:
        return bool(self.touched)

    def put(self, path: Path, value: Any, reader: Reader) -> bool:
        """Set a key, or change what is there; return whether that left it as it was for want of a number.

        Raises
        ------
        CellError
            The value cannot stand there.
        """
        changed = _changed(path, effective(self._now, path), value, reader)
        if changed is None and value is not None:
            return True
        reader(changed)
        if not self.touched:
            self.document = _nested(deepcopy(self.document))
        node: dict[str, Any] = dict(self.document)
        self.document = node
        for part in path[:-1]:
            inner = node.get(part)
            node[part] = dict(inner) if isinstance(inner, Mapping) else {}
            node = node[part]
        node[path[-1]] = changed
        self._now = read_config(self.document, IssueLog())
        return False

    def changes(self) -> Iterator[Change]:
        """Yield the keys that are no longer what they were."""
        for path in self.touched:
            old, new = (_shown(path, effective(config, path)) for config in (self._base, self._now))
            if old != new:
                yield Change(".".join(path), old, new)


def is_relative(value: Any) -> bool:
    """Whether a value of ``case.yaml`` changes what is there rather than setting it."""
    return calculation(value) is not None or shift(value) is not None


def effective(config: CaseConfig, path: Path) -> Any:
    """Return the value of a key, defaults filled in; ``None`` also where the key is not kept by itself."""
    if path == ("window", "start"):
        return config.window_start
    if path == ("window", "end"):
        return config.window_end - DAY
    node: Any = config
    for part in path:
        node = node.get(part) if isinstance(node, Mapping) else getattr(node, part, None)
    return node


def _changed(path: Path, current: Any, value: Any, reader: Reader) -> Any:
    moved, reckoned = shift(value), calculation(value)
    if moved is not None and (path[0] == "window" or _is_clock(path)):
        if path[0] == "window":
            if moved.minutes % DAY:
                raise CellError("bad_operation")
            return to_iso(current + moved.minutes)[:10]
        return to_clock((current + moved.minutes) % DAY)
    if reckoned is None:
        if moved is not None:
            raise CellError("bad_operation")
        return value
    if current is None:
        return None
    if isinstance(current, bool) or not isinstance(current, int | float):
        raise CellError("bad_operation")
    counts = reader in (seats, whole) or any(path[: len(count)] == count for count in _COUNTS)
    number = reckoned.of(Decimal(str(current)), whole=counts)
    return int(number) if number == number.to_integral_value() else float(number)


def _is_clock(path: Path) -> bool:
    return path[-1].endswith(("_from", "_to"))


def _shown(path: Path, value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        if path[0] == "window":
            return to_iso(value)[:10]
        return to_clock(value) if _is_clock(path) else value
    if value is None or isinstance(value, str | int | float):
        return value
    return [str(part) for part in value] if isinstance(value, tuple | list) else str(value)


def _nested(document: Any) -> Any:
    """Return the document with ``driving.enabled: x`` written as ``driving: {enabled: x}``."""
    if not isinstance(document, Mapping):
        return document
    nested: dict[str, Any] = {}
    for key, value in document.items():
        head, dot, tail = str(key).partition(".")
        inner = _nested({tail: value} if dot else value)
        before = nested.get(head)
        nested[head] = {**before, **inner} if isinstance(before, dict) and isinstance(inner, dict) else inner
    return nested
