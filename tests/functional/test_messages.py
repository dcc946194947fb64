"""Messages that really leave: from an adviser's page to a mailbox and a telephone (R-056, R-067,
R-071, R-124), and nothing secret left behind."""

import logging
import re
import shutil
import threading
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from cep_docs.cli.main import main
from cep_docs.cli.messages import keep_sending, sender_of
from cep_docs.content.site import beneficiary_of
from cep_docs.errors import Unusable
from cep_docs.lifecycle.announcing import announce_copy
from cep_docs.lifecycle.sending import note_bounce, send_what_waits, sweep_secrets
from cep_docs.messaging.bounces import bounces_in
from cep_docs.storage.waiting_secrets import ORPHAN_AFTER, WaitingSecrets
from tests.mail_servers import Inbox, Provider, mail_server, sms_provider
from tests.people import received
from tests.unit.lifecycle.courses import engaged

MAIL, PHONE = "zoe.lefevre@laposte.net", "06 39 98 12 34"
SETTINGS = """\
address: https://localhost
mail:
  server: 127.0.0.1
  port: {mail}
  security: none
  from: Votre espace <ne-pas-repondre@exemple.fr>
sms:
  address: {sms}
  token_file: sms-token
"""


@dataclass
class House:
    """The town, with the servers its messages leave by."""

    town: object
    inbox: Inbox
    provider: Provider
    person: str
    number: str

    @property
    def folder(self) -> Path:
        return self.town.application.house.folder

    def sender(self):
        return sender_of(self.town.application)

    def send(self):
        return send_what_waits(self.sender())

    def invite(self):
        page = self.town.browser("alice").get(f"/dossiers/{self.person}/acces-personnel")
        return page.forms[1].submit()

    def link(self):
        text = self.inbox.taken[-1].get_body(("plain",)).get_content()
        return re.search(r"https://localhost(/acces/[\w-]+)", text)[1]

    def stored(self):
        """Every byte the database and the journals have on the disk."""
        data = self.folder / "data"
        return b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())


@pytest.fixture
def house(town):
    def work(tools):
        unit = engaged(tools, "UO1", received(tools, phone=PHONE, email=MAIL))
        return beneficiary_of(unit).identifier, unit.number

    person, number = town.write(work)
    folder = town.application.house.folder
    (folder / "sms-token").touch(mode=0o600)
    (folder / "sms-token").write_text("a-token\n")
    # As `opened` does it; the wall and the house have the same clock here.
    town.wall.now = town.clock.now
    with mail_server() as inbox, sms_provider() as provider:
        said = SETTINGS.format(mail=inbox.port, sms=provider.address)
        (folder / "messages.yaml").write_text(said)
        yield House(town, inbox, provider, person, number)


def test_she_is_invited_by_mail_and_comes_in_by_the_code_of_her_telephone(house):
    house.invite()
    house.send()
    herself = house.town.stranger()
    herself.get(house.link()).forms[0].submit()
    house.send()
    ((_, said),) = house.provider.asked
    page = herself.get(house.link(), {"code": "1"})
    page.forms[0]["code"] = re.search(r"\d{6}", said["text"])[0]
    inside = page.forms[0].submit()

    assert inside.location.endswith("/mon-espace")
    assert said["to"] == "+262639981234"
    (mail,) = house.inbox.taken
    assert mail["To"] == MAIL
    assert mail["Subject"] == "Un document vous attend"
    assert "Lefèvre" not in str(mail)


def test_nothing_secret_is_in_the_database_before_or_after(house, caplog):
    """The bytes of the data file itself, and of the ledger: neither the link nor the code."""
    caplog.set_level(logging.DEBUG)
    house.invite()
    kept = house.stored() + (house.folder / "visits" / "visits.sqlite").read_bytes()
    house.send()
    token = house.link().removeprefix("/acces/")
    house.town.stranger().get(house.link()).forms[0].submit()
    house.send()
    code = re.search(r"\d{6}", house.provider.asked[0][1]["text"])[0]

    after = b"".join(p.read_bytes() for p in (house.folder / "visits").iterdir())
    ours = "".join(r.getMessage() for r in caplog.records if r.name.startswith("cep"))
    for secret in (token, code):
        assert secret.encode() not in kept + house.stored()
        assert secret not in ours
    assert token.encode() not in after
    assert b"{link}" in house.stored()


def test_a_page_that_was_refused_sends_nothing_and_leaves_nothing(house):
    """The secret is kept before its transaction; what gives the transaction up orphans it."""

    def refused(tools):
        announce_copy(tools.site.beneficiaries[house.person], _deliverable(house, tools), tools)
        tools.secrets.keep({"link": "x"}, tools.now(), tools.now() + timedelta(hours=1))
        raise Unusable("La page est refusée.")

    with pytest.raises(Unusable):
        house.town.write(refused)

    sender = house.sender()
    early = sweep_secrets(sender)
    house.town.clock.now += ORPHAN_AFTER + timedelta(minutes=1)
    assert (house.send().sent, early, sweep_secrets(sender)) == (0, 0, 1)
    assert house.inbox.taken == []


