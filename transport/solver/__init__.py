"""The optimiser; the only room that knows OR-Tools."""
