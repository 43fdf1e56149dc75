"""Random damage to any plan document: each kind changes a copy, or has nothing to do there.

``damages(document, seed)`` gives every kind that applies, by name. The same document and seed give the same damage.
Some damage is harmless, and leaves a valid plan: what counts is that judges agree.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random

import damage_anywhere  # noqa: F401  its kinds register themselves, like those below
import damage_people  # noqa: F401
import damage_trips  # noqa: F401
from damage_base import KINDS, Document, NothingToDamageError


def damages(document: Document, seed: int = 0) -> Iterator[tuple[str, Document]]:
    """Every kind of damage that applies to a document, each on a copy of it."""
    for name, damage in KINDS.items():
        damaged = copy.deepcopy(document)
        try:
            damage(damaged, Random(f"{name}/{seed}"))
        except NothingToDamageError:
            continue
        yield name, damaged
