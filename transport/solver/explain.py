"""Why somebody is left without a way, and what would have to change: only what is proven is claimed."""

from __future__ import annotations

from transport.clock import to_iso
from transport.solver.problem import NO_ROAD, Problem
from transport.solver.reach import Reach
from transport.solver.solution import Solution


class Explainer:
    """Reasons for the unserved of one solution.

    Reason codes: ``no_vehicle_at_origin``, ``no_vehicle_at_destination`` (no offer is small enough, or none has the
    role), ``no_road``, ``party_too_large``, ``no_service_in_time`` and ``no_direct_in_time`` are proven impossible;
    ``crowded_out_or_dearer`` means that no way was found that costs less than leaving the person.
    """

    def __init__(self, problem: Problem, solution: Solution) -> None:
        self.problem, self.solution = problem, solution
        self._reach: Reach | None = None

    def why_unserved(self, index: int) -> tuple[str, str]:
        """Reason code and a sentence for a bundle that is left."""
        p, b = self.problem, self.problem.bundles[index]
        if self._reach is None:
            self._reach = Reach(p)
        reach = self._reach
        origin, destination = p.places[b.origin], p.places[b.destination]
        direct = [k for k in reach.direct_offers[b.origin] if p.reaches(k, b.destination)]
        services = reach.services_of[p.cell_of[index]]
        road = p.closure_minutes[b.origin, b.destination] < NO_ROAD
        largest = max((p.capacity(k, "direct") for k in direct), default=0)
        largest_feeder = max((p.capacity(k, "feeder") for k in reach.feeder_offers[b.origin]), default=0)
        if not direct and not services and not reach.feeder_offers[b.origin] and p.offers:
            return (
                "no_vehicle_at_origin",
                f"没有能到达{origin.name}的车辆报价（核定座位须不超过{p.max_seats[b.origin]:g}）；"
                f"需增加小型车报价，或安排上车点。 No offered vehicle can reach {origin.place_id}.",
            )
        if not p.offers and not services:
            return ("no_offer", "没有任何车辆报价，也没有可用的航班或列车；需增加报价或个人车票价格。 Nothing is on offer.")
        if not road and not services:
            return (
                "no_road",
                f"{origin.name}到{destination.name}没有道路，也没有可接驳的航班或列车；需补充道路或集合点。"
                f" No road and no service from {origin.place_id}.",
            )
        if b.size > max(largest, largest_feeder) and b.origin not in p.service_from:
            return (
                "party_too_large",
                f"同行{b.size}人必须同车，最大的可用车辆只坐{max(largest, largest_feeder)}人；需更大的车辆或拆分同行组。"
                f" A party of {b.size} fits in no vehicle that reaches it.",
            )
        if not services and not direct:
            return (
                "no_service_in_time",
                f"没有一班航班或列车能在{to_iso(b.report)}报到前送达，也没有直达客车报价；需更早的班次或推迟报到。"
                f" No service arrives before {to_iso(b.report)}, and no direct coach is offered.",
            )
        return (
            "crowded_out_or_dearer",
            "在现有座位、车辆和时间内没有找到比未安排更省的走法；可增加车辆或席位、推迟报到，或给出个人车票价格。"
            " No way was found within the seats, vehicles and times on offer.",
        )
