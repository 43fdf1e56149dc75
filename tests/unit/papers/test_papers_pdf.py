"""The booklets as they are printed: every character right and copyable, nothing set as markup, every page numbered."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdf
import pytest

from transport.papers.booklet.build import build_booklet
from transport.papers.index import unprintable_people
from transport.papers.paper import Column, Page, Paper, Row, Table, breakable
from transport.papers.typeset import typeset

RARE = "䶮𬱖㛃𠅤𠮷"
UNKNOWN = "\U000310ff"  # an ideograph of extension G, which no shipped font has
MARKUP = (
    "#panic()",
    "#strong[x]",
    "$x^2$",
    "\\u{41}",
    "`raw`",
    "*b* _i_",
    "= heading",
    "<img onerror=alert(1)>",
    "${7*7}",
    "</script>",
    "@ref",
    "//comment",
    "\"quoted\" 'too'",
    "]}),",
    "=1+1",
    "~--",
)


def pages_of(pdf):
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


@pytest.fixture
def printed(world, desk_of):
    def make(trip_id, lang="zh", **options):
        desk = desk_of(world, lang, **options)
        paper = build_booklet(desk, desk.facts.trips[trip_id])
        return pages_of(typeset(paper, desk.edition, desk.facts.case.title, lang, desk.glyphs))

    return make


def table_of(*values):
    return Paper("s", (Page("p", "t", (Table((Column("a", 30), Column("b", 30)), [Row((v, v)) for v in values]),)),))


def test_rare_characters_come_back_when_they_are_copied(desk_of, world):
    desk = desk_of(world)
    assert desk.glyphs.missing(RARE) == ()
    (text,) = pages_of(typeset(table_of(*RARE, "王芳"), desk.edition, RARE, "zh", desk.glyphs))
    assert all(text.count(char) >= 3 for char in RARE)  # the head, and twice in the table
    assert text.count("王芳") == 2


def test_nothing_is_markup(desk_of, world):
    desk = desk_of(world)
    (text,) = pages_of(typeset(table_of(*MARKUP), desk.edition, "#t", "zh", desk.glyphs))
    flat = "".join(text.replace("\u200b", "").split())
    for written in MARKUP:
        assert flat.count("".join(written.split())) >= 2, written


def test_control_and_direction_characters_go(desk_of, world):
    desk = desk_of(world)
    hostile = "a\x00b\x07c\u202ed\u2066e\ufeff"
    (text,) = pages_of(typeset(table_of(hostile), desk.edition, hostile, "zh", desk.glyphs))
    assert text.count("abcde") >= 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_is_numbered_and_says_its_edition(printed, lang):
    pages = printed("T002", lang, number=3)
    words = {"zh": ("第3版（作废第2版）", "第{}页/共{}页"), "en": ("Version3(voidsversion2)", "page{}of{}")}[lang]
    for number, page in enumerate(pages, start=1):
        flat = "".join(page.split())
        assert words[0] in flat
        assert words[1].format(number, len(pages)) in flat
        assert "2027-01-20" in flat


def test_a_booklet_shows_what_the_list_holds(printed, world):
    flat = "".join("".join(printed("T001")).split())
    for worker_id in ("w01", "w02", "w03", "w04", "w05"):
        assert flat.count(world.case.workers[worker_id].name) >= 3  # boarding list, roll call, hand-over
    assert "532**************4" in flat
    assert "13812345678" not in flat
    assert "532929199001011234" not in flat


def test_full_numbers_stand_on_the_boarding_list_alone(printed):
    pages = printed("T001", unmask=True)
    full = [number for number, page in enumerate(pages) if "13812345678" in page and "532929199001011234" in page]
    assert full == [1]
    assert [n for n, page in enumerate(pages) if "13812345678" in page or "19900101" in page] == full


def test_characters_without_a_glyph_are_boxes_and_the_people_are_listed(world, desk_of, printed):
    name = f"李{UNKNOWN}"
    workers = {**world.case.workers, "w01": replace(world.case.workers["w01"], name=name)}
    case = replace(world.case, workers=workers)
    assert unprintable_people(desk_of(world, case=case)) == [f"w01 {name}（U+310FF）"]
    pages = printed("T001", case=case)
    assert "李□" in pages[1]
    assert "U+310FF" in pages[0]
    assert "w01" in pages[0]
    assert unprintable_people(desk_of(world)) == []


@pytest.mark.parametrize("whole", ["", "普通文字" * 20, "13812345678", "a bc 李 defghi", "   " * 20])
def test_words_that_fit_are_left_alone(whole):
    assert breakable(whole, 11) == whole


@pytest.mark.parametrize("long", ["x" * 60, "李" + "@SUM(A1:A9)" * 3, "1" * 12, "W" * 10])
def test_long_words_are_broken_within_the_room(long):
    broken = breakable(long, 11)
    assert broken.replace("\u200b", "") == long
    assert all(len(piece) <= 12 for piece in broken.split("\u200b"))
    assert "\u200b" in broken


@pytest.mark.slow
def test_a_full_coach_of_three_days_fits_its_pages(world, desk_of):
    from transport.plan import Rest, Stop

    direct = world.plan.trips[1]
    ids = [f"x{number:02d}" for number in range(52)]
    long_name = "阿卜杜热合曼·买买提依明·吐尔逊古丽"
    workers = {i: replace(world.case.workers["w08"], worker_id=i, name=f"{long_name}{i}") for i in ids}
    start = direct.stops[0].arrive
    stops = [Stop("V3", start + 40 * k, start + 40 * k + 10, board=tuple(ids[k * 9 : k * 9 + 9])) for k in range(6)]
    rests = [Rest(start + 400 + 260 * k, start + 420 + 260 * k) for k in range(16)]
    end = rests[-1].depart + 200
    drops = [Stop("F1", end, end + 10, alight=tuple(ids[:26])), Stop("F2", end + 60, end + 70, alight=tuple(ids[26:]))]
    trip = replace(direct, entries=(*stops, *rests, *drops))
    case = replace(world.case, workers={**world.case.workers, **workers})
    desk = desk_of(world, case=case)
    pages = pages_of(typeset(build_booklet(desk, trip), desk.edition, case.title, "zh", desk.glyphs))
    flat = "".join("".join(pages).split())
    assert all(flat.count(f"{long_name}{i}") >= 3 for i in ids)
