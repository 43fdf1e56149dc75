"""The case: everything the plan is made from, checked, resolved and frozen.

Moments are minutes since 1970-01-01T00:00 local (see :mod:`transport.clock`), times of day are minutes after
midnight, distances km, money CNY. ``None`` means "no limit" or "not given", as each field says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from transport.clock import DAY
from transport.road_settings import RoadSettings

PlaceKind = Literal["village", "factory", "airport", "station", "depot"]
TripKind = Literal["feeder", "direct", "distribution"]
ServiceMode = Literal["flight", "train"]
TRIP_KINDS: tuple[TripKind, ...] = ("feeder", "direct", "distribution")
Means = Literal["flight", "train", "direct", "ticket"]
MEANS: tuple[Means, ...] = ("flight", "train", "direct", "ticket")
"""By what somebody makes the long way: a flight or a train with its connections, a direct coach, or a ticket."""
_BARS: Mapping[str, frozenset[Means]] = {
    "no_fly": frozenset({"flight"}),
    **{f"no_{means}": frozenset({means}) for means in MEANS if means != "flight"},
    **{f"only_{means}": frozenset(MEANS) - {means} for means in MEANS},
}
"""What a need bars, by its name in ``needs``; every other need is carried to the manifest."""
NO_SERVICE = "no_service:"
"""Before a service's id in ``needs``: this person must not travel by it."""
PayerKind = Literal["province", "bureau", "county", "employer", "other"]
PayerRule = Literal["by_head", "by_seat_km", "fixed_share", "subsidy"]
INVOICED_TERMS = ("vehicles", "services", "tickets", "escorts")
"""Cost terms that somebody sends a bill for; the others say what time and being left behind are held to cost."""


@dataclass(frozen=True, slots=True)
class Worker:
    """One person who returns to work.

    ``ready_from`` and ``report_by`` are already those of the whole party (latest and earliest of its members).
    ``needs`` holds the free-text needs; those that bar a means of travel are obeyed.
    """

    worker_id: str
    name: str
    origin: str
    destination: str
    ready_from: int
    report_by: int
    party: str | None = None
    needs: tuple[str, ...] = ()
    gender: str = ""
    id_number: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    emergency_contact: str = field(default="", repr=False)
    extra: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def barred(self) -> frozenset[str]:
        """By what this person must not travel: means (``no_fly``, ``no_train``, ``no_direct``, ``no_ticket``,
        ``only_…``) and services (``no_service:ID``, as ``service:ID``).
        """
        services = {need.removeprefix("no_") for need in self.needs if need.startswith(NO_SERVICE)}
        return frozenset(services).union(*(_BARS.get(need, ()) for need in self.needs))


@dataclass(frozen=True, slots=True)
class Place:
    """A village, factory, hub or depot.

    ``lat``, ``lon``: WGS 84 degrees. ``max_seats``: passenger seats of the largest vehicle that can reach it (``None``:
    any). ``opens``, ``closes``: minutes after midnight between which a whole stop lies; equal: always; may wrap
    midnight. ``quality``: where the coordinates come from: ``surveyed``, ``gazetteer``, ``geocoder``, or the middle of
    the ``township`` or ``county``; blank: not said. ``contact``, ``contact_phone``: whom to call there, for the papers.
    ``seats_by_road``: ``max_seats`` is not from the places table but from the class of the road that leads there.
    """

    place_id: str
    name: str
    kind: PlaceKind
    lat: float | None = None
    lon: float | None = None
    county: str = ""
    aliases: tuple[str, ...] = ()
    max_seats: float | None = None
    opens: int = 0
    closes: int = DAY
    quality: str = ""
    contact: str = ""
    contact_phone: str = ""
    seats_by_road: bool = False
    extra: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Offer:
    """An operator's offer of ``count`` equal vehicles.

    ``available_from`` (inclusive) and ``available_until`` (exclusive: the end of the last day) bound a trip from
    leaving base to the end of its last stop; ``None``: the window alone. Costs in CNY.
    """

    offer_id: str
    seats: int
    count: int
    base: str
    operator: str = ""
    vehicle: str = ""
    available_from: int | None = None
    available_until: int | None = None
    fixed_cost: float = 0.0
    km_cost: float = 0.0
    empty_km_cost: float = 0.0
    returns_to_base: bool = False
    day_cost: float = 0.0
    drivers: int = 1
    roles: tuple[TripKind, ...] = TRIP_KINDS
    extra: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Service:
    """A charter or block of seats on one line haul, or one boarding of a ``run``."""

    service_id: str
    mode: ServiceMode
    from_hub: str
    to_hub: str
    depart: int
    arrive: int
    seats: int
    max_units: int
    operator: str = ""
    unit_cost: float = 0.0
    seat_cost: float = 0.0
    min_seats: int = 0
    run: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def run_key(self) -> str:
        """What its units are bought under: the run, or the service by itself."""
        return f"run {self.run}" if self.run is not None else f"service {self.service_id}"


