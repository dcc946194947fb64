"""Vérifie un journal exporté, avec Python et sa bibliothèque standard seulement.

    python3 verify_journal.py [--head EMPREINTE] FICHIER…

Un fichier contient une chaîne : une ligne JSON par événement. Chaque ligne porte son numéro
(number), le nom de sa chaîne (chain) et l'empreinte SHA-256 de la ligne d'avant (after) : une
ligne changée, retirée, ajoutée ou déplacée se voit à la suivante. La dernière n'a pas de
suivante : une fin coupée ou changée ne se voit qu'avec --head, l'empreinte de la dernière ligne
relevée ailleurs (le scellé de la nuit, par exemple). Sortie : 0 si tout est intact, sinon 1.
"""

import argparse
import hashlib
import json


def verify(path, head):
    """Le verdict en une phrase ; ValueError à la première anomalie."""
    number, chain, after = 0, None, ""
    with open(path, "rb") as file:  # des octets, car l'empreinte porte sur ce qui est écrit
        for number, text in enumerate(file, start=1):
            try:
                line = json.loads(text)
                chain = line["chain"] if chain is None else chain
                place, before = (line["number"], line["chain"]), line["after"]
            except (ValueError, KeyError, TypeError, RecursionError):
                raise ValueError(f"ligne {number} : vide ou illisible") from None
            if place != (number, chain):
                raise ValueError(f"ligne {number} : absente, déplacée ou venue d'ailleurs")
            if before != after:
                raise ValueError(f"ligne {max(number - 1, 1)} : changée après son écriture")
            after = hashlib.sha256(text.removesuffix(b"\n")).hexdigest()
    if number == 0 or head not in (None, after):
        raise ValueError(f"fin coupée, changée ou prolongée ; dernière empreinte : {after}")
    end = "fin comprise" if head else "SAUF la dernière ligne et la fin, que seul --head prouve"
    return f"intact, {number} ligne(s) de {chain!r}, {end} ; dernière empreinte : {after}"


parser = argparse.ArgumentParser(description="Vérifie un journal exporté.")
parser.add_argument("--head", metavar="EMPREINTE", help="empreinte attendue de la dernière ligne")
parser.add_argument("files", metavar="FICHIER", nargs="+")
options, status = parser.parse_args(), 0
for name in options.files:
    try:
        print(f"{name!r} : {verify(name, options.head)}")
    except (OSError, ValueError) as error:
        print(f"{name!r} : ANOMALIE, {error}")
        status = 1
raise SystemExit(status)
