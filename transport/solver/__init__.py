"""The optimiser; the only room that knows OR-Tools."""

from transport.solver.explain import explain_plan
from transport.solver.run import solve
from transport.solver.standing import Progress

__all__ = ["Progress", "explain_plan", "solve"]
