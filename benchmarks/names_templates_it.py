"""Italian sentences to train on: {S} colleague, {C} the writer, {T} somebody written for, {O} others.

`{S.first}` asks for one form of the name. These templates are for training only; no test or benchmark uses them.
"""


def _cut(words: str, sign: str | None = None) -> list[str]:
    return words.split(sign)


STAFF = """
Ho parlato con {S} in data {date} e mi ha detto che la pratica era chiusa.
Il giorno {date} ho parlato con {S} del {dept}, che mi ha promesso un rimborso di {amount}.
{S} mi ha assicurato che sarei stato richiamato entro due giorni.
La Vostra collega {S} è stata molto scortese al telefono.
L'operatore {S} si è rifiutato di darmi un numero di pratica.
L'operatrice, {S}, ha riattaccato.
Mi hanno passato {S} alle {time} e poi è caduta la linea.
Chiamando il numero {phone} ha risposto {S}, che non trovava il contratto.
un certo {S.first} mi ha detto di aspettare
Una ragazza di nome {S.first} ha preso nota di tutto.
ho sentito {S.first} anche oggi, niente
Prego di inoltrare la presente a {S}, che conosce il caso.
Sia {S} sia {S} mi avevano garantito l'intervento per il {date}.
Il responsabile della filiale di {place}, {S}, non risponde alle mie lettere.
Il vostro tecnico {S.first} è arrivato alle {time} ed è andato via subito.
Ho una mail di {S} del {date} che conferma il rimborso.
Secondo {S} il {product} non è mai partito.
Ha detto di chiamarsi {S.first} e di lavorare nel {dept}.
Si è presentata come {S}.
Sono stato trasferito al supervisore, {S}.
Mi è stato riferito da {S} che la fattura era corretta.
La mia pratica è seguita da {S}.
Il reclamo riguarda {S}, che lavora presso la sede di {place}.
Ringrazio {S.first} del {dept}, l'unica persona gentile.
{S.title} mi ha telefonato al {phone} alle {time}.
Potrebbe chiamarmi {S.first} al {phone}?
Ho lasciato un messaggio per {S} il {date}, ma nessuno ha richiamato.
{S.title} ha firmato la vostra lettera del {date}.
Con riferimento al colloquio telefonico con {S} di ieri.
Facendo seguito alla telefonata con {S} del {date} (pratica {ref}), nulla è cambiato.
Ho incontrato {S} allo sportello di {place} a {month}.
Persone con cui ho parlato: {S}, {S} e {S}.
Operatori contattati: {S} ({date}), {S.first} ({date})
Chiamata 1: {date} ore {time}, {S.first}, {dept}. Chiamata 2: {date}, {S.first}, nessuna risposta.
1) {date} - {S} - dice che il rimborso è partito
Un vostro incaricato, {S}, è venuto in {street} il {date}.
All'attenzione di {S}
Alla c.a. {S}
C.a. {S.title}, {dept}
Nome operatore: {S}
Addetto: {S}
Mi ha risposto {S} dicendo che non era possibile.
Mi ha risposto un'impiegata, {S}.
Come da accordi con {S}, allego i documenti.
Pretendo le scuse scritte di {S}.
Il dipendente {S} mi ha dato del bugiardo.
{S.first} dice una cosa, {S.first} ne dice un'altra!!!
Allo sportello c'era {S}, che non sapeva nulla.
La consulente {S} mi aveva proposto la tariffa {product}.
mi a chiamato {S.first} dal call center
Il Vs. collaboratore {S} mi ha fatto firmare il contratto.
Ho chiesto di {S} ma il centralino dice che non lavora più lì.
L'ho spiegato a {S}, a {S.first} e infine a {S}.
{S.first} mi ha chiuso il telefono in faccia.
mi ha riattaccato {S.first}
{S.first} urlava e {S.first} rideva.
La signorina al telefono, {S.first}, non ha voluto dirmi il cognome.
Un signore di nome {S} è venuto {day}.
Una certa {S} mi ha fatto firmare.
Un tale {S.first} si è presentato senza tesserino.
Il contratto mi è stato proposto da {S}.
Ho consegnato l'assegno a {S} allo sportello.
Come concordato con {S}, invio le foto.
Come potrà confermare {S}, ho segnalato il guasto il {date}.
Su consiglio di {S} ho spento il {product}.
I modi di {S} sono inaccettabili.
Grazie a {S} il guasto è stato trovato, ma non riparato.
{S} non si è nemmeno presentato.
{S} sostiene che ho firmato.
Stando a {S} la lettura del contatore è corretta.
Prima ho parlato con {S}, poi con {S} e alla fine con {S}.
Se {S} è in ferie, chi segue la mia pratica?
Pare che {S} non lavori più da voi.
Avete alle dipendenze {S.title}, che non dovrebbe stare al pubblico.
Il corriere, tale {S.first}, ha lanciato il pacco oltre il cancello.
Le due lettere sono firmate {S}.
Contrariamente a quanto dice {S}, nessuno ha chiamato.
{S} mi ha mandato il modulo sbagliato.
A {month} era {S.first}, a {month} {S.first}: la risposta è sempre la stessa.
La vostra {S} mi ha trattato malissimo.
Il vostro {S} mi aveva dato la sua parola.
L'agente {S} dell'agenzia di {place} ha sbagliato la tariffa.
Mi sono rivolto a {S}, referente della sede di {place}.
{S.title} del {dept} mi ha liquidato in due minuti.
Chiedo di essere richiamato da {S}.
Aspetto ancora la telefonata di {S}.
La responsabile {S} mi ha detto di scrivere.
Dite a {S.first} che sto ancora aspettando.
Mi è stato passato l'ufficio di {S}.
Il sopralluogo è stato fatto da {S}.
Ne ho discusso con {S} presso la vostra sede.
Nel mese di {month} {S} mi propose un accordo.
"""

