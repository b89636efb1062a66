"""The words that tell how a contact went, by what they say: that somebody rang, spoke, said, gave, and what came next.

Data for `events_features`; English, Italian, German, French and Spanish, all lower-case.
"""

CLASSES = {
    "call": """
        rang rung ring ringing rings called call calls calling phoned phone phoning telephoned telephone
        dialled dialed contacted contact reported hotline helpline chiamato chiamata chiamate chiamati chiamo
        chiamai chiamavo richiamato richiamata richiamo richiamavo telefonato telefonata telefonate telefono
        telefonavo telefonai contattato contattata contattavo sollecito sollecitato segnalato squillo
        angerufen anruf anrufe telefoniert telefonat rief appelé appel appels téléphoné llamé llamada llamadas
        llamado llamo
    """,
    "spoke": """
        spoke speak spoken speaking talked talk talking chat chatted conversation discussed discussion parlato
        parlata parlo parlavo parlai parlando sentito sentita sentiti colloquio chattato conversazione
        gesprochen gespräch sprach parlé parlais hablé hablado hablando
    """,
    "said": """
        said say says saying told tell tells promised promise promises assured assures informed advised
        explained insisted confirmed confirms apologised apologized claimed repeated detto dice dicono diceva
        dicendo disse promesso promette assicurato assicura riferito riferiva spiegato spiega comunicato
        confermato conferma garantito sosteneva sostiene ammesso ripetuto gesagt sagte versprach versprochen
        erklärte dit promis assuré expliqué dijo dicho prometió aseguró explicó
    """,
    "answered": """
        answered answers picked took takes handled dealt helped served risposto risponde rispondeva rispose
        accolto seguito trattato servito nahm geantwortet répondu répond contestó contesta atendió
    """,
    "gave": """
        gave given gives giving opened opens raised logged issued booked registered created quoted rebooked
        noted dato data date dati datomi fornito fornita aperto aperta apre apriva rilasciato rilasciata
        registrato registrata assegnato comunicata protocollato gegeben gab eröffnet donné ouvert dio dado
        abrió abierto
    """,
    "ref": """
        ref reference references ticket case number numbers fault log code complaint rif riferimento
        segnalazione pratica protocollo prot codice numero reclamo vorgang vorgangsnummer ticketnummer
        référence dossier referencia incidencia expediente
    """,
    "visit": """
        came come comes coming visited visit arrived arrives attended attend turned engineer technician fitter
        installer shop store branch counter desk venuto venuta venuti viene vengono arrivato arrivata arriva
        arrivano uscito intervenuto tecnico squadra negozio sportello passato presentato techniker kam
        technicien venu técnico vino
    """,
    "wrote": """
        wrote written write writing email emailed mail mailed letter letters message texted text replied reply
        form scritto scritta scrive scriveva scrissi mandato inviato inviata pec lettera raccomandata
        messaggio sms risposta geschrieben schrieb brief écrit courrier escrito escribí carta correo
    """,
    "next": """
        then next later after afterwards again second third fourth another subsequently twice followed poi
        dopo nuovamente ancora successivamente secondo seconda terzo terza quarta infine dann danach wieder
        nochmals puis ensuite encore après luego después otra
    """,
    "passed": """
        transferred passed through manager supervisor superior team leader passata trasferito trasferita
        girato responsabile supervisore superiore weitergeleitet transféré passé responsable
    """,
    "from": "from using dal dallo dalla dall da von vom mit depuis du desde",
    "to": "to with con al alla allo col cu mit à avec a",
    "line": """
        mobile landline line handset extension phone's cell cellphone cellulare fisso utenza linea mobil
        festnetz portable fixe móvil fijo
    """,
    "same": "same stesso stessa stessi medesimo medesima gleiche gleichen même mismo misma",
    "each": """
        both each every all either entrambe entrambi ogni tutte tutti sempre always beide jedes jede chaque
        toutes todas ambas
    """,
    "name": "name named nome chiama chiamava cognome surname nom nombre apellido",
    "title": """
        mr mrs ms miss sir madam sig signor signora sigra signorina dott dottor dottoressa dottssa geom ing
        rag herr frau monsieur madame mme señor señora
    """,
    "agent": """
        adviser advisor agent operator operatore operatrice colleague collega addetto addetta impiegato
        impiegata lady man girl chap woman guy bloke gentleman ragazza ragazzo mitarbeiter mitarbeiterin
        kollege conseiller agente operador operadora
    """,
    "not": "not never nobody none no nessuno non mai niente nicht niemand pas personne nadie nunca",
    "come": "will shall tomorrow please entro domani would vorrei chiedo prego",
    "by": "by until before within entro bis avant antes",
    "fault": """
        failed fault died dead down stopped broke broken cut lost outage guasto caduta muta cadde disservizio
        isolati sparita saltata ausgefallen defekt panne avería
    """,
    "who": "he she they him her who which lui lei egli ella il quale la che costui er sie qui elle quien",
    "and": "and e ed und et y",
    "or": "or o oder ou",
    "at": "on at il alle ore am um le à el a las",
    "dear": """
        dear hi hello attn gentile gentilissima gentilissimo egregio egregia caro cara buongiorno buonasera
        salve spett spettabile sehr lieber liebe cher chère bonjour estimado estimada hola cc
    """,
    "thanks": "thank thanks grazie ringrazio danke merci gracias",
    "ago": "since da dal for seit depuis desde",
    "bill": """
        bill invoice charged payment paid pay fattura addebito pagato contratto contract signed firmato
        rechnung facture factura
    """,
}  # what a word says: the words that say so

SAYS: dict[str, tuple[str, ...]] = {}
for _says, _words in CLASSES.items():
    for _word in _words.split():
        SAYS[_word] = (*SAYS.get(_word, ()), _says)
