"""Pages and tables that are made from the code stand in the repository as the code makes them."""

import importlib.util
from pathlib import Path

import pytest

from transport.case import Costs, Rules
from transport.errors import InputIssue
from transport.io.columns import TABLES
from transport.io.config import CASE
from transport.io.fields import config_fields, key_meaning, table_fields
from transport.io.issues_text import describe
from transport.locale import catalogue

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def generate():
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_pages_are_up_to_date(generate):
    for name, text in generate.pages().items():
        assert (DOCS / name).read_text(encoding="utf-8") == text, f"run `make docs`: {name}"


def test_the_page_on_cases_has_every_table_and_section(generate):
    page = (DOCS / "cases.md").read_text(encoding="utf-8")
    for table, columns in TABLES.items():
        assert f"<!-- fields: {table} -->" in page
        assert all(f"| `{column.name}` |" in page for column in columns)
    filled = [names for _, names, _ in generate._SECTION.findall(page)]
    sections = [names.removeprefix("case.yaml: ") for names in filled if names not in TABLES]
    assert {*CASE, "closures"} == {section for part in sections for section in part.split(", ")}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("section", [*CASE, "closures"])
def test_every_key_has_a_meaning(section, lang):
    assert all(field.meaning for field in config_fields(section, lang))


def leaves(node, path=()):
    if isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, (*path, key))
    else:
        yield path


def test_no_meaning_is_left_of_a_key_that_is_gone():
    known = {tuple(field.name.split(".")) for section in CASE for field in config_fields(section, "en")}
    for entries in ("payers", "closures"):
        known |= {(entries, *field.name.split(".")) for field in config_fields(entries, "en")}
    for path in leaves(catalogue("en", "case_keys")["keys"]):
        assert any(key[: len(path)] == path for key in known), path


@pytest.mark.parametrize(
    ("section", "name", "unit", "default"),
    [
        ("rules", "rules.pickup_from", "HH:MM", '"05:00"'),
        ("rules", "rules.connection_minutes.flight", "minutes", "120"),
        ("rules", "rules.max_stops.direct_dropoff", "stops", "4"),
        ("rules", "rules.max_journey_minutes", "minutes", "null"),
        ("rules", "rules.escorts.direct", "persons", "1"),
        ("rules", "rules.driving.enabled", "", "true"),
        ("rules", "rules.driving.second_driver_km", "km", "600"),
        ("costs", "costs.individual_ticket", "CNY", "null"),
        ("costs", "costs.unserved", "CNY", "100000"),
        ("timezone", "timezone", "", "Asia/Shanghai"),
        ("window", "window.start", "", ""),
    ],
)
def test_units_and_defaults(section, name, unit, default):
    field = next(field for field in config_fields(section, "en") if field.name == name)
    assert (field.unit, field.default) == (unit, default)


def test_the_defaults_shown_are_those_of_the_case():
    shown = {field.name: field.default for field in (*config_fields("rules", "en"), *config_fields("costs", "en"))}
    assert shown["rules.stop_minutes"] == str(Rules().stop_minutes)
    assert float(shown["costs.unserved"]) == Costs().unserved
    assert all(field.default == "" for field in config_fields("window", "en") if field.required)


def test_columns_say_what_a_blank_cell_means():
    fleet = {field.name: field for field in table_fields("fleet", "en")}
    assert (fleet["drivers"].default, fleet["returns_to_base"].default) == ("1", "false")
    assert fleet["seats"].required
    assert fleet["seats"].default == ""


def test_a_meaning_stands_for_the_keys_below_it():
    flight, train = (key_meaning(("rules", "connection_minutes", mode), "en") for mode in ("flight", "train"))
    assert flight == train
    with pytest.raises(KeyError):
        key_meaning(("rules",), "en")
    with pytest.raises(KeyError):
        key_meaning(("rules", "no_such_rule"), "en")


@pytest.mark.parametrize(
    ("code", "key", "told"),
    [
        ("not_a_number", "rules.max_wait_minutes", True),
        ("missing_key", "window.start", True),
        ("not_a_number", "rules.max_stops.feeder", True),
        ("unknown_key", "rules.max_stops.fedeer", False),
        ("not_a_mapping", "rules", False),
    ],
)
def test_messages_about_a_key_say_what_it_means(code, key, told):
    issue = InputIssue(code, file="case.yaml", column=key, seen="x")
    for lang in ("zh", "en"):
        said = any(text in describe(issue, lang)[1] for text in meanings(lang))
        assert said == told


def meanings(lang):
    return {field.meaning for section in CASE for field in config_fields(section, lang)}