def test_the_copy_leads_to_her_own_space_by_a_link_nobody_kept(house):
    house.town.write(
        lambda tools: announce_copy(
            tools.site.beneficiaries[house.person], _deliverable(house, tools), tools
        )
    )

    house.send()

    page = house.town.stranger().get(house.link())
    assert "code" in page.text
    assert house.inbox.taken[0]["Subject"] == "Votre exemplaire"


def test_a_mail_that_came_back_puts_her_address_in_doubt(house, tmp_path):
    house.invite()
    house.send()
    key = house.inbox.ids[0]
    report = (
        'MIME-Version: 1.0\nContent-Type: multipart/report; boundary="cut"\n\n'
        "--cut\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n"
        "Action: failed\nStatus: 5.1.1\n"
        f"--cut\nContent-Type: text/rfc822-headers\n\nMessage-ID: {key}\n--cut--\n"
    )
    (tmp_path / "report").write_text(report)
    application = house.town.application

    said = [_bounced(application, tmp_path / "report") for _ in range(2)]

    page = house.town.browser("alice").get(f"/dossiers/{house.person}/acces-personnel")
    assert said == [True, False]
    assert "n'est pas arrivé" in page.text.replace("’", "'")


def test_a_thread_of_the_site_sends_until_it_is_told_to_stop(house):
    house.invite()
    stop = threading.Event()
    keeper = threading.Thread(target=keep_sending, args=(house.town.application, stop))
    keeper.start()

    while not house.inbox.taken and keeper.is_alive():
        stop.wait(0.02)
    stop.set()
    keeper.join()

    assert len(house.inbox.taken) == 1


def test_a_thread_that_cannot_send_says_why_and_goes_on(house, caplog):
    caplog.set_level(logging.INFO)
    (house.folder / "messages.yaml").write_text("address: nowhere\n")
    stop = Once()

    keep_sending(house.town.application, stop)

    assert "messages.yaml n'est pas lisible" in caplog.text


def test_without_settings_nothing_leaves_and_messages_wait(house):
    (house.folder / "messages.yaml").unlink()
    house.invite()

    done = house.send()

    assert (done.sent, done.failed, house.inbox.taken) == (0, 0, [])
    waiting = house.town.write(lambda tools: list(tools.site.post.waiting))
    assert len(waiting) == 1


def test_the_state_of_the_house_says_what_waits_and_what_was_lost(house):
    house.invite()
    page = house.town.browser("gaelle").get("/administration/etat").text
    house.town.clock.now += timedelta(minutes=11)
    late = house.town.browser("gaelle").get("/administration/etat").text

    assert "aucun n" in page
    assert "1 en attente depuis plus de dix minutes" in late


def test_secrets_kept_under_another_key_are_no_secrets(house):
    kept = WaitingSecrets(house.folder)
    now = house.town.clock()
    key = kept.keep({"link": "x"}, now, now + timedelta(hours=1))
    before = kept.read(key, now)
    (house.folder / "visits" / "key").write_bytes(b"another")

    assert (before, kept.read(key, now)) == ({"link": "x"}, None)


class TestTheCommands:
    """`cep-docs send-messages`, `cep-docs messages bounced`: on an instance nobody has open."""

    @pytest.fixture
    def folder(self, town_folder, tmp_path):
        return Path(shutil.copytree(town_folder, tmp_path / "alone"))

    def test_without_settings_it_says_what_to_write(self, folder, capsys):
        with pytest.raises(SystemExit):
            main(["send-messages", "--folder", str(folder)])

        assert "messages.yaml" in capsys.readouterr().err

    def test_it_tells_how_many_left(self, folder, capsys):
        (folder / "messages.yaml").write_text("address: https://localhost\n")

        with pytest.raises(SystemExit):
            main(["send-messages", "--folder", str(folder), "--json"])

        assert '"sent": 0' in capsys.readouterr().out

    def test_bounces_are_read_from_a_folder(self, folder, tmp_path, capsys):
        (tmp_path / "box").mkdir()

        with pytest.raises(SystemExit):
            main(["messages", "bounced", "--folder", str(folder), str(tmp_path / "box")])

        assert "0 retour noté sur 0." in capsys.readouterr().out


@dataclass
class Once:
    """Lets a thread look once."""

    looks: int = 0

    def is_set(self):
        self.looks += 1
        return self.looks > 1

    def wait(self, timeout):
        return True


def _deliverable(house, tools):
    person = tools.site.beneficiaries[house.person]
    return next(unit.deliverable for unit in person.engagements())


def _bounced(application, path):
    (bounce,) = bounces_in(path)
    return application.write(lambda tools: note_bounce(bounce, tools))
