"""Lists for one village, one employer or one hub: who leaves when and on what, who arrives when, who changes there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, groupby

from transport.case import Service, Worker
from transport.papers.desk import Desk
from transport.papers.lists.listing import list_table
from transport.papers.lists.plan_rows import leg_id, place_order
from transport.papers.paper import Band, Page, Paper, Row, Words
from transport.papers.wording import (
    gender_text,
    id_text,
    legs_text,
    name_text,
    needs_text,
    phone_text,
    stamp_text,
)
from transport.plan import TRAVEL_MODES, Itinerary, ServiceUse, Trip

_GATE = ("number", "name", "gender", "id_number", "phone", "feeder", "hub_time", "employer", "needs", "check")
_MEETING = ("number", "name", "gender", "phone", "onward", "hub_time", "employer", "needs", "check")
_LAST = 1 << 60
_BOX = "□"


def village_papers(desk: Desk) -> Iterator[tuple[str, Paper]]:
    """Yield one paper a village that anybody leaves from, with the place's id."""
    yield from _papers(desk, _VILLAGE, lambda worker: worker.origin)


def employer_papers(desk: Desk) -> Iterator[tuple[str, Paper]]:
    """Yield one paper an employer that anybody goes to, with the place's id."""
    yield from _papers(desk, _EMPLOYER, lambda worker: worker.destination)


def hub_papers(desk: Desk) -> Iterator[tuple[str, Paper]]:
    """Yield one paper a hub: a gate list for each departure, a meeting list for each arrival."""
    services = desk.facts.case.services
    uses = [(services[use.service_id], use) for use in desk.facts.plan.services]
    used = {hub for service, _ in uses for hub in (service.from_hub, service.to_hub)}
    for hub in sorted(used, key=place_order(desk.facts).__getitem__):
        leaving = sorted((pair for pair in uses if pair[0].from_hub == hub), key=lambda pair: pair[0].depart)
        coming = sorted((pair for pair in uses if pair[0].to_hub == hub), key=lambda pair: pair[0].arrive)
        pages = [_gate_page(desk, service, use) for service, use in leaving]
        pages += [_meeting_page(desk, service, use) for service, use in coming]
        yield hub, Paper(desk.text("lists.hub.subject", place=desk.place(hub)), tuple(pages))


def _papers(desk: Desk, side: _Side, place_of: Callable[[Worker], str]) -> Iterator[tuple[str, Paper]]:
    workers, order = desk.facts.case.workers, place_order(desk.facts)
    groups: dict[str, list[Itinerary]] = {}
    for itinerary in desk.facts.plan.itineraries:
        groups.setdefault(place_of(workers[itinerary.worker_id]), []).append(itinerary)
    for place_id in sorted(groups, key=order.__getitem__):
        made = _place_page(desk, side, place_id, groups[place_id])
        yield place_id, Paper(made.title, (made,))


@dataclass(frozen=True, slots=True)
class _Side:
    """What a list of one end of the journey shows: its texts, its columns, and what stands between phone and needs."""

    key: str
    columns: tuple[str, ...]
    told: Callable[[Desk, Itinerary], tuple[str, ...]]

    @property
    def leaving(self) -> bool:
        return self.key == "village"


def _village_told(desk: Desk, itinerary: Itinerary) -> tuple[str, ...]:
    worker = desk.facts.case.workers[itinerary.worker_id]
    point = desk.place(worker.origin) if itinerary.legs else ""
    return point, stamp_text(itinerary.pickup), desk.place(worker.destination), stamp_text(itinerary.arrive)


def _employer_told(desk: Desk, itinerary: Itinerary) -> tuple[str, ...]:
    worker = desk.facts.case.workers[itinerary.worker_id]
    county = desk.facts.case.places[worker.origin].county
    return desk.place(worker.origin), county, legs_text(desk.facts, itinerary), stamp_text(worker.report_by)


_WHO = ("number", "name", "gender", "phone")
_VILLAGE = _Side("village", (*_WHO, "board", "board_time", "employer", "alight_time", "needs", "check"), _village_told)
_EMPLOYER = _Side("employer", (*_WHO, "village", "county", "legs", "report_by", "needs", "check"), _employer_told)


def _place_page(desk: Desk, side: _Side, place_id: str, itineraries: Sequence[Itinerary]) -> Page:
    rows: list[Row | Band] = []
    numbers = count(1)
    for (moment, leg), people in _grouped(desk, itineraries, first=side.leaving):
        rows.append(Band(_band(desk, people[0], moment, leg, len(people), "leaves" if side.leaving else "arrives")))
        for itinerary in people:
            worker = desk.facts.case.workers[itinerary.worker_id]
            who = (str(next(numbers)), name_text(worker), gender_text(worker, desk.lang), phone_text(worker))
            rows.append(Row((*who, *side.told(desk, itinerary), needs_text(worker, desk.lang), _BOX)))
    county = desk.facts.case.places[place_id].county
    contact = desk.place_contact(place_id) or desk.text("lists.blank")
    return Page(
        desk.text(f"lists.{side.key}.sheet"),
        desk.text(f"lists.{side.key}.title", place=desk.place(place_id)),
        (list_table(desk, side.columns, rows), Words(desk.text(f"lists.{side.key}.note"), "quiet")),
        (f"{county}　{_counts(desk, itineraries)}", desk.text(f"lists.{side.key}.contact", contact=contact)),
        landscape=True,
    )


