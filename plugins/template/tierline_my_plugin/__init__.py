"""Say here what the plugin adds, and where its rules come from (the clause, the contract, the standard)."""

from tierline_sdk.hooks import hookimpl
from tierline_sdk.plugin import Plugin, PluginKind, Setting, Settings, SettingType
from tierline_sdk.tickets import Classification, TicketDraft
from tierline_sdk.values import Priority

PLUGIN = Plugin(
    name="my_plugin",
    version="0.1.0",
    sdk=">=0.1,<0.2",
    title="My plugin: raises the priority of tickets that name a word",
    kind=PluginKind.REGULATORY,
    settings=(
        Setting(name="word", type=SettingType.TEXT, title="The word that makes a ticket urgent.", default="recall"),
    ),
)


@hookimpl
def classify_ticket(draft: TicketDraft, settings: Settings) -> Classification | None:
    """Propose the highest priority for a ticket that names the tenant's word."""
    word = str(settings["word"])
    if word.lower() not in draft.title.lower():
        return None
    return Classification(priority=Priority.P1, reason=f"The title names {word!r}.")
