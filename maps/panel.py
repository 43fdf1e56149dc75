"""The card beside a map: title, figures, and switches, which are the legend as well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from maps.popups import safe
from maps.style import MODES, ModeLayer, Style
from transport.locale import Language, text

MANY_ROWS = 10
"""Lists longer than this get a field to narrow them."""


def card(title: str, subtitle: str, body: Sequence[str], lang: Language) -> str:
    """Return the card; all parts are finished HTML.

    Parameters
    ----------
    title, subtitle
        What the card shows even when it is closed.
    body
        Its parts, from the top.
    """
    return (
        f'<details class="fg-panel" open><summary title="{text(lang, "maps.panel.toggle")}">'
        f"<h1>{title}</h1><span>{subtitle}</span></summary>"
        f'<div class="fg-body">{"".join(body)}</div></details>'
    )


def figures(pairs: Sequence[tuple[str, str]], lang: Language) -> str:
    """Return a block of figures: (key of its name, value)."""
    cells = "".join(
        f"<div><b>{value}</b><span>{text(lang, f'maps.figures.{key}')}</span></div>" for key, value in pairs
    )
    return f'<div class="fg-figures">{cells}</div>'


def search(lang: Language) -> str:
    """Return the field that finds places and vehicles, and the button that sets all switches back."""
    hint = text(lang, "maps.panel.search")
    return (
        f'<div class="fg-search"><input type="search" placeholder="{hint}" aria-label="{hint}" autocomplete="off">'
        f'<button type="button" class="fg-reset" hidden>{text(lang, "maps.panel.reset")}</button></div>'
        '<div class="fg-found"></div>'
    )


def group(
    key: str, rows: Sequence[str], lang: Language, *, unfolded: bool = True, pills: bool = False, comment: str = ""
) -> str:
    """Return a group of switches, empty where there are none.

    Parameters
    ----------
    key
        Of its name in the texts, and for the script.
    rows
        As :func:`row` gives them.
    unfolded
        Whether it is open at first.
    pills
        Side by side instead of one a line.
    comment
        A line below.
    """
    if not rows:
        return ""
    every = "".join(
        f'<button type="button" data-set="{action}">{text(lang, f"maps.panel.{action}")}</button>'
        for action in ("all", "none")
    )
    hint = text(lang, "maps.panel.narrow")
    narrow = f'<input class="fg-filter" type="search" placeholder="{hint}" aria-label="{hint}">'
    return (
        f'<details class="fg-group" data-group="{key}"{" open" if unfolded else ""}>'
        f"<summary><span>{text(lang, f'maps.panel.{key}')}</span><small>{len(rows)}</small>"
        f'<span class="fg-every" style="flex:none">{every}</span></summary>'
        f"{narrow if len(rows) > MANY_ROWS and not pills else ''}"
        f'<div class="{"fg-pills" if pills else "fg-list"}">{"".join(rows)}</div>'
        f"{note(comment) if comment else ''}</details>"
    )


def row(value: object, name: str, count: str, lang: Language, swatch: str = "") -> str:
    """Return a switch: what the script knows it by, finished name and count, a sample of its look."""
    value = safe(value)
    return (
        f'<label><input type="checkbox" checked value="{value}">{swatch}<span class=fg-name>{name}</span>'
        f'<button type="button" class="fg-only" data-only="{value}">{text(lang, "maps.panel.only")}</button>'
        f"<span class=fg-count>{count}</span></label>"
    )


def legend(layers: Iterable[ModeLayer], lang: Language) -> str:
    """Return what the lines of these layers look like, without switches."""
    used = set(layers)
    rows = "".join(
        f"<div>{swatch(MODES[layer], ring=layer == 'ticket')}{text(lang, f'maps.layer.{layer}')}</div>"
        for layer in MODES
        if layer in used
    )
    return f'<div class="fg-group fg-legend">{rows}</div>' if rows else ""


def note(line: str) -> str:
    """Return a small line."""
    return f'<p class="fg-note">{line}</p>'


def swatch(style: Style, *, ring: bool = False) -> str:
    """Return a sample of a layer's look as an inline drawing."""
    if style.fill is None:
        dash = f' stroke-dasharray="{style.dash}"' if style.dash else ""
        line = f'<path d="M1 7H29" stroke="{style.color}" stroke-width="{style.weight + 1}"{dash}/>'
        if style.overlay:
            thin, dash = style.weight - 1, style.overlay
            line += f'<path d="M1 7H29" stroke="#fff" stroke-width="{thin}" stroke-dasharray="{dash}"/>'
    else:
        fill = "none" if ring else style.fill
        line = (
            f'<circle cx="15" cy="7" r="5" fill="{fill}" stroke="{style.color}" stroke-width="{style.weight * 0.8}"/>'
        )
    return f'<svg class="fg-swatch" width="30" height="14" aria-hidden="true">{line}</svg>'


def dot(color: str) -> str:
    """Return a filled circle as a sample."""
    circle = f'<circle cx="15" cy="7" r="6" fill="{color}" stroke="#fff" stroke-width="1.5"/>'
    return f'<svg class="fg-swatch" width="30" height="14" aria-hidden="true">{circle}</svg>'
