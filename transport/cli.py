"""The command line: parse, hand over to the workflow, print. Nothing is decided here."""

from __future__ import annotations

import math
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import RenderableType

from transport import console as view
from transport.failures import BUG, INPUT, INTERRUPTED, OK, REFUSED, UNSERVED, UsageError, failure
from transport.interrupt import run_stoppable, work_goes_on
from transport.locale import Language, text
from transport.progress_view import progress_view

MAX_SEED = 2**31 - 1

app = typer.Typer(
    name="fangang",
    help="help.app",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Lang(StrEnum):
    """The languages a user can choose."""

    ZH = "zh"
    EN = "en"

    @property
    def code(self) -> Language:
        return "zh" if self is Lang.ZH else "en"


CaseArg = Annotated[Path, typer.Argument(metavar="CASE", help="help.case")]
FolderArg = Annotated[Path, typer.Argument(metavar="DIR", help="help.folder")]
LangOption = Annotated[Lang, typer.Option("--lang", help="help.lang")]
JsonOption = Annotated[bool, typer.Option("--json", help="help.json")]


def _finite(value: float | None) -> float | None:
    """Refuse ``nan`` and ``inf``, which a float option lets through."""
    if value is not None and not math.isfinite(value):
        raise typer.BadParameter(str(value))
    return value


@app.command(help="help.new")
def new(
    name: Annotated[str | None, typer.Argument(metavar="CASE_NAME", help="help.case_name")] = None,
    target: Annotated[Path | None, typer.Argument(metavar="DIR", help="help.target")] = None,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    with _told(lang.code, as_json):
        from transport.io.shipped import copy_case, list_cases

        names = list_cases()
        if name is None:
            _give({"cases": names}, as_json, "\n".join(names))
            return
        if target is None:
            raise UsageError(text(lang.code, "ui.new.need_folder"))
        if name not in names:
            raise UsageError(text(lang.code, "ui.new.unknown", name=name, names=", ".join(names)))
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise UsageError(text(lang.code, "ui.new.exists", folder=target))
        folder = copy_case(name, target)
        _give({"case": name, "folder": str(folder)}, as_json, text(lang.code, "ui.new.copied", folder=folder))


@app.command(help="help.template")
def template(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="help.template_file")],
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    with _told(lang.code, as_json):
        from transport.io.template import write_template

        if file.suffix.lower() != ".xlsx":
            raise UsageError(text(lang.code, "ui.made.template_suffix", path=file))
        path = write_template(file, lang.code)
        _give({"file": str(path)}, as_json, text(lang.code, "ui.made.template", path=path))


@app.command(help="help.validate")
def validate(case: CaseArg, lang: LangOption = Lang.ZH, as_json: JsonOption = False) -> None:
    with _told(lang.code, as_json):
        from transport.workflow import validate_case

        issues = validate_case(case)
        rows = view.issue_rows(issues, lang.code) if as_json else []
        _give({"issues": rows}, as_json, view.issues_table(issues, lang.code))
        if any(issue.severity == "error" for issue in issues):
            raise typer.Exit(INPUT)


@app.command(help="help.plan")
def plan(
    context: typer.Context,
    case: CaseArg,
    *,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="help.out")],
    time_limit: Annotated[
        float | None, typer.Option("--time-limit", metavar="S", min=0, callback=_finite, help="help.time_limit")
    ] = None,
    seed: Annotated[int | None, typer.Option("--seed", metavar="N", min=0, max=MAX_SEED, help="help.seed")] = None,
    threads: Annotated[int | None, typer.Option("--threads", metavar="N", min=0, help="help.threads")] = None,
    repeatable: Annotated[bool, typer.Option("--repeatable", help="help.repeatable")] = False,
    no_papers: Annotated[bool, typer.Option("--no-papers", help="help.no_papers")] = False,
    no_maps: Annotated[bool, typer.Option("--no-maps", help="help.no_maps")] = False,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    with _told(lang.code, as_json):
        from transport.workflow import Outcome, PlanOptions, Watch, plan_case

        options = PlanOptions(time_limit, seed, threads, repeatable, not no_papers, not no_maps, lang.code)
        with progress_view(view.console(sys.stderr), lang.code) as progress:

            def work(should_stop: Callable[[], bool]) -> Outcome:
                watch = Watch(progress.step, progress.show, should_stop)
                return plan_case(case, out, options, watch, started=context.obj)

            outcome = run_stoppable(work, progress.stopping)
        if outcome.issues and not as_json:
            view.say(view.issues_table(outcome.issues, lang.code))
        code = INTERRUPTED if outcome.interrupted else UNSERVED if outcome.plan.unserved else OK
        document = view.outcome_document(outcome, out, code, lang.code)
        _give(document, as_json, view.outcome_table(outcome, out, lang.code))
        for line in view.unserved_lines(outcome.plan, lang.code):
            view.say(line)
        if outcome.interrupted:
            view.say(text(lang.code, "ui.error.interrupted_kept", folder=out))
        raise typer.Exit(code)


