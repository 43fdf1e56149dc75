"""Shipped cases, one folder each; found through importlib.resources."""
