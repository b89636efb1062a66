"""Builds packed mail for tests: certified envelopes, winmail.dat, Outlook files, signed envelopes."""

import struct
from base64 import encodebytes
from datetime import UTC, datetime, timedelta
from email.encoders import encode_base64
from email.message import EmailMessage, Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

# ---- certified mail ------------------------------------------------------------------------------------------

DATA = """<?xml version="1.0" encoding="UTF-8"?>
<postacert tipo="{kind}" errore="{error}">
  <intestazione>
    <mittente>{sender}</mittente>
    <destinatari tipo="certificato">{recipient}</destinatari>
    <oggetto>Reclamo</oggetto>
  </intestazione>
  <dati>
    <gestore-emittente>Gestore di Prova S.p.A.</gestore-emittente>
    <data zona="+0100"><giorno>03/03/2026</giorno><ora>10:02:33</ora></data>
    <identificativo>opec1.20260303100233.00001.1@pec.example.it</identificativo>
    <msgid>&lt;{about}&gt;</msgid>
    {more}
  </dati>
</postacert>"""


def certified(
    inside: EmailMessage | None,
    *,
    kind: str = "posta-certificata",
    subject: str = "POSTA CERTIFICATA: Reclamo",
    about: str = "one@example.org",
    more: str = "",
    head: dict[str, str] | None = None,
    data: str | None = None,
    sealed: "Sealing | None" = None,
) -> bytes:
    """A certified envelope as a provider builds it; without `inside` a receipt. Signed when `sealed` says how."""
    outer, signed = MIMEMultipart("signed" if sealed else "mixed"), MIMEMultipart("mixed")
    outer["Return-Path"] = "<posta-certificata@pec.example.it>"
    outer["From"] = '"Per conto di: mario@pec.example.it" <posta-certificata@pec.example.it>'
    outer["To"] = "reclami@pec.example.com"
    outer["Subject"] = subject
    outer["Message-ID"] = "<opec1.00001@pec.example.it>"
    for name, value in (head or ({"X-Trasporto": "posta-certificata"} if inside else {"X-Ricevuta": kind})).items():
        outer[name] = value
    if not sealed:
        signed = outer
    signed.attach(MIMEText("Messaggio di posta certificata\nIl giorno 03/03/2026 ...", "plain", "utf-8"))
    if data is None:
        sender, recipient = "mario@pec.example.it", "reclami@pec.example.com"
        data = DATA.format(kind=kind, error="nessuno", sender=sender, recipient=recipient, about=about, more=more)
    xml = MIMEBase("application", "xml")
    xml.set_payload(data.encode())
    encode_base64(xml)
    xml.add_header("Content-Disposition", "inline", filename="daticert.xml")
    signed.attach(xml)
    if inside:
        part = MIMEBase("message", "rfc822")
        part.attach(inside)
        part.add_header("Content-Disposition", "inline", filename="postacert.eml")
        signed.attach(part)
    return sealed.around(outer, signed) if sealed else outer.as_bytes()


PROVIDER = "posta-certificata@pec.example.it"


