"""Reads one level of a mapping file strictly: what is missing, unknown or of the wrong kind is noted with its path, and reading goes on."""

import re
from collections.abc import Mapping, Sequence

from tierline_standalone.history.values import Pattern, Value


class Section:
    """One YAML mapping of the file at *path*; every key must be taken before `close`."""

    def __init__(self, content: object, *, path: str, faults: list[str]) -> None:
        self.path, self.faults = path, faults
        self.content: dict[str, object] = {}
        if isinstance(content, Mapping):
            self.content = {str(key): value for key, value in content.items()}
        elif content is not None:
            self.fault("", f"needs keys and values, not {_kind(content)}")
        self.known: list[str] = []

    def fault(self, key: str, problem: str) -> None:
        """Note that *key* is wrong."""
        self.faults.append(f"{self.at(key)}: {problem}")

    def at(self, key: str) -> str:
        """Give the full path of *key*."""
        return ".".join(filter(None, (self.path, key))) or "the file"

    def take(self, key: str) -> object:
        """Give what stands at *key*, None where nothing does."""
        self.known.append(key)
        return self.content.get(key)

    def text(self, key: str, *, default: str | None = None, among: Sequence[str] = ()) -> str:
        """Take text; without a *default* it must be there, and *among* lists what it may be."""
        value = self.take(key)
        if value is None:
            if default is None:
                self.fault(key, "is missing")
            return default or ""
        if not isinstance(value, str):
            self.fault(key, f"needs text, not {_kind(value)} (quote it: '{value}')")
            return default or ""
        if among and value not in among:
            self.fault(key, f"{value!r} is none of {', '.join(among)}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Take a list of texts; one text stands for a list of one."""
        value = self.take(key)
        items = [] if value is None else value if isinstance(value, list) else [value]
        wrong = [item for item in items if not isinstance(item, str)]
        if wrong:
            self.fault(key, f"needs texts, not {wrong[0]!r} (quote it)")
        return tuple(item for item in items if isinstance(item, str))

    def section(self, key: str) -> "Section":
        """Take the keys and values below *key*; nothing there is an empty section."""
        return Section(self.take(key), path=self.at(key), faults=self.faults)

    def sections(self, key: str) -> Sequence["Section"]:
        """Take a list of sections."""
        value = self.take(key)
        if value is not None and not isinstance(value, list):
            self.fault(key, f"needs a list, not {_kind(value)}")
            return ()
        return [Section(item, path=f"{self.at(key)}[{number}]", faults=self.faults) for number, item in enumerate(value or [])]

    def value(self, key: str, *, required: bool = False, among: Sequence[str] = ()) -> Value | None:
        """Take where a value comes from: the name of a column, or the keys of `Value`; *among* lists what it may become."""
        content = self.take(key)
        if content is None:
            if required:
                self.fault(key, "is missing: name a column")
            return None
        if isinstance(content, str):
            return Value(columns=(content,))
        return _value(Section(content, path=self.at(key), faults=self.faults), among)

    def close(self) -> None:
        """Note every key that nobody took."""
        for key in self.content:
            if key not in self.known:
                self.fault(key, f"is not known here; known: {', '.join(self.known)}")


def _value(section: Section, among: Sequence[str]) -> Value:
    value = Value(
        columns=(*section.texts("column"), *section.texts("columns")),
        join=section.text("join", default=" / "),
        template=_optional(section, "template"),
        constant=_optional(section, "constant"),
        values=_translations(section),
        patterns=[_pattern(item) for item in section.sections("patterns")],
        otherwise=_optional(section, "otherwise"),
    )
    section.close()
    if sum((bool(value.columns), value.template is not None, value.constant is not None)) != 1:
        section.fault("", "needs exactly one of column, columns, template, constant")
    for result in (*value.values.values(), *(pattern.becomes for pattern in value.patterns), value.otherwise, value.constant):
        if among and result is not None and result not in among:
            section.fault("", f"{result!r} is none of {', '.join(among)}")
    return value


def _optional(section: Section, key: str) -> str | None:
    return section.text(key, default="") if section.take(key) is not None else None


def _translations(section: Section) -> Mapping[str, str]:
    content = section.take("values")
    if content is None:
        return {}
    if not isinstance(content, Mapping):
        section.fault("values", f"needs keys and values, not {_kind(content)}")
        return {}
    for source, result in content.items():
        if not isinstance(source, str) or not isinstance(result, str):
            section.fault("values", f"{source!r}: {result!r} must both be text (YAML reads yes, no, true and numbers as something else: quote them)")
    return {str(source): str(result) for source, result in content.items()}


def _pattern(section: Section) -> Pattern:
    text, becomes = section.text("find"), section.text("is")
    section.close()
    try:
        return Pattern(expression=re.compile(text), becomes=becomes)
    except re.error as error:
        section.fault("find", f"{text!r} is no regular expression: {error}")
        return Pattern(expression=re.compile(""), becomes=becomes)


def _kind(value: object) -> str:
    names = {dict: "keys and values", list: "a list", str: "text", bool: "a truth value", int: "a number", float: "a number"}
    return names.get(type(value), type(value).__name__)
