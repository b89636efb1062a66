"""What mail programs write around other people's words, by language: data, no rules.

Collected from the programs' own user interfaces (Outlook, Gmail, Apple Mail, Thunderbird, phones) in English, Italian,
German, French, Spanish, Portuguese, Dutch, Polish, Swedish, Danish, Norwegian, Finnish and, for the verb and the
header labels only, some more.
"""

# Verbs of the line above a quotation: "On Monday, Mary wrote:"
WROTE = (
    "wrote", "writes", "has written",
    "ha scritto", "ha inviato", "scrive", "scriveva", "scrisse",
    "schrieb", "schrieben", "schreibt", "geschrieben",
    "a écrit", "écrit", "ecrit", "écrivait", "a ecrit",
    "escribió", "escribio", "escribía", "ha escrito",
    "escreveu", "escrevia",
    "schreef", "schrijft", "geschreven",
    "napisał", "napisała", "napisał(a)", "napisal", "napisal(a)", "pisze",
    "skrev", "skriver", "kirjoitti", "skrifaði",
    "napsal", "napsala", "napsal(a)", "napísal", "napísal(a)",
    "írta", "ezt írta", "a scris", "va escriure", "kirjutas", "rašė", "rakstīja", "napisao", "je napisal",
    "написал", "написала", "написал(а)", "пишет", "писал", "написав", "пише", "написа",
    "έγραψε", "yazdı", "şunu yazdı", "写道", "寫道", "写了", "のメール", "書きました", "작성", "كتب", "כתב",
)  # fmt: skip

# Words that begin such a line
ON = (
    "on", "il", "il giorno", "in data", "nel giorno", "am", "le", "el", "em", "a", "op", "dnia", "w dniu", "den", "på",
    "dne", "dňa", "în", "в", "em", "at", "quoting", "citando", "zitat von", "från", "fra", "from",
    "às",
)  # fmt: skip

# "-----Original Message-----"
ORIGINAL = (
    "initial header", "original header", "intestazione originale", "intestazione iniziale",
    "original message", "original email", "original mail", "original e-mail", "reply message", "reply",
    "messaggio originale", "messaggio originario", "mail originale", "email originale",
    "ursprüngliche nachricht", "ursprüngliche mail", "originalnachricht", "original-nachricht", "ursprüngliche e-mail",
    "message d'origine", "message d’origine", "message original", "message initial", "mail original",
    "mensaje original", "mensagem original", "mensaje inicial",
    "oorspronkelijk bericht", "oorspronkelijke bericht", "originele bericht", "origineel bericht",
    "wiadomość oryginalna", "oryginalna wiadomość", "wiadomość pierwotna", "treść oryginalnej wiadomości",
    "originalmeddelande", "ursprungligt meddelande", "ursprungligt brev", "oprindelig meddelelse", "oprindelig besked",
    "original melding", "opprinnelig melding", "original meddelelse", "alkuperäinen viesti", "původní zpráva",
    "pôvodná správa", "eredeti üzenet", "mesaj original", "mesajul original", "исходное сообщение",
    "оригинальное сообщение", "пересылаемое сообщение", "αρχικό μήνυμα", "özgün ileti", "orijinal mesaj", "原始邮件",
    "邮件原件", "原始郵件", "元のメッセージ", "missatge original",
)  # fmt: skip

