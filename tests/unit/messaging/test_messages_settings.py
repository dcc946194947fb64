"""messages.yaml: what is read, what is refused, where secrets are."""

import pytest

from cep_docs.errors import Unusable
from cep_docs.messaging.settings import FILE, messages_of

WHOLE = """\
address: https://cep.exemple.fr/
mail:
  server: smtp.exemple.fr
  security: starttls
  from: Votre espace <ne-pas-repondre@Exemple.fr>
  bounces: retours@exemple.fr
  user: cep
  password_file: smtp-password
sms:
  address: https://sms.exemple.com/messages
  token_file: sms-token
  from: Accueil
"""


@pytest.fixture
def folder(tmp_path):
    for name in ("smtp-password", "sms-token"):
        (tmp_path / name).touch(mode=0o600)
        (tmp_path / name).write_text(f"secret of {name}\n")
    (tmp_path / FILE).write_text(WHOLE)
    return tmp_path


def test_without_the_file_nothing_is_set(tmp_path):
    assert messages_of(tmp_path) is None


def test_everything_is_read_with_usual_values(folder):
    found = messages_of(folder)

    assert found.address == "https://cep.exemple.fr"
    assert (found.mail.port, found.mail.sender.display_name) == (587, "Votre espace")
    assert (found.mail.domain, found.mail.bounces) == ("exemple.fr", "retours@exemple.fr")
    assert (found.mail.user, found.mail.password) == ("cep", "secret of smtp-password")
    assert (found.sms.token, found.sms.sender) == ("secret of sms-token", "Accueil")


def test_one_way_is_enough_and_bounces_come_back_to_the_sender(folder):
    (folder / FILE).write_text(
        "address: http://localhost:6543\nmail:\n  server: localhost\n  security: none\n"
        "  from: a@exemple.fr\n  port: 2525\n"
    )

    found = messages_of(folder)

    assert (found.sms, found.mail.bounces, found.mail.port) == (None, "a@exemple.fr", 2525)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("https://cep", "http://cep", "« address » doit commencer par https://"),
        ("https://cep.exemple.fr/", "https://[", "« address » doit commencer par https://"),
        ("https://sms", "http://sms", "« address » doit commencer par https://"),
        ("security: starttls", "security: none", "ne vaut que pour un serveur de cette machine"),
        ("security: starttls", "security: ssl", "« security » vaut starttls, tls ou none"),
        ("  security: starttls\n", "", "« security » manque"),
        ("  server: smtp", "  port: 70000\n  server: smtp", "n'est pas un port"),
        ("<ne-pas-repondre@Exemple.fr>", "", "Cette adresse mail n'a pas la bonne forme"),
        ("retours@exemple.fr", "retours", "Cette adresse mail n'a pas la bonne forme"),
        ("password_file: smtp-password", "password_file: other", "n'existe pas"),
        ("token_file: sms-token", "authority: nowhere\n  token_file: sms-token", "n'existe pas"),
        ("sms:\n", "fax:\n", "« fax » est inconnu ici"),
    ],
)
def test_what_is_wrong_is_told(folder, old, new, sentence):
    assert old in WHOLE
    (folder / FILE).write_text(WHOLE.replace(old, new, 1))

    with pytest.raises(Unusable, match="rien n'est parti") as refused:
        messages_of(folder)

    assert sentence in str(refused.value)


def test_a_secret_others_can_read_is_refused(folder):
    (folder / "sms-token").chmod(0o644)

    with pytest.raises(Unusable, match="chmod 600"):
        messages_of(folder)


@pytest.mark.parametrize("said", ["", "un\ndeux", "été"])
def test_a_secret_is_one_line_that_headers_can_carry(folder, said):
    (folder / "sms-token").write_text(said)

    with pytest.raises(Unusable, match="une ligne, sans accent"):
        messages_of(folder)
