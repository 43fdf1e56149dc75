"""The workbooks as a reader opens them: safe, masked, complete, ready to print."""

from __future__ import annotations

import re
import time
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from transport.io.file_names import safe_name
from transport.papers import sheet
from transport.papers.write import write_papers

LONG_NUMBER = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|\d{17}[\dXx]")


@pytest.fixture(scope="module", params=["zh", "en"])
def written(request, world, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    return request.param, folder, write_papers(world.case, world.plan, folder, request.param)


def cells(path):
    book = openpyxl.load_workbook(path)
    return [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]


def test_names_of_files_are_trips_kinds_and_places_only(written):
    lang, folder, paths = written
    kinds = {"zh": ("集结", "直达", "接站"), "en": ("feeder", "direct", "distribution")}[lang]
    assert [str(path.relative_to(folder)) for path in paths] == [
        "全部名单.xlsx" if lang == "zh" else "all-lists.xlsx",
        f"vehicles/T001_{kinds[0]}_大理机场.xlsx",
        f"vehicles/T002_{kinds[1]}_䶮𬱖电子（上海）有限公司.xlsx",
        f"vehicles/T003_{kinds[2]}_浦东_机场_T2.xlsx",
    ]
    assert sorted(path for path in folder.rglob("*") if path.is_file()) == sorted(paths)


def test_no_cell_is_a_formula_or_a_link(written):
    for path in written[2]:
        assert all(cell.data_type in "sn" and cell.hyperlink is None for cell in cells(path))
        with zipfile.ZipFile(path) as archive:
            assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if "worksheets" in name)


def test_hostile_and_rare_names_survive_as_they_are(written, world):
    values = {cell.value for cell in cells(written[2][0])}
    assert {worker.name for worker in world.case.workers.values()} <= values
    assert "䶮𬱖㛃" in {cell.value for cell in cells(written[2][1])}


def test_no_phone_and_no_identity_number_is_shown(written):
    for path in written[2]:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                assert not LONG_NUMBER.search(archive.read(name).decode("utf-8")), name
    assert "138****5678" in {cell.value for cell in cells(written[2][1])}


def test_a_boarding_list_groups_people_by_stop_with_its_times(written):
    lang, _, paths = written
    page = openpyxl.load_workbook(paths[1]).worksheets[0]
    first_column = [page.cell(row, 1).value for row in range(1, page.max_row + 1)]
    headings = [value for value in first_column if value and "06:30" in str(value) and "06:45" in str(value)]
    assert len(headings) == 1
    start = first_column.index(headings[0])
    assert first_column[start + 1 : start + 4] == ["1", "2", "3"]
    row = [page.cell(start + 2, column).value for column in range(1, 11)]
    assert row[1] == "杨小明"
    assert row[3:7] == ["138****5678", "胜泉村", "06:30", "䶮𬱖电子（上海）有限公司"]
    assert "MU7641" in row[7]
    assert "12:20" in row[7]
    assert row[2] == {"zh": "女", "en": "F"}[lang]


def test_one_line_a_driver_of_the_offer(written):
    lang, _, paths = written
    label = "驾驶员" if lang == "zh" else "Driver"
    for path, drivers in zip(paths[1:], (1, 3, 1), strict=True):
        page = openpyxl.load_workbook(path).worksheets[0]
        values = [str(cell.value) for cell in page["A"] if str(cell.value).startswith(label + " ")]
        assert values == [f"{label} {number}" for number in range(1, drivers + 1)]


def test_emergency_contacts_are_listed_masked_where_the_case_has_any(written, world, tmp_path):
    lang, _, paths = written
    heading = {"zh": "紧急联系人", "en": "Emergency contact"}[lang]
    values = {cell.value for cell in cells(paths[1])}
    assert {heading, "家属 139****4321", "村委会 087****1234"} <= values
    workers = {key: replace(worker, emergency_contact="") for key, worker in world.case.workers.items()}
    without = write_papers(replace(world.case, workers=workers), world.plan, tmp_path, lang)
    assert heading not in {cell.value for cell in cells(without[1])}


def test_papers_print_on_a4_one_page_wide_and_say_what_they_belong_to(written):
    lang, _, paths = written
    for path in paths[1:]:
        for page in openpyxl.load_workbook(path):
            assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "portrait")
            assert page.sheet_properties.pageSetUpPr.fitToPage
            assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
            assert page.print_title_rows
            foot = page.oddFooter.left.text + page.oddFooter.right.text
            assert path.name[:4] in foot
            assert "&P" in foot or "&[Page]" in foot
            assert {"zh": "依据以现行有效版本为准", "en": "rules in force"}[lang] in foot


def test_the_same_plan_gives_the_same_bytes(world, tmp_path):
    first = [path.read_bytes() for path in write_papers(world.case, world.plan, tmp_path / "a", "zh")]
    second = [path.read_bytes() for path in write_papers(world.case, world.plan, tmp_path / "b", "zh")]
    assert first == second


def test_vehicles_of_an_older_plan_are_set_aside_not_handed_out(world, tmp_path):
    (tmp_path / "vehicles").mkdir()
    (tmp_path / "vehicles" / "T099_直达_旧.xlsx").write_bytes(b"old")
    (tmp_path / "vehicles" / "notes.txt").write_bytes(b"mine")
    write_papers(world.case, world.plan, tmp_path, "zh")
    assert (tmp_path / "vehicles" / "作废" / "T099_直达_旧.xlsx").read_bytes() == b"old"
    assert (tmp_path / "vehicles" / "notes.txt").exists()
    assert len(list((tmp_path / "vehicles").glob("*.xlsx"))) == 3


@pytest.mark.parametrize(
    ("part", "safe"),
    [
        ("大理机场", "大理机场"),
        ('a<b>:"/\\|?*c', "a_b_c"),
        ("..\\..\\x", "x"),
        ("CON", "CON_"),
        ("lpt1", "lpt1_"),
        ("a. ", "a"),
        ("\x00\x1f", ""),
        ("𬱖" * 60, "𬱖" * 24),
        ("\ud800x", "x"),
    ],
)
def test_file_names_are_safe_everywhere(part, safe):
    assert safe_name(part) == safe


def test_clean_text_keeps_what_a_cell_can_hold():
    assert sheet.clean_text("a\x00b\ud800c\n䶮") == "abc\n䶮"


@pytest.mark.parametrize("title", ["普通", "&" * 300, "a&P&N", "长" * 300])
def test_a_footer_fits_and_shows_ampersands(title):
    foot = sheet.footer(title, "&P / &N")
    assert len(foot) <= 255
    left = foot.split("&R")[0].split("&8 ", 1)[1]
    assert left.replace("&&", "").count("&") == 0


def test_sheet_names_are_unique_and_allowed():
    book = sheet.Book()
    names = [book.add_sheet(name).get_name() for name in ("a/b", "A:B", "长" * 40, "", "''")]
    assert len({name.lower() for name in names}) == 5
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_a_thousand_people_take_seconds(big_world, tmp_path):
    big = big_world(72)
    assert len(big.case.workers) == 1008
    started = time.process_time()
    assert len(write_papers(big.case, big.plan, tmp_path, "zh")) == 1 + 3 * 72
    assert time.process_time() - started < 15
