"""Lists of providers as documents show them: one row a list, and the annex with its providers."""

from collections.abc import Sequence

from cep_docs.content.directory import Provider, ProviderList, key_of
from cep_docs.content.engagement import Engagement
from cep_docs.content.site import engagement_of
from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.provider_lists import TABLE
from cep_docs.lifecycle.directories import edition_named
from cep_docs.lifecycle.provider_lists import providers_of
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.dates import french_day

NO_CHOICE = "aucun organisme retenu"
NOT_SAID = "non renseignée"
REMOTE = {"yes": "oui", "no": "non", "": "non renseigné"}
# What the annex says of each provider; certification is shown when it is not known too.
SHOWN = (
    "name",
    "siren",
    "siret",
    "address",
    "postcode",
    "commune",
    "phone",
    "mail",
    "web",
    "remote",
    "certification",
    "certification_source",
    "certification_on",
)


def rows_for(engagement: Engagement, tools: Tools) -> list[dict[str, str]]:
    """The rows of a heading of kind « providers », computed from the lists, never typed.

    A list that was replaced before anybody received it is left out."""
    agreement = tools.agreement_of(engagement)
    return [_row(drawn, agreement) for drawn in engagement.provider_lists if _counts(drawn)]


def organisations(drawn: ProviderList) -> list[dict[str, str]]:
    """Every provider of the list, in its order, for the annex: all texts, nothing left out."""
    edition_source = f"{drawn.drawn['source']}, {french_day(drawn.drawn['source_on'])}"
    return [
        {"rank": str(rank), "key": key_of(row), **_shown(row, edition_source)}
        for rank, row in enumerate(providers_of(drawn), 1)
    ]


def headings(agreement: Agreement) -> dict[str, str]:
    """The French name of each column of the annex."""
    return {name: agreement.provider_lists.columns[name].label for name in SHOWN}


def order_label(drawn: ProviderList, agreement: Agreement) -> str:
    """« alphabétique, à partir de la lettre M »."""
    facts = drawn.drawn
    label = agreement.provider_lists.orders.get(facts["order"], facts["order"])
    return f"{label}, à partir de la lettre {facts['letter']}"


def region_label(drawn: ProviderList, agreement: Agreement) -> str:
    return agreement.tables["lot"].label(drawn.drawn["region"], drawn.drawn["drawn_on"])


def service_label(drawn: ProviderList, agreement: Agreement) -> str:
    """The service, with what the person means by it."""
    facts = drawn.drawn
    label = agreement.tables[TABLE].label(facts["service"], facts["drawn_on"])
    return f"{label} ({facts['wish']})" if facts["wish"] else label


def warnings_of(drawn: ProviderList, tools: Tools) -> list[str]:
    """What whoever hands a list over should know of its source, in French (R-082)."""
    facts, agreement = drawn.drawn, tools.agreement_of(engagement_of(drawn))
    warnings = []
    age, limit = (facts["drawn_on"] - facts["source_on"]).days, agreement.provider_lists
    if age > limit.old_after_days:
        warnings.append(
            f"La source a {age} jours le jour du tirage, plus de {limit.old_after_days} : faire "
            "importer l'annuaire à jour, puis tirer la liste de nouveau."
        )
    edition = edition_named(tools.site, facts["edition"])
    if edition is not None and edition.rejected:
        warnings.append(
            f"{edition.rejected} ligne(s) de l'annuaire n'ont pas pu être reprises : la "
            "liste n'est pas sûrement complète. Le faire corriger, puis tirer la liste de nouveau."
        )
    return warnings


def _counts(drawn: ProviderList) -> bool:
    """Delivered, or not replaced by a later list for the same wish."""
    if drawn.deliveries:
        return True
    same = [d for d in engagement_of(drawn).provider_lists if _wish(d) == _wish(drawn)]
    return same[-1] is drawn


def _wish(drawn: ProviderList) -> Sequence[str]:
    facts = drawn.drawn
    return facts["service"], facts["wish"], facts["region"]


def _row(drawn: ProviderList, agreement: Agreement) -> dict[str, str]:
    facts, delivered, choice = drawn.drawn, drawn.delivered, drawn.choice
    ways = agreement.provider_lists.deliveries
    return {
        "service": service_label(drawn, agreement),
        "region": region_label(drawn, agreement),
        "source": facts["source"],
        "source_on": facts["source_on"].isoformat(),
        "count": str(facts["count"]),
        "order": order_label(drawn, agreement),
        "list": drawn.__name__,
        "digest": facts["digest"],
        "delivered_on": delivered["on"].isoformat() if delivered else "",
        "delivered_how": ways.get(delivered["how"], delivered["how"]) if delivered else "",
        "choice": (choice["name"] or NO_CHOICE) if choice else "",
        "choice_siren": choice["siren"] if choice else "",
        "chosen_on": choice["on"].isoformat() if choice else "",
    }


def _shown(row: Provider, source: str) -> dict[str, str]:
    shown = {name: str(row[name]) for name in SHOWN}  # type: ignore[literal-required]
    shown["remote"] = REMOTE[row["remote"]]
    if not row["certification"]:
        shown["certification"] = NOT_SAID
    elif not row["certification_source"]:
        # whoever certified is not named, so it is the directory that says so.
        shown["certification_source"] = source
    return shown
