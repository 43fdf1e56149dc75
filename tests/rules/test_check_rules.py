"""Each rule of the checker: what it forbids, what it allows, and the boundary between."""

import pytest
from check_damages import ALL_DAMAGES
from check_scene import scene
from check_variants import ALL_VARIANTS

from transport.check import CODES, check_plan


def codes(changed):
    return {violation.code for violation in check_plan(changed.case, changed.travel, changed.document).violations}


def test_the_tiny_plan_is_valid():
    assert codes(scene()) == set()


@pytest.mark.parametrize("variant", ALL_VARIANTS, ids=lambda variant: variant.name)
def test_rule_at_its_boundary(variant):
    assert codes(variant.edit(scene())) == variant.codes


@pytest.mark.parametrize("damage", ALL_DAMAGES, ids=lambda damage: damage.name)
def test_damage_is_seen_and_survived(damage):
    assert codes(damage.edit(scene())) == damage.codes


def test_every_code_is_broken_somewhere():
    assert set().union(*(variant.codes for variant in (*ALL_VARIANTS, *ALL_DAMAGES))) == set(CODES)


def test_every_rule_is_allowed_somewhere():
    """Names come in pairs: at the limit, and beyond it."""
    names = {variant.name for variant in ALL_VARIANTS}
    beyond = {name for name in names if name.endswith(": beyond it")}
    assert beyond
    assert {name.replace("beyond it", "at the limit") for name in beyond} <= names


def test_damages_are_many():
    assert len(ALL_DAMAGES) >= 45
