"""Rules of the two lists of people who do not travel by charter: individual tickets and the unserved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from transport.checks.amounts import same_amount
from transport.checks.wording import figure, shown
from transport.checks.written import WrittenTicket, WrittenUnserved


@dataclass(frozen=True, slots=True)
class PricedTicket:
    """A ticket beside its price in the case; ``None`` where none is to be had."""

    written: WrittenTicket
    price: float | None

    @property
    def entity(self) -> str:
        return f"worker {self.written.worker_id}"


def no_ticket(ticket: PricedTicket) -> Iterator[str]:
    if ticket.price is None:
        yield figure(ticket.written.cost)


def cost_ticket(ticket: PricedTicket) -> Iterator[str]:
    if ticket.price is not None and not same_amount(ticket.written.cost, ticket.price):
        yield f"{figure(ticket.written.cost)} ≠ {figure(ticket.price)}"


def reason(row: WrittenUnserved) -> Iterator[str]:
    """A reason code and a sentence, neither of them blank."""
    for value in (row.reason, row.detail):
        if not value or not str(value).strip():
            yield shown(value)


TICKET_RULES: Mapping[str, Callable[[PricedTicket], Iterator[str]]] = {
    "NO_TICKET": no_ticket,
    "COST_TICKET": cost_ticket,
}
UNSERVED_RULES: Mapping[str, Callable[[WrittenUnserved], Iterator[str]]] = {"REASON": reason}
