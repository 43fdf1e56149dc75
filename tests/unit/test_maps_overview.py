from __future__ import annotations

import html
import json
import re
import runpy
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import folium
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps import basemap, offline
from maps.offline import script, stylesheet, to_script
from maps.overview_page import draw_overview
from maps.page import page_html
from maps.panel import swatch
from maps.style import MODES, SITES
from transport.locale import catalogue
from transport.plan import Plan, Summary

build = runpy.run_path(str(Path(__file__).parents[1] / "data" / "maps_plan.py"))["build"]
CASE, PLAN = build()
LOADING = {"src", "href", "srcset", "data", "poster", "action", "background", "manifest"}


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[tuple[str, str | None]] = []
        self.tags: list[str] = []
        self.boxes: list[str] = []
        self.groups: list[str] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.loads += [(tag, value) for name, value in attrs if name in LOADING]
        self.boxes += [value for name, value in attrs if tag == "input" and name == "value"]
        self.groups += [value for name, value in attrs if name == "data-group"]

    def handle_data(self, data):
        self.text.append(data)


def overview(case, plan, lang) -> str:
    return page_html(draw_overview(case, plan, None, lang))


@pytest.fixture(scope="module")
def page() -> str:
    return overview(CASE, PLAN, "zh")


def test_page_loads_nothing(page):
    parsed = Page(page)
    assert parsed.loads == []
    assert {"link", "img", "iframe", "object", "embed", "base"}.isdisjoint(parsed.tags)
    assert "@import" not in page
    assert re.findall(r"url\((?!#)[^)]*\)", page) == []
    assert "sourceMappingURL" not in page
    assert "default-src 'none'" in page


def test_page_mentions_no_host_but_names_that_are_never_fetched(page):
    hosts = set(re.findall(r"https?://([\w.-]+)", page))
    assert hosts <= {"www.w3.org", "leafletjs.com", "bugs.chromium.org", "bugzilla.mozilla.org"}  # all in Leaflet


def test_page_is_small_enough_to_send(page):
    assert len(page.encode()) < 1_000_000


def test_same_plan_gives_the_same_bytes(page):
    assert overview(CASE, PLAN, "zh") == page


def test_page_holds_no_personal_data(page):
    for worker in CASE.workers.values():
        for secret in (worker.worker_id, worker.name, worker.id_number, worker.phone, worker.emergency_contact):
            assert secret not in page


def test_page_has_title_figures_legend_and_switches(page):
    parsed = Page(page)
    text = "".join(parsed.text)
    assert "2027年奉贤·大理点对点返岗 · 行程总图" in text
    for expected in (
        "347,500 元",
        "1,616 元",
        "2.7%",
        "直达包车",
        "短驳车",
        "送厂车",
        "航班",
        "自行购票",
        "未安排",
        "云龙县",
    ):
        assert expected in text
    boxes = Counter(parsed.boxes)
    assert set(boxes) == {*MODES, *SITES, *map(str, range(10))}  # the longest list has ten vehicles
    assert parsed.groups == ["modes", "days", "origins", "destinations", "employers", "vehicles", "sites"]
    assert "2月18日" in text
    assert "未定日期" in text
    assert "南桥电缆厂" in text
    assert "金龙35座 6 号车" in text


def test_english_page_is_english():
    text = "".join(Page(overview(CASE, PLAN, "en")).text)
    for expected in ("Overview of the journeys", "Direct coach", "1 trip · 40 people", "County of origin", "Guizhou"):
        assert expected in text
    assert "短驳车" not in text


def test_a_plan_without_a_bound_claims_none():
    plan = replace(PLAN, summary=replace(PLAN.summary, lower_bound=None))
    text = overview(CASE, plan, "zh")
    assert "未证明" in text


def test_modes_that_nobody_uses_have_no_switch():
    plan = replace(PLAN, unserved=(), trips=tuple(t for t in PLAN.trips if t.kind != "direct"))
    assert {"direct", "unserved"}.isdisjoint(Page(overview(CASE, plan, "zh")).boxes)


def test_empty_plan_is_drawn_with_a_note():
    text = overview(CASE, Plan("map-test", "", Summary({}, {})), "zh")
    assert "无法画图" in text


