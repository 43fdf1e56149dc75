"""A vehicle on the road under the driver-hour rules: how far it may drive now, and when it must stand still.

Everything here is whole minutes and knows nothing of cases or plans.
"""

from __future__ import annotations

from transport.clock import DAY
from transport.limits import NEVER, Limits

_WORTHWHILE = 60  # minutes for which a standing vehicle sets out although it must soon stand again


class Car:
    """A vehicle under way: where it is in time, what it has driven, and the timetable so far.

    ``run`` and ``dark`` are the minutes driven, and driven by night, since the last reset; ``still`` is how long it
    has been standing; ``total`` is what the whole trip drives. ``drives`` lists the driving intervals, of which those
    before ``tail``, ``gone`` minutes together, are older than 24 h.
    """

    __slots__ = (
        "arrive",
        "dark",
        "depart",
        "driven",
        "drives",
        "gone",
        "limits",
        "now",
        "rests",
        "run",
        "still",
        "tail",
        "total",
    )

    def __init__(self, now: int, total: int, limits: Limits) -> None:
        self.limits, self.total = limits, total
        self.now = now
        self.run = self.dark = self.driven = self.tail = self.gone = 0
        self.still = limits.rest
        self.drives: list[tuple[int, int]] = []
        self.arrive: list[int] = []
        self.depart: list[int] = []
        self.rests: list[tuple[int, int, int]] = []

    def twin(self) -> Car:
        """Return an independent copy."""
        twin = Car.__new__(Car)
        twin.limits, twin.total, twin.now, twin.still = self.limits, self.total, self.now, self.still
        twin.run, twin.dark, twin.driven = self.run, self.dark, self.driven
        twin.tail, twin.gone = self.tail, self.gone
        twin.drives, twin.rests = self.drives.copy(), self.rests.copy()
        twin.arrive, twin.depart = self.arrive.copy(), self.depart.copy()
        return twin

    def stand(self, until: int, leg: int) -> None:
        """Rest on the road before stop ``leg``, joined to a rest that ends now."""
        rests = self.rests
        if rests and rests[-1][2] == self.now and rests[-1][0] == leg:
            rests[-1] = (leg, rests[-1][1], until)
        else:
            rests.append((leg, self.now, until))
        self._wait(until)

    def stop(self, arrive: int, depart: int, leg: int) -> None:
        """Make stop ``leg``, after a rest where it must wait for it."""
        if arrive > self.now:
            self.stand(arrive, leg)
        self.arrive.append(arrive)
        self.depart.append(depart)
        self._wait(depart)

    def drive(self, minutes: int) -> None:
        """Drive on; the caller keeps within ``room``, so that the night begins or ends at its ends only."""
        start, limits = self.now, self.limits
        self.now = now = start + minutes
        self.run += minutes
        self.driven += minutes
        self.still = 0
        if limits.night_length and (start - limits.night_from) % DAY < limits.night_length:
            self.dark += minutes
        if limits.budget < NEVER:
            drives = self.drives
            if drives and drives[-1][1] == start:
                drives[-1] = (drives[-1][0], now)
            else:
                drives.append((start, now))

    def free(self, minutes: int, aboard: bool) -> bool:
        """Whether it can drive so long at once, far from every rule: quick, and only a sufficient test."""
        limits = self.limits
        if self.run + minutes > limits.continuous or self.driven + minutes > limits.budget:
            return False
        length = limits.night_length
        if length and not length <= (self.now - limits.night_from) % DAY <= DAY - minutes:
            return False
        length = limits.halt_length
        return not (aboard and length) or length <= (self.now - limits.halt_from) % DAY <= DAY - minutes

    def room(self, minutes: int, aboard: bool, banned: bool = False) -> tuple[int, int]:
        """How far it may go at once, with ``minutes`` left to drive on this leg, or on a stretch banned by night.

        Returns
        -------
        tuple of int
            (minutes to drive, 0), or (0, the moment until which it must stand first).
        """
        limits, now = self.limits, self.now
        room = min(minutes, limits.continuous - self.run)
        if room <= 0:
            return 0, now + limits.rest - self.still if self.run else NEVER
        barrier = DAY
        if aboard and limits.halt_length:
            phase = (now - limits.halt_from) % DAY
            if phase < limits.halt_length:
                return 0, now + limits.halt_length - phase
            barrier = DAY - phase
        if banned and limits.ban_length:
            phase = (now - limits.ban_from) % DAY
            if phase < limits.ban_length:
                return 0, now + limits.ban_length - phase
            barrier = min(barrier, DAY - phase)
        if limits.night_length:
            phase = (now - limits.night_from) % DAY
            if phase < limits.night_length:
                allowed, dawn = limits.night_continuous - self.dark, limits.night_length - phase
                if allowed <= 0:
                    return 0, now + min(dawn, limits.rest - self.still if self.dark else NEVER)
                room = min(room, allowed, dawn)
            else:
                barrier = min(barrier, DAY - phase)
        room = min(room, barrier)
        return (room, 0) if limits.budget == NEVER else self._within_budget(room, barrier)

    def _within_budget(self, room: int, barrier: int) -> tuple[int, int]:
        """Keep to the budget: 24 h after some driving, as many minutes are free again, one by one.

        Driving every minute as it comes free is never worse. Waiting until the whole ``room`` can be driven at once
        is as good and less broken up, if no daily ``barrier`` (minutes from now) comes between and the trip ends
        within the next 24 h, so that driving somewhat later is not felt the day after.
        """
        drives, now = self.drives, self.now
        since = now - DAY
        while self.tail < len(drives) and drives[self.tail][1] <= since:
            start, end = drives[self.tail]
            self.gone += end - start
            self.tail += 1
        free = self.limits.budget - self.driven + self.gone
        if free >= room:
            return room, 0
        if self.tail == len(drives):
            return (free, 0) if free else (0, NEVER)
        start, end = drives[self.tail]
        if start <= since:  # 24 h ago it was driving: each minute driven now replaces one of then
            piece, resume = min(room, end - since), 0
        else:
            piece, resume = free, start + DAY
        if piece >= _WORTHWHILE or (piece and not self.still) or self.total - self.driven > self.limits.budget:
            return (piece, 0) if piece else (0, resume)
        ready = self._ready(room, free)
        if now < ready <= now + barrier - room:
            return 0, ready
        return (piece, 0) if piece else (0, resume)

    def _ready(self, minutes: int, free: int) -> int:
        """Return the moment from which so many minutes can be driven at once, ``free`` of them right now."""
        since = ready = self.now - DAY
        for start, end in self.drives[self.tail :]:
            begins = max(start, since)  # 24 h after, the minutes of this interval come free one by one
            free += begins - start
            if free >= minutes:
                break
            ready = max(ready, begins - free)
            free += end - begins
        return ready + DAY

    def _wait(self, until: int) -> None:
        self.still += until - self.now
        self.now = until
        if self.still >= self.limits.rest:
            self.run = self.dark = 0

    def would_gain(self) -> bool:
        """Whether completing the present standstill to a full rest may spare one later."""
        limits = self.limits
        if not 0 < self.still < limits.rest or not self.run:
            return False
        ahead = self.total - self.driven
        if self.run + ahead > limits.continuous:
            return True
        if not limits.night_length or self.dark + ahead <= limits.night_continuous:
            return False
        return (limits.night_from - self.now - 1) % DAY < ahead + 240 or (
            self.now - limits.night_from
        ) % DAY < limits.night_length
