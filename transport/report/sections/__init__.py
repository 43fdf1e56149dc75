"""The sections of the report, in the order of the page, each from its source alone."""

from __future__ import annotations

from collections.abc import Callable

from transport.report.markup import Html
from transport.report.sections.costs import county_section, employer_section, mode_section, term_section
from transport.report.sections.people import explanation_section, quality_section, unserved_section, warning_section
from transport.report.sections.proof import practice_section
from transport.report.sections.roads import road_section
from transport.report.sections.shares import payer_section
from transport.report.sections.travel import (
    day_section,
    emission_section,
    journey_section,
    people_section,
    service_section,
    vehicle_section,
    village_section,
)
from transport.report.source import Source

Section = Callable[[Source], Html]
"""Returns a section, or nothing where there is nothing to tell."""

SECTIONS: tuple[tuple[str, Section], ...] = (
    ("warnings", warning_section),
    ("practices", practice_section),
    ("terms", term_section),
    ("people", people_section),
    ("modes", mode_section),
    ("counties", county_section),
    ("employers", employer_section),
    ("payers", payer_section),
    ("days", day_section),
    ("journeys", journey_section),
    ("villages", village_section),
    ("vehicles", vehicle_section),
    ("services", service_section),
    ("roads", road_section),
    ("emissions", emission_section),
    ("unserved", unserved_section),
    ("explanations", explanation_section),
    ("quality", quality_section),
)
"""Key and builder of each section; the key is its anchor and names its heading."""
