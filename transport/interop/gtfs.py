"""A GTFS feed of the plan: every vehicle, train and flight as a trip on its day.

Coaches are buses (3), trains rail (2), flights the extended type 1100, since the basic types know no aircraft. Who may
board is arranged beforehand, so that boarding is "by arrangement with the agency" (2).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from transport.clock import DAY, to_iso
from transport.facts import Facts
from transport.interop.runs import Run, clean
from transport.locale import Language, text

URL = "https://fangang.example/"
"""Stands where GTFS asks for an address of the agency and the publisher, which nobody here has; it leads nowhere."""
_ROUTE_TYPES = {"feeder": 3, "direct": 3, "distribution": 3, "train": 2, "flight": 1100}
_ARRANGED, _NONE, _REGULAR = 2, 1, 0
_STARTS_FORMULA = frozenset("=+-@'")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)

Row = Mapping[str, object]


def build_gtfs(facts: Facts, runs: Sequence[Run], lang: Language) -> bytes:
    """Return the feed as a zip; the same plan gives the same bytes. Every place has coordinates."""
    known = [run for run in runs if len(run.calls) > 1]
    feed = _Feed(facts, known, lang)
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, rows in feed.files():
            archive.writestr(ZipInfo(name, _FIRST_DAY), _csv(rows), ZIP_DEFLATED)
    return buffer.getvalue()


class _Feed:
    """The tables of one feed. Ids are made fit for it once and stay different where they were."""

    def __init__(self, facts: Facts, runs: Sequence[Run], lang: Language) -> None:
        self.facts, self.runs, self.lang = facts, runs, lang
        self.language = "zh-CN" if lang == "zh" else "en"
        self.stop_ids = _ids(call.place.place_id for run in runs for call in run.calls)
        self.trip_ids = _ids(run.run_id for run in runs)
        self.block_ids = _ids(run.vehicle for run in runs)
        names = dict.fromkeys(self.operator(run) for run in runs) or [text(lang, "interop.operator")]
        self.agency_ids = {name: f"A{number}" for number, name in enumerate(names, start=1)}
        keys = dict.fromkeys(self.route_key(run) for run in runs)
        self.route_ids = {key: f"R{number}" for number, key in enumerate(keys, start=1)}

    def files(self) -> Iterator[tuple[str, list[Row]]]:
        yield "agency.txt", self.agencies()
        yield "stops.txt", self.stops()
        yield "routes.txt", self.routes()
        yield "trips.txt", [self.trip(run) for run in self.runs]
        yield "stop_times.txt", [row for run in self.runs for row in self.stop_times(run)]
        yield "calendar_dates.txt", self.dates()
        yield "shapes.txt", [row for run in self.runs for row in self.shape(run)]
        yield "feed_info.txt", [self.info()]

    def operator(self, run: Run) -> str:
        """Return the operator's name, or what stands for operators without one."""
        return clean(run.operator) or text(self.lang, "interop.operator")

    def agencies(self) -> list[Row]:
        return [
            {
                "agency_id": agency_id,
                "agency_name": name,
                "agency_url": URL,
                "agency_timezone": self.facts.case.timezone,
                "agency_lang": self.language,
            }
            for name, agency_id in self.agency_ids.items()
        ]

    def stops(self) -> list[Row]:
        seen = {call.place.place_id: call for run in self.runs for call in run.calls}
        return [
            {
                "stop_id": self.stop_ids[place_id],
                "stop_name": call.name,
                "stop_lat": f"{call.place.lat:.6f}",
                "stop_lon": f"{call.place.lon:.6f}",
            }
            for place_id, call in seen.items()
        ]

    def route_key(self, run: Run) -> tuple[str, ...]:
        """Runs of one operator and kind that share their hub, or their last place, are one route."""
        first, last = run.first.place.place_id, run.last.place.place_id
        if run.kind in {"flight", "train"}:
            return self.operator(run), run.kind, first, last
        return self.operator(run), run.kind, first if run.kind == "distribution" else last

    def routes(self) -> list[Row]:
        runs = {self.route_key(run): run for run in self.runs}
        return [
            {
                "route_id": route_id,
                "agency_id": self.agency_ids[self.operator(runs[key])],
                "route_long_name": self.route_name(runs[key]),
                "route_type": _ROUTE_TYPES[runs[key].kind],
            }
            for key, route_id in self.route_ids.items()
        ]

    def route_name(self, run: Run) -> str:
        kind = text(self.lang, f"interop.kinds.{run.kind}")
        if run.kind in {"flight", "train"}:
            return f"{kind} {run.first.name} → {run.last.name}"
        return f"{kind} {run.first.name} →" if run.kind == "distribution" else f"{kind} → {run.last.name}"

    def trip(self, run: Run) -> Row:
        return {
            "route_id": self.route_ids[self.route_key(run)],
            "service_id": _day(run),
            "trip_id": self.trip_ids[run.run_id],
            "trip_headsign": run.last.name,
            "trip_short_name": run.run_id.partition(":")[2] or run.run_id,
            "block_id": self.block_ids[run.vehicle],
            "shape_id": self.trip_ids[run.run_id] if len(run.line) > 1 else "",
        }

    def stop_times(self, run: Run) -> Iterator[Row]:
        midnight = run.first.arrive // DAY * DAY
        for sequence, call in enumerate(run.calls):
            yield {
                "trip_id": self.trip_ids[run.run_id],
                "arrival_time": _clock(call.arrive - midnight),
                "departure_time": _clock(call.depart - midnight),
                "stop_id": self.stop_ids[call.place.place_id],
                "stop_sequence": sequence,
                "pickup_type": _ARRANGED if call.on else _NONE,
                "drop_off_type": _REGULAR if call.off else _NONE,
                "timepoint": 1,
            }

    def dates(self) -> list[Row]:
        days = sorted({_day(run) for run in self.runs})
        return [{"service_id": day, "date": day, "exception_type": 1} for day in days]

    def shape(self, run: Run) -> Iterator[Row]:
        if len(run.line) < 2:
            return
        for sequence, (lat, lon) in enumerate(run.line):
            yield {
                "shape_id": self.trip_ids[run.run_id],
                "shape_pt_lat": f"{lat:.6f}",
                "shape_pt_lon": f"{lon:.6f}",
                "shape_pt_sequence": sequence,
            }

    def info(self) -> Row:
        case = self.facts.case
        return {
            "feed_publisher_name": clean(case.title) or clean(case.name),
            "feed_publisher_url": URL,
            "feed_lang": self.language,
            "feed_start_date": to_iso(case.window_start)[:10].replace("-", ""),
            "feed_end_date": to_iso(case.window_end - 1)[:10].replace("-", ""),
            "feed_version": self.facts.mark,
            "feed_contact_url": URL,
        }


