"""Hostile texts in every field that a user can fill: nothing runs, nothing breaks, whatever stands where."""

from __future__ import annotations

import io
import zipfile
from dataclasses import fields, replace

import openpyxl
import pypdf
import pytest

from transport.case import CrewMember, PaperSettings, VehicleRecord
from transport.papers.booklet.build import build_booklet
from transport.papers.typeset import typeset
from transport.papers.write import write_papers

KEYS = {"worker_id", "place_id", "offer_id", "service_id", "origin", "destination", "base", "from_hub", "to_hub", "run"}
JUNK = (
    '<img src=x onerror=alert(1)>${7*7}`x`</script><script> #panic("x") #read("/etc/passwd") $a$ \\ {{x}} {y} %s &P&N '
    "_x0041_ http://a.example/ \u202eabc\u2066 a\x00\x01\x1b[31m \ufffe\uffff\ud800 䶮\U000e0100\u0301\u200d👨‍👩‍👧"
)
TEXTS = (f"=1+1 {JUNK}", f"@SUM(1) {JUNK}", "+1", "-1", "\t=1", "x" * 600)


def hostile(thing, bad):
    """The thing with ``bad`` in every text that is no reference to another row."""
    changed = {}
    for field in fields(thing):
        value = getattr(thing, field.name)
        if field.name in KEYS or field.name in {"kind", "mode", "roles"}:
            continue
        if isinstance(value, str):
            changed[field.name] = bad
        elif field.name in {"needs", "aliases"}:
            changed[field.name] = (bad, bad)
        elif field.name == "extra":
            changed[field.name] = {f"{bad}脱贫": bad}
    return replace(thing, **changed)


@pytest.fixture(params=range(len(TEXTS)), ids=lambda number: f"text{number}")
def attacked(request, world):
    bad = TEXTS[request.param]
    case, plan = world.case, world.plan
    members = (CrewMember(bad, bad, bad), CrewMember(bad, bad, bad))
    case = replace(
        case,
        title=bad,
        workers={key: hostile(worker, bad) for key, worker in case.workers.items()},
        places={key: hostile(place, bad) for key, place in case.places.items()},
        offers={key: hostile(offer, bad) for key, offer in case.offers.items()},
        services={key: hostile(service, bad) for key, service in case.services.items()},
        papers=PaperSettings(issuer=bad, contact=bad),
        vehicles={("O1", 1): VehicleRecord(bad, bad, bad, bad, bad, members, members)},
    )
    unserved = tuple(replace(who, reason=bad, detail=bad) for who in plan.unserved)
    return type(world)(case, replace(plan, unserved=unserved, created=bad))


@pytest.mark.filterwarnings("error")
def test_no_workbook_runs_or_breaks(attacked, tmp_path):
    for path in write_papers(attacked.case, attacked.plan, tmp_path, "zh", unmask=True):
        assert len(path.name) < 100
        if path.suffix != ".xlsx":
            continue
        for page in openpyxl.load_workbook(path):
            for row in page.iter_rows():
                assert all(cell.data_type in "sn" and cell.hyperlink is None for cell in row)
        with zipfile.ZipFile(path) as archive:
            inside = [archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        assert not any(b"<f>" in part or b'TargetMode="External"' in part for part in inside)


def test_no_booklet_runs_or_breaks(attacked, desk_of):
    desk = desk_of(attacked)
    trip = attacked.plan.trips[0]
    pdf = typeset(build_booklet(desk, trip), desk.edition, attacked.case.title, "zh", desk.glyphs)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) >= 6
    assert not any("/Annots" in page for page in reader.pages)
    assert not {"/OpenAction", "/AA"} & set(reader.trailer["/Root"])
    text = "".join(page.extract_text() for page in reader.pages)
    assert "root:" not in text
