"""The report as a page: self-contained, escaped, without personal data, in both languages."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from transport.case import Payer
from transport.explanation import Change, Explanation
from transport.facts import Facts
from transport.ledger.alone import Accounts, quick_alone
from transport.ledger.ledger import build_ledger
from transport.plan import Summary
from transport.report.markup import Cell, Html, bar, element, stacked_bar, table
from transport.report.write import write_report

ALLOWED = {
    *("html", "head", "meta", "title", "style", "script", "body", "main", "section", "footer", "div", "h1", "h2", "p"),
    *(
        "b",
        "span",
        "ul",
        "li",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
        "nav",
        "a",
        "figure",
        "figcaption",
    ),
    *("svg", "defs", "pattern", "path", "rect", "text"),
}


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(scope="module", params=["zh", "en"])
def page(request, world, tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.html"
    assert write_report(world.case, world.plan, path, request.param) == path
    return path.read_text(encoding="utf-8")


def test_the_page_is_well_formed_and_hostile_texts_make_no_tags(page):
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    assert set(reader.tags) <= ALLOWED
    assert reader.tags.count("script") == 1
    assert not any(name.startswith("on") for name, _ in reader.attributes)
    assert "&lt;b&gt;45座&lt;/b&gt;" in page


def test_nothing_is_asked_of_any_other_place(page):
    reader = Reader()
    reader.feed(page)
    assert not {name for name, _ in reader.attributes} & {"src", "action", "srcset"}
    assert all(value.startswith("#") for name, value in reader.attributes if name == "href")
    assert not re.search(r"https?://|url\((?!#)|@import|fetch\(|XMLHttpRequest", page)


def test_every_link_leads_to_a_section(page):
    reader = Reader()
    reader.feed(page)
    anchors = {value for name, value in reader.attributes if name == "id"}
    assert {value.removeprefix("#") for name, value in reader.attributes if name == "href"} <= anchors
    assert len(anchors) == len([value for name, value in reader.attributes if name == "id"])


def test_the_policy_names_the_one_script(page):
    script = re.search(r"<script>(.*)</script>", page, re.DOTALL)
    assert script is not None
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    assert f"sha256-{digest}" in page


def test_no_personal_data(page, world):
    names = {"杨小明", "李树", "䶮𬱖㛃", "王芳", "阿依古丽·买买提", "张伟", "段誉"}
    assert names <= {worker.name for worker in world.case.workers.values()}
    assert not any(name in page for name in names)
    assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)|\d{17}[\dXx]", page)
    assert "w12" in page
    assert "138****5678" in page


def test_the_headline_figures(page):
    for figure in ("¥229,208.67", "¥220,000.00", "4.02%", "¥11,791.33", "4.9%"):
        assert figure in page


def test_rare_characters_survive(page):
    assert "䶮𬱖电子（上海）有限公司" in page


def test_a_plan_without_bound_practices_or_people_still_makes_a_page(world, tmp_path):
    case = replace(world.case, workers={})
    plan = replace(world.plan, summary=Summary({}, {}), trips=(), services=(), tickets=(), unserved=(), itineraries=())
    text = write_report(case, plan, tmp_path / "empty.html", "zh").read_text(encoding="utf-8")
    assert "未证明" in text
    assert "没有可行的简单做法" in text


def test_a_plan_dearer_than_a_simple_practice_says_so(world, tmp_path):
    summary = replace(world.plan.summary, baselines={"all_tickets": 200_000.0})
    plan = replace(world.plan, summary=summary)
    text = write_report(world.case, plan, tmp_path / "dear.html", "en").read_text(encoding="utf-8")
    assert "Dearer" in text


def test_plain_text_is_escaped_and_html_is_not():
    assert element("p", "<a>&\"'\x00", Html("<b/>"), class_="x") == '<p class="x">&lt;a&gt;&amp;&quot;&#x27;<b/></p>'
    assert element("rect", data_v='"<') == '<rect data-v="&quot;&lt;"/>'


def test_bars_stay_within_their_track():
    assert 'width="100.00"' in bar(5, 2)
    assert 'width="0.00"' in bar(5, 0)
    assert stacked_bar([1, 1, 2]).count("<rect") == 3
    assert 'x="50.00"' in stacked_bar([1, 1, 2])


def test_a_column_of_bars_cannot_be_sorted():
    written = table([("a", ""), ("b", "bar")], [[Cell("x"), Cell("y")]])
    assert written.count('class="sort"') == 1


def test_totals_on_the_page_are_those_of_the_plan(page, world):
    total = f"¥{world.plan.summary.total_cost:,.2f}"
    assert page.count(f">{total}<") >= 6


def test_explanations_are_told_where_the_plan_has_them(world, tmp_path):
    told = (
        Explanation(("w12",), "unserved", "no_road", proven=True, detail="<b>没有路</b> 13812345678"),
        Explanation(("w07", "w14"), "ticket", "dearer", proven=False, changes=(Change("vehicle_more", "O1", 1, 50.0),)),
        Explanation(("w13",), "unserved", "no_room", proven=False, changes=()),
    )
    plan = replace(world.plan, explanations=told)
    text = write_report(world.case, plan, tmp_path / "told.html", "zh").read_text(encoding="utf-8")
    assert "&lt;b&gt;没有路&lt;/b&gt; 138****5678" in text
    assert "O1 多 1 辆车" in text
    assert "为什么购票或未安排" in text


def test_payers_have_a_section(world, tmp_path):
    payers = (Payer("<b>区</b>", "fixed_share", "bureau", share=0.5), Payer("县", "by_head", "county"))
    facts = Facts(replace(world.case, payers=payers), world.plan)
    ledger = build_ledger(facts)
    accounts = Accounts(ledger, quick_alone(facts, ledger))
    text = write_report(facts.case, facts.plan, tmp_path / "paid.html", "zh", accounts).read_text(encoding="utf-8")
    assert "&lt;b&gt;区&lt;/b&gt;" in text
    assert "未分摊" in text
    assert "覆盖全部人员" in text


def test_the_page_does_not_tell_when_or_how_fast_it_was_made(world, tmp_path):
    """So that a repeatable plan gives a repeatable page."""
    later = replace(world.plan, created="2027-01-21T11:11:11", solver={**world.plan.solver, "elapsed_s": 99.9})
    pages = [
        write_report(world.case, plan, tmp_path / f"{number}.html", "zh").read_bytes()
        for number, plan in enumerate((world.plan, later))
    ]
    assert pages[0] == pages[1]


def test_numbers_in_names_are_masked(world, tmp_path):
    place = world.case.places["V1"]
    places = world.case.places | {"V1": replace(place, name="张三家13987654321")}
    offers = {key: replace(offer, operator="老李 13987654322") for key, offer in world.case.offers.items()}
    case = replace(world.case, places=places, offers=offers)
    text = write_report(case, world.plan, tmp_path / "masked.html", "zh").read_text(encoding="utf-8")
    assert "139****4321" in text
    assert "1398765432" not in text


@pytest.mark.parametrize("section", ["terms", "modes", "counties", "employers", "villages", "vehicles"])
def test_what_is_shown_adds_up_to_what_is_shown_under_it(page, section):
    """Added up from the page as a reader would."""
    body = re.search(rf'<section id="{section}">(.*?)</section>', page, re.DOTALL)
    assert body is not None
    rows, foot = re.search(r"<tbody>(.*?)</tbody><tfoot>(.*?)</tfoot>", body[1], re.DOTALL).groups()
    cells = [
        re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in re.findall(r"<tr>(.*?)</tr>", rows, re.DOTALL)
    ]
    total = re.findall(r"<td[^>]*>(.*?)</td>", foot, re.DOTALL)
    headings = re.findall(r"<th[^>]*>(?:<span[^>]*>)?(.*?)(?:</span>)?</th>", body[1])
    (column,) = (number for number, heading in enumerate(headings) if heading in {"费用", "Cost"})
    fen = [int(re.sub(r"\D", "", row[column])) for row in cells]
    assert sum(fen) == int(re.sub(r"\D", "", total[column]))
    assert len(fen) > 1
