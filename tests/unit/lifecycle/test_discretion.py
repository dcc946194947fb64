"""Addresses that others may read: one is warned, nothing is refused (R-124)."""

import pytest

from cep_docs.lifecycle.discretion import looks_like_work


@pytest.mark.parametrize(
    ("email", "employer"),
    [
        ("zoe.lefevre@garage-dupont.fr", "Garage Dupont"),
        ("zoe.lefevre@garage-dupont.fr", ""),
        ("ZOE@Mairie-Nantes.FR ", ""),
        ("garage.dupont@orange.fr", "Garage Dupont"),
        ("contact.nantes@gmail.com", ""),
        ("RH@wanadoo.fr", ""),
        ("secretariat-dupont@free.fr", ""),
    ],
)
def test_an_address_that_others_may_read_is_signalled(tools, email, employer):
    assert looks_like_work(email, employer, tools)


@pytest.mark.parametrize(
    ("email", "employer"),
    [
        ("zoe.lefevre@laposte.net", "Garage Dupont"),
        ("Zoe.Lefevre@GMAIL.com", ""),
        ("zoe@courriel.example", ""),
        ("infosdezoe@free.fr", ""),
        ("zoe.sa@free.fr", "SA"),
        ("n'en possède pas", ""),
        ("nul@nulle-part", ""),
        ("@gmail.com", ""),
        ("", ""),
    ],
)
def test_a_mailbox_of_her_own_is_not(tools, email, employer):
    assert not looks_like_work(email, employer, tools)
