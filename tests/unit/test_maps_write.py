"""All maps of a plan in their folder: what is written, under which names, and what stands in none of them."""

from __future__ import annotations

import re
import runpy
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from maps.online import OnlineBase
from maps.write import Other, vehicles_of, write_maps
from transport.plan import Plan, Summary

build = runpy.run_path(str(Path(__file__).parents[1] / "data" / "maps_plan.py"))["build"]
CASE, PLAN = build()
HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>${alert(1)}`=1+1\u202e'"


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.links: list[str] = []
        self.handlers: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self.links += [value for name, value in attrs if name == "href"]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> tuple[Path, list[Path]]:
    folder = tmp_path_factory.mktemp("plan") / "maps"
    return folder, write_maps(CASE, PLAN, None, folder, "zh", against=Other(CASE, PLAN, name="另一个"))


def test_every_kind_of_map_is_written_under_an_obvious_name(written):
    folder, files = written
    names = [path.relative_to(folder).as_posix() for path in files]
    assert names[:3] == ["index.html", "overview.html", "playback.html"]
    assert names[-1] == "difference.html"
    assert {name for name in names if name.startswith("village-clusters/")} == {
        f"village-clusters/{county}_上车图.html" for county in ("云龙县", "漾濞县", "永平县", "弥渡县", "南涧县")
    }
    assert {name for name in names if name.startswith("employer-districts/")} == {
        f"employer-districts/{district}_到达图.html" for district in ("奉贤区", "青浦区")
    }
    assert "vehicles/C53_01_宇通53座.html" in names
    assert len([name for name in names if name.startswith("vehicles/")]) == len(vehicles_of(CASE, PLAN)) == 10
    assert sorted(names) == sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_index_leads_to_every_page_and_nowhere_else(written):
    folder, files = written
    index = Tags(files[0].read_text(encoding="utf-8"))
    assert {unquote(link) for link in index.links} == {p.relative_to(folder).as_posix() for p in files[1:]}


def test_no_page_holds_personal_data_or_an_address(written):
    files = written[1]
    for path in files:
        page = path.read_text(encoding="utf-8")
        for worker in CASE.workers.values():
            for secret in (worker.worker_id, worker.name, worker.id_number, worker.phone, worker.emergency_contact):
                assert secret not in page, path
                assert secret not in path.name
        assert "default-src 'none'" in page
        hosts = set(re.findall(r"https?://([\w.-]+)", page))
        assert hosts <= {"www.w3.org", "leafletjs.com", "bugs.chromium.org", "bugzilla.mozilla.org"}
        if path.parent.name == "vehicles":
            assert "<script" not in page
            assert len(page.encode()) < 60_000


def test_hostile_texts_add_no_tag_and_no_handler_to_any_page(written, tmp_path):
    files = written[1]
    case, plan = build(HOSTILE)
    hostile = write_maps(case, plan, None, tmp_path, "zh", against=Other(case, plan, name=f"另一个{HOSTILE}"))
    assert len(hostile) == len(files)
    for kind, dirty in zip(files, hostile, strict=True):
        clean, found = (Tags(path.read_text(encoding="utf-8")) for path in (kind, dirty))
        for tags in (clean.tags, found.tags):
            del tags["text"]  # a name too long for a drawing is left out of it
        assert found.tags == clean.tags, dirty
        assert found.handlers == []
        assert not re.search(r"[<>&\"'$`\u202e]", dirty.name)


def test_progress_counts_every_page(tmp_path):
    seen = []
    files = write_maps(CASE, PLAN, None, tmp_path, "zh", on_part=lambda done, total: seen.append((done, total)))
    assert seen == [(n, len(files)) for n in range(1, len(files) + 1)]


def test_same_plan_gives_the_same_bytes(written, tmp_path):
    files = written[1]
    again = write_maps(CASE, PLAN, None, tmp_path, "zh", against=Other(CASE, PLAN, name="另一个"))
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in files]


def test_english_pages_have_english_names_and_texts(tmp_path):
    names = {path.relative_to(tmp_path).as_posix() for path in write_maps(CASE, PLAN, None, tmp_path, "en")}
    assert "village-clusters/云龙县_pick-ups.html" in names
    assert "Maps of the plan" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_empty_plan_has_its_pages(tmp_path):
    files = write_maps(CASE, Plan("map-test", "", Summary({}, {})), None, tmp_path, "zh")
    assert [path.name for path in files] == ["index.html", "overview.html", "playback.html"]


def test_offers_with_names_that_no_file_can_have(tmp_path):
    case = replace(
        CASE, offers={key: replace(offer, offer_id="CON/..", vehicle="a:b") for key, offer in CASE.offers.items()}
    )
    names = [path.name for path in write_maps(case, PLAN, None, tmp_path, "zh") if path.parent.name == "vehicles"]
    assert len(set(names)) == len(names) == 10
    assert not any(set(name) & set('<>:"/\\|?*') for name in names)


@pytest.mark.parametrize(
    ("base", "host"),
    [
        (OnlineBase("tianditu", "0123456789abcdef"), "https://*.tianditu.gov.cn"),
        (OnlineBase("gaode"), "https://*.is.autonavi.com"),
    ],
)
def test_an_online_base_opens_its_own_host_and_no_other(base, host, tmp_path):
    for path in write_maps(CASE, PLAN, None, tmp_path, "zh", base=base):
        page = path.read_text(encoding="utf-8")
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
        assert policy is not None
        outside = re.findall(r"https?://\S+", policy[1])
        leaflet = "fangang" in page and path.name != "index.html"
        assert outside == ([host] if leaflet else [])
        assert base.key == "" or base.key not in path.name
        assert (base.key != "" and base.key in page) == (leaflet and base.key != "")


@pytest.mark.parametrize("key", ["", "short", "0123456789abcde&", "a" * 65])
def test_tianditu_needs_a_key_that_is_one(key):
    with pytest.raises(ValueError, match="key"):
        OnlineBase("tianditu", key)


def test_gaode_shifts_every_point_once(tmp_path):
    write_maps(CASE, PLAN, None, tmp_path / "plain", "zh")
    write_maps(CASE, PLAN, None, tmp_path / "gaode", "zh", base=OnlineBase("gaode"))

    def airport(folder: str) -> list[float]:
        page = (tmp_path / folder / "overview.html").read_text(encoding="utf-8")
        found = re.search(r'"id":"PVG".*?"at":\[([\d.]+),([\d.]+)\]', page)
        assert found is not None
        return [float(found[1]), float(found[2])]

    (lon, lat), (moved_lon, moved_lat) = airport("plain"), airport("gaode")
    assert (lon, lat) == (121.805, 31.145)
    assert moved_lon - lon == pytest.approx(0.0044, abs=0.0008)  # eastward by some 400 m around Shanghai
    assert moved_lat - lat == pytest.approx(-0.0022, abs=0.0008)
