"""The pieces of a file, their limits and the vault, told in French."""

from collections.abc import Iterator

from cep_docs.definitions.attachments import LIMITS, AttachmentKind, AttachmentPolicy
from cep_docs.definitions.describing_words import bullets, capital, heading, table


def attachments(policy: AttachmentPolicy) -> Iterator[str]:
    yield from heading(2, "Les pièces jointes")
    yield from (
        "Sont reçus les fichiers PDF, ODT, DOCX, PNG et JPEG, reconnus à leur contenu et non à",
        "leur nom. Un fichier qui porte un programme, qui va chercher du contenu ailleurs ou qui",
        "est protégé par un mot de passe est nettoyé quand cela ne change rien à ce qui se lit,",
        "sinon refusé ; un PDF signé n'est jamais modifié.",
        "",
    )
    yield from table(
        ("Nature", "Où elle va", "Source"),
        ((kind.label, _where(kind), kind.source) for kind in policy.kinds.values()),
    )
    yield from heading(3, "Les limites d'un fichier")
    yield from table(
        ("Ce qui est limité", "Valeur", "Parce que"),
        (
            (
                capital(what),
                f"{getattr(policy.limits, name)} {unit}".strip(),
                policy.limits.because[name],
            )
            for name, (what, unit) in LIMITS.items()
            if name in policy.limits.because
        ),
    )
    yield from heading(3, "Le coffre")
    yield from (
        "N'y entre que ce à quoi la personne a consenti par écrit, avec une date et une portée ;",
        "quand elle retire son accord, la copie est effacée. Elle peut consentir à :",
        "",
    )
    yield from bullets(policy.vault.scopes.values())
    yield from ("", f"Source : {policy.vault.source}.")


def _where(kind: AttachmentKind) -> str:
    if kind.refused:
        return f"Jamais reçue : {kind.refused}"
    place = "Au coffre" if kind.vault else "Au dossier"
    return f"{place}, par un conseiller habilité" if kind.habilitation else place
