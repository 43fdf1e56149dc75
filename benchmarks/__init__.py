"""Measurements, run by ``python -m benchmarks.run``: registered instances and pieces. Not part of what is installed."""