# "---------- Forwarded message ---------"
FORWARDED = (
    "forwarded message", "begin forwarded message", "forwarded mail", "forwarded email", "start forwarded message",
    "messaggio inoltrato", "inizio messaggio inoltrato", "inizio del messaggio inoltrato", "mail inoltrata",
    "weitergeleitete nachricht", "anfang der weitergeleiteten nachricht", "anfang der weitergeleiteten e-mail",
    "weitergeleitete e-mail", "beginn der weitergeleiteten nachricht",
    "message transféré", "début du message réexpédié", "début du message transféré", "message réexpédié",
    "mensaje reenviado", "inicio del mensaje reenviado", "mensaje remitido",
    "mensagem encaminhada", "mensagem reencaminhada", "início da mensagem encaminhada",
    "início da mensagem reencaminhada", "começo da mensagem encaminhada",
    "doorgestuurd bericht", "begin doorgestuurd bericht", "begin van doorgestuurd bericht",
    "przekazana wiadomość", "wiadomość przekazana", "wiadomość przekazana dalej", "treść przekazanej wiadomości",
    "początek przekazanej wiadomości", "początek przekazywanej wiadomości", "wiadomość przesłana dalej",
    "vidarebefordrat meddelande", "vidarebefordrat brev", "vidarebefordrat mail", "början på vidarebefordrat brev",
    "vidarebefordrat mejl", "videresendt meddelelse", "videresendt mail", "videresendt melding", "videresendt besked",
    "start på videresendt besked", "start på videresendt melding", "begynnelse på videresendt melding",
    "videresendt e-post", "välitetty viesti", "edelleenlähetetty viesti", "přeposlaná zpráva", "továbbított üzenet",
    "mesaj redirecționat", "пересланное сообщение", "переадресованное сообщение", "转发的邮件", "转发邮件",
    "missatge reenviat",
)  # fmt: skip

# Labels of the header lines that Outlook and others put above a quotation or a forward
FROM = (
    "from", "da", "von", "de", "van", "od", "från", "fra", "lähettäjä", "mittente", "absender", "expéditeur",
    "remitente", "remetente", "afzender", "nadawca", "avsändare", "afsender", "avsender", "от", "кого", "feladó",
    "de la", "gönderen", "kimden", "από", "发件人", "寄件者", "差出人", "보낸사람",
)  # fmt: skip
DATE = (
    "sent", "date", "sent at", "sent on", "inviato", "inviata", "data", "data invio", "gesendet", "datum",
    "gesendet am",
    "envoyé", "envoyé le", "date d'envoi", "envoye", "enviado", "enviado el", "enviado em", "enviada", "enviada em",
    "enviada el", "fecha", "verzonden", "wysłano", "data wysłania", "wysłane", "skickat", "sendt", "dato", "lähetetty",
    "päivämäärä", "päiväys", "odesláno", "dátum", "elküldve", "trimis", "отправлено", "дата", "gönderildi", "tarih",
    "ημερομηνία", "发送时间", "日期", "送信日時", "il giorno",
)  # fmt: skip
TO = (
    "to", "a", "an", "à", "para", "aan", "do", "till", "til", "pour", "destinatario", "destinatari", "destinataire",
    "destinatário", "empfänger", "ontvanger", "adresat", "mottagare", "modtager", "mottaker", "vastaanottaja", "komu",
    "címzett", "către", "кому", "kime", "alıcı", "προς", "收件人", "宛先",
)  # fmt: skip
SUBJECT = (
    "subject", "oggetto", "betreff", "betr.", "betr", "objet", "sujet", "asunto", "assunto", "onderwerp", "temat",
    "ämne", "emne", "aihe", "otsikko", "předmět", "predmet", "tárgy", "subiect", "тема", "konu", "θέμα", "主题", "主旨",
    "件名",
)  # fmt: skip
OTHER_LABELS = (
    "cc", "c.c.", "bcc", "ccn", "cci", "kopie", "kopia", "kopi", "copia", "copie", "cópia", "kopio", "копия", "másolat",
    "reply-to", "reply to", "rispondi a", "risposta", "antwort an", "antworten an", "répondre à", "responder a",
    "beantwoorden", "odpowiedz do", "svar till", "svar til", "priority", "priorità", "importance", "importanza",
    "wichtigkeit", "priorität", "importancia", "attachments", "attachment", "allegati", "allegato", "anlagen", "anhang",
    "pièces jointes", "adjuntos", "datos adjuntos", "anexos", "bijlagen", "załączniki", "bilagor", "bilag", "vedlegg",
    "organization", "organisation", "sender", "resent-from", "message-id", "sensitivity",
)  # fmt: skip

