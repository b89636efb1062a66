"""English sentences to train on: {S} colleague, {C} the writer, {T} somebody written for, {O} others.

`{S.first}` asks for one form of the name. These templates are for training only; no test or benchmark uses them.
"""


def _cut(words: str, sign: str | None = None) -> list[str]:
    return words.split(sign)


STAFF = """
I spoke to {S} on {date} and was told the matter was closed.
On {day} I spoke with {S} in {dept}, who promised a refund of {amount}.
{S} told me that somebody would ring back within two days.
Your colleague {S} was very rude to me on the telephone.
The agent, {S}, refused to give me a reference.
I was put through to {S} at {time} and then cut off.
When I rang {phone} the person who answered, {S}, said there was no record of my account.
an advisor called {S.first} said she'd sort it
A young man named {S.first} answered.
I then dealt with {S} from {dept}.
Please pass this to {S}, who knows the case.
{S} and {S} both assured me the engineer would come on {date}.
Both {S.first} and {S.first} hung up on me.
spoke to {S.first} again today, no joy
Spoke w/ {S} re {ref} - no call back.
{S}, the branch manager at {place}, has ignored three of my letters.
Your engineer {S.first} arrived at {time} and left after ten minutes.
I have an email from {S} dated {date} confirming the credit of {amount}.
According to {S}, the {product} was never dispatched.
He said his name was {S.first} and that he worked in {dept}.
She gave her name as {S}.
the operator ({S.first}) laughed at me
I asked {S} for her surname but she would not give it.
After forty minutes I was transferred to a supervisor, {S}.
It was {S} who took my payment on {date}.
I was assured by {S} that {company} would honour the offer.
I was advised by {S} of your {dept} that no fee was due.
My case handler is {S}.
My complaint is about {S}, who works in your {place} branch.
Thank you to {S.first} in {dept} who was the only helpful person.
{S.first} in {dept} promised to look into it.
{S} rang me on {phone} at {time}.
Could {S.first} call me on {phone}?
I left a message for {S} on {date}, but heard nothing.
{S.title} signed your letter of {date}.
In her letter of {date} {S} writes that I owe {amount}.
I refer to the telephone conversation with {S} yesterday.
Further to my call with {S} on {date} ({ref}), nothing has happened.
I met {S} at your office in {place} in {month}.
Names of people I spoke to: {S}, {S} and {S}.
Staff spoken to: {S} ({date}), {S.first} ({date})
Call 1: {date} {time}, {S.first}, {dept}. Call 2: {date}, {S.first}, no answer.
1. {date} - {S} - said a refund was on its way
- {day}: {S.first} (technical) reset the router.
Your representative {S} visited us at {street} on {date}.
the technician {S.first} from {company} broke our fence
Mr. {S.last} said to wait. Mr. {S.last} was wrong.
someone called {S.first} or similar
a lady, i think {S.first}, took my details
{S.first} said one thing, {S.first} said another!!!
I want {S} to apologise in writing.
When I asked for {S}, your switchboard said nobody of that name worked there.
Kindly forward this to {S} or to whoever replaces him.
{S.last}, your manager, has not replied.
FAO {S}
Attn: {S}, {dept}
For the attention of {S}
Agent name: {S}
Adviser: {S}
I emailed {S} ({email}) on {date}.
Each time I call I get {S}, who reads from a script.
{S} has been the handler of my case since {month}.
it was {S} again, the same one that cut me off in {month}
"We cannot help you," said {S}.
I was then told, this time by {S}, that the {product} was out of stock.
Would you ask {S} why she closed the ticket {ref}?
{S.first}, who I was told runs the {place} depot, never rang.
Would you credit it, {S.first} put the phone down.
I got {S.first} on the line on {day}, then {S.first}, then {S.first} again.
{S.first} put me on hold for an hour.
{S.first} kept interrupting me and {S.first} shouted.
{S.first} hung up.
my call was taken by {S.first}
Having waited {number} minutes I was greeted by {S}.
The only name I have is {S.first}.
The signature on the letter reads {S}.
{S} entered my garden without asking.
{S} turned up at {time} without any tools.
A chap by the name of {S.first} came on {day}.
A lady named {S} said that I should write in.
a guy ({S.first}?) told me it was sorted
Tell {S.first} in the shop that I am still waiting.
Can you ask {S.first} to get in touch?
The cheque was handed to {S} at the counter.
Not even {S}, who is supposed to be in charge, could say.
As agreed with {S}, I am sending the photos.
As {S} will confirm, I reported the fault on {date}.
On {S}'s advice I switched the {product} off.
{S}'s manner was appalling.
Thanks to {S}, the fault was found, but not mended.
{S} did not bother to turn up.
I have nothing against {S}, but the bill is wrong.
{S} insists that I signed.
{S} insisted that the meter was read on {date}.
They blamed it on {S}.
I dealt first with {S}, next with {S}, and last with {S}.
If {S} is on leave, who has my file?
Apparently {S} has left the company.
You employ a {S.title} who should not be near the public.
(his name badge said {S.first})
The driver, whose badge read {S}, threw the parcel over the gate.
Both letters were signed "{S}".
First contact: {S}. Second contact: {S}.
Despite what {S} claims, nobody called on {date}.
{S} sent me the wrong form, {S} sent me none.
I trusted {S}.
What {S.first} told me in {month} was untrue.
I am fed up with {S} and with {S}.
In {month} it was {S.first}, in {month} {S.first}; the answer never changes.
"""

