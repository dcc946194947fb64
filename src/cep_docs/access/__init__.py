"""Who may do what: decided at each request from policies/access.yaml, stored nowhere.

`actor` says who acts, `kinds` what a thing is, `question` what surrounds it and `predicates` what
is true of both at an instant; `decide` puts them together, `matrix` prints all the rights for
somebody to review.
"""

from cep_docs.access.actor import CLOCKWORK, PURGER, TRANSMITTER, Actor, actor_of
from cep_docs.access.decide import NOT_FOUND, Decision, decide, require, verdict
from cep_docs.access.kinds import Facet, kind_of

__all__ = [
    "CLOCKWORK",
    "NOT_FOUND",
    "PURGER",
    "TRANSMITTER",
    "Actor",
    "Decision",
    "Facet",
    "actor_of",
    "decide",
    "kind_of",
    "require",
    "verdict",
]
