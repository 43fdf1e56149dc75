"""How papers put moments, vehicles and needs into words, and what they mask."""

from __future__ import annotations

from transport.case import Offer, Worker
from transport.clock import DAY, to_clock, to_datetime
from transport.facts import Facts
from transport.locale import Language, catalogue, text
from transport.plan import Itinerary, Trip
from transport.privacy import mask_contact, mask_id, mask_numbers, mask_phone


def date_text(moment: int, lang: Language) -> str:
    """``2027-02-18　周四``: the day of a moment."""
    day = to_datetime(moment)
    weekday = catalogue(lang, "papers")["weekdays"][day.weekday()]
    return text(lang, "papers.date", year=day.year, month=day.month, day=day.day, weekday=weekday)


def clock_text(moment: int, base: int, lang: Language) -> str:
    """``06:30``, or ``02-19 06:30`` where the moment lies on another day than ``base``."""
    if moment // DAY == base // DAY:
        return to_clock(moment)
    day = to_datetime(moment)
    return text(lang, "papers.other_day", month=day.month, day=day.day, clock=to_clock(moment))


def stamp_text(moment: int | None) -> str:
    """``2027-02-18 06:30``: a moment in a list that can be sorted; blank for ``None``."""
    return "" if moment is None else to_datetime(moment).strftime("%Y-%m-%d %H:%M")


def short_stamp_text(moment: int) -> str:
    """``02-18 06:30``: a moment on a sheet that says its year elsewhere."""
    return to_datetime(moment).strftime("%m-%d %H:%M")


def duration_text(minutes: int, lang: Language) -> str:
    """``3小时05分``, ``4小时``, and ``20分`` under an hour."""
    if minutes < 60:
        return text(lang, "papers.minutes", minutes=minutes)
    if minutes % 60 == 0:
        return text(lang, "papers.hours", hours=minutes // 60)
    return text(lang, "papers.duration", hours=minutes // 60, minutes=minutes % 60)


def vehicle_text(offer: Offer, trip: Trip, lang: Language) -> str:
    """``宇通53座（53座）1号车``."""
    name = offer.vehicle or offer.offer_id
    return text(lang, "papers.vehicle", vehicle=name, seats=offer.seats, number=trip.vehicle_no)


def name_text(worker: Worker) -> str:
    """Return a name as it stands; a number that was typed into it is masked."""
    return mask_numbers(worker.name)


def gender_text(worker: Worker, lang: Language) -> str:
    """Return the sex in the language's letters where it is one of 男, 女, M, F, else as it stands."""
    return str(catalogue(lang, "papers")["genders"].get(worker.gender.strip().upper(), mask_numbers(worker.gender)))


def phone_text(worker: Worker, *, full: bool = False) -> str:
    """Return the phone number, masked unless ``full``."""
    return worker.phone.strip() if full else mask_phone(worker.phone)


def id_text(worker: Worker, *, full: bool = False) -> str:
    """Return the identity number, masked unless ``full``."""
    return worker.id_number.strip() if full else mask_id(worker.id_number)


def mask_licence(number: str) -> str:
    """Return the number of a driver's licence, masked: in China it is the identity number."""
    return mask_id(number)


def contact_text(worker: Worker, *, full: bool = False) -> str:
    """Return the emergency contact, its numbers masked unless ``full``."""
    return worker.emergency_contact.strip() if full else mask_contact(worker.emergency_contact)


def needs_text(worker: Worker, lang: Language) -> str:
    """Return the needs in words, numbers in them masked, and the party that a person belongs to."""
    known = catalogue(lang, "papers")["needs"]
    needs = [str(known.get(need, mask_numbers(need))) for need in worker.needs]
    if worker.party is not None:
        needs.append(text(lang, "papers.party", party=mask_numbers(worker.party)))
    return text(lang, "papers.list_separator").join(needs)


def legs_text(facts: Facts, itinerary: Itinerary) -> str:
    """``T001 → MU7641 → T007``."""
    return " → ".join(
        part.trip_id if isinstance(part, Trip) else part.service_id for part in facts.leg_parts(itinerary)
    )


def reason_text(code: str, lang: Language) -> str:
    """Return a reason in words; a code without words is shown as it is."""
    known = catalogue(lang, "papers")["reasons"]
    return str(known[code]) if code in known else text(lang, "papers.reasons.other", code=code)