SELF = """
My name is {C} and I have been a customer for ten years.
my name is {C}, account number {number}
I, {C}, of {street}, {place}, wish to complain.
I am {C} and I live at {street}.
This is {C} again, about {ref}.
{C} here. Still no broadband.
Name: {C}
Full name: {C}
Customer name: {C}
Account holder: {C}
The account is in the name of {C}.
Account in name of {C}, {street}, {place} {postcode}
You addressed the letter to {C.title}, which is me.
Your letter calls me {C}; please correct it.
From: {C} <{email}>
Signed {C}
I'm {C}, the account holder.
The undersigned, {C}, hereby gives notice.
It's {C} from {street}.
Hi, {C.first} here
You can reach me, {C}, on {phone}.
Complainant: {C}
Yours is the third letter to {C.title} at {street}.
i am {C.first}, i wrote last week too
{C}, {street}, {place}
{C}, {street}, {place} {postcode}, tel. {phone}
{C}
I remain, {C}
My details: {C}, {street}, {place}
Complainant's name: {C}
Please write to {C} at {street}, {place}.
Make the cheque out to {C}.
I confirm that I, {C}, opened the account on {date}.
customer: {C} acc no {number}
"""

THIRD = """
I am writing on behalf of my mother, {T}, who is 84.
I write on behalf of {T}.
My husband {T} is the account holder.
My wife, {T.first}, took the call.
My father {T} passed away on {date}.
I hold power of attorney for {T}.
my son {T.first} was at home when the engineer came
My late husband's account ({T}) is still open.
My neighbour {T} saw everything.
I act for {T} of {street}, {place}.
We act on behalf of our client, {T}.
My daughter {T.first} uses the line for her school work.
The tenant, {T}, moved out in {month}.
I am the carer of {T}, who cannot write herself.
My client {T.title} instructs me to claim {amount}.
on behalf of my brother {T} please cancel the {product}
I enclose a letter of authority signed by {T}.
{T} has asked me to write for her.
As executor of the late {T} I need the account closed.
my nan {T} is disabled and relies on the alarm
I am the son of {T} and deal with her bills.
My partner {T.first} and I moved to {street}.
My flatmate {T.first} pays half of the bill.
The supply is for my aunt, {T}, at {street}.
I am making this complaint for my friend {T}.
The bill payer is {T}, my godmother.
{T}, my late husband, signed the contract.
The account belongs to {T}, who is blind and lives with me.
Please speak to my wife {T.first} if I am out.
The line is used by {T.first}, our youngest.
{T}, for whom I act, is ninety.
My better half, {T.first}, was in tears.
The policy holder is my ex-husband {T}.
In the matter of my client {T} I write as follows.
I enclose {T}'s signed consent.
You have disconnected {T}, a vulnerable man of 81.
{T} (my grandfather) cannot manage the stairs.
Our neighbour {T} has no telephone, so I write for him.
My sister {T} is authorised to talk to you about the account.
I look after {T} and her affairs.
"""