# Lines that help desks put above their own text
ABOVE = (
    "reply above this line", "type your reply above", "please reply above", "write above this line",
    "reply above the dotted line", "please type your reply above this line",
    "rispondi sopra questa riga", "rispondere sopra questa riga", "scrivere sopra questa linea",
    "scrivi la tua risposta sopra questa riga", "digita la risposta sopra questa riga",
    "antworten sie oberhalb dieser zeile", "bitte antworten sie oberhalb dieser linie", "über dieser zeile antworten",
    "oberhalb dieser zeile", "répondez au-dessus de cette ligne", "répondre au-dessus de cette ligne",
    "responda por encima de esta línea", "escriba su respuesta por encima de esta línea",
    "responder encima de esta línea",
    "responda acima desta linha", "typ uw antwoord boven deze regel", "reageer boven deze regel",
    "antwoord boven deze lijn", "odpowiedz powyżej tej linii", "svara ovanför den här raden", "svar over denne linje",
)  # fmt: skip

# Words before the name: "Kind regards,"
SIGN_OFFS = (
    "regards", "kind regards", "best regards", "warm regards", "best wishes", "many thanks", "thanks", "thank you",
    "thanks and regards", "thanks in advance", "with thanks", "thanking you", "best", "all the best", "cheers", "yours",
    "sincerely", "yours sincerely", "yours faithfully", "yours truly", "respectfully", "kindest regards", "rgds",
    "with kind regards", "with best regards", "cordially", "warmly", "kr", "br", "yours in anticipation",
    "cordiali saluti", "distinti saluti", "saluti", "cordialmente", "un saluto", "un cordiale saluto", "in fede",
    "cordialità", "grazie", "grazie mille", "con osservanza", "i migliori saluti", "tanti saluti", "buona giornata",
    "buon lavoro", "grazie e saluti", "in attesa di riscontro", "a presto", "ossequi", "attendo riscontro",
    "cordiali saluti e grazie", "grazie e cordiali saluti", "porgo cordiali saluti", "porgo distinti saluti",
    "mit freundlichen grüßen", "mit freundlichen grüssen", "mit freundlichem gruß", "mit freundlichem gruss",
    "freundliche grüße", "freundliche grüsse", "beste grüße", "viele grüße", "liebe grüße", "herzliche grüße", "mfg",
    "hochachtungsvoll", "mit besten grüßen", "schöne grüße", "grüße", "gruß", "vg", "lg", "danke", "vielen dank",
    "cordialement", "bien cordialement", "salutations", "sincères salutations", "salutations distinguées",
    "meilleures salutations", "bien à vous", "merci", "respectueusement", "merci d'avance", "sincèrement",
    "un saludo", "saludos", "saludos cordiales", "atentamente", "muchas gracias", "gracias", "un cordial saludo",
    "reciba un cordial saludo", "cordiales saludos", "le saluda atentamente", "muy atentamente",
    "atenciosamente", "cumprimentos", "com os melhores cumprimentos", "melhores cumprimentos", "obrigado", "obrigada",
    "att", "abraços", "muito obrigado", "saudações", "grato", "grata",
    "met vriendelijke groet", "met vriendelijke groeten", "vriendelijke groet", "vriendelijke groeten", "groeten",
    "groet", "mvg", "hartelijke groet", "hoogachtend", "met hartelijke groet", "bedankt", "alvast bedankt",
    "pozdrawiam", "z poważaniem", "z wyrazami szacunku", "z pozdrowieniami", "pozdrowienia", "dziękuję",
    "med vänlig hälsning", "med vänliga hälsningar", "vänliga hälsningar", "mvh", "hälsningar", "vänligen", "tack",
    "med venlig hilsen", "venlig hilsen", "de bedste hilsner", "hilsen", "mange hilsner", "tak", "på forhånd tak",
    "med vennlig hilsen", "vennlig hilsen", "beste hilsen", "takk", "ystävällisin terveisin", "terveisin", "kiitos",
    "parhain terveisin",
)  # fmt: skip
