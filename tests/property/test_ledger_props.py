"""Whatever payers a case names and whatever things cost, the ledger adds up to the fen: by row and by payer."""

from __future__ import annotations

import copy
from dataclasses import replace
from fractions import Fraction

from check_scene import scene
from hypothesis import given, settings
from hypothesis import strategies as st

from transport.case import Payer, PayerScope
from transport.facts import Facts
from transport.io.plan_json import plan_from_document
from transport.ledger.ledger import build_ledger
from transport.ledger.rounding import to_fen
from transport.plan import COST_TERMS, TRAVEL_MODES

TINY = scene()
AMOUNTS = st.integers(0, 10**7).map(lambda fen: fen / 100)


def some(values):
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


SCOPES = st.builds(
    PayerScope,
    origin_counties=some(["云龙县", "金山区"]),
    origins=some(["V1", "V2", "V3", "S1"]),
    destinations=some(["F1", "F2", "TS"]),
    modes=some(list(TRAVEL_MODES)),
    legs=some(["feeder", "direct", "distribution", "flight", "train", "ticket"]),
    services=some(["FL1", "K1", "K2"]),
    terms=st.one_of(st.just(PayerScope().terms), some(list(COST_TERMS)), st.just(COST_TERMS)),
)
PAYERS = st.lists(
    st.builds(
        Payer,
        name=st.sampled_from(["甲", "乙", "丙", "丁"]),
        rule=st.sampled_from(["by_head", "by_seat_km", "fixed_share", "subsidy"]),
        share=st.integers(0, 100).map(lambda percent: percent / 100),
        amount=AMOUNTS,
        cap=st.one_of(st.none(), AMOUNTS),
        scope=SCOPES,
    ),
    max_size=5,
).map(tuple)


@st.composite
def documents(draw):
    document = copy.deepcopy(TINY.document)
    for part in ("trips", "services", "tickets"):
        for entry in document[part]:
            entry["cost"] = draw(AMOUNTS)
    for term in ("early_arrival", "journey"):
        document["summary"]["cost"][term] = draw(AMOUNTS)
    cost = document["summary"]["cost"]
    cost["vehicles"] = sum(trip["cost"] for trip in document["trips"])
    cost["services"] = sum(use["cost"] for use in document["services"])
    cost["tickets"] = sum(ticket["cost"] for ticket in document["tickets"])
    document["summary"]["total_cost"] = round(sum(cost.values()) + draw(st.integers(-3, 3)) / 100, 2)
    return document


@settings(deadline=None, max_examples=60)
@given(PAYERS, documents())
def test_every_fen_is_somebody_s(payers, document):
    facts = Facts(replace(TINY.case, payers=payers), plan_from_document(document))
    ledger = build_ledger(facts, TINY.travel)
    assert ledger.total_fen == to_fen(document["summary"]["total_cost"])
    assert sum(line.fen for line in ledger.lines) == ledger.total_fen
    for row in ledger.rows:
        assert sum(row.shares.values()) == row.item.fen
        assert row.item.fen <= 0 or all(fen >= 0 for fen in row.shares.values())
    for line in ledger.lines:
        assert line.fen == sum(line.by_term.values())
        assert line.fen == sum(row.shares.get(line.name, 0) for row in ledger.rows)
    by_entity = {(row.item.term, row.item.entity): row.item.fen for row in ledger.rows}
    for trip in document["trips"]:
        assert by_entity["vehicles", trip["trip_id"]] == to_fen(trip["cost"])


@settings(deadline=None, max_examples=60)
@given(PAYERS, documents())
def test_subsidies_keep_to_their_caps(payers, document):
    facts = Facts(replace(TINY.case, payers=payers), plan_from_document(document))
    ledger = build_ledger(facts, TINY.travel)
    for name in {payer.name for payer in payers}:
        entries = [payer for payer in payers if payer.name == name]
        if all(payer.rule == "subsidy" and payer.cap is not None for payer in entries):
            assert ledger.line(name).fen <= sum(Fraction(to_fen(payer.cap)) for payer in entries)


@settings(deadline=None, max_examples=30)
@given(documents())
def test_one_who_takes_the_rest_of_everything_pays_the_plan(document):
    payer = Payer("甲", "by_head", scope=PayerScope(terms=COST_TERMS))
    ledger = build_ledger(Facts(replace(TINY.case, payers=(payer,)), plan_from_document(document)))
    assert [(line.name, line.fen) for line in ledger.lines] == [("甲", ledger.total_fen)]
