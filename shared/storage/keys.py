"""What the table is asked, and the keys that answer: each question is one GetItem or one Query.

| question                                            | partition (PK)            | sort (SK)                |
|-----------------------------------------------------|---------------------------|--------------------------|
| who has this personal number or tax code?           | IDENTITY#<alias>          | IDENTITY                 |
| who is this person or organisation?                 | PERSON#<id>               | PERSON                   |
| which unit and roles has this officer?              | PERSON#<id>               | OFFICER                  |
| who works for this unit? (by_owner)                 | UNIT#<unit>               | OFFICER#<person>         |
| what was said of this officer, when, and by whom?   | PERSON#<id>               | APPOINTMENT#<line>       |
| a sign-in under way                                 | SIGNIN#<state>            | SIGNIN                   |
| who signed in, waiting for the app with this code   | HANDOVER#<sha256>         | HANDOVER                 |
| a session and its refresh token                     | SESSION#<id>              | SESSION                  |
| was this vault opened from this device before?      | PERSON#<vault>            | DEVICE#<sha256>          |
| who assists whom, and until when                    | ASSISTANCE#<id>           | ASSISTANCE               |
| an item, its versions, its verdicts                 | ITEM#<item>               | ITEM · VERSION#0001 …    |
| versions worth judging again, by when (by_owner)    | REJUDGE#<rank>            | <due>#<item>#0001        |
| versions by what they were judged with (by_owner)   | JUDGED                    | <policy>#<store>#<item>#0001 |
| which versions did this certificate sign?           | SIGNER#<serial>           | ITEM#<item>#0001         |
| which of an authority's lists was looked through?   | REJUDGE                   | LIST#<authority>         |
| which of the responders' answers? (as of a list)    | REJUDGE                   | LIST#ocsp                |
| a vault's items of these types (matching)           | VAULT#<vault>             | ITEM#<type>#<item>       |
| a vault's items, newest first (by_owner)            | VAULT#<vault>             | ITEM#<item>              |
| which vaults hold these bytes, in which items?      | BYTES#<sha256>            | VAULT#<vault>            |
| did an agency correct the paper with these bytes?   | BYTES#<sha256>            | CORRECTED                |
| how far is this upload?                             | UPLOAD#<upload>           | UPLOAD                   |
| which uploads may have left something behind? (by_owner) | SWEEP                | <due>#<upload>           |
| which results were announced together?              | BATCH#<batch>             | BATCH                    |
| a dossier                                           | DOSSIER#<dossier>         | DOSSIER                  |
| what happened to a dossier, since which version?    | DOSSIER#<dossier>         | EVENT#000002 …           |
| which forms were made about a dossier?              | DOSSIER#<dossier>         | FORM#01 …                |
| which dossier has this code?                        | CODE#<code>               | CODE                     |
| a unit's dossiers in a state, by due date (by_queue) | QUEUE#<unit>#<state>     | <due>#<dossier>          |
| an officer's open dossiers, by due date (by_officer) | OFFICER#<person>         | <due>#<dossier>          |
| which dossiers pin this item?                       | ITEM#<item>               | PIN#<dossier>            |
| a vault's dossiers, newest first (by_owner)         | VAULT#<vault>             | DOSSIER#<dossier>        |
| whose papers state that they end on a day? (by_queue) | ENDING#<day>            | VAULT#<vault>#<item>     |
| whose papers of a type date from a year? (by_queue) | DATED#<type>#<year>       | <day>#VAULT#<vault>#<item> |
| a feedback                                          | FEEDBACK#<feedback>       | FEEDBACK                 |
| what was reported of this item?                     | ITEM#<item>               | FEEDBACK#<feedback>      |
| what did this vault's owner report? (by_owner)      | VAULT#<vault>             | FEEDBACK#<feedback>      |
| what must a unit answer, soonest first? (by_queue)  | FEEDBACKS#<unit>#open     | <due>#<feedback>         |
| what was an agency's own system told of a feedback? | FEEDBACK#<feedback>       | DELIVERY#0001#<unit> …   |
| what was a unit's own system told lately? (by_owner) | DELIVERIES#<unit>       | <moment>#<delivery>      |
| where does a unit's own system listen?              | UNIT#<unit>               | WEBHOOK                  |
| which units have such a system? (by_owner)          | WEBHOOKS                  | <unit>                   |
| a request for a certified copy                      | CERTIFICATION#<request>   | CERTIFICATION            |
| which copies did this vault's owner ask for? (by_owner) | VAULT#<vault>         | CERTIFICATION#<request>  |
| which copies wait at a unit, oldest first? (by_queue) | CERTIFICATIONS#<unit>#open | <asked at>#<request>  |
| how many copies a vault asked for on a day          | COUNTER#CERTIFICATION#<vault>#<yymmdd> | COUNTER     |
| a unit's register of copies in a year, by number    | REGISTER#<unit>#<year>    | <number>                 |
| the last number of that register                    | REGISTER#<unit>#<year>#LAST | COUNTER                |
| how much did a vault report on a day                | COUNTER#FEEDBACK#<vault>#<yymmdd> | COUNTER          |
| how many files to show it                           | COUNTER#EVIDENCE#<vault>#<yymmdd> | COUNTER          |
| how many assisted sessions an officer asked for on a day | COUNTER#ASSISTANCE#<officer>#<yymmdd> | COUNTER |
| the next number of a unit on a day                  | COUNTER#<unit>#<yymmdd>   | COUNTER                  |
| what is counted of a unit's dossiers on a day       | COUNTED#<unit>            | <day>#<dossier>          |
| a unit's figures of a day, or of days one after another | TALLY#<unit>          | DAY#<day>                |
| how many dossiers wait in each state of a unit's queue | TALLY#<unit>           | QUEUES                   |
| what was published of a unit, or of all, for a period | FIGURES#<period>#<view> | UNIT#<unit>             |
| when was a period published, asked for, frozen?     | PERIOD#<period>           | PUBLISHED · ASKED · FROZEN |
| was a unit's head told that a period is below?      | PERIOD#<period>           | BELOW#<unit>             |
| what did a night's recount find? newest last        | RECOUNT                   | <day>                    |
| the current catalogue · one version of it           | CATALOGUE                 | CURRENT                  |
|                                                     | CATALOGUE#<version>       | PART#0001 …              |
| which versions of it were in force, newest first    | CATALOGUE                 | VERSION#<version>        |
| what must be told, how far it is, and what the      | OUTBOX#<id>               | OUTBOX · TELLING ·       |
| providers said later                                |                           | RECEIPT#<channel>        |
| what was told about a dossier, newest first (by_owner) | DOSSIER#<dossier>      | MESSAGE#<id>             |
| what rested where when it was last looked at?       | DEAD_LETTERS              | LOOK#<place>             |
| which replays were asked for, newest first?         | DEAD_LETTERS              | REPLAY#<replay>          |
| which of them is a place's that is under way?       | DEAD_LETTERS              | UNDER_WAY#<place>        |
| a vault's inbox, newest first, how much is unread   | INBOX#<vault>             | <message> · UNREAD       |
| what a vault is still to be told, and in which turn | PENDING#<vault>           | PENDING                  |
| which of these are due? (by_owner)                  | DUE                       | <moment>#<id>            |
| what may a vault be telephoned about, and how?      | PERSON#<vault>            | NOTIFICATIONS            |
| who is exchanging Zalo's single-use refresh token?  | ZALO                      | TOKEN                    |
| a paper shown to somebody by a link                 | SHARE#<share>             | SHARE                    |
| what did this vault's owner share? (by_owner)       | VAULT#<vault>             | SHARE#<share>            |
| how many links a vault made on a day                | COUNTER#SHARE#<vault>#<yymmdd> | COUNTER             |
| when was a link opened? newest last                 | ACCESS#<share>            | <access>                 |
| a vault's exports, newest last                       | EXPORTS#<vault>           | EXPORT#<export>          |
| which export does a vault have under way?           | EXPORTS#<vault>           | RUNNING                  |
| who looked at this item? newest last                | ACCESS#<item>             | <access>                 |
| who else looked into this vault? newest last        | ACCESS#<vault>            | <access>                 |
| was the owner told that an agency looked, for this? | DOSSIER#<dossier>         | TOLD                     |

Three indexes: `by_owner` (`owner_key`, `owner_sort`) holds whole rows; `by_queue` and `by_officer` hold a few fields of
submitted dossiers, so that a page of a queue stays small. Ids are ULIDs, so their order is time's order.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

Key = dict[str, str]  # PK and SK


def identity(alias: str) -> Key:
    return Key(PK=f"IDENTITY#{alias}", SK="IDENTITY")


def person(id: str) -> Key:
    return Key(PK=f"PERSON#{id}", SK="PERSON")


def officer(person: str) -> Key:
    return Key(PK=f"PERSON#{person}", SK="OFFICER")


def appointment(person: str, line: str) -> Key:
    return Key(PK=f"PERSON#{person}", SK=f"APPOINTMENT#{line}")


def unit(code: str) -> str:
    return f"UNIT#{code}"


def sign_in(state: str) -> Key:
    return Key(PK=f"SIGNIN#{state}", SK="SIGNIN")


def handover(sha256: str) -> Key:
    return Key(PK=f"HANDOVER#{sha256}", SK="HANDOVER")


def session(id: str) -> Key:
    return Key(PK=f"SESSION#{id}", SK="SESSION")


def device(vault_id: str, sha256: str) -> Key:
    return Key(PK=f"PERSON#{vault_id}", SK=f"DEVICE#{sha256}")


def assistance(id: str) -> Key:
    return Key(PK=f"ASSISTANCE#{id}", SK="ASSISTANCE")


def item(id: str) -> Key:
    return Key(PK=f"ITEM#{id}", SK="ITEM")


def version(item: str, number: int) -> Key:
    return Key(PK=f"ITEM#{item}", SK=f"VERSION#{number:04d}")


def signer(serial: str, item: str, number: int) -> Key:
    return Key(PK=f"SIGNER#{serial}", SK=f"ITEM#{item}#{number:04d}")


def looked_through(authority: str) -> Key:
    return Key(PK="REJUDGE", SK=f"LIST#{authority}")


def pin(item: str, dossier: str) -> Key:
    return Key(PK=f"ITEM#{item}", SK=f"PIN#{dossier}")


def vault(id: str) -> str:
    return f"VAULT#{id}"


def held(vault_id: str, counts_as: str, item: str) -> Key:
    return Key(PK=vault(vault_id), SK=f"ITEM#{counts_as}#{item}")


def held_bytes(vault_id: str, sha256: str) -> Key:
    return Key(PK=f"BYTES#{sha256}", SK=vault(vault_id))


def corrected_bytes(sha256: str) -> Key:
    return Key(PK=f"BYTES#{sha256}", SK="CORRECTED")


def upload(id: str) -> Key:
    return Key(PK=f"UPLOAD#{id}", SK="UPLOAD")


def batch(id: str) -> Key:
    return Key(PK=f"BATCH#{id}", SK="BATCH")


def dossier(id: str) -> Key:
    return Key(PK=f"DOSSIER#{id}", SK="DOSSIER")


def event(dossier: str, number: int) -> Key:
    return Key(PK=f"DOSSIER#{dossier}", SK=f"EVENT#{number:06d}")


def form(dossier: str, number: str) -> Key:
    return Key(PK=f"DOSSIER#{dossier}", SK=f"FORM#{number}")


def code(dossier_code: str) -> Key:
    return Key(PK=f"CODE#{dossier_code}", SK="CODE")


def queue(unit: str, state: int) -> str:
    return f"QUEUE#{unit}#{state}"


def officers_work(person: str) -> str:
    return f"OFFICER#{person}"


def ending(day: date) -> str:
    return f"ENDING#{day}"


def dated(counts_as: str, year: int) -> str:
    return f"DATED#{counts_as}#{year}"


def feedback(id: str) -> Key:
    return Key(PK=f"FEEDBACK#{id}", SK="FEEDBACK")


def feedback_on(item: str, id: str) -> Key:
    return Key(PK=f"ITEM#{item}", SK=f"FEEDBACK#{id}")


def feedback_queue(unit: str, *, is_open: bool) -> str:
    return f"FEEDBACKS#{unit}#{'open' if is_open else 'closed'}"


WEBHOOKS = "WEBHOOKS"


def webhook(of_unit: str) -> Key:
    return Key(PK=unit(of_unit), SK="WEBHOOK")


def delivery(feedback: str, step: int, unit: str) -> Key:
    return Key(PK=f"FEEDBACK#{feedback}", SK=f"DELIVERY#{step:04d}#{unit}")


def deliveries(unit: str) -> str:
    return f"DELIVERIES#{unit}"


def certification(id: str) -> Key:
    return Key(PK=f"CERTIFICATION#{id}", SK="CERTIFICATION")


def certification_queue(unit: str, *, is_open: bool) -> str:
    return f"CERTIFICATIONS#{unit}#{'open' if is_open else 'closed'}"


def register(unit: str, year: int) -> str:
    return f"REGISTER#{unit}#{year}"


def register_line(unit: str, year: int, number: int) -> Key:
    return Key(PK=register(unit, year), SK=f"{number:08d}")


def register_counter(unit: str, year: int) -> Key:
    return Key(PK=f"{register(unit, year)}#LAST", SK="COUNTER")


def counter(unit: str, day: date) -> Key:
    return Key(PK=f"COUNTER#{unit}#{day:%y%m%d}", SK="COUNTER")


def counted(unit: str, day: date, dossier: str) -> Key:
    return Key(PK=f"COUNTED#{unit}", SK=f"{day}#{dossier}")


def tally(unit: str) -> str:
    return f"TALLY#{unit}"


def sheet(unit: str, day: date) -> Key:
    return Key(PK=tally(unit), SK=f"DAY#{day}")


def queues(unit: str) -> Key:
    return Key(PK=tally(unit), SK="QUEUES")


def figures(period: str, view: str, unit: str) -> Key:
    return Key(PK=f"FIGURES#{period}#{view}", SK=f"UNIT#{unit}")


def frozen(period: str) -> Key:
    return Key(PK=f"PERIOD#{period}", SK="FROZEN")


def asked(period: str) -> Key:
    return Key(PK=f"PERIOD#{period}", SK="ASKED")


def published(period: str) -> Key:
    return Key(PK=f"PERIOD#{period}", SK="PUBLISHED")


def below_target(period: str, unit: str) -> Key:
    return Key(PK=f"PERIOD#{period}", SK=f"BELOW#{unit}")


def recount(day: date) -> Key:
    return Key(PK="RECOUNT", SK=f"{day}")


def current_catalogue() -> Key:
    return Key(PK="CATALOGUE", SK="CURRENT")


def catalogue_version(version: str) -> Key:
    return Key(PK="CATALOGUE", SK=f"VERSION#{version}")


def catalogue_part(version: str, number: int) -> Key:
    return Key(PK=f"CATALOGUE#{version}", SK=f"PART#{number:04d}")


def outbox(id: str) -> Key:
    return Key(PK=f"OUTBOX#{id}", SK="OUTBOX")


def telling(message: str) -> Key:
    return Key(PK=f"OUTBOX#{message}", SK="TELLING")


def receipt(message: str, channel: str) -> Key:
    return Key(PK=f"OUTBOX#{message}", SK=f"RECEIPT#{channel}")


def about_dossier(dossier: str, message: str) -> dict[str, str]:
    """Where the index lists a message."""
    return {"owner_key": f"DOSSIER#{dossier}", "owner_sort": f"MESSAGE#{message}"}


def inbox(vault_id: str, message: str) -> Key:
    return Key(PK=f"INBOX#{vault_id}", SK=message)


def unread(vault_id: str) -> Key:
    """Sorted behind every message: the newest page begins with it."""
    return Key(PK=f"INBOX#{vault_id}", SK="UNREAD")


def pending(vault_id: str) -> Key:
    return Key(PK=f"PENDING#{vault_id}", SK="PENDING")


def due(at: datetime, id: str) -> dict[str, str]:
    """Where the index lists what is to be looked at again then."""
    return {"owner_key": "DUE", "owner_sort": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}#{id}"}


def preferences(vault_id: str) -> Key:
    return Key(PK=f"PERSON#{vault_id}", SK="NOTIFICATIONS")


def zalo_token() -> Key:
    return Key(PK="ZALO", SK="TOKEN")


def look(place: str) -> Key:
    return Key(PK="DEAD_LETTERS", SK=f"LOOK#{place}")


def replay(id: str) -> Key:
    return Key(PK="DEAD_LETTERS", SK=f"REPLAY#{id}")


def replay_under_way(place: str) -> Key:
    return Key(PK="DEAD_LETTERS", SK=f"UNDER_WAY#{place}")


def share(id: str) -> Key:
    return Key(PK=f"SHARE#{id}", SK="SHARE")


def export(vault_id: str, id: str) -> Key:
    return Key(PK=f"EXPORTS#{vault_id}", SK=f"EXPORT#{id}")


def exporting(vault_id: str) -> Key:
    return Key(PK=f"EXPORTS#{vault_id}", SK="RUNNING")


def access(place: str, id: str) -> Key:
    return Key(PK=f"ACCESS#{place}", SK=id)


def told(dossier: str) -> Key:
    return Key(PK=f"DOSSIER#{dossier}", SK="TOLD")
