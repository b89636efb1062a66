"""Knows the text of an absence note and of a receipt, in our languages.

Tests on single texts, which say nothing of the subject above them: `automatic` puts both together. A complaint may tell
of a holiday too; what makes a note is that it is short, and says when its writer is back or whom to ask instead.
"""

import re

_LONGEST = 1_200  # characters: who is away says so in a few lines
_BACK = re.compile(
    r"\b(?:until|till|return|back (?:on|in|at)|upon my|limited access|no access|urgent|in my absence|contact|"
    r"fino al?|rientr\w+|tornerò|urgen\w+|contatt\w+|rivolg\w+|"
    r"bis\b.{0,20}\d|wieder (?:da|im|ab|erreichbar)|zurück|dringend\w*|wenden|"
    r"jusqu['’]|retour|joignable|contacter|hasta|regres\w+|vuelta|contact[aeo]r?|até|regress\w+|"
    r"tot\b.{0,20}\d|terug|neem contact|do \d|wr[óo]c\w+|kontakt\w*|"
    r"till (?:den|\d)|tillbaka|til (?:d\w+|\d)|tilbage|tilbake)",
    re.IGNORECASE,
)
_ABSENCE = re.compile(
    r"\b(?:i (?:am|will be|'m|’m) (?:currently )?(?:out of|away|on (?:annual |holiday|leave|vacation|sick|maternity|"
    r"parental))|nicht (?:erreichbar|verfügbar)|"
    r"out of (?:the )?office|limited access to (?:my )?e-?mail|(?:will|shall) (?:reply|respond|"
    r"answer).{0,60}(?:return|back)|"
    r"(?:sono|sarò) (?:assente|fuori|in ferie)|al mio rientro|fino al\b.{0,40}(?:assente|ferie)|(?:bin|"
    r"ich) .{0,40}(?:nicht im|"
    r"abwesend|im urlaub|außer haus)|(?:wieder|zurück) (?:erreichbar|im büro|am)|je (?:suis|serai) (?:absent|en cong)|"
    r"à mon retour|(?:estoy|estaré) (?:fuera|ausente|de vacaciones)|(?:estou|estarei) (?:ausente|fora|de férias)|"
    r"ik ben (?:afwezig|niet|met vakantie|op)|jestem (?:nieobecn|na urlopie|poza)|jag är (?:på semester|inte|borta)|"
    r"jeg er (?:på ferie|ikke|fraværende))",
    re.IGNORECASE,
)
_READ = re.compile(
    r"(?:was|has been) (?:read|opened|displayed)|(?:è stato|venne) (?:letto|visualizzato|aperto)|(?:wurde|"
    r"haben) .{0,40}(?:gelesen|"
    r"geöffnet|angezeigt)|a été (?:lu|ouvert|affiché)|(?:ha sido|fue) (?:leíd|abiert|mostrad)|foi (?:lid|abert|exibid)|"
    r"is (?:gelezen|geopend)|zosta[łl]a? (?:przeczytan|odczytan|otwart)",
    re.IGNORECASE,
)


def tells_of_absence(text: str, *, plainly: bool) -> bool:
    """Whether a text is that of an absence note.

    Args:
        text: what is new in the mail.
        plainly: whether the subject is one that programs give to such notes, and people to nothing.
    """
    if len(text) > _LONGEST:
        return False
    back, away = bool(_BACK.search(text)), bool(_ABSENCE.search(text))
    return (back and away) or (plainly and (back or away))


def tells_of_reading(text: str) -> bool:
    """Whether a text is that of a receipt: short, and it says when the mail was read."""
    return len(text) < _LONGEST and bool(_READ.search(text)) and any(map(str.isdigit, text))
