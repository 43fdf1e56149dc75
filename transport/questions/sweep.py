"""One number of the case, or two of them, over a range of values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from transport.locale import Language, text
from transport.questions.answer import Answer, Column, Line, Picture
from transport.questions.asking import Asker

_SWEEP = (
    Column("value"),
    Column("total", "CNY"),
    Column("delta", "CNY", delta=True),
    Column("frozen", "CNY"),
    Column("gap", "share"),
    Column("direct", "persons"),
    Column("connected", "persons"),
    Column("ticket", "persons"),
    Column("unserved", "persons"),
    Column("changed", "persons"),
)
_HEAT = (
    Column("first"),
    Column("second"),
    Column("total", "CNY"),
    Column("delta", "CNY", delta=True),
    Column("gap", "share"),
)


def sweep(asker: Asker, key: str, values: Sequence[Any], lang: Language) -> Answer:
    """Plan the case with one key at each of several values.

    Parameters
    ----------
    key
        As in a what-if file.
    values
        Plain values or relative ones, in the order in which they are drawn.
    """
    overrides = [{key: value} for value in values]
    results, frozen = asker.plan(overrides), asker.frozen(overrides)
    base = asker.base.total_cost
    rows: list[tuple[Any, ...]] = []
    for value, result, kept in zip(values, results, frozen, strict=True):
        if result is None:
            rows.append((str(value), *[None] * (len(_SWEEP) - 1)))
            continue
        people = result.plan.summary.workers
        rows.append(
            (
                str(value), result.total_cost, round(result.total_cost - base, 2), kept, result.gap,
                people["direct"], people["connected"], people["ticket"], people["unserved"], result.people_changed,
            )
        )  # fmt: skip
    known = [
        (result.total_cost, str(value)) for value, result in zip(values, results, strict=True) if result is not None
    ]
    facts: dict[str, Any] = {"key": key, "base": base}
    if known:
        facts |= {
            "lowest": min(known)[0],
            "lowest_at": min(known)[1],
            "highest": max(known)[0],
            "highest_at": max(known)[1],
        }
        headline = text(
            lang, "questions.sweep.headline", key=key,
            lowest=f"{facts['lowest']:,.0f}", lowest_at=facts["lowest_at"],
            highest=f"{facts['highest']:,.0f}", highest_at=facts["highest_at"],
        )  # fmt: skip
    else:
        headline = text(lang, "questions.no_plan")
    totals = [None if result is None else result.total_cost for result in results]
    bounds = [None if result is None else result.lower_bound for result in results]
    lines = [
        Line(name, tuple((float(position), figure) for position, figure in enumerate(figures)))
        for name, figures in (("total", totals), ("frozen", frozen), ("bound", bounds))
        if any(figure is not None for figure in figures)
    ]
    picture = Picture("lines", lines=tuple(lines), labels=tuple(map(str, values)))
    notes = (text(lang, "questions.notes.frozen"), text(lang, "questions.notes.gap"))
    return Answer("sweep", headline, _SWEEP, tuple(rows), notes, facts, picture)


def heatmap(
    asker: Asker, first: tuple[str, Sequence[Any]], second: tuple[str, Sequence[Any]], lang: Language
) -> Answer:
    """Plan the case with two keys at every pair of their values; the keys must not touch the same cell.

    Parameters
    ----------
    first, second
        A key as in a what-if file, and its values.
    """
    pairs = [(one, other) for one in first[1] for other in second[1]]
    results = asker.plan([{first[0]: one, second[0]: other} for one, other in pairs])
    base = asker.base.total_cost
    rows: list[tuple[Any, ...]] = []
    cells: dict[tuple[str, str], float | None] = {}
    for (one, other), result in zip(pairs, results, strict=True):
        total = None if result is None else result.total_cost
        cells[str(one), str(other)] = total
        delta = None if total is None else round(total - base, 2)
        rows.append((str(one), str(other), total, delta, None if result is None else result.gap))
    known = [(total, pair) for pair, total in cells.items() if total is not None]
    facts: dict[str, Any] = {"first": first[0], "second": second[0], "base": base}
    headline = text(lang, "questions.no_plan")
    if known:
        lowest, at = min(known)
        facts |= {"lowest": lowest, "lowest_at": list(at)}
        headline = text(
            lang, "questions.heatmap.headline", lowest=f"{lowest:,.0f}", first=first[0], one=at[0], second=second[0],
            other=at[1],
        )  # fmt: skip
    down, across = tuple(map(str, first[1])), tuple(map(str, second[1]))
    grid = tuple(tuple(cells[one, other] for other in across) for one in down)
    picture = Picture("heat", grid=(down, across, grid), labels=(first[0], second[0]))
    return Answer(
        "heatmap", headline, _HEAT, tuple(rows), (text(lang, "questions.notes.gap"),), facts, picture
    )  # fmt: skip
