"""The closed word lists that names lean on: titles, particles, streets, firms, and the words that give a role away.

Lists of words and nothing more; each is folded (lower case, no accents) and looked up by its folded form.
"""

from functools import lru_cache

from ingest.extract.names_lexicon import folded


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


TITLES = _listed(
    """mr mrs ms miss mx dr prof sir madam dame lord lady rev reverend father sister hon judge sgt capt captain
    major colonel inspector master messrs doctor professor sig sigg sigra signor signora signorina signori dott
    dottor dottore dottoressa dottssa dr drssa prof professore professoressa profssa ing ingegner ingegnere avv
    avvocato avvocata avvssa geom geometra rag ragionier ragioniere arch architetto egr egregio gent
    gentilissimo gentilissima spett on onorevole don suor mons monsignor dr.ssa cav cavaliere rag perito herr
    frau hr monsieur madame mme mlle senor senora sr sra dhr mevrouw mevr senhor senhora presidente president
    senator sindaco ministro minister maresciallo pm premier sirs madams imam rabbi sheikh shaikh ayatollah mullah
    cllr councillor pc lt lieutenant cpl corporal gen general col adm admiral pastor bishop canon vicar deacon"""
)
PARTICLES = _listed(
    """de del della dello dei degli delle di da dal dalla de' la le lo van von der den ter ten te zu zur bin ibn
    bint al el ul abu ben dos das do du des st mac mc o' d' san santa y e'"""
)
STREETS = _listed(
    """street st road rd lane avenue ave drive close crescent court terrace place square gardens grove hill park
    way walk row mews gate green boulevard blvd highway house hall lodge school church hospital station bridge
    via viale v.le piazza p.za p.zza piazzale corso c.so largo vicolo strada contrada frazione localita
    lungomare lungotevere borgo vico salita galleria rione quartiere piazzetta viuzza calle campo fondamenta rue
    straat strasse weg platz plaza rua"""
)
FIRMS = _listed(
    """ltd limited plc llp llc inc incorporated corp corporation co company gmbh ag sa spa srl s.p.a s.r.l sas snc
    bank bank's insurance energy water gas electric electricity telecom telecoms mobile broadband group holdings
    partners associates solicitors brothers bros sons motors airlines airways council university college trust
    foundation hotel restaurant cafe bar shop stores store services service systems solutions software
    department committee club united city fc ministry party union press times post news institute association
    agency banca assicurazioni energia acqua telefonia gruppo comune provincia regione universita ministero
    tribunale procura ospedale istituto agenzia associazione societa ditta azienda ente partito squadra polizia
    carabinieri finanza governo camera senato fondazione consorzio cooperativa studio ufficio"""
)
MONTHS = _listed(
    """january february march april may june july august september october november december jan feb mar apr jun
    jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu
    thur thurs fri sat sun gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre
    dicembre lunedi martedi mercoledi giovedi venerdi sabato domenica pasqua natale easter christmas"""
)
SALUTATIONS = _listed(
    """dear hi hello hey hiya morning gentile caro cara cari egregio egregia ciao buongiorno salve buonasera
    spettabile gentilissimo gentilissima pregiatissimo stimato lieber liebe sehr cher chere bonjour estimado
    estimada hola prezado prezada ola beste geachte"""
)
SIGN_OFFS = _listed(
    """regards sincerely faithfully thanks thank cheers truly wishes best respectfully cordially yours sincerity
    love saluti cordiali distinti cordialmente distintamente grazie fede ossequi ringraziando attesa saluto
    abbraccio grussen gruss mfg cordialement salutations atentamente saludos cumprimentos groeten vriendelijke"""
)
HEADERS = _listed("from to cc bcc da a ccn von an de para van aan x")
SAYING = _listed(
    """said says told told spoke speak speaking talked talking called calls rang phoned asked asks replied wrote
    writes answered promised assured explained added dealt informed advised confirmed met emailed contacted
    mentioned named called name disse detto dice dichiarato dichiara parlato parlo parlai risposto rispose
    risponde chiamato spiegato assicurato promesso comunicato confermato scritto scrive aggiunto sottolineato
    spiega aggiunge afferma affermato commenta commentato racconta ricorda chiede chiesto sentito contattato
    nome chiama chiamo"""
)
STAFF = _listed(
    """agent agents advisor adviser operator representative rep colleague colleagues manager supervisor assistant
    clerk engineer technician staff team employee handler officer receptionist cashier driver consultant
    operatore operatrice addetto addetta collega colleghi responsabile impiegato impiegata tecnico consulente
    incaricato incaricata funzionario dipendente direttore direttrice assistente centralinista sportello
    sportellista referente autista coordinatore coordinatrice"""
)
KIN = _listed(
    """mother father wife husband son daughter brother sister mum mom dad grandmother grandfather gran aunt uncle
    partner neighbour neighbor friend tenant client nephew niece cousin fiance carer godmother godfather
    ex-husband ex-wife flatmate housemate nan youngest eldest landlord mother-in-law
    madre padre moglie marito figlio figlia fratello sorella mamma papa nonna nonno zia zio compagna compagno
    vicino vicina amico amica inquilino inquilina cliente nipote cugino cugina suocera suocero fidanzata
    fidanzato assistito assistita badante genero nuora coinquilino coinquilina madrina padrino assistiti ex-marito"""
)
WORKPLACES = _listed(
    """office branch depot department desk accounts billing counter switchboard hotline helpdesk services complaints
    badge sales support agenzia sede filiale sportello ufficio servizio call center centralino assistenza negozio
    reparto tesserino"""
)
SOMEBODY = _listed(
    """man woman lady gentleman lad guy girl chap bloke person someone somebody male female certo certa tale
    signorina ragazza ragazzo tizio uomo donna"""
)
ACTS = _listed(
    """hung cut put promised laughed refused insisted insists arrived came turned left took taken passed transferred
    ignored swore kept entered shouted interrupted greeted signed claims suggested handed blamed bother sent dealt
    riattaccato chiuso rideva urlava trattato trattata preso passato lasciato suggerito presentato presentata venuto
    venuta proposto garantito sostiene mandato firmato sbagliato contraddicono liquidato propose"""
)
OUTSIDERS = _listed(
    """gp doctor nurse dentist surgeon solicitor lawyer barrister mp councillor journalist reporter plumber electrician
    builder mechanic ombudsman witness predecessor president minister senator congressman spokesman spokeswoman premier
    leader actor actress singer director coach striker novel film book album band
    medico infermiera dentista avvocato avvocata legale perito giornalista idraulico elettricista muratore testimone
    proprietario notaio condominio presidente ministro premier segretario sindaco assessore onorevole regista attore
    attrice cantante calciatore allenatore tecnico procuratore giudice tennista pilota scrittore campione generale
    cardinale vescovo arcivescovo papa imprenditore banchiere inviato inviata boss ct gol rete doppietta carabinieri"""
)
BEHALF = _listed("behalf conto nome vece attorney procura delega authorised guardian tutore amministratore")
SELF = _listed(
    """i i'm my me myself am name io mi mio mia sottoscritto sottoscritta chiamo sono scrivente undersigned"""
)
VIE = _listed("via viale v.le piazza p.za p.zza piazzale corso c.so largo vicolo strada rue calle avenida")
PRONOUNS = _listed("i me you he she we they lei lui voi noi loro ella sir madam signore signora signori sie ihr vous")
GROUPS = (
    ("T", TITLES),
    ("D", SALUTATIONS),
    ("G", SIGN_OFFS),
    ("A", STREETS),
    ("C", FIRMS),
    ("M", MONTHS),
    ("V", SAYING),
    ("U", STAFF),
    ("K", KIN),
    ("B", BEHALF),
    ("R", OUTSIDERS),
    ("W", WORKPLACES),
    ("Q", SOMEBODY),
    ("N", ACTS),
    ("I", SELF),
    ("p", PARTICLES),
    ("H", HEADERS),
)


@lru_cache(maxsize=50_000)
def groups_of(word: str) -> str:
    """The letters of the lists this word is in, in a fixed order; "" for none."""
    plain = folded(word).rstrip(".")
    bare = plain.replace(".", "")  # Sig.ra, Dott.ssa
    return "".join(letter for letter, words in GROUPS if plain in words or (bare in words and letter == "T"))
