"""The shell of every page of figures: one self-contained HTML file in the house style, whose tables can be sorted."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files

from transport.locale import Language
from transport.report.markup import Html, element

_HTML_LANG: dict[Language, str] = {"zh": "zh-CN", "en": "en"}


def build_page(title: str, body: Html, lang: Language, *, style: str = "") -> str:
    """Return a whole page: nothing in it asks anything of any other place.

    Parameters
    ----------
    title
        Of the window.
    body
        What the page shows.
    style
        CSS beyond that of the house.
    """
    script = _asset("report.js")
    head = [
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content=_policy(script)),
        element("title", title),
        element("style", Html(_asset("report.css") + style)),
    ]
    page = element(
        "html", element("head", *head), element("body", body, element("script", Html(script))), lang=_HTML_LANG[lang]
    )
    return f"<!DOCTYPE html>\n{page}\n"


def _policy(script: str) -> str:
    """Return a policy under which the page loads nothing and runs this one script only."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"


def _asset(name: str) -> str:
    return (files("transport.report") / "assets" / name).read_text(encoding="utf-8")
