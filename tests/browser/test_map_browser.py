"""The written maps in a real browser whose network is cut: they draw, switch and tell, and run nobody's text."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from maps.write import Other, write_maps

pytestmark = pytest.mark.browser
build = runpy.run_path(str(Path(__file__).parents[1] / "data" / "maps_plan.py"))["build"]
CASE, PLAN = build()
DESK, PHONE = (1366, 768), (390, 844)
ATTACKS = (
    "=1+1",
    """<img src=x onerror="document.title='HACKED'">""",
    "${document.title='HACKED'}",
    """</script><script>document.title="HACKED"</script>""",
    """`+(document.title='HACKED')+`""",
    """");document.title='HACKED';//""",
    """\\u003cimg src=x onerror=document.title='HACKED'>&lt;img src=x onerror=document.title='HACKED'&gt;""",
    """' onmouseover='document.title="HACKED"' x='\u202e\u2066""",
)
HOSTILE = "".join(ATTACKS)
VISIBLE = " ".join(HOSTILE.replace("\u202e", "").replace("\u2066", "").split())


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("maps")
    write_maps(CASE, PLAN, None, path, "zh", against=Other(CASE, PLAN))
    return path


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> list[Path]:
    (case, plan), path = build(HOSTILE), tmp_path_factory.mktemp("hostile")
    return one_a_kind(write_maps(case, plan, None, path, "zh", against=Other(case, plan, name=HOSTILE)))


def one_a_kind(pages: list[Path]) -> list[Path]:
    """Return the pages that stand alone and one of each folder."""
    return list({(path.parent, path.name if path.parent == pages[0].parent else ""): path for path in pages}.values())


def one(opened, group: str, value: str) -> None:
    opened(f'document.querySelector(`[data-group={group}] input[value="{value}"]`).click()')


def every(opened, group: str, action: str) -> None:
    opened(f"document.querySelector('[data-group={group}] [data-set={action}]').click()")


def visible(opened) -> int:
    return int(opened("map_overview.getContainer().dataset.visible"))


TOLD = """() => {
  const names = new Set();
  map_overview.eachLayer((part) => {
    const tip = part.getTooltip && part.getTooltip();
    if (tip) names.add(tip.getContent().replace(/<[^>]*>/g, ""));
  });
  return [...names];
}"""
OPEN_EVERYTHING = """async () => {
  const told = [];
  const map = window.map_overview || window.map_difference;
  const parts = [];
  map.setZoom(13, {animate: false});
  map.eachLayer((part) => { if (part.getTooltip && part.getTooltip()) parts.push(part); });
  for (const part of parts) {
    part.openTooltip();
    const latlng = part.getLatLng ? part.getLatLng() : part.getLatLngs()[0];
    part.fire("click", {latlng, originalEvent: new MouseEvent("click")});
    await new Promise((done) => setTimeout(done, 5));
    const popup = document.querySelector(".leaflet-popup-content");
    told.push(popup ? popup.innerText : "");
  }
  return told;
}"""


def test_overview_draws_without_network_or_errors(folder, open_page):
    opened = open_page(folder / "overview.html")
    assert opened.errors == []
    assert len(opened.asked) == 1
    assert visible(opened) == 16 + 2 + 17 + 6 + 4 + 2 + 1
    colours = opened(
        """[...document.querySelectorAll(".leaflet-map-pane canvas")].map((canvas) => {
          const picture = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          return new Set(new Uint32Array(picture.data.buffer)).size;
        })"""
    )
    assert min(colours) > 20
    assert opened("document.querySelectorAll('.fg-ring').length") > 1
    assert "km" in opened("document.querySelector('.leaflet-control-scale').innerText")
    attribution = opened("document.querySelector('.leaflet-control-attribution').innerText")
    assert "天地图" in attribution
    assert "Leaflet" not in attribution


def test_policy_stops_outside_requests(folder, open_page):
    opened = open_page(folder / "overview.html")
    opened(
        """new Promise((done) => {
          const picture = new Image();
          picture.onerror = done;
          picture.src = "https://example.invalid/x.png";
        })"""
    )
    assert any("Content Security Policy" in error for error in opened.errors)


def test_a_feature_shows_when_all_its_switches_are_on(folder, open_page):
    opened = open_page(folder / "overview.html")
    opened("map_overview.setView([25.3, 100.2], 10, {animate: false})")
    every_name = opened(TOLD)
    every(opened, "origins", "none")
    assert visible(opened) == 0
    one(opened, "origins", "4")  # 南涧县
    nanjian = opened(TOLD)
    assert any("南涧镇" in name for name in nanjian)
    assert not any("诺邓镇" in name or "航班" in name for name in nanjian)
    assert any("直达包车" in name for name in nanjian)
    one(opened, "modes", "direct")
    without_direct = opened(TOLD)
    assert not any("直达包车" in name or "南涧镇" in name for name in without_direct)
    assert any("公郎镇" in name for name in without_direct)
    opened("document.querySelector('.fg-reset').click()")
    assert sorted(opened(TOLD)) == sorted(every_name)
    every(opened, "modes", "none")
    one(opened, "modes", "ticket")
    assert not any("短驳车" in name for name in opened(TOLD))
    assert opened.errors == []


