"""The comparison in a real browser whose network is cut: nothing is asked for, runs over, or runs as a script."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from transport.scenario.variants import build_variants
from transport.workflow.comparing import compare_outcome, write_comparison
from transport.workflow.options import PlanOptions
from transport.workflow.whatif import WhatIfOptions, WhatIfWatch, run_variants

pytestmark = pytest.mark.browser
write_twenty = runpy.run_path(str(Path(__file__).parents[1] / "data" / "whatif_case.py"))["write_twenty"]
HOSTILE = "&'${document.title=`HACKED`}"


@pytest.fixture(scope="module")
def page_file(tmp_path_factory):
    root = tmp_path_factory.mktemp("comparison")
    case = write_twenty(root / "twenty", case=("title: 二十人", 'title: "<img src=x onerror=document.title=1>二十人"'))
    scenarios = {HOSTILE: {"services.G1.seat_cost": "*2"}, "少一辆": {"fleet.K12.count": "-1"}}
    options = WhatIfOptions(PlanOptions(time_limit_s=0.3, papers=False, maps=False), jobs=1, pages=False)
    outcome = run_variants(build_variants(case, scenarios, "test"), root / "out", options, WhatIfWatch())
    return write_comparison(compare_outcome(outcome), root / "out", "zh", planned=True, maps=False)[1]


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_page(page_file, open_page, size):
    opened = open_page(page_file, size)
    assert opened.asked == [page_file.as_uri()]
    assert opened.errors == []
    assert "HACKED" not in opened.page.title()
    assert opened("document.documentElement.scrollWidth") <= size[0]
    assert opened("document.images.length") == 0
    names = opened.page.locator("#total tbody tr td:first-child")
    assert names.all_inner_texts() == ["base", HOSTILE, "少一辆"]
    opened.page.locator("#total th .sort").nth(1).click()  # dearest first
    cells = opened.page.locator("#total tbody tr td:nth-child(2)")
    totals = cells.evaluate_all("all => all.map(cell => Number(cell.dataset.v))")
    assert totals == sorted(totals, reverse=True)
