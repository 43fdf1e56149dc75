"""Masks: the shapes people know, odd typing, and how much may be guessed back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transport.privacy import mask_contact, mask_id, mask_name, mask_numbers, mask_phone

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@pytest.mark.parametrize(
    ("typed", "mask"),
    [
        ("13812341234", "138****1234"),
        (" 138-1234-1234 ", "138****1234"),
        ("138 1234 1234", "138****1234"),
        ("138.1234.1234", "138****1234"),
        ("+86 13812341234", "138****1234"),
        ("0086-13812341234", "138****1234"),
        ("１３８１２３４１２３４", "138****1234"),
        ("٠١٣٨١٢٣٤١٢", "01****3412"),
        ("13812341234.0", "138****1234"),
        ("13812341234/13987654321", "138****1234/139****4321"),
        ("13812341234、13987654321", "138****1234/139****4321"),
        ("13812341234 13987654321", "138****1234/139****4321"),
        ("张三的手机13812341234", "138****1234"),
        ("0872-5521234", "087****1234"),
        ("5521234", "****"),
        ("55212345", "****2345"),
        ("110", "****"),
        ("532901199001011234", "532**************4"),
        ("532901 19900101 1234", "532**************4"),
        ("138123412341", "138*****2341"),
        ("无", "****"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_mask_phone(typed: str, mask: str) -> None:
    assert mask_phone(typed) == mask


@given(st.text(alphabet=st.sampled_from("0123456789０５٣ -/、.;+abc张\t\n"), max_size=40))
def test_a_masked_phone_shows_seven_digits_at_most_and_hides_four(typed: str) -> None:
    for number in mask_phone(typed).split("/"):
        assert re.fullmatch(r"\d{0,3}\*{4,}\d{0,4}|", number)


@pytest.mark.parametrize(
    ("typed", "mask"),
    [
        ("家人 13812341234", "家人 138****1234"),
        ("李四13812341234、王五139 8765 4321", "李四138****1234、王五139****4321"),
        ("+86 138-1234-1234（父）", "138****1234（父）"),
        ("村委会（0872）5521234", "村委会（087****1234"),
        ("Li Si, 0872–5521234", "Li Si, 087****1234"),
        ("１３８１２３４１２３４", "138****1234"),
        ("532901199001011234", "532**************4"),
        ("三组 12 号", "三组 12 号"),
        ("", ""),
    ],
)
def test_mask_contact(typed: str, mask: str) -> None:
    assert mask_contact(typed) == mask


@given(st.text(alphabet=st.sampled_from("0123456789０５٣ -/、.;+()abc张\t\n"), max_size=40))
def test_a_contact_shows_no_five_digits_in_a_row(typed: str) -> None:
    assert not re.search(r"\d{5}", mask_contact(typed))


@given(st.text(max_size=60))
def test_any_text_can_be_masked(text: str) -> None:
    mask_name(text)
    assert len(re.findall(r"\d", mask_id(text))) <= 4
    assert all(re.fullmatch(r"\w{0,3}\*{4,}\w{0,4}|", number) for number in mask_phone(text).split("/"))


@pytest.mark.parametrize(
    ("typed", "mask"),
    [
        ("53292219900101123X", "532**************X"),
        (" 532922 19900101 123x", "532**************x"),
        ("５３２９２２199001011234", "532**************4"),
        ("532922900101123", "532***********3"),
        ("H12345678", "*********"),
        ("", ""),
    ],
)
def test_mask_id(typed: str, mask: str) -> None:
    assert mask_id(typed) == mask


def test_an_id_cannot_be_guessed_back_even_from_county_sex_and_year_of_birth() -> None:
    """Count the numbers of men born in one county in one year that look like one mask."""
    days = [f"{month:02d}{day:02d}" for month in range(1, 13) for day in range(1, 29)]
    mask = "532**************4"
    alike = 0
    for day in days:
        for sequence in range(1, 1000, 2):
            body = f"5329221990{day}{sequence:03d}"
            check = "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]
            alike += mask_id(body + check) == mask
    assert alike > 10_000


@pytest.mark.parametrize(
    ("name", "mask"),
    [
        ("张小明", "张*明"),
        ("张明", "张*"),
        ("张", "*"),
        ("欧阳小明", "欧**明"),
        ("阿依古丽·买买提", "阿******提"),
        ("䶮𬱖㛃", "䶮*㛃"),
        ("𬱖", "*"),
        ("葛\U000e0100城", "葛\U000e0100*"),
        (" 张 明 ", "张*明"),
        ("", ""),
    ],
)
def test_mask_name(name: str, mask: str) -> None:
    assert mask_name(name) == mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("晕车，家属电话13812341234", "晕车，家属电话138****1234"),
        ("138-1234-1234 与 53292219900101123X", "138****1234 与 532**************X"),
        ("532922 19900101 1234", "532**************4"),
        ("１３８１２３４１２３４", "138****1234"),
        ("2027年2月10日 06:30，第12345678号", "2027年2月10日 06:30，第12345678号"),
        ("+8613812341234", "+138****1234"),
        ("532922000123", "532922000123"),
        ("w0001", "w0001"),
    ],
)
def test_numbers_inside_a_text_are_masked(text: str, masked: str) -> None:
    assert mask_numbers(text) == masked
