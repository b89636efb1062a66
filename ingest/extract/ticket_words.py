"""The words that announce a ticket reference, forbid one, or say whose it is; in all the languages postroom meets.

Walks back word by word from the number, so that no pattern can explode and the announcing words can be shown.
"""

# ruff: noqa: E501 - lists of words read better in long lines

import re
from dataclasses import dataclass
from typing import Literal

from ingest.extract import context

Strength = Literal["", "near", "weak", "strong"]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Announce a reference by themselves.
_HEADS = _set(
    "ticket tickets ticketnummer ticketnumber incident incidente incidents ref refs reference references referenza riferimento rif "
    "segnalazione segnalazioni pratica pratiche reclamo protocollo prot fascicolo "
    "vorgangsnummer vorgang aktenzeichen az geschäftszeichen fallnummer bearbeitungsnummer beschwerdenummer referenz "
    "referenznummer zeichen störungsnummer dossier référence réf réclamation "
    "expediente incidencia referencia reclamación reclamacion processo protocolo referência reclamação chamado ocorrência "
    "kenmerk zaaknummer dossiernummer klachtnummer meldingsnummer referentie referentienummer"
)
# Announce one only together with a word for number, or before something that looks like a code.
_WEAK = _set(
    "case cases complaint complaints claim fault issue enquiry inquiry query request report job log caso richiesta "
    "guasto sinistro intervento fall beschwerde meldung anfrage cas incident demande plainte quote quoted quoting queja solicitud pedido queixa "
    "zaak klacht melding sr crime dispute matter denuncia verbale esposto commessa perizia istanza schaden schadennummer "
    "schadensnummer tagebuchnummer anzeige atestado diligencias"
)
# Stand between the announcing word and the number.
_LINKS = _set(
    "number numbers no nos nr n nº º ° num id code codice numero numeri # № is was are were being as called assigned it the been had has have del della "
    "di il la lo un una è era sono con al col nummer lautet ist war mit der die numéro est était le número es era el "
    "given below above following new old original latest same first second s and e my your our this "
    "that logged under in out entrata uscita registrata registrato aperta aperto assegnato assegnata avente recante nostro vostro vs ns nostra "
    "vostra mia mio tua suo sua ihr ihre unser unsere mein meine votre notre su onze uw"
)
_ANNOUNCING = _HEADS | _WEAK | _LINKS
_NUMBER_WORDS = _set("number numbers no nos nr n num id # № º ° code codice numero numeri nummer numéro número")
# What follows is somebody's number for something else.
_REFUSED = _set(
    "account acct acc customer client invoice bill order meter policy payment bank sort iban swift bic vat tax card "
    "credit debit booking reservation flight passport membership member tracking parcel consignment serial model "
    "vehicle registration licence license nhs patient employee postcode zip flat room house page section paragraph clause "
    "version contract tariff direct debit receipt transaction phone telephone tel mobile cell fax whatsapp helpline hotline "
    "conto corrente cliente utente utenza fattura bolletta ordine contatore polizza pagamento partita piva iva codice_fiscale "
    "fiscale cf pod pdr carta prenotazione volo passaporto tessera spedizione pacco matricola targa cap contratto "
    "pin imei otp po ricevuta bonifico telefono cellulare telefonico articolo art comma pagina pag via viale piazza interno scala "
    "konto kontonummer kundennummer kunde rechnung rechnungsnummer bestellung bestellnummer zähler zählernummer steuer "
    "telefon handy compte facture commande compteur téléphone cuenta factura pedido contador teléfono conta fatura "
    "encomenda telefone rekening factuur bestelling klantnummer telefoon "
    "certificate certificates certificato certificati certificat certificado bescheinigung"
)
# A code behind one of these is the thing's own name: nobody can look a complaint up by it.
_THINGS = _set(
    "model modello modell modèle modelo serial seriale seriennummer sn router modem ont box hub adapter decoder circuit circuito "
    "tariff tariffa plan piano package pole palo cabinet armadio plate targhetta etichetta label version firmware "
    "raccomandata recorded signed accounts accesso username user login pac vat cif nif password wifi wi-fi ssid ip mac "
    "dwg road strada autostrada exit flight train treno bus stand booth permit licence marca bollo statute law legge decreto"
)
_OURS_BEFORE = _set("your yours vostro vostra vostri vs vs. ihr ihre ihrem votre vos vuestro vuestra su uw sua seu")
_THEIRS_BEFORE = _set("our ours nostro nostra ns unser unsere notre nos nuestro nuestra ons onze nosso")
_ELSEWHERE = re.compile(
    r"\b(?:ombudsman|police|crime|court|tribunal|solicitors?|lawyers?|barrister|bank(?:'s)?|insur\w{1,6}|council|ofgem|ofcom|ofwat|ico|"
    r"trading standards|citizens advice|courier|royal mail|dhl|hermes|evri|landlord|another (?:company|supplier|provider)|"
    r"polizia|carabinieri|questura|denuncia|tribunale|giudice|avvocat\w|studio legale|banca|assicurazion\w|comune|agcom|arera|"
    r"conciliazione|corecom|garante|corriere|poste italiane|bartolini|"
    r"polizei|gericht|anwalt|rechtsanw\w{1,8}|versicherung|police|tribunal|avocat|banque|assurance|polic[ií]a|abogad\w|banco|seguro)\b"
)
_GIVEN = re.compile(
    r"\b(?:you|your|yours|with you|spoke|spoken|conversation|chat|called|rang|phoned|told|logged|opened|raised|gave|given|assigned|"
    r"promised|telefonat[aoe]|chiamat[aoe]|aperto|aperta|assegnat[oa]|registrat[oa]|fornit[oa]|comunicat[oa]|agent|operator|adviser|advisor|colleague|helpdesk|help desk|call cent(?:re|er)|customer services?|"
    r"voi|vi|vostr[oaie]|vs|operator[ei]|operatrice|collega|assistenza|servizio clienti|call center|sportello|"
    r"ihnen|ihr\w{0,2}|vous|votre|vuestr[oa]|usted|ustedes|u|uw)\b"
)
_YOUR_LETTER = re.compile(
    r"\b(?:your|vostra|vs\.?) (?:\w{1,12} ){0,2}(?:letter|e-?mail|reply|response|message|lettera|comunicazione|risposta|mail)\b"
)
_TICKETS = _set(
    "ticket tickets case complaint incident issue fault enquiry query request segnalazione pratica reclamo richiesta caso "
    "guasto ticketnummer vorgangsnummer vorgang beschwerdenummer incidencia expediente reclamación reclamação ocorrência klachtnummer réclamation dossier"
)


