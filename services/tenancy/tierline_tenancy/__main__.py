"""Wires and runs tenancy."""

import os
import sys
from functools import partial

from tierline_chassis.house import Frame, Parts, Service
from tierline_chassis.service import run

from tierline_tenancy.bootstrap import bootstrap
from tierline_tenancy.settings import TenancySettings


def build(frame: Frame[TenancySettings]) -> Parts:
    """Make the doors of tenancy."""
    from tierline_chassis.assertions import Signer, Verifier  # noqa: PLC0415 (a sub-command needs none of these)
    from tierline_chassis.keys import Callers, Keys  # noqa: PLC0415
    from tierline_chassis.plugin_host import PluginHost, installed_plugins  # noqa: PLC0415
    from tierline_chassis.sealing import Sealer  # noqa: PLC0415

    from tierline_tenancy.plugins import Plugins  # noqa: PLC0415
    from tierline_tenancy.servicer import AuthenticationServicer, TenancyServicer  # noqa: PLC0415
    from tierline_tenancy.servicer.authentication import LocalResolver  # noqa: PLC0415
    from tierline_tenancy.servicer.work import Work  # noqa: PLC0415

    settings, work, host = frame.settings, Work(database=frame.database), PluginHost()
    signer, verifier = Signer(settings.assertion_private_key), Verifier(settings.assertion_public_key.split(","))
    plugins = Plugins(host, Sealer(settings.secrets_key))
    return Parts(
        servicers={
            "tierline.tenancy.v1.TenancyService": TenancyServicer(work, plugins, installed_plugins()),
            "tierline.tenancy.v1.AuthenticationService": AuthenticationServicer(work, signer),
        },
        closes=[host.close],
        authenticator=Callers(verifier, Keys(LocalResolver(frame.database, signer), verifier)),
    )


if __name__ == "__main__":
    commands = {"bootstrap": partial(bootstrap, environment=os.environ)}
    sys.exit(run(Service(
        name="tenancy", package="tierline_tenancy", topic="tierline.tenancy.v1", settings=TenancySettings, build=build, commands=commands,
    )))
