"""What makes a letter a matter for particular people, in English: words, pattern and the reason staff read.

See `flag_words` for what a row means.
"""

# ruff: noqa: E501 - a table of one row a line reads better than a broken one
# fmt: off

from typing import Literal

FlagName = Literal["data_protection", "vulnerable", "abusive", "legal_threat", "safety"]

ROWS: tuple[tuple[FlagName, str, str, str], ...] = (
    # -- data protection
    ("data_protection", "gdpr dsar dsars", r"\b(?:uk )?gdpr\b|\bdsars?\b", "names the data protection law"),
    ("data_protection", "access", r"\b(?:data )?subject access(?: request)?\b|\bright of access\b|\baccess to (?:all )?(?:of )?my (?:personal )?(?:data|information|records)\b", "asks for access to personal data"),
    ("data_protection", "sar", r"\b(?:a|my|this|make|formal) sar\b", "asks for access to personal data"),
    ("data_protection", "protection", r"\bdata[ -]protection\b", "speaks of data protection"),
    ("data_protection", "commissioner ico", r"\binformation commissioner\b|\b(?:the|to|report(?:ed|ing)? \w{1,5} to) (?:the )?ico\b", "names the data protection regulator"),
    ("data_protection", "personal", r"\bmy (?:\w{1,12} ){0,2}personal (?:data|information|details)\b|\bpersonal data\b", "speaks of personal data"),
    ("data_protection", "breach breached leak leaked", r"\b(?:data|privacy|confidentiality) (?:breach|leak)\b|\bbreach(?:ed)? (?:of )?(?:my )?(?:privacy|confidentiality|data)\b|\bleaked my\b", "reports a data breach"),
    ("data_protection", "forgotten erasure erase delete deletion remove", r"\bright to (?:be forgotten|erasure)\b|\b(?:erase|delete|remove)\b.{0,30}\bmy (?:\w{1,12} ){0,2}(?:data|details|information|records?)\b|\b(?:erasure|deletion) of (?:all )?(?:my )?(?:\w{1,12} ){0,2}data\b", "asks for data to be erased"),
    ("data_protection", "hold", r"\b(?:data|information|records?|everything)\b.{0,25}\byou (?:\w{1,8} )?hold (?:about|on|regarding) (?:me|us)\b", "asks for the data held"),
    ("data_protection", "shared disclosed sold passed sent gave", r"\b(?:shared|disclosed|sold|passed|sent|gave)\b.{0,20}\bmy (?:\w{1,12} ){0,2}(?:data|details|information|bill|bills|statement|address|number)\b.{0,25}\b(?:to|with)\b", "says that data went to somebody else"),
    ("data_protection", "consent", r"\bwithdr(?:a|e)w\w{0,4}\b.{0,15}\bconsent\b|\bwithout my consent\b", "speaks of consent"),
    ("data_protection", "processing", r"\b(?:stop|object to|restrict)\b.{0,20}\bprocessing\b", "objects to processing"),
    # -- vulnerable
    ("vulnerable", "disab* wheelchair autis* dyslexi* epilep*", r"\b(?:i am|i'm|she is|he is|is|are|registered|my|severely|partially|and|a) disabled\b(?! (?:account|service|line|by))|\bdisabled (?:person|man|woman|son|daughter|child|customer|mother|father|husband|wife)\b|\bdisabilit(?:y|ies)\b|\bwheelchair\b|\bautis(?:m|tic)\b|\bepilep\w{1,4}\b", "speaks of a disability"),
    ("vulnerable", "blind deaf impaired impairment sighted hearing", r"\b(?:am|is|i'm|'s|registered|partially|nearly|almost|and|legally|profoundly|completely|totally) (?:blind|deaf)\b|\bblind (?:person|man|woman|customer)\b|\bdeaf (?:person|man|woman|customer)\b|\b(?:visually|hearing) impair(?:ed|ment)\b|\bpartially sighted\b|\bhard of hearing\b", "speaks of impaired sight or hearing"),
    ("vulnerable", "dementia alzheimer alzheimers parkinson parkinsons stroke cancer chemo* terminal terminally dialysis oxygen ventilator insulin epilepsy", r"\bdementia\b|\balzheimer|\bparkinson|\b(?:a|had a|second) stroke\b|\bcancer\b|\bchemo(?:therapy)?\b|\bterminal(?:ly)? ill(?:ness)?\b|\bdialysis\b|\b(?:oxygen|ventilator)\b|\binsulin\b", "speaks of a serious illness"),
    ("vulnerable", "mental depression depressed anxiety ptsd breakdown panic", r"\bmental(?: |-)health\b|\b(?:severe|clinical|suffer\w{0,4} (?:from|with)|my|and|with) (?:depression|anxiety)\b|\b(?:depression|anxiety) (?:and|attacks?)\b|\bptsd\b|\b(?:nervous|mental) breakdown\b|\bpanic attacks?\b", "speaks of mental health"),
    ("vulnerable", "suicid* myself life", r"\bsuicid\w{1,4}\b|\b(?:kill|hurt|harm(?:ing)?) myself\b|\bend (?:my (?:own )?life|it all)\b", "speaks of suicide"),
    ("vulnerable", "bereave* widow widowed widower died passed funeral deceased", r"\bbereave\w{1,4}\b|\bwidow(?:ed|er)?\b|\b(?:husband|wife|partner|mother|father|mum|mam|dad|son|daughter|brother|sister|grandmother|grandfather|nan|gran|grandad|child|baby)(?:'s)? (?:\w{1,12} ){0,3}(?:died|passed away|passed)\b|\b(?:lost|death of|funeral of) my (?:\w{1,12} )?(?:husband|wife|partner|mother|father|mum|mam|dad|son|daughter|brother|sister|grandmother|grandfather|nan|gran|grandad|child|baby)\b|\b(?:my )?(?:late|deceased) (?:husband|wife|partner|mother|father|mum|mam|dad|son|daughter|brother|sister|grandmother|grandfather|nan|gran|grandad|child|baby)\b", "speaks of a death"),
    ("vulnerable", "elderly pensioner pensioners frail housebound bedridden carer carers vulnerable aged old", r"\belderly\b|\bpensioners?\b|\bfrail\b|\b(?:housebound|bedridden)\b|\b(?:full[- ]time |her |his |my |a )carer\b|\bvulnerable\b|\b(?:7[5-9]|8[0-9]|9[0-9]|10[0-9])(?:[- ]years?[- ]old|[- ]year[- ]old| years of age)\b|\baged (?:7[5-9]|8[0-9]|9[0-9]|10[0-9])\b", "speaks of age or need of care"),
    ("vulnerable", "pregnant newborn premature", r"\b(?:heavily |\d{1,2} (?:weeks|months) )?pregnant\b|\bnewborn\b|\bpremature baby\b", "speaks of a pregnancy or a newborn"),
    ("vulnerable", "priority medical medically", r"\bpriority services? register\b|\bmedical (?:equipment|condition|needs?|device)\b|\bmedically (?:dependent|vulnerable)\b", "speaks of a medical need"),
    ("vulnerable", "abuse violence abusive refuge", r"\bdomestic (?:abuse|violence)\b|\babusive (?:partner|ex|husband|wife|relationship)\b|\bwomen's refuge\b", "speaks of domestic abuse"),
    ("vulnerable", "afford bank banks homeless bailiffs debt debts redundant heating", r"\bfood ?banks?\b|\b(?:can'?t|cannot|can not|can no longer|unable to) afford\b.{0,25}\b(?:eat|food|heat|heating|rent|pay|it|this)\b|\bhomeless\b|\bbailiffs?\b|\bchoos(?:e|ing) between (?:heating|eating)\b|\bserious debt\b|\bmade redundant\b", "speaks of hardship"),
    ("vulnerable", "learning", r"\blearning (?:difficult(?:y|ies)|disabilit(?:y|ies))\b", "speaks of a disability"),
    # -- abusive
    ("abusive", "fuck* shit* cunt cunts bastard bastards wanker wankers arsehole arseholes asshole assholes twat twats prick pricks bollocks bullshit piss pissed", r"\b(?:mother)?fuck\w{0,5}\b|\b(?:bull)?shit\w{0,3}\b|\bcunts?\b|\bbastards?\b|\bwankers?\b|\b(?:arse|ass)holes?\b|\btwats?\b|\bpricks?\b|\bbollocks\b|\bpiss off\b", "foul language"),
    ("abusive", "idiot idiots moron morons imbecile imbeciles scum cretins vermin clowns muppets stupid liars parasites", r"\b(?:idiots?|morons?|imbeciles?|cretins?|scum(?:bags?)?|vermin|clowns|muppets)\b|\b(?:you|your|bunch of)\b.{0,20}\b(?:stupid|liars|parasites)\b", "insults"),
    ("abusive", "hell die rot", r"\b(?:go to|rot in|burn in) hell\b|\bhope you(?:r \w{1,12})? (?:all )?(?:die|rot)\b", "insults"),
    ("abusive", "kill hurt find live neck legs burn smash regret back bomb punch stab shoot", r"\b(?:will|'ll|going to|gonna|want to|could|should)\b.{0,15}\b(?:kill|hurt|stab|shoot|punch|smash|burn)\b.{0,12}\b(?:you|him|her|them|your|every(?:one|body))\b|\bi (?:will|'ll|shall|am going to) find (?:you|out where you live|him|her)\b|\bi know where (?:you|he|she|they) (?:live|work)\b|\bbreak (?:your|his|her) (?:neck|legs|face|arms?)\b|\b(?:you(?:'ll| will| are going to)|they(?:'ll| will)|make you) (?:all )?(?:regret|be sorry)\b|\bwatch your back\b|\b(?:a|plant a) bomb\b|\bcome (?:round|down|over) there and\b", "a threat against people"),
    # -- legal threat
    ("legal_threat", "solicitor solicitors lawyer lawyers barrister attorney", r"\b(?:solicitors?|lawyers?|barrister|attorney)\b", "names a lawyer"),
    ("legal_threat", "legal court courts claims sue suing sued proceedings tribunal litigation writ action claim", r"\blegal (?:action|proceedings|advice|representative|rights|remed(?:y|ies)|steps|team|department|routes?)\b|\b(?:take|taking|see|seeing|took)\b.{0,25}\b(?:to|in) (?:the )?(?:\w{1,10} )?court\b|\bcounty court\b|\bcourt (?:action|proceedings|claim|order)\b|\bsmall claims\b|\b(?:sue|suing|sued)\b|\blitigation\b|\bletter before (?:action|claim)\b|\btribunal\b", "speaks of legal action"),
    ("legal_threat", "ombudsman ombudsmans ombudsmen ofgem ofcom ofwat fca adr regulator cisas cedr", r"\bombudsm[ae]n\b|\b(?:ofgem|ofcom|ofwat|cisas|cedr)\b|\b(?:the|to|your) regulator\b|\b(?:the )?fca\b|\badr scheme\b", "names the ombudsman or a regulator"),
    ("legal_threat", "trading citizens mp consumer", r"\btrading standards\b|\bcitizens'? advice\b|\bmy (?:local )?mp\b|\bconsumer rights act\b", "names an authority or adviser"),
    ("legal_threat", "press newspaper newspapers media journalist journalists bbc watchdog itv reporter papers", r"\b(?:go|going|went|take|taking|contact\w{0,3}|tell\w{0,3}|inform\w{0,3}|speak\w{0,3}|sell\w{0,3}|sent?d?)\b.{0,30}\b(?:press|newspapers?|papers|media|journalists?|bbc|itv|reporter)\b|\bsocial media\b|\bbbc watchdog\b|\bnewspapers?\b", "speaks of the press"),
    # -- safety
    ("safety", "gas", r"\bgas leak\w{0,3}\b|\bleak\w{0,3} (?:of )?gas\b|\bsmel(?:l|ls|t|led|ling)\b.{0,12}\bgas\b|\bgas smell\b|\b(?:fug[ah]e?|perdit[ae]|odore|puzza)\b.{0,10}\bgas\b", "gas"),
    ("safety", "monoxide monossido", r"\bcarbon monoxide\b|\bmonossido\b", "carbon monoxide"),
    ("safety", "wires wire cable cables shock shocks shocked electrocuted sparks sparking sparked", r"\b(?:exposed|bare|live|loose|hanging)\b.{0,12}\b(?:wir(?:es?|ing)|cables?)\b|\belectr(?:ic|ical) shocks?\b|\belectrocut\w{1,4}\b|\bspark(?:s|ing|ed)\b", "electricity"),
    ("safety", "fire fires burn burning burnt burned smoke explosion exploded explode melted scald*", r"\b(?:caught|on|catch|house|kitchen|electrical|start\w{0,3} a|small|a) fire\b|\bfire (?:brigade|service|hazard|risk|engine|broke)\b|\bburn(?:ing|t) (?:smell|plastic|rubber|hands?|fingers?|arm|face)\b|\bsmell of (?:burning|smoke)\b|\bburn(?:ed|t) (?:my|her|his|our)\b|\bsmoke\b.{0,15}\b(?:from|coming|filled|poured|pouring)\b|\bexplo(?:sion|ded|de)\b|\bmelted\b|\bscald\w{0,4}\b", "fire, smoke or burns"),
    ("safety", "danger dangerous unsafe hazard hazardous injured injury injuries accident ambulance hospital hospitalised", r"\b(?:in|real|serious|great) danger\b|\bdangerous(?:ly)?\b|\bunsafe\b|\b(?:safety|trip|health) hazard\b|\bhazardous\b|\binjur(?:ed|y|ies)\b|\bambulance\b|\b(?:taken|rushed|ended up|admitted)\b.{0,12}\bhospital\b", "danger or injury"),
    ("safety", "suicid* myself life", r"\bsuicid\w{1,4}\b|\b(?:kill|hurt|harm(?:ing)?) myself\b|\bend (?:my (?:own )?life|it all)\b", "danger to life"),
)
