"""Inner loops that are compiled to machine code at their first call, and kept on disk from then on."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba
from numba.extending import register_jitable

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function over numbers, numpy arrays and named tuples of these.

    Numbers of arrays are best set one by one: it is as fast as setting a slice to another one, which takes seconds to
    compile; so does sorting, which is best left to numpy. What was compiled is kept beside the module or in the user's
    cache, where either can be written to; else each process compiles for itself.
    """
    try:
        return cast("Callable[P, R]", numba.njit(cache=True)(function))
    except RuntimeError:  # nowhere to keep it
        return cast("Callable[P, R]", numba.njit(function))


def inner(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function as part of the compiled ones that call it; called from elsewhere it is plain Python.

    Without what it takes to be called from elsewhere it compiles in half the time, or less.
    """
    return register_jitable(no_cfunc_wrapper=True)(function)
