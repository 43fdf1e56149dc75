"""How people travel: modes, days, times, vehicles, services, and the CO₂ of it."""

from __future__ import annotations

from transport.clock import to_datetime
from transport.locale import text
from transport.plan import TRAVEL_MODES
from transport.report.charts import columns, legend, stack
from transport.report.emissions import emissions
from transport.report.figures import journeys, seat_use
from transport.report.layout import blank, figure, listing, named, note, number, section
from transport.report.markup import Cell, Html, element
from transport.report.source import Source
from transport.report.use import pickups_by_day, vehicle_uses, village_times
from transport.report.words import fen, hours, money, people, share


def people_section(source: Source) -> Html:
    """How many travel how."""
    lang = source.lang
    counts = [source.facts.plan.summary.workers.get(mode, 0) for mode in TRAVEL_MODES]
    entries = [
        f"{text(lang, f'papers.modes.{mode}')}  {people(count, lang)} ({share(count, sum(counts))})" if count else ""
        for mode, count in zip(TRAVEL_MODES, counts, strict=True)
    ]
    return section(lang, "people", element("div", stack(counts, sum(counts)), class_="stack"), legend(entries))


def day_section(source: Source) -> Html:
    """How many are picked up on which day."""
    lang, days = source.lang, pickups_by_day(source.facts)
    if not days:
        return Html()
    labels = [f"{(day := to_datetime(moment)).month}-{day.day:02d}" for moment in days]
    used = [part for part in range(len(TRAVEL_MODES)) if any(counts[part] for counts in days.values())]
    series = [[counts[part] if part in used else 0 for counts in days.values()] for part in range(len(TRAVEL_MODES))]
    entries = [text(lang, f"papers.modes.{mode}") if part in used else "" for part, mode in enumerate(TRAVEL_MODES)]
    chart = columns(labels, series, text(lang, "report.sections.days"))
    return section(lang, "days", figure(chart, text(lang, "report.captions.days")), legend(entries))


def journey_section(source: Source) -> Html:
    """How long people are under way."""
    lang, found = source.lang, journeys(source.facts)
    if found.median is None or found.longest is None:
        return section(lang, "journeys", element("p", text(lang, "report.journeys.nobody")))
    count, median, longest = f"{len(found.minutes):,}", hours(found.median, lang), hours(found.longest, lang)
    line = text(lang, "report.journeys.line", people=count, median=median, longest=longest)
    names, counts = [], []
    for low, high, number_of in found.bands():
        key = "band_open" if high is None else "band"
        names.append(text(lang, f"report.journeys.{key}", low=low, high=high))
        counts.append(number_of)
    chart = columns(names, [counts], text(lang, "report.sections.journeys"))
    return section(lang, "journeys", element("p", line), figure(chart, text(lang, "report.captions.journeys")))


def village_section(source: Source) -> Html:
    """Journeys and cost by village."""
    lang, places = source.lang, source.facts.case.places
    costs = {group.name: group for group in source.by_village}
    times = village_times(source.facts)
    longest = max((found.longest or 0 for found in times), default=0)
    rows = [
        [
            named(places[found.place_id].county, "short"),
            named(places[found.place_id].name),
            number(found.people),
            number(len(found.minutes)),
            Cell(hours(found.median, lang), found.median, "n"),
            Cell(hours(found.longest, lang), found.longest, "n"),
            Cell(stack([found.longest or 0], longest), look="bar"),
            Cell(fen(costs[found.place_id].fen, lang), costs[found.place_id].fen, "n"),
        ]
        for found in times
    ]
    total, everybody = sum(group.fen for group in costs.values()), sum(found.people for found in times)
    everything = journeys(source.facts)
    foot = [
        Cell(text(lang, "report.sum")),
        blank(),
        number(everybody),
        number(len(everything.minutes)),
        Cell(hours(everything.median, lang), None, "n"),
        Cell(hours(everything.longest, lang), None, "n"),
        blank(),
        Cell(fen(total, lang), total, "n"),
    ]
    keys = ("county", "village", "people", "chartered", "median", "longest", "bar", "cost")
    return section(lang, "villages", listing(lang, "villages", keys, rows, foot))


