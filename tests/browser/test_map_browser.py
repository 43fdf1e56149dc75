"""The written map in a real browser whose network is cut: it draws, switches and tells, and runs nobody's text."""

from __future__ import annotations

import html
import json
import re
import runpy
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from maps.route_map import write_maps

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=5000",
)  # fmt: skip
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on PATH")]

build = runpy.run_path(str(Path(__file__).parents[1] / "data" / "maps_plan.py"))["build"]
ATTACKS = (
    """<img src=x onerror="document.title='HACKED'">""",
    "${document.title='HACKED'}",
    """</script><script>document.title="HACKED"</script>""",
    """`+(document.title='HACKED')+`""",
    """");document.title='HACKED';//""",
    """\\u003cimg src=x onerror=document.title='HACKED'>&lt;img src=x onerror=document.title='HACKED'&gt;""",
    """' onmouseover='document.title="HACKED"' x='\u202e\u2066""",
)
WATCH = """<script>
window.found = {errors: [], blocked: []};
addEventListener("error", (event) => found.errors.push(String(event.message)), true);
document.addEventListener("securitypolicyviolation", (event) => found.blocked.push(event.blockedURI));
</script>"""
REPORT = """<script>
addEventListener("load", () => setTimeout(async () => {
  const map = map_overview;
  const wait = () => new Promise((done) => setTimeout(done, 30));
  const box = (group, value) => document.querySelector(`[data-group=${group}] input[value="${value}"]`);
  const visible = () => Number(map.getContainer().dataset.visible);
  const set = (group, action) => document.querySelector(`[data-group=${group}] [data-set=${action}]`).click();
  %s
  found.title = document.title;
  found.requests = performance.getEntriesByType("resource").map((entry) => entry.name);
  found.images = document.images.length;
  const report = document.createElement("pre");
  report.id = "report";
  report.textContent = JSON.stringify(found);
  document.body.append(report);
}, 200));
</script>"""


def chromium(tmp_path: Path, page: Path, *flags: str) -> str:
    assert CHROMIUM is not None
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", *flags, page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


def probe(tmp_path: Path, steps: str, hostile: str = "", window: str = "1366,768") -> dict[str, Any]:
    """Open the map in the browser, run some steps in the page and return what ``found`` holds afterwards."""
    (path,) = write_maps(*build(hostile), None, tmp_path, "zh")
    page = path.read_text(encoding="utf-8").replace("<head>", f"<head>{WATCH}", 1)
    path.write_text(page + REPORT % steps, encoding="utf-8")
    dom = chromium(tmp_path, path, f"--window-size={window}", "--dump-dom")
    report = re.search(r'<pre id="report">(.*?)</pre>', dom, re.DOTALL)
    assert report is not None, dom[-2000:]
    return json.loads(html.unescape(report[1]))


OPEN_EVERYTHING = """
  found.told = [];
  const parts = [];
  map.eachLayer((part) => { if (part.getTooltip && part.getTooltip()) parts.push(part); });
  for (const part of parts) {
    part.openTooltip();
    const latlng = part.getLatLng ? part.getLatLng() : part.getLatLngs()[0];
    part.fire("click", {latlng, originalEvent: new MouseEvent("click")});
    await wait();
    found.told.push(document.querySelector(".leaflet-popup-content").innerText);
    part.closeTooltip();
  }
  map.setZoom(10, {animate: false});
  await wait();
"""


def test_map_draws_without_network_or_errors(tmp_path):
    found = probe(
        tmp_path,
        """
        found.visible = visible();
        found.colours = [...document.querySelectorAll(".leaflet-map-pane canvas")].map((canvas) => {
          const picture = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          return new Set(new Uint32Array(picture.data.buffer)).size;
        });
        found.names = document.querySelectorAll(".fg-text").length;
        found.scale = document.querySelector(".leaflet-control-scale").innerText;
        found.attribution = document.querySelector(".leaflet-control-attribution").innerText;
        """,
    )
    assert found["errors"] == []
    assert found["requests"] == []
    assert found["blocked"] == []
    assert found["visible"] == 16 + 2 + 17 + 6 + 4 + 2 + 1
    assert len(found["colours"]) == 2
    assert min(found["colours"]) > 20
    assert found["names"] > 10
    assert "km" in found["scale"]
    assert "天地图" in found["attribution"]
    assert "Leaflet" not in found["attribution"]