def test_days_vehicles_and_employers_switch_too(folder, open_page):
    opened = open_page(folder / "overview.html")
    whole = visible(opened)
    every(opened, "days", "none")
    days = "[...document.querySelectorAll('[data-group=days] label')]"
    opened(days + ".find((day) => day.innerText.includes('18日')).click()")
    told = {name.split(" · ")[0] for name in opened(TOLD)}
    assert {"T01", "T02", "T03", "T04"} <= told  # four feeders to the two flights, which arrive on the same day
    assert {"T05", "T06"}.isdisjoint(told)
    opened("document.querySelector('.fg-reset').click()")
    every(opened, "vehicles", "none")
    one(opened, "vehicles", "0")
    assert 0 < visible(opened) < whole / 2
    opened("document.querySelector('.fg-reset').click()")
    every(opened, "employers", "none")
    assert visible(opened) == 0
    one(opened, "employers", "0")
    assert 0 < visible(opened) < whole


def test_only_chooses_one_row(folder, open_page):
    opened = open_page(folder / "overview.html")
    opened("document.querySelector('[data-group=origins] [data-only=\"0\"]').click()")
    assert opened("[...document.querySelectorAll('[data-group=origins] input:checked')].map((box) => box.value)") == [
        "0"
    ]


def test_rings_count_the_people_that_are_chosen(folder, open_page):
    opened = open_page(folder / "overview.html")
    inside = "[...document.querySelectorAll('.fg-ring text')].reduce((sum, text) => sum + Number(text.textContent), 0)"
    people = opened(inside)
    opened("document.querySelector('[data-group=origins] [data-only=\"0\"]').click()")
    assert 0 < opened(inside) < people


def test_search_finds_places_trips_and_services_and_shows_them(folder, open_page):
    opened = open_page(folder / "overview.html")
    for word, expected in (("公郎", "公郎镇"), ("t06", "T06"), ("mu7641", "大理凤仪机场"), ("南桥 奉贤", "南桥电缆厂")):
        opened.page.fill(".fg-search input", word)
        assert expected in opened("document.querySelector('.fg-found').innerText")
        opened.page.press(".fg-search input", "Enter")
        opened.wait()
        popups = opened("[...document.querySelectorAll('.leaflet-popup-content')].map((popup) => popup.innerText)")
        assert expected in popups[-1]  # the one before may still be fading away
    opened.page.fill(".fg-search input", "没有这个")
    assert "没有找到" in opened("document.querySelector('.fg-found').innerText")
    assert opened.errors == []


def test_an_address_can_name_what_to_show(folder, open_page):
    opened = open_page(folder / "overview.html", fragment="#T04")
    assert "T04" in opened("document.querySelector('.leaflet-popup-content').innerText")


def test_every_popup_opens_and_tells_times(folder, open_page):
    opened = open_page(folder / "overview.html")
    told = opened(OPEN_EVERYTHING)
    assert opened.errors == []
    assert len(told) >= 46
    assert all(re.search(r"\d+ 人", text) for text in told)
    assert any("MU7641" in text and "2月18日 13:00" in text for text in told)


@pytest.mark.parametrize(("size", "card_open"), [(DESK, True), (PHONE, False)])
def test_first_sight_frames_everything_beside_the_card(folder, open_page, size, card_open):
    opened = open_page(folder / "overview.html", size)
    assert opened("document.querySelector('.fg-panel').open") is card_open
    outside = opened(
        """() => {
          const card = document.querySelector(".fg-panel");
          const edge = card.open ? card.getBoundingClientRect().right : 0;
          const size = map_overview.getSize();
          const outside = [];
          map_overview.eachLayer((part) => {
            if (!part.getLatLng || part.options.pane === "fg-names") return;
            const point = map_overview.latLngToContainerPoint(part.getLatLng());
            const inside = edge <= point.x && point.x <= size.x && 0 <= point.y && point.y <= size.y;
            if (!inside) outside.push(point.toString());
          });
          return outside;
        }"""
    )
    assert outside == []


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_no_page_is_wider_than_its_window(folder, open_page, size):
    for path in one_a_kind([folder / "index.html", *sorted(folder.rglob("*.html"))]):
        opened = open_page(path, size)
        assert opened("document.documentElement.scrollWidth") <= size[0], path
        assert opened.errors == [], path
        assert len(opened.asked) == 1, path


