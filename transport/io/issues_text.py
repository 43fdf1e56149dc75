"""Input issues in words: what is wrong and what to do, and the list of them all for the documentation."""

from __future__ import annotations

from transport.errors import InputIssue
from transport.io.config_mapping import CASE_FILE
from transport.io.fields import key_meaning
from transport.io.issue_log import severity
from transport.locale import Language, catalogue, text

HINTS = ("near", "candidates")
_NOT_A_CODE = "hint"
_OF_NO_KEY = frozenset({"unknown_key", "duplicate_key"})
"""Problems with a key of ``case.yaml`` itself rather than with what it says."""


def describe(issue: InputIssue, lang: Language) -> tuple[str, str]:
    """Return what is wrong and what to do about it, with suggestions, and of a key of ``case.yaml`` what it means."""
    values = _values(issue)
    message, action = (text(lang, f"issues.{issue.code}.{part}", **values) for part in ("message", "action"))
    hints = [text(lang, f"issues.hint.{hint}", **values) for hint in HINTS if values.get(hint)]
    if issue.file == CASE_FILE and issue.column and issue.code not in _OF_NO_KEY:
        hints += _meaning(issue.column, lang)
    return message, (" " if lang == "en" else "").join([action, *hints])


def _meaning(key: str, lang: Language) -> list[str]:
    """Return what a key means, in a list that is empty where it is no key."""
    try:
        meaning = key_meaning(tuple(key.split(".")), lang)
    except KeyError:
        return []
    return [text(lang, "issues.hint.meaning", key=key, meaning=meaning)]


def codes() -> list[str]:
    """Return every issue code that has a text."""
    return [code for code in catalogue("zh", "issues") if code != _NOT_A_CODE]


def errors_document() -> str:
    """Return ``docs/errors.md``: every code with its gravity, meaning and remedy, in both languages."""
    lines = [
        "# 输入问题代码 · Input issue codes",
        "",
        "由目录 `transport/locale/*/issues.yaml` 生成，请勿手工修改。",
        "Generated from `transport/locale/*/issues.yaml`; do not edit by hand.",
        "",
        "`error` 须改正才能规划；`warning` 值得一看；`fixed` 已在读入时处理。",
        "`error` stops the planning, `warning` is worth a look, `fixed` was mended on the way in.",
    ]
    for code in codes():
        lines += ["", f"## `{code}`", "", f"`{severity(code)}`", ""]
        for lang in ("zh", "en"):
            entry = catalogue(lang, "issues")[code]
            lines.append(f"- {_template(entry['message'])} → {_template(entry['action'])}")
    return "\n".join(lines) + "\n"


def _template(template: str) -> str:
    """Return a text with its placeholders shown as such."""
    marked = template.replace("{{", "\0").replace("}}", "\1").replace("{", "‹").replace("}", "›")
    return marked.replace("\0", "{").replace("\1", "}")


def _values(issue: InputIssue) -> dict[str, str]:
    places = {"file": issue.file, "sheet": issue.sheet, "row": issue.row, "column": issue.column, "seen": issue.seen}
    return {name: "" if value is None else str(value) for name, value in places.items()} | dict(issue.params)
