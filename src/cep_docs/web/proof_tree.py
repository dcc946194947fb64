"""The addresses of the proofs of a version: /…/versions/<numéro>/preuves/<qui>."""

from cep_docs.content.deliverable import Version
from cep_docs.web.place import Place

# Whose signature a proof is about, in addresses.
PROOFS = {"conseiller": "adviser", "representant": "representative", "personne": "beneficiary"}


class ProofPlace(Place):
    """/…/versions/<numéro>/preuves/<qui>: the proof of one signature."""

    thing: Version

    @property
    def signatory(self) -> str:
        return PROOFS[self.__name__]


class ProofsPlace(Place):
    thing: Version

    def __getitem__(self, name: str) -> Place:
        if name not in PROOFS:
            raise KeyError(name)
        return ProofPlace(self.thing, name, self)