OTHER = """
My doctor, {O}, can confirm this.
I have written to my MP, {O}, about it.
{O} of {company} fitted the boiler in {month}.
The previous tenant was {O}, and her letters still come here.
You sent me a bill addressed to {O}, who does not live here.
Letters for {O} keep arriving at {street}.
I am not {O}!
The solicitor {O} will write to you.
As {O} said on television, companies like {company} never learn.
I saw your chief executive, {O}, on the news.
The ombudsman's officer, {O}, gave me the reference {ref}.
A journalist, {O} of the {place} Post, has asked about it.
I bought it from {O} at {company}.
the plumber {O.first} said the pipe was fine
{O} lives at number {number}.
President {O.last} arrived in {place} on {day}.
{O} won the match in {place}.
Have you read anything by {O}?
{O} is a great mechanic, and honest.
Ask for {O.first}, he is the best in {place}.
{O.first} and {O.first} are getting married in {month}.
I went to see {O.title} about my back.
{O} wrote a book about {country}.
Does anyone know where {O} was born?
{O} directed the film, with {O} and {O}.
The {O.last} novel is about {place}.
{O}'s house was sold for {amount}.
{O.first}'s dog got out again.
Love {O.first} so much!
@word thanks {O.first} see you in {place}
Happy birthday {O.first}!!!
lol {O.first} is so funny
watching {O} on tv tonight
RT {O} is playing in {place} on {day}
{O}, {O} and {O} were present.
Attendees: {O}, {O}, {O}
The meeting with {O} has been moved to {day}.
I have left a voicemail for {O}.
Can you send the file to {O.first}?
{O.first}, could you have a look at the attached?
{O.first} -
{O.first},
Thanks, {O.first}
{O.first} and I will be in {place} on {day}.
Please call {O} at {phone}.
{O} - {company}
{O}, {company}, {place}
cc: {O}, {O}
According to {O}, police officers in {place} said so.
{O}, 34, of {place}, was arrested on {day}.
{O} ({company}) told reporters that sales fell.
{O.last} said he was pleased. "{O.last} was always kind," she added.
The service at {company} was awful, but {O.first} at the desk was lovely.
Dr. {O.last} and her staff are wonderful.
{O.last} v {O.last} settles the point.
{O.last} is a bad president and {O.last} would be worse.
The death of {O.last} leaves a gap.
{O.last}'s cousin was taken hostage in {place}.
{O.last}, the interim prime minister, said the talks in {place} had failed.
Prime Minister {O} met {O.last} in {place} on {day}.
{place} police arrested {O}, 41.
{O} of the {place} Times has more on this.
Spokesman {O} declined to comment.
Senator {O.last} and Congressman {O} voted against.
Critics of {O.last} say that {company} paid for it.
The {O.last} administration denies it.
Gen. {O} commands the troops in {place}.
Like {O.first}, I will still be around.
Following {O.first}'s announcement yesterday I thought about it.
Does {O.first} still work for {company}?
Paintings by {O.last} hang in {place}.
What influenced {O.last}'s style?
I took a lesson with {O.first} at {company}.
{O.first} did a great job on my car!
{O} and the team at {company} are the best.
Thanks from {O.first}
My hairdresser {O.first} is amazing.
{O.first} was very helpful and polite, I will go back to {company}.
We had {O.first} as our waiter.
Nurse {O.first} was kind; Dr. {O.last} was not.
Best dentist ever, thank you Dr. {O}!
{O.first} is pregnant.
{O.first} is still with {O.first}.
I love {O} and {O}.
{O} has a new album.
Who is {O}?
{O}: born in {place}, died in {place}
{O}'s resume is attached.
{O} will be joining us on {day} from {company}.
I spoke to {O.first} about the {product} deal and {O.first} agrees.
Per {O.first}'s request, here is the file.
{O.first} asked me to send this to you.
Please welcome {O}, our new analyst.
{O.first}/{O.first},
{O.first}, {O.first},
{O.first} & {O.first} -
fyi {O.first}
Let {O.first} or {O.first} know.
{O} @ {company}
{O} ({phone})
{O}, Vice President of {company}
{O}
{O.first}
{O}
{company}
{phone}
"""

