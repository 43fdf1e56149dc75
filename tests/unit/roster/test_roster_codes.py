"""One code, one example: what each finding of a roster looks like, at its cell."""

from datetime import date

import pytest
from hostile_rosters import with_links, with_macros
from io_case import write_case
from roster_books import CASE_NETWORK, HEADER, MAN, PLACES, book, other, person, whole

from transport.io.issue_log import severity
from transport.io.issues_text import codes, describe
from transport.roster.locate import Locator
from transport.roster.read import RosterOptions, read_rosters
from transport.roster.target import merge_into, read_target


def hide(page):
    page.sheet_state = "hidden"


def hide_row(page):
    page.row_dimensions[2].hidden = True


def merge(page):
    page.merge_cells("F2:F3")


GIRL, YOUTH, OLD = (whole(f"110105{born}002") for born in ("20130501", "20100501", "19400101"))
# code: (file's bytes, row, column)
EXAMPLES = {
    "roster_is_a_web_page": (b"<html><table><tr><td>x</td></tr></table></html>", None, None),
    "roster_macros_left_out": (with_macros(), None, None),
    "roster_links_left_out": (with_links(), None, None),
    "roster_hidden_sheet": (book(sheets={"a": [HEADER, person()], "名单": [HEADER, other()]}, change=hide), None, None),
    "roster_no_header": (book(["一", "二"], header=["甲", "乙"]), None, None),
    "roster_sheet_skipped": (book(sheets={"名单": [HEADER, person()], "说明": [["怎么填"]]}), None, None),
    "roster_missing_column": (book(["张三", "1", "一厂"], header=["姓名", "联系电话", "务工企业"]), 1, "origin"),
    "roster_unnamed_column": (book([*person(), "x"]), None, "N"),
    "roster_hidden_rows": (book(person(), change=hide_row), 2, None),
    "roster_no_people": (book(), 1, None),
    "roster_total_row": (book(person(), ["合计", "1人"]), 3, None),
    "roster_note_row": (book(person(), ["填表人：某"]), 3, None),
    "roster_header_row": (book(person(), HEADER, other()), 3, None),
    "roster_nobody": (book(person(), ["", "", "", "", "", "西村", "一厂"]), 3, None),
    "roster_name_unreadable": (book(person(姓名="张?")), 2, "姓名"),
    "roster_two_people": (book(person(姓名="张三、李四")), 2, "姓名"),
    "roster_bad_name": (book(person(姓名="张三2")), 2, "姓名"),
    "roster_id_old": (book(person(身份证号="110105491231002")), 2, "身份证号"),
    "roster_id_length": (book(person(身份证号="1101051949123100")), 2, "身份证号"),
    "roster_id_birth": (book(person(身份证号=whole("11010519491331002"))), 2, "身份证号"),
    "roster_no_id": (book(person(身份证号="")), 2, "身份证号"),
    "roster_sex_differs": (book(person(性别="男")), 2, "性别"),
    "roster_under_16": (book(person(身份证号=GIRL)), 2, "身份证号"),
    "roster_companion": (book(person(身份证号=GIRL, 备注="随行子女")), 2, "身份证号"),
    "roster_under_18": (book(person(身份证号=YOUTH)), 2, "身份证号"),
    "roster_over_80": (book(person(身份证号=OLD)), 2, "身份证号"),
    "roster_birth_differs": (book(person(出生年月="1949-11-30")), 2, "出生年月"),
    "roster_age_differs": (book(person(年龄="30")), 2, "年龄"),
    "roster_ambiguous_date": (book(person(报到时间=2.2)), 2, "报到时间"),
    "roster_date_far": (book(person(报到时间="2017-02-18")), 2, "报到时间"),
    "roster_dates_reversed": (book(person(最早出发="2027-02-20", 报到时间="2027-02-18")), 2, "报到时间"),
    "roster_same_id": (book(person(), person(联系电话="13900139001")), 3, "身份证号"),
    "roster_same_id_other_name": (book(person(), person(姓名="王五", 联系电话="13900139001")), 3, "身份证号"),
    "roster_same_name_and_phone": (book(person(), person(身份证号=MAN, 性别="男")), 3, "联系电话"),
    "roster_same_worker_id": (book(person(编号="A1"), other(编号="A1")), 3, "编号"),
    "roster_place_too_coarse": (book(person(居住地="云龙县诺邓镇")), 2, "居住地"),
    "roster_place_added": (book(person(居住地="云龙县诺邓镇和平村")), None, None),
    "clean_new_place": (book(person(居住地="云龙县诺邓镇和平村")), 2, "居住地"),
    "clean_width": (book(person(联系电话="１３８００１３８０００")), 2, "联系电话"),
    "clean_spaces": (book(person(姓名="张 三")), 2, "姓名"),
    "clean_placeholder": (book(person(联系电话="无")), 2, "联系电话"),
    "clean_name_note": (book(person(姓名="张三（女）")), 2, "姓名"),
    "clean_name_dot": (book(person(姓名="阿布.都拉")), 2, "姓名"),
    "clean_gender": (book(person(性别="女性")), 2, "性别"),
    "clean_id_x": (book(person(身份证号="11010519491231002×")), 2, "身份证号"),
    "clean_id_zero": (book(person(身份证号="11O10519491231002X")), 2, "身份证号"),
    "clean_phone_format": (book(person(联系电话="138-0013-8000")), 2, "联系电话"),
    "clean_phone_float": (book(person(联系电话="13800138000.0")), 2, "联系电话"),
    "clean_phone_second": (book(person(联系电话="13800138000/13900139000")), 2, "联系电话"),
    "clean_date_format": (book(person(报到时间="2027.2.18")), 2, "报到时间"),
    "clean_date_serial": (book(person(报到时间=46436)), 2, "报到时间"),
    "clean_date_lunar": (book(person(报到时间="正月十二")), 2, "报到时间"),
    "clean_date_vague": (book(person(报到时间="节后")), 2, "报到时间"),
    "clean_place": (book(person(居住地="诺邓镇西村村委会")), 2, "居住地"),
    "clean_old_name": (book(person(居住地="石门镇西村")), 2, "居住地"),
    "clean_employer": (book(person(务工企业="上海一电子有限公司")), 2, "务工企业"),
    "clean_merged": (book(person(), other(居住地=""), change=merge), 3, "居住地"),
}
ALREADY_KNOWN = {
    "id_number_numeric": (book(person(身份证号=110105194912310020)), 2, "身份证号"),
    "bad_id_number": (book(person(身份证号="110105194912310020")), 2, "身份证号"),
    "bad_date": (book(person(报到时间="2027-02-30")), 2, "报到时间"),
    "bad_time": (book(person(报到时间="等电话")), 2, "报到时间"),
    "bad_phone": (book(person(联系电话="1380013800")), 2, "联系电话"),
    "bad_gender": (book(person(性别="？")), 2, "性别"),
    "missing_value": (book(person(姓名="")), 2, "姓名"),
    "unknown_place": (book(person(务工企业="没有的厂")), 2, "务工企业"),
    "ambiguous_place": (book(person(居住地="三棵松村")), 2, "居住地"),
    "party_differs": (book(person(同行组="1"), other(同行组="1", 居住地="东村")), 3, "居住地"),
}
ELSEWHERE = {"roster_id_changed", "roster_place_not_located", "roster_not_geonames", "roster_not_geocodes"} | {
    "roster_located",
    "roster_datum_shifted",
}
"""What comes up in merging, or of other files; see test_roster_import.py and test_locate.py."""


