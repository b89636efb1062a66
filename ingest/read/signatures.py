"""Finds what is under the last word: signatures, phones' advertisements, disclaimers and warnings of mail gateways.

The sign-off and the name under it stay with the text, because they say who complains; what makes a signature is a
delimiter (RFC 3676, 4.3), a program's own line, or contact details below a name. Only the end of a text is looked at.
"""

import re

from ingest.model import SectionKind
from ingest.read import phrases
from ingest.read.lines import Line
from ingest.read.marks import RULE

_STRICT = re.compile(r"^\s?(?:--|- --|—|––?|__)\s*$")
_DELIMITER = re.compile(r"^\s?(?:[-_*=~—–]{2,}|—|–|-- -|- --)\s*$")
_LONGEST = 14  # filled lines a signature may have
ARMOUR = "-----BEGIN PGP SIGN"  # ...ED MESSAGE, ...ATURE
_LONGEST_ARMOUR = 60  # lines of a PGP signature
_LONGEST_BLOCK = 10  # filled lines of contact details
_NAME = re.compile(r"^[^\d@:/<>|]{2,45}$")
_CONTACT = re.compile(
    r"[^\s<>]+@[^\s<>]+\.\w|https?://|www\.|\b(?:tel|telefono|phone|mobile|mob|cell|cellulare|fax|telefon|handy|"
    r"mobil|tlf|"
    r"téléphone|tél|móvil|telemóvel|telefoon|komórka|ph|direct|e-?mail|p\.?\s?iva|vat|c\.?f)\b\.?\s*[:.+\d(]|"
    r"(?:\+|00)\d[\d\s().\-/]{7,}|\b0\d{2,5}[\s/\-]?\d{3,}",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"^(?:\S+\s+){6,}\S+[.!?]$|^.{90,}$|^p\.?\s?s\b", re.IGNORECASE)
