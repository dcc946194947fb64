"""What is done so that nobody learns that somebody is advised, told in French."""

from collections.abc import Iterator

from cep_docs.definitions.describing_words import bullets, heading, listed, table
from cep_docs.definitions.discretion import Discretion


def discretion(policy: Discretion) -> Iterator[str]:
    yield from heading(2, "La discrétion")
    yield from bullets(
        [
            "Une adresse de messagerie de particuliers est prise pour celle de la personne ; "
            "toute autre est signalée comme pouvant être celle du travail.",
            f"Messageries de particuliers : {listed(policy.personal_providers)}.",
            f"Débuts d'adresse que plusieurs personnes relèvent : "
            f"{listed(policy.shared_mailboxes)}.",
            "Ce que l'objet d'un message ne dit jamais : "
            f"{listed((f'« {word} »' for word in policy.telling_words), 'ni')}.",
        ]
    )
    yield ""
    yield from table(
        ("Objet du message", "Texte"),
        ((message.subject, message.text) for message in policy.messages.values()),
    )
    yield from ("", f"Source : {policy.source}.")