class Sealing:
    """A provider's key and certificate, with the authority that issued it."""

    def __init__(
        self, address: str = PROVIDER, key: CertificateIssuerPrivateKeyTypes | None = None,
        began: datetime = datetime(2026, 1, 1, tzinfo=UTC), method: hashes.HashAlgorithm | None = None,
    ) -> None:  # fmt: skip
        self.key, self.root_key = (
            key or ec.generate_private_key(ec.SECP256R1()),
            ec.generate_private_key(ec.SECP256R1()),
        )
        self.method = method or hashes.SHA256()
        self.began = began
        self.root = self._certificate("Autorità di Prova", "Autorità di Prova", self.root_key, ca=True)
        self.certificate = self._certificate(address, "Autorità di Prova", self.key, ca=False)

    def around(self, outer: MIMEMultipart, signed: Message) -> bytes:
        """The mail that carries the signed part and its signature (RFC 8551, 3.5.3)."""
        part = signed.as_bytes().replace(b"\n", b"\r\n")
        builder = pkcs7.PKCS7SignatureBuilder().set_data(part)
        builder = builder.add_signer(self.certificate, self.key, self.method)  # type: ignore[arg-type]  # one of them
        made = builder.sign(Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary])
        outer.set_param("protocol", "application/pkcs7-signature")
        outer.set_boundary("the-signed-part")
        head = outer.as_bytes().partition(b"\n\n")[0].replace(b"\n", b"\r\n")
        tail = b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        rows = encodebytes(made).replace(b"\n", b"\r\n")
        edge = b"\r\n--the-signed-part"
        return b"".join([head, b"\r\n", edge, b"\r\n", part, edge, b"\r\n", tail, rows, edge, b"--\r\n"])

    def _certificate(
        self, name: str, issuer: str, key: CertificateIssuerPrivateKeyTypes, *, ca: bool
    ) -> x509.Certificate:
        called, by = (x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, each)]) for each in (name, issuer))
        builder = x509.CertificateBuilder().subject_name(called).issuer_name(by).public_key(key.public_key())
        builder = builder.serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(self.began).not_valid_after(self.began + timedelta(days=3650))
        builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        if not ca:
            builder = builder.add_extension(x509.SubjectAlternativeName([x509.RFC822Name(name)]), critical=False)
        return builder.sign(self.root_key, hashes.SHA256())


# ---- winmail.dat ---------------------------------------------------------------------------------------------


def tnef(text: str | None, attachments: dict[str, bytes]) -> bytes:
    """A winmail.dat (MS-OXTNEF) with a text and attachments."""
    packed = struct.pack("<IH", 0x223E9F78, 1)
    packed += _attribute(1, 0x00089006, struct.pack("<I", 0x10000))
    packed += _attribute(1, 0x00069007, struct.pack("<II", 1252, 0))
    if text is not None:
        packed += _attribute(1, 0x0002800C, text.encode("cp1252") + b"\0")
    for name, content in attachments.items():
        packed += _attribute(2, 0x00069002, bytes(14))
        packed += _attribute(2, 0x00018010, name.encode("cp1252") + b"\0")
        packed += _attribute(2, 0x0006800F, content)
    return packed


