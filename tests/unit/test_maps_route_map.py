from __future__ import annotations

import html
import json
import re
import runpy
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import folium
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps import basemap, offline
from maps.offline import script, stylesheet, to_script
from maps.panel import swatch
from maps.route_map import draw_overview, write_maps
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
        self.text: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.loads += [(tag, value) for name, value in attrs if name in LOADING]
        self.boxes += [value for name, value in attrs if tag == "input" and name == "value"]

    def handle_data(self, data):
        self.text.append(data)


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> str:
    (path,) = write_maps(CASE, PLAN, None, tmp_path_factory.mktemp("maps"), "zh")
    return path.read_text(encoding="utf-8")


def test_writes_one_page_and_nothing_else(tmp_path):
    folder = tmp_path / "plan" / "maps"
    assert write_maps(CASE, PLAN, None, folder, "zh") == [folder / "index.html"]
    assert [p.name for p in folder.iterdir()] == ["index.html"]


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


def test_same_plan_gives_the_same_bytes(page, tmp_path):
    (again,) = write_maps(CASE, PLAN, None, tmp_path, "zh")
    assert again.read_text(encoding="utf-8") == page


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
    assert parsed.boxes == [*MODES, *"01234", *"01", *SITES]


def test_english_page_is_english(tmp_path):
    (path,) = write_maps(CASE, PLAN, None, tmp_path, "en")
    text = "".join(Page(path.read_text(encoding="utf-8")).text)
    for expected in ("Overview of the journeys", "Direct coach", "1 trip · 40 people", "County of origin", "Guizhou"):
        assert expected in text
    assert "短驳车" not in text


def test_a_plan_without_a_bound_claims_none(tmp_path):
    plan = replace(PLAN, summary=replace(PLAN.summary, lower_bound=None))
    (path,) = write_maps(CASE, plan, None, tmp_path, "zh")
    assert "未证明" in path.read_text(encoding="utf-8")


def test_modes_that_nobody_uses_have_no_switch(tmp_path):
    plan = replace(PLAN, unserved=(), trips=tuple(t for t in PLAN.trips if t.kind != "direct"))
    (path,) = write_maps(CASE, plan, None, tmp_path, "zh")
    assert {"direct", "unserved"}.isdisjoint(Page(path.read_text(encoding="utf-8")).boxes)


def test_empty_plan_is_drawn_with_a_note(tmp_path):
    (path,) = write_maps(CASE, Plan("map-test", "", Summary({}, {})), None, tmp_path, "zh")
    assert "无法画图" in path.read_text(encoding="utf-8")


def test_places_that_cannot_be_drawn_are_counted(tmp_path):
    places = {**CASE.places, "YL4": replace(CASE.places["YL4"], lat=None, lon=None)}
    (path,) = write_maps(replace(CASE, places=places), PLAN, None, tmp_path, "zh")
    assert "有 1 个地点没有坐标" in path.read_text(encoding="utf-8")


def test_blank_county_can_be_switched_too(tmp_path):
    places = {key: replace(place, county="") for key, place in CASE.places.items()}
    (path,) = write_maps(replace(CASE, places=places), PLAN, None, tmp_path, "zh")
    parsed = Page(path.read_text(encoding="utf-8"))
    assert "（未填）" in "".join(parsed.text)
    assert parsed.boxes == [*MODES, "0", "0", *SITES]


@pytest.mark.parametrize(
    "hostile", ["<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>", "${alert(1)}", "{{7*7}}"]
)
def test_hostile_texts_add_nothing_to_the_page(page, hostile, tmp_path):
    case, plan = build(hostile)
    (path,) = write_maps(case, plan, None, tmp_path, "zh")
    text = path.read_text(encoding="utf-8")
    assert Page(text).tags == Page(page).tags
    data = json.loads(text[text.index("fangangOverview(map_overview, ") + 30 : text.rindex(");")])
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
    assert all(f"{role}: {{" in script("overview/overview.js") for role in drawn)


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
