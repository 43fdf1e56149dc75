"""Scenarios as they are planned, on stderr, and what came out: a live table on a terminal, plain lines elsewhere."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich import box
from rich.console import Console, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from transport.comparison.compared import Compared
from transport.comparison.wording import arrow, percent, shown, signed
from transport.locale import Language, text
from transport.progress_view import figures, phase_name
from transport.workflow.whatif_tasks import Done

if TYPE_CHECKING:
    from transport.solver import Progress

_QUIET_S = 5.0
"""Seconds between two lines about one scenario where there is no terminal."""


@dataclass(slots=True)
class _Row:
    """How far one scenario is."""

    state: str
    cost: str = ""
    gap: str = ""


class WhatIfView:
    """Tells how far every scenario is; a context manager."""

    def __init__(self, console: Console, lang: Language) -> None:
        self._console, self._lang = console, lang
        self._rows: dict[str, _Row] = {}
        self._told: dict[str, float] = {}
        self._lock = threading.Lock()
        self._live = Live(console=console, get_renderable=self._draw, refresh_per_second=4, transient=True)

    def begin(self, names: Sequence[str]) -> None:
        self._rows = {name: _Row(text(self._lang, "ui.whatif.waiting")) for name in names}

    def progress(self, name: str, progress: Progress) -> None:
        with self._lock:
            told = figures(progress)
            row = self._rows[name]
            row.state, row.cost, row.gap = phase_name(self._lang, progress.phase), told["cost"], told["gap"]
            if not self._console.is_terminal and time.monotonic() - self._told.get(name, 0.0) >= _QUIET_S:
                self._told[name] = time.monotonic()
                self._line(text(self._lang, "ui.whatif.line", name=name, state=row.state, cost=row.cost, gap=row.gap))

    def done(self, done: Done, known: bool) -> None:
        with self._lock:
            row = self._rows[done.name]
            state = "known" if known else done.failure or ("cut_short" if done.cut_short else "done")
            row.state = text(self._lang, f"ui.whatif.{state}")
            if done.total_cost is not None:
                row.cost = f"¥{done.total_cost:,.0f}"
                row.gap = "–" if done.gap is None else f"{done.gap:.2%}"
            if not self._console.is_terminal:
                line = text(self._lang, "ui.whatif.line", name=done.name, state=row.state, cost=row.cost, gap=row.gap)
                self._line(line)

    def step(self, name: str) -> None:
        if not self._console.is_terminal:
            self._line(text(self._lang, f"ui.whatif.step_{name}"))

    def stopping(self) -> None:
        self._line(text(self._lang, "ui.whatif.stopping"))

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._console.is_terminal:
            self._live.stop()

    def _line(self, line: str) -> None:
        self._console.print(line, highlight=False, markup=False, soft_wrap=True)

    def _draw(self) -> RenderableType:
        table = Table(box=box.SIMPLE_HEAD)
        for column in ("scenario", "state", "cost", "gap"):
            table.add_column(text(self._lang, f"ui.whatif.columns.{column}"), overflow="fold")
        with self._lock:
            for name, row in self._rows.items():
                table.add_row(Text(name), row.state, row.cost, row.gap)
        return table


def compared_table(compared: Compared, lang: Language) -> Table:
    """Return the short table that ends a comparison."""
    table = Table(title=Text(text(lang, "ui.whatif.title"), style="bold"), title_justify="left", box=box.SIMPLE_HEAD)
    for column in ("scenario", "total", "delta", "share", "gap", "unserved", "changed"):
        right = column != "scenario"
        heading = text(lang, f"ui.whatif.columns.{column}")
        table.add_column(heading, overflow="fold", justify="right" if right else "left")
    for entry in compared.entries:
        delta = compared.delta(entry, "cost.total")
        is_base = entry is compared.base
        table.add_row(
            Text(entry.name),
            shown(entry.values["cost.total"], "CNY", lang, 2),
            "" if is_base else f"{arrow(delta)} {signed(delta, 'CNY', lang, 2)}".strip(),
            "" if is_base else percent(compared.relative(entry, "cost.total")),
            shown(entry.values["proof.gap"], "share", lang),
            shown(entry.values["people.unserved"], "persons", lang),
            "" if is_base else f"{entry.changed.count:,}",
        )
    for failed in compared.failed:
        table.add_row(Text(failed.name), text(lang, f"comparison.reasons.{failed.reason}"), "", "", "", "", "")
    return table
