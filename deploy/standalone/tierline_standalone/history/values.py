"""How one value of a ticket is drawn from the columns of a row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tierline_sdk.errors import TierlineError

PLACE = re.compile(r"\{([^{}]+)\}")
"""A place in a template: the name of a column in braces."""

Row = Mapping[str, str]
"""One line of the export: column name to text; a missing value is the empty text."""


class RowInvalid(TierlineError):
    """A row cannot be understood by the mapping; the rest of the file can."""

    reason = "ROW_INVALID"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """What a value becomes when a regular expression is found in it."""

    expression: re.Pattern[str]
    becomes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """
    Where a value comes from, and its translation.

    Attributes:
        columns: The columns that are read; several are joined by *join*.
        template: Text with `{column}` places, used in place of the columns.
        constant: The same value for every row.
        values: Exact translations; without any the text is taken as it stands.
        patterns: Translations by regular expression, tried in order after the exact ones.
        otherwise: What any other value becomes; None makes it a fault of the row where there are translations.
    """

    columns: Sequence[str] = ()
    join: str = " / "
    template: str | None = None
    constant: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    patterns: Sequence[Pattern] = ()
    otherwise: str | None = None

    @property
    def needs(self) -> Sequence[str]:
        """Name the columns without which this value cannot be drawn."""
        return PLACE.findall(self.template) if self.template is not None else self.columns

    def read(self, row: Row) -> str | None:
        """
        Draw the value from *row*; None where the export has nothing.

        Raises:
            RowInvalid: There is text, and no translation of it.
        """
        if self.constant is not None:
            return self.constant
        text = self.text(row)
        if not text:
            return self.otherwise
        return self.translate(text)

    def text(self, row: Row) -> str:
        """Give the text before translation: the template filled in, or the columns joined."""
        if self.template is not None:
            return PLACE.sub(lambda place: row[place[1]], self.template).strip()
        return self.join.join(filter(None, (row[column] for column in self.columns)))

    def translate(self, text: str) -> str:
        """Translate *text* by the exact values, then the patterns."""
        if text in self.values:
            return self.values[text]
        for pattern in self.patterns:
            if pattern.expression.search(text):
                return pattern.becomes
        if self.otherwise is not None:
            return self.otherwise
        if self.values or self.patterns:
            raise RowInvalid(f"{'/'.join(self.columns)} is {text!r}, which the mapping does not translate", column="/".join(self.columns), value=text)
        return text