_THREE = re.compile("[0-9]{3}")
_CODE = re.compile(r"[^\s()\[\],;]{0,20}[0-9]{3}[^\s()\[\],;]{0,20}")
_DAY = re.compile(r"[0-9]{1,4}([./-])[0-9]{1,2}\1[0-9]{1,4}[.,:]?|(?:19|20)[0-9]{2}[.,:]?")
_LETTERS = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class Announcement:
    """What the words before a number say about it."""

    strength: Strength  # "strong": announced in so many words; "near": such a word stands a little before
    refused: bool  # it is somebody's number for something else
    words: str  # the announcing words, to be shown
    heads: frozenset[str]
    possessive: Literal["", "your", "our"]


def announcement(text: str, start: int) -> Announcement:
    """Read the words before `start`, backwards, until one says neither yes nor no."""
    window = _own_words(context.before(text, start, 80))
    words = context.words(window)
    chain = _chain(words)
    heads = frozenset(chain) & (_HEADS | _WEAK)
    refused = bool(_REFUSED & frozenset(_reach(words, chain)))
    possessive = _possessive(words, chain)
    if heads:
        strong = bool(heads & _HEADS or _NUMBER_WORDS & frozenset(chain) or window.rstrip().endswith((":", "#")))
        return Announcement("strong" if strong else "weak", refused, " ".join(chain[-4:]), heads, possessive)
    spoken = [word for word in words[-12:] if word in _HEADS]
    near = spoken or [word for word in words[-2:] if word in _NUMBER_WORDS]
    refused = refused or any(word in _REFUSED for word in words[-4:])
    strength: Strength = "weak" if spoken and chain else "near" if near else ""
    return Announcement(strength, refused, near[-1] if near else "", frozenset(near), possessive)


def _own_words(window: str) -> str:
    """The words since the last number of something else: "account 4410228917, ticket" says nothing of accounts here."""
    if not _THREE.search(window):
        return window
    codes = [found for found in _CODE.finditer(window) if not _DAY.fullmatch(found[0])]
    if codes and _LETTERS.search(window, codes[-1].end()):
        return window[codes[-1].end() :]
    return window


def refuses(word: str) -> bool:
    """Whether a word, standing right before digits, makes them something else: "PIN 4471"."""
    return word.lower() in _REFUSED


def names_a_thing(text: str, start: int) -> bool:
    """Whether one of the three words before a code says that it is the name of a thing: "modello FX-2200"."""
    return not _THINGS.isdisjoint(context.words(context.before(text, start, 40))[-3:])


def announces(word: str) -> bool:
    """Whether a word is no part of the reference but announces it: "CASE 00918823"."""
    return word.lower() in _ANNOUNCING


def _chain(words: list[str]) -> list[str]:
    """The unbroken run of announcing and linking words right before the number, trimmed to start at a head."""
    length = 0
    for word in reversed(words[-8:]):
        if word not in _HEADS and word not in _WEAK and word not in _LINKS:
            break
        length += 1
    chain = words[len(words) - length :]
    while chain and chain[0] in _LINKS and chain[0] not in _NUMBER_WORDS:
        chain = chain[1:]
    return chain


def _reach(words: list[str], chain: list[str]) -> list[str]:
    """The chain and the two words before it: "customer account reference" refuses, two sentences earlier does not."""
    first = len(words) - len(chain)
    return words[max(0, first - 2) : first] + chain if chain else words[-2:]


def _possessive(words: list[str], chain: list[str]) -> Literal["", "your", "our"]:
    near = words[max(0, len(words) - len(chain) - 2) :]
    for word in reversed(near):
        if word in _OURS_BEFORE:
            return "your"
        if word in _THEIRS_BEFORE:
            return "our"
    return ""


def owner(text: str, start: int, end: int, announced: Announcement) -> tuple[Literal["ours", "theirs", "unknown"], str]:
    """Whose reference it is, seen from us, and why: "your ref" in a letter to us is ours, "our ref" is the writer's."""
    if announced.possessive == "our":
        mine = bool(_YOUR_LETTER.search(context.before(text, start, 70)))
        return ("ours", "told in our letter") if mine else ("theirs", "called the writer's")
    if announced.possessive == "your":
        return "ours", "called ours"
    left, right = context.sentence(text, start, end, 120)
    around = text[left:right].lower()
    if _ELSEWHERE.search(text[left:start].lower()) or _ELSEWHERE.search(text[end : min(right, end + 40)].lower()):
        return "theirs", "beside somebody else's name"
    if _GIVEN.search(around):
        return "ours", "beside words to us"
    return ("ours", "called as our tickets are") if announced.heads & _TICKETS else ("unknown", "nothing says whose")
