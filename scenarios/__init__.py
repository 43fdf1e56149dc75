"""Shipped cases, one folder each, found through importlib.resources; ``recipes`` holds how each is made."""
