"""Renders HTML as lines of text: words in reading order, and line ends where a reader sees them.

Blocks begin on a line of their own, paragraphs stand apart by a blank line, the cells of a table's row stand beside
each other as long as each is short enough for that, items of lists get their mark. Nothing is aligned in columns and
nothing is drawn: words are read here, not looked at.
"""

import re
from collections.abc import Mapping

from lxml import etree  # type: ignore[import-untyped]  # carries no types

from ingest.read.structure import MarkKind

QUOTE_OPENS, QUOTE_CLOSES, REST, SIGNATURE_OPENS, SIGNATURE_CLOSES = "\ue000\ue001\ue002\ue003\ue004"
"""What stands in the text where a marked element begins and ends; characters that no text may contain otherwise."""

_BLOCK, _PARAGRAPH, _CELL, _ROW, _ITEM, _BREAK, _PRE, _LIST = range(1, 9)
_PLAIN = (_BLOCK, _PARAGRAPH)
_SORTS = {
    **dict.fromkeys(
        ("div", "table", "blockquote", "section", "article", "header", "footer", "address", "hr", "dt", "dd", "center",
         "form", "fieldset", "main", "aside", "figure", "body", "tbody", "thead", "caption", "nav", "option"), _BLOCK
    ),
    **dict.fromkeys(("p", "h1", "h2", "h3", "h4", "h5", "h6", "dl"), _PARAGRAPH),
    "ul": _LIST, "ol": _LIST,
    "td": _CELL, "th": _CELL, "tr": _ROW, "li": _ITEM, "br": _BREAK, "pre": _PRE, "textarea": _PRE,
}  # fmt: skip
_BLANKS = re.compile(r"\s+")
_SHORT = 200  # characters: a longer cell that others follow stands on lines of its own


def flat(tree: etree._Element, marks: Mapping[etree._Element, MarkKind] | None = None) -> str:
    """The text within an element, its tail left aside.

    Args:
        tree: the element; what must not be read was taken out of it.
        marks: elements whose places are wanted, none inside another: the characters above are put there.
    """
    return _Rendering(tree, marks or {}).text()


class _Lines:
    """Lines in the making: the page, or a cell of a table."""

    __slots__ = ("filled", "margin", "pieces", "spaced")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.filled = False  # whether something stands on the current line
        self.spaced = True  # whether a blank would be one too many
        self.margin = False  # whether a blank line is due before the next words

    def write(self, text: str) -> None:
        """Words within a line; blanks of any kind are one."""
        if "\n" in text or "  " in text or "\t" in text or "\xa0" in text:
            text = _BLANKS.sub(" ", text)
        if self.spaced and text[:1] == " ":
            text = text[1:]
        if text:
            self._begin()
            self.pieces.append(text)
            self.spaced = text[-1] == " "

    def write_lines(self, text: str) -> None:
        """Words as they stand, line ends and blanks too."""
        if text:
            self._begin()
            self.pieces.append(text)
            self.filled = text[-1] != "\n"
            self.spaced = text[-1].isspace()

    def end_line(self, *, margin: bool = False) -> None:
        """End the line where there is one."""
        if self.filled:
            if self.spaced and self.pieces[-1][-1:] == " ":
                self.pieces[-1] = self.pieces[-1][:-1]
            self.pieces.append("\n")
            self.filled, self.spaced = False, True
        self.margin = self.margin or margin

    def skip(self) -> None:
        """End the line, or leave one blank."""
        if self.filled:
            self.end_line()
        elif self.pieces:
            self.pieces.append("\n")
            self.margin = False

    def mark(self, sign: str) -> None:
        """Put a sign between the words."""
        self.pieces.append(sign)

    def text(self) -> str:
        """The lines, without blank ones at the end."""
        return "".join(self.pieces).rstrip()

    def _begin(self) -> None:
        if self.margin:
            if self.pieces:
                self.pieces.append("\n")
            self.margin = False
        self.filled = True


