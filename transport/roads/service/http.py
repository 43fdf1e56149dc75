"""Requests to a routing service: a busy one is asked again after a while, an absent one fails at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from transport.roads.service.asking import refused

_BUSY = (429, 502, 503, 504)
_TRIES = 4
_PAUSE_S = 0.5
"""Before the second try; it doubles with each, unless the service says how long to wait."""
_LONGEST_WAIT_S = 30
_LARGEST_ANSWER = 256 * 2**20


@dataclass(frozen=True)
class Answer:
    """An answer: its status, and the JSON object (or list, where one was asked for) in it."""

    status: int
    body: Any


@dataclass(frozen=True)
class Http:
    """A service at an address.

    Parameters
    ----------
    url
        Address without a slash at its end.
    timeout_s
        Seconds to wait for a connection (at most 5) and for each answer.
    """

    url: str
    timeout_s: float

    @cached_property
    def _session(self) -> requests.Session:
        retry = Retry(
            total=_TRIES,
            connect=0,  # nobody there: asking again changes nothing
            read=1,
            status=_TRIES,
            backoff_factor=_PAUSE_S,
            backoff_max=_LONGEST_WAIT_S,
            status_forcelist=_BUSY,
            allowed_methods=None,
            raise_on_status=False,
            redirect=0,
        )
        session = requests.Session()
        session.mount("http://", HTTPAdapter(max_retries=retry))
        session.mount("https://", HTTPAdapter(max_retries=retry))
        if _is_local(self.url):
            session.trust_env = False  # a proxy does not lead to this machine
        session.headers["User-Agent"] = "fangang"
        return session

    def get(self, path: str, params: Mapping[str, str]) -> Answer:
        """Ask by GET.

        Raises
        ------
        InputError
            ``service_unreachable``, ``service_busy`` or ``service_not_understood``.
        """
        return self._ask("GET", path, params=params)

    def post(self, path: str, document: Mapping[str, Any], *, lists: bool = False) -> Answer:
        """Ask by POST with a JSON document; the answer may be a list where ``lists``. Raises as :meth:`get`."""
        return self._ask("POST", path, lists=lists, json=document)

    def _ask(self, method: str, path: str, *, lists: bool = False, **what: Any) -> Answer:
        waits = (min(5.0, self.timeout_s), self.timeout_s)
        asked = partial(self._session.request, method, self.url + path, allow_redirects=False, stream=True)
        try:
            with asked(timeout=waits, **what) as response:
                status, content = response.status_code, _content(response)
        except requests.RequestException as error:
            raise refused("service_unreachable", self.url, {"reason": _reason(error)}) from None
        if status in _BUSY:
            raise refused("service_busy", self.url, {"status": str(status)})
        try:
            body = json.loads(content)
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, (dict, list) if lists else dict):
            raise refused("service_not_understood", self.url, {"status": str(status)})
        return Answer(status, body)


def _content(response: requests.Response) -> bytes:
    """Return the bytes of an answer; nothing of one that does not end."""
    content = bytearray()
    for part in response.iter_content(1 << 16):
        content += part
        if len(content) > _LARGEST_ANSWER:
            return b""
    return bytes(content)


def _is_local(url: str) -> bool:
    return urlsplit(url).hostname in {"localhost", "127.0.0.1", "::1"}


def _reason(error: requests.RequestException) -> str:
    """Return why in a few words; the full text would repeat the request with its coordinates."""
    if isinstance(error, requests.Timeout):
        return "timeout"
    text = str(error)
    for sign, reason in (
        ("refused", "connection refused"),
        ("resolve", "unknown host"),
        ("unreachable", "network unreachable"),
        ("SSL", "no secure connection"),
    ):
        if sign.lower() in text.lower():
            return reason
    return type(error).__name__
