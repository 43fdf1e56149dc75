"""The pure rows: who boards where, sits where, is counted when, is handed to whom; lists are complete and add up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transport.case import CrewMember, VehicleRecord, Worker
from transport.facts import Facts
from transport.papers.booklet.build import build_booklet
from transport.papers.booklet.handover import handovers
from transport.papers.booklet.passengers import boarding_stops, seat_numbers
from transport.papers.booklet.roll_call import roll_calls
from transport.papers.lists.by_place import employer_papers, hub_papers, village_papers
from transport.papers.lists.carriers import channel_papers, operator_papers, order_rows, split_orders
from transport.papers.lists.cost_rows import cost_lines, cost_page, day_rows
from transport.papers.lists.fleet_rows import dispatch_page, vehicle_rows
from transport.papers.lists.overview import ALL_LISTS
from transport.papers.lists.subsidy_rows import organised_rows, standing_text
from transport.papers.paper import Band, Form, Row, Table
from transport.plan import COST_TERMS, Rest

EVERYBODY = {f"w{number:02d}" for number in range(1, 15)}


@pytest.fixture(scope="module")
def facts(world):
    return Facts(world.case, world.plan)


@pytest.fixture(scope="module")
def desk(world, desk_of):
    return desk_of(world)


def tables(page):
    return [block for block in page.blocks if isinstance(block, Table)]


def column(desk, page, key):
    """The values of one column of a page's first table."""
    table = tables(page)[0]
    at = [col.heading for col in table.columns].index(desk.text(f"lists.columns.{key}"))
    return [row.values[at] for row in table.rows if isinstance(row, Row)]


# ---- on board


def test_people_stand_by_stop_parties_side_by_side_and_numbered_through(facts):
    stops = boarding_stops(facts, facts.trips["T001"])
    assert [[p.worker.worker_id for p in group.passengers] for group in stops] == [
        ["w01", "w03", "w02"],
        ["w04", "w05"],
    ]
    assert [p.number for group in stops for p in group.passengers] == [1, 2, 3, 4, 5]


def test_everybody_alights_where_the_plan_says(facts):
    for trip in facts.plan.trips:
        for group in boarding_stops(facts, trip):
            for passenger in group.passengers:
                assert passenger.worker.worker_id in passenger.alight.alight
                assert passenger.board is group.stop


def test_feeders_catch_distributions_come_from_and_directs_meet_nothing(facts):
    met = {
        trip.trip_id: {p.service and p.service.service_id for g in boarding_stops(facts, trip) for p in g.passengers}
        for trip in facts.plan.trips
    }
    assert met == {"T001": {"MU7641"}, "T002": {None}, "T003": {"MU7641"}}


def test_escorts_sit_in_front_then_wheelchairs_then_the_list(facts):
    assert seat_numbers(facts, facts.trips["T001"]) == {"w04": 1, "w01": 2, "w03": 3, "w02": 4, "w05": 5}
    direct = seat_numbers(facts, facts.trips["T002"])
    assert sorted(direct.values()) == [2, 3, 4, 5, 6]  # one escort on a direct trip
    assert max(direct.values()) <= facts.offer(facts.trips["T002"]).seats


def test_heads_are_counted_before_leaving_after_rests_and_on_arrival(facts):
    direct = facts.trips["T002"]
    calls = roll_calls(direct)
    assert [(call.occasion, len(call.aboard)) for call in calls] == [
        ("boarding", 4),
        ("boarding", 5),
        ("rest", 5),
        ("rest", 5),
        ("rest", 5),
        ("alighting", 5),
        ("alighting", 2),
    ]
    assert [call.moment for call in calls if call.occasion == "rest"] == [
        entry.depart for entry in direct.entries if isinstance(entry, Rest)
    ]


def test_a_rest_before_anybody_is_aboard_needs_no_count(facts):
    feeder = facts.trips["T001"]
    early = replace(feeder, entries=(Rest(feeder.leaves_base, feeder.leaves_base + 5), *feeder.entries))
    assert [call.occasion for call in roll_calls(early)] == ["boarding", "boarding", "alighting"]


def test_everybody_is_handed_over_once_to_employer_or_service(facts):
    found = {
        trip.trip_id: [
            (h.employer or h.service.service_id, {p.worker.worker_id for p in h.passengers})
            for h in handovers(facts, trip)
        ]
        for trip in facts.plan.trips
    }
    assert found == {
        "T001": [("MU7641", {"w01", "w02", "w03", "w04", "w05"})],
        "T002": [("F2", {"w06", "w10", "w11"}), ("F1", {"w08", "w09"})],
        "T003": [("F1", {"w01", "w03", "w04"}), ("F2", {"w02", "w05"})],
    }


def test_a_booklet_has_cover_list_duty_roll_call_card_and_a_hand_over_a_receiver(desk):
    pages = build_booklet(desk, desk.facts.trips["T002"]).pages
    assert [page.name for page in pages[:5]] == ["封面", "乘车名单", "行车时刻与休息", "随车点名", "应急卡"]
    assert len(pages) == 5 + 2


