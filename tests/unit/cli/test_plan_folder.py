"""A plan's folder: swapped whole, older outputs removed, foreign files left alone."""

import json

import pytest

from transport.io.plan_folder import FolderError, PlanFolder


def writer(*names):
    def write(folder):
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(name)
        return [folder / name for name in names]

    return write


def names(root):
    return sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file() and p.name != ".made.json")


def test_renew_swaps_the_older_files_for_the_newer(tmp_path):
    folder = PlanFolder(tmp_path / "out")
    assert folder.renew("papers", writer("a.xlsx", "b/c.xlsx")) == [
        tmp_path / "out/papers/a.xlsx", tmp_path / "out/papers/b/c.xlsx",
    ]  # fmt: skip
    folder.renew("papers", writer("d.xlsx"))
    assert names(tmp_path / "out") == ["papers/d.xlsx"]
    assert not (tmp_path / "out/papers/b").exists()


def test_foreign_files_stay(tmp_path):
    folder = PlanFolder(tmp_path)
    folder.renew("papers", writer("a.xlsx"))
    (tmp_path / "papers/notes.xlsx").write_text("mine")
    folder.renew("papers", writer("b.xlsx"))
    assert names(tmp_path) == ["papers/b.xlsx", "papers/notes.xlsx"]


def test_a_failed_renewal_changes_nothing(tmp_path):
    folder = PlanFolder(tmp_path)
    folder.renew("papers", writer("a.xlsx"))

    def fails(staging):
        (staging / "half.xlsx").write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        folder.renew("papers", fails)
    assert names(tmp_path) == ["papers/a.xlsx"]


def test_what_a_killed_run_left_is_swept(tmp_path):
    (tmp_path / ".making-papers-xyz").mkdir()
    PlanFolder(tmp_path).renew("maps", writer("m.html"))
    assert not (tmp_path / ".making-papers-xyz").exists()


@pytest.mark.parametrize(
    "record",
    ["torn", "[]", '{"files": 3}', '{"files": [1, null, "../theirs", "/etc/hostname", "papers/../../theirs"]}'],
)
def test_a_damaged_record_removes_nothing(tmp_path, record):
    root = tmp_path / "out"
    root.mkdir()
    (tmp_path / "theirs").write_text("theirs")
    (root / ".made.json").write_text(record)
    PlanFolder(root).discard("")
    assert (tmp_path / "theirs").exists()


def test_the_record_lists_what_was_made(tmp_path):
    folder = PlanFolder(tmp_path)
    folder.put(lambda root: writer("plan.json")(root)[0])
    folder.renew("maps", writer("m.html"))
    record = json.loads((tmp_path / ".made.json").read_text())
    assert record == {"format": 1, "files": ["maps/m.html", "plan.json"]}


def test_usable(tmp_path):
    PlanFolder(tmp_path / "new" / "deep").require_usable()
    assert not (tmp_path / "new").exists()
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderError) as caught:
        PlanFolder(tmp_path / "file" / "deep").require_usable()
    assert caught.value.reason == "not_a_folder"
