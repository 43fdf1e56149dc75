"""Questions on the case of twenty, and the arithmetic of each on plans that are given."""

import json
from dataclasses import replace

import pytest
from whatif_case import write_twenty

from transport.errors import InputError
from transport.facts import Facts
from transport.questions.answer import answer_document
from transport.questions.asking import Result
from transport.questions.breakeven import breakeven
from transport.questions.noshow import Chances, noshow
from transport.questions.quotes import quotes
from transport.questions.sweep import heatmap, sweep
from transport.questions.tornado import tornado
from transport.questions.worth import worth
from transport.workflow.asking import CaseAsker, write_answer
from transport.workflow.options import PlanOptions
from transport.workflow.whatif import WhatIfOptions, WhatIfWatch


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    root = tmp_path_factory.mktemp("ask")
    case = write_twenty(root / "twenty", fleet=("false,300,2,", "false,300,2,feeder"))
    options = WhatIfOptions(PlanOptions(time_limit_s=0.3, repeatable=True, papers=False, maps=False), jobs=1)
    return case, root / "out", CaseAsker(case, root / "out", options, WhatIfWatch())


def rows(answer):
    return answer_document(answer)["rows"]


def test_sweep_rises_with_a_price_and_never_above_the_plan_as_it_is(asked):
    answer = sweep(asked[2], "services.G1.seat_cost", ["*0.5", "*1", "*1.5"], "en")
    found = rows(answer)
    totals = [row["total"] for row in found]
    assert totals == sorted(totals)
    assert all(row["total"] <= row["frozen"] + 0.01 for row in found)
    assert found[1]["delta"] == 0
    assert answer.facts["lowest_at"] == "*0.5"


def test_heatmap_has_a_row_for_each_pair(asked):
    answer = heatmap(asked[2], ("costs.journey_hour", [0, 5]), ("costs.escort", [0, 50]), "zh")
    assert [(row["first"], row["second"]) for row in rows(answer)] == [("0", "0"), ("0", "50"), ("5", "0"), ("5", "50")]
    assert rows(answer)[3]["delta"] == 0
    assert min(row["total"] for row in rows(answer)) == answer.facts["lowest"]


def test_an_unknown_key_is_an_input_error(asked):
    with pytest.raises(InputError) as caught:
        sweep(asked[2], "services.G9.seat_cost", [1], "en")
    assert [issue.code for issue in caught.value.issues] == ["unknown_row"]


def test_answers_as_files(asked, tmp_path):
    case, _, asker = asked
    answer = sweep(asker, "services.G1.seat_cost", ["*0.5", "*1", "*1.5"], "zh")
    document, page, book = write_answer(answer, case, tmp_path, "zh")
    assert json.loads(document.read_text(encoding="utf-8"))["rows"] == rows(answer)
    assert "http" not in page.read_text(encoding="utf-8").replace("http-equiv", "")
    assert book.stat().st_size > 3000


# ---- with planning played by a formula


class Played:
    """An asker whose plans are those of ``totals``: CNY by what is changed; the plan itself is always the base's."""

    def __init__(self, base, total_of, frozen_of=None):
        self.base, self._total_of, self._frozen_of = base, total_of, frozen_of or (lambda override: None)

    def plan(self, overrides):
        return [self._total_of(override) for override in overrides]

    def frozen(self, overrides):
        return [self._frozen_of(override) for override in overrides]


@pytest.fixture(scope="module")
def base(asked):
    return asked[2].base


def priced(base, total, bound=None, **changes):
    return replace(base, total_cost=total, lower_bound=bound, **changes)


def test_worth_of_one_more(base):
    def total(override):
        more = {"fleet.K30.count": 700.0, "services.G1.max_units": 50.0}
        return priced(base, base.total_cost - more.get(next(iter(override)), 0.0), base.total_cost - 800)

    answer = worth(Played(base, total), "en")
    found = {row["what"]: row for row in rows(answer)}
    assert (found["K30"]["worth"], found["G1"]["worth"], found["B1"]["worth"]) == (700, 50, 0)
    assert {row["at_most"] for row in rows(answer)} == {800}
    assert answer.facts["best"] == "K30"
    assert list(found) == ["K30", "G1", "B1", "K12", "L20", "X50"]


def test_quotes_takes_the_cheapest_and_says_whether_that_is_proven(base):
    costs = {("fleet.K30",): 1000.0, ("fleet.K12",): 1200.0}

    def play(bound):
        return Played(base, lambda override: priced(base, costs[tuple(override)], bound))

    answer = quotes(play(900.0), [["K12", "K30"]], "en")
    assert [row["lot1"] for row in rows(answer)] == ["K12", "K30"]
    assert rows(answer)[1]["above_best"] == 200
    assert answer.facts["proven"] is False
    assert quotes(play(1000.0), [["K12", "K30"]], "en").facts["proven"] is True


