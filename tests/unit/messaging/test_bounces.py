"""Mails that came back: which of ours, and whether for good (R-056)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cep_docs.messaging.bounces import LARGEST, Bounce, bounces_in

KEY = "00112233445566778899"
REPORT = """\
From: MAILER-DAEMON@courriel.fr
To: retours@exemple.fr
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain

Désolé.
--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; courriel.fr

Final-Recipient: rfc822; zoe.lefevre@courriel.fr
Action: failed
Status: 5.1.1
--cut
Content-Type: message/rfc822

Message-ID: <0000000007.00112233445566778899@exemple.fr>
Subject: Un document vous attend

Bonjour
--cut--
"""


def found(tmp_path, text):
    (tmp_path / "report").write_bytes(text.encode() if isinstance(text, str) else text)
    return list(bounces_in(tmp_path / "report"))


def test_a_report_names_our_mail_and_why(tmp_path):
    assert found(tmp_path, REPORT) == [Bounce("0000000007", KEY, "5.1.1")]


def test_only_the_headers_of_our_mail_may_have_come_back(tmp_path):
    text = REPORT.replace("message/rfc822", "text/rfc822-headers")

    assert found(tmp_path, text) == [Bounce("0000000007", KEY, "5.1.1")]


def test_a_failure_without_a_status_is_one(tmp_path):
    assert found(tmp_path, REPORT.replace("Status: 5.1.1\n", ""))[0].status == "5.0.0"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Action: failed", "Action: delayed"),
        ("message/delivery-status", "text/plain"),
        (KEY, "0011"),
        ("Message-ID: <", "In-Reply-To: <"),
        ("message/rfc822", "message/partial"),
    ],
)
def test_what_is_no_final_failure_of_ours_is_passed_over(tmp_path, old, new):
    assert old in REPORT

    assert found(tmp_path, REPORT.replace(old, new)) == []


def test_a_maildir_is_read_whole_and_what_is_too_large_is_not(tmp_path):
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1").write_text(
            REPORT.replace("5.1.1", f"5.{len(name)}.{ord(name[0])}")
        )
    (tmp_path / "new" / "2").write_text(REPORT + "x" * LARGEST)

    assert sorted(one.status for one in bounces_in(tmp_path)) == ["5.3.110", "5.3.99"]


def test_any_folder_of_files_is_read(tmp_path):
    (tmp_path / "1.eml").write_text(REPORT)
    (tmp_path / "inside").mkdir()

    assert len(list(bounces_in(tmp_path))) == 1


@given(st.integers(0, len(REPORT)), st.integers(0, len(REPORT)), st.binary(max_size=40))
def test_whatever_somebody_sends_it_is_read_or_passed_over(tmp_path_factory, start, end, noise):
    report = REPORT.encode()
    text = report[:start] + noise + report[end:]

    for bounce in found(tmp_path_factory.mktemp("mail"), text):
        assert bounce.status[0] in "245"
