"""Versions of a folder's papers, and who had full numbers printed."""

from __future__ import annotations

import json

import pytest

from transport.io.papers_log import PapersLog


def entries(root):
    return [json.loads(line) for line in (root / "papers.log").read_text(encoding="utf-8").splitlines()]


def make(root, mark):
    """What happens when papers of a plan are made in a folder; returns their version."""
    log = PapersLog(root)
    version = log.version(mark)
    log.note_version(version, mark, "2027-01-20T10:00")
    return version


def test_the_same_plan_keeps_its_version_and_a_changed_one_gets_the_next(tmp_path):
    assert [make(tmp_path, mark) for mark in ("aa", "aa", "bb", "bb", "aa")] == [1, 1, 2, 2, 3]
    assert [entry["mark"] for entry in entries(tmp_path)] == ["aa", "bb", "aa"]


def test_nothing_is_written_until_papers_stand(tmp_path):
    assert PapersLog(tmp_path / "new").version("aa") == 1
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "torn", [b'{"event": "ver', b"\xff\xfe\n", b"[1]\n", b'{"event": "version", "version": "x"}\n']
)
def test_a_torn_line_is_passed_over_and_the_next_one_stands_alone(tmp_path, torn):
    make(tmp_path, "aa")
    with (tmp_path / "papers.log").open("ab") as log:
        log.write(torn)
    assert make(tmp_path, "aa") == 1
    assert make(tmp_path, "bb") == 2
    last = (tmp_path / "papers.log").read_bytes().splitlines()[-1]
    assert json.loads(last)["version"] == 2


def test_full_numbers_are_noted_with_who_and_when_and_no_personal_data(tmp_path):
    log = PapersLog(tmp_path)
    make(tmp_path, "aa")
    log.note_unmasked(1, "aa")
    log.note_unmasked(1, "aa")
    first, second, third = entries(tmp_path)
    assert first["event"] == "version"
    assert second["event"] == third["event"] == "unmasked"
    assert set(second) == {"event", "at", "user", "version", "mark"}
    assert make(tmp_path, "aa") == 1