SELF = """
Mi chiamo {C} e sono vostro cliente da dieci anni.
Il sottoscritto {C}, residente in {street}, {place}, espone quanto segue.
La sottoscritta {C} nata a {place} il {date} e residente in {street}
Io sottoscritto {C}, codice cliente {number}, chiedo il rimborso.
Sono {C} e abito in {street}.
Sono {C}, ho scritto anche la settimana scorsa.
io sono {C.first} e vi ho già scritto
Nome: {C}
Nome e cognome: {C}
Intestatario: {C}
Il contratto è intestato a {C}.
Utenza intestata a {C}, {street}, {postcode} {place}
Da: {C} <{email}>
Firmato {C}
In fede {C}
Lo scrivente {C} chiede un riscontro.
La presente per conto mio, {C}.
Reclamante: {C}
Cliente: {C}
Buongiorno, sono {C}
Potete contattarmi ({C}) al {phone}.
{C}, {street}, {postcode} {place}
{C} - {street} - {place} - tel. {phone}
{C}
Vi prego di scrivere a {C}, {street}, {place}.
Il bonifico va intestato a {C}.
Con la presente io {C} comunico la disdetta.
cliente {C} codice {number}
Distinti saluti {C}
Cordialmente {C}
"""

THIRD = """
Scrivo per conto di mia madre, {T}, che ha 84 anni.
Scrivo a nome di {T}.
Mio marito {T} è l'intestatario del contratto.
Mia moglie, {T.first}, ha risposto al telefono.
Mio padre {T} è deceduto il {date}.
Sono l'amministratore di sostegno di {T}.
mio figlio {T.first} era in casa quando è venuto il tecnico
Il contratto di mio nonno ({T}) risulta ancora attivo.
Il mio vicino {T} ha visto tutto.
In nome e per conto di {T}, residente in {street}, {place}.
Assisto {T.title}, che mi ha conferito mandato.
Mia figlia {T.first} usa la linea per la scuola.
L'inquilino, {T}, è andato via a {month}.
Il mio assistito {T.title} chiede il risarcimento di {amount}.
per conto di mio fratello {T} chiedo la disdetta del {product}
Allego delega firmata da {T}.
{T} mi ha chiesto di scrivere al posto suo.
In qualità di erede di {T} chiedo la chiusura del conto.
Sono il figlio di {T} e mi occupo delle sue bollette.
La fornitura è di mia zia, {T}, in {street}.
mia nonna {T} non sente bene
L'intestataria è {T}, la mia madrina.
{T}, il mio defunto marito, aveva firmato il contratto.
L'utenza appartiene a {T}, che è cieca e vive con me.
La linea la usa {T.first}, il più piccolo.
{T}, che rappresento, ha novant'anni.
La mia compagna {T.first} era in lacrime.
Il titolare è il mio ex marito {T}.
Allego il consenso di {T}.
Avete staccato la luce a {T}, persona fragile di 81 anni.
{T} (mio nonno) non può fare le scale.
Il mio coinquilino {T} è l'intestatario della linea.
Mia sorella {T} è autorizzata a parlare con voi.
delego {T} a ritirare il modem
Vi scrivo da parte di {T}, la mia vicina di casa.
Mio genero {T} segue la pratica per me.
"""

