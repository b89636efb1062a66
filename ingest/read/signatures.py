"""Finds what is under the last word: signatures, phones' advertisements, disclaimers and warnings of mail gateways.

The sign-off and the name under it stay with the text, because they say who complains; what makes a signature is a
delimiter (RFC 3676, 4.3), a program's own line, or contact details below a name. Only the end of a text is looked at.
"""

import re

from ingest.model import SectionKind
from ingest.read import phrases
from ingest.read.lines import Line
from ingest.read.marks import RULE

_STRICT = re.compile(r"^\s?(?:--|—|––?|__)\s*$")
_DELIMITER = re.compile(r"^\s?(?:[-_*=~—–]{2,}|—|–|-- -)\s*$")
_LONGEST = 14  # filled lines a signature may have
_LONGEST_BLOCK = 10  # filled lines of contact details
_NAME = re.compile(r"^[^\d@:/<>|]{2,45}$")
_CONTACT = re.compile(
    r"[^\s<>]+@[^\s<>]+\.\w|https?://|www\.|\b(?:tel|telefono|phone|mobile|mob|cell|cellulare|fax|telefon|handy|mobil|tlf|"
    r"téléphone|tél|móvil|telemóvel|telefoon|komórka|ph|direct|e-?mail|p\.?\s?iva|vat|c\.?f)\b\.?\s*[:.+\d(]|"
    r"(?:\+|00)\d[\d\s().\-/]{7,}|\b0\d{2,5}[\s/\-]?\d{3,}",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"^\W{0,3}(?:" + "|".join(re.escape(word) for word in sorted(set(phrases.SIGN_OFFS), key=len, reverse=True)) + r")"
    r"(?:\s+(?:and|e|und|et|y|en)\s+\w+)?[\s,.!;:)–—-]*$",
    re.IGNORECASE,
)
_APPS = (
    r"iphone\w*|ipad\w*|android\w*|samsung\w*|huawei\w*|xiaomi\w*|galaxy|blackberry\w*|smartphone\w*|handy|telefono|phone|"
    r"mobile|mobil\w*|tablet\w*|outlook\w*|yahoo\w*|gmail\w*|gmx|web\.de|t-online|telekom|libero\w*|proton\w*|tutanota|"
    r"mail|posta|courrier|correo|e-?mail|windows|nokia|motorola|htc|lg|sony|oneplus|cellulare|tel[eé]fono|"
    r"t[eé]l[eé]phone|telem[oó]vel|mailbox|thunderbird|aol|hotmail|icloud|bluemail|spark|airmail|mail\.ru|orange|virgilio|"
    r"tiscali|alice|fairphone|pixel|komórki|telefonu|puhelimesta\w*|mailspring|newton|boxer|ionos|freenet"
)
_PROGRAM = re.compile(
    r"^\W{0,3}(?:"
    r"(?:sent|written|posted)\s+(?:from|via|with|by|using)\s+(?:my\s+.{2,60}|.{0,30}\b(?:" + _APPS + r")\b.{0,60})|"
    r"(?:inviat[oae]|scritto|spedito)\s+(?:da|dal|dalla|con|tramite|via|dall['’])\s?.{0,30}\b(?:"
    + _APPS
    + r")\b.{0,60}|"
    r"(?:diese (?:e-?mail|nachricht) wurde )?(?:von meine[mr]|gesendet (?:mit|von|über)|verfasst mit|verschickt mit)"
    r"\s?.{0,30}\b(?:" + _APPS + r")\b.{0,60}|"
    r"envoy[ée]e?\s+(?:de(?:puis)?|à partir de|avec|via|d['’])\s?.{0,30}\b(?:" + _APPS + r")\b.{0,60}|"
    r"enviad[oa]\s+(?:desde|de|do|da|a partir de|a partir do|via|con|com|por|através)\s?.{0,30}\b(?:"
    + _APPS
    + r")\b.{0,60}|"
    r"(?:verstuurd|verzonden|vanaf)\s?(?:vanaf|van|met|via)?\s?.{0,30}\b(?:" + _APPS + r")\b.{0,60}|"
    r"wysłan[eoya]\s+(?:z|przez|za|ze)\s?.{0,30}\b(?:" + _APPS + r").{0,60}|"
    r"(?:skickat|sendt|lähetetty|odesláno|skickat|send)\s+(?:från|fra|via|z|med)?\s?.{0,30}\b(?:" + _APPS + r").{0,60}|"
    r"отправлено\s+(?:с|из|от)\s.{2,60}|"
    r"(?:get|scarica|ottieni|t[ée]l[ée]charge[rz]|obtene?r?|obtenga|baixe|download|hol(?:en)? sie sich|laden sie|"
    r"pobierz|hämta|hent|obter|descarga|lataa|installez|obtenez|beziehen sie)\s.{0,30}\boutlook\b.{0,60}|"
    r"outlook (?:für|voor|per|for|pour|para) .{2,60}"
    r")$",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"^\W{0,6}(?:"
    r"(?:this|the)\s+(?:information|e-?mail|message|communication|transmission|electronic|contents?)\b.{0,160}"
    r"(?:confidential|privileged|intended|solely|recipient|virus|scanned)|"
    r"(?:confidentiality|privacy|legal|disclaimer|important)\s*(?:notice|statement|note)?\s*[:.\-–]|disclaimer\b|"
    r"if you (?:are not|have received).{0,80}(?:intended|error|mistake)|please consider the environment|"
    r"think before you print|virus-free\b|registered (?:office|in england)|"
    r"avvis[oi] (?:di|legal|sulla) ?(?:riservatezza|privacy|e)|(?:il|la|questo|questa|le|ai sensi)\s+(?:presente|"
    r"contenuto|messaggio|e-?mail|informazioni|comunicazione|sensi|del)\b.{0,200}(?:riservat|confidenzial|destinatari|privacy|gdpr|"
    r"2016/679|196/2003|virus)|prima di stampare|rispetta l['’]ambiente|nota di riservatezza|"
    r"(?:diese|der inhalt dieser|die information)\b.{0,160}(?:vertraulich|adressat|empfänger|bestimmt)|"
    r"(?:ce|le contenu de ce|cet|les informations)\b.{0,160}(?:confidentiel|destinataire|usage exclusif)|"
    r"(?:este|la información|el contenido|aviso)\b.{0,160}(?:confidencial|destinatari|legal)|"
    r"(?:esta|as informações|a informação)\b.{0,160}(?:confidencia|destinat)|antes de imprimir|"
    r"(?:dit|de informatie|deze)\b.{0,160}(?:vertrouwelijk|geadresseerde|bestemd)|"
    r"(?:niniejsza|treść tej|ta wiadomość|informacje)\b.{0,160}(?:poufn|adresat)|"
    r"(?:detta|denne|dette)\b.{0,160}(?:konfidentiell|fortrolig|mottagar|modtager|mottaker)"
    r")",
    re.IGNORECASE | re.DOTALL,
)
_BANNER = re.compile(
    r"^\W{0,4}(?:\[?external(?: e?-?mail| sender)?\]?\s*[:.\]]?\s*$|"
    r"(?:caution|warning|attention|notice)\b.{0,30}(?:external|originated|outside)|(?:external e?-?mail|\[external\])|"
    r"this (?:e-?mail|message) (?:originated|was sent|came|is) from (?:outside|an external)|"
    r"(?:do not|please do not) click (?:on )?(?:any )?links?|attenzione\b.{0,60}(?:estern|dall)|"
    r"(?:questa e-?mail|questo messaggio|il messaggio) (?:proviene|è stat[ao] inviat[ao]) (?:da|dall)\W?.{0,20}estern|"
    r"(?:achtung|vorsicht|warnung)\b.{0,60}(?:extern|außerhalb)|you don['’]t often get e-?mail from|"
    r"non si riceve(?:ono)? spesso)",
    re.IGNORECASE,
)


