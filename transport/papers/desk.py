"""What every paper is made from, on one desk: plan, edition, language, vehicles and masks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from transport.case import CrewMember, VehicleRecord
from transport.facts import Facts
from transport.locale import Language, text
from transport.papers.edition import Edition
from transport.papers.glyphs import Glyphs
from transport.papers.wording import clock_text
from transport.plan import Trip
from transport.privacy import mask_numbers


@dataclass(frozen=True)
class Desk:
    """A case and its plan with what all papers share.

    Parameters
    ----------
    unmask
        Whether the on-board list and the filing copies of carriers, airlines and railways show identity and phone
        numbers in full; every other paper masks them whatever stands here.
    """

    facts: Facts
    lang: Language
    edition: Edition
    glyphs: Glyphs
    unmask: bool = False

    def text(self, key: str, /, **values: object) -> str:
        """Return a text; ``key`` begins with its area."""
        return text(self.lang, key, **values)

    @cached_property
    def place_names(self) -> Mapping[str, str]:
        """Names of places by id; a number that was typed into one is masked."""
        return {place_id: mask_numbers(place.name or place_id) for place_id, place in self.facts.case.places.items()}

    def place(self, place_id: str) -> str:
        """Return the name of a place."""
        return self.place_names[place_id]

    def clock(self, moment: int, trip: Trip) -> str:
        """Return a moment, with its day where that is not the day of the trip's first stop."""
        return clock_text(moment, trip.stops[0].arrive, self.lang)

    def vehicle(self, trip: Trip) -> VehicleRecord:
        """Return what is known of a trip's vehicle."""
        return self.facts.case.vehicles.get((trip.offer_id, trip.vehicle_no), VehicleRecord())

    def drivers(self, trip: Trip) -> tuple[CrewMember, ...]:
        """Return the drivers, blank ones where they are not known yet."""
        return _filled(self.vehicle(trip).drivers, self.facts.offer(trip).drivers)

    def escorts(self, trip: Trip) -> tuple[CrewMember, ...]:
        """Return the escorts, blank ones where they are not known yet; one line at least."""
        return _filled(self.vehicle(trip).escorts, self.facts.case.rules.escorts.of(trip.kind))

    def contacts(self, trip: Trip) -> tuple[CrewMember, ...]:
        """Return whom one can call about a trip, the nearest first: escorts, drivers, those whose number is known."""
        record = self.vehicle(trip)
        return tuple(member for member in (*record.escorts, *record.drivers) if member.phone)

    def unprintable(self, name: str) -> str:
        """Return the code points of a name that no font has, such as ``U+310FF``; blank where all can be printed."""
        return " ".join(f"U+{ord(char):04X}" for char in self.glyphs.missing(name))

    def place_contact(self, place_id: str) -> str:
        """``张三 0872-5521234``: whom to call at a place; blank where unknown."""
        place = self.facts.case.places[place_id]
        return f"{place.contact} {place.contact_phone}".strip()


def _filled(members: tuple[CrewMember, ...], wanted: int) -> tuple[CrewMember, ...]:
    return members + (CrewMember(),) * (max(1, wanted) - len(members))
