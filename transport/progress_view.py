"""The search as it goes, on stderr: a live table on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from rich.console import Console, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table

from transport.locale import Language, catalogue, text

if TYPE_CHECKING:
    from transport.solver import Progress

_QUIET_S = 10.0
_BUSY_S = 2.0


class ProgressView(Protocol):
    """What the command line needs of a display; a context manager."""

    def step(self, name: str) -> None: ...
    def show(self, progress: Progress) -> None: ...
    def part(self, done: int, total: int) -> None: ...
    def stopping(self) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def progress_view(console: Console, lang: Language) -> ProgressView:
    """Return the display that suits the console."""
    return LiveProgress(console, lang) if console.is_terminal else PlainProgress(console, lang)


def phase_name(lang: Language, phase: str) -> str:
    """The phase of the search in the user's language; one without a text is shown as it is."""
    return str(catalogue(lang, "ui")["phase"].get(phase, phase))


def figures(progress: Progress) -> dict[str, str]:
    """Cost, bound, gap and elapsed seconds as text; a dash where nothing is known."""
    bound, gap = progress.lower_bound, progress.gap
    return {
        "cost": f"¥{progress.cost:,.0f}",
        "bound": "–" if bound is None else f"¥{bound:,.0f}",
        "gap": "–" if gap is None else f"{gap:.2%}",
        "elapsed": f"{progress.elapsed_s:.0f}",
    }


def part_line(lang: Language, name: str, done: int, total: int) -> str:
    """``生成清册 12 / 40``: how far a step with many parts has come."""
    return text(lang, "ui.progress.part", step=text(lang, f"ui.step.{name}"), done=done, total=total)


class PlainProgress:
    """One line a step, and one for an improvement or a long silence, so that a log stays short."""

    def __init__(self, console: Console, lang: Language) -> None:
        self._console = console
        self._lang = lang
        self._last: Progress | None = None
        self._printed: Progress | None = None
        self._printed_at = float("-inf")
        self._name, self._part_at = "", 0.0

    def step(self, name: str) -> None:
        self._flush()
        self._name, self._part_at = name, time.monotonic()
        self._line(text(self._lang, f"ui.step.{name}"))

    def show(self, progress: Progress) -> None:
        self._last = progress
        waited = time.monotonic() - self._printed_at
        better = self._printed is None or progress.cost < self._printed.cost
        if waited >= (_BUSY_S if better else _QUIET_S):
            self._flush()

    def part(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._part_at >= _BUSY_S or (done == total and total > 1):
            self._part_at = now
            self._line(part_line(self._lang, self._name, done, total))

    def stopping(self) -> None:
        self._line(text(self._lang, "ui.progress.stopping"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._flush()

    def _flush(self) -> None:
        """Print the newest figures unless they stand there already."""
        progress = self._last
        if progress is None or progress is self._printed:
            return
        self._printed, self._printed_at = progress, time.monotonic()
        phase = phase_name(self._lang, progress.phase)
        self._line(text(self._lang, "ui.progress.line", phase=phase, **figures(progress)))

    def _line(self, line: str) -> None:
        self._console.print(line, highlight=False, markup=False, soft_wrap=True)


class LiveProgress:
    """One table that is drawn again in place; its clock runs on while the search is silent."""

    def __init__(self, console: Console, lang: Language) -> None:
        self._lang = lang
        self._spinner = Spinner("dots")
        self._started = time.monotonic()
        self._last: Progress | None = None
        self._name = ""
        self._console = console
        self._live = Live(console=console, get_renderable=self._draw, refresh_per_second=4, transient=True)

    def step(self, name: str) -> None:
        self._name = name
        self._spinner.update(text=text(self._lang, f"ui.step.{name}"))

    def show(self, progress: Progress) -> None:
        self._last = progress
        self._spinner.update(text=phase_name(self._lang, progress.phase))

    def part(self, done: int, total: int) -> None:
        self._spinner.update(text=part_line(self._lang, self._name, done, total))

    def stopping(self) -> None:
        self._console.print(text(self._lang, "ui.progress.stopping"), highlight=False, markup=False)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def _draw(self) -> RenderableType:
        table = Table.grid(padding=(0, 2))
        table.add_row(
            self._spinner, f"{text(self._lang, 'ui.progress.elapsed')} {time.monotonic() - self._started:.0f} s"
        )
        if self._last is not None:
            shown = figures(self._last)
            for name in ("cost", "bound", "gap"):
                table.add_row(text(self._lang, f"ui.progress.{name}"), shown[name])
        return table
