"""Provider ``network``: the bundled trunk roads, and how places hang on them."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from transport.case import Case, Place, PlaceKind
from transport.errors import InputError
from transport.roads import build_geometry, build_travel, load_network
from transport.roads.network import bundled_graph
from transport.roads.spurs import earth_km
from transport.roads.tables import average_kmh
from transport.roads.ways import fastest, ways_from
from transport.travel import TravelMatrix

NETWORK = load_network()
EVERY_NODE = np.arange(len(NETWORK))


def make_case(*places: Place) -> Case:
    return Case("t", "t", "Asia/Shanghai", 0, 1440, {}, {place.place_id: place for place in places}, {}, {}, {})


def place(place_id: str, lat: float, lon: float, kind: PlaceKind = "village") -> Place:
    return Place(place_id, place_id, kind, lat, lon)


def at_node(node: str, kind: PlaceKind = "village") -> Place:
    return place(node, NETWORK.nodes[node]["lat"], NETWORK.nodes[node]["lon"], kind)


@pytest.fixture(scope="module")
def towns() -> TravelMatrix:
    return build_travel(make_case(*(at_node(node) for node in NETWORK)))


class TestTheNetworkItself:
    def test_is_connected_and_complete(self):
        assert nx.is_connected(NETWORK)
        assert NETWORK.number_of_nodes() == 183
        assert NETWORK.number_of_edges() == 274

    def test_no_link_is_shorter_than_the_straight_line_or_absurdly_long(self):
        nodes = NETWORK.nodes
        for one, other, link in NETWORK.edges(data=True):
            ends = ((nodes[node]["lat"], nodes[node]["lon"]) for node in (one, other))
            ratio = link["km"] / geodesic(*ends).km
            assert 0.995 <= ratio <= (1.9 if link["road_class"] == "expressway" else 3), link["link_id"]

    def test_is_new_each_time(self):
        load_network().remove_node("fengxian")
        assert "fengxian" in load_network()

    def test_speed_is_a_third_night_where_night_driving_is_allowed(self):
        assert average_kmh(78, 64, night_ban=False) == pytest.approx(73 + 1 / 3)

    def test_speed_is_the_day_speed_where_it_is_banned(self):
        assert average_kmh(32, 0, night_ban=True) == 32
        assert NETWORK.edges["yunlong", "eryuan"]["minutes"] == pytest.approx(60 * 118 / 32)

    def test_its_ways_are_those_of_networkx(self):
        graph, nodes = bundled_graph(), list(NETWORK)
        ways = fastest(graph, EVERY_NODE, EVERY_NODE)
        for origin, destination in [("yunlong", "fengxian"), ("longchuan", "raoping"), ("suijiang", "yizheng_vw")]:
            path = nx.shortest_path(NETWORK, origin, destination, weight="minutes")
            i, j = nodes.index(origin), nodes.index(destination)
            links = ways_from(graph, i)(j)
            assert [nodes[graph.start[link]] for link in links] == path[:-1]
            assert nodes[graph.end[links[-1]]] == path[-1]
            assert ways.km[i, j] == pytest.approx(nx.path_weight(NETWORK, path, "km"))
            assert ways.minutes[i, j] == pytest.approx(nx.path_weight(NETWORK, path, "minutes"))
            confidence = {NETWORK.edges[link]["conf"] for link in nx.utils.pairwise(path)}
            assert ways.rough[i, j] == ("low" in confidence)


class TestKnownDistances:
    def test_yunlong_to_fengxian(self, towns: TravelMatrix):
        road = towns.road("yunlong", "fengxian")
        assert road is not None
        assert 2750 <= road.km <= 2870
        assert 36 <= road.minutes / 60 <= 37.5

    @pytest.mark.parametrize(
        ("origin", "destination", "km", "day_hours"),
        [
            ("yunlong", "fengxian", 2821, 34.7),
            ("yangbi", "fengxian", 2727, 33.2),
            ("yongping", "fengxian", 2776, 33.9),
            ("midu", "fengxian", 2677, 32.9),
            ("nanjian", "fengxian", 2761, 33.7),
            ("mangshi", "chaozhou", 2454, 30.0),
            ("wenshan", "chaozhou", 1640, 19.5),
            ("suijiang", "fengxian", 2203, 26.3),
            ("honghexian", "chaozhou", 1962, 23.7),
            ("qiaojia", "yizheng_vw", 2292, 28.3),
            ("yunlong", "dali_ap", 147, 2.3),
            ("midu", "dali_ap", 56, 1.0),
            ("nanjian", "dali_ap", 95, 1.3),
            ("yunlong", "kunmingnan_st", 476, 6.5),
            ("nanjian", "kunmingnan_st", 416, 5.4),
            ("pudong_ap", "fengxian", 59, 0.7),
            ("hongqiao_st", "fengxian", 42, 0.8),
        ],
    )
    def test_access_table(self, towns: TravelMatrix, origin: str, destination: str, km: float, day_hours: float):
        road = towns.road(origin, destination)
        assert road is not None
        assert road.km == pytest.approx(km, rel=0.02)
        # By day and night it takes longer than by day alone, by at most the night share of a 20 % slower night.
        assert day_hours * 0.95 <= road.minutes / 60 <= day_hours * 1.08 + 0.1

    def test_marks(self, towns: TravelMatrix):
        assert towns.quality("yunlong", "dali_ap") == "network"
        assert towns.quality("yunlong", "fengxian") == "network, low confidence"


class TestSpurs:
    def test_a_place_in_town_hangs_on_its_own_node_alone(self):
        airport = place("airport", 25.655, 100.319, "airport")
        travel = build_travel(make_case(airport, at_node("yunlong")))
        road = travel.road("airport", "yunlong")
        assert road is not None
        assert road.km == pytest.approx(147 + 1.3 * geodesic((25.655, 100.319), (25.649, 100.319)).km, abs=0.01)
        assert travel.quality("airport", "yunlong") == "network"

    def test_a_mountain_village_takes_the_mountain_factor_and_speed(self):
        north = (25.286, 99.541)
        travel = build_travel(make_case(place("v", *north), at_node("yongping"), at_node("fengxian")))
        line = geodesic(north, (25.465, 99.541)).km
        spur, trunk = travel.road("v", "fengxian"), travel.road("yongping", "fengxian")
        assert spur is not None
        assert trunk is not None
        assert spur.km - trunk.km == pytest.approx(1.6 * line, abs=0.01)
        assert spur.minutes - trunk.minutes == pytest.approx(1.6 * line / 30 * 60, abs=0.02)
        assert travel.quality("v", "fengxian") == "network, low confidence"
        assert travel.quality("v", "yongping") == "network, access estimated"

    def test_the_plain_is_faster(self):
        factory = place("f", 30.80, 121.62, "factory")
        travel = build_travel(make_case(factory, at_node("fengcheng")))
        road = travel.road("f", "fengcheng")
        assert road is not None
        assert road.km == pytest.approx(1.3 * geodesic((30.80, 121.62), (30.916, 121.641)).km, rel=1e-4)
        assert road.km / road.minutes * 60 == pytest.approx(38, rel=1e-3)

    def test_neighbours_need_not_go_through_the_town(self):
        one, other = (25.60, 99.30), (25.62, 99.33)
        travel = build_travel(make_case(place("a", *one), place("b", *other)))
        road = travel.road("a", "b")
        assert road is not None
        assert road.km == pytest.approx(1.6 * geodesic(one, other).km, abs=0.001)
        assert travel.quality("a", "b") == "network, access estimated"

    def test_known_roads_are_not_undercut_by_straight_lines(self, towns: TravelMatrix):
        ways = fastest(bundled_graph(), EVERY_NODE, EVERY_NODE)
        np.testing.assert_allclose(towns.minutes, ways.minutes, atol=0.006)
        np.testing.assert_allclose(towns.km, ways.km, atol=0.0006)

    def test_two_places_in_one_town_may_be_linked_directly(self):
        one, other = (25.880, 99.371), (25.879, 99.372)
        road = build_travel(make_case(place("a", *one), place("b", *other))).road("a", "b")
        assert road is not None
        assert road.km == pytest.approx(1.6 * geodesic(one, other).km, abs=0.001)

    @pytest.mark.parametrize(("lon", "reached"), [(123.35, True), (123.40, False)])
    def test_beyond_150_km_of_every_node_there_is_no_road(self, lon: float, reached: bool):
        airport = NETWORK.nodes["pudong_ap"]
        assert (geodesic((31.145, lon), (airport["lat"], airport["lon"])).km < 150) == reached
        travel = build_travel(
            make_case(place("sea", 31.145, lon), at_node("fengxian"), place("beside", 31.145, lon + 0.2))
        )
        assert (travel.road("sea", "fengxian") is not None) == reached
        assert travel.quality("sea", "fengxian") == ("network, low confidence" if reached else "no road")
        assert travel.road("sea", "beside") is None

    def test_every_place_without_coordinates_is_named(self):
        bare = [Place("x", "无坐标村", "village"), Place("y", "y", "factory", 30.9, None)]
        with pytest.raises(InputError) as caught:
            build_travel(make_case(at_node("fengxian"), *bare))
        issues = caught.value.issues
        assert [(issue.code, issue.params["place_id"]) for issue in issues] == [
            ("place_without_coordinates", "x"),
            ("place_without_coordinates", "y"),
        ]

    def test_no_places_at_all(self):
        assert build_travel(make_case()).km.shape == (0, 0)


def test_space_measures_short_ways_like_the_geodesic():
    one, other = (25.886, 99.371), (25.70, 99.58)
    space = earth_km(np.array([one, other]))
    assert np.linalg.norm(space[0] - space[1]) == pytest.approx(geodesic(one, other).km, rel=1e-6)


points = st.lists(st.tuples(st.floats(23, 32), st.floats(98, 122)), min_size=2, max_size=6, unique=True)


@settings(max_examples=30, deadline=None)
@given(points)
def test_estimates_are_symmetric_and_never_shorter_than_the_straight_line(where: list[tuple[float, float]]):
    travel = build_travel(make_case(*(place(str(k), *point) for k, point in enumerate(where))))
    np.testing.assert_allclose(travel.km, travel.km.T, atol=0.002)
    np.testing.assert_allclose(travel.minutes, travel.minutes.T, atol=0.02)
    assert (np.diag(travel.km) == 0).all()
    for i, one in enumerate(where):
        for j, other in enumerate(where):
            assert travel.km[i, j] >= 0.97 * geodesic(one, other).km - 0.01


class TestGeometry:
    def test_follows_the_nodes(self):
        geometry = build_geometry(make_case(place("v", 25.80, 99.36), at_node("dali_ap", "airport")))
        points = geometry("v", "dali_ap")
        assert points[0] == (25.80, 99.36)
        assert points[-1] == (25.649, 100.319)
        assert (25.886, 99.371) in points
        assert (25.6, 100.08) in points
        assert len(points) == len(set(points))

    def test_is_straight_between_neighbours(self):
        geometry = build_geometry(make_case(place("a", 25.60, 99.30), place("b", 25.62, 99.33)))
        assert geometry("a", "b") == [(25.60, 99.30), (25.62, 99.33)]

    def test_is_empty_without_a_road(self):
        geometry = build_geometry(make_case(place("sea", 20, 135), at_node("fengxian")))
        assert geometry("sea", "fengxian") == []