def test_the_cover_has_the_permit_board_and_what_is_known_of_the_vehicle(world, desk_of):
    record = VehicleRecord(
        "云L12345", "滇7", "2月", "5329", drivers=(CrewMember("赵一", "13800001111", "53999919870610002X"),)
    )
    case = replace(world.case, vehicles={("O2", 1): record})
    cover = build_booklet(desk_of(world, case=case), world.plan.trips[1]).pages[0]
    fields = dict(next(block for block in cover.blocks if isinstance(block, Form)).fields)
    assert {
        "起点",
        "讫点",
        "主要途经地",
        "车牌号",
        "运输企业",
        "包车客运标志牌编号",
        "标志牌有效期",
        "签发人",
    } <= fields.keys()
    assert (fields["车牌号"], fields["包车客运标志牌编号"], fields["签发人"]) == ("云L12345", "滇7", "")
    crew = [row.values for row in tables(cover)[1].rows]
    assert crew[0][1:3] == ("赵一", "13800001111")
    assert crew[0][3] == "539" + "*" * 14 + "X"  # a licence number is the identity number
    assert [row[1] for row in crew[1:]] == ["", "", ""]  # two drivers and an escort not named yet


# ---- lists


def test_the_mark_tells_plans_apart_and_stays_when_figures_are_rounded(facts):
    again = replace(facts.plan, created="later", solver={}, summary=replace(facts.plan.summary, lower_bound=None))
    other = replace(facts.plan, trips=facts.plan.trips[:2])
    assert Facts(facts.case, again).mark == facts.mark
    assert Facts(facts.case, other).mark != facts.mark
    assert len(facts.mark) == 8


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("listing", ALL_LISTS, ids=lambda listing: listing.key)
def test_every_list_fills_its_columns(world, desk_of, listing, lang):
    desk = desk_of(world, lang)
    rows = listing.rows(desk)
    assert rows
    assert {len(row) for row in rows} == {len(listing.columns)}
    assert len(listing.page(desk).blocks[0].columns) == len(listing.columns)


@pytest.mark.parametrize("key", ["villages", "employers"])
def test_every_person_stands_once_in_the_lists_of_villages_and_employers(desk, key):
    (listing,) = [listing for listing in ALL_LISTS if listing.key == key]
    at = listing.columns.index("worker")
    assert sorted(row[at] for row in listing.rows(desk)) == sorted(EVERYBODY)


@pytest.mark.parametrize("papers", [village_papers, employer_papers])
def test_the_papers_of_places_name_everybody_once(desk, world, papers):
    names = [name for _, paper in papers(desk) for name in column(desk, paper.pages[0], "name")]
    assert sorted(names) == sorted(worker.name for worker in world.case.workers.values())
    for _, paper in papers(desk):
        rows = tables(paper.pages[0])[0].rows
        assert [row.values[0] for row in rows if isinstance(row, Row)] == [
            str(n) for n in range(1, 1 + sum(isinstance(row, Row) for row in rows))
        ]


def test_a_village_sees_who_goes_when_and_on_what(desk):
    village = dict(village_papers(desk))["V2"].pages[0]
    bands = [row.text for row in tables(village)[0].rows if isinstance(row, Band)]
    assert bands == [
        "2027-02-18 06:20　T002　直达车（往 䶮𬱖电子（上海）有限公司）金龙49座　　1 人",
        "2027-02-18 07:15　T001　集结车（往 大理机场）宇通33座　　2 人",
        "个人购票　　1 人",
    ]
    assert "共 4 人：直达包车 1、联程（包机/专列） 2、个人购票 1" in village.lines[0]


def test_an_employer_sees_who_arrives_when_and_on_what(desk):
    employer = dict(employer_papers(desk))["F2"].pages[0]
    bands = [row.text for row in tables(employer)[0].rows if isinstance(row, Band)]
    assert [band.split("　")[:2] for band in bands[:2]] == [
        ["2027-02-18 18:05 到达", "T003"],
        ["2027-02-19 09:00 到达", "T002"],
    ]


def test_a_hub_gets_a_gate_list_a_departure_and_a_meeting_list_an_arrival(desk):
    papers = dict(hub_papers(desk))
    assert list(papers) == ["H1", "H2"]
    gate, meeting = papers["H1"].pages[0], papers["H2"].pages[0]
    assert set(column(desk, gate, "feeder")) == {"T001"}
    assert set(column(desk, gate, "hub_time")) == {"2027-02-18 09:40"}
    assert set(column(desk, meeting, "onward")) == {"T003"}
    assert set(column(desk, meeting, "hub_time")) == {"2027-02-18 16:40"}


def test_operators_orders_add_up_to_the_vehicles_cost(desk):
    papers = dict(operator_papers(desk))
    assert set(papers) == {"", "<长途>客运", "大理交运"}
    totals = [tables(paper.pages[0])[0].rows[-1].values[-1] for paper in papers.values()]
    assert sum(totals) == pytest.approx(desk.facts.plan.summary.cost["vehicles"])
    rows = order_rows(desk, desk.facts.plan.trips)
    assert [row[-2] for row in rows] == [1, 2, 1]  # days started from leaving base


