"""What a report is made from, and what several of its sections look up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from transport.facts import Facts
from transport.ledger.alone import Accounts
from transport.ledger.items import CostItem, cost_items
from transport.locale import Language
from transport.report.costs import GroupCost, group_costs


@dataclass(frozen=True)
class Source:
    """A plan with its facts, its accounts where the case names payers, and the language of the page."""

    facts: Facts
    lang: Language
    accounts: Accounts | None = None

    @cached_property
    def items(self) -> tuple[CostItem, ...]:
        """The plan's total, item by item."""
        return cost_items(self.facts)

    @cached_property
    def by_mode(self) -> tuple[GroupCost, ...]:
        """Cost by mode of travel; the names are the modes' keys."""
        return group_costs(self.facts, self.items, lambda itinerary: itinerary.mode)

    @cached_property
    def by_county(self) -> tuple[GroupCost, ...]:
        """Cost by home county; a place without a county stands for itself."""
        places, workers = self.facts.case.places, self.facts.case.workers

        def county(worker_id: str) -> str:
            origin = places[workers[worker_id].origin]
            return origin.county or origin.name

        return group_costs(self.facts, self.items, lambda itinerary: county(itinerary.worker_id))

    @cached_property
    def by_employer(self) -> tuple[GroupCost, ...]:
        """Cost by destination; the names are place ids."""
        workers = self.facts.case.workers
        return group_costs(self.facts, self.items, lambda itinerary: workers[itinerary.worker_id].destination)

    @cached_property
    def by_village(self) -> tuple[GroupCost, ...]:
        """Cost by origin; the names are place ids."""
        workers = self.facts.case.workers
        return group_costs(self.facts, self.items, lambda itinerary: workers[itinerary.worker_id].origin)
