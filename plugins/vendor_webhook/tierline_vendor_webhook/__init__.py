"""
Vendor integration by webhook: a ticket goes to the vendor's desk as a signed message (Standard Webhooks 1.0).

The vendor verifies `webhook-signature` with the shared secret, drops repeats by `webhook-id`, and may answer `{"reference": "its own number"}`.
"""

import json
from datetime import datetime

from tierline_sdk.hooks import hookimpl
from tierline_sdk.plugin import Plugin, PluginKind, Setting, Settings, SettingType
from tierline_sdk.tickets import Ticket
from tierline_sdk.vendors import HandOff, Receipt
from tierline_sdk.wire import to_plain

from tierline_vendor_webhook.signing import signed_headers

PLUGIN = Plugin(
    name="vendor_webhook",
    version="0.1.0",
    sdk=">=0.1,<0.2",
    title="Vendor webhook: hands tickets to a vendor's desk as signed messages",
    kind=PluginKind.VENDOR,
    settings=(
        Setting(name="party_id", type=SettingType.TEXT, title="The party whose tickets go out; no other's do.", required=True),
        Setting(name="url", type=SettingType.URL, title="Where messages are posted; https, unless private addresses are allowed.", required=True),
        Setting(name="secret", type=SettingType.SECRET, title="The signing secret: `whsec_` and base64 of 24 to 64 bytes.", required=True),
        Setting(name="previous_secret", type=SettingType.SECRET, title="The secret before the last rotation; messages carry both signatures."),
        Setting(name="timeout_seconds", type=SettingType.INTEGER, title="How long one attempt may take in all, in seconds.", default=10, minimum=1, maximum=20),
        Setting(
            name="allow_private_addresses",
            type=SettingType.BOOLEAN,
            title="Whether the address may lie in the installation's own network, and be plain http.",
            default=False,
            operator_only=True,
        ),
    ),
)


@hookimpl
def push_ticket(ticket: Ticket, hand_off: HandOff, now: datetime, settings: Settings) -> Receipt | None:
    """
    Post the ticket to the vendor's address.

    Raises:
        Unavailable: The vendor did not take it now; the same attempt may be made again.
        VendorGone: The vendor answered 410.
        VendorRefused: The address or secret is not one that may be used, or the vendor redirects.
    """
    if hand_off.party_id != settings["party_id"]:
        return None
    from tierline_vendor_webhook.delivery import deliver  # noqa: PLC0415 - http and ssl are loaded by those only who push.

    body = message(ticket, hand_off, now)
    headers = signed_headers(body, message_id=hand_off.id, now=now, secrets=[str(settings[name]) for name in ("secret", "previous_secret") if settings[name]])
    return deliver(
        str(settings["url"]), body, headers, timeout_seconds=int(str(settings["timeout_seconds"])), allow_private=settings["allow_private_addresses"] is True,
    )


def message(ticket: Ticket, hand_off: HandOff, now: datetime) -> bytes:
    """Write the message: type, time and data, as Standard Webhooks recommends."""
    data = {"ticket": to_plain(ticket), "hand_off": to_plain(hand_off)}
    return json.dumps({"type": "ticket.assigned", "timestamp": now.isoformat(), "data": data}, separators=(",", ":"), ensure_ascii=False).encode()
