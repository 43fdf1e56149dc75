"""Rosters into a case: by explicit choice, once, in order, and given back when something is wrong."""

import csv
import io

import openpyxl
import pytest
from io_case import changed, write_case
from roster_books import CASE_NETWORK, HEADER, MAN, PLACES, book, other, person

from transport.io.case_reader import load_case
from transport.roster.memory import FILE
from transport.workflow.roster import ImportChoice, import_rosters, make_template

FLEET = "offer_id,seats,count,base\nO1,30,2,V1\n"


@pytest.fixture
def case(tmp_path):
    folder = write_case(tmp_path / "case", {"case.yaml": CASE_NETWORK, "places.csv": PLACES, "fleet.csv": FLEET})
    (folder / "workers.csv").unlink()
    return folder


def roster(tmp_path, *rows, name="名单.xlsx", **kind):
    path = tmp_path / name
    path.write_bytes(book(*rows, **kind))
    return path


def table(case, name="workers.csv"):
    return list(csv.DictReader(io.StringIO((case / name).read_text(encoding="utf-8-sig"))))


def names(case):
    return [row["姓名"] for row in table(case)]


def test_good_rosters_become_the_workers_of_a_case_that_had_none(case, tmp_path):
    done = import_rosters([roster(tmp_path, person(), other())], case, ImportChoice())
    assert (done.people, done.count.added, done.marked) == (2, 2, ())
    loaded = load_case(case)
    assert [worker.name for worker in loaded.case.workers.values()] == ["张三", "李四"]
    assert [worker.origin for worker in loaded.case.workers.values()] == ["V1", "V1"]


def test_errors_stop_the_import_unless_the_good_ones_are_asked_for(case, tmp_path):
    path = roster(tmp_path, person(), other(居住地="没有的村"))
    done = import_rosters([path], case, ImportChoice())
    assert done.count is None
    assert not (case / "workers.csv").exists()
    assert len(done.marked) == 1
    done = import_rosters([path], case, ImportChoice(good_rows=True))
    assert (done.failed, done.good, names(case)) == (True, 1, ["张三"])


def test_the_mended_file_merges_and_does_not_double(case, tmp_path):
    import_rosters([roster(tmp_path, person(), other(居住地="没有的村"))], case, ImportChoice(good_rows=True))
    mended = roster(tmp_path, person(), other(居住地="东村"))
    for added, unchanged in ((1, 1), (0, 2), (0, 2)):
        done = import_rosters([mended], case, ImportChoice())
        assert (done.count.added, done.count.updated, done.count.unchanged) == (added, 0, unchanged)
    assert names(case) == ["张三", "李四"]


def test_the_marked_workbook_can_be_mended_and_sent_back(case, tmp_path):
    done = import_rosters([roster(tmp_path, person(), other(居住地="没有的村"))], case, ImportChoice())
    workbook = openpyxl.load_workbook(done.marked[0])
    page = workbook["名单"]
    assert page.cell(3, 6).comment.text
    assert page.cell(3, 6).fill.fgColor.rgb == "FFF8CBAD"
    assert "没有的村" in page.cell(3, len(HEADER) + 1).value
    assert page.cell(2, len(HEADER) + 1).value is None
    summary = workbook.worksheets[0]
    links = [cell.hyperlink.location for row in summary.iter_rows() for cell in row if cell.hyperlink]
    assert links == ["'名单'!F3"]
    page.cell(3, 6).value = "东村"
    workbook.save(tmp_path / "改好.xlsx")
    done = import_rosters([tmp_path / "改好.xlsx"], case, ImportChoice(marked=tmp_path / "again"))
    assert (done.failed, done.count.added) == (False, 2)
    assert not any("标注" in name for name in table(case)[0])
    again = openpyxl.load_workbook(done.marked[0])
    assert again["名单"].cell(3, 6).comment is None
    assert again.sheetnames.count("问题汇总") == 1


def test_ids_order_and_parties_of_who_is_there_are_kept(case, tmp_path):
    import_rosters([roster(tmp_path, person(同行组="1"), other())], case, ImportChoice())
    before = table(case)
    newcomer = person(姓名="王五", 身份证号="", 联系电话="13700137000", 同行组="1")
    done = import_rosters(
        [roster(tmp_path, newcomer, other(报到时间="2027-02-20"), person(同行组="2"))], case, ImportChoice()
    )
    after = table(case)
    assert (done.count.added, done.count.updated, done.count.unchanged) == (1, 1, 1)
    assert [row["编号"] for row in after] == ["W0001", "W0002", "W0003"]
    assert after[0] | {"报到时间": ""} == before[0] | {"报到时间": ""}
    assert after[1]["报到时间"] == "2027-02-20"
    assert after[2]["同行组"] not in ("", after[0]["同行组"])


def test_families_of_two_sheets_are_two(case, tmp_path):
    sheets = {"诺邓镇": [HEADER, person(同行组="1")], "关坪乡": [HEADER, other(同行组="1", 居住地="东村")]}
    done = import_rosters([roster(tmp_path, sheets=sheets)], case, ImportChoice())
    assert not done.failed
    assert len({row["同行组"] for row in table(case)}) == 2


def test_another_identity_number_of_the_same_person_is_told(case, tmp_path):
    import_rosters([roster(tmp_path, person())], case, ImportChoice())
    done = import_rosters([roster(tmp_path, person(身份证号=MAN))], case, ImportChoice())
    assert [issue.code for issue in done.issues] == ["roster_id_changed"]
    assert [row["身份证号"] for row in table(case)] == [MAN]