@dataclass(frozen=True, slots=True)
class PerMode:
    """A number of minutes by line-haul mode."""

    flight: float
    train: float

    def of(self, mode: ServiceMode) -> float:
        return self.flight if mode == "flight" else self.train


@dataclass(frozen=True, slots=True)
class PerKind:
    """A limit in minutes by kind of trip; ``None`` does not bind."""

    feeder: float | None
    distribution: float | None
    direct: float | None

    def of(self, kind: TripKind) -> float | None:
        if kind == "feeder":
            return self.feeder
        return self.direct if kind == "direct" else self.distribution


@dataclass(frozen=True, slots=True)
class MaxStops:
    """Most stops a trip; ``None`` does not bind. The hub of a feeder or distribution trip does not count."""

    feeder: float | None = 8
    direct_pickup: float | None = 6
    direct_dropoff: float | None = 4
    distribution: float | None = 8


@dataclass(frozen=True, slots=True)
class Escorts:
    """Seats kept for escorts in each vehicle, or each unit of a service."""

    direct: int = 1
    service_unit: int = 1
    feeder: int = 0
    distribution: int = 0

    def of(self, kind: TripKind) -> int:
        if kind == "feeder":
            return self.feeder
        return self.direct if kind == "direct" else self.distribution


@dataclass(frozen=True, slots=True)
class DrivingRules:
    """The driver-hour rules; minutes, times of day in minutes after midnight, ``None`` does not bind.

    Equal ``night_from`` and ``night_to``: no night; equal ``halt_from`` and ``halt_to``: no halt.
    """

    enabled: bool = True
    max_continuous_minutes: float | None = 240
    night_max_continuous_minutes: float | None = 120
    night_from: int = 22 * 60
    night_to: int = 6 * 60
    rest_minutes: float = 20
    halt_from: int = 2 * 60
    halt_to: int = 5 * 60
    max_minutes_per_driver_24h: float | None = 480
    second_driver_km: float | None = 600


@dataclass(frozen=True, slots=True)
class Rules:
    """Section 1.6 of the data contract. ``pickup_from == pickup_to`` (modulo a day): always."""

    split_groups: bool = True
    pickup_from: int = 5 * 60
    pickup_to: int = 22 * 60
    stop_minutes: float = 10
    connection_minutes: PerMode = PerMode(120, 60)
    max_wait_minutes: float | None = 600
    egress_minutes: PerMode = PerMode(45, 30)
    max_egress_wait_minutes: float | None = 240
    max_stops: MaxStops = MaxStops()
    max_trip_minutes: PerKind = PerKind(600, 240, None)
    max_journey_minutes: float | None = None
    escorts: Escorts = Escorts()
    driving: DrivingRules = DrivingRules()


@dataclass(frozen=True, slots=True)
class Costs:
    """Section 1.7 of the data contract; CNY. ``individual_ticket`` ``None``: not to be had."""

    individual_ticket: float | None = None
    unserved: float = 100_000.0
    early_arrival_per_day: float = 0.0
    journey_hour: float = 0.0
    escort: float = 0.0


@dataclass(frozen=True, slots=True)
class SolverSettings:
    """How long and how to search: seconds, seed, threads (0 = all cores)."""

    time_limit_s: float = 60.0
    seed: int = 0
    threads: int = 0


@dataclass(frozen=True, slots=True)
class PaperSettings:
    """What papers say beside the plan.

    Parameters
    ----------
    issuer
        Who makes the papers, such as a county's bureau.
    contact
        Whom people call when nobody nearer is known: a name and a number of the office, shown as it stands.
    rail_order_people
        Most people on one order for train tickets.
    vehicles
        The table of number plates and crews, relative to the case folder; not part of the case's digest, because
        it is filled in after the plan was made.
    """

    issuer: str = ""
    contact: str = ""
    rail_order_people: int = 19
    vehicles: str | None = None


