"""The boarding list: one vehicle's passengers by stop, with room to sign and to note the crew."""

from __future__ import annotations

from transport.facts import Facts
from transport.locale import Language
from transport.papers.boarding_rows import BoardingStop, Passenger, boarding_stops
from transport.papers.page import TripPage
from transport.papers.sheet import BAND, HEAD, LINE_HEIGHT, QUIET, Book, line_count
from transport.papers.wording import contact_text, gender_text, name_text, needs_text, phone_text
from transport.plan import Trip

_WIDTHS = {
    "number": 5,
    "name": 10.5,
    "gender": 5,
    "phone": 13,
    "stop": 13,
    "time": 7.5,
    "employer": 14,
    "alight": 23,
    "needs": 10.5,
    "contact": 14,
    "sign": 10,
}
_CENTRED = {"number", "gender", "phone", "time"}
_SIGNING_HEIGHT = 27
_FORM_HEIGHT = 26


def add_boarding_sheet(book: Book, facts: Facts, trip: Trip, lang: Language) -> None:
    """Add one trip's boarding list as a sheet of the book."""
    told = any(worker.emergency_contact for worker in facts.case.workers.values())
    widths = {key: width for key, width in _WIDTHS.items() if told or key != "contact"}
    page = TripPage.open(book, facts, trip, lang, area="boarding", widths=widths)
    row = page.write_head()
    styles = [
        book.boxed(bold=True, font_size=11, indent=1)
        if key == "name"
        else book.boxed(**({"align": "center"} if key in _CENTRED else {"align": "left", "indent": 1}))
        for key in widths
    ]
    for number, group in enumerate(boarding_stops(facts, trip), start=1):
        _write_stop(page, row, number, group)
        for passenger in group.passengers:
            row += 1
            values = _passenger_values(page, passenger)
            page.write_row(row, [values[key] for key in widths], styles, _SIGNING_HEIGHT)
        row += 1
    _write_count(page, row)
    last_row = _write_crew(page, row + 2)
    page.sheet.print_area(0, 0, last_row, page.last)


def _write_stop(page: TripPage, row: int, number: int, group: BoardingStop) -> None:
    heading = page.label(
        "stop_from_service" if page.trip.kind == "distribution" else "stop",
        number=number,
        place=page.place(group.stop.place_id),
        arrive=page.clock(group.stop.arrive),
        depart=page.clock(group.stop.depart),
        people=len(group.passengers),
    )
    page.sheet.set_row(row, 9 + LINE_HEIGHT * line_count(heading, page.width / 1.1))
    style = page.book.boxed(bold=True, bg_color=BAND, font_size=11, indent=1)
    page.book.span(page.sheet, row, (0, page.last), heading, style)


def _passenger_values(page: TripPage, passenger: Passenger) -> dict[str, str]:
    worker, lang = passenger.worker, page.lang
    return {
        "number": str(passenger.number),
        "name": name_text(worker),
        "gender": gender_text(worker, lang),
        "phone": phone_text(worker),
        "stop": page.place(passenger.board.place_id),
        "time": page.clock(passenger.board.arrive),
        "employer": page.place(worker.destination),
        "alight": _alight_text(page, passenger),
        "needs": needs_text(worker, lang),
        "contact": contact_text(worker),
        "sign": "",
    }


def _alight_text(page: TripPage, passenger: Passenger) -> str:
    """Return when and where a person alights (the place only where it is not the destination), and what is met."""
    clock, place_id = page.clock(passenger.alight.arrive), passenger.alight.place_id
    if place_id == passenger.worker.destination:
        line = page.label("arrive", clock=clock)
    else:
        line = page.label("alight", clock=clock, place=page.place(place_id))
    service = passenger.service
    if service is None:
        return line
    key, moment = ("catch", service.depart) if page.trip.kind == "feeder" else ("come_from", service.arrive)
    return f"{line}\n{page.label(key, service=service.service_id, clock=page.clock(moment))}"


def _write_count(page: TripPage, row: int) -> None:
    """Write how many should be there, and leave room for how many are."""
    book, sheet = page.book, page.sheet
    strong = book.boxed(bold=True, font_size=11, indent=1)
    sheet.set_row(row, 30)
    book.span(sheet, row, (0, 3), page.label("expected", people=page.trip.load), strong)
    book.span(sheet, row, (4, 5), page.label("present"), strong)
    book.span(sheet, row, (6, page.last), page.label("absent"), book.boxed(indent=1))


def _write_crew(page: TripPage, row: int) -> int:
    """Write the lines to fill in: plate, permit, each driver, each escort, who signed; return the last row."""
    book, sheet, last = page.book, page.sheet, page.last
    escorts = page.facts.case.rules.escorts.of(page.trip.kind)
    drivers = page.facts.offer(page.trip).drivers
    sheet.set_row(row, _FORM_HEIGHT)
    book.span(sheet, row, (0, last), page.label("crew"), book.boxed(bold=True, bg_color=HEAD, indent=1))
    row += 1
    _write_form(page, row, page.label("plate"), {(2, 4): "", (5, 5): page.label("permit"), (6, last): ""})
    crew = [("driver", number, "licence") for number in range(1, max(1, drivers) + 1)]
    crew += [("escort", number, "unit") for number in range(1, max(1, escorts) + 1)]
    for role, number, paper in crew:
        row += 1
        cells = {
            (2, 2): page.label("person"),
            (3, 4): "",
            (5, 5): page.label(paper),
            (6, 6): "",
            (7, 7): page.label("phone"),
            (8, last): "",
        }
        _write_form(page, row, page.label(role, number=number), cells)
    row += 2
    sheet.set_row(row, _FORM_HEIGHT)
    for columns, key in (((0, 3), "filled_by"), ((4, 6), "checked_by"), ((7, last), "signed_on")):
        book.span(sheet, row, columns, page.label(key), book.style())
    return row


def _write_form(page: TripPage, row: int, who: str, cells: dict[tuple[int, int], str]) -> None:
    """Write one line of the form: who it is about, then labels and blanks over their columns."""
    page.sheet.set_row(row, _FORM_HEIGHT)
    page.book.span(page.sheet, row, (0, 1), who, page.book.boxed(bold=True, align="center"))
    for columns, value in cells.items():
        page.book.span(page.sheet, row, columns, value, page.book.boxed(font_color=QUIET, align="center"))
