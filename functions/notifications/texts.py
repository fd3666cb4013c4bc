"""What is said of one event, within each channel's limits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from functions.notifications.words import CATALOGUE, LIMITS, SHORT, SHORTENED, Said
from shared.domain.messages import Language
from shared.domain.sms import LONGEST, plain

Values = Mapping[str, str]


def values(parameters: Values, *, happened: datetime) -> dict[str, str]:
    """A message's own parameters as people read them, and the day; `happened` as the day's clock shows it there."""
    told = dict(parameters) | {"date": f"{happened:%d/%m/%Y}"}
    if "due" in told:
        told["due"] = f"{date.fromisoformat(told['due']):%d/%m/%Y}"
    return told


def said(event: str, told: Values, language: Language) -> Said:
    """In full, for the inbox."""
    wording = CATALOGUE[event].said[language]
    return Said(wording.heading, wording.text.format(**told))


def zalo_parameters(event: str, told: Values, language: Language) -> dict[str, str]:
    """What the event's template asks for, none longer than it takes: the values, and the heading as `status`."""
    named = {**told, "status": CATALOGUE[event].said[language].heading}
    return {name: shortened(value, LIMITS.get(name, SHORT)) for name, value in named.items()}


def sms_text(event: str, told: Values, language: Language, *, link: str) -> str:
    """The text in plain letters, in one message where shortening names can make it so."""
    text, fitting = f"{CATALOGUE[event].said[language].text} {link}", {name: plain(told[name]) for name in told}
    for name, least in SHORTENED:
        excess = len(plain(text.format(**fitting))) - LONGEST
        if excess > 0 and name in fitting:
            fitting[name] = shortened(fitting[name], max(least, len(fitting[name]) - excess), mark="..")
    return plain(text.format(**fitting))


def shortened(text: str, longest: int, *, mark: str = "…") -> str:
    """The text cut at a word, if it can be, so that it is not longer than this.

    >>> shortened("Đăng ký khai sinh có yếu tố nước ngoài", 20)
    'Đăng ký khai sinh…'
    """
    if len(text) <= longest:
        return text
    cut = text[: longest - len(mark)]
    whole_words = cut.rpartition(" ")[0] if text[len(cut)] != " " else cut
    return (whole_words or cut).rstrip(" ,;") + mark
