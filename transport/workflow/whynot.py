"""Why not otherwise? A written plan against the best that is found when a choice is forced."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from transport.case import MEANS, NO_SERVICE, Case, Worker
from transport.errors import UnknownChoice, UnknownWorkers
from transport.locale import Language
from transport.plan import SERVICE_LEG, Plan
from transport.workflow.reading import read_planned, require_valid

if TYPE_CHECKING:
    from transport.comparison.people import Changed

OFFER = "offer:"
"""Before an offer's id where something is to go unused."""


@dataclass(frozen=True, slots=True)
class Question:
    """A choice to force.

    Parameters
    ----------
    who
        Whom it is about: worker ids, names, or ``county=…``, ``origin=…``, ``destination=…``, ``party=…`` (ids or
        names of places); several are added up. Empty: everybody.
    by
        What they are to travel by: ``direct``, ``flight``, ``train``, ``ticket`` or ``service:ID``; ``None``: as is
        best.
    without
        What nobody is to use: ``offer:ID`` or ``service:ID``.
    """

    who: tuple[str, ...] = ()
    by: str | None = None
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The plan's figures and the forced plan's, by measure; whose trip changes; how many people are asked about."""

    case: Case
    forced: Plan
    own: Mapping[str, float | None]
    other: Mapping[str, float | None]
    changed: Changed
    people: int

    @property
    def extra_cost(self) -> float:
        """CNY by which the forced plan costs more; as all figures of a search, at the best that was found."""
        return self.forced.summary.total_cost - (self.own["cost.total"] or 0.0)


def why_not(
    path: Path,
    folder: Path,
    question: Question,
    *,
    seconds: float,
    threads: int = 0,
    lang: Language = "zh",
    should_stop: Callable[[], bool] = lambda: False,
) -> Answer:
    """Solve a case again with a choice forced, starting from its plan, and compare.

    Raises
    ------
    InputError, PlanRefused
        The case or the plan cannot be read, or they do not fit each other.
    UnknownWorkers, UnknownChoice
        The question names somebody or something that the case does not have.
    """
    from transport.comparison.people import changed_people
    from transport.solver import solve

    case, travel, plan, _ = read_planned(path, folder)
    workers = chosen(case, question.who)
    edited = forced(case, workers, question)
    found = solve(
        edited, travel, time_limit_s=seconds, seed=case.solver.seed, threads=threads, start=plan, lang=lang,
        should_stop=should_stop,
    )  # fmt: skip
    require_valid(edited, travel, found.to_document())
    return Answer(
        case, found, _measured(case, plan), _measured(edited, found), changed_people(found, plan), len(workers)
    )


def chosen(case: Case, who: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of the workers that are asked about, in the roster's order.

    Raises
    ------
    UnknownWorkers
        A condition fits nobody.
    """
    if not who:
        return tuple(case.workers)
    fitting = {one: {w.worker_id for w in case.workers.values() if _fits(case, w, one)} for one in who}
    unknown = [one for one, ids in fitting.items() if not ids]
    if unknown:
        raise UnknownWorkers(unknown)
    asked = set().union(*fitting.values())
    return tuple(worker_id for worker_id in case.workers if worker_id in asked)


def forced(case: Case, workers: Sequence[str], question: Question) -> Case:
    """Return the case in which the choice is forced.

    Raises
    ------
    UnknownChoice
        There is no such means, offer or service.
    """
    needs = _needs(case, question.by) if question.by is not None else ()
    about = set(workers)
    offers, services = dict(case.offers), dict(case.services)
    for unused in question.without:
        kind, _, name = unused.partition(":")
        if f"{kind}:" == OFFER and name in offers:
            offers[name] = replace(offers[name], count=0)
        elif f"{kind}:" == SERVICE_LEG and name in services:
            services[name] = replace(services[name], max_units=0)
        else:
            raise UnknownChoice(unused, [*(OFFER + k for k in offers), *(SERVICE_LEG + k for k in services)])
    people = {k: replace(w, needs=w.needs + needs) if k in about else w for k, w in case.workers.items()}
    return replace(case, workers=people, offers=offers, services=services)


def _needs(case: Case, by: str) -> tuple[str, ...]:
    if by in MEANS:
        return (f"only_{by}",)
    name = by.removeprefix(SERVICE_LEG)
    if not by.startswith(SERVICE_LEG) or name not in case.services:
        raise UnknownChoice(by, [*MEANS, *(SERVICE_LEG + k for k in case.services)])
    return ("no_direct", "no_ticket", *(NO_SERVICE + k for k in case.services if k != name))


def _fits(case: Case, worker: Worker, condition: str) -> bool:
    key, equals, value = condition.partition("=")
    if not equals:
        return condition in (worker.worker_id, worker.name)
    if key == "county":
        return case.places[worker.origin].county == value
    if key in ("origin", "destination"):
        place = case.places[worker.origin if key == "origin" else worker.destination]
        return value in (place.place_id, place.name)
    return key == "party" and worker.party == value


def _measured(case: Case, plan: Plan) -> dict[str, float | None]:
    from transport.comparison.measures import measure_document, measure_facts
    from transport.facts import Facts

    document: Mapping[str, Any] = plan.to_document()
    return measure_document(document) | measure_facts(Facts(case, plan))
