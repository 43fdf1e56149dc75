"""A plan with every way to travel whose places lie on the map and whose texts are hostile."""

from __future__ import annotations

from dataclasses import replace

from check_scene import scene

from transport.facts import Facts
from transport.io.plan_json import plan_from_document

HOSTILE = {
    "V1": "=1+1村",
    "V2": "@SUM(A1:A9)",
    "V3": "<script>alert(1)</script>&\"'`${x}",
    "A1": "机场\r\nBEGIN:VEVENT;,\\",
    "F1": "电子\u202e厂\x00, Ltd; 13812345678",
    "F2": "䶮𬱖" * 30,
}
SPOTS = {"V1": (25.9, 99.4), "V2": (25.8, 99.3), "V3": (25.5, 99.5), "A1": (25.6, 100.3), "S1": (25.6, 100.2),
         "S2": (25.0, 101.5), "TA": (31.2, 121.3), "TS": (31.19, 121.32), "F1": (30.7, 121.3), "F2": (30.9, 121.5),
         "D1": (25.85, 99.35), "D2": (31.1, 121.4)}  # fmt: skip


def along(start: str, end: str) -> list[tuple[float, float]]:
    """A way with a bend, and none at all between two of the places."""
    if (start, end) == ("V2", "S1"):
        return []
    (lat, lon), (to_lat, to_lon) = SPOTS[start], SPOTS[end]
    return [(lat, lon), ((lat + to_lat) / 2 + 0.01, (lon + to_lon) / 2), (to_lat, to_lon)]


def build_facts() -> Facts:
    tiny = scene()
    places = {
        place_id: replace(place, name=HOSTILE.get(place_id, place.name), lat=SPOTS[place_id][0], lon=SPOTS[place_id][1])
        for place_id, place in tiny.case.places.items()
    }
    offers = {
        offer_id: replace(offer, operator=f"=运{offer_id}<b>" if offer_id != "O3" else "", vehicle="客车13812345678")
        for offer_id, offer in tiny.case.offers.items()
    }
    case = replace(tiny.case, places=places, offers=offers, title="-测试;<i>,\n下一行")
    return Facts(case, plan_from_document(tiny.document))