def vehicle_section(source: Source) -> Html:
    """How full each vehicle is."""
    lang, uses = source.lang, vehicle_uses(source.facts)
    if not uses:
        return Html()
    rows = [
        [
            Cell(
                f"{use.offer.offer_id} #{use.number}",
                look="short",
                title=text(lang, "report.separator").join(use.trips),
            ),
            named(use.offer.operator),
            Cell(text(lang, "report.separator").join(text(lang, f"papers.kinds.{kind}") for kind in use.kinds)),
            number(len(use.trips)),
            number(use.people),
            number(use.seats),
            Cell("–" if use.share is None else f"{use.share:.0%}", use.share, "n"),
            Cell(stack([use.share or 0.0], 1.0), look="bar"),
            number(use.km),
            number(use.empty_km),
            Cell(fen(use.fen, lang), use.fen, "n"),
        ]
        for use in uses
    ]
    carried, seats = sum(use.people for use in uses), sum(use.seats for use in uses)
    cost = sum(use.fen for use in uses)
    foot = [
        Cell(text(lang, "report.sum")),
        Cell(text(lang, "report.vehicles", count=f"{len(uses):,}")),
        blank(),
        number(sum(len(use.trips) for use in uses)),
        number(carried),
        number(seats),
        Cell(share(carried, seats, 0), None, "n"),
        blank(),
        number(sum(use.km for use in uses)),
        number(sum(use.empty_km for use in uses)),
        Cell(fen(cost, lang), cost, "n"),
    ]
    keys = ("vehicle", "operator", "kind", "trips", "people", "seats", "use", "bar", "km", "empty_km", "cost")
    return section(lang, "vehicles", listing(lang, "vehicles", keys, rows, foot), note(lang, "seats"))


def service_section(source: Source) -> Html:
    """How full each flight and train is."""
    lang, case = source.lang, source.facts.case
    uses = [use for use in seat_use(source.facts) if use.kind in {"flight", "train"}]
    if not uses:
        return Html()
    rows = []
    for use in uses:
        service = case.services[use.name]
        rows.append(
            [
                Cell(use.name),
                Cell(text(lang, f"papers.service_modes.{use.kind}")),
                named(f"{case.places[service.from_hub].name} → {case.places[service.to_hub].name}", "wide"),
                Cell(f"{to_datetime(service.depart):%m-%d %H:%M}", look="short"),
                number(use.vehicles),
                number(use.people),
                number(use.seats),
                Cell("–" if use.share is None else f"{use.share:.0%}", use.share, "n"),
                Cell(stack([use.share or 0.0], 1.0), look="bar"),
                Cell(money(use.cost, lang), use.cost, "n"),
            ]
        )
    keys = ("service", "kind", "route", "departs", "units", "people", "seats", "use", "bar", "cost")
    return section(lang, "services", listing(lang, "services", keys, rows), note(lang, "service_seats"))


def emission_section(source: Source) -> Html:
    """The estimated CO₂ of the plan."""
    lang, found = source.lang, emissions(source.facts)
    if not found:
        return Html()
    total, most = sum(one.kg for one in found), max(one.kg for one in found)
    everybody = len(source.facts.itineraries) - len(source.facts.plan.unserved)
    rows = [
        [
            Cell(text(lang, f"report.means.{one.means}")),
            number(one.people) if one.people else Cell("–", 0, "n"),
            Cell(
                text(
                    lang,
                    f"report.km.{'vehicle' if one.means in {'coach', 'coach_empty'} else 'person'}",
                    km=f"{one.km:,.0f}",
                ),
                one.km,
                "n",
            ),
            number(one.kg),
            Cell(share(one.kg, total), one.kg, "n"),
            Cell(stack([one.kg], most), look="bar"),
        ]
        for one in found
    ]
    foot = [
        Cell(text(lang, "report.sum")),
        number(everybody),
        blank(),
        number(total),
        Cell(share(total, total), 1, "n"),
        blank(),
    ]
    factors = source.facts.case.emissions
    line = text(
        lang, "report.emissions", tons=f"{total / 1000:,.1f}", each=f"{total / everybody if everybody else 0:,.0f}"
    )
    table = listing(lang, "emissions", ("means", "people", "km", "kg", "share", "bar"), rows, foot)
    words = {
        key: f"{getattr(factors, key):g}"
        for key in ("coach_small", "coach_medium", "coach_large", "flight", "train", "ticket")
    }
    return section(lang, "emissions", element("p", line), table, note(lang, "emissions", **words))