OTHER = """
Il mio medico, {O}, può confermarlo.
Il precedente inquilino era {O}, e la sua posta arriva ancora qui.
Mi avete mandato una fattura intestata a {O}, che non conosco.
Continuano ad arrivare lettere per {O} in {street}.
Il mio avvocato, {O}, vi scriverà.
L'avv. {O.last} del foro di {place} segue la causa.
Ho visto il vostro amministratore delegato, {O}, in televisione.
Un giornalista di {company}, {O}, mi ha contattato.
L'ho comprato da {O} presso {company}.
l'idraulico {O.first} dice che il tubo è a posto
Il testimone {O} era presente.
L'amministratore di condominio, {O}, vi ha già scritto.
Erano presenti {O}, {O} e {O}.
p.c. {O}
Buon compleanno {O.first}!
Il vecchio proprietario, {O}, è morto nel 2015.
La mia avvocata {O} vi farà causa.
Il medico curante {O.title} lo attesta.
Il perito {O} ha fatto una relazione.
Il consigliere comunale {O} ha preso a cuore la vicenda.
Non conosco nessun {O}.
La posta di {O} arriva a me.
"""

NONE = """
Abito in {street}, {postcode} {place}.
Il tecnico non è mai venuto in {street}.
Il mio contratto con {company} è cessato a {month}.
Sono cliente di {company} da {month} e ho comprato il {product}.
Il {product} di {company} si è rotto il {date}.
{company} e {company} hanno rifiutato.
La fattura del {date} riporta {amount}, ed è sbagliata.
Ho chiamato il {date} alle {time} dal {phone}.
Il numero di pratica è {ref}.
È LA TERZA VOLTA CHE SCRIVO
OGGETTO: RECLAMO FORMALE - CONTRATTO {number}
DIFFIDA E MESSA IN MORA
Mi sono trasferito da {street} a {street}.
Sarò a {place} fino al {date}.
Spett.le {company},
Spettabile {company}
Gentili signori,
Egregi signori,
Buongiorno,
Salve,
Alla cortese attenzione del {dept}
Cordiali saluti
Distinti saluti
In attesa di riscontro
{company}
{dept}
{company}, {street}, {postcode} {place}
Inviato dal mio {product}
La filiale di {street} a {place} era chiusa.
Il negozio {company} di {place} non risponde.
Ho diritto al rimborso ai sensi dell'art. {number} del Codice del Consumo.
Natale e Pasqua sono passati e nessuno ha risposto.
La Regione {place} e il Comune di {place} sono informati.
Oggetto: reclamo {product}
Data: {date}
Rif. {ref}
A {place}, in {street}, c'è la sede di {company}.
Resto in attesa e porgo distinti saluti.
Chiedo la rosa dei prezzi, la grazia di una risposta e un po' di fede.
"""