def test_places_that_cannot_be_drawn_are_counted():
    places = {**CASE.places, "YL4": replace(CASE.places["YL4"], lat=None, lon=None)}
    text = overview(replace(CASE, places=places), PLAN, "zh")
    assert "有 1 个地点没有坐标" in text


def test_blank_county_can_be_switched_too():
    places = {key: replace(place, county="") for key, place in CASE.places.items()}
    parsed = Page(overview(replace(CASE, places=places), PLAN, "zh"))
    assert "（未填）" in "".join(parsed.text)
    assert Counter(parsed.boxes)["0"] == 5  # days, origins, destinations, employers, vehicles


@pytest.mark.parametrize(
    "hostile", ["<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>", "${alert(1)}", "{{7*7}}"]
)
def test_hostile_texts_add_nothing_to_the_page(page, hostile):
    case, plan = build(hostile)
    text = overview(case, plan, "zh")
    assert Page(text).tags == Page(page).tags
    data = json.loads(text[text.rindex(""", {"features":""") + 2 : text.rindex(");")])
    shown = next(f["popup"] for f in data["features"] if f["layer"] == "village")
    assert hostile in html.unescape(shown)
    assert hostile not in shown


def test_notebook_gets_a_folium_map_that_renders_by_itself():
    drawn = draw_overview(CASE, PLAN, None, "en")
    assert isinstance(drawn, folium.Map)
    assert "fangangOverview" in drawn._repr_html_()
    assert "Content-Security-Policy" not in drawn.page.render()  # a notebook's author may add tiles


@given(st.recursive(st.text(), lambda inner: st.lists(inner, max_size=3)))
def test_script_data_reads_back_and_cannot_leave_its_element(value):
    code = to_script(value)
    assert json.loads(code) == value
    assert not set("<>&\u2028\u2029") & set(code)
    code.encode("utf-8")


def test_script_data_with_a_lone_surrogate_can_be_written():
    assert to_script("a\ud800b") == '"a\\ud800b"'


def test_script_that_would_end_its_element_is_refused(monkeypatch):
    monkeypatch.setattr(offline, "asset", lambda _path: "let a = '</SCRIPT>';")
    with pytest.raises(ValueError, match=r"x\.js"):
        script("x.js")


def test_unknown_asset_is_refused():
    with pytest.raises(FileNotFoundError):
        offline.asset("leaflet/other.js")


def test_stylesheet_drops_outside_files_but_keeps_data():
    sheet = stylesheet("leaflet/leaflet.css")
    assert "layers.png" not in sheet
    assert ".leaflet-pane" in sheet


def test_basemap_has_the_roles_that_the_script_draws():
    outlines = basemap.read_basemap()
    roles = {feature["properties"]["role"] for feature in outlines["features"]}
    assert roles == {"land", "province", "county", "boundary", "label"}
    drawn = {feature["properties"]["role"] for feature in basemap.outlines(outlines)}
    assert all(f"{role}: {{" in script("common/ground.js") for role in drawn)


def test_basemap_names_are_given_in_the_language_or_in_chinese():
    chinese, english = (basemap.names(basemap.read_basemap(), lang) for lang in ("zh", "en"))
    assert len([n for n in chinese if n["level"] == "province"]) == 34
    guizhou = next(n for n in chinese if n["text"] == "贵州")
    assert 24 < guizhou["at"][0] < 30 < 103 < guizhou["at"][1] < 110
    assert {"Guizhou", "云龙县"} <= {n["text"] for n in english}


def test_swatches_show_the_pattern_of_their_line():
    assert 'stroke-dasharray="9 6"' in swatch(MODES["flight"])
    assert swatch(MODES["train"]).count("<path") == 2
    assert 'fill="none"' in swatch(MODES["ticket"], ring=True)


def test_both_languages_have_the_same_texts():
    def keys(node, path=""):
        return {path} if not isinstance(node, dict) else {k for key in node for k in keys(node[key], f"{path}.{key}")}

    assert keys(catalogue("zh", "maps")) == keys(catalogue("en", "maps"))


def test_every_shipped_file_is_listed_with_its_licence():
    root = Path(offline.__file__).parent / "assets"
    listed = (root / "LICENSES.md").read_text(encoding="utf-8")
    for folder in root.iterdir():
        if folder.is_dir():
            assert f"`{folder.name}/`" in listed