def _attribute(level: int, identifier: int, data: bytes) -> bytes:
    return struct.pack("<BII", level, identifier, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


# ---- Outlook's own files -------------------------------------------------------------------------------------

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def outlook(fields: dict[int, str], attachments: dict[str, bytes] | None = None) -> bytes:
    """An Outlook file (MS-OXMSG in MS-CFB) with string properties and attachments."""
    tree: dict[str, object] = {}
    _properties(tree, bytes(32), {identifier: text.encode("utf-16-le") for identifier, text in fields.items()}, 0x1F)
    for number, (name, content) in enumerate((attachments or {}).items()):
        storage: dict[str, object] = {}
        _properties(storage, bytes(8), {0x3707: name.encode("utf-16-le")}, 0x1F, {0x3701: content}, {0x3705: 1})
        tree[f"__attach_version1.0_#{number:08X}"] = storage
    return _compound_file(tree)


def _properties(
    storage: dict[str, object],
    header: bytes,
    texts: dict[int, bytes],
    kind: int,
    blobs: dict[int, bytes] | None = None,
    numbers: dict[int, int] | None = None,
) -> None:
    stream = header
    for identifier, value in texts.items():
        stream += struct.pack("<HHIII", kind, identifier, 6, len(value) + 2, 0)
        storage[f"__substg1.0_{identifier:04X}{kind:04X}"] = value
    for identifier, value in (blobs or {}).items():
        stream += struct.pack("<HHIII", 0x102, identifier, 6, len(value), 0)
        storage[f"__substg1.0_{identifier:04X}0102"] = value
    for identifier, number in (numbers or {}).items():
        stream += struct.pack("<HHIII", 3, identifier, 6, number, 0)
    storage["__properties_version1.0"] = stream


def _compound_file(tree: dict[str, object]) -> bytes:
    """The tree as a compound file (MS-CFB, version 3): small streams in the mini stream, large ones in sectors."""
    entries: list[tuple[str, object]] = [("Root Entry", tree)]
    children: dict[int, list[int]] = {}
    pending = [0]
    while pending:
        parent = pending.pop()
        for name, value in entries[parent][1].items():
            entries.append((name, value))
            children.setdefault(parent, []).append(len(entries) - 1)
            if isinstance(value, dict):
                pending.append(len(entries) - 1)
    large, small = _Chain(512), _Chain(64)
    placed = {
        number: (small if len(value) < 4096 else large).store(value)
        for number, (_, value) in enumerate(entries)
        if isinstance(value, bytes)
    }
    mini = b"".join(small.sectors)
    placed[0] = large.store(mini)
    sizes = {number: len(value) for number, (_, value) in enumerate(entries) if isinstance(value, bytes)} | {
        0: len(mini)
    }
    records = b"".join(
        _record(number, name, value, children, placed.get(number, _END), sizes.get(number, 0))
        for number, (name, value) in enumerate(entries)
    )
    directory = large.store(records.ljust(-(-len(records) // 512) * 512, b"\0"))
    minitable = struct.pack(f"<{len(small.table)}I", *small.table)
    minifat = large.store(minitable.ljust(-(-len(minitable) // 512) * 512, b"\xff"))
    count = 1
    while len(large.table) + count > count * 128:
        count += 1
    first = len(large.sectors)
    table = large.table + [_FAT] * count
    table += [_FREE] * (count * 128 - len(table))
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
        + struct.pack("<IIIIIIIII", 0, count, directory, 0, 4096, minifat, -(-len(minitable) // 512), _END, 0)
        + struct.pack(f"<{count}I", *range(first, first + count)).ljust(436, b"\xff")
    )  # fmt: skip
    return header + b"".join(large.sectors) + struct.pack(f"<{len(table)}I", *table)


class _Chain:
    """Sectors of one size, and the table that links them."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.sectors: list[bytes] = []
        self.table: list[int] = []

    def store(self, content: bytes) -> int:
        if not content:
            return _END
        start = len(self.sectors)
        pieces = [content[at : at + self.size].ljust(self.size, b"\0") for at in range(0, len(content), self.size)]
        self.sectors += pieces
        self.table += [*range(start + 1, start + len(pieces)), _END]
        return start


def _record(number: int, name: str, value: object, children: dict[int, list[int]], start: int, size: int) -> bytes:
    """A directory entry; siblings hang on each other's right."""
    kind = 5 if number == 0 else 1 if isinstance(value, dict) else 2
    siblings = next((group for group in children.values() if number in group), [number])
    at = siblings.index(number)
    right = siblings[at + 1] if at < len(siblings) - 1 else _FREE
    label = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<HBBIII", len(label), kind, 1, _FREE, right, children.get(number, [_FREE])[0])
    return label.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)


# ---- signed envelopes ----------------------------------------------------------------------------------------


def signed(content: bytes, *, encrypted: bool = False) -> bytes:
    """A CMS envelope (RFC 5652) around `content`; its signature is empty, because nobody checks it."""
    from asn1crypto import cms

    if encrypted:
        inside = cms.EnvelopedData(
            {
                "version": "v0",
                "recipient_infos": [],
                "encrypted_content_info": {
                    "content_type": "data",
                    "content_encryption_algorithm": {"algorithm": "aes256_cbc", "parameters": bytes(16)},
                    "encrypted_content": b"secret",
                },
            }
        )
        return cms.ContentInfo({"content_type": "enveloped_data", "content": inside}).dump()
    inside = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [],
            "encap_content_info": {"content_type": "data", "content": content},
            "signer_infos": [],
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": inside}).dump()


def around(content: bytes, media_type: str, name: str, **headers: str) -> bytes:
    """A mail whose only part is `content`."""
    main, sub = media_type.split("/")
    message: Message = MIMEBase(main, sub)
    message["From"] = "Mary Example <mary@example.org>"
    message["To"] = "complaints@example.com"
    message["Subject"] = "My order"
    for header, value in headers.items():
        message[header.replace("_", "-")] = value
    message.set_payload(content)
    encode_base64(message)
    message.add_header("Content-Disposition", "attachment", filename=name)
    return message.as_bytes()
