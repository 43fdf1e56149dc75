"""Every text stands in every language, with the same placeholders."""

import string
from importlib.resources import files

import pytest
import yaml

from transport.locale import text

LANGUAGES = {"zh": "zh_CN", "en": "en"}


def areas(folder):
    return {entry.name for entry in (files("transport.locale") / folder).iterdir() if entry.name.endswith(".yaml")}


def leaves(node, path=()):
    if isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, (*path, key))
    elif isinstance(node, list):
        yield from leaves(dict(enumerate(node)), path)
    else:
        yield ".".join(map(str, path)), node


def texts(folder, area):
    return dict(leaves(yaml.safe_load((files("transport.locale") / folder / area).read_text(encoding="utf-8"))))


def placeholders(template):
    return {name for _, name, _, _ in string.Formatter().parse(str(template)) if name is not None}


AREAS = sorted(areas("zh_CN") | areas("en"))


def test_both_languages_have_the_same_areas():
    assert areas("zh_CN") == areas("en")


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_have_the_same_keys(area):
    assert texts("zh_CN", area).keys() == texts("en", area).keys()


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_have_the_same_placeholders(area):
    chinese, english = texts("zh_CN", area), texts("en", area)
    assert {key: placeholders(value) for key, value in chinese.items()} == {
        key: placeholders(value) for key, value in english.items()
    }


@pytest.mark.parametrize("folder", LANGUAGES.values())
@pytest.mark.parametrize("area", AREAS)
def test_texts_are_texts(area, folder):
    odd = {key: value for key, value in texts(folder, area).items() if not isinstance(value, str)}
    assert odd == {}


def test_placeholders_are_filled():
    assert text("en", "ui.new.copied", folder="x") == "Copied to x"


def test_an_unknown_text_is_an_error():
    with pytest.raises(KeyError):
        text("en", "ui.nothing")
