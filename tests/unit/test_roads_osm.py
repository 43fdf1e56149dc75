"""Provider ``osm``: what the tags of ways mean, where places hang on them, and the fastest ways between."""

from __future__ import annotations

import random
import sys
from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from osm_files import road, write_osm
from roads_case import case_of, place

from transport.errors import InputError, MissingExtra
from transport.road_settings import Closure
from transport.roads import build_geometry, measure_roads
from transport.roads.classes import ANY
from transport.roads.osm.read import great_circle_km, read_osm
from transport.roads.osm.tags import road_of, seats_past


@pytest.fixture(autouse=True)
def _cache(tmp_path, monkeypatch):
    monkeypatch.setenv("FANGANG_CACHE", str(tmp_path / "cache"))


def on_map(tmp_path, nodes, ways, places, barriers=None, **roads):
    """A case on a network just written."""
    write_osm(tmp_path / "net.osm.pbf", nodes, ways, barriers)
    return case_of(*places, provider="osm", osm="net.osm.pbf", folder=tmp_path, **roads)


def km(one, other):
    return float(great_circle_km(*(np.array([x]) for x in (*one, *other)))[0])


# a square of roads, 1 - 2 - 3 - 4 - 1, some 11 km a side
SQUARE = {1: (25.0, 100.0), 2: (25.0, 100.11), 3: (25.1, 100.11), 4: (25.1, 100.0)}
RING = [road(1, 2), road(2, 3), road(3, 4), road(4, 1)]
CORNERS = [place(str(ref), *at) for ref, at in SQUARE.items()]


class TestTags:
    @pytest.mark.parametrize(
        ("tags", "road_class", "seats"),
        [
            ({"highway": "motorway"}, "expressway", ANY),
            ({"highway": "trunk"}, "class1", ANY),
            ({"highway": "secondary"}, "class2", ANY),
            ({"highway": "tertiary"}, "class3", 45),
            ({"highway": "unclassified"}, "class4", 30),
            ({"highway": "unclassified", "lanes": "1"}, "class4", 19),
            ({"highway": "service"}, "class4_single", 19),
            ({"highway": "track", "tracktype": "grade1"}, "track", 7),
            ({"highway": "secondary", "maxheight": "3.8"}, "class2", ANY),
            ({"highway": "secondary", "maxheight": "3.7"}, "class2", 45),
            ({"highway": "secondary", "maxheight": "3.2 m"}, "class2", 30),
            ({"highway": "secondary", "maxheight": "default"}, "class2", ANY),
            ({"highway": "secondary", "maxweight": "10"}, "class2", 30),
            ({"highway": "secondary", "maxweight": "9000 kg"}, "class2", 30),
            ({"highway": "secondary", "width": "4"}, "class2", 19),
            ({"highway": "secondary", "width": "4", "oneway": "yes"}, "class2", ANY),
            ({"highway": "secondary", "surface": "dirt"}, "class2", 19),
            ({"highway": "secondary", "access": "no", "bus": "yes"}, "class2", ANY),
            ({"highway": "secondary", "motor_vehicle": "destination"}, "class2", ANY),
        ],
    )
    def test_class_and_largest_vehicle(self, tags, road_class, seats):
        found = road_of(tags)
        assert (found.road_class, found.suits) == (road_class, seats)

    @pytest.mark.parametrize(
        ("tags", "seats"),
        [
            ({"highway": "unclassified", "lanes": "1", "surface": "dirt"}, ANY),
            ({"highway": "secondary", "maxheight": "3.2 m"}, 30),
            ({"highway": "service", "width": "4"}, 19),
        ],
    )
    def test_what_gets_through_follows_from_what_is_posted_or_built(self, tags, seats):
        assert road_of(tags).seats == seats

    @pytest.mark.parametrize(
        "tags",
        [
            {},
            {"highway": "footway"},
            {"highway": "construction"},
            {"highway": "track"},
            {"highway": "track", "tracktype": "grade4"},
            {"highway": "secondary", "access": "no"},
            {"highway": "secondary", "access": "yes", "motor_vehicle": "private"},
            {"highway": "secondary", "tourist_bus": "no", "bus": "yes"},
            {"highway": "secondary", "maxheight": "1.9"},
            {"highway": "secondary", "smoothness": "impassable"},
            {"highway": "service", "service": "parking_aisle"},
        ],
    )
    def test_no_road_for_a_coach(self, tags):
        assert road_of(tags) is None

    @pytest.mark.parametrize(
        ("tags", "directions"),
        [
            ({"highway": "primary"}, (True, True)),
            ({"highway": "primary", "oneway": "yes"}, (True, False)),
            ({"highway": "primary", "oneway": "-1"}, (False, True)),
            ({"highway": "motorway"}, (True, False)),
            ({"highway": "motorway", "oneway": "no"}, (True, True)),
            ({"highway": "primary", "junction": "roundabout"}, (True, False)),
            ({"highway": "primary", "oneway": "yes", "oneway:bus": "no"}, (True, True)),
        ],
    )
    def test_directions(self, tags, directions):
        found = road_of(tags)
        assert (found.forward, found.backward) == directions

    def test_pace(self):
        assert road_of({"highway": "primary", "maxspeed": "30"}).kmh == 30
        assert road_of({"highway": "primary", "maxspeed": "20 mph"}).kmh == pytest.approx(32.19, abs=0.01)
        assert road_of({"highway": "primary", "surface": "gravel", "maxspeed": "60"}).kmh == 20
        assert road_of({"highway": "motorway_link"}).kmh == 40

    @pytest.mark.parametrize(
        ("tags", "seats"),
        [
            ({"barrier": "bollard"}, 0),
            ({"barrier": "bollard", "bus": "yes"}, ANY),
            ({"barrier": "gate"}, ANY),
            ({"barrier": "gate", "access": "private"}, 0),
            ({"barrier": "height_restrictor", "maxheight": "2.8"}, 19),
            ({"highway": "crossing"}, ANY),
        ],
    )
    def test_what_stands_on_a_node(self, tags, seats):
        assert seats_past(tags) == seats


