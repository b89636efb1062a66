"""How many one-page texts a second the extraction takes, as a whole and part by part, in one process.

Counts processor time, so that a busy machine does not decide.

`python benchmarks/extraction_speed.py [SECONDS]`; asked: 150 pages a second for the whole.
"""

import sys
import time
from datetime import UTC, datetime

from ingest import extract
from ingest.extract import dates, emails, events, flags, names, phones, tickets
from ingest.model import Medium, Reading, Section, SectionKind

RECEIVED = datetime(2026, 3, 10, 9, tzinfo=UTC)
ENGLISH = """Margaret Holloway
14 Cavendish Terrace
Leeds LS7 3QT

9 March 2026

Dear Sir or Madam,

Account 4410 2289 17: broadband fault, your reference INC0045821

I am writing to complain about the way my report of a broken line has been handled. The line at the above address
failed on the evening of Tuesday 17 February and was not mended for nineteen days, during which I was promised a
visit four times and nobody came.

I first rang you from 0113 496 0182 on 18 February at about half past nine and spoke to a young man called Darren,
who told me that an engineer would call between 20 and 23 February. Nobody did. I rang again on 24 February from my
mobile, 07700 900461, and after forty minutes of music was put through to Mrs Priya Nair. She could find no trace of
the first call, opened a second ticket, number TKT-118204, and promised that somebody would ring me back within the
day. Nobody did that either.

On 2 March I wrote to complaints@example.com and had an automatic answer with the reference 2026-77120, and on 5 March
a man rang from 0161 496 0777, did not give his name, and said that the fault had been closed on 23 February as
mended. It had not been: I was speaking to him from my neighbour's house.

I am 81 and live alone, and my emergency button works over this line. I have paid 34.99 a month since 2019 by direct
debit and was charged 12.50 for the calls from my mobile. I should like the charges of invoice 88120394 refunded, the
compensation that your own code promises, and a letter that explains what went wrong. If I have not heard from you by
20 March I shall take the matter to the Ombudsman.

You can reach me on 0113 496 0182 now that it works, or at m.holloway@example.org.

Yours faithfully,

Margaret Holloway (Mrs)
"""
ITALIAN = """Giovanna Bressan
via dei Tigli 8
35128 Padova

Padova, 9 marzo 2026

Oggetto: reclamo per mancata riparazione, utenza n. 0049 2281 77, vostra pratica n. 2026/44812

Spettabile servizio clienti,

vi scrivo perché dopo quasi tre settimane il guasto alla mia linea non è ancora stato riparato, nonostante quattro
promesse e altrettanti appuntamenti andati a vuoto.

Ho chiamato la prima volta il 18 febbraio verso le 9 e mezza dal 049 555 0182 e ho parlato con un certo Davide, che mi
ha assicurato l'uscita di un tecnico fra il 20 e il 23 febbraio. Non è venuto nessuno. Ho richiamato il 24 febbraio
dal mio cellulare, 347 555 0461: dopo quaranta minuti di attesa mi ha risposto la signora Elena Marchetti, che non
trovava traccia della prima telefonata, ha aperto la segnalazione TKT-118204 e mi ha promesso di farmi richiamare in
giornata. Sto ancora aspettando.

Il 2 marzo ho scritto a reclami@example.it, ricevendo una risposta automatica con protocollo 2026-77120. Il 5 marzo
mi ha telefonato un operatore, che non ha voluto dirmi il suo nome, e mi ha detto che il guasto risultava chiuso dal
23 febbraio. Non è vero: stavo parlando dal telefono della vicina.

Ho 81 anni, vivo sola e il mio telesoccorso funziona su questa linea. Pago 29,90 euro al mese dal 2019, e mi sono
stati addebitati 12,50 euro per le chiamate dal cellulare (fattura n. 88120394). Chiedo il rimborso, l'indennizzo
previsto dalla carta dei servizi e una spiegazione scritta. In mancanza di risposta entro il 20 marzo mi rivolgerò al
mio avvocato e al Corecom.

Potete richiamarmi allo 049 555 0182 oppure scrivermi a g.bressan@example.org.

Distinti saluti
Giovanna Bressan
"""


def reading(text, language, serial):
    """A page that no memory of earlier pages can help with: its digits differ each time."""
    text = text.replace("0182", f"{serial % 9000 + 1000:04d}").replace("44812", f"{serial % 90000 + 10000}")
    body = text.index("\n\n")
    sections = (Section(SectionKind.SENDER, 0, body), Section(SectionKind.BODY, body, len(text)))
    return Reading(Medium.LETTER, text, language, reply_text=text, sections=sections)


def rate(work, seconds):
    """How many pages a second `work` takes, alternating languages."""
    pages = [reading(*page, serial) for serial in range(200) for page in ((ENGLISH, "en"), (ITALIAN, "it"))]
    work(pages[0])
    work(pages[1])
    done, begun = 0, time.process_time()
    while time.process_time() - begun < seconds:
        work(pages[done % len(pages)])
        done += 1
    return done / (time.process_time() - begun)


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 3.0
    s = extract.Settings()
    whole = {page.text: extract.findings_in(page, received=RECEIVED, settings=s).findings for page in
             (reading(ENGLISH, "en", n) for n in range(1))}  # fmt: skip
    (text, found), *_ = whole.items()
    parts = {
        "whole extraction": lambda page: extract.findings_in(page, received=RECEIVED, settings=s),
        "  tickets": lambda page: tickets.findings(page, settings=s.tickets),
        "  phones": lambda page: phones.findings(page, settings=s.phones),
        "  emails": lambda page: emails.findings(page, settings=s.emails),
        "  dates": lambda page: dates.findings(page, received=RECEIVED, settings=s.dates),
        "  names": lambda page: names.findings(page, settings=s.names),
        "  flags": flags.flags_in,
        "  events": lambda _page: events.events_in(text, found),
    }
    words = (len(ENGLISH.split()) + len(ITALIAN.split())) // 2
    print(f"pages of {words} words, one process, {seconds:g} s each; asked of the whole: 150 pages/s")
    for name, work in parts.items():
        pages = rate(work, seconds)
        print(f"{name:<20}{pages:10.0f} pages/s {1000 / pages:8.2f} ms a page")


if __name__ == "__main__":
    main()
