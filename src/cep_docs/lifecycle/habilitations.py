"""What an adviser was trained for, until when: some tests are only read by those (R-099)."""

from datetime import date

from cep_docs.access.actor import Actor
from cep_docs.errors import Invalid
from cep_docs.lifecycle.record import Details, write
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools


def record_habilitation(
    login: str, what: str, period: tuple[date, date], actor: Actor, tools: Tools
) -> None:
    """The manager answers for it; a renewal is written beside the earlier one."""
    if login not in tools.site.accounts:
        raise Invalid({"login": "Ce compte n'existe pas. Vérifier l'identifiant."})
    account = tools.site.accounts[login]
    right = require(tools, actor, "habilitate", account)
    since, until = period
    known = {kind.habilitation for kind in tools.rules.attachments.kinds.values()} - {""}
    if what not in known:
        raise Invalid({"what": f"Habilitation inconnue. Elles sont : {', '.join(sorted(known))}."})
    if until < since:
        raise Invalid({"until": "La fin de l'habilitation précède son début. Corriger les dates."})
    account.habilitations = (
        *account.habilitations,
        {"what": what, "since": since, "until": until, "recorded_by": actor.account},
    )
    details: Details = {"thing": f"account {login}", "what": what, "until": until.isoformat()}
    write(tools.site.journal, "record_habilitation", actor, right, tools, details)
