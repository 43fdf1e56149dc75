"""A real Chromium with its network cut, and pages that tell what happened in them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
DESK, PHONE = (1366, 768), (390, 844)


class Opened:
    """A page in the browser, with what went wrong in it and what it asked for."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.errors: list[str] = []
        self.asked: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("dialog", lambda dialog: self.errors.append(f"dialog {dialog.message}") or dialog.dismiss())

    def __call__(self, script: str) -> Any:
        """Run a script in the page and return what it gives."""
        return self.page.evaluate(script)

    def wait(self) -> None:
        self.page.wait_for_timeout(60)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on PATH")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium):
    """Open a file in a window of some size, without network; returns an :class:`Opened`."""
    contexts = []

    def show(path: Path, size: tuple[int, int] = DESK, fragment: str = "") -> Opened:
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, offline=True)
        contexts.append(context)
        opened = Opened(context.new_page())
        opened.page.goto(path.as_uri() + fragment)
        opened.page.wait_for_timeout(150)
        return opened

    yield show
    for context in contexts:
        context.close()