class TestWays:
    def test_length_and_pace(self, tmp_path):
        found = measure_roads(on_map(tmp_path, SQUARE, RING, CORNERS)).travel.road("1", "2")
        assert found.km == pytest.approx(km(SQUARE[1], SQUARE[2]), abs=1e-3)
        assert found.minutes == pytest.approx(60 * found.km / 45, abs=0.01)  # second class in the mountains of Yunnan

    def test_bends_count(self, tmp_path):
        nodes = {**SQUARE, 9: (25.03, 100.05)}
        case = on_map(tmp_path, nodes, [road(1, 9, 2), road(2, 3), road(3, 1)], CORNERS[:2])
        bent = km(SQUARE[1], nodes[9]) + km(nodes[9], SQUARE[2])
        assert measure_roads(case).travel.road("1", "2").km == pytest.approx(bent, abs=1e-3)
        draw = build_geometry(case)
        assert draw("1", "2") == [SQUARE[1], pytest.approx(nodes[9]), SQUARE[2]]
        assert draw("2", "1") == [SQUARE[2], pytest.approx(nodes[9]), SQUARE[1]]

    def test_a_one_way_ring_is_long_the_other_way_round(self, tmp_path):
        case = on_map(tmp_path, SQUARE, [(refs, {**tags, "oneway": "yes"}) for refs, tags in RING], CORNERS)
        travel = measure_roads(case).travel
        side = km(SQUARE[1], SQUARE[2])
        assert travel.road("1", "2").km == pytest.approx(side, abs=1e-3)
        assert travel.road("2", "1").km > 2.9 * side

    def test_ways_that_cross_without_a_node_do_not_meet(self, tmp_path):
        case = on_map(tmp_path, SQUARE, [road(1, 3), road(2, 4), road(1, 2)], CORNERS)
        assert measure_roads(case).travel.road("3", "4").km > 2 * km(SQUARE[1], SQUARE[3])

    def test_a_bollard_sends_the_other_way_round(self, tmp_path):
        nodes = {**SQUARE, 9: (25.0, 100.05)}
        ways = [road(1, 9, 2), *RING[1:]]
        free = measure_roads(on_map(tmp_path, nodes, ways, CORNERS)).travel
        barred = measure_roads(on_map(tmp_path, nodes, ways, CORNERS, {9: {"barrier": "bollard"}})).travel
        assert barred.road("1", "2").km > 2.9 * free.road("1", "2").km

    def test_as_networkx_finds_them_on_random_networks(self, tmp_path):
        rng = random.Random(5)
        nodes = {1 + k: (25 + rng.random(), 100 + rng.random()) for k in range(60)}
        graph = nx.DiGraph()
        ways = []
        for _ in range(150):
            one, other = rng.sample(sorted(nodes), 2)
            kind, oneway = rng.choice(["primary", "secondary", "trunk"]), rng.random() < 0.3
            ways.append(road(one, other, highway=kind, oneway="yes" if oneway else "no"))
            minutes = 60 * km(nodes[one], nodes[other]) / {"primary": 45, "secondary": 45, "trunk": 50}[kind]
            for pair in ((one, other),) if oneway else ((one, other), (other, one)):
                if graph.get_edge_data(*pair, {"minutes": np.inf})["minutes"] > minutes:
                    graph.add_edge(*pair, minutes=minutes, km=km(nodes[one], nodes[other]))
        inside = max(nx.strongly_connected_components(graph), key=len)
        places = [place(str(ref), *nodes[ref]) for ref in sorted(inside)]
        travel = measure_roads(on_map(tmp_path, nodes, ways, places)).travel
        for one in sorted(inside)[::7]:
            minutes = nx.single_source_dijkstra_path_length(graph, one, weight="minutes")
            for other in inside:
                assert travel.road(str(one), str(other)).minutes == pytest.approx(minutes[other], abs=0.02)

    def test_walked_and_packed_ways_are_the_same(self, tmp_path):
        from transport.roads.ways import fastest

        write_osm(tmp_path / "n.osm.pbf", SQUARE, [*RING, road(1, 3, highway="tertiary")])
        graph = read_osm(tmp_path / "n.osm.pbf").graph
        every = np.arange(graph.nodes)
        packed, walked = (fastest(graph, every, every, walked=walked) for walked in (False, True))
        np.testing.assert_allclose(packed.km, walked.km, atol=1e-3)
        np.testing.assert_allclose(packed.minutes, walked.minutes, atol=1e-3)

    def test_several_processes_find_what_one_does(self, tmp_path, monkeypatch):
        from transport.roads import ways

        write_osm(tmp_path / "n.osm.pbf", SQUARE, [*RING, road(1, 3, highway="tertiary")])
        graph = read_osm(tmp_path / "n.osm.pbf").graph.with_bans()
        every = np.arange(graph.nodes)
        alone = [ways.fastest(graph, every, every, walked=walked) for walked in (False, True)]
        monkeypatch.setattr(ways, "_SHARED_FROM", 0)
        monkeypatch.setattr(ways.os, "cpu_count", lambda: 2)
        for one, walked in zip(alone, (False, True), strict=True):
            shared = ways.fastest(graph, every, every, walked=walked)
            np.testing.assert_array_equal(one.km, shared.km)
            np.testing.assert_array_equal(one.minutes, shared.minutes)


