"""Closures on the bundled network and the user's own, night bans along ways, and what people are told."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from io_case import changed, write_case
from roads_case import case_of, place

from transport.case import Case, Worker
from transport.clock import DAY
from transport.errors import InputError
from transport.io.case_reader import load_case
from transport.io.issue_log import IssueLog
from transport.io.roads_config import presets, read_roads
from transport.night_bans import NightBans
from transport.road_settings import Closure, LinkRow, NodeRow, RoadSettings
from transport.roads import build_geometry, build_travel, load_network, measure_roads
from transport.workflow import read_case, validate_case

NETWORK = load_network()


def at_node(node: str, **more):
    return place(node, NETWORK.nodes[node]["lat"], NETWORK.nodes[node]["lon"], **more)


YUNLONG, FENGXIAN, ERYUAN = (at_node(node) for node in ("yunlong", "fengxian", "eryuan"))
VILLAGE = place("village", 25.80, 99.36)
CLOSED = replace(case_of(YUNLONG, FENGXIAN), roads=read_roads({"closures": ["guizhou_ice"]}, IssueLog()))


def with_closures(case: Case, *closures: Closure) -> Case:
    return replace(case, roads=replace(case.roads, closures=closures))


def codes(case: Case) -> list[str]:
    return [issue.code for issue in measure_roads(case).issues]


class TestTheIcePlan:
    def test_guizhou_shut_means_a_tenth_more_by_guangxi(self):
        free = build_travel(case_of(YUNLONG, FENGXIAN)).road("yunlong", "fengxian")
        result = measure_roads(CLOSED)
        assert free.km == pytest.approx(2821, abs=0.5)
        assert result.travel.road("yunlong", "fengxian").km == pytest.approx(3096, abs=0.5)
        assert result.issues == ()

    def test_the_way_round_is_drawn(self):
        drawn = build_geometry(CLOSED)("yunlong", "fengxian")
        names = {node for node, data in NETWORK.nodes(data=True) if (data["lat"], data["lon"]) in drawn}
        assert {"xingyi", "baise", "liuzhou", "guilin"} <= names
        assert not {"guiyang", "anshun", "bijie", "zunyi"} & names

    def test_every_preset_is_sound_and_closes_something(self):
        assert "guizhou_ice" in presets()
        for name in presets():
            log = IssueLog()
            roads = read_roads({"closures": [name]}, log)
            assert log.issues == []
            assert codes(replace(CLOSED, roads=roads)) == []


class TestWhichRoads:
    @pytest.mark.parametrize(
        "closure",
        [
            Closure("x", links=("L003",)),
            Closure("x", links=("L003", "L999")),
            Closure("x", roads=("大漾云",), provinces=("云南",)),
            Closure("x", circle=(25.64, 100.02, 4.0)),
            Closure("x", polygon=((25.6, 100.0), (25.7, 100.0), (25.7, 100.04), (25.6, 100.04))),
        ],
    )
    def test_closed(self, closure):
        free = build_travel(case_of(YUNLONG, FENGXIAN))
        found = build_travel(with_closures(case_of(YUNLONG, FENGXIAN), closure))
        assert found.road("yunlong", "fengxian").minutes > free.road("yunlong", "fengxian").minutes + 10

    def test_what_is_named_must_fit_altogether(self):
        closure = Closure("x", links=("L003",), provinces=("贵州",))
        assert codes(with_closures(case_of(YUNLONG, FENGXIAN), closure)) == ["closure_without_effect"]

    def test_the_nearest_name_is_suggested(self):
        (issue,) = measure_roads(with_closures(case_of(YUNLONG), Closure("x", roads=("G6O",)))).issues
        assert "G60" in issue.params["near"]

    def test_a_village_inside_a_closed_area_has_no_road(self):
        closure = Closure("x", circle=(25.80, 99.36, 1.0))
        worker = Worker("w", "w", "village", "fengxian", 0, 1440)
        result = measure_roads(with_closures(case_of(VILLAGE, YUNLONG, FENGXIAN, workers=(worker,)), closure))
        assert result.travel.road("village", "fengxian") is None
        assert result.travel.road("yunlong", "fengxian") is not None
        (issue,) = result.issues
        assert (issue.code, issue.seen, issue.params["people"]) == ("place_without_road", "village", "1")

    def test_two_near_villages_are_parted_by_a_closed_area_between_them(self):
        other = place("other", 25.80, 99.46)
        closure = Closure("x", circle=(25.80, 99.41, 1.0))
        free = build_travel(case_of(VILLAGE, other)).road("village", "other")
        parted = build_travel(with_closures(case_of(VILLAGE, other), closure)).road("village", "other")
        assert parted.km > free.km + 5

    def test_slow(self):
        slow = Closure("x", provinces=("贵州",), effect="slow", factor=1.1)
        case = case_of(at_node("guiyang"), at_node("anshun"))
        free = build_travel(case).road("guiyang", "anshun")
        found = build_travel(with_closures(case, slow)).road("guiyang", "anshun")
        assert found.minutes == pytest.approx(1.1 * free.minutes, abs=0.01)
        assert found.km == free.km
        twice = build_travel(with_closures(case, slow, replace(slow, name="y"))).road("guiyang", "anshun")
        assert twice.minutes == pytest.approx(1.21 * free.minutes, abs=0.02)

    def test_no_night(self):
        shut = Closure("x", links=("L002",), effect="no_night")
        case = case_of(YUNLONG, at_node("yangbi"))
        free = build_travel(case)
        travel = build_travel(with_closures(case, shut))
        assert free.bans is None
        there, back = travel.road("yunlong", "yangbi"), travel.road("yangbi", "yunlong")
        assert there.minutes == free.road("yunlong", "yangbi").minutes
        ((begin, end),) = there.banned
        assert 0 < begin < end == there.minutes
        assert back.banned == ((0, pytest.approx(end - begin, abs=0.02)),)


class TestPlacesCutOff:
    @pytest.mark.parametrize("closure", [Closure("x", places=("village",)), Closure("x", counties=("云龙县",))])
    @pytest.mark.parametrize("provider", ["network", "matrix"])
    def test_with_every_provider(self, closure, provider):
        from transport.travel import DistanceTable

        case = case_of(replace(VILLAGE, county="云龙县"), ERYUAN, FENGXIAN, provider=provider)
        pairs = [(one, other) for one in case.places for other in case.places if one != other]
        table = DistanceTable(*zip(*pairs, strict=True), np.ones(len(pairs)), np.ones(len(pairs)))
        travel = build_travel(with_closures(case, closure), table)
        assert travel.road("village", "fengxian") is None
        assert travel.road("fengxian", "village") is None
        assert travel.quality("village", "fengxian") == "closed"
        assert travel.road("eryuan", "fengxian") is not None
        assert travel.road("village", "village") == (0, 0, ())

    def test_a_place_that_the_case_does_not_have(self):
        with pytest.raises(InputError) as caught:
            build_travel(with_closures(case_of(VILLAGE), Closure("x", places=("vilage",))))
        (issue,) = caught.value.issues
        assert (issue.code, issue.seen, issue.params["near"]) == ("closure_unknown_place", "vilage", "village")


class TestTime:
    CASE = case_of(YUNLONG, FENGXIAN, window=(40 * DAY, 60 * DAY))

    @pytest.mark.parametrize(
        ("start", "end", "told", "closed"),
        [
            (None, None, [], True),
            (40, 60, [], True),
            (30, 70, [], True),
            (41, None, ["closure_whole_window"], True),
            (None, 59, ["closure_whole_window"], True),
            (60, None, ["closure_outside_window"], False),
            (None, 40, ["closure_outside_window"], False),
        ],
    )
    def test_a_closure_of_some_days_counts_throughout_and_is_told(self, start, end, told, closed):
        days = [None if day is None else day * DAY for day in (start, end)]
        result = measure_roads(with_closures(self.CASE, Closure("x", links=("L003",), start=days[0], end=days[1])))
        assert [issue.code for issue in result.issues] == told
        free = build_travel(self.CASE).road("yunlong", "fengxian").minutes
        assert (result.travel.road("yunlong", "fengxian").minutes > free) == closed

    def test_a_bare_date_is_the_whole_day(self):
        closure = {"roads": ["G60"], "from": "2027-02-12", "until": "2027-02-12"}
        (found,) = read_roads({"closures": [closure]}, IssueLog()).closures
        assert found.end - found.start == DAY
        (found,) = read_roads({"closures": [{**closure, "until": "2027-02-12 06:00"}]}, IssueLog()).closures
        assert found.end - found.start == 360


class TestNightBan:
    def test_of_a_village_in_the_mountains_and_no_town_or_hub(self):
        hub = place("hub", 25.75, 99.36, "airport")
        case = case_of(VILLAGE, YUNLONG, hub, FENGXIAN, night_ban=True)
        travel = build_travel(case)
        spur = travel.road("village", "fengxian").banned
        assert len(spur) == 1
        assert spur[0][0] == 0
        assert 15 < spur[0][1] < 60
        assert travel.road("yunlong", "fengxian").banned == ()
        assert travel.road("hub", "yunlong").banned == ()
        assert travel.road("fengxian", "village").banned == (
            (pytest.approx(travel.road("fengxian", "village").minutes - spur[0][1], abs=0.02), pytest.approx(
                travel.road("fengxian", "village").minutes)),
        )  # fmt: skip

    def test_both_ends(self):
        other = place("other", 24.5, 102.6)  # in the hills south of Kunming
        travel = build_travel(case_of(VILLAGE, other, night_ban=True))
        banned = travel.road("village", "other").banned
        assert len(banned) == 2
        assert banned[0][0] == 0
        assert banned[1][1] == pytest.approx(travel.road("village", "other").minutes)

    def test_a_link_that_the_table_marks(self):
        travel = build_travel(case_of(YUNLONG, ERYUAN, night_ban=True))
        plain = build_travel(case_of(YUNLONG, ERYUAN))
        assert plain.bans is None
        assert travel.road("yunlong", "eryuan").minutes == plain.road("yunlong", "eryuan").minutes

    def test_it_is_off_unless_it_is_asked_for(self):
        assert build_travel(case_of(VILLAGE, FENGXIAN)).bans is None


# ---- joining stretches: any number of links, each banned or not, against minute by minute

links = st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=1, max_size=10)


def one_way(minutes: int, banned: bool) -> tuple[float, NightBans]:
    return float(minutes), NightBans.whole(np.array([[float(minutes)]]), np.array([[banned]]))


def joined(parts):
    length, bans = one_way(*parts[0])
    for minutes, banned in parts[1:]:
        more, after = one_way(minutes, banned)
        bans, length = bans.then(np.array([[length]]), after), length + more
    return length, bans


def runs(parts) -> list[tuple[int, int]]:
    """Banned stretches, those that touch as one."""
    at, found = 0, []
    for minutes, banned in parts:
        if banned and found and found[-1][1] == at:
            found[-1] = (found[-1][0], at + minutes)
        elif banned:
            found.append((at, at + minutes))
        at += minutes
    return found


@settings(max_examples=200, deadline=None)
@given(links)
def test_stretches_cover_every_ban_and_leave_the_longest_gap(parts):
    _, bans = joined(parts)
    stretches, exact = bans.stretches(0, 0), runs(parts)
    assert all(any(low <= a and b <= high for low, high in stretches) for a, b in exact)
    if len(exact) <= 2:
        assert list(stretches) == exact
    else:
        gaps = [later[0] - earlier[1] for earlier, later in pairwise(exact)]
        assert (stretches[0][0], stretches[-1][1]) == (exact[0][0], exact[-1][1])
        assert stretches[1][0] - stretches[0][1] == max(gaps)


@settings(max_examples=200, deadline=None)
@given(links, links, links)
def test_joining_is_the_same_in_any_order(one, two, three):
    (a, first), (b, second), (_, third) = (joined(parts) for parts in (one, two, three))
    left = first.then(np.array([[a]]), second).then(np.array([[a + b]]), third)
    right = first.then(np.array([[a]]), second.then(np.array([[b]]), third))
    assert left.stretches(0, 0) == right.stretches(0, 0)


@settings(max_examples=100, deadline=None)
@given(links)
def test_the_way_back_is_mirrored(parts):
    length, bans = joined(parts)
    there, back = bans.stretches(0, 0), bans.turned(np.array([[length]])).stretches(0, 0)
    assert [(length - b, length - a) for a, b in reversed(there)] == list(back)


# ---- the user's own network

NODES = tuple(
    NodeRow(ref, lat, lon, province=province)
    for ref, lat, lon, province in (
        ("a", 25.0, 100.0, "云南"), ("b", 25.0, 100.1, "云南"), ("c", 25.1, 100.1, ""), ("d", 31.0, 121.4, "")
    )
)  # fmt: skip


def own(*links: LinkRow, places=NODES, **more) -> Case:
    settings_ = RoadSettings(nodes="n.csv", links="l.csv", own_nodes=NODES, own_links=links, **more)
    return replace(case_of(*(place(node.id, node.lat, node.lon) for node in places)), roads=settings_)


class TestOwnNetwork:
    def test_class_and_terrain_give_the_pace(self):
        travel = build_travel(own(LinkRow("1", "a", "b", 45, "class2"), LinkRow("2", "b", "c", 32, "class3")))
        assert travel.road("a", "b").km == 45
        # a third of a long trip is night, at four fifths of the speed
        assert travel.road("a", "b").minutes == pytest.approx(60 * 45 / (45 * (2 / 3 + 0.8 / 3)), abs=0.01)
        assert travel.road("b", "c").minutes == pytest.approx(60, abs=0.01)  # mountain, third class: by day alone

    def test_speeds_of_the_table_come_first(self):
        link = LinkRow("1", "a", "b", 45, "class2", day_kmh=90, night_kmh=90)
        assert build_travel(own(link)).road("a", "b").minutes == pytest.approx(30)

    def test_one_way(self):
        links = (LinkRow("1", "a", "b", 15, "class2", oneway=True), LinkRow("2", "b", "c", 15, "class2"),
                 LinkRow("3", "c", "a", 40, "class2", oneway=True))  # fmt: skip
        travel = build_travel(own(*links))
        assert travel.road("a", "b").km == 15
        assert travel.road("b", "a").km == 55

    def test_no_way_is_no_road_and_said(self):
        travel = build_travel(own(LinkRow("1", "a", "b", 15, "class2")))
        assert travel.road("a", "d") is None

    def test_night_ban_and_vehicles_by_class(self):
        links = (LinkRow("1", "a", "b", 15, "class2"), LinkRow("2", "b", "c", 15, "class4"))
        result = measure_roads(own(*links, night_ban=True, seats_by_road=True))
        assert result.travel.road("b", "c").banned == ((0, result.travel.road("b", "c").minutes),)
        assert result.case.places["c"].max_seats == 30
        assert result.case.places["b"].max_seats is None
        assert measure_roads(own(*links)).case.places["c"].max_seats is None  # only where it is asked for

    def test_the_way_of_the_case_folder(self, tmp_path):
        files = changed("case.yaml", ("{provider: matrix, matrix: distances.csv}",
                                      "{provider: network, nodes: 节点.csv, links: links.csv}")) | {
            "节点.csv": "节点编号,纬度,经度,省份\na,25.9,99.4,云南\nb,25.8,99.3,云南\nc,30.9,121.4,上海\n",
            "links.csv": "路段编号,起点,终点,公里,公路等级\n1,a,b,25,三级\n2,b,c,2500,高速\n",
        }  # fmt: skip
        case, travel, _ = read_case(write_case(tmp_path / "case", files))
        assert travel.road("V1", "V2").km == 25
        assert travel.road("V1", "F1").km == 2525
        before = case.sha256
        write_case(tmp_path / "case", files | {"links.csv": files["links.csv"].replace("25,三", "26,三")})
        assert load_case(tmp_path / "case").case.sha256 != before


def test_validate_tells_of_the_roads_as_well(tmp_path):
    text = "{provider: network, closures: [{name: 雪, circle: [25.9, 99.4, 3]}]}"
    files = changed("case.yaml", ("{provider: matrix, matrix: distances.csv}", text))
    folder = write_case(tmp_path / "case", files)
    issues = [issue for issue in validate_case(folder) if issue.code == "place_without_road"]
    assert [(issue.seen, issue.params["people"]) for issue in issues] == [("V1", "2")]
