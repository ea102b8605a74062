"""The plugins' say in a classification, through the rules host."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from tierline_chassis.plugin_host import HookCall, HookVerdict, Outcome, PluginHost
from tierline_sdk.tickets import Classification

from tierline_intake.domain.opening import Draft, Tenant, question
from tierline_intake.domain.proposals import Saying

TIMEOUT = timedelta(seconds=5)
"""How long a batch may wait for all plugins together."""


class PluginRules:
    """Asks a tenant's plugins."""

    def __init__(self, host: PluginHost) -> None:
        self._host = host

    def propose(self, drafts: Sequence[Draft], tenant: Tenant, *, now: datetime) -> Sequence[Sequence[Saying]]:
        """Put all drafts to the plugins in one conversation; what each said, in order."""
        if not tenant.plugins or not drafts:
            return [()] * len(drafts)
        calls = [
            HookCall(hook="classify_ticket", arguments={"draft": question(draft, now=now)}, plugins=tenant.plugins, scope=tenant.id) for draft in drafts
        ]
        return [_sayings(verdict) for verdict in self._host.call(calls, timeout=TIMEOUT)]


def _sayings(verdict: HookVerdict) -> Sequence[Saying]:
    return [
        Saying(
            plugin=one.plugin, proposal=one.answer if isinstance(one.answer, Classification) else None, outcome=str(one.outcome), reason=one.reason,
        )
        for one in verdict.verdicts
        if one.outcome is not Outcome.ABSTAINED
    ]
