"""The groups of words that tell whose a name, number, date or reference is, in the five languages of the letters.

A table and its look-up, nothing more: "rang", "chiamato" and "angerufen" are one group, so that what is learnt in one
language serves in the others. Words are folded (lower case, no accents but that of "chiamò"); a star stands for any
ending.
"""

# ruff: noqa: E501 - lists of words read better in long lines

from functools import lru_cache

from ingest.extract.names_lexicon import folded

_TABLE = {
    # who did it, and to whom: "ho chiamato" against "mi ha chiamato"
    "did": "i we ho abbiamo avevo avevamo ero eravamo chiamai telefonai richiamai parlai scrissi chiesi andai dissi chiamo richiamo telefono ritelefono parlo scrivo chiamavo telefonavo chiamammo chiamiamo ich wir habe hatte rief telefonierte schrieb je ai avons avais appelai yo nosotros he hemos habia llame llamamos escribi hable",
    "tome": "me us mi ci mir mich uns m nous nos",
    "theydid": "he she they ha hanno aveva avevano er sie hat hatte il elle a ont avait el ella ha han habia chiamò telefonò richiamò rispose disse scrisse parlò chiama richiama telefona risponde dice scrive llamò",
    # who
    "me": "i we my our me us mine myself ourselves im ive id io noi mio mia miei mie nostro nostra nostri nostre mi ci ho abbiamo ero avevo avevamo ich wir mein meine meinem meinen meiner mich mir unser unsere unserem uns habe haben je j nous mon ma mes moi ai avons notre nos yo nosotros mis he hemos nuestro nuestra chiamai telefonai parlai scrissi sottoscritto sottoscritta undersigned scrivente",
    "my": "my our mine mio mia miei mie nostro nostra nostri nostre mein meine meinem meinen meiner unser unsere unserem mon ma mes notre nos mi mis nuestro nuestra",
    "you": "you your yours yourselves voi vostro vostra vostri vostre vi avete vs lei sie ihr ihre ihrem ihren ihrer ihnen vous votre vos usted ustedes su sus vuestro vuestra os",
    "your": "your yours vostro vostra vostri vostre vs ihr ihre ihrem ihren ihrer votre vos su sus vuestro vuestra",
    "they": "he she they his her him them their it its lui loro suo sua suoi sue gli ha hanno er sein seine il elle ils elles son sa ses leur lui el ella ellos ha han",
    "who": "who whom whose which che cui quale der die welche qui dont que quien cual",
    # contacts
    "call": "call* rang ring rings ringing rung phon* telephon* dial* chiam* richiam* telefon* anruf* angerufen rief appel* rappel* llam* marqu* squill*",
    "talk": "spoke speak speak* spoken talk* conversation chat* parla* colloqui* sentit* gesproch* gesprach* sprach reden parle* discut* habl* convers* discussi*",
    "write": "wrote writ* written email* emailed mail* letter letters sent send sending posted fax* messag* texted text sms scritt* scriv* scriss* inviat* invio invia* mandat* spedit* raccomandata pec lettera lettere mail schreib* schrieb* geschrieben gesendet geschickt brief einschreiben ecri* envoy* courriel courrier lettre recommande escrib* escrit* envi* carta correo form modulo whatsapp forwarded forwarding",
    "tell": "told tell tells said say says promis* assur* advis* inform* explain* confirm* claim* insist* suggest* detto dice disse dissero assicur* comunic* riferit* spiegat* conferma* garant* sagte gesagt versproch* versprach mitgeteilt zugesagt dit promis* assur* confirm* dijo dijeron promet* asegur* inform* apolog* scusat* entschuldigt",
    "reply": "repl* respon* answer* acknowledg* rispost* rispond* riscontr* antwort* geantwortet repond* reponse respuesta contest*",
    "gave": "gave give given gives issued raised opened logged assign* dato data fornit* aperto aperta assegnat* registrat* rilasciat* gegeben eroffnet vergeben donne ouvert attribu* dio dieron abri* asign*",
    "complain": "complain* complaint complaints report* chas* reclam* segnala* sollecit* lament* beschwer* gemeldet meldung reklam* reclam* plainte plain* signal* queja* quej* reclam* denunci*",
    "ask": "ask* request* demand* require* expect* chied* chiest* richied* richiest* pretend* verlang* fordere bitte erwarte bat gebeten demand* exig* pido pedi* exij* solicit*",
    "received": "receiv* got recei* ricevut* ricevo arriv* pervenut* erhalten bekommen recu recib* recibi*",
    "met": "met meet* spoken served handled dealt attended assisted helped incontr* seguit* assistit* getroffen betreut rencontr* recu atend*",
    "thank": "thank* grat* ringraz* grazie dank* merci remerci* graci*",
    # visits, appointments
    "visit": "came come comes coming visit* attend* arriv* turned showed appeared venut* viene venne veniva uscit* presentat* passat* passo sopralluog* gekommen kam kommt erschien* erscheint venu venue venait passe passer vino vinieron venir acud* went",
    "engineer": "engineer* technician* installer* fitter* contractor* tecnic* installator* techniker* monteur* technicien* instalador*",
    "due": "due supposed should promis* postpon* delay* eta expected scheduled meant slipped pushed doveva dovevano dovrebb* previst* annunciat* rinvi* slittat* promess* versprochen sollte sollten zugesagt verschoben angekundigt prevu* promis* devait devaient report* annonc* previst* prometi* debia debian aplaz* anunciad*",
    "appoint": "appointment* slot* window booked booking scheduled schedule rebook* rescheduled reschedul* appuntament* fissat* prenotat* termin termine vereinbart angesetzt rendez rdv prevu prevue cita citas concert* fij* programmat*",
    # the trouble
    "fault": "fail* fault* died dead stopped stop stops dropp* drops drop down outage* broke broken cut disconnect* slow slowed crackl* offline vanish* crash* flicker* dies lost loss intermitten* guast* cadut* cade interrott* interruzion* smess* bloccat* isolat* staccat* mut* disserviz* lent* ferm* ausgefallen ausfall* storung* gestort defekt unterbroch* kaputt tot langsam panne* coup* lent* mort averia* averi* cort* lento interrup*",
    "restored": "restor* fix* repair* mend* resolved reconnect* reactivat* ripristin* riparat* risolt* riattivat* tornat* riallacciat* wiederhergestellt repariert behoben wieder retabl* repar* resol* restablec* arregl* solucion* volv*",
    "install": "install* activat* connect* switch* migrat* transfer* porting ported delivered deliver* attivat* attivazion* collegat* installat* consegnat* passaggio portabilit* freigeschaltet angeschlossen geliefert umgestellt portier* activ* livr* branch* instal* entreg* alta portabil*",
    "damage": "damag* flood* drill* dug hole cable* dannegg* allag* bucat* cavo schaden beschadigt endommag* inond* danad* danos roto",
    "bill": "bill* invoice* charg* debit* statement* overcharg* deduct* took taken direct fattur* bollett* addebit* prelev* rechnung* abgebucht abbuchung* berechnet factur* preleve* debit* cobr* cargo* recib*",
    "pay": "paid pay pays paying payment* refund* reimburs* credit* compensat* pagat* pagament* pago rimbors* accredit* indennizz* bonific* bezahl* zahl* uberw* erstatt* paye* payer rembours* vers* pagad* pague reembols* devol* abon*",
    "contract": "contract* agreement* agreed tariff* package* order* signed sign joined customer customers policy renew* upgrad* cancel* terminat* expire* subscription contratt* accord* ordin* firmat* sottoscr* client* rinnov* disdett* reced* recess* scad* abbonament* vertrag* kunde kundin unterschrieb* bestell* kundig* verlanger* contrat* commande* sign* client* abonn* resili* contrato* pedid* firm* cliente* abonad* baja",
    "move": "mov* house home flat trasloc* umzug* umgezogen eingezogen demenag* emmenag* mud* mudanza",
    "life": "birthday wedding funeral hospital holiday* exam* surgery operation school died death passed wife's compleanno matrimonio funeral* ospedale vacanz* esam* scuola morto morta mancat* decedut* deceduto geburtstag hochzeit beerdigung krankenhaus urlaub prufung gestorben verstorben anniversaire mariage enterrement hopital vacances examen decede* mort cumpleanos boda entierro vacaciones fallec* murio",
    "born": "born birth dob nato nata nati nascita geboren geb geburtsdatum geburt ne nee naissance nacid* nacimiento naci aged age",
    "noticed": "notic* discover* found find realis* saw see scopert* accort* notat* vist* bemerkt festgestellt entdeckt constat* decouv* remarqu* vu descub* vi vio",
    "wait": "wait* hold queue* hours attes* aspett* coda gewartet warte* attend* attente esper* cola espera",
    # relations between words
    "by": "by within deadline before latest entro scadenza scade termine bis spatestens frist avant tard plazo antes tardar",
    "until": "until till til to through up fino finche sino al bis jusqu hasta au",
    "since": "since from beginning starting dal dalla dallo dall da seit ab depuis partir des desde",
    "on": "on il am le el del at alle um a las",
    "between": "between tra fra zwischen entre",
    "from": "from off using via da dal dalla dall dallo col von vom mit depuis du desde avec con",
    "to": "to at on al allo alla sul sulla an auf unter au sur a en",
    "with": "with con mit avec",
    "for": "for per fur pour para por",
    "not": "not no never nobody none nothing nor without n't didn't didnt wasn hasn haven don doesn couldn cannot missed non mai nessun* niente nulla nemmeno neanche senza nicht kein* nie niemand nichts ohne ne pas jamais personne rien aucun* sans nunca nadie nada ningun* sin",
    "will": "will shall would should going must want wish next coming vorr* dovr* sara verra prossim* vorrei werde* wird wurde soll* nachst* kommend* vais va allons devr* prochain* voudr* sera voy va vamos debe* proxim* quier*",
    "if": "if unless otherwise failing se altrimenti qualora falls wenn sonst andernfalls si sinon faute caso",
    "ago": "ago fa vor hace il",
    "again": "again second third once later another finally also then di nuovo ancora ulterior* seconda terza poi infine wieder erneut nochmals dann puis encore nouveau nuevo otra vez luego despues",
    "same": "same stesso stessa medesim* gleich* derselbe dieselbe meme mismo misma",
    "last": "last previous past ultim* scors* passat* letzt* vorig* dernier* passe* ultim* pasad*",
    "today": "today yesterday morning tonight oggi ieri stamattina stamane heute gestern hier aujourd hoy ayer",
    "dated": "date dated datat* data del vom datum datiert date* du fecha* fechad*",
    # people
    "kin": "mother father wife husband son daughter brother sister mum mom dad grandmother grandfather gran grandson granddaughter aunt uncle partner nephew niece cousin fiance* nan child* kids baby boy girl family late madre padre moglie marito figlio figlia figli fratello sorella mamma papa nonna nonno zia zio compagn* cugin* suocer* genero nuora nipote bambin* famiglia mutter vater frau mann sohn tochter bruder schwester oma opa tante onkel partnerin enkel* kind kinder familie mere pere femme mari fils fille frere soeur tante oncle conjoint* compagne petit* enfant* famille madre padre mujer esposa esposo marido hijo hija hijos hermano hermana abuel* tia tio pareja nieto nieta familia",
    "elder": "mother father mum mom dad grandmother grandfather gran nan nana grandma grandpa aunt uncle madre padre mamma papa nonna nonno zia zio suocer* mutter vater oma opa tante onkel mere pere grand belle tante oncle abuel* suegr* tia tio late estate",
    "friend": "neighbour* neighbor* friend* tenant* landlord* landlady flatmate* housemate* lodger* colleague* vicin* amic* inquilin* coinquilin* padron* condomin* dirimpettai* nachbar* freund* mieter* vermieter* mitbewohner* voisin* ami amie amis locataire* proprietaire* colocataire* vecin* amig* inquilin* caser* companer*",
    "job": "agent* advis* operator* representative* rep manager* supervisor* assistant* clerk* staff team leader employee* handler* officer* receptionist* gentleman lady chap bloke lad woman young operator* operatric* addett* collega* colleghi responsabil* impiegat* consulent* incaricat* funzionari* dipendent* direttor* referent* centralinist* signorin* ragazz* caposquadra mitarbeiter* berater* kolleg* leiter* sachbearbeiter* vorgesetzt* dame herr conseill* agent* collegue* responsable* directeur* directrice employe* monsieur agente* asesor* operador* encargad* emplead* compañer* responsable* director* jefe jefa",
    "calling": "gp doctor* nurse* dentist* surgeon* solicitor* lawyer* barrister* mp councillor* journalist* reporter* plumber* electrician* builder* mechanic* carer* vicar teacher* accountant* consultant medic* infermier* avvocat* legale notaio idraulic* elettricist* murator* giornalist* badante amministrator* commercialist* maestr* insegnant* dottor* arzt* arztin anwalt* rechtsanwalt* steuerberater* elektriker* klempner* lehrer* pfleger* hausverwalt* medecin* avocat* infirmier* electricien* plombier* syndic notaire* comptable* medic* abogad* enfermer* electricista* fontaner* gestor* administrador*",
    "behalf": "behalf attorney executor* authoris* authoriz* acting represent* client* assist* conto nome delega* procura tutor* intestat* titolar* erede eredi namen auftrag vollmacht* bevollmacht* kontoinhaber* nom procuration mandat* titulaire* heriti* nombre poder titular* autoriz* holder carer estate",
    "shop": "shop* store* branch* office* counter* negozi* sportell* ufficio uffici filial* agenzia buro geschaft laden boutique* agence* magasin* tienda* oficina* sucursal*",
    "desk": "customer customers service services helpline hotline helpdesk department centre center switchboard billing support complaints care freephone assistenza servizio call centralino reparto verde clienti kundendienst kundenservice hotline abteilung service* standard atencion servicio centralita departamento",
    "named": "name named called certo certa tale nome namens name hieß hiess heisst nomme* appele* dénomme* llamad* nombre introduc* chiama chiamat* identif* presentat* badge calls",
    "title": "mr mrs ms miss mx dr prof sir madam sig sigg sigra signor signora signore dott dottoressa dottssa avv ing geom rag herr herrn frau monsieur madame mme mlle m senor senora sr sra don dona",
    "dear": "dear hello hi hey gentile egregio egregia spettabile spett caro cara buongiorno salve sehr geehrte geehrter liebe lieber hallo cher chere bonjour estimad* querid* hola attn fao attenzione",
    "bye": "regards sincerely faithfully truly wishes respectfully cheers signed saluti cordialmente distintamente fede ossequi firmato gruss* grussen hochachtungsvoll cordialement salutations atentamente saludo saludos firmado",
    # things
    "phone": "phone* mobile* cell* landline* number* line handset tel telefon* cellular* fisso numer* utenza linea recapit* handy* mobil* festnetz* nummer* rufnummer* anschluss portable fixe numero ligne movil fijo linea",
    "mine": "mobile* landline* home work daytime evening cell* cellular* fisso casa ufficio lavoro handy* privat* geschaftlich portable domicile bureau fixe movil fijo casa trabajo tel mob",
    "reach": "reach* contact* available get ring richiam* contatt* raggiung* reperibil* rintracci* erreich* zuruckruf* joindre joignable* rappel* contact* localiz* contactar* llam*",
    "fax": "fax telefax f",
    "stranger": "scam* spam unknown withheld wrong someone somebody stranger* fraud* sconosciut* truff* anonim* sbagliat* unbekannt* falsch* betrug* inconnu* arnaque* faux desconocid* estafa* equivocad*",
    "old": "old former previous dead disconnected ported vecchi* precedent* disattivat* alte alten altes fruher* ancien* anterior* antigu* viej*",
    "new": "new current nuov* attual* neue neuen neues aktuell* nouv* actuel* nuev* actual*",
    "account": "account* customer policy meter router conto cliente contratto contatore codice konto kunden* vertrag* zahler compte client contrat compteur cuenta cliente contrato contador",
    "ref": "ref refs reference* case* ticket* claim* file number complaint incident* fault rif riferiment* pratica pratiche protocoll* segnalazion* reclam* prot fascicol* aktenzeichen vorgang* ticket* zeichen beschwerdenummer storungsnummer fall dossier* reference* numero incid* expedient* referenci* n no",
    "org": "police ombudsm* regulator solicitors council court tribunal bank* insur* courier* ofcom ico dhl hermes evri landlord company provider firm supplier openreach polizia carabinieri questura tribunale giudice banca assicuraz* comune agcom corecom garante corriere poste ditta societa polizei gericht versicherung* bank bundesnetzagentur verbraucherzentrale netzbetreiber firma paketdienst police tribunal mairie banque assurance* mediateur transporteur arcep policia juzgado ayuntamiento banco seguro* aseguradora consumo mensajeria empresa broker adjuster loss",
    "law": "law act regulat* legge decreto delibera* gesetz loi ley",
}  # fmt: skip


def plainly(word: str) -> str:
    """A word folded, but for the accent that tells "chiamò" and "llamó", somebody called, from "chiamo", I call."""
    plain = folded(word)
    return f"{plain[:-1]}ò" if word[-1:] in ("ò", "ó") and len(plain) > 1 else plain


def _kinds() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """The groups of each word, and those of each stem."""
    words: dict[str, tuple[str, ...]] = {}
    stems: dict[str, tuple[str, ...]] = {}
    for group, listed in _TABLE.items():
        for word in listed.split():
            kept, plain = (stems, word[:-1]) if word.endswith("*") else (words, word)
            plain = plainly(plain)
            if group not in kept.get(plain, ()):
                kept[plain] = (*kept.get(plain, ()), group)
    return words, stems


_WORDS, _STEMS = _kinds()


@lru_cache(maxsize=50_000)
def groups_of(word: str) -> tuple[str, ...]:
    """The groups a folded word is in: its own, and those of the stems it begins with; () for none."""
    found = dict.fromkeys(_WORDS.get(word, ()))
    for size in range(2, len(word) + 1):
        found.update(dict.fromkeys(_STEMS.get(word[:size], ())))
    return tuple(found)
