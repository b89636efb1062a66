"""How well and how fast mail is read.

    python -m benchmarks.mail [--corpora ../shared/corpora] [--only cut,own,automatic,mime,speed,memory]

Prints what is asked beside what was measured. The public sets are read when they are there. A cut is right when the new
text, white space evened out, is as good as identical (similarity above 0.98). Speed is processor time of one process.

Documented differences from the reference parses: where a head or body holds raw 8-bit letters without a character set,
we show the letters and the reference replacement characters; and an attached mail's own attachments are listed too.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from difflib import SequenceMatcher
from email.message import EmailMessage
from pathlib import Path
from random import Random

from ingest.model import Reading
from ingest.read import Settings, text_of

ROOT = Path(__file__).parent.parent
Row = tuple[str, str, str]


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=ROOT / "../shared/corpora")
    parser.add_argument("--only", default="cut,own,automatic,mime,speed,memory")
    given = parser.parse_args()
    tables = {
        "cut": lambda: public_cuts(given.corpora / "replies"),
        "own": own_cuts,
        "automatic": lambda: automatic(given.corpora / "automatic", given.corpora),
        "mime": lambda: mime(given.corpora / "mime"),
        "speed": speed,
        "memory": memory,
    }
    print(f"{'measure':58} {'asked':>14} {'measured':>22}")
    for name in given.only.split(","):
        for what, asked, measured in tables[name]():
            print(f"{what:58} {asked:>14} {measured:>22}", flush=True)


# ---- what is new


def _even(text: str) -> str:
    return " ".join(text.split())


def _same(got: str, wanted: str) -> bool:
    return SequenceMatcher(None, _even(got), _even(wanted), autojunk=False).ratio() > 0.98


def public_cuts(folder: Path) -> Iterator[Row]:
    """New text of public mails that other cutters stumble over."""
    if not folder.is_dir():
        yield "new text on public mails", "85 %", "no corpus here"
        return
    wrong = []
    paths = sorted((folder / "emails").iterdir())
    for path in paths:
        mail = b"From: a@example.org\n\n" + path.read_bytes()
        wanted = (folder / "trimmed" / path.name).read_text("utf-8")
        if not _same(_read(mail).reply_text, wanted):
            wrong.append(path.stem)
    yield f"new text on {len(paths)} public mails", "85 %", f"{1 - len(wrong) / len(paths):.1%}"
    for name in wrong:
        print(f"    wrong: {name}")


def own_cuts() -> Iterator[Row]:
    """New text of our own samples, eleven languages, a dozen programs."""
    paths = sorted((ROOT / "tests/read/replies").glob("*.txt"))
    right = 0
    for path in paths:
        text, _, rest = path.read_text("utf-8").partition("\n\n=== new\n")
        new = rest.partition("\n=== signature\n")[0]
        right += _same(_read(f"From: a@example.org\n\n{text}\n".encode()).reply_text, new)
    yield f"new text on {len(paths)} own mails in 11 languages", "97 %", f"{right / len(paths):.1%}"


# ---- who wrote it


def automatic(folder: Path, corpora: Path) -> Iterator[Row]:
    """Robots found, and people taken for robots."""
    if not folder.is_dir():
        yield "automatic mail found", "99 %", "no corpus here"
        return
    paths = sorted(path for path in folder.rglob("*.eml"))
    missed = [path.name for path in paths if _read(path.read_bytes()).mail.automatic is None]
    yield f"automatic mail found among {len(paths)}", "99 %", f"{1 - len(missed) / len(paths):.1%}"
    for name in missed:
        print(f"    missed: {name}")
    people = [b"From: a@example.org\n\n" + path.read_bytes() for path in sorted((corpora / "replies/emails").iterdir())]
    people += [b"From: a@example.org\n\n" + path.read_bytes() for path in (ROOT / "tests/read/replies").glob("*.txt")]
    taken = sum(_read(mail).mail.automatic is not None for mail in people)
    yield f"people's mail taken for automatic among {len(people)}", "none", str(taken)


# ---- odd MIME


def mime(folder: Path) -> Iterator[Row]:
    """Subject, sender, date, text and attachments of odd mails against reference parses."""
    paths = sorted(folder.rglob("*.eml")) if folder.is_dir() else []
    if not paths:
        yield "odd MIME as the reference parses it", "all documented", "no corpus here"
        return
    differing = 0
    for path in paths:
        differences = _differences(_read(path.read_bytes()), json.loads(path.with_suffix(".json").read_text("utf-8")))
        differing += bool(differences)
        if differences:
            print(f"    {path.parent.name}/{path.name}: {', '.join(differences)}")
    yield f"odd MIME as the reference parses it, {len(paths)} mails", "all documented", f"{len(paths) - differing}"


def _differences(reading: Reading, truth: dict) -> list[str]:
    head = {}
    for header in truth["parts"][0]["headers"]:
        head.setdefault(str(header["name"]), header["value"])
    texts = [truth["parts"][number]["body"].get("Text", "") for number in truth["text_body"]]
    checks = {
        "subject": _even(_text(head.get("subject"))) == _even(reading.mail.subject),
        "sender": _address(head.get("from")) == (reading.mail.from_address or ""),
        "date": _date(head.get("date"), reading),
        "text": all(_even(text) in _even(reading.text) for text in texts),
        "attachments": len(truth["attachments"]) == len(reading.attachments),
    }
    return [name for name, same in checks.items() if not same]


def _text(value: object) -> str:
    return (value.get("Text") or " ".join(value.get("TextList") or [])) if isinstance(value, dict) else ""


def _address(value: object) -> str:
    found = (value.get("Address") or {}) if isinstance(value, dict) else {}
    boxes = found.get("List") or [box for group in found.get("Group", []) for box in group["addresses"]]
    return (boxes[0].get("address") or "").lower() if boxes else ""


def _date(value: object, reading: Reading) -> bool:
    if not isinstance(value, dict) or "DateTime" not in value:
        return True
    parts = value["DateTime"]
    offset = timedelta(hours=parts["tz_hour"], minutes=parts["tz_minute"]) * (-1 if parts["tz_before_gmt"] else 1)
    try:
        names = ("year", "month", "day", "hour", "minute", "second")
        stated = datetime(*(parts[name] for name in names), tzinfo=UTC) - offset
    except ValueError:
        return True
    return reading.mail.claimed_date == stated


# ---- speed and memory


def speed() -> Iterator[Row]:
    """Parse, unwrap, cut and classify mails of 40 kB in one process."""
    kinds = {
        "plain text, quotations": mail_of(text=1_500, quoted=5_400),
        "text and HTML": mail_of(text=1_500, quoted=1_800, html=True),
        "with an attachment of 26 kB": mail_of(text=400, quoted=600, attached=26_000),
        "HTML alone": mail_of(text=1_500, quoted=4_700, html=True, plain=False),
    }
    _read(next(iter(kinds.values())))
    rates = []
    for name, content in kinds.items():
        started, count = time.process_time(), 60
        for _ in range(count):
            _read(content)
        seconds = (time.process_time() - started) / count
        rates.append(seconds)
        yield f"mails a second, {name}, {len(content) // 1000} kB", "150", f"{1 / seconds:.0f}"
    yield "mails a second, the four in turn", "150", f"{len(rates) / sum(rates):.0f}"


_WORDS = [
    "nobody",
    "came",
    "on",
    "monday",
    "although",
    "the",
    "engineer",
    "said",
    "in",
    "march",
    "that",
    "he",
    "would",
    "call",
]


def mail_of(*, text: int, quoted: int, html: bool = False, plain: bool = True, attached: int = 0) -> bytes:
    """A mail with so many new and quoted words."""
    random = Random(7)
    new = [" ".join(random.choices(_WORDS, k=60)).capitalize() + "." for _ in range(text // 60)]
    old = [" ".join(random.choices(_WORDS, k=12)).capitalize() + "." for _ in range(quoted // 12)]
    line = "On Tue, 3 Mar 2026 at 10:15, Help <help@example.com> wrote:"
    message = EmailMessage()
    message["Subject"], message["From"] = "Re: My order", "Mary Example <mary@example.org>"
    message["To"], message["Message-ID"] = "complaints@example.com", "<one@example.org>"
    message["Date"], message["In-Reply-To"] = "Tue, 03 Mar 2026 10:00:00 +0000", "<two@example.com>"
    for hop in range(5):
        message["Received"] = f"from a{hop}.example.org by b{hop}.example.com with ESMTPS id 1; {message['Date']}"
    if plain:
        message.set_content("\n\n".join(new) + f"\n\n{line}\n" + "\n".join(f"> {row}" for row in old))
    if html:
        rich = (
            f"<html><head><style>{'p { margin: 0 } ' * 60}</style></head><body>"
            + "".join(f"<p class=MsoNormal><span style='font-size:11pt'>{row}</span></p>" for row in new)
            + f"<div class=gmail_quote><div class=gmail_attr>{line}</div><blockquote class=gmail_quote>"
            + "".join(f"<p>{row}</p>" for row in old)
            + "</blockquote></div></body></html>"
        )
        if plain:
            message.add_alternative(rich, subtype="html")
        else:
            message.set_content(rich, subtype="html")
    if attached:
        message.add_attachment(random.randbytes(attached), maintype="application", subtype="x-thing", filename="a.bin")
    return message.as_bytes()


PEAK = """
import base64, os, resource, sys
from ingest.read import Settings, text_of
half = int(sys.argv[1]) * 1_000_000 * 3 // 8
head = b'From: a@example.org\\r\\nSubject: x\\r\\nContent-Type: multipart/mixed; boundary="b"\\r\\n\\r\\n'
part = b'--b\\r\\nContent-Type: application/x-thing; name="a.bin"\\r\\nContent-Transfer-Encoding: base64\\r\\n\\r\\n'
words = b'--b\\r\\nContent-Type: text/plain\\r\\n\\r\\nNobody came on Monday, and nobody rang.\\r\\n'
path = '/tmp/postroom-large.eml'
with open(path, 'wb') as file:
    file.write(head + words)
    for _ in range(2):
        file.write(part)
        for _ in range(half // 57):
            file.write(base64.b64encode(os.urandom(57)) + b'\\r\\n')
    file.write(b'--b--\\r\\n')
with open(path, 'rb') as file:
    content = file.read()
os.remove(path)
reading = text_of(content, 'large.eml', settings=Settings())
assert len(reading.attachments) == 2 and reading.attachments[0].bytes > half * 0.9, reading.attachments
print(len(content) // 1_000_000, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def memory() -> Iterator[Row]:
    """The most memory a process needs that reads one large mail."""
    for megabytes, limit in ((50, 400), (100, 500)):
        done = subprocess.run(
            [sys.executable, "-c", PEAK, str(megabytes)], capture_output=True, text=True, check=True, cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        size, peak = done.stdout.split()
        yield f"memory to read a mail of {size} MB", f"< {limit} MB", f"{peak} MB"


def _read(content: bytes) -> Reading:
    return text_of(content, "mail.eml", settings=Settings())


if __name__ == "__main__":
    main()
