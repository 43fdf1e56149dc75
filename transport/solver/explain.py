"""Why somebody is left without a way, and what would have to change: only what is proven is claimed."""

from __future__ import annotations

from functools import cached_property

from transport.clock import to_iso
from transport.locale import Language, text
from transport.solver.problem import Problem
from transport.solver.reach import MOST, Reach


class Explainer:
    """Reasons for people who are left, as a code and a sentence in the user's language.

    Proven impossible: ``no_offer``, ``no_vehicle_at_origin``, ``no_vehicle_at_destination``, ``no_road``,
    ``party_too_large``, ``no_arrival_before_report``. ``crowded_out_or_dearer`` says only that no way was found that
    costs less than leaving the person.
    """

    def __init__(self, problem: Problem, lang: Language) -> None:
        self.problem, self.lang = problem, lang

    @cached_property
    def _reach(self) -> Reach:
        return Reach(self.problem)

    def why_unserved(self, index: int) -> tuple[str, str]:
        """Reason code and a sentence for a bundle that is left."""
        p, b = self.problem, self.problem.bundles[index]
        origin, destination = p.places[b.origin], p.places[b.destination]
        code = self._code(index)
        return code, text(
            self.lang,
            f"reasons.{code}",
            origin=origin.name or origin.place_id,
            destination=destination.name or destination.place_id,
            size=b.size,
            report=to_iso(b.report).replace("T", " "),
        )

    def _code(self, index: int) -> str:
        p, b, reach = self.problem, self.problem.bundles[index], self._reach
        out = [*reach.direct_offers[b.origin], *reach.feeder_offers[b.origin]]
        into = [*reach.direct_offers[b.destination], *reach.distribution_offers[b.destination]]
        at_hub = b.origin in p.service_from or b.destination in p.service_to
        if not p.offers and not at_hub:
            return "no_offer"
        if not out and b.origin not in p.service_from:
            return "no_vehicle_at_origin"
        if not into and b.destination not in p.service_to:
            return "no_vehicle_at_destination"
        direct = [k for k in reach.direct_offers[b.origin] if p.reaches(k, b.destination)]
        minutes = float(p.closure_minutes[b.origin, b.destination])
        if minutes > MOST and not reach.services_of[p.cell_of[index]]:
            return "no_road"
        largest = max((p.offers[k].seats for k in out), default=0)
        if b.size > largest and b.origin not in p.service_from:
            return "party_too_large"
        in_time = bool(direct) and b.ready + p.dwell[b.origin] + minutes <= b.report
        if not in_time and not reach.services_of[p.cell_of[index]]:
            return "no_arrival_before_report"
        return "crowded_out_or_dearer"
