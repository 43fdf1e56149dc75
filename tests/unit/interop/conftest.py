"""The plan that every format is tried on."""

import pytest
from interop_plan import along, build_facts

from transport.interop.runs import build_runs


@pytest.fixture(scope="session")
def facts():
    return build_facts()


@pytest.fixture(scope="session")
def runs(facts):
    return build_runs(facts, along)
