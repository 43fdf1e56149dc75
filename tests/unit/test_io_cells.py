"""Cells to values: what is accepted, what it means, what is refused."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transport.clock import to_iso
from transport.io import cells
from transport.io.cells import CellError
from transport.io.spreadsheet import NumericCell


def refused(read, *args, **options):
    with pytest.raises(CellError) as caught:
        read(*args, **options)
    return caught.value


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), (" 12.50 ", 12.5), ("１２．５", 12.5), ("1e3", 1000), ("+7", 7), (".5", 0.5), ("5.", 5), ("-0", 0)],
)
def test_numbers(text, number):
    assert cells.read_number(text) == number


@pytest.mark.parametrize("text", ["1,200", "12元", "nan", "inf", "1_000", "0x10", "", "--1", "一", "1 2", "٣"])
def test_what_is_no_number(text):
    assert refused(cells.read_number, text).code == "not_a_number"


def test_numbers_have_bounds():
    assert cells.read_number("10", 0, 10) == 10
    assert refused(cells.read_number, "10.1", 0, 10).code == "out_of_range"
    assert refused(cells.read_number, "-0.1", 0, 10).code == "negative_number"
    assert refused(cells.read_number, "1e400", 0, 10).code == "out_of_range"


def test_whole_numbers():
    assert cells.read_integer("53.0") == 53
    assert refused(cells.read_integer, "53.5").code == "not_an_integer"


@pytest.mark.parametrize("text", ["true", "TRUE", "1", "yes", "y", "是", "ＴＲＵＥ"])
def test_true(text):
    assert cells.read_flag(text) is True


@pytest.mark.parametrize("text", ["false", "0", "No", "n", "否"])
def test_false(text):
    assert cells.read_flag(text) is False


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2027-02-18", "2027-02-18T00:00"),
        ("2027-02-18T06:30", "2027-02-18T06:30"),
        ("2027-02-18 06:30", "2027-02-18T06:30"),
        ("2027-02-18T06:30:00", "2027-02-18T06:30"),
        ("2027/2/18", "2027-02-18T00:00"),
        ("2027/2/18 6:05", "2027-02-18T06:05"),
        ("2027.2.18", "2027-02-18T00:00"),
        ("2027年2月18日", "2027-02-18T00:00"),
        ("2027年2月18日 8:00", "2027-02-18T08:00"),
        ("２０２７-０２-１８　０６：３０", "2027-02-18T06:30"),
    ],
)
def test_moments(text, moment):
    assert to_iso(cells.read_moment(text)) == moment


def test_a_bare_date_as_a_deadline_is_its_last_minute():
    assert to_iso(cells.read_moment("2027-02-18", date_is=cells.DAY_END)) == "2027-02-18T23:59"
    assert to_iso(cells.read_moment("2027-02-18 00:00", date_is=cells.DAY_END)) == "2027-02-18T00:00"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2027-02-30", "bad_date"),
        ("2027-13-01T06:00", "bad_date"),
        ("0000-01-01", "bad_date"),
        ("1969-12-31", "bad_date"),
        ("2200-01-01", "bad_date"),
        ("2027-02-18T24:00", "bad_time"),
        ("2027-02-18T06:60", "bad_time"),
        ("2027-02-18T06:30:75", "bad_time"),
        ("2027-02-18T06", "bad_time"),
        ("18/02/2027", "bad_time"),
        ("20270218", "bad_time"),
        ("正月初八", "bad_time"),
        ("2027-02-18T06:30Z", "time_with_offset"),
        ("2027-02-18T06:30+08:00", "time_with_offset"),
        ("2027-02-18 06:30:00+0800", "time_with_offset"),
        ("2027-02-18 06:30 UTC", "time_with_offset"),
        (NumericCell("46436"), "bad_time"),
    ],
)
def test_what_is_no_moment(text, code):
    assert refused(cells.read_moment, text).code == code


def test_seconds_go_to_the_safe_side():
    early = refused(cells.read_moment, "2027-02-18T06:30:20", round_up=True)
    late = refused(cells.read_moment, "2027-02-18T06:30:20")
    assert (early.code, late.code) == ("seconds_dropped", "seconds_dropped")
    assert (early.params["used"], late.params["used"]) == ("06:31", "06:30")
    assert early.value == late.value + 1


@pytest.mark.parametrize(("text", "minutes"), [("06:00", 360), ("6:05", 365), ("00:00", 0), ("24:00", 1440)])
def test_times_of_day(text, minutes):
    assert cells.read_clock(text) == minutes


@pytest.mark.parametrize("text", ["24:01", "25:00", "6", "06:60", "6.30", "-1:00", "24:00:01"])
def test_what_is_no_time_of_day(text):
    assert refused(cells.read_clock, text).code == "bad_clock"


def test_lists_split_at_semicolons_of_either_width():
    assert cells.read_list("no_fly; wheelchair；晕车 ;") == ("no_fly", "wheelchair", "晕车")


@given(st.integers(0, 10**17 - 1))
def test_the_check_character_catches_every_single_wrong_digit(number):
    digits = f"{number:017d}"
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(digits))
    right = digits + "10X98765432"[total % 11]
    assert cells.read_id_number(right) == right
    for place in range(17):
        wrong = right[:place] + str((int(right[place]) + 1) % 10) + right[place + 1 :]
        assert not cells.id_number_fits(wrong)


def test_id_numbers_as_people_type_them():
    assert cells.read_id_number("１１０１０５ 19491231 002x") == "11010519491231002X"
    assert refused(cells.read_id_number, "110105491231002").code == "bad_id_number"
    assert refused(cells.read_id_number, NumericCell("110105194912310029")).code == "id_number_numeric"


@pytest.mark.parametrize("text", ["13800138000", "138-0013-8000", "+86 138 0013 8000", "0872-2123456", "2123456"])
def test_phones(text):
    assert cells.read_phone(text) == text


@pytest.mark.parametrize("text", ["1380013800", "12345678901", "张三", "13800138000/13900139000"])
def test_odd_phones_are_kept_with_a_warning(text):
    problem = refused(cells.read_phone, text)
    assert (problem.code, problem.value) == ("bad_phone", text)


@given(st.text(max_size=30))
def test_no_cell_breaks_a_reader(text):
    readers = (
        cells.read_number,
        cells.read_integer,
        cells.read_flag,
        cells.read_list,
        cells.read_date,
        cells.read_moment,
        cells.read_clock,
        cells.read_gender,
        cells.read_id_number,
        cells.read_phone,
    )
    for read in readers:
        with suppress(CellError):
            read(text)
