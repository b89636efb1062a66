"""A real Dovecot: IMAP plain and over TLS, LMTP for delivery, any user name, password or bearer token.

Maildir files of a user can be looked at directly; `restart`, `renumber` and `stop` make the kinds of trouble that
a real mailbox makes.
"""

import grp
import itertools
import os
import pwd
import shutil
import smtplib
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from imapclient import IMAPClient

from tests.servers import certificates, dovecot_conf
from tests.servers.process import Process, connects, folder, free_port, program

PASSWORD = "pw"
_counter = itertools.count(1)


@dataclass
class Dovecot:
    """The running server: where it listens, and what the tests do to it."""

    root: Path
    certificates: certificates.Certificates
    imap_port: int = field(default_factory=free_port)
    imaps_port: int = field(default_factory=free_port)
    lmtp_port: int = field(default_factory=free_port)
    token_port: int = field(default_factory=free_port)  # where it asks about bearer tokens: `tests.servers.tokens`
    host: str = "127.0.0.1"
    password: str = PASSWORD
    _process: Process | None = None

    @property
    def port(self) -> int:
        """Where plain IMAP is spoken."""
        return self.imap_port

    @property
    def authority(self) -> Path:
        """The PEM file a client must trust."""
        return self.certificates.authority

    def start(self) -> None:
        """Start, and wait until mail can be delivered and fetched."""
        command = [program("dovecot", "dovecot-imapd"), "-F", "-c", str(self.root / "dovecot.conf")]
        self._process = Process(command, self.root / "dovecot.log")
        self._process.wait_until(lambda: connects(self.imap_port) and connects(self.lmtp_port))

    def stop(self) -> None:
        """Stop; the mail stays."""
        if self._process:
            self._process.stop()
            self._process = None

    def restart(self) -> None:
        """Cut every connection and start again."""
        self.stop()
        self.start()

    def remove(self) -> None:
        """Stop, and take the mail away too."""
        self.stop()
        shutil.rmtree(self.root, ignore_errors=True)

    def user(self, name: str = "complaints") -> str:
        """A user name nobody has had before, with an empty mailbox."""
        return f"{name}{next(_counter)}@example.org"

    def deliver(self, user: str, *messages: bytes, sender: str = "anna.example@example.com") -> None:
        """Deliver messages to `user` by LMTP."""
        with smtplib.LMTP(self.host, self.lmtp_port) as connection:
            for message in messages:
                connection.sendmail(sender, [user], message)

    def client(self, user: str, folder: str | None = "INBOX") -> IMAPClient:
        """A logged-in client that looks at `folder`, as staff have one open."""
        client = IMAPClient(self.host, self.imap_port, ssl=False)
        client.login(user, self.password)
        if folder:
            client.select_folder(folder)
        return client

    def messages(self, user: str, folder: str = "INBOX") -> list[bytes]:
        """Every message of a folder, in order of arrival."""
        with self.client(user, folder) as client:
            fetched = client.fetch(client.search(), ["BODY.PEEK[]"])
            return [fetched[uid][b"BODY[]"] for uid in sorted(fetched)]

    def renumber(self, user: str) -> None:
        """Give the user's inbox a new UIDVALIDITY and new UIDs, as a restored or migrated server does."""
        home = self.root / "mail" / user
        for index in home.glob("dovecot.index*"):
            index.unlink()
        uids = home / "dovecot-uidlist"
        version, validity, _, *_ = uids.read_text().splitlines()[0].split()
        uids.write_text(f"{version} V{int(validity[1:]) + 1} N1\n")


def start() -> Dovecot:
    """Start a Dovecot in a folder of its own.

    Raises:
        MissingError: Dovecot is not installed.
    """
    program("dovecot", "dovecot-imapd")
    root = folder("dovecot")
    made = Dovecot(root, certificates.make(root))
    user, internal, login = _users()
    for name in ("mail", "state", "run"):
        (root / name).mkdir()
    settings = {
        "root": root,
        "certificates": made.certificates,
        "user": user,
        "group": _group(user),
        "internal": internal,
        "internal_group": _group(internal),
        "login": login,
        "password": PASSWORD,
        "imap": made.imap_port,
        "imaps": made.imaps_port,
        "lmtp": made.lmtp_port,
        "tokens": made.token_port,
    }
    for name, text in dovecot_conf.files_for(_version(), settings).items():
        (root / name).write_text(text)
    if os.geteuid() == 0:
        shutil.chown(root / "mail", user, _group(user))
    try:
        made.start()
    except BaseException:
        made.remove()
        raise
    return made


def _version() -> str:
    command = [program("dovecot", "dovecot-imapd"), "--version"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _users() -> tuple[str, str, str]:
    """The owner of the mail, Dovecot's own user, and the user its log-in process runs as."""
    if os.geteuid() != 0:
        me = pwd.getpwuid(os.geteuid()).pw_name
        return me, me, me
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("vmail", "nobody") if name in names), "dovecot", "dovenull"


def _group(user: str) -> str:
    return grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name
