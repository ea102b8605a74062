"""How a command finds its installation and its tenant."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from tierline_standalone.cli.output import table
from tierline_standalone.errors import Cured, NotRunning
from tierline_standalone.supervisor.folder import DataFolder, Running

if TYPE_CHECKING:
    from tierline_standalone.client import Client, Json

DEFAULT_DATA = "data"

LENGTH_OF_AN_ID = 36
"""A ticket's id is longer than any key such as `ACME-1042`."""


class TenantUnclear(Cured):
    """The caller has several tenants, or none of that name."""

    reason = "TENANT_UNCLEAR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Where a command calls, and how it answers; nothing is looked up before it is asked for."""

    given_url: str | None
    given_key: str | None
    folder: DataFolder
    as_json: bool

    @property
    def running(self) -> Running | None:
        """
        What runs on the data folder; None where a URL was given.

        Raises:
            NotRunning: There is no URL, and nothing runs there.
        """
        if self.given_url is not None:
            return None
        running = self.folder.read_record()
        if running is None:
            cure = f"Start one (tierline up --data {self.folder.path}), name the data folder of one with --data, or its --url and --key."
            raise NotRunning(f"No installation runs on the data folder {self.folder.path}.", cure=cure)
        return running

    @property
    def url(self) -> str:
        """Where to call."""
        running = self.running
        return running.url if running is not None else (self.given_url or "").rstrip("/")

    @property
    def address(self) -> str:
        """The `HOST:PORT` of the URL."""
        parts = urlsplit(self.url)
        return f"{parts.hostname or ''}:{parts.port or (443 if parts.scheme == 'https' else 80)}"

    def client(self) -> "Client":
        """Make a client; httpx is imported here, because most of a command's start goes into it."""
        from tierline_standalone.client import Client  # noqa: PLC0415

        return Client(self.url, self.given_key or self._operator_key(), patience_seconds=10)

    @contextmanager
    def within(self, tenant: str | None, ticket: str = "") -> Iterator[tuple["Client", str]]:
        """
        Give a client at work in one tenant, and the tenant's id: the tenant that is named, else that of the key of *ticket*, else the only one.

        Raises:
            TenantUnclear: There are several to choose from.
        """
        prefix = ticket.rpartition("-")[0] if len(ticket) < LENGTH_OF_AN_ID else ""
        with self.client() as client:
            tenant_id = tenant_of(client, tenant or prefix or None)["id"]
            yield client.within(tenant_id), tenant_id

    def _operator_key(self) -> str | None:
        """Read the operator's key, which only goes to the installation of its own folder."""
        if self.given_url is not None:
            return None
        try:
            return self.folder.operator_key.read_text().strip() or None
        except OSError as error:
            cure = "Run the command as the owner of the data folder, or give a key with --key."
            raise NotRunning(f"The operator's key {self.folder.operator_key} cannot be read: {error.strerror}.", cure=cure) from error


def connected(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options by which it finds its installation, and a `session` argument made of them."""

    @click.option("--url", envvar="TIERLINE_URL", metavar="URL", help="Where the installation takes HTTP. [TIERLINE_URL]")
    @click.option("--key", envvar="TIERLINE_KEY", metavar="KEY", help="The key to call with. [TIERLINE_KEY]")
    @click.option("--data", envvar="TIERLINE_DATA", default=DEFAULT_DATA, metavar="DIR", show_default=True, help="Data folder of one that runs here.")
    @click.option("--json", "as_json", is_flag=True, help="Answer in JSON, one line a result.")
    @wraps(function)
    def command(*arguments: Any, url: str | None, key: str | None, data: str, as_json: bool, **options: Any) -> Any:
        session = Session(given_url=url or None, given_key=key or None, folder=DataFolder(Path(data)), as_json=as_json)
        return function(*arguments, session=session, **options)

    return command


def tenant_of(client: "Client", wanted: str | None) -> "Json":
    """
    Find the tenant by name, prefix or id; the only one where none is wanted.

    Raises:
        TenantUnclear: There are several to choose from, or none of that name; the choices are listed.
    """
    tenants = list(client.pages("/v1/tenants", "tenants"))
    fits = [tenant for tenant in tenants if wanted is None or wanted.casefold() in {tenant[name].casefold() for name in ("displayName", "prefix", "id")}]
    if len(fits) == 1:
        return fits[0]
    listed = table(("prefix", "name", "id"), [(tenant["prefix"], tenant["displayName"], tenant["id"]) for tenant in tenants])
    problem = f"There is no tenant {wanted!r}." if wanted is not None and not fits else "There are several tenants."
    if not tenants:
        raise TenantUnclear("There is no tenant.", cure="Create one: tierline tenant create NAME")
    raise TenantUnclear(problem, cure=f"Name one with --tenant, by prefix, name or id:\n{listed}")
