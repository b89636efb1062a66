"""Charts as SVG, drawn on the server: bars stacked by day, and bars lying on their side. No script, no style.

Each chart stands beside a table with the same numbers, so that nobody depends on seeing it.
"""

from collections.abc import Sequence

from markupsafe import Markup, escape

CLASSES = ("bar", "bar second", "bar third")


def columns(labels: Sequence[str], series: Sequence[Sequence[int]], title: str) -> Markup:
    """Columns stacked upon each other, one for each label.

    Args:
        labels: under the columns; every few are written when there are many.
        series: one sequence of numbers for each layer, from the bottom up; at most three.
        title: what a screen reader says.
    """
    width, height, left, bottom = 640, 220, 34, 24
    top = max([sum(layers) for layers in zip(*series, strict=True)] or [0]) or 1
    ceiling = _round_up(top)
    step = (width - left) / max(1, len(labels))
    parts = [_axis(left, width, height - bottom, ceiling)]
    for index, label in enumerate(labels):
        base = float(height - bottom)
        for layer, numbers in enumerate(series):
            tall = numbers[index] / ceiling * (height - bottom - 14)
            base -= tall
            if tall > 0:
                parts.append(_rect(left + index * step + step * 0.15, base, step * 0.7, tall, CLASSES[layer]))
        if index % max(1, len(labels) // 7) == 0:
            parts.append(_text(left + index * step + step / 2, height - 6, label, "middle"))
    return _svg(width, height, title, parts)


def bars(rows: Sequence[tuple[str, Sequence[int]]], title: str) -> Markup:
    """Bars lying on their side, each with its name and its numbers.

    Args:
        rows: a name and the numbers of its layers, from the left.
        title: what a screen reader says.
    """
    width, tall, left = 640, 34, 170
    top = max([sum(numbers) for _, numbers in rows] or [0]) or 1
    parts = []
    for index, (name, numbers) in enumerate(rows):
        y, x = index * tall + 5, float(left)
        parts.append(_text(left - 10, y + 16, name, "end"))
        for layer, number in enumerate(numbers):
            long = number / top * (width - left - 110)
            if long > 0:
                parts.append(_rect(x, y, long, tall - 12, CLASSES[layer]))
            x += long
        parts.append(_text(x + 8, y + 16, " / ".join(str(number) for number in numbers), "start", "value"))
    return _svg(width, max(1, len(rows)) * tall + 6, title, parts)


def _axis(left: float, width: float, base: float, ceiling: int) -> Markup:
    lines = Markup()
    for share in (0.0, 0.5, 1.0):
        y = base - share * (base - 10)
        lines += Markup('<line class="axis" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>').format(left, width, y, y)
        lines += _text(left - 6, y + 4, f"{ceiling * share:g}", "end")
    return lines


def _round_up(number: int) -> int:
    """The next number that is pleasant to read at the top of an axis, and even."""
    for step in (2, 4, 10, 20, 40, 100, 200, 400, 1000, 2000, 4000, 10_000, 20_000, 40_000, 100_000):
        if number <= step:
            return step
    return number


def _rect(x: float, y: float, width: float, height: float, look: str) -> Markup:
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return Markup('<rect class="{}" {} rx="2"/>').format(look, Markup(place))  # noqa: S704 - numbers only


def _text(x: float, y: float, words: str, anchor: str, look: str = "") -> Markup:
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(look, x, y, anchor, words)


def _svg(width: int, height: int, title: str, parts: Sequence[Markup]) -> Markup:
    start = Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">').format(width, height, escape(title))
    return start + Markup("").join(parts) + Markup("</svg>")
