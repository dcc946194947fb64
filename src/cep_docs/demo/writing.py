"""What stands in the deliverables of an invented person: French of a believable length."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from cep_docs.definitions.form_field import Content, Value
from cep_docs.demo.people import Guest, in_words
from cep_docs.demo.words import Words, drawn, drawn_rows, filled

# Asked last: a draft in the making has none of them yet.
LAST = ("decision", "next_steps", "calendar", "financing_plan", "providers_list")
LAST_TOO = ("provider_choice", "continues", "actions", "steps", "personal_steps", "skills_path")
# How long after the day of the text each step of a plan is due.
AHEAD = {
    "today": 0,
    "in_two_weeks": 14,
    "in_one_month": 30,
    "in_three_months": 91,
    "in_nine_months": 274,
}


def assessment(
    words: Words, guest: Guest, decision: str, today: date, rng: Random
) -> dict[str, Value]:
    """An état des lieux partagé, a few hundred words."""
    text = words.assessment
    return {
        **_headings({key: text[key] for key in text if key != "next_steps"}, guest.slots, rng),
        "next_steps": drawn(text["next_steps"][decision], guest.slots, rng),
        "decision": decision,
        "other_operators_told_on": today.isoformat(),
    }


def project(
    words: Words, guest: Guest, continues: bool, today: date, rng: Random
) -> dict[str, Value]:
    """A projet professionnel, about six kilobytes."""
    meetings, providers = in_words(rng.randint(4, 8)), str(rng.randint(3, 19))
    days = {name: (today + timedelta(days=ahead)).isoformat() for name, ahead in AHEAD.items()}
    slots = {
        **guest.slots,
        **days,
        "meetings": meetings,
        "Meetings": meetings.capitalize(),
        "providers": providers,
        "period": f"Jusqu'en {today.year}",
    }
    return {
        **_headings(words.project, slots, rng),
        "continues": "yes" if continues else "no",
    }


def statement(words: Words, guest: Guest, today: date, rng: Random) -> dict[str, Value]:
    """The written trace of the wish to close."""
    return {
        **_headings(words.later["statement"], guest.slots, rng),
        "dated_on": today.isoformat(),
        "channel": rng.choice(["email", "email", "letter", "portal", "signed_form"]),
        "author": "beneficiary",
    }


def appointment(
    words: Words, guest: Guest, continues: bool, today: date, rng: Random
) -> dict[str, Value]:
    """The report of an appointment."""
    return {
        **_headings(words.later["appointment"], guest.slots, rng),
        "dated_on": today.isoformat(),
        "continues": "yes" if continues else "no",
    }


def begun(content: Content) -> dict[str, Value]:
    """The part of a text that is written first."""
    return {key: value for key, value in content.items() if key not in (*LAST, *LAST_TOO)}


def note(words: Words, guest: Guest, rng: Random) -> str:
    return filled(rng.choice(words.later["notes"]), guest.slots)


def _headings(texts: Mapping[str, Any], slots: Mapping[str, str], rng: Random) -> dict[str, Value]:
    """A heading whose groups are made of rows is a table."""
    return {
        heading: drawn_rows(groups, slots, rng)
        if isinstance(groups[0][0], Mapping)
        else drawn(groups, slots, rng)
        for heading, groups in texts.items()
    }