def _grouped(
    desk: Desk, itineraries: Sequence[Itinerary], *, first: bool
) -> Iterator[tuple[tuple[int, str], list[Itinerary]]]:
    """Yield people who leave (or arrive) together: by moment and vehicle or service, who has neither last."""

    def key(itinerary: Itinerary) -> tuple[int, str]:
        moment = itinerary.pickup if first else itinerary.arrive
        leg = itinerary.legs[0 if first else -1] if itinerary.legs else itinerary.mode
        return (_LAST + TRAVEL_MODES.index(itinerary.mode) if moment is None else moment, leg)

    order = desk.facts.roster_order
    for group, people in groupby(sorted(itineraries, key=lambda i: (*key(i), order[i.worker_id])), key=key):
        yield group, list(people)


def _band(desk: Desk, itinerary: Itinerary, moment: int, leg: str, people: int, verb: str) -> str:
    if moment >= _LAST:
        return desk.text("lists.band_none", mode=desk.text(f"papers.modes.{itinerary.mode}"), people=people)
    parts = list(desk.facts.leg_parts(itinerary))
    part = parts[0 if verb == "leaves" else -1]
    return desk.text(
        f"lists.band_{verb}", moment=stamp_text(moment), leg=leg_id(part), vehicle=part_text(desk, part), people=people
    )


def part_text(desk: Desk, part: Trip | Service) -> str:
    """Return a vehicle or service in words: its kind, where it goes, its plate or operator."""
    if isinstance(part, Trip):
        offer, plate = desk.facts.offer(part), desk.vehicle(part).plate
        kind, end = desk.text(f"papers.kinds.{part.kind}"), desk.place(part.stops[-1].place_id)
        return desk.text(
            "lists.vehicle", kind=kind, end=end, vehicle=offer.vehicle or offer.offer_id, plate=plate
        ).strip()
    mode = desk.text(f"papers.service_modes.{part.mode}")
    return desk.text("lists.service", mode=mode, end=desk.place(part.to_hub), operator=part.operator).strip()


def _counts(desk: Desk, itineraries: Sequence[Itinerary]) -> str:
    """``共 12 人：直达包车 8、个人购票 4``."""
    told = [
        desk.text("lists.count_mode", mode=desk.text(f"papers.modes.{mode}"), people=people)
        for mode in TRAVEL_MODES
        if (people := sum(itinerary.mode == mode for itinerary in itineraries))
    ]
    return desk.text("lists.count", people=len(itineraries), modes=desk.text("papers.list_separator").join(told))


def _gate_page(desk: Desk, service: Service, use: ServiceUse) -> Page:
    rows = []
    for number, worker_id, before, _ in _around(desk, service, use):
        worker = desk.facts.case.workers[worker_id]
        rows.append(
            Row(
                (
                    str(number),
                    name_text(worker),
                    gender_text(worker, desk.lang),
                    id_text(worker),
                    phone_text(worker),
                    leg_id(before) or desk.text("lists.hub.on_foot"),
                    "" if before is None else stamp_text(before.stops[-1].arrive),
                    desk.place(worker.destination),
                    needs_text(worker, desk.lang),
                    _BOX,
                )
            )
        )
    return _service_page(desk, "gate", service, use, _GATE, rows)


def _meeting_page(desk: Desk, service: Service, use: ServiceUse) -> Page:
    rows = []
    for number, worker_id, _, after in _around(desk, service, use):
        worker = desk.facts.case.workers[worker_id]
        rows.append(
            Row(
                (
                    str(number),
                    name_text(worker),
                    gender_text(worker, desk.lang),
                    phone_text(worker),
                    leg_id(after) or desk.text("lists.hub.on_foot"),
                    "" if after is None else stamp_text(after.stops[0].depart),
                    desk.place(worker.destination),
                    needs_text(worker, desk.lang),
                    _BOX,
                )
            )
        )
    return _service_page(desk, "meeting", service, use, _MEETING, rows)


def _around(desk: Desk, service: Service, use: ServiceUse) -> Iterator[tuple[int, str, Trip | None, Trip | None]]:
    """Yield the passengers of a service, numbered, with the vehicles before and after it."""
    facts = desk.facts
    for number, worker_id in enumerate(sorted(use.workers, key=facts.roster_order.__getitem__), start=1):
        parts = list(facts.leg_parts(facts.itineraries[worker_id]))
        at = parts.index(service)
        before = parts[at - 1] if at > 0 else None
        after = parts[at + 1] if at + 1 < len(parts) else None
        assert not isinstance(before, Service)
        assert not isinstance(after, Service)
        yield number, worker_id, before, after


def _service_page(
    desk: Desk, key: str, service: Service, use: ServiceUse, columns: Sequence[str], rows: Sequence[Row]
) -> Page:
    label = desk.text(f"lists.hub.{key}", service=service.service_id)
    return Page(label, label, (list_table(desk, columns, rows),), (service_line(desk, service, use),), landscape=True)


def service_line(desk: Desk, service: Service, use: ServiceUse) -> str:
    """Return a service in one line: mode, operator, from where and when to where and when, how many people."""
    return desk.text(
        "lists.service_line",
        mode=desk.text(f"papers.service_modes.{service.mode}"),
        operator=service.operator,
        from_hub=desk.place(service.from_hub),
        depart=stamp_text(service.depart),
        to_hub=desk.place(service.to_hub),
        arrive=stamp_text(service.arrive),
        people=len(use.workers),
        units=use.units,
    )
