"""The Python API on a case of two people, one on a coach and one with a ticket."""

import subprocess
import sys

import pytest

import transport
from transport.case import Case, Offer, Place, Worker
from transport.plan import (
    COST_TERMS,
    TRAVEL_MODES,
    Itinerary,
    Plan,
    Stop,
    Summary,
    Ticket,
    Trip,
)

DAY = 1440


def frozen_case() -> Case:
    places = [
        Place("V1", "胜泉<b>村", "village", 25.9, 99.4, "云龙县"),
        Place("F1", "新厂", "factory", 30.9, 121.5, "奉贤区"),
    ]
    workers = [
        Worker("w1", "欧阳小明", "V1", "F1", 0, 20 * DAY - 1, id_number="532929199001011234", phone="13800001234"),
        Worker("w2", "㛃兰", "V1", "F1", 0, 20 * DAY - 1, id_number="53292919900101123X", phone="13900001234"),
    ]
    return Case(
        name="tiny",
        title="两人<script>返岗",
        timezone="Asia/Shanghai",
        window_start=0,
        window_end=20 * DAY,
        workers={worker.worker_id: worker for worker in workers},
        places={place.place_id: place for place in places},
        offers={"O1": Offer("O1", 45, 1, "V1", operator="大理运输", vehicle="宇通53座")},
        services={},
        tickets={},
    )


def frozen_plan() -> Plan:
    trip = Trip(
        "T001", "direct", "O1", 1, 400,
        (Stop("V1", 480, 490, board=("w1",)), Stop("F1", 3000, 3010, alight=("w1",))), 2800.0, 0.0, 9000.0,
    )  # fmt: skip
    return Plan(
        "tiny",
        "",
        Summary(
            dict.fromkeys(COST_TERMS, 0.0) | {"vehicles": 9000.0, "tickets": 1000.0},
            dict.fromkeys(TRAVEL_MODES, 0) | {"direct": 1, "ticket": 1},
            lower_bound=9000.0,
        ),
        trips=(trip,),
        tickets=(Ticket("w2", 1000.0),),
        itineraries=(Itinerary("w1", "direct", ("T001",), 480, 3000), Itinerary("w2", "ticket")),
    )


@pytest.fixture
def case():
    return transport.Case(frozen_case(), travel=None)


@pytest.fixture
def plan(case):
    from transport.api import Plan as ApiPlan

    return ApiPlan(case, frozen_plan().to_document())


def test_importing_the_package_is_light():
    heavy = "{'pandas', 'ortools', 'folium', 'numpy', 'networkx'}"
    code = f"import sys, transport; assert not {heavy} & set(sys.modules); transport.Case"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_public_names():
    assert {"Case", "Plan", "check_plan", "solve"} <= set(dir(transport))
    with pytest.raises(AttributeError):
        _ = transport.nothing


def test_figures(plan):
    assert plan.total_cost == 10000.0
    assert plan.lower_bound == 9000.0
    assert plan.gap == pytest.approx(0.1)
    assert [trip.trip_id for trip in plan.trips] == ["T001"]
    assert plan.unserved == ()


def test_repr_says_what_it_is(case, plan):
    assert repr(case) == "Case('tiny': 2 workers, 2 places, 1 offers, 0 services)"
    assert repr(plan) == "Plan('tiny': ¥10,000.00, gap 10.00%, 1 direct, 1 ticket, 1 trips)"


def test_one_row_a_worker(plan):
    frame = plan.to_frame()
    assert list(frame["worker_id"]) == ["w1", "w2"]
    assert list(frame["mode"]) == ["direct", "ticket"]
    assert list(frame["legs"]) == ["T001", ""]
    assert list(frame["county"]) == ["云龙县", "云龙县"]
    assert list(frame["employer"]) == ["新厂", "新厂"]
    assert str(frame["pickup"][0]) == "1970-01-01 08:00:00"
    assert frame["pickup"].isna().tolist() == [False, True]


def test_names_are_masked_unless_asked_for(case, plan):
    assert list(plan.to_frame()["name"]) == ["欧**明", "㛃*"]
    assert list(case.to_frame()["name"]) == ["欧**明", "㛃*"]
    assert list(plan.to_frame(mask=False)["name"]) == ["欧阳小明", "㛃兰"]


def test_no_numbers_of_people_anywhere(case, plan):
    frames = [case.to_frame(mask=False), plan.to_frame(mask=False), plan.trips_frame()]
    views = [repr(case), repr(plan), case._repr_html_(), plan._repr_html_()]
    shown = "".join(frame.to_csv() for frame in frames) + "".join(views)
    for secret in ("532929", "1380000", "1390000"):
        assert secret not in shown


def test_one_row_a_trip(plan):
    (row,) = plan.trips_frame().to_dict("records")
    assert row["vehicle"] == "宇通53座"
    assert (row["workers"], row["seats"], row["stops"], row["km"], row["cost"]) == (1, 45, 2, 2800.0, 9000.0)
    assert (str(row["start"]), str(row["end"])) == ("1970-01-01 08:00:00", "1970-01-03 02:10:00")


def test_who_pays_what(plan):
    frame = plan.ledger_frame()
    assert frame["payer"].isna().all()
    assert round(frame["pays"].sum(), 2) == plan.total_cost
    assert not set(frame["entity"]) & set(plan.case.data.workers)


def test_notebook_views_are_masked_and_escaped(case, plan):
    assert "<script>" not in case._repr_html_()
    assert "¥10,000.00" in plan._repr_html_()
    assert "欧阳" not in case._repr_html_() + plan._repr_html_()


def test_violations_come_from_the_checker(plan, monkeypatch):
    from types import SimpleNamespace

    import transport.check

    found = SimpleNamespace(code="SEATS", entity="trip T001", detail="2 > 1")
    monkeypatch.setattr(transport.check, "check_plan", lambda *judged: SimpleNamespace(violations=(found,)))
    assert plan.violations() == [found]


def test_empty_tables(case):
    from transport.api import Plan as ApiPlan

    empty = ApiPlan(case, Plan("tiny", "", frozen_plan().summary).to_document())
    assert len(empty.to_frame()) == len(empty.trips_frame()) == 0