class TestPlaces:
    def test_a_place_between_nodes_hangs_where_it_is(self, tmp_path):
        middle = place("m", 25.0, 100.055)
        case = on_map(tmp_path, SQUARE, RING, [*CORNERS, middle])
        travel = measure_roads(case).travel
        half = travel.road("1", "2").km / 2
        for end in "12":
            assert travel.road("m", end).km == pytest.approx(half, abs=0.02)
            assert travel.road(end, "m").km == pytest.approx(half, abs=0.02)
        assert travel.road("1", "2").km == pytest.approx(2 * half, abs=1e-3)  # driving past is as it was
        assert build_geometry(case)("m", "1")[-1] == SQUARE[1]

    def test_several_places_on_one_road_reach_each_other_along_it(self, tmp_path):
        along = [place(f"m{k}", 25.0, 100.02 + 0.02 * k) for k in range(4)]
        travel = measure_roads(on_map(tmp_path, SQUARE, RING, along)).travel
        for k in range(3):
            assert travel.road(f"m{k}", f"m{k + 1}").km == pytest.approx(km((25, 100), (25, 100.02)), abs=0.01)
        assert travel.road("m3", "m0").km == pytest.approx(3 * km((25, 100), (25, 100.02)), abs=0.01)

    def test_two_places_at_one_point(self, tmp_path):
        case = on_map(tmp_path, SQUARE, RING, [place("a", 25.0, 100.05), place("b", 25.0, 100.05)])
        found = measure_roads(case).travel.road("a", "b")
        assert (found.km, found.minutes) == (0, 0)
        assert len(build_geometry(case)("a", "b")) == 2

    def test_a_place_away_from_the_road_has_an_estimate_and_a_notice(self, tmp_path):
        away = place("v", 25.02, 100.22)  # 11 km east of the corner
        result = measure_roads(on_map(tmp_path, SQUARE, RING, [*CORNERS, away]))
        gap = km((25.02, 100.22), (25.02, 100.11))
        found, onwards = result.travel.road("v", "2"), km((25.02, 100.11), SQUARE[2])
        assert found.km == pytest.approx(1.3 * gap + onwards, abs=0.05)
        assert result.travel.quality("v", "2") == "osm, access estimated"
        assert result.travel.quality("1", "2") == "osm"
        assert [issue.code for issue in result.issues] == ["place_far_from_road"]

    def test_a_place_off_the_map_has_no_road(self, tmp_path):
        travel = measure_roads(on_map(tmp_path, SQUARE, RING, [*CORNERS, place("v", 25.02, 100.5)])).travel
        assert travel.road("v", "2") is None
        assert travel.road("2", "v") is None
        assert travel.quality("v", "2") == "no road"

    def test_places_hang_on_the_largest_part_that_can_be_left_again(self, tmp_path):
        nodes = {**SQUARE, 8: (25.05, 100.05), 9: (25.05, 100.06)}
        case = on_map(tmp_path, nodes, [*RING, road(8, 9)], [*CORNERS, place("v", 25.05, 100.055)])
        assert measure_roads(case).travel.road("v", "1") is not None
        dead_end = [*RING, road(1, 8, oneway="yes")]
        case = on_map(tmp_path, nodes, dead_end, [*CORNERS, place("v", 25.05, 100.05)])
        travel = measure_roads(case).travel
        assert travel.road("v", "1") is not None
        assert travel.road("1", "v") is not None

    def test_nobody_gets_on_at_a_motorway(self, tmp_path):
        nodes = {**SQUARE, 8: (24.99, 100.0), 9: (24.99, 100.11)}
        ways = [*RING, road(1, 8), road(2, 9), road(8, 9, highway="motorway", oneway="no")]
        case = on_map(tmp_path, nodes, ways, [*CORNERS, place("v", 24.991, 100.055)])
        assert measure_roads(case).travel.road("v", "1").km == pytest.approx(
            km((25.0, 100.055), SQUARE[1]) + 1.3 * km((25.0, 100.055), (24.991, 100.055)), abs=0.05
        )


