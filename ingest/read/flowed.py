"""Joins the lines of a text whose program broke them softly (format=flowed), so that sentences are whole again.

A line that ends with a blank goes on in the next one of the same depth of quotation, unless that one is empty (more
cautious than the RFC: people leave blanks at the end of a paragraph) or a signature's delimiter. Blanks stuffed in
front of a line are taken out. Only a part that calls itself flowed is treated so. Source: RFC 3676, 4.1 to 4.5.
"""

_DELIMITER = "-- "
_APART = ("", _DELIMITER)  # lines that no paragraph goes on in


def unflowed(text: str, *, delete_space: bool = False) -> str:
    """The text with its soft line ends taken out.

    Args:
        text: the decoded text of a part that says `format=flowed`; line ends are LF or CRLF.
        delete_space: whether it says `delsp=yes`: the blank before a soft line end was not there before.
    """
    rows: list[str] = []
    pieces: list[str] = []  # of the paragraph that goes on
    open_depth = 0
    for raw in text.replace("\r\n", "\n").split("\n"):
        depth, row = _parted(raw)
        if pieces and (depth != open_depth or row in _APART):
            rows.append(_quoted(open_depth, "".join(pieces)))
            pieces = []
        soft = row.endswith(" ") and row != _DELIMITER
        pieces.append(row[:-1] if soft and delete_space else row)
        open_depth = depth
        if not soft:
            rows.append(_quoted(depth, "".join(pieces)))
            pieces = []
    if pieces:
        rows.append(_quoted(open_depth, "".join(pieces)))
    return "\n".join(rows)


def _parted(row: str) -> tuple[int, str]:
    """A line's depth of quotation, and what stands behind the marks, unstuffed."""
    bare = row.lstrip(">")
    return len(row) - len(bare), bare[1:] if bare.startswith(" ") else bare


def _quoted(depth: int, row: str) -> str:
    if not depth:
        return row
    return f"{'>' * depth} {row}" if row else ">" * depth
