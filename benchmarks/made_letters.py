"""Makes letters of complaint and spoils them as scanners, fax machines and telephones do.

Everything is drawn from a seed, so that a run can be repeated. People, streets and numbers are made up.
"""

import io
import random
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Pixels = NDArray[np.uint8]
PAGE = (2480, 3508)  # A4 at 300 dpi

FONTS = (
    "liberation2/LiberationSerif-Regular.ttf", "liberation2/LiberationSans-Regular.ttf",
    "liberation2/LiberationMono-Regular.ttf", "dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSans.ttf",
    "freefont/FreeSerif.ttf", "freefont/FreeSans.ttf", "freefont/FreeMono.ttf",
)  # fmt: skip
_FOLDERS = (Path("/usr/share/fonts/truetype"), Path("/usr/share/fonts"))

# Sender, our address, date, subject, salutation, sentences, sign-off, name; {..} are filled from the seed.
WORDS = {
    "en": (
        "{name}\n14 Lavender Row\nHarrogate HG1 9ZZ\n01632 960 {n3}",
        "Northern Example Services\nComplaints Team\nPO Box 900\nLeeds LS1 9ZZ",
        "3 March 2026",
        "Complaint about ticket {ticket}",
        "Dear Sir or Madam,",
        [
            "I am writing to complain about the way my order was handled by your company.",
            "On 16 February I called from 020 7946 0{n3} and spoke to Mr Harris, who promised an "
            "engineer within two working days.",
            "Nobody came, and nobody called me back, although I waited at home for the whole afternoon.",
            "Your colleague Priya Shah told me on 20 February at 4.30 pm that the part was out of stock.",
            "I have now paid £{n2}.50 twice for a service that I have never received.",
            "Please write to me at {mail} and tell me what will happen next.",
            "When I rang again the following week, the person on the line simply hung up.",
            "My neighbour, who has the same contract, was given a refund within a few days.",
            "I enclose copies of both bills and of the letter that you sent me in January.",
            "I should like a full refund, an apology and a date by which the repair will be done.",
            "If I do not hear from you within fourteen days I shall take the matter further.",
            "The line has been dead since Tuesday and my mother relies upon it in an emergency.",
        ],
        "Yours faithfully,",
        ("Jennifer Whitcombe", "Oliver Pemberton", "Margaret Achebe", "Thomas Llewellyn"),
    ),
    "it": (
        "{name}\nVia dei Gelsomini 14\n20100 Milano (MI)\n02 5550 {n3}",
        "Servizi Esempio S.p.A.\nUfficio Reclami\nCasella Postale 900\n50100 Firenze",
        "Milano, 3 marzo 2026",
        "Oggetto: reclamo relativo al ticket {ticket}",
        "Gentili Signori,",
        [
            "con la presente desidero segnalare il grave disservizio che ho subito nelle ultime settimane.",
            "Il 16 febbraio ho chiamato dal numero 02 5550 {n3} e ho parlato con il signor Ferrari, "
            "che mi ha promesso un tecnico entro due giorni.",
            "Non è venuto nessuno e nessuno mi ha più richiamato, benché avessi aspettato tutto il pomeriggio.",
            "La vostra collega Giulia Moretti mi ha detto il 20 febbraio alle 16:30 che il pezzo non "
            "era più disponibile.",
            "Ho già pagato due volte {n2},50 euro per un servizio che non ho mai ricevuto.",
            "Vi prego di rispondermi all'indirizzo {mail} e di dirmi che cosa succederà.",
            "Quando ho richiamato la settimana successiva, l'operatore ha riagganciato senza rispondere.",
            "Il mio vicino, che ha lo stesso contratto, ha ottenuto un rimborso in pochi giorni.",
            "Allego copia di entrambe le bollette e della lettera che mi avete spedito a gennaio.",
            "Chiedo il rimborso completo, le scuse e una data certa per la riparazione.",
            "La linea non funziona da martedì e mia madre ne ha bisogno perché è malata.",
            "Se non avrò risposta entro quindici giorni mi rivolgerò alle autorità competenti.",
        ],
        "Distinti saluti,",
        ("Giovanna Bellini", "Luca Santangelo", "Chiara D'Amico", "Niccolò Ruggeri"),
    ),
    "de": (
        "{name}\nFliederweg 14\n10999 Berlin\n030 23125 {n3}",
        "Beispiel Dienste GmbH\nBeschwerdestelle\nPostfach 900\n50667 Köln",
        "Berlin, den 3. März 2026",
        "Beschwerde zum Vorgang {ticket}",
        "Sehr geehrte Damen und Herren,",
        [
            "hiermit möchte ich mich über die Bearbeitung meiner Bestellung beschweren.",
            "Am 16. Februar habe ich unter 030 23125 {n3} angerufen und mit Herrn Krüger gesprochen, "
            "der mir einen Techniker zugesagt hat.",
            "Es ist niemand gekommen, und niemand hat zurückgerufen, obwohl ich den ganzen Nachmittag gewartet habe.",
            "Ihre Kollegin Frau Weiß sagte mir am 20. Februar um 16:30 Uhr, das Ersatzteil sei nicht lieferbar.",
            "Ich habe bereits zweimal {n2},50 Euro für eine Leistung bezahlt, die ich nie erhalten habe.",
            "Bitte schreiben Sie mir an {mail} und teilen Sie mir mit, wie es weitergeht.",
            "Als ich in der folgenden Woche wieder anrief, wurde einfach aufgelegt.",
            "Mein Nachbar, der denselben Vertrag hat, erhielt sein Geld innerhalb weniger Tage zurück.",
            "Anbei finden Sie Kopien beider Rechnungen und Ihres Schreibens vom Januar.",
            "Ich erwarte die vollständige Erstattung, eine Entschuldigung und einen festen Termin.",
        ],
        "Mit freundlichen Grüßen",
        ("Jürgen Möller", "Käthe Grünwald", "Stefan Brückner", "Anneliese Groß"),
    ),
    "fr": (
        "{name}\n14 rue des Lilas\n69003 Lyon\n04 65 71 {n2} 00",
        "Services Exemple SA\nService Réclamations\nBoîte postale 900\n75001 Paris",
        "Lyon, le 3 mars 2026",
        "Objet : réclamation concernant le dossier {ticket}",
        "Madame, Monsieur,",
        [
            "je vous écris pour me plaindre de la façon dont ma commande a été traitée.",
            "Le 16 février j'ai appelé du 04 65 71 {n2} 00 et parlé à monsieur Lefèvre, qui m'a promis "
            "un technicien sous deux jours.",
            "Personne n'est venu et personne ne m'a rappelée, bien que j'aie attendu tout l'après-midi.",
            "Votre collègue Hélène Garçon m'a dit le 20 février à 16 h 30 que la pièce n'était plus disponible.",
            "J'ai déjà payé deux fois {n2},50 euros pour un service que je n'ai jamais reçu.",
            "Merci de me répondre à l'adresse {mail} et de m'indiquer la suite donnée.",
            "Lorsque j'ai rappelé la semaine suivante, on m'a tout simplement raccroché au nez.",
            "Mon voisin, qui a le même contrat, a été remboursé en quelques jours.",
            "Vous trouverez ci-joint la copie des deux factures et de votre lettre de janvier.",
            "Je demande le remboursement complet, des excuses et une date précise.",
        ],
        "Veuillez agréer mes salutations distinguées,",
        ("Geneviève Dupré", "François Bélanger", "Zoé Lemaître", "Jérôme Châtel"),
    ),
    "es": (
        "{name}\nCalle de las Lilas 14\n28013 Madrid\n910 052 {n3}",
        "Servicios Ejemplo S.A.\nDepartamento de Reclamaciones\nApartado 900\n08001 Barcelona",
        "Madrid, 3 de marzo de 2026",
        "Asunto: reclamación sobre el expediente {ticket}",
        "Estimados señores:",
        [
            "les escribo para reclamar por la forma en que se ha tramitado mi pedido.",
            "El 16 de febrero llamé desde el 910 052 {n3} y hablé con el señor Núñez, que me prometió "
            "un técnico en dos días.",
            "No vino nadie y nadie me devolvió la llamada, aunque esperé en casa toda la tarde.",
            "Su compañera Begoña Ibáñez me dijo el 20 de febrero a las 16:30 que la pieza estaba agotada.",
            "Ya he pagado dos veces {n2},50 euros por un servicio que nunca he recibido.",
            "Les ruego que me contesten a {mail} y me digan qué va a pasar ahora.",
            "Cuando llamé otra vez la semana siguiente, la persona colgó sin más.",
            "Mi vecino, que tiene el mismo contrato, recibió su dinero en pocos días.",
            "Adjunto copia de las dos facturas y de la carta que me enviaron en enero.",
            "Exijo la devolución completa, una disculpa y una fecha cierta.",
        ],
        "Atentamente,",
        ("Íñigo Peña", "María Muñoz", "José Luis Ordóñez", "Concepción Aragón"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MadeLetter:
    """A letter as drawn, and what it says."""

    page: Pixels  # grey, A4 at 300 dpi
    text: str  # line by line, in reading order
    language: str
    font: str


def make(seed: int, language: str, font: str, points: float = 11.0) -> MadeLetter:
    """A letter of one page, A4 at 300 dpi."""
    text = _text(random.Random(seed), language)
    face = ImageFont.truetype(str(_font_file(font)), round(points * 300 / 72))
    page = Image.new("L", PAGE, 255)
    pen = ImageDraw.Draw(page)
    top, step = 250, round(points * 300 / 72 * 1.35)
    width = int((PAGE[0] - 560) / max(face.getlength("abcdefghij nopqrstu") / 19, 1))
    lines = [line for part in text.split("\n") for line in (textwrap.wrap(part, width) or [""])]
    for line in lines:
        pen.text((280, top), line, font=face, fill=25)
        top += step
    return MadeLetter(np.asarray(page), "\n".join(lines), language, Path(font).stem)


def _text(chance: random.Random, language: str) -> str:
    sender, us, date, subject, salutation, sentences, sign_off, names = WORDS[language]
    name = chance.choice(names)
    chosen = chance.sample(sentences, min(len(sentences), chance.randint(7, 9)))
    paragraphs = [" ".join(chosen[start : start + 3]) for start in range(0, len(chosen), 3)]
    parts = (sender, us, date, subject, salutation, *paragraphs, sign_off, name)
    facts = {
        "name": name, "n3": f"{chance.randint(100, 999)}", "n2": f"{chance.randint(10, 99)}",
        "ticket": f"PR-26-{chance.randint(100, 99999):05d}-{chance.randint(0, 9)}",
        "mail": name.split()[-1].lower().replace("'", "") + "@example.org",
    }  # fmt: skip
    return "\n\n".join(parts).format(**facts)


def _font_file(font: str) -> Path:
    for folder in _FOLDERS:
        if (folder / font).is_file():
            return folder / font
    raise SystemExit(f"font {font} is missing: install fonts-liberation2, fonts-dejavu and fonts-freefont-ttf")


# ---- spoiling ------------------------------------------------------------------------------------------------


def _noise(page: Pixels, chance: np.random.Generator, amount: float) -> Pixels:
    return np.clip(page + chance.normal(0, amount, page.shape), 0, 255).astype(np.uint8)


def _turn(page: Pixels, degrees: float) -> Pixels:
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))


def _size(page: Pixels, factor: float) -> Pixels:
    return cv2.resize(page, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)


def _jpeg(page: Pixels, quality: int) -> Pixels:
    return cv2.imdecode(cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_UNCHANGED)


def scan300(page: Pixels, chance: np.random.Generator) -> Pixels:
    return _noise(cv2.GaussianBlur(page, (0, 0), 0.8), chance, 5)


def scan200(page: Pixels, chance: np.random.Generator) -> Pixels:
    return _size(scan300(page, chance), 2 / 3)


def skew(page: Pixels, chance: np.random.Generator) -> Pixels:
    return scan300(_turn(page, float(chance.choice([-5, -3.3, -1.4, 0.8, 2.6, 4.7]))), chance)


def shade(page: Pixels, chance: np.random.Generator) -> Pixels:
    height, width = page.shape
    across = np.linspace(1.0, 0.35, width)[None, :] * np.linspace(0.8, 1.0, height)[:, None]
    return scan300((page * across).astype(np.uint8), chance)


def low_contrast(page: Pixels, chance: np.random.Generator) -> Pixels:
    return _noise((165 + page * (55 / 255)).astype(np.uint8), chance, 3)


def jpeg35(page: Pixels, chance: np.random.Generator) -> Pixels:
    return _jpeg(scan200(page, chance), 35)


def hard200(page: Pixels, chance: np.random.Generator) -> Pixels:
    return _jpeg(_size(low_contrast(cv2.GaussianBlur(page, (0, 0), 1.4), chance), 2 / 3), 50)


def fax200(page: Pixels, chance: np.random.Generator) -> Pixels:
    small = _noise(_size(page, 2 / 3), chance, 20)
    bilevel = np.where(small < 150, 0, 255).astype(np.uint8)
    bilevel[chance.random(bilevel.shape) < 0.004] = 0
    bilevel[chance.random(bilevel.shape) < 0.004] = 255
    return bilevel


def turned90(page: Pixels, chance: np.random.Generator) -> Pixels:
    return np.ascontiguousarray(np.rot90(scan200(page, chance), 1))


def turned180(page: Pixels, chance: np.random.Generator) -> Pixels:
    return np.ascontiguousarray(np.rot90(scan200(page, chance), 2))


def turned270(page: Pixels, chance: np.random.Generator) -> Pixels:
    return np.ascontiguousarray(np.rot90(scan200(page, chance), 3))


def photo(page: Pixels, chance: np.random.Generator) -> Pixels:
    """A telephone's picture: a sheet on a wooden table, seen at an angle, with the shadow of a hand."""
    width, height = 2400, 3200
    table = np.zeros((height, width, 3), np.float32) + np.array([120, 84, 52], np.float32)
    table += (12 * np.sin(np.arange(height) / 17)[:, None] + chance.normal(0, 4, (height, width)))[:, :, None]
    source = np.array([[0, 0], [PAGE[0], 0], [PAGE[0], PAGE[1]], [0, PAGE[1]]], np.float32)
    jitter = chance.uniform(-90, 90, (4, 2)).astype(np.float32)
    target = np.array([[330, 280], [2080, 240], [2150, 2960], [230, 2900]], np.float32) + jitter
    matrix = cv2.getPerspectiveTransform(source, target)
    sheet = cv2.warpPerspective(page, matrix, (width, height), flags=cv2.INTER_AREA, borderValue=255)
    mask = cv2.warpPerspective(np.full_like(page, 255), matrix, (width, height))[:, :, None] / 255.0
    paper = sheet[:, :, None] * np.array([0.97, 0.95, 0.88], np.float32)
    scene = table * (1 - mask) + paper * mask
    across, down = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    hand = 1 - 0.45 * np.exp(-(((across - 0.3) / 0.5) ** 2 + ((down - 0.4) / 0.6) ** 2))
    light = hand * (0.85 + 0.15 * across)
    blurred = cv2.GaussianBlur((scene * light[:, :, None]).astype(np.float32), (0, 0), 0.9)
    return _jpeg(_noise(blurred[:, :, ::-1], chance, 5), 80)[:, :, ::-1]


def stain(page: Pixels, chance: np.random.Generator) -> Pixels:
    """The ring of a coffee cup and a blot within it."""
    tint = np.full((*page.shape, 3), 255, np.uint8)
    centre = (int(chance.integers(700, 1800)), int(chance.integers(1000, 2600)))
    cv2.circle(tint, centre, 430, (150, 110, 70), 46)
    cv2.circle(tint, centre, 400, (215, 195, 165), -1)
    soft = cv2.GaussianBlur(tint, (0, 0), 6)
    return _size((page[:, :, None].astype(np.float32) * soft / 255).astype(np.uint8), 2 / 3)


def stamp(page: Pixels, chance: np.random.Generator) -> Pixels:
    """A coloured RECEIVED stamp, a little askew, over the middle of the text."""
    plate = Image.new("L", (900, 330), 255)
    pen = ImageDraw.Draw(plate)
    pen.rectangle((8, 8, 891, 321), outline=0, width=12)
    face = ImageFont.truetype(str(_font_file("liberation2/LiberationSans-Bold.ttf")), 110)
    pen.text((450, 110), "RECEIVED", font=face, fill=0, anchor="mm")
    pen.text((450, 235), "03 MAR 2026", font=face, fill=0, anchor="mm")
    turned = np.asarray(plate.rotate(float(chance.uniform(-9, 9)), expand=True, fillcolor=255))
    ink = np.full((*page.shape, 1), 1.0, np.float32)
    y, x = int(chance.integers(1000, 2000)), int(chance.integers(500, 1300))
    ink[y : y + turned.shape[0], x : x + turned.shape[1], 0] = turned / 255.0
    colour = np.array([[190, 40, 50], [45, 60, 170]][int(chance.integers(0, 2))], np.float32)
    painted = page[:, :, None] * (ink + (1 - ink) * colour / 255)
    return _size(_noise(painted, chance, 3), 2 / 3)


def ribbon(page: Pixels, chance: np.random.Generator) -> Pixels:
    """A worn typewriter ribbon: the ink comes and goes."""
    coarse = cv2.resize(
        chance.uniform(0.22, 0.75, (90, 64)).astype(np.float32), page.shape[::-1], interpolation=cv2.INTER_LINEAR
    )
    faint = 255 - (255 - page.astype(np.float32)) * coarse
    return _size(_noise(cv2.GaussianBlur(faint, (0, 0), 1.1), chance, 7), 2 / 3)


def ruled(page: Pixels, chance: np.random.Generator) -> Pixels:
    """Blue lined paper with a red margin."""
    paper = np.full((*page.shape, 3), 255, np.uint8)
    for y in range(180, page.shape[0], 95):
        cv2.line(paper, (0, y), (page.shape[1], y), (150, 180, 230), 4)
    cv2.line(paper, (220, 0), (220, page.shape[0]), (235, 130, 130), 5)
    return _size(_noise(np.minimum(paper, page[:, :, None]), chance, 4), 2 / 3)


def edges(page: Pixels, chance: np.random.Generator) -> Pixels:
    """Punch holes and the black borders of a copier."""
    spoiled = page.copy()
    for y in (1100, 2400):
        cv2.circle(spoiled, (110, y), 45, 15, -1)
    spoiled[:, :35] = 10
    spoiled[-50:, :] = 15
    spoiled[:20, 900:] = 12
    return _turn(_size(_noise(spoiled, chance, 5), 2 / 3), 1.2)


def copied(sheet: Pixels, seed: int) -> Pixels:
    """A poor copy of a sheet, A4 at 300 dpi: crooked, any way up, faint, speckled, faxed or photographed."""
    chance = np.random.default_rng(seed)
    page = _turn(sheet, float(chance.uniform(-8, 8)))
    if seed % 5 == 1:
        page = _noise((150 + page * (70 / 255)).astype(np.uint8), chance, 12)
    elif seed % 5 == 2:
        page = np.where(_size(page, 0.6) < 128, 0, 255).astype(np.uint8)
        grains = chance.random(page.shape)
        page[grains < 0.06], page[grains > 0.94] = 0, 255
    elif seed % 5 == 3:
        page = fax200(page, chance)
    elif seed % 5 == 4:
        page = photo(page, chance)
    return np.ascontiguousarray(np.rot90(page, int(chance.integers(0, 4))))


KINDS: dict[str, Callable[[Pixels, np.random.Generator], Pixels]] = {
    each.__name__: each
    for each in (
        scan300, scan200, skew, shade, low_contrast, jpeg35, hard200, turned90, turned180, turned270,
        stain, stamp, ribbon, ruled, edges, fax200, photo,
    )
}  # fmt: skip


def spoiled(letter: MadeLetter, kind: str, seed: int) -> Pixels:
    """The letter's page after one kind of mishap: grey or RGB."""
    return np.ascontiguousarray(KINDS[kind](letter.page, np.random.default_rng(seed)))


def as_file(pixels: Pixels, dpi: int = 300, kind: str = "PNG") -> bytes:
    """Page pixels as the bytes of an image file."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, kind, dpi=(dpi, dpi))
    return file.getvalue()