NEWS = """
Il presidente della Repubblica {O} ha incontrato {O} al Quirinale.
Il presidente del Consiglio {O} ha annunciato le dimissioni.
Lo ha detto {O}, leader di {body}, durante un comizio a {place}.
Secondo {O.last} il governo dovrà cambiare la legge.
{O.last} ha aggiunto: «Non ci sarà nessun accordo».
«Sono sereno», ha dichiarato {O}.
Il ministro degli Esteri {O} è arrivato a {place} per incontrare il collega {O}.
Il ministro dell'Economia, {O}, ha presentato il bilancio alla Camera.
L'ex premier {O.last} è stato assolto dal Tribunale di {place}.
È morto a {place} all'età di 87 anni {O}, attore e regista.
È morto {O}: aveva 71 anni.
{O}, 34 anni, di {place}, è stato arrestato dai carabinieri.
La vittima si chiamava {O}, 45 anni, residente in {street}.
Il cadavere di {O} è stato trovato a {place}.
I fratelli {O.first} e {O.last} sono indagati dalla Procura di {place}.
Il pm {O} ha chiesto il rinvio a giudizio per {O} e {O}.
Il procuratore {O.last} ha aperto un'inchiesta su {company}.
Il gol di {O.last} al 35' ha deciso {club}-{club}.
Il {club} ha battuto il {club} con una doppietta di {O.last}.
{O.last} e {O.last} a segno, espulso {O.last}.
L'allenatore del {club} {O} ha commentato la sconfitta.
Il tecnico {O.last} schiera {O.last}, {O.last}, {O.last} e {O.last}.
Il pilota della Ferrari {O} ha vinto il Gran Premio di {place}.
{O} ha vinto la tappa davanti a {O} e {O}.
In finale {O} ha battuto {O} 6-4, 6-3.
La tennista {O} ha superato {O.last} in due set.
Il film di {O}, con {O} e {O}, esce a {month}.
Il romanzo di {O} è stato tradotto in {country}.
La cantante {O} si esibirà a {place} il {date}.
Il papa ha ricevuto il cardinale {O}.
Papa {O.first} ha visitato {country}.
Il segretario di {body}, {O}, ha replicato a {O.last}.
Il sindaco di {place} {O} ha firmato l'ordinanza.
Il primo ministro israeliano {O} ha telefonato a {O.last}.
Il presidente americano {O} è atteso a {place}.
La Casa Bianca ha confermato che {O.last} incontrerà {O}.
L'amministratore delegato di {company} {O} ha lasciato l'incarico.
{company} ha nominato {O} direttore generale.
L'avvocato {O}, difensore di {O.last}, ha presentato ricorso in Cassazione.
Tra gli ospiti anche {O}, {O} e {O}.
Il regista {O} e l'attrice {O} hanno sfilato sul tappeto rosso.
La moglie di {O.last}, {O}, non ha voluto commentare.
{O.first} {O.last}
Per {O.last} si tratta di «un errore».
Il generale {O} comanda le truppe in {country}.
Le dichiarazioni di {O.last} hanno sollevato polemiche in {body}.
A {place} {O.last} ha ricevuto una delegazione di {body}.
Il professor {O} dell'Università di {place} ha studiato il caso.
La squadra di {O.last} torna in campo contro il {club}.
Con {O.last} in panchina il {club} non ha mai perso.
{O} è nato a {place} nel 1957.
Nel 1987 {O} vinse le elezioni contro {O.last}.
Come ha scritto {O} sul Corriere della Sera, la crisi non è finita.
Nella foto: {O} con {O.first}.
Alla guida del partito è stato confermato {O}.
{O.last}: "Pronti al voto"
Interviene {O.last}, di {body}.
di {O}
Il colonnello {O.last} resta a {place}.
Si è costituito {O}, ricercato dal 1998.
Il giudice {O.last} ha condannato {O} a sei anni.
Ieri {O} ha compiuto 80 anni.
Il governo {O.last} ha ottenuto la fiducia al Senato.
La legge {O.last} sarà modificata.
Il decreto del ministro {O.last} è stato respinto dal Tar del {place}.
Al posto di {O.last} giocherà {O.last}.
{O.last} lascia, arriva {O.last}.
Doppietta di {O.last}, gol di {O.last} e autorete di {O.last}.
Parla {O}: «Vinceremo noi».
Nominato {O} alla guida di {company}.
Confermata la condanna per {O} e per l'imprenditore {O}.
Assolti {O}, {O} e {O}.
La sentenza {O.last} è definitiva.
Il caso {O.last} divide {body}.
Il piano {O.last} non piace a {body}.
{O.last} ({body}) attacca, {O.last} ({club}) replica.
L'assessore {O}, il consigliere {O} e l'onorevole {O.last} erano presenti.
Lo scrittore {O}, premio Strega, vive a {place}.
L'attrice {O} sposa il calciatore {O}.
Il cantautore {O} ha inciso il disco a {place}.
Il ciclista {O} ha preceduto {O.last} e {O.last} sul traguardo di {place}.
Il capogruppo di {body}, {O}, ha definito il testo irricevibile.
Monsignor {O}, arcivescovo di {place}, ha celebrato la messa.
L'imam {O} è stato espulso.
La giornalista {O}, inviata a {place}, è stata liberata.
Il banchiere {O.last} è stato ascoltato per tre ore.
I funerali di {O} si terranno {day} a {place}.
Tra i convocati {O} ({club}), {O} ({club}) e {O.last}.
Il soldato {O}, 23 anni, di {place}, è rimasto ferito in {country}.
{O.last}, che guida {body}, vola a {place}.
A {place} con {O.last} ci sarà anche {O}.
Arrestato {O}, boss di {place}.
Muore {O}, il padre di {O.last}.
Secondo il Corriere della Sera {O.last} avrebbe nascosto il rapporto.
Scrive {O} su Repubblica: la crisi non è finita.
In {country} {O.last} ha vinto le elezioni con il 52%.
Il leader cubano {O.last} ha lasciato il potere al fratello {O.first}.
{O.first}, 7 anni, e {O.first}, 9, erano scomparsi da {place}.
La piccola {O.first} è tornata a casa.
La mamma di {O.first} ha lanciato un appello.
Quando {O.last} arrivò a {place}, {O.last} era già morto.
{O} è un calciatore brasiliano.
L'inchiesta riguarda {O}, ex dirigente di {company}.
Il trofeo {O.last} va al {club}.
Il commissario europeo {O} ha incontrato il ministro {O.last}.
Le figlie di {O.last} hanno venduto {company}.
"""

