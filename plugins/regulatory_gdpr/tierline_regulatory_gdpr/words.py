"""The words by which a breach of personal data is suspected. Both kinds must occur: what was concerned, and what befell it."""

import re

DATA = (
    "personal data", "personal information", "customer data", "client data", "user data", "employee data", "patient data", "health record", "health records",
    "medical record", "medical records", "passport", "passports", "home address", "home addresses", "date of birth", "dates of birth", "bank details",
    "credit card", "credit cards", "iban", "social security number", "payroll data", "email addresses", "phone numbers",
)
"""What may be personal data (Art. 4(1))."""

LOSS = (
    "data breach", "breach", "breached", "leak", "leaked", "leaking", "exposed", "disclosed", "stolen", "unauthorised access", "unauthorized access",
    "publicly accessible", "wrong recipient", "wrong customer", "sent to the wrong", "exfiltrated", "ransomware", "lost laptop",
)
"""What may be a breach of security: destruction, loss, alteration, disclosure or access (Art. 4(12))."""


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Match any of *words* as whole words, longest first; no repetition in it, so its time is linear in the text."""
    return re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + r")\b")


_DATA, _LOSS = _pattern(DATA), _pattern(LOSS)

READ_LIMIT = 20_000
"""Characters of a ticket that are read; a description may be a pasted log of megabytes."""


def breach_words(text: str) -> tuple[str, str] | None:
    """Find the first word of each kind; None unless there are both."""
    lowered = text[:READ_LIMIT].lower()
    data, loss = _DATA.search(lowered), _LOSS.search(lowered)
    return (data[0], loss[0]) if data and loss else None
