"""The benchmarks run: samples are whole parties, plans are judged, tables are written. Nothing here looks at speed."""

from dataclasses import replace

import numpy as np
import pytest
from random_cases import ANY_HOUR, DEAR_TICKETS, build, coach, people, train

from benchmarks import peers, pieces, plans, scale
from benchmarks.instances import REGISTERED, SHIPPED, thin
from benchmarks.reference import best_value
from benchmarks.table import END, PLANS_BEGIN, markdown, replace_section
from transport.io.case_reader import load_case
from transport.solver.pricing import best_routes


@pytest.fixture(scope="module")
def shipped():
    return load_case(SHIPPED).case


@pytest.mark.parametrize("persons", [0, 1, 60, 10_000])
def test_a_sample_is_of_whole_parties(shipped, persons):
    thinned = thin(shipped, persons, seed=3)
    assert len(thinned.workers) == min(persons, len(shipped.workers))
    assert set(thinned.bundles) <= set(shipped.bundles)
    assert list(thinned.workers) == [key for key in shipped.workers if key in thinned.workers]


def test_a_sample_depends_on_the_seed_alone(shipped):
    first, again, other = (tuple(thin(shipped, 60, seed).workers) for seed in (1, 1, 2))
    assert first == again != other


def test_the_thinnest_instance_is_planned_and_judged():
    instance = REGISTERED[0]
    figures = plans.measure(instance, 2.0, seed=0, threads=1)
    assert figures.violations == ()
    assert sum(figures.modes.values()) == figures.workers == 60
    assert figures.bound is None or figures.bound <= figures.cost
    assert figures.memory[0] > 0
    assert len(plans.row(instance, figures)) == len(plans.HEADER)


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0])
def test_growth_is_the_exponent_of_the_size(power):
    assert scale.exponent([(size, 7 * size**power) for size in (10, 300, 4_000)]) == pytest.approx(power)


def test_a_case_of_any_size_can_be_solved_in_parts_and_as_a_whole():
    whole = scale.measure(SHIPPED, 2.0, seed=0, threads=1)
    parts = scale.measure(SHIPPED, 2.0, seed=0, threads=1, other=True)
    assert (whole.parts, parts.parts) == (False, True)
    assert whole.violations == parts.violations == ()
    assert len(scale.row(whole)) == len(scale.HEADER)
    assert scale.loss(whole, parts) == scale.loss(parts, whole)
    assert scale.loss(whole, parts)[3:5] == (f"{whole.cost:,.0f}", f"{parts.cost:,.0f}")


@pytest.mark.parametrize("seed", range(5))
def test_pricing_in_plain_python_finds_the_same(seed):
    problem = pieces.spokes(seed, places=5, stops=3, capacity=8)
    routes = best_routes(problem, wanted=1, elementary=False)
    assert best_value(problem) == pytest.approx(routes[0].value if routes else 0.0)


def test_an_enlarged_roster_can_be_read(tmp_path):
    for name in ("case.yaml", "places.csv", "fleet.csv", "services.csv", "tickets.csv", "workers.csv"):
        (tmp_path / name).write_bytes((SHIPPED / name).read_bytes())
    pieces.enlarge(tmp_path / "workers.csv", 1_500)
    assert len(load_case(tmp_path).case.workers) == 1_500


@pytest.mark.parametrize("tasks", [pieces.feeder(), pieces.coach()])
def test_the_measured_trips_have_timetables(tasks):
    rules = pieces.limits(pieces.DrivingRules(), 2)
    assert pieces.forward(tasks, 9 * 1440 + 360, rules) is not None
    assert pieces.latest(tasks, rules, earliest_leave=9 * 1440 + 360, latest_leave=12 * 1440) is not None


def test_only_the_section_of_a_file_is_replaced(tmp_path):
    path = tmp_path / "README.md"
    path.write_text(f"before\n{PLANS_BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    for _ in range(2):
        replace_section(path, markdown(("a", "b"), [("x", "1")]), PLANS_BEGIN)
    table = "| a | b |\n| --- | ---: |\n| x | 1 |"
    assert path.read_text(encoding="utf-8") == f"before\n{PLANS_BEGIN}\n{table}\n{END}\nafter\n"


def test_the_matrix_piece_measures_what_networkx_finds():
    import networkx as nx

    graph = pieces.town(12, seed=1)
    plain = nx.DiGraph()
    plain.add_weighted_edges_from(zip(graph.start.tolist(), graph.end.tolist(), graph.minutes.tolist(), strict=True))
    chosen = [3, 50, 77, 140]
    found = pieces.fastest(graph, np.array(chosen), np.array(chosen)).minutes
    for row, origin in enumerate(chosen):
        expected = nx.single_source_dijkstra_path_length(plain, origin)
        assert found[row] == pytest.approx([expected.get(other, np.inf) for other in chosen], abs=0.01)
    assert len(pieces.roads(seed=1, side=12, places=4)) == len(pieces.HEADER)


def test_an_instance_of_several_variants_is_known_by_its_variant_only(tmp_path):
    table = tmp_path / "known.csv"
    table.write_text("instance,variant,best_known\nA,F,10\nA,FD,12\nB-F,F,7\n", encoding="utf-8")
    assert peers.best_known_costs(table) == {"A-F": 10.0, "A-FD": 12.0, "B-F": 7.0, "B-F-F": 7.0}
    assert peers.best_known_costs(None) == {}


def test_the_routing_core_and_its_peers_carry_everybody_at_their_own_prices():
    pytest.importorskip("vroom")
    spots = {"V1": (10, 0), "V2": (0, 20), "V3": (-15, 5), "V4": (3, -12), "H1": (0, 0), "H2": (50, 0)}
    crowd = [worker for i in range(1, 5) for worker in people(f"V{i}", "H2", *[1] * (2 + i))]
    offers = [coach("K", 8, 9, base="H1", fixed_cost=40, km_cost=1, empty_km_cost=1),
              coach("L", 18, 9, base="H1", fixed_cost=70, km_cost=1.4, empty_km_cost=1.4)]  # fmt: skip
    rules = replace(ANY_HOUR, split_groups=False)
    world = build(spots, crowd, offers, [train(seats=200)], rules=rules, costs=DEAR_TICKETS)
    for seconds in (0.5, 2, 8, 32):  # on a busy machine a peer may need longer than half a second to begin
        found = peers.compare(world.case, world.travel, seconds, 0)
        costs = [rival.cost for rival in found]
        if None not in costs and max(costs) <= 1.2 * min(costs):
            break
    assert [rival.name for rival in found] == list(peers.HEADER[3:7])
    assert None not in costs
    assert max(costs) <= 1.2 * min(costs)
    with pytest.raises(ValueError, match="split_groups"):
        peers.side_of_case(world.change(rules=ANY_HOUR).case, world.travel)
