"""Run the benchmarks and print them as Markdown: ``python -m benchmarks.run --help``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks import peers, pieces, plans, scale
from benchmarks.instances import REGISTERED, Instance
from benchmarks.table import PEERS_BEGIN, PIECES_BEGIN, PLANS_BEGIN, SCALE_BEGIN, machine, markdown, replace_section

README = Path(__file__).with_name("README.md")
SECONDS = 20.0


def main() -> int:
    """Measure, print, and with ``--write`` keep; 1 where the checker refused a plan."""
    options = parser().parse_args()
    refused, head = False, f"{machine()}, seed {options.seed}."
    limit = options.time_limit or SECONDS
    if options.only in (None, "plans"):
        own = [Instance(folder.name, folder) for folder in options.cases]
        measured = []
        for instance in (*REGISTERED, *own):
            tell(f"{instance.name}: {limit:g} s")
            figures = plans.apart(plans.measure, instance, limit, options.seed, options.threads)
            refused |= bool(figures.violations)
            measured.append(plans.row(instance, figures))
        threads = options.threads or "all"
        made = f"Plans within {limit:g} s each, threads: {threads}.\n\n{markdown(plans.HEADER, measured)}"
        keep(head, made, PLANS_BEGIN, write=options.write)
    if options.only in (None, "pieces"):
        tell("pieces")
        made = markdown(pieces.HEADER, pieces.rows(options.seed), words=3)
        keep(head, made, PIECES_BEGIN, write=options.write)
    if options.peers:
        tell(f"peers: {len(options.peers)} cases, {4 * limit:g} s each")
        routed = peers.rows(options.peers, limit, options.seed, options.known, tell)
        made = f"One thread, {limit:g} s each, one after the other.\n\n{markdown(peers.HEADER, routed)}"
        keep(head, made, PEERS_BEGIN, write=options.write)
    if options.scale:
        made, wrong = scale.section(options.scale, options.time_limit, options.seed, options.threads, tell)
        refused |= wrong
        keep(head, made, SCALE_BEGIN, write=options.write)
    return int(refused)


def keep(head: str, made: str, begin: str, *, write: bool) -> None:
    """Print a section, its head first, and, if wanted, put it into the README."""
    section = f"{head}\n\n{made}"
    print(section)
    if write:
        replace_section(README, section, begin)


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m benchmarks.run", description="Measure plans and pieces.")
    made.add_argument("cases", nargs="*", type=Path, metavar="CASE", help="case folders to plan as well")
    made.add_argument("--time-limit", type=float, metavar="S", help=f"seconds a plan ({SECONDS:g}; --scale: by size)")
    made.add_argument("--seed", type=int, default=0, help="of samples, search and random problems (0)")
    made.add_argument("--threads", type=int, default=0, help="processes of the search; 0: one a core (0)")
    made.add_argument("--only", choices=("plans", "pieces", "peers", "scale"), help="leave the other tables out")
    made.add_argument("--peers", nargs="+", type=Path, default=(), metavar="CASE", help="fleet-size-and-mix cases")
    made.add_argument("--known", type=Path, metavar="CSV", help="best known costs: instance,variant,best_known")
    made.add_argument("--scale", nargs="+", type=Path, default=(), metavar="CASE", help="cases of growing size")
    made.add_argument("--write", action="store_true", help="put the result into benchmarks/README.md")
    return made


def tell(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
