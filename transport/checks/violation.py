"""A broken rule as data, and how a table of rules is applied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from typing import Protocol, TypeVar


class Named(Protocol):
    """Whatever rules are applied to."""

    @property
    def entity(self) -> str:
        """What a violation calls it: ``trip T001``, ``worker w1``, ``service F1``, ``offer O1``, ``summary`` ..."""
        ...


Subject = TypeVar("Subject", bound=Named)


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule that the plan breaks.

    Parameters
    ----------
    code
        Which rule; its meaning stands in ``locale/*/violations.yaml`` and ``docs/violations.md``.
    entity
        What breaks it, as :class:`Named` says.
    detail
        Ids, times and figures, readable in any language; nothing personal.
    """

    code: str
    entity: str
    detail: str

    def printable(self) -> Violation:
        """The same without what no file or terminal can hold: lone surrogates in a damaged document's ids."""
        return Violation(*(part.encode(errors="backslashreplace").decode() for part in astuple(self)))


def judge(rules: Mapping[str, Callable[[Subject], Iterable[str]]], subjects: Iterable[Subject]) -> Iterator[Violation]:
    """Apply every rule of a table to every subject; a rule gives one detail for each time it is broken."""
    for subject in subjects:
        for code, rule in rules.items():
            for detail in rule(subject):
                yield Violation(code, subject.entity, detail)
