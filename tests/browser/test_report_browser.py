"""The report in a real browser whose network is cut: it sorts, filters, prints whole, and runs nobody's text."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from unicodedata import normalize

import pytest
from interop_plan import build_facts
from pypdf import PdfReader

from transport.case import Payer
from transport.facts import Facts
from transport.ledger.alone import Accounts, quick_alone
from transport.ledger.ledger import build_ledger
from transport.plan import Unserved
from transport.report.write import write_report

pytestmark = pytest.mark.browser
ATTACKS = (
    """<img src=x onerror="document.title='HACKED'">""",
    """</script><script>document.title="HACKED"</script>""",
    """</style><script>document.title='HACKED'</script>""",
    """${document.title='HACKED'}`""",
    """' onmouseover='document.title="HACKED"' x='\u202e""",
    "=1+1",
)


def hostile_facts() -> Facts:
    facts = build_facts()
    places = {
        place_id: replace(
            place, name=f"{ATTACKS[number % len(ATTACKS)]}{number}", county=ATTACKS[number % len(ATTACKS)]
        )
        for number, (place_id, place) in enumerate(facts.case.places.items())
    }
    offers = {
        offer_id: replace(offer, operator=ATTACKS[0], vehicle=ATTACKS[1])
        for offer_id, offer in facts.case.offers.items()
    }
    case = replace(
        facts.case,
        title=ATTACKS[1],
        places=places,
        offers=offers,
        payers=(Payer(ATTACKS[0], "fixed_share", share=0.5),),
    )
    unserved = tuple(Unserved(one.worker_id, ATTACKS[1], ATTACKS[0]) for one in facts.plan.unserved)
    return Facts(case, replace(facts.plan, unserved=unserved, created=ATTACKS[0]))


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Path:
    facts = hostile_facts()
    ledger = build_ledger(facts)
    path = tmp_path_factory.mktemp("report") / "report.html"
    return write_report(facts.case, facts.plan, path, "zh", Accounts(ledger, quick_alone(facts, ledger)))


@pytest.fixture
def page(chromium, report):
    context = chromium.new_context(offline=True, viewport={"width": 1366, "height": 768})
    opened = context.new_page()
    opened.asked, opened.errors = [], []
    opened.on("request", lambda request: opened.asked.append(request.url))
    opened.on("pageerror", lambda error: opened.errors.append(str(error)))
    opened.on("console", lambda message: opened.errors.append(message.text))
    opened.goto(report.as_uri())
    yield opened
    context.close()


def test_nothing_is_run_and_nothing_is_asked_for(page, report):
    assert page.title() != "HACKED"
    assert page.locator("img, iframe, object").count() == 0
    assert page.locator("script").count() == 1
    assert page.asked == [report.as_uri()]
    assert page.errors == []
    for element in page.locator("td").all()[:8]:
        element.hover(force=True, timeout=2000)
    assert page.title() != "HACKED"


def column(page, section, number):
    return page.locator(f"#{section} tbody tr td:nth-child({number})").all_inner_texts()


def test_tables_sort_by_click_and_by_key(page):
    people = [int(text) for text in column(page, "employers", 2)]
    heading = page.locator("#employers th .sort").nth(1)
    heading.click()
    assert [int(text) for text in column(page, "employers", 2)] == sorted(people, reverse=True)
    assert page.locator("#employers th").nth(1).get_attribute("aria-sort") == "descending"
    heading.focus()
    page.keyboard.press("Enter")
    assert [int(text) for text in column(page, "employers", 2)] == sorted(people)
    page.keyboard.press("Space")
    assert [int(text) for text in column(page, "employers", 2)] == sorted(people, reverse=True)
    assert page.locator("#employers tfoot td").first.inner_text() == "合计"


@pytest.mark.parametrize("width", [1366, 390])
def test_the_page_is_never_wider_than_the_window(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_long_table_can_be_filtered_and_is_printed_whole(chromium, tmp_path):
    facts = build_facts()
    base = facts.case.workers["w6"]
    ids = [f"x{number:03d}" for number in range(150)]
    workers = facts.case.workers | {worker_id: replace(base, worker_id=worker_id) for worker_id in ids}
    unserved = tuple(Unserved(worker_id, "no_road", f"说明{worker_id}") for worker_id in ids)
    new = replace(facts.plan, unserved=unserved, itineraries=facts.plan.itineraries + tuple(
        replace(facts.plan.itineraries[6], worker_id=worker_id) for worker_id in ids
    ))  # fmt: skip
    path = write_report(replace(facts.case, workers=workers), new, tmp_path / "long.html", "zh")
    opened = chromium.new_page()
    opened.goto(path.as_uri())
    box = opened.locator("#unserved input.filter")
    box.fill("说明x01")
    assert opened.locator("#unserved .long tbody tr:visible").count() == 10
    printed = PdfReader(BytesIO(opened.pdf(prefer_css_page_size=True)))
    texts = [normalize("NFKC", part.extract_text()).replace(" ", "") for part in printed.pages]
    assert len(set(re.findall(r"说明x\d{3}", "".join(texts)))) == 150
    assert sum("怎样才能成行" in text for text in texts) >= 3
    opened.close()
