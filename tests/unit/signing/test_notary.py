"""What a notary signs with whose keys, and how well it can be proved (R-065, R-076, R-077)."""

from datetime import timedelta

import pytest

from cep_docs.errors import Unusable
from cep_docs.signing.authority import make_authority
from cep_docs.signing.memory import KEPT_FOR
from cep_docs.signing.notary import notary_of
from cep_docs.signing.revocation_lists import IN_PEACE
from cep_docs.signing.status import status_of
from tests import foreign_signing as foreign
from tests.foreign_signing import act, pdfsig, printed, secret, signatures_of, utc_now
from tests.people import Clock


@pytest.fixture
def clock():
    return Clock(utc_now())


@pytest.fixture
def notary(tmp_path, clock):
    make_authority(tmp_path, "4G")
    return notary_of(tmp_path, clock)


def both(notary, clock):
    first = notary.sign(printed(), act(clock()))
    second = notary.sign(first.pdf, act(clock(), "beneficiary", name="Zoé Lefèvre"))
    return first, second


def test_each_signer_has_a_certificate_of_his_own_and_the_seal_comes_last(notary, clock, tmp_path):
    first, second = both(notary, clock)
    sealed = notary.seal(second.pdf, clock())

    names = [one.signer_cert.subject.native["common_name"] for one in signatures_of(sealed.pdf)]
    assert names[:2] == ["Alice Martin", "Zoé Lefèvre"]
    assert names[2].startswith("Cachet de démonstration")
    assert [one.level for one in (first, second, sealed)] == ["B-LT", "B-LT", "B-LTA"]
    assert pdfsig(sealed.pdf, tmp_path)[:3] == ["Signature is Valid."] * 3


def test_what_was_signed_stays_byte_for_byte(notary, clock):
    first, second = both(notary, clock)

    assert first.pdf.startswith(printed())
    assert second.pdf.startswith(first.pdf)
    assert notary.seal(second.pdf, clock()).pdf.startswith(second.pdf)


def test_a_step_that_is_run_again_gets_the_same_signature(notary, clock):
    first = notary.sign(printed(), act(clock()))
    clock.now += timedelta(seconds=70)
    again = notary.sign(printed(), act(clock(), date="une minute plus tard"))
    sealed = notary.seal(first.pdf, clock())

    assert again is first
    assert notary.seal(first.pdf, clock()) is sealed


def test_after_a_while_it_is_another_one(notary, clock):
    first = notary.sign(printed(), act(clock()))
    clock.now += KEPT_FOR

    assert notary.sign(printed(), act(clock())).pdf != first.pdf


def test_another_mention_is_another_act(notary, clock):
    first, _ = both(notary, clock)
    one = notary.sign(first.pdf, act(clock(), "beneficiary", mention="Lu et approuvé"))
    other = notary.sign(first.pdf, act(clock(), "beneficiary", mention="lu et approuvé"))

    assert one.pdf != other.pdf


def test_without_authority_and_without_settings_nothing_is_signed(tmp_path, clock):
    assert notary_of(tmp_path, clock) is None


def test_settings_that_need_an_authority_where_there_is_none_are_refused(tmp_path, clock):
    (tmp_path / "signing.yaml").write_text("level: simple\n")

    with pytest.raises(Unusable, match="qui n'en a pas"):
        notary_of(tmp_path, clock)


# Keys and authorities of others, with lists of what they revoked


@pytest.fixture
def lists():
    with foreign.served(None) as service:
        yield service


@pytest.fixture
def foreign_house(tmp_path, lists, clock):
    """Nothing is ours: keys in a file, a time-stamp authority, and a list that must be read."""
    more = f"crlDistributionPoints = URI:{lists.url}/liste.crl"
    authority = foreign.Authority(tmp_path / "racine", more)
    authority.leaf("cachet", "Cachet d'exemple")
    authority.leaf("stamps", "Horodatage d'exemple", extensions="stamps")
    authority.pkcs12("cachet")
    secret(tmp_path, "code", foreign.PASSWORD)
    lists.answer = revoked_by(authority)
    with foreign.served(foreign.honest(authority)) as stamps:
        held = "  by: pkcs12\n  file: racine/cachet.p12\n  password_file: code\n"
        (tmp_path / "signing.yaml").write_text(
            f"level: advanced\nsigners:\n{held}seal:\n{held}"
            f"time_stamps:\n  url: {stamps.url}\ntrust:\n  - racine/root.pem\n"
        )
        yield notary_of(tmp_path, utc_now)


def revoked_by(authority, *names):
    (authority.folder / "index.txt").touch()
    (authority.folder / "ca.cnf").write_text(
        "[ca]\ndefault_ca = one\n[one]\ndatabase = index.txt\ndefault_md = sha256\n"
        "default_crl_days = 7\ncertificate = root.pem\nprivate_key = root.key\n"
    )
    for name in names:
        authority.run("ca", "-config", "ca.cnf", "-revoke", f"{name}.pem")
    authority.run("ca", "-config", "ca.cnf", "-gencrl", "-out", "list.pem")
    made = authority.run("crl", "-in", "list.pem", "-outform", "DER")
    return lambda service, handler, body: foreign.reply(handler, made, "application/pkix-crl")


def test_an_instance_may_have_no_authority_of_its_own(foreign_house, clock, tmp_path):
    first, second = both(foreign_house, clock)
    sealed = foreign_house.seal(second.pdf, clock())

    assert foreign_house.level == "advanced"
    assert [one.level for one in (first, second, sealed)] == ["B-LT", "B-LT", "B-LTA"]
    assert pdfsig(sealed.pdf, tmp_path)[:3] == ["Signature is Valid."] * 3


def test_a_list_that_cannot_be_read_lowers_the_level_and_is_added_later(
    foreign_house, lists, clock
):
    right = lists.answer
    lists.answer = lambda service, handler, body: foreign.reply(handler, b"", status=503)
    sealed = foreign_house.seal(both(foreign_house, clock)[1].pdf, clock())
    assert sealed.level == "B-T"

    lists.answer = right
    foreign_house.lists.now = lambda: utc_now() + IN_PEACE
    completed = foreign_house.archive(sealed.pdf)

    assert completed.startswith(sealed.pdf)
    assert foreign_house.archived_until(completed) > clock()


def test_what_was_revoked_is_never_said_to_be_proved(foreign_house, lists, clock, tmp_path):
    authority = foreign.Authority.__new__(foreign.Authority)
    authority.folder, authority.more = tmp_path / "racine", ""
    lists.answer = revoked_by(authority, "cachet")

    sealed = foreign_house.seal(printed(), clock())

    assert sealed.level == "B-T"


def test_a_list_is_asked_once_for_all_who_sign(foreign_house, lists, clock):
    right, asked = lists.answer, []

    def counted(service, handler, body):
        asked.append(handler.path)
        right(service, handler, body)

    lists.answer = counted
    first, second = both(foreign_house, clock)
    sealed = foreign_house.seal(second.pdf, clock())

    assert (first.level, sealed.level) == ("B-LT", "B-LTA")
    assert asked == ["/liste.crl"]


def test_the_administrator_sees_a_list_that_is_not_published_any_more(foreign_house, lists):
    well = status_of(foreign_house, utc_now())[-1]
    foreign_house.lists.now = lambda: utc_now() + timedelta(days=8)
    badly = status_of(foreign_house, utc_now())[-1]

    assert (well.part, well.how, well.fault) == ("Liste de révocation", "en vigueur", "")
    assert badly.how == "périmée"
    assert "niveau B-T" in badly.fault
