"""How long a text message is, as a gateway counts it."""

from __future__ import annotations

_GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_ESCAPED = frozenset("^{}\\[~]|€\f")
ONE_SMS = 70
"""UTF-16 units of one message that holds anything but Latin letters."""
_PART, _GSM_ONE, _GSM_PART = 67, 160, 153


def utf16_units(message: str) -> int:
    """Return the length in UTF-16 units; a character beyond the basic plane counts two."""
    return len(message.encode("utf-16-le", "surrogatepass")) // 2


def sms_parts(message: str) -> int:
    """Return how many messages a text takes (3GPP TS 23.038: 70 or 160 units alone, 67 or 153 when joined)."""
    if all(char in _GSM_BASIC or char in _GSM_ESCAPED for char in message):
        length, alone, joined = len(message) + sum(char in _GSM_ESCAPED for char in message), _GSM_ONE, _GSM_PART
    else:
        length, alone, joined = utf16_units(message), ONE_SMS, _PART
    return 1 if length <= alone else -(-length // joined)