NONE = """
I live at {street}, {place} {postcode}.
The engineer never came to {street}.
My account with {company} was closed in {month}.
I have been with {company} since {month} and I bought the {product}.
The {product} from {company} broke on {date}.
Please send the refund to my account at {company}.
{company} and {company} both refused.
My bill of {date} says {amount}, which is wrong.
I called on {date} at {time} from {phone}.
The reference is {ref}.
THIS IS THE THIRD TIME I COMPLAIN
FORMAL COMPLAINT - ACCOUNT {number}
NOTICE OF DISPUTE
I moved from {street} to {street} in {month}.
I will be in {place} until {date}.
Will you please answer? May I remind you of my letter of {date}?
Mark my words, I will go to the ombudsman.
Bill me once, not twice.
I was in {place} on {day} and went to {company}.
Your shop in {street} was shut.
The {company} store on {street}, {place} is closed.
The contract is for the {product}.
Dear Sir or Madam,
Dear Sirs,
To whom it may concern
Dear {company},
Dear Customer Services,
Hello there,
Hi team,
Regards
Yours faithfully
Thank you in advance
{company}
{dept}
{company}, {street}, {place}, {postcode}
Sent from my {product}
I want to rent a flat in {place}, near {street}.
What is the best restaurant in {place}?
How far is {place} from {place}?
Take {street} and turn left at the {company}.
The Jordan River and the Victoria Falls are on my list.
The Virginia office and the Charlotte branch are both closed on {day}.
In May and in August the Frank Street depot was shut.
Grace period, bill amount, will and dale: none of these are people.
I need a new {product}, the old one stopped in {month}.
Christmas is in December and Easter is in April.
We flew from {place} to {place} with {company}.
The English and Italian versions differ.
God knows why. Jesus Christ, what a mess!
he is the kind of guy that gets mad
the food at {company} was great and the staff were friendly
{place} is in {place}, is n't it?
Please see attached.
Let me know if you have any questions.
Original Message
Subject: RE: {product} update
Subject: Complaint about {street}
Sent: {date} {time}
Date: {date}
Ref: {ref}
The Morgan Stanley index and the Wells Fargo branch
I have a Mercedes, a Ford and a Ferrari
{place} and {place} signed the agreement on {day}.
The Senate and the White House disagree about {place}.
{company} fired two hundred people in {place}.
Hamas, Hezbollah and Fatah rejected it.
Islamic Jihad has refused.
Hurricane Katrina hit New Orleans.
The {company} deal looks good.
{company} is the best shop in {place}!
I love {place} in {month}.
The University of {place} and {place} State are in the league.
St. Thomas, St. John and Santa Fe are places.
Kudos. Greetings. Congratulations. Awesome.
Great food, great service, great prices.
LOVE THIS PLACE
Highly Recommended
The Muslim Scholars and the Red Cross met in {place}.
Internet Explorer and Windows Vista do not work with {product}.
The New York Times, the {place} Post and CNN reported it.
Al Qaeda claimed it on {day}.
Iraqi, Israeli, American and British troops left {place}.
{company} Law Offices, {street}, {place}
North Korea and South Africa
Senior Administrative Assistant
Vice President, {company}
Account Director
Trading Desk
Attachments: {product}.doc
EOL, ECT, HOU, NYMEX
{place} is {number} miles from {place}.
Lake {place}, Mount {place}, {place} River, {place} Airport
"""

SALUTATIONS = """
Dear {S},
Dear {S.title},
Dear {S.title}
Dear {S.first},
Hi {S.first},
Hello {S.first}
Hey {S.first},
Good morning {S.first},
{S.first},
Dear {S.title} and {S.title},
Dear Sir or Madam,
Dear Sir,
Dear Sirs,
To whom it may concern,
Hello,
Hi,
Good morning,
Dear {company},
Dear Customer Services,
Dear complaints team,
Dear all
"""

SIGN_OFFS = _cut(
    "Yours sincerely,|Yours faithfully,|Kind regards,|Regards,|Best wishes,|Many thanks,|Thanks,|"
    "Thank you,|Yours,|Sincerely,|Best regards|thanks|regards|Cheers|Best,|Yours truly,|"
    "With regards,|Kind Regards|Rgds|Looking forward to your reply,|Yours in disgust,|Respectfully,",
    "|",
)

REPLY_HEADS = """
On {date} at {time}, {S} <{email}> wrote:
On {date} {S} wrote:
From: {S} [{email}]
From: {S} <{email}>
{S} wrote:
"""

REPLIES = """
Dear {C},
Dear {C.title},
Hi {C.first},
I am sorry to hear about your experience.
Thank you for your call on {date}.
We have opened the case {ref}.
My colleague {S} will be in touch.
I have asked {S} in {dept} to look into this.
Dear {C.title}, thank you for your e-mail.
"""
