"""Other plans that cost little more, sought and written beside a plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from transport.io.plan_folder import PlanFolder
from transport.locale import Language
from transport.workflow.options import PlanOptions, Watch
from transport.workflow.outputs import write_plan
from transport.workflow.planning import now
from transport.workflow.reading import read_planned

if TYPE_CHECKING:
    from transport.solver.alternatives import Alternative, Figures

FOLDER = "alternatives"


@dataclass(frozen=True, slots=True)
class Compared:
    """The plan's own figures, the alternatives found, and every file that was written."""

    own: Figures
    found: tuple[Alternative, ...]
    files: tuple[Path, ...]


def seek_alternatives(
    path: Path,
    folder: Path,
    *,
    within: float,
    seconds: float,
    lang: Language,
    should_stop: Callable[[], bool] = lambda: False,
) -> Compared:
    """Seek up to three alternatives to a written plan and write each to ``alternatives/AIM`` in its folder.

    Parameters
    ----------
    within
        How much more an alternative may cost, as a share of the plan's cost.
    seconds
        For all of them; each aim gets its third.

    Raises
    ------
    InputError, PlanRefused
        The case or the plan cannot be read, or they do not fit each other.
    """
    from transport.solver.alternatives import AIMS, Alternatives

    case, travel, plan, target = read_planned(path, folder)
    seeker = Alternatives(case, travel, plan, within=within, seed=case.solver.seed, lang=lang, should_stop=should_stop)
    found, files = [], []
    options = PlanOptions(papers=False, maps=False, lang=lang)
    for aim in AIMS:
        alternative = seeker.seek(aim, seconds / len(AIMS))
        if alternative is not None:
            found.append(alternative)
            document = {**alternative.plan.to_document(), "created": now(case.timezone)}
            own = PlanFolder(target.root / FOLDER / aim)
            files += write_plan(case, travel, document, own, options, Watch())[1]
    return Compared(seeker.figures, tuple(found), tuple(files))