def test_policy_stops_outside_requests(tmp_path):
    found = probe(tmp_path, "new Image().src = 'https://example.invalid/x.png'; await wait();")
    assert found["blocked"] == ["https://example.invalid/x.png"]


def test_a_feature_shows_when_its_mode_and_its_counties_are_on(tmp_path):
    found = probe(
        tmp_path,
        """
        const ids = () => {
          const shown = new Set();
          map.eachLayer((part) => {
            const tip = part.getTooltip && part.getTooltip();
            if (tip) shown.add(tip.getContent().replace(/<[^>]*>/g, ""));
          });
          return [...shown].sort();
        };
        found.all = ids().length;
        set("origins", "none"); found.none = visible();
        box("origins", "4").click(); found.nanjian = ids();
        box("modes", "direct").click(); found.without_direct = ids();
        set("origins", "all"); box("modes", "direct").click(); found.again = ids().length;
        set("modes", "none"); box("modes", "ticket").click(); found.tickets = ids();
        set("modes", "all"); set("sites", "none"); found.lines_only = ids().length;
        """,
    )
    assert found["errors"] == []
    assert found["none"] == 0
    assert found["again"] == found["all"]
    assert any("南涧镇" in name for name in found["nanjian"])
    assert not any("诺邓镇" in name or "航班" in name for name in found["nanjian"])
    assert any("未安排" in name for name in found["nanjian"])
    assert any("直达包车" in name for name in found["nanjian"])
    assert not any("直达包车" in name or "南涧镇" in name for name in found["without_direct"])
    assert any("公郎镇" in name for name in found["without_direct"])
    assert {name.split(" · ")[0] for name in found["tickets"]} >= {"团结彝族乡", "龙街镇"}
    assert not any("短驳车" in name for name in found["tickets"])
    assert found["lines_only"] == 16 + 2 + 3


def test_every_popup_opens_and_tells_times(tmp_path):
    found = probe(tmp_path, OPEN_EVERYTHING)
    assert found["errors"] == []
    assert len(found["told"]) == 48
    assert all(re.search(r"\d+ 人", told) for told in found["told"])
    assert any("MU7641" in told and "2月18日 13:00" in told for told in found["told"])


@pytest.mark.parametrize("attack", ["".join(ATTACKS), *ATTACKS[:3]])
def test_hostile_names_are_only_read(tmp_path, attack):
    found = probe(tmp_path, OPEN_EVERYTHING, attack)
    assert found["title"].startswith("2027年奉贤·大理点对点返岗")
    assert found["title"] != "HACKED"
    assert found["images"] == 0
    assert found["errors"] == []
    assert found["requests"] == []
    visible = attack.replace("\u202e", "").replace("\u2066", "")
    assert any(" ".join(visible.split()) in " ".join(told.split()) for told in found["told"])


@pytest.mark.parametrize(("window", "card_open"), [("1366,768", True), ("390,844", False)])
def test_first_sight_frames_everything_beside_the_card(tmp_path, window, card_open):
    found = probe(
        tmp_path,
        """
        const card = document.querySelector(".fg-panel");
        found.open = card.open;
        const edge = card.open ? card.getBoundingClientRect().right : 0;
        const size = map.getSize();
        found.outside = [];
        map.eachLayer((part) => {
          if (!(part instanceof L.CircleMarker)) return;
          const point = map.latLngToContainerPoint(part.getLatLng());
          const inside = edge <= point.x && point.x <= size.x && 0 <= point.y && point.y <= size.y;
          if (!inside) found.outside.push(point.toString());
        });
        """,
        window=window,
    )
    assert found["open"] is card_open
    assert found["outside"] == []


def test_screenshot_is_not_blank(tmp_path):
    (path,) = write_maps(*build(), None, tmp_path, "en")
    blank = tmp_path / "blank.html"
    blank.write_text("<!DOCTYPE html>", encoding="utf-8")
    sizes = []
    for page in (path, blank):
        picture = page.with_suffix(".png")
        chromium(tmp_path, page, "--window-size=1366,768", f"--screenshot={picture}")
        sizes.append(picture.stat().st_size)
    assert sizes[0] > 10 * sizes[1]