@dataclass(frozen=True, slots=True)
class CrewMember:
    """A driver or an escort; ``paper``: a driver's licence number, an escort's employer. Blank where unknown."""

    name: str = ""
    phone: str = ""
    paper: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class VehicleRecord:
    """One vehicle of an offer as it really is: plate, permits, insurance and crew. Blank where unknown."""

    plate: str = ""
    permit: str = ""
    permit_valid: str = ""
    transport_licence: str = ""
    insurance: str = ""
    drivers: tuple[CrewMember, ...] = ()
    escorts: tuple[CrewMember, ...] = ()


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that may be spent, CNY: all of the total but the prices of time and of leaving people.

    ``None`` does not bind.
    """

    max_total: float | None = None


@dataclass(frozen=True, slots=True)
class Emissions:
    """Factors of the report's estimate of CO₂.

    Parameters
    ----------
    coach_small, coach_medium, coach_large
        kg a vehicle km, for fewer than 20, fewer than 39, and more seats: 14, 22 and 28 litres of diesel on 100 km
        (planning values of the trade) at 2.68 kg a litre (IPCC 2006: 74.1 t/TJ, 43.0 TJ/kt, 0.84 kg/l).
    flight
        kg a passenger km: 0.29 kg of fuel a tonne-km (CAAC: 0.340 in 2005, 14.3 % less in 2023), 3.15 kg CO₂ a kg of
        fuel, a passenger with luggage being 100 kg.
    train, ticket
        kg a passenger km: 3.64 kWh on 100 km at 300 km/h (CRH380A, as tested), 0.5366 kg a kWh (national average of
        2022, Ministry of Ecology and Environment, December 2024).
    """

    coach_small: float = 0.38
    coach_medium: float = 0.59
    coach_large: float = 0.75
    flight: float = 0.092
    train: float = 0.020
    ticket: float = 0.020


@dataclass(frozen=True, slots=True)
class PayerScope:
    """Whose costs, and which of them, an entry of ``payers`` covers; an empty tuple leaves that side open.

    ``origin_counties``, ``destination_counties``: names of counties; ``origins``, ``destinations``: place ids;
    ``columns``: carried columns of the workers table with the texts that count; ``modes``: modes of travel;
    ``legs``: ``feeder``, ``direct``, ``distribution``, ``flight``, ``train``, ``ticket``; ``services``: service ids,
    with which only what these services cost is covered; ``terms``: cost terms.
    """

    origin_counties: tuple[str, ...] = ()
    destination_counties: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    columns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    modes: tuple[str, ...] = ()
    legs: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    terms: tuple[str, ...] = INVOICED_TERMS


@dataclass(frozen=True, slots=True)
class Payer:
    """One entry of ``payers``: who pays what for whom. Entries of one name are one payer.

    ``share``: of what subsidies leave, 0 to 1, with the rule ``fixed_share``. ``amount``: CNY a person at most,
    ``cap``: CNY altogether at most (``None``: no cap), with the rule ``subsidy``.
    """

    name: str
    rule: PayerRule
    kind: PayerKind = "other"
    share: float = 0.0
    amount: float = 0.0
    cap: float | None = None
    scope: PayerScope = PayerScope()


@dataclass(frozen=True)
class Case:
    """A whole case, with every default filled in and every reference resolved.

    ``window_start`` is 00:00 of the first day, ``window_end`` 24:00 of the last. Mappings keep the tables' order.
    ``tickets`` is keyed by (origin county, destination county), ``vehicles`` by (offer id, vehicle number).
    """

    name: str
    title: str
    timezone: str
    window_start: int
    window_end: int
    workers: Mapping[str, Worker]
    places: Mapping[str, Place]
    offers: Mapping[str, Offer]
    services: Mapping[str, Service]
    tickets: Mapping[tuple[str, str], float]
    roads: RoadSettings = field(default_factory=RoadSettings)
    rules: Rules = Rules()
    costs: Costs = Costs()
    solver: SolverSettings = SolverSettings()
    papers: PaperSettings = PaperSettings()
    vehicles: Mapping[tuple[str, int], VehicleRecord] = field(default_factory=dict)
    payers: tuple[Payer, ...] = ()
    emissions: Emissions = Emissions()
    budget: Budget = Budget()
    sha256: str = ""

    def ticket_cost(self, worker: Worker) -> float | None:
        """CNY of an individual ticket for this person, or ``None`` where none is to be had, or it is barred."""
        if "ticket" in worker.barred:
            return None
        pair = (self.places[worker.origin].county, self.places[worker.destination].county)
        return self.tickets.get(pair, self.costs.individual_ticket)

    @cached_property
    def runs(self) -> Mapping[str, tuple[Service, ...]]:
        """Services by what their units are bought under, rows in the table's order."""
        runs: dict[str, list[Service]] = {}
        for service in self.services.values():
            runs.setdefault(service.run_key, []).append(service)
        return {key: tuple(rows) for key, rows in runs.items()}

    @cached_property
    def bundles(self) -> tuple[tuple[str, ...], ...]:
        """Worker ids that share every vehicle: parties, or unsplit groups, or single persons; in roster order."""
        bundles: dict[tuple[object, ...], list[str]] = {}
        for worker in self.workers.values():
            key: tuple[object, ...]
            if not self.rules.split_groups:
                key = (worker.origin, worker.destination, worker.ready_from, worker.report_by)
            elif worker.party is not None:
                key = ("party", worker.party)
            else:
                key = ("single", worker.worker_id)
            bundles.setdefault(key, []).append(worker.worker_id)
        return tuple(tuple(ids) for ids in bundles.values())
