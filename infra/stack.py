"""The whole stack of this machine: emulator, deployed package, OpenID provider, message simulator, sample data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra import emulator, servers
from infra.cloud import Cloud
from infra.deploy import deploy
from infra.local import messages, openid
from infra.obstacle import Obstacle
from infra.package import REGION, ROOT, Package, package
from infra.stacks import Stack

HOME = ROOT / ".kho"
PORTS = 4  # the API, the OpenID provider, the message simulator, the certificate authorities
STAGE = "local"
SETTINGS = emulator.SETTINGS | {"DemoTrust": "true", "LoopbackReceivers": "true"}
_DEPLOYED = "deployed"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Running:
    """A stack that is up."""

    home: Path
    port: int
    outputs: dict[str, str]

    @property
    def address(self) -> str:
        """The API's own, with its trailing slash."""
        return emulator.address(self.endpoint)

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def openid(self) -> str:
        return f"http://127.0.0.1:{self.port + 1}"

    @property
    def messages(self) -> str:
        return f"http://127.0.0.1:{self.port + 2}"

    @property
    def authority(self) -> str:
        """Where the demonstration's certificate authorities publish their revocation lists."""
        return f"http://127.0.0.1:{self.port + 3}"

    @property
    def samples(self) -> Path:
        """Signed PDFs to try, once the sample data is loaded."""
        return self.home / "samples"

    def environment(self) -> dict[str, str]:
        """What a program beside the stack needs to reach it, by the names the functions use too."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "STAGE": STAGE,
            "DEMO_TRUST": SETTINGS["DemoTrust"],
            "TABLE": self.outputs["Table"],
            "INCOMING_BUCKET": self.outputs["IncomingBucket"],
            "VAULT_BUCKET": self.outputs["VaultBucket"],
            "QUARANTINE_BUCKET": self.outputs["QuarantineBucket"],
            "TRUST_BUCKET": self.outputs["TrustBucket"],
            "NOTIFICATIONS_QUEUE_URL": self.outputs["NotificationsQueueUrl"],
            "FORWARDING_QUEUE_URL": self.outputs["ForwardingQueueUrl"],
            "TOKEN_KEY": self.outputs["TokenKey"],
            "IDENTITY_KEY": self.outputs["IdentityKey"],
            "OPENID_SECRET": self.outputs["OpenIdSecret"],
            "CHANNELS_SECRET": self.outputs["ChannelsSecret"],
            "ZALO_SECRET": self.outputs["ZaloSecret"],
            "CALLBACKS_SECRET": self.outputs["CallbacksSecret"],
            "KHO_ADDRESS": self.address,
            "KHO_OPENID": self.openid,
            "KHO_MESSAGES": self.messages,
            "KHO_AUTHORITY": self.authority,
            "KHO_INBOX": str(self.home / "inbox"),
            "KHO_SAMPLES": str(self.samples),
        }


@contextmanager
def up(home: Path, *, port: int, say: Say, whole: bool = False) -> Iterator[Running]:
    """A stack with its state in `home`, for as long as the context lasts; the state is written when it ends.

    The functions run from the `whole` archive, or from our own code in it (see `emulator.own_code`).
    """
    for offset in range(PORTS):
        servers.refuse_taken(port + offset, "this stack")
    say("Packaging the functions (seconds when nothing changed, a minute the first time)")
    made = package()
    with ExitStack() as ending:
        say(f"Starting the AWS emulator on 127.0.0.1:{port}")
        ending.callback(emulator.start(home, port=port).stop)
        running = Running(home, port, _deployed(home, made, Cloud(f"http://127.0.0.1:{port}"), say, whole=whole))
        say("Starting the OpenID provider, the message simulator and the certificate authorities")
        for server in _beside(running):
            ending.callback(server.stop)
        _fill_secrets(running)
        say("Loading the catalogue, the demonstration signatures and people")
        _seed(running)
        yield running
    (home / _DEPLOYED).write_text(made.fingerprint)


def _deployed(home: Path, made: Package, cloud: Cloud, say: Say, *, whole: bool) -> dict[str, str]:
    """The outputs of the stack running this package. The note of what is deployed is good for one clean end."""
    note = home / _DEPLOYED
    noted = note.read_text() if note.exists() else ""
    note.unlink(missing_ok=True)
    if noted == made.fingerprint:
        return Stack(f"kho-{STAGE}", cloud.cloudformation()).outputs()
    say("Deploying")
    return deploy(STAGE, cloud=cloud, made=made, settings=SETTINGS, confirm=lambda _changes: True, whole=whole)


def _beside(running: Running) -> Iterator[servers.Server]:
    inbox, lists = running.home / "inbox", running.home / "pki" / "crls"
    inbox.mkdir(exist_ok=True)
    lists.mkdir(parents=True, exist_ok=True)
    modules = {
        "openid": [],
        "messages": ["--inbox", str(inbox), "--callbacks", running.address],
        "authority": ["--lists", str(lists)],
    }
    for offset, (module, extra) in enumerate(modules.items(), start=1):
        port = running.port + offset
        yield servers.start(
            f"infra.local.{module}",
            [sys.executable, "-m", f"infra.local.{module}", "--port", str(port), *extra],
            port=port,
            log=running.home / f"{module}.log",
            environment=os.environ | running.environment(),
        )


def _fill_secrets(running: Running) -> None:
    secrets = Cloud(running.endpoint).secrets()
    providers = openid.settings(address=running.address, port=running.port + 1)
    filled = {
        "OpenIdSecret": providers,
        "ChannelsSecret": messages.settings(address=running.address, port=running.port + 2),
        "ZaloSecret": messages.zalo_settings(port=running.port + 2),
        "CallbacksSecret": messages.callback_settings(),
    }
    for name, value in filled.items():
        secrets.put_secret_value(SecretId=running.outputs[name], SecretString=json.dumps(value))


def _seed(running: Running) -> None:
    command = [sys.executable, "-m", "infra.demo.seed", running.address]
    told = subprocess.run(command, cwd=ROOT, env=os.environ | running.environment(), check=False)
    if told.returncode:
        raise Obstacle("The demonstration data could not be loaded; what went wrong stands above.")
