"""The display of the search."""

import io
from types import SimpleNamespace

from rich.console import Console

from transport.progress_view import LiveProgress, PlainProgress, figures, phase_name, progress_view


def progress(cost=1000.0, bound=900.0, gap=0.1, phase="search"):
    return SimpleNamespace(cost=cost, lower_bound=bound, gap=gap, elapsed_s=12.3, phase=phase)


def test_figures():
    assert figures(progress()) == {"cost": "¥1,000", "bound": "¥900", "gap": "10.00%", "elapsed": "12"}
    assert figures(progress(bound=None, gap=None)) == {"cost": "¥1,000", "bound": "–", "gap": "–", "elapsed": "12"}


def test_phases_without_a_text_are_shown_as_they_are():
    assert phase_name("en", "search") == "improving"
    assert phase_name("en", "something new") == "something new"


def test_the_console_decides():
    assert isinstance(progress_view(Console(file=io.StringIO()), "zh"), PlainProgress)
    assert isinstance(progress_view(Console(file=io.StringIO(), force_terminal=True), "zh"), LiveProgress)


def test_live_table_shows_the_newest_figures():
    screen = io.StringIO()
    view = LiveProgress(Console(file=screen, force_terminal=True, width=80), "en")
    with view:
        view.step("solve")
        view.show(progress(2000.0))
        view.show(progress(1234.0, bound=None, gap=None))
        view._live.refresh()
        view.stopping()
    shown = screen.getvalue()
    assert "¥1,234" in shown
    assert "improving" in shown
    assert "Ctrl-C" in shown


def test_the_last_figures_are_always_printed():
    screen = io.StringIO()
    with PlainProgress(Console(file=screen), "en") as view:
        for cost in range(1000, 900, -1):
            view.show(progress(cost))
    lines = screen.getvalue().splitlines()
    assert len(lines) == 2
    assert "901" in lines[-1]


def test_parts_of_a_step_are_counted_without_filling_a_log(monkeypatch):
    clock = iter([0.0, 0.1, 3.0, 3.1, 3.2])
    monkeypatch.setattr("transport.progress_view.time.monotonic", lambda: next(clock))
    log = io.StringIO()
    view = PlainProgress(Console(file=log, width=80), "en")
    view.step("papers")
    for done in (1, 2, 3, 4):
        view.part(done, 4)
    assert [line.split("  ")[1] for line in log.getvalue().splitlines()[1:]] == ["2 / 4", "4 / 4"]