def test_quotes_must_exist_and_be_few(base):
    for lots, code in (([["K12", "K31"]], "unknown_quote"), ([["K12", "K30"]] * 7, "too_many_choices")):
        with pytest.raises(InputError) as caught:
            quotes(Played(base, None), lots, "en")
        assert caught.value.issues[0].code == code


def test_tornado_shows_both_and_the_widest_first(base):
    def total(override):
        steps = {"costs.journey_hour": 10.0, "services[mode=train].unit_cost": 90.0}
        step = steps.get(next(iter(override)), 0.0)
        return priced(base, base.total_cost + (step if "+10%" in override.values() else -step))

    answer = tornado(Played(base, total, lambda override: base.total_cost + 1), 10, "en")
    first = rows(answer)[0]
    assert (first["lever"], first["low_replanned"], first["high_replanned"]) == ("train prices", -90, 90)
    assert first["low_frozen"] == first["high_frozen"] == 1
    assert answer.facts["swing"] == 90


def spending(asked):
    """The base's plan, and what it spends on trains; without them the case has none."""
    asker = asked[2]
    (without,) = asker.plan([{"services[mode=train]": "drop"}])
    spent = sum(use.cost for use in asker.base.plan.services if use.service_id == "G1")
    return asker.base, without, spent


def test_break_even_is_where_the_plan_costs_as_much_as_doing_without(asked):
    base, without, spent = spending(asked)
    assert spent > 0

    def total(override):
        if "drop" in override.values():
            return without
        factor = float(next(iter(override.values())).removeprefix("*"))
        with_it = base.total_cost + (factor - 1) * spent
        uses = tuple(replace(use, cost=use.cost * factor) for use in base.plan.services)
        if with_it < without.total_cost:
            return priced(base, with_it, plan=replace(base.plan, services=uses))
        return Result(base.case, without.plan, without.total_cost, None, 0)

    answer = breakeven(Played(base, total), "services[mode=train]", "en")
    assert answer.facts["factor"] == pytest.approx(1 + (without.total_cost - base.total_cost) / spent, abs=1e-5)
    assert [row["verdict"] for row in rows(answer)] == ["worth it", "not worth it"]


def test_break_even_asks_for_rows(base):
    with pytest.raises(InputError) as caught:
        breakeven(Played(base, None), "costs.journey_hour", "en")
    assert caught.value.issues[0].code == "not_rows"


# ---- no-shows


def test_nobody_missing_costs_nothing(base):
    answer = noshow(Facts(base.case, base.plan), Chances(no_show=0, late=0, runs=50), "en")
    assert answer.facts["cost_mean"] == answer.facts["absent_mean"] == answer.facts["missing_mean"] == 0
    assert all(row["hold"] == row["empty_90"] == 0 for row in rows(answer))


def test_everybody_missing_wastes_every_seat(base):
    answer = noshow(Facts(base.case, base.plan), Chances(no_show=1, late=0, runs=3), "en")
    cost = base.plan.summary.cost
    carried = sum(1 for itinerary in base.plan.itineraries if itinerary.legs)
    assert answer.facts["absent_mean"] == carried
    assert answer.facts["wasted_mean"] == pytest.approx(cost["vehicles"] + cost["services"] + cost["escorts"], abs=0.1)
    assert all(row["expected_empty"] == row["people"] for row in rows(answer))


def test_late_people_beyond_the_seats_cost_tickets(base):
    answer = noshow(Facts(base.case, base.plan), Chances(no_show=0, late=1, runs=20), "en")
    assert 0 < answer.facts["missing_mean"] <= 20
    assert answer.facts["missing_mean"] * 700 <= answer.facts["extra_mean"] <= answer.facts["missing_mean"] * 760
    full = [row for row in rows(answer) if row["spare"] == 0]
    assert all(row["short_chance"] == 1 for row in full)


def test_the_mean_is_that_of_the_binomial_and_the_seed_repeats(base):
    facts, chances = Facts(base.case, base.plan), Chances(no_show=0.2, late=0.1, runs=4000, seed=5)
    answer, again = (noshow(facts, chances, "en") for _ in range(2))
    assert answer == again
    carried = sum(1 for itinerary in base.plan.itineraries if itinerary.legs)
    assert answer.facts["absent_mean"] == pytest.approx(0.2 * carried, rel=0.05)
    assert noshow(facts, replace(chances, seed=6), "en").facts != answer.facts
