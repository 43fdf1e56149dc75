"""The workbooks as a reader opens them: safe, masked, complete, ready to print."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from transport.papers import sheet
from transport.papers.edition import Edition
from transport.papers.layout import Layout, safe_name
from transport.papers.paper import Band, Column, Form, Page, Paper, Row, Signatures, Table, Words, clean_text
from transport.papers.workbook import build_workbook, spans
from transport.papers.write import write_papers

LONG_NUMBER = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|\d{17}[\dXx]")
FOLDERS = {
    "zh": ["01-车辆手册", "02-村名单", "03-企业名单", "04-枢纽名单", "05-航空铁路名单", "06-承运订单"],
    "en": ["01-vehicle-booklets", "02-villages", "03-employers", "04-hubs", "05-airlines-and-railways",
           "06-operator-orders"],
}  # fmt: skip
FILES = {
    "zh": ["00-目录.xlsx", "07-通知短信.xlsx", "08-车辆和驾驶员信息表.xlsx", "09-补贴名单.xlsx", "10-费用结算表.xlsx",
           "11-全部名单.xlsx"],
    "en": ["00-contents.xlsx", "07-notices.xlsx", "08-vehicles-and-drivers.xlsx", "09-subsidies.xlsx",
           "10-cost-statement.xlsx", "11-all-lists.xlsx"],
}  # fmt: skip


@pytest.fixture(scope="module", params=["zh", "en"])
def written(request, world, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    edition = Edition("0123abcd", 2, "2027-01-20T10:00")
    paths = write_papers(world.case, world.plan, folder, request.param, edition=edition)
    return request.param, folder, paths


def books(paths):
    return [path for path in paths if path.suffix == ".xlsx"]


def cells(path):
    book = openpyxl.load_workbook(path)
    return [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]


def test_the_folder_says_what_is_where(written):
    lang, folder, paths = written
    assert sorted(path for path in folder.rglob("*") if path.is_file()) == sorted(paths)
    assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == FOLDERS[lang]
    assert sorted(path.name for path in folder.iterdir() if path.is_file()) == FILES[lang]
    assert paths[0].name == FILES[lang][0]
    kinds = {"zh": ("集结", "直达", "接站"), "en": ("feeder", "direct", "distribution")}[lang]
    stems = (f"T001_{kinds[0]}_大理机场", f"T002_{kinds[1]}_䶮𬱖电子（上海）有限公司", f"T003_{kinds[2]}_浦东_机场_T2")
    booklets = sorted(path.name for path in (folder / FOLDERS[lang][0]).iterdir())
    assert booklets == [f"{stem}.{ending}" for stem in stems for ending in ("pdf", "xlsx")]


def test_no_file_is_named_after_a_person(written):
    names = ("杨小明", "李树", "王芳", "阿依古丽", "张伟", "段誉", "SUM_A1", "script")
    assert not [path for path in written[2] for name in names if name in path.name]


def test_the_index_lists_every_other_file(written):
    _, folder, paths = written
    listed = {line for cell in cells(paths[0]) for line in str(cell.value).split("\n")}
    assert {path.relative_to(folder).as_posix() for path in paths[1:]} <= listed


def test_no_cell_is_a_formula_or_a_link(written):
    for path in books(written[2]):
        assert all(cell.data_type in "sn" and cell.hyperlink is None for cell in cells(path))
        with zipfile.ZipFile(path) as archive:
            assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if "worksheets" in name)


def test_hostile_and_rare_names_survive_as_they_are(written, world):
    lang, folder, _ = written
    values = {cell.value for cell in cells(folder / FILES[lang][-1])}
    assert {worker.name for worker in world.case.workers.values()} <= values


def test_no_phone_and_no_identity_number_is_shown(written):
    for path in books(written[2]):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                assert not LONG_NUMBER.search(archive.read(name).decode("utf-8")), (path.name, name)


def test_every_sheet_prints_on_a4_one_page_wide_and_says_its_edition(written):
    lang, _, paths = written
    words = {"zh": "第2版（作废第1版）　方案号 0123abcd　2027-01-20 10:00",
             "en": "Version 2 (voids version 1)  plan 0123abcd  2027-01-20 10:00"}[lang]  # fmt: skip
    for path in books(paths):
        for page in openpyxl.load_workbook(path):
            assert page.page_setup.paperSize == 9
            assert page.sheet_properties.pageSetUpPr.fitToPage
            assert (page.page_setup.fitToWidth or 1) == 1
            single = page.title in {"封面", "应急卡", "Cover", "Emergency card"}
            assert page.page_setup.fitToHeight == (None if single else 0)
            assert words in {cell.value for row in page.iter_rows(max_row=8) for cell in row}
            foot = page.oddFooter.left.text + page.oddFooter.right.text
            assert "&P" in foot or "&[Page]" in foot


def test_a_boarding_list_groups_people_by_stop_with_its_times(written):
    lang, _, paths = written
    book = next(path for path in books(paths) if path.name.startswith("T001"))
    page = openpyxl.load_workbook(book).worksheets[1]
    first_column = [page.cell(row, 1).value for row in range(1, page.max_row + 1)]
    (heading,) = [value for value in first_column if value and "06:30" in str(value) and "06:45" in str(value)]
    start = first_column.index(heading)
    assert first_column[start + 1 : start + 4] == ["1", "2", "3"]
    row = [page.cell(start + 2, column).value for column in range(1, 13)]
    assert row[:6] == ["1", "2", "杨小明", {"zh": "女", "en": "F"}[lang], "532" + "*" * 14 + "4", "138****5678"]
    assert row[6:8] == ["胜泉村", "䶮𬱖电子（上海）有限公司"]
    assert "MU7641" in row[8]
    assert row[10] == "家属 139****4321"


def test_columns_that_nobody_filled_are_left_out(world, desk_of):
    from transport.papers.booklet.boarding import boarding_page

    workers = {key: replace(w, emergency_contact="", id_number="") for key, w in world.case.workers.items()}
    page = boarding_page(desk_of(world, case=replace(world.case, workers=workers)), world.plan.trips[0])
    headings = {column.heading for column in page.blocks[0].columns}
    assert not headings & {"紧急联系人", "身份证号"}


def test_the_same_plan_gives_the_same_bytes(world, tmp_path):
    first = [path.read_bytes() for path in write_papers(world.case, world.plan, tmp_path / "a", "zh")]
    second = [path.read_bytes() for path in write_papers(world.case, world.plan, tmp_path / "b", "zh")]
    assert first == second


def test_progress_counts_to_the_end(world, tmp_path):
    told = []
    write_papers(world.case, world.plan, tmp_path, "zh", on_part=lambda done, total: told.append((done, total)))
    assert [done for done, _ in told] == list(range(told[-1][1] + 1))
    assert len({total for _, total in told}) == 1


def test_a_plan_without_anybody_has_its_papers_too(world, tmp_path):
    empty = replace(world.plan, trips=(), services=(), tickets=(), unserved=(), itineraries=())
    paths = write_papers(replace(world.case, workers={}), empty, tmp_path, "zh")
    assert sorted(path.name for path in paths) == FILES["zh"]


# ---- full numbers, where they may stand


def test_unmasked_papers_are_the_boarding_lists_and_the_filing_copies_only(world, tmp_path):
    paths = write_papers(world.case, world.plan, tmp_path, "zh", unmask=True)
    full = {}
    for path in books(paths):
        for page in openpyxl.load_workbook(path):
            text = "\n".join(str(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None)
            if LONG_NUMBER.search(text):
                full.setdefault(path.parent.name, set()).add(page.title)
    assert full == {"01-车辆手册": {"乘车名单"}, "05-航空铁路名单": {"MU7641"}, "06-承运订单": {"报备名单"}}


# ---- the pieces


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
        ("a\u202eb", "ab"),
        ("𬱖" * 60, "𬱖" * 24),
        ("\ud800x", "x"),
    ],
)
def test_file_names_are_safe_everywhere(part, safe):
    assert safe_name(part) == safe


def test_no_file_name_is_given_twice():
    layout = Layout("zh")
    names = [str(layout.stem("villages", county, "胜泉村")) for county in ("云龙县", "云龙县", "永平县", "云龙县")]
    assert names == [
        "02-村名单/云龙县_胜泉村",
        "02-村名单/云龙县_胜泉村_2",
        "02-村名单/永平县_胜泉村",
        "02-村名单/云龙县_胜泉村_3",
    ]
    assert str(layout.stem("villages", "?", "*")) == "02-村名单/_"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\x00b\ud800c\n䶮\t", "abc\n䶮\t"),
        ("张\u202e伟\u2066", "张伟"),
        ("\ufeff\ufffe\uffffx\U0001fffe", "x"),
        ("a\u2028b", "a b"),
        ("普通·名字 x", "普通·名字 x"),
    ],
)
def test_clean_text_keeps_what_a_cell_can_hold(text, clean):
    assert clean_text(text) == clean


@pytest.mark.parametrize("title", ["普通", "&" * 300, "a&P&N", "长" * 300, "𬱖" * 300, "x" + "𬱖" * 300])
def test_a_footer_fits_and_shows_ampersands(title):
    foot = sheet.footer(title, "&P / &N")
    assert len(foot.encode("utf-16-le")) // 2 <= 255
    left = foot.split("&R")[0].split("&8 ", 1)[1]
    assert left.replace("&&", "").count("&") == 0


def test_sheet_names_are_unique_and_allowed():
    book = sheet.Book()
    names = [book.add_sheet(name).get_name() for name in ("a/b", "A:B", "长" * 40, "", "''")]
    assert len({name.lower() for name in names}) == 5
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


@pytest.mark.parametrize(
    ("widths", "shares", "runs"),
    [
        ((10, 10, 10, 10), (1, 1), [(0, 1), (2, 3)]),
        ((10, 10, 10), (1, 1, 1), [(0, 0), (1, 1), (2, 2)]),
        ((30, 5, 5), (1, 1, 1), [(0, 0), (1, 1), (2, 2)]),
        ((5, 5, 30), (1, 1), [(0, 1), (2, 2)]),
        ((1, 1, 1, 1), (100, 1), [(0, 2), (3, 3)]),
        ((7,), (3,), [(0, 0)]),
    ],
)
def test_columns_are_shared_out_and_none_is_empty(widths, shares, runs):
    assert spans(widths, shares) == runs


def test_more_runs_than_columns_are_refused():
    with pytest.raises(ValueError, match="3 runs of 2"):
        spans((1, 1), (1, 1, 1))


def test_blocks_of_every_kind_make_a_sheet_without_overlaps(tmp_path):
    table = Table((Column("a", 5), Column("b", 40), Column("c", 5)), (Band("x"), Row(("1", "=2", "3"), shade=True)))
    blocks = (Form((("n", "v"),) * 3, across=3), table, Words("w", "warning"), Signatures(("s",) * 5))
    page = Page("p", "title", blocks)
    made = build_workbook(Paper("s", (page, replace(page, blocks=()))), Edition("m"), "t", "en").save(
        tmp_path / "x.xlsx"
    )
    values = {cell.value for cell in cells(made)}
    assert {"n", "v", "x", "=2", "w", "s"} <= values
    assert len(openpyxl.load_workbook(made).worksheets) == 2
