"""Handing work to a vendor's own desk."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from tierline_sdk.errors import Kind, TierlineError
from tierline_sdk.values import Level


class VendorGone(TierlineError):
    """The vendor's door is closed for good (HTTP 410): stop pushing until the settings change."""

    kind: ClassVar[Kind] = Kind.CONFLICT
    reason: ClassVar[str] = "VENDOR_GONE"


class VendorRefused(TierlineError):
    """The vendor's door, or the way to it, is not one that may be used: a person has to correct the settings."""

    kind: ClassVar[Kind] = Kind.INVALID
    reason: ClassVar[str] = "VENDOR_REFUSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOff:
    """One assignment that goes out to a party's desk."""

    id: str
    """The same for every attempt: the vendor drops repeats by it."""
    party_id: str
    level: Level
    reason: str
    assigned_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the vendor answered."""

    reference: str | None = None
    """The vendor's own number for the ticket, where it said one."""
    detail: str
    """What happened, in one sentence without secrets."""
