"""Commands about rosters and the places in them: ``import``, ``locate``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from transport import console as view
from transport.cli.app import app
from transport.cli.options import CaseArg, JsonOption, Lang, LangOption
from transport.cli.telling import give, told
from transport.errors import InputIssue
from transport.failures import INPUT, OK, UsageError
from transport.locale import Language, text

if TYPE_CHECKING:
    from transport.gazetteer.datum import Datum
    from transport.roster.fields import Field
    from transport.workflow.roster import Imported

_MOST_SHOWN = 60


@app.command(name="import", help="help.import")
def import_(
    rosters: Annotated[list[Path], typer.Argument(metavar="ROSTER", help="help.rosters")],
    *,
    case: Annotated[Path, typer.Option("--case", metavar="DIR", help="help.into_case")],
    good_rows: Annotated[bool, typer.Option("--good-rows", help="help.good_rows")] = False,
    marked: Annotated[Path | None, typer.Option("--marked", metavar="DIR", help="help.marked")] = None,
    keep: Annotated[list[str] | None, typer.Option("--keep", metavar="CODE|CELL", help="help.keep")] = None,
    mapping: Annotated[list[str] | None, typer.Option("--map", metavar="HEADER=FIELD", help="help.header_map")] = None,
    sender: Annotated[str, typer.Option("--sender", metavar="NAME", help="help.sender")] = "",
    no_new_places: Annotated[bool, typer.Option("--no-new-places", help="help.no_new_places")] = False,
    gazetteer: Annotated[Path | None, typer.Option("--gazetteer", metavar="FILE", help="help.gazetteer")] = None,
    geocodes: Annotated[Path | None, typer.Option("--geocodes", metavar="FILE", help="help.geocodes")] = None,
    datum: Annotated[str, typer.Option("--datum", metavar="wgs84|gcj02|bd09", help="help.datum")] = "wgs84",
    details: Annotated[bool, typer.Option("--details", help="help.details")] = False,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    with told(lang.code, as_json):
        from transport.workflow.roster import ImportChoice, import_rosters

        choice = ImportChoice(
            good_rows=good_rows,
            keep=_kept(keep or (), lang.code),
            given=_given(mapping or (), lang.code),
            sender=sender,
            marked=marked,
            new_places=not no_new_places,
            gazetteer=gazetteer,
            geocodes=geocodes,
            datum=_datum(datum, lang.code),
            lang=lang.code,
        )
        done = import_rosters(rosters, case, choice)
        code = INPUT if done.failed else OK
        if not as_json:
            _tell(done, details, lang.code)
        document = _document(done, code, lang.code) if as_json else {}
        give(document, as_json, "\n".join(_lines(done, lang.code)))
        raise typer.Exit(code)


@app.command(help="help.locate")
def locate(
    case: CaseArg,
    *,
    gazetteer: Annotated[Path | None, typer.Option("--gazetteer", metavar="FILE", help="help.gazetteer")] = None,
    geocodes: Annotated[Path | None, typer.Option("--geocodes", metavar="FILE", help="help.geocodes")] = None,
    datum: Annotated[str, typer.Option("--datum", metavar="wgs84|gcj02|bd09", help="help.datum")] = "wgs84",
    write: Annotated[bool, typer.Option("--write", help="help.locate_write")] = False,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    with told(lang.code, as_json):
        from transport.workflow.roster import locate_places

        issues = locate_places(case, gazetteer, geocodes, _datum(datum, lang.code), write=write)
        rows = view.issue_rows(issues, lang.code) if as_json else []
        give({"issues": rows}, as_json, view.issues_table(issues, lang.code))
        if any(issue.severity == "error" for issue in issues):
            raise typer.Exit(INPUT)


def _datum(written: str, lang: Language) -> Datum:
    from transport.gazetteer.datum import DATUMS

    chosen = next((known for known in DATUMS if known == written.lower()), None)
    if chosen is None:
        raise UsageError(text(lang, "ui.imported.bad_datum", datum=written, known=", ".join(DATUMS)))
    return chosen


def _kept(keep: Sequence[str], lang: Language) -> frozenset[str]:
    """Check rules that are to be kept from working; anything else is a cell."""
    from transport.roster.read import ALL_RULES

    for name in keep:
        if name.startswith("clean_") and name not in ALL_RULES:
            raise UsageError(text(lang, "ui.imported.bad_rule", rule=name, known=", ".join(sorted(ALL_RULES))))
    return frozenset(keep)


def _given(mapping: Sequence[str], lang: Language) -> dict[str, Field]:
    """Take ``HEADER=FIELD`` apart."""
    from transport.roster.fields import Field, plain_header

    given: dict[str, Field] = {}
    for pair in mapping:
        header, _, name = pair.rpartition("=")
        field = next((known for known in get_args(Field) if known == name.strip()), None)
        if not plain_header(header) or field is None:
            raise UsageError(text(lang, "ui.imported.bad_map", pair=pair, known=", ".join(get_args(Field))))
        given[plain_header(header)] = field
    return given


def _tell(done: Imported, details: bool, lang: Language) -> None:
    """Show problems cell by cell, and cleaning rule by rule with its first example, unless all is asked for."""
    if details:
        view.say(view.issues_table(done.issues, lang))
        return
    problems = [issue for issue in done.issues if issue.severity != "fixed"]
    problems.sort(key=lambda issue: issue.severity != "error")
    if problems:
        view.say(view.issues_table(problems[:_MOST_SHOWN], lang))
    if len(problems) > _MOST_SHOWN:
        view.say(text(lang, "ui.imported.more", count=len(problems) - _MOST_SHOWN))
    cleaned: dict[str, InputIssue] = {}
    counts = Counter(issue.code for issue in done.issues if issue.severity == "fixed")
    for issue in done.issues:
        if issue.severity == "fixed":
            cleaned.setdefault(issue.code, issue)
    for code, issue in cleaned.items():
        message = view.issue_rows([issue], lang)[0]["message"]
        where = f"{issue.file}{'#' + issue.sheet if issue.sheet else ''}:{issue.row}"
        view.say(
            text(
                lang,
                "ui.imported.cleaned",
                count=counts[code],
                code=code,
                where=where,
                seen=issue.seen or "",
                message=message,
            )
        )


def _lines(done: Imported, lang: Language) -> list[str]:
    lines = [text(lang, "ui.imported.read", people=done.people, good=done.good)]
    if done.count is None:
        lines.append(text(lang, "ui.imported.nothing"))
    else:
        count = done.count
        lines.append(
            text(
                lang,
                "ui.imported.merged",
                file=done.workers,
                added=count.added,
                updated=count.updated,
                unchanged=count.unchanged,
            )
        )
        if done.people > done.good:
            lines.append(text(lang, "ui.imported.left_out", count=done.people - done.good))
    if done.places:
        lines.append(text(lang, "ui.imported.places", count=len(done.places), names=", ".join(done.places[:10])))
    lines += [text(lang, "ui.imported.marked", path=path) for path in done.marked]
    return lines


def _document(done: Imported, exit_code: int, lang: Language) -> dict[str, Any]:
    count = done.count
    changed = None if count is None else {
        "added": count.added, "updated": count.updated, "unchanged": count.unchanged
    }  # fmt: skip
    return {
        "exit_code": exit_code,
        "people": done.people,
        "good": done.good,
        "imported": changed,
        "workers": str(done.workers),
        "places_added": list(done.places),
        "marked": [str(path) for path in done.marked],
        "issues": view.issue_rows(done.issues, lang),
    }