class _Rendering:
    """One walk through one tree; cells are rendered apart and joined when their row ends."""

    def __init__(self, tree: etree._Element, marks: Mapping[etree._Element, MarkKind]) -> None:
        self.tree, self.marks = tree, marks
        self.lines = _Lines()
        self.around: list[_Lines] = []  # what the open cells stand in
        self.rows: list[list[str]] = []  # the finished cells of the open rows
        self.counts: list[int] = []  # of the open lists: the items so far, -1 without numbers
        self.verbatim = 0  # how many elements around keep their line ends

    def text(self) -> str:
        """Walk, and return the text."""
        marks, sorts, last = self.marks, _SORTS, self.tree
        for event, element in etree.iterwalk(last, events=("start", "end")):
            sort = sorts.get(element.tag)
            marked = element in marks
            if event == "start":
                if sort or marked:
                    self._open(element, sort)
                text = element.text
            else:
                if sort or marked:
                    self._close(element, sort)
                text = element.tail if element is not last else None
            if text:
                self._write(text)
        while self.around:  # cells outside any table end here
            self._end_cell()
        return self.lines.text()

    def _write(self, text: str) -> None:
        if self.verbatim:
            self.lines.write_lines(text)
        else:
            self.lines.write(text)

    def _open(self, element: etree._Element, sort: int | None) -> None:
        if sort in _PLAIN:
            self.lines.end_line(margin=sort == _PARAGRAPH)
        elif sort:
            self._open_special(element, sort)
        if self.marks:
            self._mark(element, opens=True)

    def _open_special(self, element: etree._Element, sort: int) -> None:
        if sort == _CELL:
            self.around.append(self.lines)
            self.lines = _Lines()
        elif sort != _BREAK:
            self.lines.end_line(margin=sort == _LIST)
        if sort == _ROW:
            self.rows.append([])
        elif sort == _PRE:
            self.verbatim += 1
        elif sort == _LIST:
            self.counts.append(0 if element.tag == "ol" else -1)
        elif sort == _ITEM:
            self.lines.write(self._bullet())

    def _close(self, element: etree._Element, sort: int | None) -> None:
        if sort in _PLAIN:
            self.lines.end_line(margin=sort == _PARAGRAPH)
        elif sort == _BREAK:
            self.lines.skip()
        elif sort:
            self._close_special(sort)
        if self.marks:
            self._mark(element, opens=False)

    def _close_special(self, sort: int) -> None:
        if sort == _CELL:
            self._end_cell()
            return
        if sort == _ROW and self.rows:
            self._end_row(self.rows.pop())
        elif sort == _PRE:
            self.verbatim -= 1
        elif sort == _LIST:
            self.counts.pop()
        self.lines.end_line(margin=sort == _LIST)

    def _mark(self, element: etree._Element, *, opens: bool) -> None:
        sort = self.marks.get(element)
        if sort is None:
            return
        if sort is not MarkKind.SIGNATURE:
            self.lines.end_line()
        if sort is MarkKind.REST:
            if opens:
                self.lines.mark(REST)
        elif sort is MarkKind.QUOTE:
            self.lines.mark(QUOTE_OPENS if opens else QUOTE_CLOSES)
        else:
            self.lines.mark(SIGNATURE_OPENS if opens else SIGNATURE_CLOSES)

    def _bullet(self) -> str:
        if not self.counts or self.counts[-1] < 0:
            return "* "
        self.counts[-1] += 1
        return f"{self.counts[-1]}. "

    def _end_cell(self) -> None:
        cell = self.lines.text()
        self.lines = self.around.pop()
        if self.rows:
            self.rows[-1].append(cell)
        elif cell:
            self.lines.write_lines(cell + "\n")

    def _end_row(self, cells: list[str]) -> None:
        """Cells beside each other when all but the last are short and of one line, else below each other."""
        filled = [cell for cell in cells if cell]
        beside = all("\n" not in cell and len(cell) <= _SHORT for cell in filled[:-1])
        row = ("  " if beside else "\n").join(filled)
        if row:
            self.lines.write_lines(row + "\n")
