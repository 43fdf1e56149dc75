"""Run the benchmarks and print them as Markdown: ``python -m benchmarks.run --help``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks import peers, pieces, plans
from benchmarks.instances import REGISTERED, Instance
from benchmarks.table import machine, markdown, replace_section

README = Path(__file__).with_name("README.md")


def main() -> int:
    """Measure, print, and with ``--write`` keep; 1 where the checker refused a plan."""
    options = parser().parse_args()
    parts, refused = [f"{machine()}, seed {options.seed}."], False
    if options.only in (None, "plans"):
        own = [Instance(folder.name, folder) for folder in options.cases]
        measured = []
        for instance in (*REGISTERED, *own):
            tell(f"{instance.name}: {options.time_limit:g} s")
            figures = plans.measure_apart(instance, options.time_limit, options.seed, options.threads)
            refused |= bool(figures.violations)
            measured.append(plans.row(instance, figures))
        threads = options.threads or "all"
        parts.append(f"Plans within {options.time_limit:g} s each, threads: {threads}.")
        parts.append(markdown(plans.HEADER, measured))
    if options.peers:
        tell(f"peers: {len(options.peers)} cases, {4 * options.time_limit:g} s each")
        parts.append(f"Routing core, one thread, {options.time_limit:g} s each, one after the other.")
        parts.append(markdown(peers.HEADER, peers.rows(options.peers, options.time_limit, options.seed, options.known)))
    if options.only in (None, "pieces"):
        tell("pieces")
        parts.append(markdown(pieces.HEADER, pieces.rows(options.seed), words=3))
    section = "\n\n".join(parts)
    print(section)
    if options.write:
        replace_section(README, section)
    return int(refused)


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m benchmarks.run", description="Measure plans and pieces.")
    made.add_argument("cases", nargs="*", type=Path, metavar="CASE", help="case folders to plan as well")
    made.add_argument("--time-limit", type=float, default=20.0, metavar="S", help="seconds a plan (20)")
    made.add_argument("--seed", type=int, default=0, help="of samples, search and random problems (0)")
    made.add_argument("--threads", type=int, default=0, help="processes of the search; 0: one a core (0)")
    made.add_argument("--only", choices=("plans", "pieces", "peers"), help="leave the other tables out")
    made.add_argument("--peers", nargs="+", type=Path, default=(), metavar="CASE", help="fleet-size-and-mix cases")
    made.add_argument("--known", type=Path, metavar="CSV", help="best known costs: instance,variant,best_known")
    made.add_argument("--write", action="store_true", help="put the result into benchmarks/README.md")
    return made


def tell(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
