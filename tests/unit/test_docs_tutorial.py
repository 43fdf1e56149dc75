"""The tutorial runs from beginning to end as it stands, with less time."""

import re
from pathlib import Path

import pytest

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial.py"


@pytest.mark.slow
def test_the_tutorial_runs(tmp_path, monkeypatch, capsys):
    source = TUTORIAL.read_text(encoding="utf-8")
    assert re.findall(r"time_limit=(\d+)", source)
    monkeypatch.chdir(tmp_path)
    names = {"__name__": "__main__"}
    exec(compile(re.sub(r"time_limit=\d+", "time_limit=2", source), str(TUTORIAL), "exec"), names)
    shown = capsys.readouterr().out
    assert "奉贤电子场" in shown
    assert names["plan"].violations() == []
    assert names["comparison"].names == ["base", *names["scenarios"]]
    assert (tmp_path / "tutorial/whatif/comparison.html").exists()
    assert (tmp_path / "tutorial/plan/maps").is_dir()