def is_banner(text: str) -> bool:
    """Whether a line is a warning that a mail gateway put in front of a mail from outside."""
    return len(text) < 300 and bool(_BANNER.match(text))


def is_program_line(text: str) -> bool:
    """Whether a line is a program's or phone's own: "Sent from my phone"."""
    return len(text) < 140 and bool(_PROGRAM.match(text.strip()))


def is_only_signature(lines: list[Line]) -> bool:
    """Whether nothing but a signature or disclaimer stands on these lines."""
    filled = [line for line in lines if line.filled]
    if not filled:
        return True
    first = filled[0].text
    if _DELIMITER.match(first) and len(filled) <= _LONGEST:
        return True
    return all(is_program_line(line.text) or line.signature for line in filled) or bool(_DISCLAIMER.match(first))


def label(lines: list[Line], kinds: list[SectionKind]) -> None:
    """Relabel the signatures, disclaimers and banners among the lines that are new.

    Args:
        lines: all lines of the mail.
        kinds: what each is so far; changed in place.
    """
    for start, end in _runs(kinds):
        _banners(lines, kinds, start, end)
        for place in range(start, end):
            if lines[place].signature and lines[place].filled:
                kinds[place] = SectionKind.SIGNATURE
        end = _disclaimers(lines, kinds, start, end)  # noqa: PLW2901 - what is cut off below is settled
        end = _delimited(lines, kinds, start, end)  # noqa: PLW2901
        end = _program_lines(lines, kinds, start, end)  # noqa: PLW2901
        _contact_block(lines, kinds, start, end)