VALLEY = {**SQUARE, 5: (25.2, 100.0), 6: (25.25, 100.0)}
VALLEY_PLACES = (*CORNERS, place("v5", 25.2, 100.0), place("v6", 25.25, 100.0))
UP = (road(4, 5, highway="tertiary"), road(5, 6, highway="unclassified", lanes="1"))


class TestVehicles:
    def test_the_narrowest_road_on_the_way_counts(self, tmp_path):
        result = measure_roads(on_map(tmp_path, VALLEY, [*RING, *UP], VALLEY_PLACES))
        seats = {place_id: (one.max_seats, one.seats_by_road) for place_id, one in result.case.places.items()}
        assert seats == {**dict.fromkeys("1234", (None, False)), "v5": (45, True), "v6": (19, True)}
        told = {issue.params["place_id"]: issue.params["seats"] for issue in result.issues}
        assert told == {"v5": "45", "v6": "19"}

    def test_a_wider_way_round_counts_where_there_is_one(self, tmp_path):
        case = on_map(tmp_path, VALLEY, [*RING, *UP, road(6, 3)], VALLEY_PLACES)
        assert measure_roads(case).case.places["v6"].max_seats is None

    def test_the_places_table_knows_better(self, tmp_path):
        places = [replace(one, max_seats=53) if one.place_id == "v6" else one for one in VALLEY_PLACES]
        result = measure_roads(on_map(tmp_path, VALLEY, [*RING, *UP], places))
        assert (result.case.places["v6"].max_seats, result.case.places["v6"].seats_by_road) == (53, False)
        assert result.travel.road("v6", "1") is not None

    def test_the_last_metres_to_a_hub_say_nothing_of_coaches(self, tmp_path):
        hub = place("hub", 25.25, 100.0, "airport")
        result = measure_roads(on_map(tmp_path, VALLEY, [*RING, *UP], [*CORNERS, hub]))
        assert result.case.places["hub"].max_seats is None
        assert result.travel.road("1", "hub") is not None

    def test_it_can_be_left_to_the_table_alone(self, tmp_path):
        result = measure_roads(on_map(tmp_path, VALLEY, [*RING, *UP], VALLEY_PLACES, seats_by_road=False))
        assert {one.max_seats for one in result.case.places.values()} == {None}
        assert result.issues == ()

    def test_coaches_go_round_a_low_bridge_and_vans_below_it(self, tmp_path):
        ways = [road(1, 2, maxheight="3.1"), *RING[1:], road(1, 5, maxheight="3.1"), road(5, 4, highway="footway")]
        case = on_map(tmp_path, VALLEY, ways, VALLEY_PLACES[:5])
        result = measure_roads(case)
        side = km(SQUARE[1], SQUARE[2])
        assert result.travel.road("1", "2").km > 2.9 * side
        assert result.case.places["v5"].max_seats == 30
        # whoever goes to v5 is small enough for the bridge
        assert result.travel.road("v5", "2").km == pytest.approx(km(SQUARE[1], VALLEY[5]) + side, abs=0.01)
        assert result.travel.road("2", "v5").km == pytest.approx(km(SQUARE[1], VALLEY[5]) + side, abs=0.01)
        assert len(build_geometry(case)("1", "2")) == 4

    def test_a_place_for_small_vehicles_only_is_reached_by_small_roads(self, tmp_path):
        ways = [road(1, 2, maxheight="3.1"), *RING[1:]]
        places = [replace(CORNERS[0], max_seats=19), *CORNERS[1:]]
        travel = measure_roads(on_map(tmp_path, SQUARE, ways, places)).travel
        assert travel.road("1", "2").km == pytest.approx(km(SQUARE[1], SQUARE[2]), abs=0.01)


