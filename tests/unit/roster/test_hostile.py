"""Hostile files are refused, or made safe, in little time and memory."""

import tracemalloc

import openpyxl
import pytest
from hostile_rosters import MADE_SAFE, REFUSED
from io_case import write_case

from transport.io.issues_text import describe
from transport.roster.grid import read_grids
from transport.roster.log import RosterLog
from transport.workflow.roster import ImportChoice, import_rosters


def suffix_of(data):
    return ".xls" if data.startswith(b"\xd0\xcf") else ".xlsx"


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_a_reason(name, tmp_path):
    data = REFUSED[name]()
    path = tmp_path / f"花名册{suffix_of(data)}"
    path.write_bytes(data)
    log = RosterLog()
    grids = read_grids(path, log)
    assert grids == []
    assert [issue.severity for issue in log.issues] == ["error"]
    assert all(describe(log.issues[0], "zh"))
    assert not (tmp_path.parent / "evil.xml").exists()


def test_there_are_forty_of_them():
    assert len(REFUSED) + len(MADE_SAFE) >= 40


@pytest.mark.parametrize("name", ["zip bomb in a sheet", "claims 1 byte", "billion laughs in a sheet", "two far cells"])
def test_refused_before_much_is_unpacked(name, tmp_path):
    data = REFUSED[name]()
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(data)
    del data
    tracemalloc.start()
    read_grids(path, RosterLog())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 150 * 2**20


@pytest.mark.parametrize("name", MADE_SAFE)
def test_made_safe(name, tmp_path):
    make, suffix = MADE_SAFE[name]
    path = tmp_path / f"花名册{suffix}"
    path.write_bytes(make())
    case = write_case(tmp_path / "case")
    done = import_rosters([path], case, ImportChoice(good_rows=True, marked=tmp_path / "back"))
    table = (case / "workers.csv").read_text(encoding="utf-8")
    assert ",=" not in table
    assert "HYPERLINK" not in table or "'=" in table
    for marked in done.marked:
        book = openpyxl.load_workbook(marked, keep_vba=True)
        assert book.vba_archive is None or "xl/vbaProject.bin" not in book.vba_archive.namelist()
        formulas = [cell.value for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]
        assert formulas == []
    codes = {issue.code for issue in done.issues}
    told = {"macros": {"roster_macros_left_out"}, "links and connections": {"roster_links_left_out"}}
    assert told.get(name, set()) <= codes