def _runs(kinds: list[SectionKind]) -> list[tuple[int, int]]:
    """Stretches of new lines."""
    runs: list[tuple[int, int]] = []
    for place, kind in enumerate(kinds):
        if kind is not SectionKind.BODY:
            continue
        if runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs


def _banners(lines: list[Line], kinds: list[SectionKind], start: int, end: int) -> None:
    filled = [place for place in range(start, end) if lines[place].filled]
    for place in filled[:3]:
        if not is_banner(lines[place].text):
            break
        kinds[place] = SectionKind.DISCLAIMER


def _disclaimers(lines: list[Line], kinds: list[SectionKind], start: int, end: int) -> int:
    """Label the disclaimers at the end; where the rest ends."""
    filled = [place for place in range(start, end) if lines[place].filled]
    for index, place in enumerate(filled):
        if index == 0 or lines[place - 1].filled:
            continue  # a disclaimer is a paragraph of its own, under something
        paragraph = " ".join(line.text for line in lines[place : min(place + 4, end)])
        if _DISCLAIMER.match(paragraph) and len(filled) - index <= 25:
            first = place
            if index and RULE.match(lines[filled[index - 1]].text):
                first = filled[index - 1]
            kinds[first:end] = [SectionKind.DISCLAIMER] * (end - first)
            return first
    return end


def _delimited(lines: list[Line], kinds: list[SectionKind], start: int, end: int) -> int:
    """Label what stands below a signature delimiter; where the rest ends."""
    for place in range(start, end):
        if not _DELIMITER.match(lines[place].text):
            continue
        below = [line.text.strip() for line in lines[place + 1 : end] if line.filled]
        if not _STRICT.match(lines[place].text) and not _looks_signed(below):
            continue
        if len(below) <= _LONGEST and sum(map(len, below)) <= 1_200:
            kinds[place:end] = [SectionKind.SIGNATURE] * (end - place)
            return place
    return end


def _looks_signed(below: list[str]) -> bool:
    """Whether lines under a rule are a signature by themselves: few, short, and no sentences."""
    short = len(below) <= 8 and all(len(row) <= 70 and row[-1:] not in ".!?" for row in below)
    return short and bool(below) and (len(below) <= 3 or any(_CONTACT.search(row) for row in below))


def _program_lines(lines: list[Line], kinds: list[SectionKind], start: int, end: int) -> int:
    """Label programs' own lines among the last ones; where the rest ends."""
    filled = [place for place in range(start, end) if lines[place].filled and kinds[place] is SectionKind.BODY]
    cut = end
    for place in reversed(filled[-6:]):
        if is_program_line(lines[place].text):
            kinds[place] = SectionKind.SIGNATURE
            cut = place if cut == end or _nothing_between(lines, kinds, place, cut) else cut
    return cut


def _nothing_between(lines: list[Line], kinds: list[SectionKind], start: int, end: int) -> bool:
    return all(kinds[place] is not SectionKind.BODY or not lines[place].filled for place in range(start, end))


def _contact_block(lines: list[Line], kinds: list[SectionKind], start: int, end: int) -> None:
    """Label the contact details below a sign-off and a name."""
    filled = [place for place in range(start, end) if lines[place].filled and kinds[place] is SectionKind.BODY]
    for index in range(len(filled) - 1, max(-1, len(filled) - _LONGEST_BLOCK - 3), -1):
        if not _SIGN_OFF.match(lines[filled[index]].text):
            continue
        below = filled[index + 1 :]
        if below and _NAME.match(lines[below[0]].text.strip()):
            below = below[1:]
        if below and len(below) <= _LONGEST_BLOCK and any(_CONTACT.search(lines[place].text) for place in below):
            kinds[below[0] : end] = [SectionKind.SIGNATURE] * (end - below[0])
        return
