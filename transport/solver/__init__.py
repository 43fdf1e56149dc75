"""The optimiser; the only room that knows OR-Tools."""

from transport.solver.run import Progress, solve

__all__ = ["Progress", "solve"]
