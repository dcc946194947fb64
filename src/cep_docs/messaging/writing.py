"""A letter as a mail: discreet headers, a plain text and its twin in HTML, nothing to load."""

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from html import escape

from cep_docs.messaging.letters import Letter

_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;)]")


def mail_of(letter: Letter, sender: Address, now: datetime) -> EmailMessage:
    """`ValueError` when an address or the subject would break out of its header (OUT-03)."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = Address(addr_spec=letter.to)
    mail["Subject"] = letter.subject
    mail["Date"] = now
    mail["Message-ID"] = f"<{letter.key}@{sender.domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.text, cte="quoted-printable")
    mail.add_alternative(_twin(letter), subtype="html", cte="quoted-printable")
    mail["Content-Language"] = "fr"
    return mail


def _twin(letter: Letter) -> str:
    paragraphs = (part for part in letter.text.strip().split("\n\n") if part.strip())
    body = "\n".join(f"<p>{_paragraph(part.strip())}</p>" for part in paragraphs)
    return (
        '<!doctype html>\n<html lang="fr">\n<head><meta charset="utf-8">'
        f"<title>{escape(letter.subject)}</title></head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _paragraph(text: str) -> str:
    """Escaped; links can be followed, and show where they lead."""
    said, end = [], 0
    for found in _LINK.finditer(text):
        link = escape(found[0])
        said += [escape(text[end : found.start()]), f'<a href="{link}">{link}</a>']
        end = found.end()
    return "".join((*said, escape(text[end:]))).replace("\n", "<br>\n")
