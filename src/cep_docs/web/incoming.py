"""What is refused of a request before anybody is asked who sent it: host, size, bytes."""

from urllib.parse import unquote_to_bytes

from webob.compat import parse_header
from webob.request import BaseRequest

from cep_docs.web.refusals import UNREADABLE, TooLarge, Unreadable, WrongHost

LARGEST_FORM = 2 * 1024 * 1024
LARGEST_FILE = 22 * 1024 * 1024
# The largest form of the house, a table of a document, has some hundreds of fields; one with
# files has some dozens, each behind a head of some words.
MOST_FIELDS, MOST_PARTS, LONGEST_HEAD = 5_000, 500, 1_024
# The only fields that hold one: elsewhere a file would stand where pages read a text.
OF_FILES = frozenset({"file", "logo"})
FILES = "multipart/form-data"
TOO_LARGE = (
    "Cet envoi est trop lourd : une pièce a 20 Mo au plus, un texte 2 Mo. Rien n'a été "
    "enregistré, et tout ce qui l'était est intact. Réduire le fichier, ou l'envoyer en plusieurs "
    "fois."
)
WRONG_HOST = (
    "Ce site ne répond pas sous ce nom. Rien n'a été lu ni enregistré. Reprendre l'adresse donnée "
    "par l'administrateur."
)


def check_request(request: BaseRequest, hosts: frozenset[str]) -> None:
    """Nothing of what was sent is read in vain; afterwards it can be read several times."""
    if hosts and request.host not in hosts:
        raise WrongHost(WRONG_HOST)
    if not _is_text(request.environ) or request.charset.upper() != "UTF-8":
        raise Unreadable(UNREADABLE)
    largest = LARGEST_FILE if request.content_type == FILES else LARGEST_FORM
    if (request.content_length or 0) > largest:
        raise TooLarge(TOO_LARGE)
    request.make_body_seekable()
    _count_fields(request)


def check_form(request: BaseRequest) -> None:
    """Whether what was posted is a form."""
    try:
        said = request.POST.items()
    except (ValueError, LookupError, RecursionError) as error:
        raise Unreadable(UNREADABLE) from error
    if any(not isinstance(value, str) and name not in OF_FILES for name, value in said):
        raise Unreadable(UNREADABLE)


def _is_text(environ: dict[str, str]) -> bool:
    """Addresses are UTF-8, as browsers write them."""
    path = environ.get("PATH_INFO", "").encode("latin-1", "replace")
    query = unquote_to_bytes(environ.get("QUERY_STRING", "").encode("latin-1", "replace"))
    try:
        return bool(path.decode() + query.decode() + "/")
    except UnicodeDecodeError:
        return False


def _count_fields(request: BaseRequest) -> None:
    """What would take seconds to be read is not read at all."""
    parts = _parts(request) if request.content_type == FILES else 0
    fields = 0 if parts else request.body.count(b"&")
    if parts > MOST_PARTS or fields + request.query_string.count("&") > MOST_FIELDS:
        raise TooLarge(TOO_LARGE)


def _parts(request: BaseRequest) -> int:
    """How many parts a form with files has; each is a field, and none has parts of its own."""
    body, count = request.body, 0
    line = b"--" + parse_header(request.environ["CONTENT_TYPE"])[1].get("boundary", "").encode()
    at = body.find(line)
    while at >= 0 and count <= MOST_PARTS:
        end = at = at + len(line)
        if not body.startswith(b"--", at):
            end = body.find(b"\r\n\r\n", at, at + LONGEST_HEAD)
            if end < 0 or b"multipart" in body[at:end].lower():
                raise Unreadable(UNREADABLE)
            count += 1
        at = body.find(line, end)
    return count