class TestNightAndClosures:
    def test_third_class_in_the_mountains_is_banned_by_night(self, tmp_path):
        ways = [road(1, 2), road(2, 3, highway="tertiary"), road(3, 4)]
        case = on_map(tmp_path, SQUARE, ways, CORNERS, night_ban=True)
        travel = measure_roads(case).travel
        first, second = travel.road("1", "2").minutes, travel.road("2", "3").minutes
        assert travel.road("1", "2").banned == ()
        ((begin, end),) = travel.road("1", "4").banned
        assert begin == pytest.approx(first, abs=0.02)
        assert end == pytest.approx(first + second, abs=0.02)
        ((begin, end),) = travel.road("4", "1").banned
        assert end - begin == pytest.approx(second, abs=0.02)
        free = measure_roads(replace(case, roads=replace(case.roads, night_ban=False))).travel
        assert free.bans is None
        np.testing.assert_allclose(free.minutes, travel.minutes, atol=0.02)

    def test_in_the_plain_it_is_not(self, tmp_path):
        plain = {ref: (lat + 6, lon + 21.4) for ref, (lat, lon) in SQUARE.items()}  # about Shanghai
        ways = [(refs, {**tags, "highway": "tertiary"}) for refs, tags in RING]
        places = [place(str(ref), *at) for ref, at in plain.items()]
        case = on_map(tmp_path, plain, ways, places, night_ban=True)
        assert measure_roads(case).travel.road("1", "2").banned == ()

    def test_bans_lie_alike_whichever_vehicles_a_pair_is_for(self, tmp_path):
        case = on_map(tmp_path, VALLEY, [*RING, *UP], VALLEY_PLACES, night_ban=True)
        travel = measure_roads(case).travel
        there, back = travel.road("1", "v6"), travel.road("v6", "1")
        assert there.banned == ((pytest.approx(travel.road("1", "4").minutes, abs=0.02), there.minutes),)
        assert back.banned == ((0, pytest.approx(travel.road("v6", "4").minutes, abs=0.02)),)

    @pytest.mark.parametrize(
        "closure",
        [
            Closure("way", links=("1",)),
            Closure("road", roads=("s201",)),
            Closure("circle", circle=(25.02, 100.05, 2.5)),
            Closure("area", polygon=((24.9, 100.04), (25.05, 100.04), (25.05, 100.06), (24.9, 100.06))),
            Closure("both", roads=("S201",), circle=(25.02, 100.05, 2.5)),
        ],
        ids=lambda closure: closure.name,
    )
    def test_a_closed_road_is_gone_round(self, tmp_path, closure):
        ways = [road(1, 2, ref="S201;X007"), *RING[1:]]
        case = on_map(tmp_path, SQUARE, ways, CORNERS)
        side = measure_roads(case).travel.road("1", "2").km
        result = measure_roads(replace(case, roads=replace(case.roads, closures=(closure,))))
        assert result.travel.road("1", "2").km > 2.9 * side
        assert result.travel.road("2", "3").km == pytest.approx(km(SQUARE[2], SQUARE[3]), abs=1e-3)
        assert result.issues == ()

    def test_one_that_touches_nothing_is_told(self, tmp_path):
        closure = Closure("circle", circle=(25.02, 100.05, 2.0))
        result = measure_roads(on_map(tmp_path, SQUARE, RING, CORNERS, closures=(closure,)))
        assert [issue.code for issue in result.issues] == ["closure_without_effect"]

    def test_bends_are_seen(self, tmp_path):
        nodes = {**SQUARE, 9: (25.03, 100.05)}
        closure = Closure("circle", circle=(25.03, 100.05, 0.5))
        ways = [road(1, 9, 2), *RING[1:]]
        result = measure_roads(on_map(tmp_path, nodes, ways, CORNERS, closures=(closure,)))
        assert result.travel.road("1", "2").km > 2.9 * km(SQUARE[1], SQUARE[2])

    def test_slow_roads_and_roads_shut_by_night(self, tmp_path):
        case = on_map(tmp_path, SQUARE, RING, CORNERS)
        free = measure_roads(case).travel.road("1", "2")
        slow = Closure("snow", links=("1",), effect="slow", factor=2.0)
        dark = Closure("dark", links=("1",), effect="no_night")
        found = measure_roads(replace(case, roads=replace(case.roads, closures=(slow, dark)))).travel.road("1", "2")
        assert found.km == free.km
        assert found.minutes == pytest.approx(2 * free.minutes, abs=0.02)
        assert found.banned == ((0, found.minutes),)


