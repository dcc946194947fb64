"""What stands in the deliverables of an invented person: French of a believable length."""

from collections.abc import Mapping
from datetime import date
from random import Random

from cep_docs.demo.people import Guest, in_words
from cep_docs.demo.words import Groups, Words, drawn, filled

# Asked last: a draft in the making has none of them yet.
LAST = ("decision", "next_steps", "calendar", "financing_plan", "providers_list")
LAST_TOO = ("provider_choice", "continues", "actions", "steps", "personal_steps", "skills_path")


def assessment(
    words: Words, guest: Guest, decision: str, today: date, rng: Random
) -> dict[str, str]:
    """An état des lieux partagé, a few hundred words."""
    text = words.assessment
    return {
        **_headings({key: text[key] for key in text if key != "next_steps"}, guest.slots, rng),
        "next_steps": drawn(text["next_steps"][decision], guest.slots, rng),
        "decision": decision,
        "other_operators_told_on": today.isoformat(),
    }


def project(words: Words, guest: Guest, continues: bool, rng: Random) -> dict[str, str]:
    """A projet professionnel, about six kilobytes."""
    meetings, providers = in_words(rng.randint(4, 8)), in_words(rng.randint(3, 19))
    slots = {
        **guest.slots,
        "meetings": meetings,
        "Meetings": meetings.capitalize(),
        "Providers": providers.capitalize(),
    }
    return {
        **_headings(words.project, slots, rng),
        "continues": "yes" if continues else "no",
    }


def statement(words: Words, guest: Guest, today: date, rng: Random) -> dict[str, str]:
    """The written trace of the wish to close."""
    return {
        **_headings(words.later["statement"], guest.slots, rng),
        "dated_on": today.isoformat(),
        "channel": rng.choice(["email", "email", "letter", "portal", "signed_form"]),
        "author": "beneficiary",
    }


def appointment(
    words: Words, guest: Guest, continues: bool, today: date, rng: Random
) -> dict[str, str]:
    """The report of an appointment."""
    return {
        **_headings(words.later["appointment"], guest.slots, rng),
        "dated_on": today.isoformat(),
        "continues": "yes" if continues else "no",
    }


def begun(content: Mapping[str, str]) -> dict[str, str]:
    """The part of a text that is written first."""
    return {key: value for key, value in content.items() if key not in (*LAST, *LAST_TOO)}


def note(words: Words, guest: Guest, rng: Random) -> str:
    return filled(rng.choice(words.later["notes"]), guest.slots)


def _headings(
    texts: Mapping[str, Groups], slots: Mapping[str, str], rng: Random
) -> dict[str, str]:
    return {heading: drawn(groups, slots, rng) for heading, groups in texts.items()}
