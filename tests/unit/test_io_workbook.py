"""Files to raw tables: encodings, delimiters, spreadsheets, and files that are not what they seem."""

import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
from io_case import FILES, WORKERS, write_case
from openpyxl.styles import Font

from transport.io import workbook as module
from transport.io.case_reader import load_case
from transport.io.spreadsheet import NumericCell, read_sheet
from transport.io.unreadable import UnreadableError
from transport.io.workbook import CaseFiles, read_csv, split_reference


def book(*rows, edit=lambda sheet: None):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in rows:
        sheet.append(row)
    edit(sheet)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def with_sheet_xml(data, change):
    """The same workbook with its sheet's XML changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if "worksheets/" in name else content)
    return buffer.getvalue()


def code_of(read, *args):
    with pytest.raises(UnreadableError) as caught:
        read(*args)
    return caught.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_text_tables_however_they_were_saved(encoding, delimiter, newline):
    name = '"张,三;李\t四"'
    text = newline.join([f"编号{delimiter}姓名", f"1{delimiter}{name}", ""])
    assert read_csv(text.encode(encoding)) == [["编号", "姓名"], ["1", name.strip('"')]]


def test_a_case_reads_the_same_in_every_encoding(tmp_path):
    plain = load_case(write_case(tmp_path / "a")).case
    other = {name: text.encode("gb18030") for name, text in FILES.items() if name.endswith(".csv")}
    legacy = load_case(write_case(tmp_path / "b", other)).case
    assert (legacy.workers, legacy.places, legacy.tickets) == (plain.workers, plain.places, plain.tickets)


def test_a_case_in_one_workbook_reads_as_the_same_case(tmp_path):
    plain = load_case(write_case(tmp_path / "a"))
    workbook = openpyxl.Workbook()
    for name, text in FILES.items():
        if name.endswith(".csv"):
            sheet = workbook.create_sheet(name.removesuffix(".csv"))
            for row in read_csv(text.encode()):
                sheet.append([_number(cell) for cell in row])
    buffer = io.BytesIO()
    workbook.save(buffer)
    config = FILES["case.yaml"]
    for name in ("workers", "places", "fleet", "services", "tickets", "distances"):
        config = config.replace(f"{name}.csv", f"book.xlsx#{name}")
    folder = write_case(tmp_path / "b", {"case.yaml": config, "book.xlsx": buffer.getvalue()})
    loaded = load_case(folder)
    for part in ("workers", "places", "offers", "services", "tickets"):
        assert getattr(loaded.case, part) == getattr(plain.case, part)
    assert list(loaded.distances.km) == list(plain.distances.km)


def _number(cell):
    try:
        return float(cell) if len(cell) < 11 else cell
    except ValueError:
        return cell


def test_cells_become_the_text_a_person_would_type():
    row = [53, 53.5, True, False, date(2027, 2, 18), datetime(2027, 2, 18, 6, 30), time(6, 0), " x "]
    _, grid = read_sheet(book(["h"], row), None)
    assert grid[1] == ["53", "53.5", "true", "false", "2027-02-18", "2027-02-18T06:30:00", "06:00:00", " x "]
    assert [type(cell) is NumericCell for cell in grid[1][:3]] == [True, True, False]


def test_a_sheet_that_starts_further_down_keeps_its_row_numbers():
    def edit(sheet):
        sheet["B3"] = "x"

    assert read_sheet(book(edit=edit), None)[1] == [["", ""], ["", ""], ["", "x"]]


@pytest.mark.parametrize(
    ("reference", "parts"),
    [
        ("workers.csv", ("workers.csv", None)),
        ("book.xlsx", ("book.xlsx", None)),
        ("book.xlsx#名单", ("book.xlsx", "名单")),
        ("a#b.xlsx#c", ("a#b.xlsx", "c")),
        ("a#b.csv", ("a#b.csv", None)),
        ("book.xlsx#", ("book.xlsx", None)),
    ],
)
def test_references(reference, parts):
    assert split_reference(reference) == parts


def far(change):
    return with_sheet_xml(book(["a", "b"], ["c", "d"]), change)


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace(b'r="B2"', b'r="XFD1048576"'),
        lambda xml: xml.replace(b'r="B2"', b"r = 'XFD1048576'"),
        lambda xml: xml.replace(b'r="B2"', b'r="&#88;FD1048576"'),
        lambda xml: (
            b'<?xml version="1.0" encoding="UTF-16"?>'.decode().encode("utf-16")
            + xml.replace(b'r="B2"', b'r="XFD1048576"').decode().encode("utf-16-le")
        ),
    ],
    ids=["plain", "quoted otherwise", "entity", "other encoding"],
)
def test_a_cell_at_the_far_corner_is_refused_before_it_takes_the_memory(change):
    assert code_of(read_sheet, far(change), None) in {"unpacks_too_large", "bad_workbook"}


def test_formatting_alone_reaches_as_far_as_it_likes():
    def edit(sheet):
        sheet["XFD1048576"].font = Font(bold=True)

    assert read_sheet(book(["a"], edit=edit), None)[1] == [["a"]]


def test_an_archive_that_lies_about_its_size_is_refused():
    data = with_sheet_xml(book(["a"]), lambda xml: xml + b" " * 654321)
    size = next(info.file_size for info in zipfile.ZipFile(io.BytesIO(data)).infolist() if info.file_size > 654321)
    lie = data.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert code_of(read_sheet, lie, None) == "bad_workbook"


def test_a_declared_document_type_is_refused():
    data = far(lambda xml: b"<!DOCTYPE x>" + xml.replace(b'r="B2"', b'r="&#88;FD1048576"'))
    assert code_of(read_sheet, data, None) == "bad_workbook"


def test_a_file_beyond_the_limit_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "LARGEST_FILE", 10)
    (tmp_path / "workers.csv").write_text(WORKERS)
    assert code_of(CaseFiles(tmp_path).table, "workers.csv") == "file_too_large"


def test_what_is_hashed_is_what_was_parsed(tmp_path):
    (tmp_path / "a.csv").write_text("x\n1\n")
    files = CaseFiles(tmp_path)
    assert files.table("a.csv").rows == [["1"]]
    (tmp_path / "a.csv").write_text("x\n2\n")
    assert files.read("a.csv") == b"x\n1\n"
