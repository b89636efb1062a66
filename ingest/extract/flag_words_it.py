"""What makes a letter a matter for particular people, in Italian: words, pattern and the reason staff read.

See `flag_words` for what a row means.
"""

# ruff: noqa: E501 - a table of one row a line reads better than a broken one
# fmt: off

from ingest.extract.flag_words_en import FlagName

ROWS: tuple[tuple[FlagName, str, str, str], ...] = (
    # -- data protection
    ("data_protection", "dati", r"\b(?:miei|propri|nostri) dati\b|\bdati personali\b|\bprotezione (?:dei )?dati\b|\bviolazione (?:dei|di) dati\b|\baccesso ai (?:miei )?dati\b|\btrattamento dei (?:miei )?dati\b", "speaks of personal data"),
    ("data_protection", "oblio", r"\bdiritto all.oblio\b", "asks for data to be erased"),
    ("data_protection", "garante", r"\bgarante\b(?:.{0,25}\b(?:privacy|protezione|dati|personali)\b)?", "names the data protection regulator"),
    ("data_protection", "privacy", r"\b(?:violazione|violat[oae]|tutela|normativa|legge|diritto)\b.{0,25}\bprivacy\b|\bviolat(?:ed|ion|ing)\b.{0,15}\bprivacy\b|\binvasion of (?:my )?privacy\b", "speaks of privacy"),
    ("data_protection", "consenso", r"\b(?:revoc\w{1,5}|ritir\w{1,4}|senza)\b.{0,20}\bconsenso\b", "speaks of consent"),
    # -- vulnerable
    ("vulnerable", "disabil* invalid* carrozzina rotelle handicap autis* epiless*", r"\bdisabil[ei]\b|\bdisabilità\b|\b(?:sono|è|persona|civile|figli[oa]|madre|padre|mamma|marito|moglie) (?:un |una )?invalid[oaie]\b|\binvalid[oaie] (?:civil[ei]|al \d{2,3})\b|\binvalidità\b|\bcarrozzina\b|\bsedia a rotelle\b|\bhandicap\w{0,6}\b|\bautis(?:mo|tic[oa])\b|\bepilessia\b", "speaks of a disability"),
    ("vulnerable", "legge", r"\blegge (?:n\. ?)?104\b", "speaks of a disability"),
    ("vulnerable", "vedente vedenti udente udenti ipovedente cieco cieca sordo sorda sordomut*", r"\bnon (?:vedent[ei]|udent[ei])\b|\bipovedente\b|\b(?:sono|è|quasi|completamente|persona|parzialmente) (?:ciec[oa]|sord[oa]|sordomut[oa])\b", "speaks of impaired sight or hearing"),
    ("vulnerable", "demenza alzheimer tumore cancro chemio* dialisi ossigeno oncologic* salvavita elettromedical* ictus terminale respiratore infarto leucemia", r"\bdemenza\b|\balzheimer\b|\btumore\b|\bcancro\b|\bchemio\w{0,7}\b|\bdialisi\b|\bossigeno\b|\boncologic[oaie]\b|\bsalvavita\b|\belettromedical[ei]\b|\bictus\b|\b(?:malat[oa]|stato|fase) terminale\b|\brespiratore\b|\binfarto\b|\bleucemia\b", "speaks of a serious illness"),
    ("vulnerable", "depressione depresso depressa ansia panico psichiatric* psicologic* esaurimento", r"\bdepression[ei]\b|\bdepress[oa]\b|\b(?:stato|attacchi|crisi|disturb[oi]|soffro|forte)\b.{0,15}\b(?:ansia|panico)\b|\bpsichiatric[oaie]\b|\besaurimento nervoso\b", "speaks of mental health"),
    ("vulnerable", "suicid* farla vita", r"\bsuicid\w{1,4}\b|\bfarla finita\b|\btoglier(?:mi|si) la vita\b", "speaks of suicide"),
    ("vulnerable", "lutto vedovo vedova defunt* decedut* morto morta mancato mancata scompars* decesso funeral*", r"\blutto\b|\bvedov[oa]\b|\b(?:defunt[oa]|decedut[oa]|decesso)\b|\b(?:marito|moglie|madre|padre|mamma|papà|babbo|figli[oa]|fratello|sorella|nonn[oa]|compagn[oa]|suocer[oa])\b.{0,20}\b(?:è|era) (?:\w{1,12} )?(?:mort[oa]|mancat[oa]|scompars[oa]|venut[oa] a mancare)\b|\b(?:è|era) (?:mort[oa]|mancat[oa]|scompars[oa])\b.{0,15}\b(?:marito|moglie|madre|padre|mamma|papà|babbo|figli[oa]|fratello|sorella|nonn[oa]|compagn[oa]|suocer[oa])\b", "speaks of a death"),
    ("vulnerable", "anzian* pensionat* badante accudi* assist* ottant* novant* allettat* anni", r"\banzian[oaie]\b|\bpensionat[oaie]\b|\bbadante\b|\ballettat[oa]\b|\bottan\w{3,8}\b|\bnovantenne\b|\b(?:7[5-9]|8[0-9]|9[0-9]|10[0-9]) anni\b(?! fa)|\bnon autosufficient[ei]\b", "speaks of age or need of care"),
    ("vulnerable", "incinta gravidanza neonato neonata prematur*", r"\bincinta\b|\bgravidanza\b|\bneonat[oaie]\b", "speaks of a pregnancy or a newborn"),
    ("vulnerable", "violenza maltratta*", r"\bviolenza domestica\b|\bmaltrattament\w\b", "speaks of domestic abuse"),
    ("vulnerable", "permettermi permetterci caritas mangiare disoccupat* licenziat* sfratt* isee cassa", r"\bnon (?:posso|possiamo|riesco a) permetter(?:mi|ci)\b|\bcaritas\b|\bcomprare da mangiare\b|\bdisoccupat[oa]\b|\bsfratt\w{1,3}\b|\bcassa integrazione\b", "speaks of hardship"),
    # -- abusive
    ("abusive", "vaffanculo stronz* coglion* bastard* merd* cazz* puttan* troi* fottut* fottete* culo figli", r"\bvaffanculo\b|\bstronz\w{1,4}\b|\bcoglion\w{1,4}\b|\bbastard[oaie]\b|\bmerd[ae]\b|\bcazz\w{1,5}\b|\bputtan\w{1,5}\b|\bfottut\w\b|\bfottete\w{0,2}\b|\b(?:prendere per il|presa per il) culo\b", "foul language"),
    ("abusive", "idiot* imbecill* deficient* cretin* scem* ladri delinquent* parassit* buffon* incapaci truffator* farabutt*", r"\bidiot[aie]\b|\bimbecill[ei]\b|\bdeficient[ei]\b|\bcretin[oaie]\b|\b(?:siete|sei|branco di|massa di|manica di)\b.{0,25}\b(?:ladri|delinquenti|parassiti|buffoni|scem[oi]|incapaci|truffatori|farabutti)\b", "insults"),
    ("abusive", "ammazz* uccid* abiti abitate lavori lavorate pentire* pagare spacc* bomba picchi* schiena gambe trovo trovare", r"\b(?:vi|ti|lo|la|li)\b.{0,8}\b(?:ammazz|uccid|picchi|spacc)\w{1,4}\b|\bso dove (?:abit|lavor|viv)\w{1,4}\b|\b(?:ve ne|te ne) pentir\w{1,5}\b|\b(?:ve|te) la far\w{1,3} pagare\b|\bguardat\w{1,3} le spalle\b|\bbomba\b.{0,20}\b(?:uffic|sede|metto|porto)|\b(?:vi|ti) (?:vengo a )?(?:trovo|trovare|troverò)\b", "a threat against people"),
    # -- legal threat
    ("legal_threat", "avvocato avvocati avvocata legale legali legalmente", r"\bavvocat[oia]\b|\b(?:vie|azioni?|studio|mio|nostro|miei|un|assistenza|ufficio|sed[ei]|tutela|consulenza|per vie)\b.{0,4}\blegal[ei]\b|\blegalmente\b", "names a lawyer or legal action"),
    ("legal_threat", "diffida diffido diffidiamo mora tribunale tribunali giudice denuncia denunciare denunce denuncerò querela querelare giudizio giudiziari* citazione risarcimento codice", r"\bdiffid\w{1,5}\b|\bmessa in mora\b|\btribunal[ei]\b|\bgiudice(?: di pace)?\b|\bdenunc\w{1,6}\b|\bquerel\w{1,5}\b|\b(?:in|sede di) giudizio\b|\bgiudiziari[oaie]\b|\batto di citazione\b|\brisarciment[oi]\b|\bcodice del consumo\b", "speaks of legal action"),
    ("legal_threat", "ombudsman conciliazione corecom arera agcom agcm antitrust ivass conciliaweb difensore autorità acf abf", r"\bombudsman\b|\bconciliazione\b|\b(?:corecom|arera|agcom|agcm|antitrust|ivass|conciliaweb)\b|\bdifensore civico\b|\bautorità (?:garante|di regolazione|competent[ei]|per l)", "names the ombudsman or a regulator"),
    ("legal_threat", "consumatori codacons altroconsumo federconsumatori adiconsum adoc", r"\bassociazion[ei]\b.{0,12}\bconsumator[ie]\b|\b(?:codacons|altroconsumo|federconsumatori|adiconsum|adoc)\b", "names a consumers' association"),
    ("legal_threat", "giornal* stampa striscia iene televisione social", r"\b(?:rivolger\w{1,5}|andr\w{1,4}|contatter\w{1,3}|scriver\w{1,3}|segnaler\w{1,3}|raccont\w{1,5}|pubblic\w{1,6}|inform\w{1,5})\b.{0,30}\b(?:giornal[ei]|giornalist[ai]|stampa|televisione|social)\b|\bstriscia la notizia\b|\ble iene\b", "speaks of the press"),
    # -- safety
    ("safety", "fili cavi scossa scosse folgorat* scintill* cortocircuito", r"\b(?:fil[io]|cav[io])\b.{0,15}\b(?:scopert[oi]|penzolant[ei]|a vista|esposti|elettric[oi])\b|\b(?:pres[oa]|preso una|una|forte) (?:una )?(?:forte )?scossa\b|\bscosse elettriche\b|\bfolgorat[oa]\b|\bscintill[ae]\b|\bcorto ?circuito\b", "electricity"),
    ("safety", "incendio fuoco fumo bruciato bruciata bruciati bruciatur* esplos* esplod* ustion* fiamme", r"\bincendi[oa]?\b|\bpreso fuoco\b|\ba fuoco\b|\bfiamme\b|\bfumo\b|\b(?:puzza|odore) di bruciato\b|\bbruciat(?:ur[ae]|o la man[oi]|a la mano)\b|\besplo[sd]\w{1,5}\b|\bustion\w{1,4}\b", "fire, smoke or burns"),
    ("safety", "pericol* ferit* infortun* ambulanza soccorso ospedale", r"\bpericolos[oaie]\b|\bpericol[oi]\b|\b(?:rimast[oa]|è|sono|stat[oa]) ferit[oa]\b|\binfortun\w{1,4}\b|\bambulanza\b|\bpronto soccorso\b", "danger or injury"),
    ("safety", "farla vita", r"\bfarla finita\b|\btoglier(?:mi|si) la vita\b", "danger to life"),
)