class TestFiles:
    def test_the_second_run_reads_nothing(self, tmp_path, monkeypatch):
        case = on_map(tmp_path, SQUARE, RING, CORNERS, night_ban=True)
        first = measure_roads(case)

        def no_more(*_):
            raise AssertionError

        monkeypatch.setattr("transport.roads.osm.store.read_osm", no_more)
        monkeypatch.setattr("transport.roads.osm.provider.fastest", no_more)
        again = measure_roads(case)
        np.testing.assert_array_equal(first.travel.km, again.travel.km)
        np.testing.assert_array_equal(first.travel.minutes, again.travel.minutes)
        assert first.case == again.case

    def test_a_network_that_was_kept_gives_the_same(self, tmp_path, monkeypatch):
        case = on_map(tmp_path, SQUARE, [*RING, road(1, 3, highway="tertiary", ref="X1")], CORNERS)
        first = measure_roads(case).travel
        monkeypatch.setattr("transport.roads.osm.store.read_osm", lambda path: 1 / 0)
        for kept in (tmp_path / "cache" / "roads").glob("matrix-*"):
            kept.unlink()
        np.testing.assert_array_equal(first.km, measure_roads(case).travel.km)
        closed = replace(case, roads=replace(case.roads, closures=(Closure("x", roads=("X1",)),)))
        assert measure_roads(closed).issues == ()

    def test_what_is_damaged_is_made_again(self, tmp_path):
        case = on_map(tmp_path, SQUARE, RING, CORNERS)
        first = measure_roads(case).travel
        for kept in (tmp_path / "cache" / "roads").glob("*.npz"):
            kept.write_bytes(kept.read_bytes()[:100])
        np.testing.assert_array_equal(first.km, measure_roads(case).travel.km)

    def test_another_file_of_the_same_name_is_read(self, tmp_path):
        first = measure_roads(on_map(tmp_path, SQUARE, RING, CORNERS)).travel
        second = measure_roads(on_map(tmp_path, SQUARE, RING[:3], CORNERS)).travel
        assert second.road("4", "1").km > 2 * first.road("4", "1").km

    def test_no_such_file(self, tmp_path):
        with pytest.raises(InputError) as caught:
            measure_roads(case_of(*CORNERS, provider="osm", osm="none.osm.pbf", folder=tmp_path))
        assert [(issue.code, issue.file) for issue in caught.value.issues] == [("missing_file", "none.osm.pbf")]

    def test_without_pyosmium_the_extra_is_named(self, tmp_path, monkeypatch):
        case = on_map(tmp_path, SQUARE, RING, CORNERS)
        monkeypatch.setitem(sys.modules, "osmium", None)
        with pytest.raises(MissingExtra) as caught:
            measure_roads(case)
        assert caught.value.extra == "osm"

    def test_no_place_at_all(self, tmp_path):
        assert measure_roads(on_map(tmp_path, SQUARE, RING, [])).travel.km.shape == (0, 0)
