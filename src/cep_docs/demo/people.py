"""Who comes: an invented person with her sheet of annexe 2, her trade and why she comes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from cep_docs.demo.words import Words, filled
from cep_docs.values.names import folded

# Weighted by repetition: most people who come are employees.
EMPLOYEES = (*["SAL_CDI"] * 12, *["SAL_CDD"] * 3, "SAL_INT", "SAL_PART", "SAL_APP")
STATUSES = (*EMPLOYEES, "INDEP", "DE_AR")
OUTSIDE = ("DE", "AGPUB")  # they are told where to go, and no more
WITHOUT_EMPLOYER = ("INDEP", "DIRIG", "DE", "DE_AR")
LEVELS = ("NIV0", "NIV3", "NIV3", "NIV3", "NIV4", "NIV4", "NIV5", "NIV5", "NIV6", "NIV7")
SIZES = ("01", "03", "11", "12", "12", "21", "22", "32", "41")
ORIGINS = ("IND", "IND", "IND", "PROCHE", "WEB", "ENT", "OPCO", "CPIR", "SPRO", "SOC")
TENS = {10: "dix", 20: "vingt", 30: "trente"}
UNITS = ("", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")


@dataclass(frozen=True, slots=True)
class Guest:
    """`slots` are the words that sentences about her take."""

    sheet: Mapping[str, str]
    status: str
    since: date
    unit_sheet: Mapping[str, str]
    state: str
    slots: Mapping[str, str] = field(default_factory=dict)


def invented(words: Words, structure: str, today: date, rng: Random, status: str = "") -> Guest:
    """Somebody who lives near that structure and comes that day."""
    woman = rng.random() < 0.58
    trade = rng.choice(list(words.trades.values()))
    situation = rng.choice(list(words.situations.values()))
    birth = date(today.year - rng.randint(22, 60), rng.randint(1, 12), rng.randint(1, 28))
    longest = max(1, min(28, today.year - birth.year - 19))
    years = rng.randint(1, longest)
    since = date(today.year - years, rng.randint(1, today.month), 1) - timedelta(days=1)
    chosen = status or rng.choice(STATUSES)
    sheet = {
        **_identity(words, woman, rng),
        "birth_date": birth.isoformat(),
        **_address(words, structure, rng),
        **_work(trade, woman, rng),
        "education_level": rng.choice(LEVELS),
        "company_entered_in": f"{since:%Y-%m}",
    }
    if chosen in WITHOUT_EMPLOYER:
        sheet["company_entered_in"] = "sans objet"
    codes = {"origin": rng.choice(ORIGINS)}
    codes |= {"motive": situation["motive"], "detailed_motive": situation["detailed"]}
    slots = _slots(trade, situation, woman, years)
    return Guest(sheet, chosen, since, codes, situation["state"], slots)


def in_words(number: int) -> str:
    """From one to thirty-nine, as French writes them."""
    special = {11: "onze", 12: "douze", 13: "treize", 14: "quatorze", 15: "quinze", 16: "seize"}
    if number in special:
        return special[number]
    ten, unit = number - number % 10, number % 10
    joint = " et " if unit == 1 and ten > 10 else "-"
    return joint.join(part for part in (TENS.get(ten, ""), UNITS[unit]) if part)


def _identity(words: Words, woman: bool, rng: Random) -> dict[str, str]:
    sex = "F" if woman else "M"
    first = rng.choice(words.names["first_names"][sex])
    last = rng.choice(words.names["last_names"])
    found = {"sex": sex, "first_name": first, "birth_name": last}
    if rng.random() < 0.12:
        found["usual_name"] = f"{last}-{rng.choice(words.names['last_names'])}"
    if rng.random() < 0.9:
        domain = rng.choice(words.names["mail_domains"])
        found["email"] = f"{_plain(first)}.{_plain(last)}@{domain}"
    else:
        found["email"] = "n'en possède pas"
    if rng.random() < 0.85:  # numbers that the regulator keeps for fiction
        found["phone"] = f"02 61 91 {rng.randint(0, 99):02} {rng.randint(0, 99):02}"
    return found


def _plain(name: str) -> str:
    letters = "".join(sign for sign in folded(name) if sign.isascii())
    return letters or "courrier"


def _address(words: Words, structure: str, rng: Random) -> dict[str, str]:
    place = rng.choice(words.names["towns"][structure])
    return {
        "street_number": str(rng.randint(1, 140)),
        "street_type": rng.choice(words.names["street_types"]),
        "street_name": rng.choice(words.names["street_names"]),
        "town": place["town"],
        "postcode": place["postcode"],
    }


def _work(trade: Mapping[str, str], woman: bool, rng: Random) -> dict[str, str]:
    occupation = trade["origin_f" if woman else "origin_m"]
    sector = trade["sector"].removeprefix("le ").removeprefix("la ").removeprefix("les ")
    sector = sector.removeprefix("l'")
    return {
        "business_sector": trade["naf"],
        "sector_label": sector[0].upper() + sector[1:],
        "social_category": trade["category"],
        "occupation": occupation[0].upper() + occupation[1:],
        "company_size": rng.choice(SIZES),
    }


def _slots(
    trade: Mapping[str, str], situation: Mapping[str, str], woman: bool, years: int
) -> dict[str, str]:
    genre = "f" if woman else "m"
    elle = "elle" if woman else "il"
    slots = {
        "elle": elle,
        "Elle": elle.capitalize(),
        "e": "e" if woman else "",
        "years": "un an" if years == 1 else f"{in_words(years)} ans",
        "trade": trade[f"origin_{genre}"],
        "target": trade[f"target_{genre}"],
    }
    for name in ("at", "sector", "tasks", "skills", "gaps", "course", "length", "market"):
        slots[name] = filled(trade[name], slots)
    for name in ("asks", "brings"):
        slots[name] = filled(situation[name], slots)
    return slots
