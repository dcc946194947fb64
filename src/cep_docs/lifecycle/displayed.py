"""What stands on the screen when somebody signs, word for word: pages show these sentences, and
the proof keeps them (R-068)."""

from collections.abc import Sequence

# The name under which an event keeps them.
SHOWN = "shown"

# The person.
READING = "J'ai lu ce document"
MENTION = (
    "Ces trois mots disent que vous avez lu le document et que vous êtes d'accord. Personne ne "
    "peut les écrire à votre place."
)
DRAWING = (
    "Votre tracé est gardé tel quel, et dessiné sur le document. Aucun programme ne lit ce qu'il "
    "dit : qui en doute le regarde."
)
SIGNING = (
    "Votre signature dit que vous êtes d'accord avec ce document. Elle vous engage comme une "
    "signature à la main (article 1367 du Code civil). Ensuite, plus personne ne peut le changer, "
    "cette étape de votre accompagnement se termine, et vous recevez votre exemplaire."
)
# Her legal representative, or her curator.
SIGNING_WITH_HER = (
    "Votre signature dit que vous êtes d'accord avec ce document, pour la personne que vous "
    "représentez ou que vous assistez. Elle vous engage comme une signature à la main (article "
    "1367 du Code civil). Ensuite, plus personne ne peut changer le texte. La personne signe "
    "après vous : c'est sa signature qui termine cette étape."
)
SIGNINGS = {"representative": SIGNING_WITH_HER}
SIMPLE = (
    "Niveau : signature électronique simple. Aucun organisme extérieur n'a vérifié qui vous "
    "êtes ; la preuve est le récit de ce que vous avez fait ici (le code ou la pièce montrée, la "
    "lecture, la mention, l'heure, l'appareil), que nous gardons et que vous pouvez demander."
)
PROVISIONAL = (
    "Niveau : provisoire. Votre accord sera noté, mais le fichier ne portera pas de certificat."
)
# What her signature is worth, by the level that the settings declare; none of them: only noted.
WORTH = {
    "simple": SIMPLE,
    "advanced": (
        "Niveau : signature électronique avancée, liée à vous seul et à ce document. La preuve "
        "de tout ce que vous avez fait ici est gardée, et vous pouvez la demander."
    ),
    "qualified": (
        "Niveau : signature électronique qualifiée. Elle vaut une signature à la main sans autre "
        "preuve ; le récit de ce que vous avez fait ici est gardé aussi."
    ),
}

# The adviser: what it is, and what that means.
FIRST = (
    "Vous signez le premier",
    "La personne signe après vous ; c'est sa signature qui clôt l'unité.",
)
FROM_NOW_ON = (
    "Le texte ne change plus",
    "Après votre signature, seules les signatures suivantes s'ajoutent au fichier. Une "
    "correction passe par une nouvelle version, à signer de nouveau.",
)
BY_CERTIFICATE = (
    "Un certificat pour ce seul acte, avec l'heure. Vous êtes identifié par votre mot de passe et "
    "votre second facteur (article 1367 du Code civil)."
)
KINDS = {
    "simple": "Signature électronique simple",
    "advanced": "Signature électronique avancée",
    "qualified": "Signature électronique qualifiée",
}
ONLY_NOTED = (
    "Signature provisoire",
    "Cette instance n'a pas d'autorité de signature : qui signe et quand sera noté, sans preuve "
    "dans le fichier.",
)


def to_the_signer(signatory: str, level: str) -> str:
    """Beside the button « Signer »."""
    return "\n".join((SIGNINGS.get(signatory, SIGNING), WORTH.get(level, PROVISIONAL)))


def to_the_adviser(level: str) -> Sequence[tuple[str, str]]:
    """Above the button « Signer ce document »."""
    worth = (KINDS[level], BY_CERTIFICATE) if level in KINDS else ONLY_NOTED
    return (FIRST, FROM_NOW_ON, worth)
