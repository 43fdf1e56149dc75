"""The registered instances: the shipped case and seeded sub-samples of it, and any case folder named by the user."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from transport.case import Case
from transport.travel import TravelMatrix
from transport.workflow import read_case

SHIPPED = Path(__file__).parents[1] / "scenarios" / "fengxian-dali-2027"


@dataclass(frozen=True, slots=True)
class Instance:
    """A case to plan: its folder, and how many of its workers stay (``None``: all of them)."""

    name: str
    folder: Path
    persons: int | None = None

    def load(self, seed: int) -> tuple[Case, TravelMatrix]:
        """Read the case and its roads, thinned by chance from ``seed``; raises ``InputError`` as any reader."""
        case, travel, _ = read_case(self.folder)
        return (case if self.persons is None else thin(case, self.persons, seed)), travel


REGISTERED = (
    *(Instance(f"{SHIPPED.name}, {persons} workers", SHIPPED, persons) for persons in (60, 150, 300)),
    Instance(SHIPPED.name, SHIPPED),
)


def thin(case: Case, persons: int, seed: int) -> Case:
    """The case with a random sample of at most ``persons`` workers, in whole parties; all else stays as it is.

    Parties are drawn without regard to their size and taken as long as they fit, so that single travellers fill the
    last seats. The same case, number and seed give the same sample.
    """
    bundles = list(case.bundles)
    Random(seed).shuffle(bundles)
    chosen: set[str] = set()
    for members in bundles:
        if len(chosen) + len(members) <= persons:
            chosen.update(members)
    return replace(case, workers={key: worker for key, worker in case.workers.items() if key in chosen})