@pytest.fixture(scope="module")
def target(tmp_path_factory):
    files = {"case.yaml": CASE_NETWORK, "places.csv": PLACES}
    return read_target(write_case(tmp_path_factory.mktemp("case"), files))


def found(data, target, folder, **options):
    path = folder / ("名单.xlsx" if data[:2] == b"PK" else "名单.xls")
    path.write_bytes(data)
    return read_rosters([path], target.index, RosterOptions(date(2027, 2, 10), date(2027, 2, 28), **options))


@pytest.mark.parametrize("code", [*EXAMPLES, *ALREADY_KNOWN])
def test_each_is_found_at_its_cell(code, target, tmp_path):
    data, row, column = (EXAMPLES | ALREADY_KNOWN)[code]
    rosters = found(data, target, tmp_path)
    if code == "roster_place_added":
        merge_into(target, rosters, Locator())
        (target.folder / "workers.csv").unlink()
        (target.folder / "places.csv").write_text(PLACES)
    hits = [issue for issue in rosters.log.issues if issue.code == code]
    assert [(issue.row, issue.column) for issue in hits] == [(row, column)]
    errors = {issue.code for issue in rosters.log.issues if issue.severity == "error"}
    assert errors == ({code} if severity(code) == "error" else set())
    for issue in hits:
        for lang in ("zh", "en"):
            assert all(describe(issue, lang))


def test_every_code_of_rosters_has_an_example():
    of_rosters = {code for code in codes() if code.startswith(("roster_", "clean_"))}
    assert of_rosters == set(EXAMPLES) | ELSEWHERE


def test_a_clean_roster_goes_without_a_word(target, tmp_path):
    rosters = found(
        book(person(性别="女", 同行组="1", 报到时间="2027-02-18T08:00"), other(性别="男", 同行组="1")), target, tmp_path
    )
    assert rosters.log.issues == []
    assert rosters.people == 2


@pytest.mark.parametrize("keep", ["clean_date_lunar", "J2", "名单!J2", "名单.xlsx#名单!J2"])
def test_what_is_kept_is_not_cleaned(keep, target, tmp_path):
    options = {"keep_rules": frozenset({keep})} if keep.startswith("clean_") else {"keep_cells": frozenset({keep})}
    rosters = found(book(person(报到时间="正月十二")), target, tmp_path, **options)
    assert [(issue.code, issue.column) for issue in rosters.log.issues] == [("bad_time", "报到时间")]


def test_personal_data_is_masked_everywhere(target, tmp_path):
    rows = [
        person(姓名="张 三丰", 联系电话="138-0013-8000", 身份证号="110105 194912310020"),
        person(姓名="李四", 身份证号=MAN, 联系电话="13900139000/13700137000"),
    ]
    rosters = found(book(*rows), target, tmp_path)
    told = str([(issue, describe(issue, "zh")) for issue in rosters.log.issues])
    for secret in (
        "张三丰",
        "张 三丰",
        "13800138000",
        "138-0013-8000",
        "110105194912310020",
        "13900139000",
        "13700137000",
    ):
        assert secret not in told
