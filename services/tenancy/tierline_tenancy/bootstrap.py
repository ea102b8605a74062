"""The first keys: the operator's and the gateway's, each made where it is missing and made known where its file has it already."""

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tierline_chassis.database import Database
from tierline_chassis.ids import new_id
from tierline_chassis.log.postgres import PostgresLog
from tierline_chassis.log.topics import load_topics
from tierline_chassis.settings import load

from tierline_tenancy.domain.errors import KeyEnded
from tierline_tenancy.domain.secrets import KEY_PREFIX, digest, secret
from tierline_tenancy.domain.values import INSTALLATION, Key, Role, ScopeKind
from tierline_tenancy.events import to_event
from tierline_tenancy.servicer.work import chance
from tierline_tenancy.settings import BootstrapSettings
from tierline_tenancy.store import Store


def bootstrap(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Make the keys, and print which of them are new as JSON."""
    parser = argparse.ArgumentParser(prog="python -m tierline_tenancy bootstrap", description=__doc__)
    parser.add_argument("--operator-key-file", type=Path, required=True, help="where the operator's key is, or will be (mode 0600)")
    parser.add_argument("--gateway-key-file", type=Path, help="where the gateway's key is, or will be; TIERLINE_GATEWAY_KEY where absent")
    given = parser.parse_args(arguments)
    settings = load(BootstrapSettings, environment)
    log = PostgresLog(settings.database_url, service="tenancy", topics=load_topics())
    database = Database(settings.database_url, schema="tenancy", log=log, size=1)
    try:
        made = {"operator": ensure(database, Role.OPERATOR, given.operator_key_file)}
        if given.gateway_key_file or settings.gateway_key:
            made["gateway"] = ensure(database, Role.GATEWAY, given.gateway_key_file, text=settings.gateway_key)
    finally:
        database.close()
        log.close()
    print(json.dumps(made), file=sys.stdout)  # noqa: T201 (the command's answer)
    return 0


def ensure(database: Database, role: Role, file: Path | None, *, text: str = "") -> bool:
    """
    Make sure that the key in *file*, or *text*, is known; make both where there is none. Say whether it was new to the database.

    Raises:
        KeyEnded: It is known, and was revoked.
    """
    key_id = new_id()
    text = _read(file) or text or secret(KEY_PREFIX, key_id, chance())
    with database.transaction([INSTALLATION]) as tx:
        store = Store(tx, to_event)
        known = store.credential(digest(text))
        if known is not None and known.key.revoke_time is not None:
            raise KeyEnded(str(file))
        if known is None:
            store.save(Key(
                id=key_id, scope_id=INSTALLATION, scope_kind=ScopeKind.ANYWHERE, display_name=role.value, member_id=None, role=role, party_id=None,
                digest=digest(text), create_time=datetime.now(UTC),
            ))
        if file is not None:
            _write(file, text)
    return known is None


def _read(file: Path | None) -> str:
    return file.read_text(encoding="utf-8").strip() if file is not None and file.exists() else ""


def _write(file: Path, text: str) -> None:
    """Write *text* where nobody else can read it, whole or not at all."""
    if _read(file) == text:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(f"{text}\n")
    fresh.replace(file)
