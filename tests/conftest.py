"""Helpers of the tests (cases and plans built in Python among them) stand in ``tests/data``, imported by name."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "data"))