def test_the_cost_statement_is_the_plan_to_the_fen(desk):
    summary = desk.facts.plan.summary
    for term, lines in cost_lines(desk).items():
        assert round(sum(line.amount for line in lines), 2) == round(summary.cost[term], 2), term
    total = tables(cost_page(desk))[0].rows[-1].values[-1]
    assert total == pytest.approx(sum(round(summary.cost[term], 2) for term in COST_TERMS), abs=0.005)


def test_a_difference_of_rounding_is_a_line_of_its_own(world, desk_of):
    cost = {**world.plan.summary.cost, "vehicles": 19_800.01}
    plan = replace(world.plan, summary=replace(world.plan.summary, cost=cost))
    lines = cost_lines(desk_of(replace(world, plan=plan)))["vehicles"]
    assert (lines[-1].item, lines[-1].amount) == ("逐项四舍五入的差额", 0.01)


def test_the_ledger_of_days_holds_all_that_is_bought(desk):
    cost = desk.facts.plan.summary.cost
    bought = sum(row[-1] for row in day_rows(desk))
    assert bought == pytest.approx(cost["vehicles"] + cost["services"] + cost["tickets"])


def test_organised_riders_are_those_on_vehicles_and_services(desk):
    assert {row[0] for row in organised_rows(desk)} == EVERYBODY - {"w07", "w12", "w13", "w14"}


def test_a_person_s_standing_comes_from_the_roster_s_own_columns():
    worker = Worker("w", "a", "V", "F", 0, 1, extra={"是否脱贫户": "是", "民族": "白族", "易地搬迁": ""})
    assert standing_text(worker) == "是否脱贫户：是"


def test_a_vehicle_with_several_trips_is_one_row(world, desk_of):
    trips = world.plan.trips
    again = replace(trips[0], trip_id="T009", leaves_base=trips[0].leaves_base + 2000, entries=trips[0].entries)
    rows = vehicle_rows(desk_of(replace(world, plan=replace(world.plan, trips=(*trips, again)))))
    assert len(rows) == 3
    assert [row[-1].count("\n") for row in rows] == [1, 0, 0]


def test_the_dispatcher_sees_every_vehicle_by_day_in_the_order_of_leaving(desk):
    rows = dispatch_page(desk).blocks[0].rows
    bands = [row.text for row in rows if isinstance(row, Band)]
    assert bands == ["2027-02-17　周三　　1 趟　5 人", "2027-02-18　周四　　2 趟　10 人"]
    assert [row.values[:2] for row in rows if isinstance(row, Row)] == [
        ("23:00", "T002"),
        ("05:50", "T001"),
        ("16:25", "T003"),
    ]
    assert rows[1].values[9] == "02-19 09:30"


# ---- orders of train tickets


def rider(number, party=None):
    return Worker(f"w{number}", "x", "V", "F", 0, 1, party=party)


def test_nineteen_people_an_order_and_the_twentieth_in_the_next():
    assert [len(order) for order in split_orders([rider(n) for n in range(19)], 19)] == [19]
    assert [len(order) for order in split_orders([rider(n) for n in range(20)], 19)] == [19, 1]
    assert split_orders([], 19) == []


def test_a_party_stays_in_one_order_where_it_fits():
    workers = [rider(n) for n in range(18)] + [rider(18, "P"), rider(19, "P")]
    assert [len(order) for order in split_orders(workers, 19)] == [18, 2]
    assert [len(order) for order in split_orders([rider(n, "big") for n in range(25)], 19)] == [19, 6]


@given(st.lists(st.integers(0, 8), max_size=60), st.integers(1, 20))
def test_orders_hold_everybody_once_within_the_limit(parties, most):
    workers = [rider(n, None if party == 0 else f"P{party}") for n, party in enumerate(parties)]
    orders = split_orders(workers, most)
    assert sorted(w.worker_id for order in orders for w in order) == sorted(w.worker_id for w in workers)
    assert all(0 < len(order) <= most for order in orders)


def test_trains_are_split_into_orders_and_flights_have_room_for_pinyin(world, desk_of):
    service = replace(world.case.services["MU7641"], mode="train", service_id="MU7641")
    papers = replace(world.case.papers, rail_order_people=2)
    case = replace(world.case, services={"MU7641": service}, papers=papers)
    ((mode, _, train),) = channel_papers(desk_of(world, case=case))
    assert mode == "train"
    bands = [row.text for row in tables(train.pages[0])[0].rows if isinstance(row, Band)]
    assert bands == ["第 1 单　2 人", "第 2 单　2 人", "第 3 单　1 人"]
    told = " ".join(block.text for block in train.pages[0].blocks if hasattr(block, "text"))
    assert "2027-01-29 05:00" in told
    assert "2027-02-01 23:00" in told
    ((mode, _, flight),) = channel_papers(desk_of(world))
    assert mode == "flight"
    assert "拼音" in [col.heading for col in tables(flight.pages[0])[0].columns]
