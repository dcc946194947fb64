"""With certificates that others give, to be trusted is not enough: a field is for somebody.

SIG-03; R-055, R-076, R-078.
"""

import pytest

from cep_docs.rendering.pdf_fields import SEAL
from cep_docs.signing.names import is_named
from cep_docs.signing.verdict import WRONG_CERTIFICATE, TrustedRoots
from cep_docs.signing.verifying import verify, verify_apart
from tests.unit.rendering.pdf_documents import FACTS
from tests.unit.signing import attacks
from tests.unit.signing.foreign_people import (
    certificate_of,
    digest_of,
    key_of,
    root_der,
    signed,
)

CLAIRE = key_of(name="Claire DÉMO")
SANDRINE = key_of(name="S. E.", given="Sandrine Marie", last="EXEMPLE")
OPERATOR = key_of(name="Cachet électronique", house=FACTS["operator_name"])
SOMEBODY = key_of(name="Quelqu'un d'autre")
HOUSE = {"name": "Signatures pour autrui"}
SEALS = {"name": "Cachet numéro 7"}


def trust(**known):
    return TrustedRoots((root_der(),), attacks.NOW, **known)


def wrong(verdict):
    """The fields whose signature is not accepted for its certificate."""
    assert set(verdict.faults) <= {WRONG_CERTIFICATE}
    return {one.field for one in verdict.signers if not one.good}


def test_each_is_whom_the_document_says():
    """Capitals, accents and other given names are no difference."""
    verdict = verify(signed(CLAIRE, SANDRINE, OPERATOR), trust())

    assert verdict.authentic


@pytest.mark.parametrize(
    ("keys", "fields"),
    [
        ((SOMEBODY, SANDRINE, OPERATOR), {attacks.ADVISER}),
        ((CLAIRE, SOMEBODY, OPERATOR), {attacks.PERSON}),
        ((CLAIRE, SANDRINE, SOMEBODY), {SEAL}),
        ((SANDRINE, CLAIRE, OPERATOR), {attacks.ADVISER, attacks.PERSON}),
        ((CLAIRE, CLAIRE, OPERATOR), {attacks.PERSON}),
        ((CLAIRE, SANDRINE, CLAIRE), {SEAL}),
        ((CLAIRE, OPERATOR, OPERATOR), {attacks.PERSON}),
    ],
    ids=[
        *("another adviser", "another person", "another seal", "in each other's place"),
        *("one for both", "the adviser seals", "the seal signs"),
    ],
)
def test_whoever_else_is_trusted_fits_no_field_of_another(keys, fields):
    verdict = verify(signed(*keys), trust())

    assert wrong(verdict) == fields


def test_a_certificate_that_the_house_declares_may_sign_for_people_and_nothing_else():
    """Of a provider who signs for those who have no certificate: the proof says who they are."""
    pdf = signed(key_of(**HOUSE), key_of(**HOUSE), OPERATOR)
    sealed = signed(key_of(**HOUSE), key_of(**HOUSE), key_of(**HOUSE))
    declared = trust(signers=frozenset({digest_of(**HOUSE)}))

    assert wrong(verify(pdf, trust())) == {attacks.ADVISER, attacks.PERSON}
    assert verify(pdf, declared).authentic
    assert wrong(verify(sealed, declared)) == {SEAL}
    assert verify_apart(pdf, declared).authentic


def test_where_the_seal_is_declared_no_other_seals_whatever_its_name():
    declared = trust(seals=frozenset({digest_of(**SEALS)}))

    named = verify(signed(CLAIRE, SANDRINE, OPERATOR), declared)
    known = verify(signed(CLAIRE, SANDRINE, key_of(**SEALS)), declared)
    signs = verify(signed(CLAIRE, key_of(**SEALS), key_of(**SEALS)), declared)

    assert wrong(named) == {SEAL}
    assert known.authentic
    assert wrong(signs) == {attacks.PERSON}


@pytest.mark.parametrize(
    ("said", "name", "named"),
    [
        ({"name": "Zoé Lefèvre"}, "LEFEVRE Zoe", True),
        ({"name": "Zoé Lefèvre-Martin"}, "Zoé Lefèvre", True),
        ({"name": "Zoé"}, "Zoé Lefèvre", False),
        ({"given": "Zoé", "last": "Lefèvre"}, "Zoé Lefèvre", True),
        ({"name": "Zoé Martin", "house": "Lefèvre"}, "Zoé Lefèvre", False),
        ({"name": "Zoé Lefèvre"}, "", False),
        ({"name": "Zoé Lefèvre"}, " – ", False),
    ],
)
def test_whom_a_certificate_names(said, name, named):
    assert is_named(certificate_of(**said), name) is named
