"""Who must travel together does: parties, and unsplit groups, share the mode, every leg and every stop."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from transport.case import Worker
from transport.checks.itineraries import Claim


@dataclass(frozen=True, slots=True)
class Company:
    """The claims of people who must travel together."""

    entity: str
    claims: tuple[Claim, ...]


def parties(claims: Iterable[Claim]) -> list[Company]:
    """People of one party."""
    return _gather((claim for claim in claims if claim.worker.party is not None), "party", lambda worker: worker.party)


def groups(claims: Iterable[Claim]) -> list[Company]:
    """People of one origin with one destination and the same dates, where the case does not split such groups."""
    whole = (claim for claim in claims if not claim.case.rules.split_groups)
    return _gather(
        whole, "group", lambda worker: (worker.origin, worker.destination, worker.ready_from, worker.report_by)
    )


def _gather(claims: Iterable[Claim], noun: str, key: Callable[[Worker], Hashable]) -> list[Company]:
    gathered: dict[Hashable, list[Claim]] = {}
    for claim in claims:
        gathered.setdefault(key(claim.worker), []).append(claim)
    return [Company(f"{noun} {_name(noun, own[0].worker)}", tuple(own)) for own in gathered.values()]


def _name(noun: str, worker: Worker) -> str:
    return str(worker.party) if noun == "party" else f"{worker.origin} → {worker.destination}"


def split(company: Company) -> Iterator[str]:
    ways: dict[Hashable, Claim] = {}
    for claim in company.claims:
        rides = tuple(sorted(ride.place_in_plan for ride in claim.presence.rides))
        ways.setdefault((claim.written.mode, claim.written.legs, rides), claim)
    first, *others = ways.values()
    for other in others:
        yield f"{first.worker.worker_id} {first.told} ≠ {other.worker.worker_id} {other.told}"


PARTY_RULES: Mapping[str, Callable[[Company], Iterator[str]]] = {"PARTY_SPLIT": split}
GROUP_RULES: Mapping[str, Callable[[Company], Iterator[str]]] = {"GROUP_SPLIT": split}