_SIGN_OFF = re.compile(
    r"^\W{0,3}(?:" + "|".join(re.escape(word) for word in sorted(set(phrases.SIGN_OFFS), key=len, reverse=True)) + r")"
    r"(?:\s+(?:and|e|und|et|y|en)\s+\w+)?[\s,.!;:)–—-]*$",
    re.IGNORECASE,
)
_APPS = (
    r"iphone\w*|ipad\w*|android\w*|samsung\w*|huawei\w*|xiaomi\w*|galaxy|blackberry\w*|smartphone\w*|handy|telefono|"
    r"phone|"
    r"mobile|mobil\w*|tablet\w*|outlook\w*|yahoo\w*|gmail\w*|gmx|web\.de|t-online|telekom|libero\w*|proton\w*|tutanota|"
    r"mail|posta|courrier|correo|e-?mail|windows|nokia|motorola|htc|lg|sony|oneplus|cellulare|tel[eé]fono|"
    r"t[eé]l[eé]phone|telem[oó]vel|mailbox|thunderbird|aol|hotmail|icloud|bluemail|spark|airmail|mail\.ru|orange|m[oó]vil|mobiel\w*|e-?post|mymail|"
    r"virgilio|"
    r"tiscali|alice|fairphone|pixel|komórki|telefonu|puhelimesta\w*|mailspring|newton|boxer|ionos|freenet"
)
_PROGRAM = re.compile(
    r"^\W{0,3}(?:"
    r"(?:sent|written|posted)\s+(?:from|via|with|by|using)\s+(?:my(?:\s+[^\s,]+){1,6}|.{0,30}\b(?:"
    + _APPS
    + r")\b.{0,60}|(?-i:(?:[A-Z]\w{2,14})(?:\s[A-Z]\w{1,14}){0,2}))|"
    r"(?:(?:messaggio|e-?mail)\s+)?(?:inviat[oae]|scritto|spedito)\s+(?:da|dal|dalla|con|tramite|via|dall['’])\s?.{0,30}\b(?:"
    + _APPS
    + r")\b.{0,60}|"
    r"(?:diese (?:e-?mail|nachricht) wurde )?(?:von meine[mr]|gesendet (?:mit|von|über|aus)|verfasst mit|"
    r"verschickt mit)\s?.{0,30}\b(?:" + _APPS + r")\b.{0,60}|"
    r"von\s.{0,40}\b(?:" + _APPS + r")\b.{0,40}\sgesendet|provenance\s?:\s.{2,60}|"
    r"envoy[ée]e?\s+(?:de(?:puis)?|à partir de|avec|via|d['’])\s?.{0,30}\b(?:" + _APPS + r")\b.{0,60}|"
    r"enviad[oa]\s+(?:desde|de|do|da|a partir de|a partir do|via|con|com|por|através)\s?.{0,30}\b(?:"
    + _APPS
    + r")\b.{0,60}|"
    r"(?:verstuurd|verzonden|vanaf)\s?(?:vanaf|van|met|via)?\s?.{0,30}\b(?:" + _APPS + r")\b.{0,60}|"
    r"wysłan[eoya]\s+(?:z|przez|za|ze)\s?.{0,30}\b(?:" + _APPS + r").{0,60}|"
    r"(?:skickat|skickades|sendt|lähetetty|odesláno|skickat|send)\s+(?:från|fra|via|z|med)?\s?.{0,30}\b(?:"
    + _APPS
    + r").{0,60}|"
    r"отправлено\s+(?:с|из|от)\s.{2,60}|"
    r"(?:get|scarica|ottieni|t[ée]l[ée]charge[rz]|obtene?r?|obtenga|baixe|download|hol(?:en)? sie sich|laden sie|"
    r"pobierz|hämta|hent|obter|obtenir|descargar?|lataa|hanki|få|installez|obtenez|beziehen sie)\s.{0,30}"
    r"\b(?:outlook|bluemail)\b.{0,60}|"
    r"outlook (?:für|voor|per|for|pour|para) .{2,60}"
    r")$",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(  # how a disclaimer begins
    r"^\W{0,6}(?:(?:this|the|any|all)\s+(?:information|e-?mails?|message|communication|transmission|electronic|"
    r"contents?)\b|"
    r"if you (?:are not|have received)\b|(?:il|la|questo|questa|le|i|ai sensi|si precisa)\s+(?:presente|contenuto|"
    r"messaggio|"
    r"e-?mail|informazioni|comunicazione|sensi|del|che|dati)\b|(?:diese|der inhalt dieser|die information)\w*\b|"
    r"(?:ce|le contenu de ce|cet|les informations)\b|(?:este|esta|la información|el contenido|aviso)\b|"
    r"(?:as informações|a informação)\b|(?:dit|de informatie|deze)\b|(?:niniejsza|treść tej|ta wiadomość|informacje)\b|"
    r"(?:detta|denne|dette)\b|privileged|confidential\b)",
    re.IGNORECASE,
)
_NOTICE = re.compile(  # what nothing but a disclaimer or an advertisement begins with
    r"^\W{0,6}(?:(?:confidentiality|privacy|legal|e-?mail)\s*(?:notice|statement|note|disclaimer)\s*[:.\-–]?|"
    r"disclaimer\s*[:.]|"
    r"please (?:consider|think of) the environment|think before you print|virus-free\b|registered (?:office|"
    r"in england)|"
    r"avvis[oi] (?:di|legal|sulla) ?(?:riservatezza|privacy|e)|prima di stampare|rispetta l['’]ambiente|"
    r"nota di riservatezza|informativa privacy|antes de imprimir|aviso legal|avertissement\s*:|"
    r"this e-?mail (?:has been|was) (?:scanned|checked) (?:for|by)|diese e-?mail wurde von .{2,40} auf viren|"
    r"questa e-?mail è stata (?:controllata|esaminata))",
    re.IGNORECASE,
)
_DISCLAIMING = re.compile(  # words of disclaimers; one alone is anybody's
    r"confidential|privileged|intended|recipient|addressee|in error|delet|disclos|disseminat|unauthori[sz]ed|virus|"
    r"riservat|confidenzial|destinatari|privacy|gdpr|2016/679|196/2003|per errore|cancell|divulga|vertraulich|adressat|"
    r"empfänger|irrtümlich|vernicht|unbefugt|confidentiel|destinataire|par erreur|détrui|usage exclusif|exclusivo|"
    r"por error|elimin|por engano|destinat|vertrouwelijk|geadresseerde|abusievelijk|bestemd|poufn|adresat|omyłk|"
    r"konfidentiell|fortrolig|mottagar|modtager|mottaker|fejl|raderas",
    re.IGNORECASE,
)
_OF_ITSELF = re.compile(
    r"\b(?:e-?mails?|messages?|communications?|transmissions?|documents?|correspondence|attachments?|messaggi[oi]?|"
    r"comunicazion[ei]|posta elettronica|document[oi]|allegat[oi]|nachricht|mitteilung|schreiben|anh[aä]ng\w*|courriel|"
    r"courrier|pièces? jointes?|mensaje|correo|comunicación|mensagem|comunicação|bericht|boodschap|wiadomo\w+|"
    r"meddeland\w+|besked|e-?post\w*|melding\w*)\b",
    re.IGNORECASE,
)
_OF_ME = re.compile(
    r"\b(?:I|my|me|mine|io|mio|mia|miei|mie|ho|ich|mein\w*|mir|mich|je|mon|ma|mes|moi|yo|mis?|eu|meus?|minhas?|ik|mijn|"
    r"mój|moj\w+|jag|min|mitt|jeg)\b|\bj['’]",
    re.IGNORECASE,
)
_BANNER = re.compile(
    r"^\W{0,4}(?:\[?external(?: e?-?mail| sender)?\]?\s*[:.\]]?\s*$|"
    r"(?:caution|warning|attention|notice)\b.{0,30}(?:external (?:e-?mail|sender|message)|originated|(?:from|"
    r"came) outside)|"
    r"(?:external e?-?mail|\[external\])|"
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
    return all(is_program_line(line.text) or line.signature for line in filled) or _disclaims(
        [line.text for line in filled[:8]]
    )


def _disclaims(rows: list[str]) -> bool:
    """Whether lines begin a disclaimer: by words that nothing else begins with, or by several of its words.

    A disclaimer speaks of the mail it stands in, and hardly ever of "me": who complains does, so that a sentence in
    the first person needs more of its words.
    """
    if _NOTICE.match(rows[0]):
        return True
    whole = " ".join(rows)
    if not (_DISCLAIMER.match(rows[0]) and _OF_ITSELF.search(whole[:300])):
        return False
    return len({found.lower() for found in _DISCLAIMING.findall(whole)}) >= (3 if _OF_ME.search(whole) else 2)


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


def label_armour(lines: list[Line], kinds: list[SectionKind]) -> None:
    """Relabel what a clear-signed text is wrapped in (RFC 9580, 7): its head, and the signature at its end.

    Args:
        lines: all lines of the mail.
        kinds: what each is so far; changed in place.
    """
    inside = False
    for place, line in enumerate(lines):
        if kinds[place] is not SectionKind.BODY:
            continue
        begins = line.text.startswith(ARMOUR)
        inside = inside or begins
        if inside:
            kinds[place] = SectionKind.SIGNATURE
            inside = line.filled or line.text.startswith("-----BEGIN PGP SIGNATURE") or _armoured(lines, place)
        if line.text.startswith("-----END PGP SIGNATURE"):
            inside = False


def _armoured(lines: list[Line], place: int) -> bool:
    """Whether a blank line stands within a signature, between its own head and its letters."""
    end = next((at for at in range(place, len(lines)) if lines[at].text.startswith("-----")), None)
    return end is not None and lines[end].text.startswith("-----END PGP SIGNATURE") and end - place < _LONGEST_ARMOUR


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
        if len(filled) - index <= 25 and _disclaims([lines[each].text for each in filled[index : index + 8]]):
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
        rows = [lines[place].text.strip() for place in below]
        if (
            rows
            and len(rows) <= _LONGEST_BLOCK
            and any(map(_CONTACT.search, rows))
            and not any(map(_SENTENCE.search, rows))
        ):
            kinds[below[0] : end] = [SectionKind.SIGNATURE] * (end - below[0])
        return
