"""Who needs a look: people left, why, what would help; trips to check; what in the data is thin."""

from __future__ import annotations

from collections import Counter

from transport.explanation import NOT_EXAMINED, Explanation
from transport.locale import text
from transport.papers.wording import reason_text
from transport.report.charts import stack
from transport.report.figures import warnings
from transport.report.layout import listing, named, note, number, section
from transport.report.markup import Cell, Html, element
from transport.report.quality import quality_notes
from transport.report.source import Source
from transport.report.words import change_text, share

_MOST_IDS = 12


def warning_section(source: Source) -> Html:
    """What somebody should look at; nothing where there is nothing."""
    lang = source.lang
    items = []
    for found in warnings(source.facts):
        which = text(lang, "report.separator").join(found.which[:_MOST_IDS])
        if len(found.which) > _MOST_IDS:
            which = text(lang, "report.and_more", which=which, count=len(found.which) - _MOST_IDS)
        words = text(lang, f"report.warnings.{found.code}", count=f"{found.count:,}", which=which)
        sign = element("span", text(lang, "report.signs.bad"), class_="sign", aria_hidden="true")
        items.append(element("li", sign, words, class_="bad"))
    return section(lang, "warnings", element("ul", *items, class_="words")) if items else Html()


def unserved_section(source: Source) -> Html:
    """Who is left, by number and village, why, and what would have to change."""
    lang, facts = source.lang, source.facts
    places, workers = facts.case.places, facts.case.workers
    if not facts.plan.unserved:
        return section(lang, "unserved", element("p", text(lang, "report.notes.nobody_unserved")))
    rows = [
        [
            named(unserved.worker_id, "short"),
            named(places[workers[unserved.worker_id].origin].county, "short"),
            named(places[workers[unserved.worker_id].origin].name),
            named(places[workers[unserved.worker_id].destination].name),
            Cell(reason_text(unserved.reason, lang)),
            named(unserved.detail, "wide"),
        ]
        for unserved in sorted(facts.plan.unserved, key=lambda unserved: facts.roster_order[unserved.worker_id])
    ]
    keys = ("worker", "county", "village", "employer", "reason", "detail")
    return section(lang, "unserved", _reasons(source), listing(lang, "unserved", keys, rows))


def _reasons(source: Source) -> Html:
    """How many are left for which reason."""
    lang, left = source.lang, source.facts.plan.unserved
    counts = Counter(unserved.reason for unserved in left)
    rows = [
        [
            Cell(reason_text(reason, lang), look="wide"),
            number(count),
            Cell(share(count, len(left)), count, "n"),
            Cell(stack([count], max(counts.values())), look="bar"),
        ]
        for reason, count in counts.most_common()
    ]
    return listing(lang, "unserved", ("reason", "people", "share", "bar"), rows)


def explanation_section(source: Source) -> Html:
    """Why people go by ticket or not at all, as far as the plan says."""
    lang = source.lang
    told = [found for found in source.facts.plan.explanations if found.workers]
    if not told:
        return Html()
    rows = [
        [
            number(len(found.workers)),
            named(_from_to(source, found), "wide"),
            Cell(text(lang, f"papers.modes.{found.mode}"), look="short"),
            Cell(text(lang, f"report.proof.{_proof(found)}"), look="short"),
            named(found.detail, "wide"),
            Cell(_help(source, found), look="wide"),
        ]
        for found in sorted(told, key=lambda found: -len(found.workers))
    ]
    keys = ("people", "route", "mode", "proven", "reason", "helps")
    return section(lang, "explanations", listing(lang, "explanations", keys, rows), note(lang, "explanations"))


def _proof(found: Explanation) -> str:
    if found.proven:
        return "yes"
    return "none" if found.code == NOT_EXAMINED else "no"


def _from_to(source: Source, found: Explanation) -> str:
    workers, places = source.facts.case.workers, source.facts.case.places
    routes = dict.fromkeys((workers[w].origin, workers[w].destination) for w in found.workers if w in workers)
    names = [f"{places[origin].name} → {places[destination].name}" for origin, destination in routes]
    shown = text(source.lang, "report.separator").join(names[:3])
    return text(source.lang, "report.and_more", which=shown, count=len(names) - 3) if len(names) > 3 else shown


def _help(source: Source, found: Explanation) -> str:
    if found.changes is None:
        return text(source.lang, "report.helps.not_looked")
    if not found.changes:
        return text(source.lang, "report.helps.nothing")
    return text(source.lang, "report.helps.separator").join(
        change_text(change, source.lang) for change in found.changes
    )


def quality_section(source: Source) -> Html:
    """What the figures rest on."""
    lang = source.lang
    items = [
        element(
            "li",
            text(
                lang,
                f"report.quality.{found.code}",
                count=f"{found.count:,}",
                of=f"{found.of:,}",
                share=share(found.count, found.of),
            ),
        )
        for found in quality_notes(source.facts.case)
    ]
    made = source.facts.plan.solver
    told = {key: made.get(key, "–") for key in ("seed", "time_limit_s")}
    method = source.facts.plan.summary.lower_bound_method or "–"
    items.append(element("li", text(lang, "report.quality.made", method=method, **told)))
    digest = source.facts.plan.case_sha256[:16]
    items.append(element("li", text(lang, "report.quality.digest", digest=digest, mark=source.facts.mark)))
    return section(lang, "quality", element("ul", *items, class_="notes"))