NEWS_NONE = """
La Procura di {place} ha aperto un'inchiesta.
Il {club} ha vinto a {place}.
Il governo ha approvato il decreto.
La Corte di Cassazione ha respinto il ricorso di {company}.
Le truppe sono entrate a {place}.
Il Consiglio dei ministri si riunirà {day} a Palazzo Chigi.
Un terremoto ha colpito {place} e {place}.
L'Unione Europea e le Nazioni Unite hanno condannato l'attacco in {country}.
{body} e {body} hanno votato contro.
La {club} affronterà il {club} allo stadio San Siro di {place}.
L'incidente è avvenuto in {street} a {place}.
Il titolo di {company} ha perso il 3% a Piazza Affari.
Il Gran Premio di {place} si correrà a {month}.
La Santa Sede ha diffuso una nota.
Secondo l'Ansa i feriti sono 12.
In {country} si vota {day}.
Le indagini della Squadra Mobile di {place} continuano.
La Repubblica e il Corriere della Sera ne parlano oggi.
Il Teatro alla Scala di Milano riapre a {month}.
L'ospedale San Raffaele e la clinica Villa Serena sono pieni.
Al Festival di Sanremo e alla Mostra del Cinema di Venezia
La Juventus, l'Inter e la Lazio guidano la classifica.
Gli Stati Uniti e la Cina hanno firmato un accordo.
La Divina Commedia e il Signore degli Anelli sono libri.
Treni fermi da {place} a {place}.
Una scossa è stata avvertita tra {place} e {place}.
Cgil, Cisl e Uil hanno indetto lo sciopero.
La {club} espugna lo stadio Olimpico.
Il film «{word} di {place}» esce a {month}.
Gli Emirati Arabi, il Qatar e l'Arabia Saudita finanziano il progetto.
Il New York Times e la Bbc citano fonti di {body}.
Il Nobel per la Pace e il Premio Campiello
La Serie A, la Champions League e la Coppa Italia
La Nasa e la sonda Rosetta
L'aeroporto Leonardo da Vinci e lo stadio Giuseppe Meazza
L'Università Bocconi e il Politecnico di {place}
Il Ponte di Messina e la Torre di Pisa
Il Natale a {place}
Al Qaeda e Hamas hanno rivendicato l'attentato.
Sulla A1 tra {place} e {place} code di dieci chilometri.
In {street} a {place} è crollato un palazzo.
"""

SALUTATIONS = """
Gentile {S},
Gentile {S.title},
Egregio {S.title},
Gent.ma {S.title},
Caro {S.first},
Cara {S.first},
Ciao {S.first},
Buongiorno {S.first},
Buongiorno {S.title},
Gentilissima {S.title}
Egr. {S.title}
Gentili Signori,
Spett.le {company},
Spettabile Ufficio Reclami,
Buongiorno,
Salve,
Buonasera
Egregi Signori,
"""

SIGN_OFFS = _cut(
    "Cordiali saluti,|Distinti saluti,|Cordialmente,|Saluti|Grazie|In fede,|Con i migliori saluti,|"
    "cordiali saluti|Distintamente,|Un cordiale saluto,|Grazie e saluti,|saluti|"
    "In attesa di un Vostro riscontro porgo distinti saluti.|"
    "Ringraziando anticipatamente, porgo cordiali saluti|Firma|Il cliente|Con osservanza,|Buona giornata",
    "|",
)

REPLY_HEADS = """
Il giorno {date} alle ore {time} {S} <{email}> ha scritto:
Il {date} {S} ha scritto:
Da: {S} [mailto:{email}]
Da: {S} <{email}>
{S} ha scritto:
"""

REPLIES = """
Gentile {C},
Gentile {C.title},
Buongiorno {C.first},
ci dispiace per l'accaduto.
La ringraziamo per la segnalazione del {date}.
Abbiamo aperto la pratica {ref}.
La mia collega {S} la contatterà.
Ho chiesto a {S} del {dept} di verificare.
"""
