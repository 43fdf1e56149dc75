"""No damage makes the checker fail, and what it finds is always of a known code."""

import copy
from random import Random

import pytest
from check_scene import scene
from damage_base import KINDS, NothingToDamageError
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_damage import damages

from transport.check import CODES, check_plan

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)


def judge(document):
    tiny = scene()
    report = check_plan(tiny.case, tiny.travel, document)
    assert {violation.code for violation in report.violations} <= set(CODES)
    return report


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_any_document_is_refused(document):
    assert judge(document).violations


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=6), st.integers(0, 10**6))
def test_damage_upon_damage_is_survived(names, seed):
    document = copy.deepcopy(scene().document)
    for name in names:
        try:
            KINDS[name](document, Random(seed))
        except (NothingToDamageError, LookupError, TypeError, AttributeError, ValueError):
            continue  # the damage found its target damaged already
    judge(document)


@pytest.mark.parametrize("seed", range(3))
def test_damage_is_repeatable_and_leaves_the_document_alone(seed):
    document = scene().document
    before = repr(document)
    first, second = (repr(list(damages(document, seed))) for _ in range(2))
    assert first == second
    assert repr(document) == before
    assert len(list(damages(document, seed))) >= 40
