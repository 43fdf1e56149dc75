"""The notices: one message where it can be, counted as a gateway counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from transport.case import CrewMember, PaperSettings, VehicleRecord
from transport.papers.lists.notices import notice_page, notices
from transport.papers.sms import sms_parts, utf16_units


@pytest.mark.parametrize(
    ("message", "units", "parts"),
    [
        ("", 0, 1),
        ("字" * 70, 70, 1),
        ("字" * 71, 71, 2),
        ("字" * 134, 134, 2),
        ("字" * 135, 135, 3),
        ("𬱖" * 35, 70, 1),
        ("𬱖" * 36, 72, 2),
        ("a" * 160, 160, 1),
        ("a" * 161, 161, 2),
        ("[" * 80, 80, 1),
        ("[" * 81, 81, 2),
        ("a" * 69 + "字", 70, 1),
        ("a" * 70 + "字", 71, 2),
    ],
)
def test_units_and_parts(message, units, parts):
    assert (utf16_units(message), sms_parts(message)) == (units, parts)


def messages(desk):
    return {notice.worker.worker_id: notice for notice in notices(desk)}


def test_everybody_is_told_date_time_point_and_vehicle(world, desk_of):
    told = messages(desk_of(world))
    assert set(told) == set(world.case.workers)
    assert told["w01"].message == "【返岗】杨小明：2月18日06:30在胜泉村上车，T001号车，带身份证，提前15分钟到"
    assert "自行购票" in told["w07"].message
    assert "还没有安排好" in told["w12"].message


def test_the_nearest_contact_is_told(world, desk_of):
    crew = VehicleRecord("云L12345", escorts=(CrewMember("孙三", "13900002222"),), drivers=(CrewMember("赵一", "1"),))
    places = {**world.case.places, "V1": replace(world.case.places["V1"], contact="村长", contact_phone="0872-1")}
    case = replace(
        world.case, vehicles={("O1", 1): crew}, places=places, papers=PaperSettings(contact="值班 0872-5520000")
    )
    told = messages(desk_of(world, case=case))
    assert told["w01"].message.endswith("云L12345（T001），带身份证，提前15分钟到。联系孙三13900002222")
    assert told["w14"].message.endswith("联系村长 0872-1")  # of the village, for want of a vehicle
    assert told["w06"].message.endswith("联系值班 0872-5520000")  # neither a crew nor a contact of the village is known


def test_a_message_grows_shorter_until_it_fits(world, desk_of):
    def with_place(name, contact):
        places = {**world.case.places, "V1": replace(world.case.places["V1"], name=name)}
        return messages(desk_of(world, case=replace(world.case, places=places, papers=PaperSettings(contact=contact))))

    full, plain = with_place("胜泉村", "")["w01"], with_place("漾濞彝族自治县苍山西镇", "值班室 0872-5520000")["w01"]
    short, long = (
        with_place("漾濞彝族自治县苍山西镇白塔社区易地搬迁集中安置点北门文化活动广场", "0872-5520000")["w01"],
        with_place("村" * 80, "")["w01"],
    )
    assert [notice.parts for notice in (full, plain, short, long)] == [1, 1, 1, 2]
    assert "带身份证" in full.message
    assert "带身份证" not in plain.message
    assert "联系" in plain.message
    assert "联系" not in short.message
    assert "提前15分钟" in long.message  # what takes two messages anyhow is told in full


def test_hostile_names_stay_one_line_without_control_or_direction_characters(world, desk_of):
    workers = {**world.case.workers, "w01": replace(world.case.workers["w01"], name="张\n\t\x00三\u202e 13812345678")}
    message = messages(desk_of(world, case=replace(world.case, workers=workers)))["w01"].message
    assert message.startswith("【返岗】张 三 138****5678：")


def test_the_sheet_says_what_takes_two_and_who_has_no_phone(world, desk_of):
    workers = {**world.case.workers, "w02": replace(world.case.workers["w02"], phone="")}
    places = {**world.case.places, "V3": replace(world.case.places["V3"], name="村" * 80)}
    page = notice_page(desk_of(world, case=replace(world.case, workers=workers, places=places)))
    rows = {row.values[0]: row.values for row in page.blocks[0].rows}
    assert rows["w02"][-1] == "花名册无电话，请村里通知"
    assert rows["w08"][-1] == "需 2 条短信"
    assert (rows["w01"][4], rows["w01"][5]) == (utf16_units(rows["w01"][3]), 1)
    assert page.lines == ("14 条通知，其中 4 条需两条短信",)
    assert "13812345678" not in str(rows)