def test_people_without_number_and_phone_are_known_by_name_and_places(case, tmp_path):
    path = roster(tmp_path, person(身份证号="", 联系电话=""))
    for added in (1, 0):
        assert import_rosters([path], case, ImportChoice()).count.added == added


def test_a_village_of_the_official_table_becomes_a_place_with_its_quality(case, tmp_path):
    path = roster(tmp_path, person(居住地="云龙县诺邓镇和平村3组"), other(居住地="石门镇和平村"))
    done = import_rosters([path], case, ImportChoice())
    assert done.places == ("诺邓镇和平村委会",)
    place = load_case(case).case.places["532929101202"]
    assert (place.quality, place.county) == ("county", "云龙县")
    assert {worker.origin for worker in load_case(case).case.workers.values()} == {"532929101202"}
    refused = import_rosters(
        [roster(tmp_path, person(居住地="云龙县诺邓镇永安村"))], case, ImportChoice(new_places=False)
    )
    assert [issue.code for issue in refused.issues if issue.severity == "error"] == ["unknown_place"]


def test_with_a_matrix_no_place_is_added(tmp_path):
    case = write_case(tmp_path / "case", changed("places.csv", ("V1,西村,西庄;老西村", "V1,西村,西庄")))
    done = import_rosters([roster(tmp_path, person(居住地="云龙县诺邓镇和平村"))], case, ImportChoice())
    assert [issue.code for issue in done.issues if issue.severity == "error"] == ["unknown_place"]


def test_a_case_that_names_no_workers_table_gets_one(case, tmp_path):
    for text in (
        CASE_NETWORK.replace("workers: workers.csv, ", ""),
        "name: small\nwindow: {start: 2027-02-10, end: 2027-02-28}\ntables:\n  # places first\n  places: places.csv\n  fleet: fleet.csv\n",
    ):
        (case / "case.yaml").write_text(text, encoding="utf-8")
        import_rosters([roster(tmp_path, person())], case, ImportChoice())
        assert len(load_case(case).case.workers) == 1
        (case / "workers.csv").unlink()


@pytest.mark.parametrize("reference", ["book.xlsx", "book.xlsx#人员"])
def test_a_workers_table_in_a_workbook_stays_one(case, tmp_path, reference):
    (case / "case.yaml").write_text(CASE_NETWORK.replace("workers.csv", reference), encoding="utf-8")
    import_rosters([roster(tmp_path, person())], case, ImportChoice())
    import_rosters([roster(tmp_path, person(报到时间="2027-02-20"), other())], case, ImportChoice())
    workers = list(load_case(case).case.workers.values())
    assert [worker.id_number for worker in workers] == ["11010519491231002X", MAN]


def test_a_workers_table_that_is_there_keeps_its_headers_and_columns(case, tmp_path):
    (case / "workers.csv").write_text(
        "worker_id,name,班组,origin,destination,id_number\nA7,张三,甲,V1,一厂,11010519491231002X\n", encoding="utf-8"
    )
    import_rosters([roster(tmp_path, person(备注="晕车"), other())], case, ImportChoice())
    rows = table(case)
    assert [row["worker_id"] for row in rows] == ["A7", "A8"]
    assert rows[0]["班组"] == "甲"
    assert rows[0]["origin"] == "V1"
    assert rows[0]["备注"] == "晕车"


def test_an_explained_header_is_remembered_without_anybodys_data(case, tmp_path):
    header = [*HEADER]
    header[4] = "户主的号"
    path = roster(tmp_path, person(), header=header)
    import_rosters([path], case, ImportChoice(given={"户主的号": "phone"}, sender="诺邓镇"))
    assert table(case)[0]["联系电话"] == "13800138000"
    (case / "workers.csv").unlink()
    import_rosters([path], case, ImportChoice(sender="诺邓镇"))
    assert table(case)[0]["联系电话"] == "13800138000"
    kept = (case / FILE).read_text(encoding="utf-8")
    assert "张三" not in kept
    assert "13800138000" not in kept


def test_delimited_text_in_gb18030_with_titles_and_totals(case, tmp_path):
    lines = [
        ["云龙县返岗人员花名册"],
        [],
        ["序号", *HEADER[1:]],
        person(编号="1"),
        [],
        other(编号="2"),
        ["合计", "2人"],
        ["填表人：", "", "审核人："],
    ]
    buffer = io.StringIO()
    csv.writer(buffer).writerows(lines)
    (tmp_path / "名单.csv").write_bytes(buffer.getvalue().encode("gb18030"))
    done = import_rosters([tmp_path / "名单.csv"], case, ImportChoice())
    assert (done.failed, done.people) == (False, 2)


def test_the_template_offers_the_case_and_is_read_back(case, tmp_path):
    path = make_template(tmp_path / "空表.xlsx", case, "zh")
    workbook = openpyxl.load_workbook(path)
    page = workbook.worksheets[0]
    offered = [rule.formula1 for rule in page.data_validations.dataValidation if rule.type == "list"]
    assert "'选项'!$A$1:$A$4" in offered
    assert "'选项'!$B$1:$B$1" in offered
    assert workbook["选项"].sheet_state == "hidden"
    for column, text in enumerate(person(编号="9")[:7], 1):
        page.cell(3, column).value = text
    workbook.save(path)
    done = import_rosters([path], case, ImportChoice())
    assert [issue.code for issue in done.issues] == ["sample_row_skipped"]
    assert [row["编号"] for row in table(case)] == ["9"]
