"""Fill a PostgreSQL base with customers and what they left behind, all of it finished."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

FIRST_CUSTOMER = 10_000_000
"""The external id of customer number 1 is one more."""

_PEOPLE = (
    """INSERT INTO chat (account_id, external_id, kind, title, forum)
       SELECT {account}, ({first} + n)::text, 'private', '', false FROM generate_series({from}, {to}) n""",
    """INSERT INTO conversation (chat_id, thread, memory)
       SELECT id, '', '{{}}' FROM chat
       WHERE external_id::bigint BETWEEN {first} + {from} AND {first} + {to}""",
    """INSERT INTO person (name, language, language_chosen, created_at)
       SELECT 'Customer ' || n, 'en', false, {long_ago} FROM generate_series({from}, {to}) n""",
    """INSERT INTO identity (account_id, external_id, person_id)
       SELECT {account}, ({first} + split_part(name, ' ', 2)::bigint)::text, id FROM person
       WHERE name LIKE 'Customer %' AND split_part(name, ' ', 2)::bigint BETWEEN {from} AND {to}""",
    """INSERT INTO customer (person_id, conversation_id, customer_class, vip, source, joined_at)
       SELECT i.person_id, v.id, 'regular', false, 'chat', {long_ago}
       FROM identity i JOIN chat c USING (account_id, external_id) JOIN conversation v ON v.chat_id = c.id
       WHERE i.external_id::bigint BETWEEN {first} + {from} AND {first} + {to}""",
    """INSERT INTO support_case (number, kind, state, person_id, conversation_id, department_id, category,
         summary, contact, outcome, supervised, created_at, answered_at, resolved_at, closed_at)
       SELECT 'B' || person_id, CASE WHEN person_id % 2 = 0 THEN 'complaint' ELSE 'inquiry' END, 'closed',
         person_id, conversation_id, (SELECT min(id) FROM department), '', 'words', '', 'satisfied', false,
         {long_ago}, {long_ago}, {long_ago}, {long_ago}
       FROM customer WHERE joined_at = {long_ago} AND person_id % 4 < 2
       AND NOT EXISTS (SELECT FROM support_case s WHERE s.person_id = customer.person_id)""",
    """INSERT INTO follow_up (programme, person_id, conversation_id, case_id, state, due_at, attempts,
         outcome, words, created_at, asked_at, settled_at)
       SELECT CASE WHEN kind = 'complaint' THEN 'return_visit' ELSE 'joined' END, person_id, conversation_id,
         CASE WHEN kind = 'complaint' THEN id END, 'answered', {long_ago}, 1, 'satisfied', '', {long_ago},
         {long_ago}, {long_ago}
       FROM support_case s WHERE NOT EXISTS (SELECT FROM follow_up f WHERE f.person_id = s.person_id)""",
    """INSERT INTO promise (case_id, kind, state, made_at, due_at, local, zone, rule, unit, watch_at,
         warnings, settled_at)
       SELECT id, 'first_answer', 'kept', {long_ago}, {long_ago}, '', 'UTC', 'rule', 'calendar', {long_ago},
         0, {long_ago}
       FROM support_case s WHERE NOT EXISTS (SELECT FROM promise p WHERE p.case_id = s.id)""",
)
_MESSAGES = (
    """INSERT INTO inbox (account_id, update_id, digest, conversation_id, sender, body, accepted_at, failures,
         claims, finished_at)
       SELECT {account}, n, md5(n::text), {lowest} + n % {customers}, ({first} + n % {customers})::text,
         {body}, now(), 0, 1, now() FROM generate_series({from}, {to}) n""",
    """INSERT INTO outbox (account_id, chat_id, priority, body, state, attempts, created_at, finished_at)
       SELECT {account}, {lowest_chat} + n % {customers}, 1, {body}, 'sent', 1, now(), now()
       FROM generate_series({from}, {to}) n""",
    """INSERT INTO event (at, verb, actor_kind, actor_id, person_id, facts, v)
       SELECT now(), 'question.answered', 'bot', 1, {lowest_person} + n % {customers}, '{{"question": 1}}', 1
       FROM generate_series({from}, {to}) n""",
    """INSERT INTO question (person_id, language, text, result, entry, handed_over, asked_at)
       SELECT {lowest_person} + n % {customers}, 'en', '', 'answered', 'prices', false, {long_ago}
       FROM generate_series({from}, {to}) n WHERE n % 5 = 0""",
    """INSERT INTO action (token, kind, args, audience, once, created_at, expires_at)
       SELECT 'b' || n, 'question.helpful', '{{"question": 1}}', 'person:1', true, now(),
         now() + interval '80 days'
       FROM generate_series({from}, {to}) n WHERE n % 5 = 0""",
)
_WORDS = {
    "first": FIRST_CUSTOMER,
    "long_ago": "timestamptz '2025-01-01 00:00+00'",
    "body": "repeat('a message of about two hundred letters, with what belongs to it; ', 3)",
}


async def add_customers(connection: AsyncConnection, account: int, first: int, last: int) -> None:
    """Customers with a chat and a file; half of them with a case that is over, its promise and follow-up."""
    for statement in _PEOPLE:
        await _run(connection, statement, account=account, to=last, **{"from": first})


async def add_messages(
    connection: AsyncConnection, account: int, customers: int, first: int, last: int
) -> None:
    """Finished rows in inbox, outbox and record for each number, a question and a button for every fifth."""
    lowest = {
        "lowest": "SELECT min(id) FROM conversation",
        "lowest_chat": "SELECT min(id) FROM chat",
        "lowest_person": "SELECT min(id) FROM person",
    }
    found = {name: int(await connection.scalar(text(query)) or 0) for name, query in lowest.items()}
    numbers = {"account": account, "customers": customers, "from": first, "to": last, **found}
    for statement in _MESSAGES:
        await _run(connection, statement, **numbers)


async def settle(connection: AsyncConnection) -> None:
    """Let the planner know what there is."""
    await connection.execute(text("VACUUM ANALYZE"))


async def _run(connection: AsyncConnection, statement: str, **numbers: int) -> None:
    await connection.exec_driver_sql(statement.format(**_WORDS, **numbers))