def test_hostile_texts_are_only_read(hostile, open_page):
    seen = 0
    for path in hostile:
        opened = open_page(path)
        opened("[...document.querySelectorAll('details')].forEach((one) => { one.open = true; })")
        told = ""
        if opened("Boolean(window.map_overview || window.map_difference)"):
            told = " ".join(opened(OPEN_EVERYTHING))
        if opened("Boolean(window.map_playback)"):
            told = opened(
                """async () => {
                  const bar = document.querySelector(".fg-time");
                  const told = [];
                  for (let at = Number(bar.min); at <= Number(bar.max); at += 240) {
                    map_playback.getContainer().fgSet(at);
                    told.push(document.querySelector(".fg-panel").innerText);
                  }
                  return told.join(" ");
                }"""
            )
        assert "HACKED" not in {opened("document.title"), opened("document.body.dataset.hacked")}, path
        assert opened("document.title") != "HACKED"
        assert opened("document.images.length") == 0
        assert opened.errors == [], path
        assert len(opened.asked) == 1
        text = " ".join((told + " " + opened("document.body.innerText")).split())
        seen += VISIBLE in text
    assert seen >= len(hostile) - 1


def test_playback_moves_counts_and_ends(folder, open_page):
    opened = open_page(folder / "playback.html", PHONE)
    counts = "[...document.querySelectorAll('[data-count]')].map((count) => Number(count.textContent))"
    set_to = "map_playback.getContainer().fgSet"
    start, end = (int(opened(f"document.querySelector('.fg-time').{key}")) for key in ("min", "max"))
    people = len(PLAN.itineraries) - 12
    assert opened(counts) == [people, 0, 0]
    trip = next(trip for trip in PLAN.trips if trip.trip_id == "T01")
    opened(f"{set_to}({trip.stops[0].arrive})")
    on_the_way = sum(1 for i in PLAN.itineraries if i.pickup is not None and i.pickup <= trip.stops[0].arrive)
    assert opened(counts) == [people - on_the_way, on_the_way, 0]
    assert opened("document.querySelector('.fg-clock').textContent") == "2月18日 周四 06:00"
    opened(f"{set_to}({end})")
    assert opened(counts) == [0, 0, people]
    opened(f"{set_to}({start})")
    opened("document.querySelector('.fg-play').click()")
    opened.page.wait_for_timeout(600)
    opened("document.querySelector('.fg-play').click()")
    assert start < int(opened("document.querySelector('.fg-time').value")) < end
    assert opened.errors == []


def test_playback_tells_about_a_vehicle_where_it_is(folder, open_page):
    opened = open_page(folder / "playback.html")
    trip = next(trip for trip in PLAN.trips if trip.trip_id == "T06")
    moment = (trip.stops[0].depart + trip.stops[1].arrive) / 2
    opened(f"map_playback.getContainer().fgSet({moment})")
    # Halfway in time on the straight road between 公郎镇 and 大理站.
    opened(
        """() => {
          const point = map_playback.latLngToContainerPoint([(24.83 + 25.59) / 2, (100.30 + 100.25) / 2]);
          const latlng = map_playback.containerPointToLatLng(point);
          map_playback.fire("click", {latlng, containerPoint: point, originalEvent: {}});
        }"""
    )
    told = opened("document.querySelector('.leaflet-popup-content').innerText")
    assert "T06" in told
    assert "车上 13 人" in told
    assert "07:40 到 大理站" in told


def test_difference_shows_both_plans_side_by_side(folder, open_page):
    opened = open_page(folder / "difference.html", fragment="#side")
    assert opened("[...document.querySelectorAll('.fg-side-map')].map((side) => Number(side.dataset.visible))") == [
        48,
        48,
    ]
    opened("document.querySelector('[value=difference]').click()")
    assert opened("getComputedStyle(document.querySelector('.fg-sides')).display") == "none"
    assert opened.errors == []


def test_index_narrows_and_sorts_its_vehicles(folder, open_page):
    opened = open_page(folder / "index.html")
    shown = (
        "[...document.querySelectorAll('tbody tr')].filter((row) => !row.hidden).map((row) => row.cells[0].innerText)"
    )
    assert len(opened(shown)) == len(PLAN.trips)
    opened.page.fill("input[type=search]", "公郎")
    assert opened(shown) == ["T06"]
    opened.page.fill("input[type=search]", "")
    opened("document.querySelectorAll('th')[6].click()")
    loads = [int(n) for n in opened("[...document.querySelectorAll('tbody tr')].map((row) => row.cells[6].innerText)")]
    assert loads == sorted(loads)


@pytest.mark.parametrize("name", ["overview.html", "playback.html", "difference.html"])
def test_printed_map_fills_one_landscape_page(folder, open_page, name):
    opened = open_page(folder / name)
    data = opened.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == 1
    assert re.search(rb"/MediaBox\s*\[0 0 84[12]", data)
