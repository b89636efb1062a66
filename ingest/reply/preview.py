"""Writes every template as a page to look at: mails in a mail client's width, letters as PDF, and an index of all.

The complaints in them are made up. Nothing is sent, and nothing outside the given folder is written.
"""

import html
from pathlib import Path

from ingest.model import ReplyKind
from ingest.reply import samples, templates
from ingest.reply.settings import Settings
from ingest.reply.view import view_of

WIDTH = 640  # pixels: what a mail client leaves for a message


def write(settings: Settings, folder: Path, *, letters: bool = True) -> Path:
    """Write the preview into `folder`, which is made when missing; the path of its index page.

    Args:
        settings: who we are, and the folder of the administrator's own templates.
        folder: where to write; files of an earlier preview are replaced.
        letters: whether to print the letters as well, about half a second each.

    Raises:
        errors.TemplateError: a template is wrong; `check` tells of all at once.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shown = samples.filled(settings)
    names = set(templates.environment(settings.templates_folder).list_templates())
    rows = []
    for kind in ReplyKind:
        for name in sorted(name for name in names if name.startswith(f"{kind}/") and name.endswith(".txt")):
            language = name.removeprefix(f"{kind}/").removesuffix(".txt")
            rows.append(_written(kind, language, shown, folder, letters=letters))
    index = folder / "index.html"
    index.write_text(_INDEX.format(rows="\n".join(rows), width=WIDTH), encoding="utf-8")
    return index


def _written(kind: ReplyKind, language: str, settings: Settings, folder: Path, *, letters: bool) -> str:
    """Write one template's pages; the index's section about it."""
    mail = templates.mail(kind, view_of(samples.full(language), language, settings), settings)
    stem = f"{kind}-{language}"
    (folder / f"{stem}.html").write_text(mail.html, encoding="utf-8")
    (folder / f"{stem}.txt").write_text(f"{mail.subject}\n\n{mail.text}", encoding="utf-8")
    link = ""
    if letters:
        from ingest.reply import letter  # WeasyPrint takes most of a second to load

        view = view_of(samples.full(language, "letter"), language, settings)
        (folder / f"{stem}.pdf").write_bytes(letter.printed(kind, view, settings)[0])
        link = f' · <a href="{stem}.pdf">letter</a>'
    return _SECTION.format(stem=stem, subject=html.escape(mail.subject), link=link, width=WIDTH)


_INDEX = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>postroom templates</title>
<style>body {{ font: 16px/1.5 sans-serif; margin: 24px auto; max-width: {width}px; color: #1d2733; }}
iframe {{ width: {width}px; max-width: 100%; height: 900px; border: 1px solid #d9dfe6; }}
h2 {{ margin: 40px 0 4px; }}</style></head>
<body><h1>postroom templates</h1>
{rows}
</body></html>
"""
_SECTION = """<h2>{stem}</h2>
<p>{subject}<br><a href="{stem}.html">mail</a> · <a href="{stem}.txt">text</a>{link}</p>
<iframe src="{stem}.html" sandbox title="{stem}"></iframe>"""