@app.command(help="help.check")
def check(case: CaseArg, folder: FolderArg, lang: LangOption = Lang.ZH, as_json: JsonOption = False) -> None:
    with _told(lang.code, as_json):
        from transport.workflow import check_folder

        report = check_folder(case, folder)
        rows = view.violation_rows(report.violations)
        valid = text(lang.code, "ui.violations.none", cost=view.money(report.total_cost))
        shown = view.violations_table(report.violations, lang.code) if rows else valid
        _give({"violations": rows, "total_cost": round(report.total_cost, 2)}, as_json, shown)
        raise typer.Exit(REFUSED if rows else OK)


@app.command(help="help.papers")
def papers(case: CaseArg, folder: FolderArg, lang: LangOption = Lang.ZH, as_json: JsonOption = False) -> None:
    from transport.workflow import remake_papers

    _remake(remake_papers, case, folder, lang.code, as_json)


@app.command(name="map", help="help.map")
def maps(case: CaseArg, folder: FolderArg, lang: LangOption = Lang.ZH, as_json: JsonOption = False) -> None:
    from transport.workflow import remake_maps

    _remake(remake_maps, case, folder, lang.code, as_json)


def _remake(
    make: Callable[[Path, Path, Language], list[Path]], case: Path, folder: Path, lang: Language, as_json: bool
) -> None:
    folder = folder.parent if folder.is_file() else folder  # plan.json itself is as good
    with _told(lang, as_json):
        files = make(case, folder, lang)
        line = text(lang, "ui.made.files", count=len(files), folder=folder)
        _give({"files": view.relative_names(files, folder)}, as_json, line)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"fangang {version('fangang')}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    lang: LangOption = Lang.ZH,
    show_version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_show_version, help="help.version")
    ] = False,
) -> None:
    """Hold the options of the command itself."""


@contextmanager
def _told(lang: Language, as_json: bool) -> Iterator[None]:
    """Turn what went wrong into a message for the user and the exit code that stands for it."""
    try:
        yield
    except typer.Exit:
        raise
    except (Exception, KeyboardInterrupt) as error:
        told = failure(error, lang)
        if told.exit_code == BUG and os.environ.get("FANGANG_DEBUG") == "1":
            traceback.print_exc()
        for shown in told.shown:
            view.say(shown)
        if as_json and told.document is not None:
            view.give_document(told.document)
        raise typer.Exit(told.exit_code) from None


def _give(document: Mapping[str, Any], as_json: bool, shown: RenderableType) -> None:
    """Give the result of a command on stdout, for a program or for people."""
    if as_json:
        view.give_document(document)
    else:
        view.give(shown)


def requested_language(arguments: Sequence[str]) -> Language:
    """Return the language of the help texts, which are made before the arguments are parsed."""
    english = "--lang=en" in arguments or ("--lang", "en") in pairwise(arguments)
    return "en" if english else "zh"


def _translate(command: Any, lang: Language) -> None:
    """Put texts in place of the keys that the commands and options above carry as their help."""
    command.help = text(lang, f"ui.{command.help}")
    for parameter in command.params:
        parameter.help = text(lang, f"ui.{parameter.help}")
        if parameter.name == "lang":
            parameter.default = lang
    for inner in getattr(command, "commands", {}).values():
        _translate(inner, lang)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code."""
    started = time.monotonic()
    arguments = sys.argv[1:] if arguments is None else arguments
    view.prepare_streams()
    command = typer.main.get_command(app)
    _translate(command, requested_language(arguments))
    try:
        command(list(arguments), prog_name="fangang", obj=started)
    except SystemExit as leaving:
        if work_goes_on():  # compiled code that nobody waits for any more would hold up an orderly exit
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(INTERRUPTED)
        sys.exit(leaving.code)
    sys.exit(OK)
