"""The words by which the parts of a letter are known, in seven languages: data for `sections`, nothing else."""

import re

_MONTHS = (
    r"jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|f[ée]vr(?:ier)?|mar(?:ch|s|zo|ço)?|m[äa]rz|maart|apr(?:il|ile)?|avril|"
    r"abril|may|mai|mei|mayo|maio|maggio|june?|juni|juin|junio|junho|giugno|july?|juli|juillet|julio|julho|luglio|"
    r"aug(?:ust|ustus)?|ao[ûu]t|agosto|sep(?:t|tember)?|septembre|se(?:p?t)?tiembre|settembre|setembro|o[ck]t(?:ober)?|"
    r"octobre|octubre|ottobre|outubro|nov(?:ember|embre|iembre|embro)?|de[cz](?:ember|embre|embro)?|"
    r"d[ée]cembre|diciembre|dicembre|gen(?:naio)?|enero|janeiro|januari|febbraio|febrero|fevereiro|februari"
)
DATE = re.compile(
    rf"\b\d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?(?:\d{{4}}|\d{{2}})\b|\b\d{{4}}-\d\d-\d\d\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th|er|º|°|\.)?\s+(?:de\s+|of\s+)?(?:{_MONTHS})\.?,?\s+(?:de[l]?\s+)?\d{{4}}\b"
    rf"|\b(?:{_MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}\b",
    re.I,
)
SALUTATION = re.compile(
    r"(?:dear|to whom it may concern|hello|hi|good (?:morning|afternoon|evening)|sirs?\b|madam\b"
    r"|gentil[ei]|gent\.?\s?m[aoi]|egregi[oa]?|illustr|buon ?giorno|buonasera|salve|car[oaie]\b"
    r"|sehr geehrte|guten tag|liebe[rs]?\b|hallo|madame|monsieur|messieurs|mesdames|bonjour|ch[eè]re?s?\b"
    r"|estimad[oa]s?|muy se[ñn]or|apreciad[oa]s?|prezad[oa]s?|ex\.?m[oa]s?|car[oa]s senhores|geachte|beste\b)",
    re.I,
)
SIGN_OFF = re.compile(
    r"(?:yours (?:faithfully|sincerely|truly|ever)|(?:very )?sincerely"
    r"|(?:kind|best|warm|with)? ?(?:kind )?regards|best wishes"
    r"|(?:distinti|cordiali|i migliori|con i migliori|un cordiale|in attesa.{0,60}) ?salut[oi]|saluti\b"
    r"|cordialmente|con osservanza"
    r"|(?:mit )?freundliche[nr]? gr[üu](?:ß|ss)en?|hochachtungsvoll|(?:viele|beste) gr[üu](?:ß|ss)e"
    r"|veuillez (?:agr[ée]er|recevoir|croire)|je vous prie d.agr[ée]er|cordialement|(?:mes )?salutations|bien [àa] vous"
    r"|atentamente|(?:un )?(?:cordial )?saludos?\b|le saluda|atenciosamente|(?:com os melhores )?cumprimentos"
    r"|met vriendelijke groet|hoogachtend)",
    re.I,
)
SUBJECT = re.compile(
    r"(?:re|ref|our ref|your ref|subject|oggetto|ogg|betreff?|betrifft|objet|asunto|assunto"
    r"|betreft|onderwerp|complaint)\b\s*[.:]"
    r"|(?:complaint|formal complaint|reclamo|beschwerde|r[ée]clamation|reclamaci[óo]n|reclama[çc][ãa]o"
    r"|klacht)\b.{3,80}$",
    re.I,
)
ENCLOSURES = re.compile(
    r"(?:enc(?:l|ls|s|losures?)?|allegat[oi]|anlagen?|pi[eè]ces? jointes?|p\.\s?j\.|anexos?|adjuntos?"
    r"|bijlagen?)\b\s*[.:(\d]",
    re.I,
)
OURS = re.compile(
    r"\b(?:complaints?|customer (?:service|care|relations)|reclami|ufficio|servizio clienti|beschwerde\w*|kundendienst"
    r"|kundenservice|r[ée]clamations|service clients?|reclamaciones"
    r"|atenci[óo]n al cliente|reclama[çc][õo]es|klantenservice"
    r"|p\.?\s?o\.? box|casella postale|postfach|bo[iî]te postale|apartado|spett\.?\s?(?:le|abile)"
    r"|alla (?:cortese )?attenzione"
    r"|ltd|limited|plc|s\.?p\.?a\.?|s\.?r\.?l\.?|gmbh|ag|inc|b\.?v\.?|s\.?a\.?)(?=\W|$)",
    re.I,
)
ADDRESS = re.compile(r"\d{4,5}\b|\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b|@|\b\d{2,5}[ /-]\d{3,}", re.I)
