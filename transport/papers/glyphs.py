"""The characters that the shipped fonts can print, and the compiler that prints with them."""

from __future__ import annotations

import lzma
from collections.abc import Iterable
from contextlib import ExitStack
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

_FONTS = files("transport.papers") / "fonts"
_USUAL, _RARE = "NotoSansSC-Regular.ttf", "RareHan.ttf.xz"
MISSING = "□"
"""Stands in print for a character that no font has."""


class Glyphs:
    """The fonts of one run; a context manager, because the font of rare characters is unpacked while it is needed."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._rare_folder: Path | None = None
        self._compiler: Any = None
        self._compiler_folder: Path | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @cached_property
    def usual(self) -> frozenset[int]:
        """The code points of the text font."""
        with as_file(_FONTS / _USUAL) as path:
            return _code_points(path)

    @cached_property
    def rare(self) -> frozenset[int]:
        """The code points of the font of rare characters, which this unpacks."""
        self._rare_folder = Path(self._stack.enter_context(TemporaryDirectory(prefix="fangang-")))
        path = self._rare_folder / _RARE.removesuffix(".xz")
        path.write_bytes(lzma.decompress((_FONTS / _RARE).read_bytes()))
        return _code_points(path)

    def compiler(self) -> Any:
        """Return a typst compiler that has the fonts which the texts asked about so far need, and no others."""
        if self._compiler is None or self._compiler_folder != self._rare_folder:
            import typst

            shipped = self._stack.enter_context(as_file(_FONTS))
            folders = [str(folder) for folder in (shipped, self._rare_folder) if folder is not None]
            fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
            self._compiler = typst.Compiler(font_paths=fonts, ignore_system_fonts=True)
            self._compiler_folder = self._rare_folder
        return self._compiler

    def missing(self, text: Iterable[str]) -> tuple[str, ...]:
        """Return the characters that cannot be printed, in the order of their code points."""
        codes = {ord(char) for char in text if char >= " "} - self.usual
        return tuple(map(chr, sorted(codes - self.rare))) if codes else ()


def _code_points(path: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
