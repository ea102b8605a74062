"""Finding words in a text: fast, since every ticket is read, and without regular expressions, whose time a text could stretch."""

import re
from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache
from typing import Generic, TypeVar

_TOKEN = re.compile(r"\w[\w'-]*")
_REMEMBERED = 20_000
"""Words whose meaning is remembered: more than people use, few enough to keep."""

S = TypeVar("S", bound=Hashable)


class Vocabulary(Generic[S]):
    """
    What words are a sign of.

    An entry is a word or several (`is down`); its last word may end in `*` and then stands for all that begin so.
    """

    def __init__(self, entries: Mapping[S, Sequence[str]]) -> None:
        self._exact: dict[str, list[tuple[S, tuple[str, ...]]]] = {}
        self._stems: dict[str, list[tuple[S, tuple[str, ...]]]] = {}
        for sign, texts in entries.items():
            for text in texts:
                first, *rest = text.split()
                table = self._stems if first.endswith("*") else self._exact
                table.setdefault(first.removesuffix("*"), []).append((sign, tuple(rest)))
        self._lengths = sorted({len(stem) for stem in self._stems})
        self._meanings = lru_cache(maxsize=_REMEMBERED)(self._look_up)

    def find(self, text: str) -> Mapping[S, str]:
        """Return the signs in *text*, each with the words that were found first."""
        tokens = _TOKEN.findall(text.lower())
        found: dict[S, str] = {}
        for place, token in enumerate(tokens):
            for sign, rest in self._meanings(token):
                if sign not in found and _follow(tokens, place + 1, rest):
                    found[sign] = " ".join(tokens[place : place + 1 + len(rest)])
        return found

    def _look_up(self, token: str) -> Sequence[tuple[S, tuple[str, ...]]]:
        """Return what may begin with *token*."""
        stems = (self._stems.get(token[:length], ()) for length in self._lengths)
        return (*self._exact.get(token, ()), *(entry for entries in stems for entry in entries))


def _follow(tokens: Sequence[str], place: int, rest: Sequence[str]) -> bool:
    """Tell whether *rest* stands at *place*."""
    if len(tokens) < place + len(rest):
        return False
    return all(_is(tokens[place + number], word) for number, word in enumerate(rest))


def _is(token: str, word: str) -> bool:
    return token.startswith(word[:-1]) if word.endswith("*") else token == word
