"""YAML without surprises: a key stands once, a date stays text, and damage is an issue with its line."""

from __future__ import annotations

from typing import Any

import yaml

from transport.io.issue_log import shown
from transport.io.unreadable import UnreadableError


class _Loader(yaml.SafeLoader):
    """The safe loader without dates, and with an eye for keys that stand twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[tuple[str, str]] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if (key.tag, key.value) in seen:
                    raise UnreadableError("duplicate_key", row=key.start_mark.line + 1, key=shown(key.value))
                seen.add((key.tag, key.value))
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def parse_yaml(data: bytes) -> Any:
    """Return what a YAML file holds.

    Raises
    ------
    UnreadableError
        It is no text, no YAML, or a key stands in it twice.
    """
    try:
        return yaml.load(data.decode("utf-8-sig"), Loader=_Loader)  # noqa: S506  a subclass of the safe loader
    except UnicodeDecodeError:
        raise UnreadableError("bad_encoding") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise UnreadableError("bad_yaml", row=mark.line + 1 if mark else None, reason=str(error.problem)) from None
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError) as error:
        raise UnreadableError("bad_yaml", reason=str(error).splitlines()[0][:200]) from None