def _ids(raw: Iterable[str]) -> dict[str, str]:
    """Return ids as the feed holds them, by what they were; two that cleaning makes alike get numbers."""
    taken: dict[str, str] = {}
    made: dict[str, str] = {}
    for name in dict.fromkeys(raw):
        plain, number = clean(name), 2
        unique = plain
        while taken.setdefault(unique, name) != name:
            unique, number = f"{plain}~{number}", number + 1
        made[name] = unique
    return made


def _day(run: Run) -> str:
    """Return the service day: the date on which the run reaches its first stop."""
    return to_iso(run.first.arrive)[:10].replace("-", "")


def _clock(minutes: int) -> str:
    """Return a time of the service day; a trip that runs past midnight counts on: ``26:30:00``."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}:00"


def _csv(rows: Sequence[Row]) -> bytes:
    """Return a table as RFC 4180 CSV in UTF-8."""
    buffer = StringIO()
    names = list(rows[0]) if rows else ["service_id", "date", "exception_type"]
    writer = csv.DictWriter(buffer, names, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: cell(str(value)) for name, value in row.items()} for row in rows)
    return buffer.getvalue().encode()


def cell(value: str) -> str:
    """Return a text that no spreadsheet takes for a formula; equal texts stay equal and different ones different.

    What begins like a formula, or with an apostrophe, gets an apostrophe before it, ids at every mention alike.
    """
    kept = clean(value)
    return f"'{kept}" if kept[:1] in _STARTS_FORMULA and not _is_number(kept) else kept


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True
