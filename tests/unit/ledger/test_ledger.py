"""The ledger, rule by rule, on a plan whose every figure was worked out by hand."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest
from check_scene import scene

from transport.case import Payer, PayerScope
from transport.facts import Facts
from transport.io.plan_json import plan_from_document
from transport.ledger.alone import Accounts, StandAlone, of_plan, quick_alone, sub_case, verdict
from transport.ledger.document import accounts_document
from transport.ledger.items import ROUNDING, cost_items
from transport.ledger.ledger import build_ledger
from transport.ledger.rules import NOBODY
from transport.plan import COST_TERMS
from transport.report.ledger_rows import verdict_text

YUNLONG = PayerScope(origin_counties=("云龙县",))


def facts_of(*payers, change=None):
    tiny = scene()
    document = copy.deepcopy(tiny.document)
    if change is not None:
        change(document)
    return Facts(replace(tiny.case, payers=payers), plan_from_document(document))


def ledger_of(*payers, change=None):
    return build_ledger(facts_of(*payers, change=change), scene().travel)


def pays(ledger):
    return {line.name: line.fen for line in ledger.lines}


def shares(ledger, term, entity):
    return next(row.shares for row in ledger.rows if (row.item.term, row.item.entity) == (term, entity))


def test_the_items_are_the_plan_term_by_term():
    facts = facts_of()
    items = cost_items(facts)
    for term in COST_TERMS:
        assert sum(item.fen for item in items if item.term == term) == round(100 * facts.plan.summary.cost[term])
    assert sum(item.fen for item in items) == 5_159_590


def test_without_payers_nobody_pays():
    assert pays(ledger_of()) == {NOBODY: 5_159_590}


def test_by_head():
    ledger = ledger_of(Payer("一", "by_head", scope=PayerScope(origins=("V1",))), Payer("二", "by_head"))
    found = shares(ledger, "vehicles", "T1")  # w1 and w2 are everybody's who says so: half each; w3 is the second's
    assert found["一"] == pytest.approx(53_560 / 3, abs=1)
    assert sum(found.values()) == 53_560


def test_by_seat_km():
    """w1 and w2 ride V1 to V2 to A1, 48.2 km; w3 V2 to A1, 40 km."""
    near = Payer("近", "by_seat_km", scope=PayerScope(origins=("V2",)))
    far = Payer("远", "by_seat_km", scope=PayerScope(origins=("V1",)))
    found = shares(ledger_of(near, far), "vehicles", "T1")
    assert found["近"] == pytest.approx(53_560 * 40 / (2 * 48.2 + 40), abs=1)
    assert sum(found.values()) == 53_560
    flown = shares(ledger_of(near, far), "services", "FL1")
    assert flown == {"近": pytest.approx(920_000 / 3, abs=1), "远": pytest.approx(920_000 * 2 / 3, abs=1)}


def test_both_rules_in_one_vehicle_still_add_up():
    near = Payer("近", "by_head", scope=PayerScope(origins=("V2",)))
    far = Payer("远", "by_seat_km", scope=PayerScope(origins=("V1",)))
    found = shares(ledger_of(near, far), "vehicles", "T1")
    by_head, by_km = 1 / 3, 2 * 48.2 / (2 * 48.2 + 40)
    assert found["近"] == pytest.approx(53_560 * by_head / (by_head + by_km), abs=1)
    assert sum(found.values()) == 53_560


def test_a_fixed_share_leaves_the_rest_to_others():
    ledger = ledger_of(Payer("区", "fixed_share", share=0.6), Payer("县", "by_head", scope=YUNLONG))
    assert shares(ledger, "vehicles", "T3") == {"区": 760_800, "县": 507_200}
    assert shares(ledger, "services", "K1") == {"区": 42_000, NOBODY: 28_000}


def test_shares_of_more_than_all_are_scaled_down_and_told():
    ledger = ledger_of(Payer("甲", "fixed_share", share=0.9), Payer("乙", "fixed_share", share=0.6))
    assert shares(ledger, "vehicles", "T3") == {"甲": 760_800, "乙": 507_200}
    [overlap] = ledger.overlaps
    assert overlap.payers == ("甲", "乙")
    assert overlap.people == 9


def test_two_who_take_the_rest_share_it_and_are_told():
    ledger = ledger_of(
        Payer("县", "by_head", scope=YUNLONG), Payer("厂", "by_head", scope=PayerScope(destinations=("F2",)))
    )
    assert shares(ledger, "vehicles", "T3") == {"县": 634_000, "厂": 634_000}
    assert [(overlap.payers, overlap.people) for overlap in ledger.overlaps] == [(("县", "厂"), 3)]


def test_two_entries_of_one_payer_are_no_overlap():
    entry = Payer("县", "by_head", scope=YUNLONG)
    assert ledger_of(entry, replace(entry, scope=PayerScope())).overlaps == ()


def test_a_subsidy_is_paid_a_person_and_never_more_than_he_costs():
    ledger = ledger_of(
        Payer("省", "subsidy", amount=1000, scope=PayerScope(origins=("V1", "S2"))), Payer("县", "by_head")
    )
    # w1, w2 and w6 cost more than ¥1,000 each; w9 costs ¥80 for the seat and half of the train and its escort.
    own = 8_000 + (70_000 - 10_000) / 2 + 30_000 / 2
    assert pays(ledger)["省"] == pytest.approx(300_000 + min(100_000, own), abs=1)


@pytest.mark.parametrize(("cap", "paid"), [(0, 0), (1500, 150_000), (2000, 200_000), (9000, 300_000), (None, 300_000)])
def test_a_cap_holds_to_the_fen(cap, paid):
    scope = PayerScope(origins=("V1",))
    ledger = ledger_of(
        Payer("省", "subsidy", amount=1000, cap=cap, scope=scope), Payer("县", "fixed_share", share=1 / 3)
    )
    assert pays(ledger)["省"] == paid


def test_terms_that_nobody_sends_a_bill_for_are_left_unless_they_are_named():
    everything = ledger_of(Payer("区", "by_head", scope=PayerScope(terms=COST_TERMS)))
    assert pays(everything) == {"区": 5_159_590}
    ledger = ledger_of(Payer("区", "by_head"))
    assert ledger.line(NOBODY).by_term == {"unserved": 2_000_000, "early_arrival": 180_000, "journey": 135_880}
    assert ledger.uncovered == {}


def test_legs():
    ledger = ledger_of(Payer("县", "by_head", scope=PayerScope(legs=("feeder",))))
    assert pays(ledger)["县"] == 53_560 + 48_600
    flights = ledger_of(Payer("区", "by_head", scope=PayerScope(legs=("flight",))))
    assert pays(flights)["区"] == 920_000 + 30_000


def test_services_are_covered_by_name_with_their_escorts():
    ledger = ledger_of(Payer("区", "by_head", scope=PayerScope(services=("FL1", "K2"))))
    assert pays(ledger)["区"] == 920_000 + 30_000 + 8_000  # the escort of K1 and K2 sits on K1, the first that is used


def test_modes_counties_places_and_columns():
    tiny = scene()
    workers = dict(tiny.case.workers)
    workers["w6"] = replace(workers["w6"], extra={"脱贫户": " 是"})
    for scope, people in (
        (PayerScope(modes=("ticket",)), {"w6"}),
        (PayerScope(destination_counties=("奉贤区",)), {"w4", "w5", "w6"}),
        (PayerScope(origin_counties=("云龙县",), destinations=("F2",)), {"w4", "w5", "w6"}),
        (PayerScope(columns=(("脱贫户", ("是", "Y")),)), {"w6"}),
        (PayerScope(columns=(("没有", ("是",)),)), set()),
    ):
        case = replace(tiny.case, workers=workers, payers=(Payer("甲", "by_head", scope=scope),))
        ledger = build_ledger(Facts(case, plan_from_document(tiny.document)))
        assert set(ledger.line("甲").people) == people


def test_who_is_left_is_told_by_county():
    ledger = ledger_of(Payer("县", "by_head", scope=PayerScope(origins=("V1", "V2"))))
    assert ledger.uncovered == {"": 2, "云龙县": 2}
    assert set(ledger.line(NOBODY).people) == {"w4", "w5", "w8", "w9"}


def test_a_subsidy_that_covers_all_leaves_nobody():
    ledger = ledger_of(Payer("省", "subsidy", amount=10**6))
    assert ledger.uncovered == {}


def one_fen_more(document):
    document["summary"]["total_cost"] += 0.01


def test_the_rounding_of_the_total_goes_to_who_pays_most_but_no_subsidy():
    ledger = ledger_of(Payer("省", "subsidy", amount=10**6), Payer("区", "fixed_share", share=0.5), change=one_fen_more)
    assert shares(ledger, ROUNDING, "") == {NOBODY: 1}
    ledger = ledger_of(Payer("省", "subsidy", amount=10), Payer("区", "fixed_share", share=0.5), change=one_fen_more)
    assert shares(ledger, ROUNDING, "") == {"区": 1}
    assert sum(pays(ledger).values()) == ledger.total_fen == 5_159_591


def test_alone_by_ticket_is_no_proof():
    facts = facts_of(Payer("县", "by_head", scope=PayerScope(origins=("V3",), destinations=("F2",))))
    ledger = build_ledger(facts)
    alone = quick_alone(facts, ledger)["县"]
    assert (alone.method, alone.total_fen, alone.pays_fen, alone.bound_fen) == ("tickets", 220_000, 220_000, None)
    assert verdict(ledger.line("县"), alone) == "dearer"


def test_who_cannot_have_tickets_is_not_guessed_at():
    facts = facts_of(Payer("县", "by_head", scope=PayerScope(origins=("V2",))))
    ledger = build_ledger(facts)
    assert quick_alone(facts, ledger) == {}
    assert verdict(ledger.line("县"), None) == "unknown"


def test_verdicts():
    facts = facts_of(Payer("县", "by_head", scope=PayerScope(origins=("V2",))))
    line = build_ledger(facts).line("县")
    here, cost = line.fen, line.cost_of_people
    assert verdict(line, StandAlone("planned", cost, here - 1)) == "dearer"
    assert verdict(line, StandAlone("planned", cost, here)) == "no_cheaper_found"
    assert verdict(line, StandAlone("planned", cost + 9, here, cost)) == "proven"
    assert verdict(line, StandAlone("planned", cost + 9, here, cost - 1)) == "no_cheaper_found"


def test_tickets_as_the_only_way_looked_at_are_said_to_be_that():
    facts = facts_of(Payer("县", "fixed_share", share=0.01, scope=PayerScope(origins=("V3",), destinations=("F2",))))
    ledger = build_ledger(facts)
    line = ledger.line("县")
    ticketed = Accounts(ledger, {"县": StandAlone("tickets", 220_000, line.fen + 1)})
    planned = Accounts(ledger, {"县": StandAlone("planned", 220_000, line.fen + 1)}, 3.0)
    assert "购票" in verdict_text(ticketed, line, "zh")
    assert "购票" not in verdict_text(planned, line, "zh")


def test_who_pays_for_everybody_is_alone_already():
    facts = facts_of(Payer("区", "by_head"))
    ledger = build_ledger(facts)
    alone = quick_alone(facts, ledger)["区"]
    assert alone.method == "everybody"
    assert verdict(ledger.line("区"), alone) == "everybody"


def test_a_sub_case_has_these_people_and_every_offer():
    case = scene().case
    sub = sub_case(case, ("w4", "w5"))
    assert set(sub.workers) == {"w4", "w5"}
    assert sub.offers == case.offers


def test_alone_a_payer_pays_by_the_same_rules():
    facts = facts_of(Payer("区", "fixed_share", share=0.25))
    assert of_plan("planned", facts, "区", None).pays_fen == build_ledger(facts).line("区").fen


def test_the_document_adds_up_and_names_nobody():
    facts = facts_of(Payer("区", "fixed_share", share=0.25))
    ledger = build_ledger(facts)
    document = accounts_document(Accounts(ledger, quick_alone(facts, ledger)))
    assert sum(round(100 * payer["pays"]) for payer in document["payers"]) == round(100 * document["total"])
    for item in document["items"]:
        assert sum(round(100 * share["pays"]) for share in item["shares"]) == round(100 * item["cost"])
    assert not {item["entity"] for item in document["items"]} & set(facts.case.workers)
