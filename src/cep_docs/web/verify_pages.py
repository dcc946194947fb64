"""Whether a file that somebody holds is authentic: open to everybody (R-078).

Nothing is told that is not in the file, but whether these very bytes are kept here.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pyramid.renderers import render_to_response
from pyramid.response import Response

from cep_docs.errors import Invalid
from cep_docs.lifecycle.known_files import Conclusion, conclude
from cep_docs.lifecycle.known_words import label_of, said_of, sentence_of
from cep_docs.signing.roots import roots_of
from cep_docs.signing.verdict import LARGEST, SENTENCES, TOO_LARGE, Verdict
from cep_docs.signing.verifying import verify_apart
from cep_docs.storage.attempts import Counted, Limit
from cep_docs.web.pages import act, page
from cep_docs.web.said import Said
from cep_docs.web.security import PUBLIC
from cep_docs.web.transactions import BETWEEN_ATTEMPTS
from cep_docs.web.tree import VerifyPlace

TEMPLATE = "verify/verify"
MEBIBYTE = 2**20
# Each file costs a second of the machine: nobody takes all of it.
ADDRESS = (Limit(20, timedelta(minutes=5)), Limit(100, timedelta(hours=1)))
EVERYBODY = (Limit(200, timedelta(minutes=5)),)
TOO_OFTEN = (
    "Beaucoup de fichiers ont été vérifiés depuis quelques minutes : celui-ci ne l'a pas été. "
    "Attendre cinq minutes, puis recommencer."
)
NO_FILE = "Choisir un fichier : aucun n'est arrivé, ou il est vide."

Shown = Mapping[str, Any]


@page(VerifyPlace, needs=PUBLIC, template=TEMPLATE)
def verify_form(place: VerifyPlace, request: Any) -> Shown:
    return {"found": None, "mebibytes": LARGEST // MEBIBYTE}


@act(VerifyPlace, needs=PUBLIC, again=verify_form, template=TEMPLATE)
def verify_file(place: VerifyPlace, request: Any) -> Response:
    """Nothing is kept of it: the answer is this page, and coming back shows the form again."""
    verdict = _verdict(_sent(request), request)
    request.given_up = True
    found = conclude(verdict, request.tools)
    shown = {
        **verify_form(place, request),
        "found": found,
        "label": label_of(found),
        "sentence": sentence_of(found),
        "said": list(said_of(found)),
        "signers": _signers(found, request),
    }
    answer: Response = render_to_response(f"{TEMPLATE}.jinja2", shown, request)
    return answer


def _sent(request: Any) -> bytes:
    sent = Said(request).file("file")
    if sent is None or not sent[1]:
        raise Invalid({"file": NO_FILE})
    if len(sent[1]) > LARGEST:
        raise Invalid({"file": SENTENCES[TOO_LARGE]})
    return sent[1]


def _verdict(pdf: bytes, request: Any) -> Verdict:
    """Once for all attempts of a request."""
    kept: dict[str, Verdict] = request.environ.get(BETWEEN_ATTEMPTS, {})
    if "verdict" not in kept:
        counter = request.outside.doors.counter(request)
        counted = (
            Counted(f"verify {counter.address}", ADDRESS),
            Counted("verify everybody", EVERYBODY),
        )
        counter.enter(counted, refusal=TOO_OFTEN)
        application = request.application
        trust = roots_of(application.house.folder, application.now())
        kept["verdict"] = verify_apart(pdf, trust)
    return kept["verdict"]


def _signers(found: Conclusion, request: Any) -> list[dict[str, Any]]:
    """Each with his hour as the clock of the operator tells it."""
    zone = request.tools.hour_in("").tzinfo
    return [
        {"signer": one, "at": one.at.astimezone(zone) if one.at else None}
        for one in found.verdict.signers
    ]
