"""From bytes to characters, whatever the sender claims about them.

A declared character set is tried first, then UTF-8, then Windows-1252, in which every byte means something. It never
raises and never drops a letter: what cannot be decoded shows as a replacement character, and the defect is named.
"""

import codecs
import re
import unicodedata

_ALIASES = {
    "iso-8859-1": "cp1252",  # WHATWG Encoding: what calls itself Latin-1 is Windows-1252
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "ansi": "cp1252",
    "x-ansi": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-9": "cp1254",
    "macintosh": "mac_roman",
    "x-mac-roman": "mac_roman",
    "unicode-1-1-utf-7": "utf-7",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "cp-850": "cp850",
}
_ASCII = frozenset({"ascii", "us-ascii", "ansi", "x-ansi"})
_SILENT = frozenset({"", "unknown-8bit", "8bit", "binary", "x-unknown", "unknown", "default", "none"})
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\ue000-\ue00f]")  # the last range: ours, to mark places in HTML
_CONTROLS = dict.fromkeys(number for number in range(128) if _NOT_TEXT.match(chr(number)))
_TO_CLEAN = re.compile(
    "[" + "".join(each.pattern[1:-1] for each in (_NOT_TEXT, _SURROGATES, _SPACES, _INVISIBLE)) + "\x85\u2028\u2029]"
)
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def decode(content: bytes, charset: str | None) -> tuple[str, str | None]:
    """Decode `content` as well as can be done.

    Args:
        content: the bytes, transfer encoding already removed.
        charset: what the sender calls their character set, or None.

    Returns:
        The text, and the defect in a few words or None.
    """
    claimed = (charset or "").strip().strip("\"'").lower()
    codec, defect = _codec(claimed)
    if codec is None or claimed in _ASCII:
        return _guess(content), defect
    try:
        text = content.decode(codec)
        text.encode("utf-8")  # some codecs make up lone surrogates
    except UnicodeError:
        if codec == "cp1252":
            return _guess(content), None
        return _guess(content, codec), f"not really {_shown(claimed)}"
    except (LookupError, ValueError):  # codecs that are no text encodings, or that fail on a NUL in their name
        return _guess(content), f"unknown charset {_shown(claimed)}"
    if codec == "cp1252" and not content.isascii() and _is_utf8(content):
        return content.decode("utf-8"), f"not really {_shown(claimed)}"
    return text, defect


def clean(text: str) -> str:
    """Text fit for storing: one kind of line end, no control characters, no lone surrogates.

    Spaces of every width become the plain one, and characters that are neither seen nor needed go.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return text.translate(_CONTROLS)  # ten times as fast as the pattern, for this kind of text
    if not _TO_CLEAN.search(text):
        return text
    text = _INVISIBLE.sub("", _SPACES.sub(" ", _NOT_TEXT.sub("", text)))
    text = text.replace("\x85", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _SURROGATES.sub("\ufffd", text)


def line(text: str, limit: int = 1_000) -> str:
    """`text` as one line for a name, a subject or a file name: no line breaks, nothing that turns the direction."""
    text = _DIRECTION.sub("", clean(text[: limit * 4]))
    text = "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text)
    return " ".join(text.split())[:limit]


def _codec(claimed: str) -> tuple[str | None, str | None]:
    if claimed in _SILENT:
        return None, None
    name = _ALIASES.get(claimed, claimed)
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None, f"unknown charset {_shown(claimed)}"
    if not getattr(info, "_is_text_encoding", True) or info.name in {"undefined", "idna", "punycode"}:
        return None, f"unknown charset {_shown(claimed)}"
    return name, None


def _shown(claimed: str) -> str:
    """A sender's name of a character set, fit for showing."""
    return re.sub(r"[^\w.:-]", "", claimed)[:40] or "without a name"


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _guess(content: bytes, codec: str | None = None) -> str:
    """UTF-8 when it fits; else the declared codec with replacements when it is multi-byte; else Windows-1252."""
    if _is_utf8(content):
        return content.decode("utf-8")
    if codec == "utf-8":
        text = content.decode("utf-8", "replace")
        damaged = text.count("\ufffd")
        if damaged * 20 < sum(byte > 0x7F for byte in content):
            return text  # a few broken bytes in what really is UTF-8
        return content.decode("cp1252", "replace")
    return content.decode(codec or "cp1252", "replace")
