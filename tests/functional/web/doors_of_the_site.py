"""Every page there is, at every place of a prepared operator, and everybody who may knock."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image
from pyramid.authorization import ACLHelper
from pyramid.security import NO_PERMISSION_REQUIRED

from cep_docs.access.actor import Actor
from cep_docs.content.account import Account
from cep_docs.content.signing import ON_SITE
from cep_docs.content.site import errand_of
from cep_docs.errors import NotFound
from cep_docs.intake.taking_in import Received
from cep_docs.lifecycle.attachments import NewAttachment, attach
from cep_docs.lifecycle.ceremony import Where, ask_to_sign, see_identity
from cep_docs.lifecycle.contacts import count_contact
from cep_docs.lifecycle.notes import write_note
from cep_docs.lifecycle.phrases import place_of, share_phrase
from cep_docs.lifecycle.provider_lists import Wish, draw_list
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.scanned import begin_batch
from cep_docs.lifecycle.shared_fields import invite_to_answer
from cep_docs.lifecycle.signatories import PERSON, REPRESENTATIVE, signs_as
from cep_docs.lifecycle.signer import signer_of
from cep_docs.lifecycle.tasks import tell_about
from cep_docs.web import (
    administration_tree,
    day_tree,
    own_tree,
    paper_tree,
    proof_tree,
    signing_tree,
    tree,
)
from cep_docs.web.security import PUBLIC, STAFF, WORDS
from cep_docs.web.tree import Place
from tests.people import actor, received
from tests.unit.lifecycle.courses import act, engaged, proposed, signed, write
from tests.unit.lifecycle.directory_rows import imported, provider
from tests.unit.lifecycle.represented import young

# Everybody: the staff of tests.people, and one account for each of the other roles.
OTHERS = (
    ("hugo", "auditor"),
    ("irma", "dpo"),
    ("jules", "mediation_officer"),
    ("karim", "france_competences"),
    ("lucie", "successor"),
    ("marc", "project_director"),
    ("nina", "systems_officer"),
    ("omar", "third_party"),
    ("paula", "assistant"),
)
STAFF_LOGINS = ("alice", "bruno", "chloe", "denis", "elise", "farid", "gaelle")
LOGINS = (*STAFF_LOGINS, *(login for login, _ in OTHERS))


@dataclass(frozen=True)
class Door:
    """One page: where it is registered, for which method, and what it needs."""

    place: type[Place]
    name: str
    method: str
    needs: str

    def __str__(self) -> str:
        return f"{self.method} {self.place.__name__}/{self.name}"


def doors_of(site: Any) -> list[Door]:
    """From the registry itself: what is registered is what is tested."""
    found = []
    for item in site.registry.introspector.get_category("views"):
        view = item["introspectable"]
        if not _is_a_place(view["context"]):
            continue
        permission = [r for r in item["related"] if r.category_name == "permissions"]
        needs = permission[0]["value"] if permission else NO_PERMISSION_REQUIRED
        methods = view["request_methods"] or "ANY"
        for method in (methods,) if isinstance(methods, str) else methods:
            if method != "HEAD":
                found.append(Door(view["context"], view["name"], method, needs))
    return sorted(found, key=str)


def _is_a_place(context: Any) -> bool:
    return isinstance(context, type) and issubclass(context, Place)


def settle(town: Any) -> None:
    """People in several situations: a draft, a version to sign, a signed one, another structure,
    nobody yet; and an account for every role."""

    def work(tools: Any) -> None:
        for login, role in OTHERS:
            account = Account(login, login.capitalize(), (role,))
            account.organisation = "732829320"
            account.structure = "NTE" if role == "assistant" else ""
            tools.site.accounts.add(login, account)
        draft = engaged(tools, "UO1", received(tools))
        write(draft, tools)
        invite_to_answer(draft.deliverable, ["need"], actor(tools, "alice"), tools)
        proposed(engaged(tools, "UO2.1", received(tools, birth_name="Marchand")), tools)
        somebody_asked_to_sign(tools)
        signed(engaged(tools, "UO1", received(tools, birth_name="Quéré")), tools)
        engaged(tools, "UO1", received(tools, "chloe", birth_name="Le Bihan"), login="chloe")
        received(tools, birth_name="Aubry")
        person = draft.__parent__.__parent__
        write_note(person, "Rien que pour moi.", actor(tools, "alice"), tools)
        alice = actor(tools, "alice")
        count_contact("anonymous", "NTE", {}, alice, tools)
        tell_about(draft, "manager", "overdue", tools)
        imported(tools, provider("Alpha"), provider("Mistral"))
        draw_list(draft, Wish("BILAN"), alice, tools)
        attach(person, a_picture(), NewAttachment("diploma", "Certificat"), alice, tools)
        share_phrase(place_of(alice, tools), "Suite", "Revoir {prénom}.", alice, tools)
        begin_batch(a_batch(), alice, tools)

    town.write(work)


def somebody_asked_to_sign(tools: Any) -> None:
    """One who signs alone, and one whose mother signs before her."""
    for person in (received(tools, birth_name="Abgrall"), young(tools, birth_name="Bara")):
        asked_to_sign(engaged(tools, "UO1", person), tools)


def asked_to_sign(unit: Any, tools: Any) -> None:
    """The adviser signed, and saw who she is."""
    proposed(unit, tools)
    act(unit, "sign_as_adviser", tools)
    ask_to_sign(unit.deliverable, ON_SITE, actor(tools, "alice"), tools)
    see_identity(unit.deliverable, "passport", actor(tools, "alice"), tools, Where())


def somebody_who_signs(tools: Any, signatory: str = PERSON) -> Actor:
    """Let in for the one document that waits for her, or for who represents her."""
    for person in tools.site.beneficiaries:
        for unit in person.engagements():
            version = unit.deliverable.current if unit.deliverable is not None else None
            asked = version.request if version is not None else None
            if asked is not None and asked.signatory == signatory:
                return signer_of(person, errand_of(unit.deliverable, signatory))
    raise LookupError("nobody is asked to sign")


def browser_let_in(town: Any, who: Actor) -> Any:
    """Of a person, or of who came to sign."""
    errand = f"{who.only}/{REPRESENTATIVE}" if signs_as(who) == REPRESENTATIVE else who.only
    return town.browser_of_person(who.beneficiary, errand)


def a_batch() -> Received:
    """A sheet from a scanner, as it is when it was taken in."""
    target = BytesIO()
    Image.new("L", (600, 850), 255).save(target, "PDF")
    return Received("lot.pdf", "application/pdf", target.getvalue(), "0" * 64, 100, (), 1)


def a_picture() -> Received:
    """A piece as it is when it was taken in."""
    target = BytesIO()
    Image.new("RGB", (60, 40), "white").save(target, "PNG")
    return Received("certificat.png", "image/png", target.getvalue(), "0" * 64, 100, (), 0)


def people(tools: Any) -> list[str]:
    return [person.identifier for person in tools.site.beneficiaries]


# What stands below each place. A new place has no page that is tested before it has a row here.
BELOW: Mapping[type[Place], Callable[[Any], Sequence[str]]] = {
    tree.RootPlace: lambda place: list(tree.BELOW),
    tree.FilesPlace: lambda place: [p.identifier for p in place.thing.beneficiaries],
    tree.FilePlace: lambda place: ["uo", "pieces"],
    tree.PiecesPlace: lambda place: [piece.__name__ for piece in place.thing.attachments],
    tree.WelcomePlace: lambda place: [one.__name__ for one in place.thing.contacts],
    tree.UnitsPlace: lambda place: [unit.__name__ for unit in place.thing.engagements()],
    tree.UnitPlace: lambda place: ["documents", "organismes"],
    tree.ProviderListsPlace: lambda place: [one.__name__ for one in place.thing.provider_lists],
    tree.DocumentsPlace: lambda place: [document.__name__ for document in place.thing],
    tree.DocumentPlace: lambda place: ["versions", "rubriques", "papier"],
    paper_tree.ScansPlace: lambda place: [batch.__name__ for batch in place.thing.scans],
    tree.HeadingsPlace: lambda place: sorted(place.thing.draft)[:1],
    tree.VersionsPlace: lambda place: [
        *(version.__name__ for version in place.thing),
        *(["brouillon", "1..brouillon"] if len(place.thing) else ["brouillon"]),
    ],
    tree.VersionPlace: lambda place: ["preuves"],
    proof_tree.ProofsPlace: lambda place: list(proof_tree.PROOFS),
    tree.PhrasesPlace: lambda place: [
        phrase.__name__ for structure in place.thing.structures for phrase in structure.phrases
    ],
    own_tree.OwnSpacePlace: lambda place: list(own_tree.OWN_BELOW),
    own_tree.OwnVersionsPlace: lambda place: [
        f"{document}_v{version.__name__}"
        for document, deliverable in _documents(place)
        for version in deliverable
    ],
    own_tree.OwnDraftsPlace: lambda place: [document for document, _ in _documents(place)],
    own_tree.OwnPiecesPlace: lambda place: [
        piece.__name__ for person in place.thing.beneficiaries for piece in person.attachments
    ],
    own_tree.OwnLinksPlace: lambda place: ["no-such-link"],
    signing_tree.SigningLinksPlace: lambda place: ["no-such-link"],
    day_tree.NoticesPlace: lambda place: [one.__name__ for one in place.thing.outbox],
    day_tree.CalendarsPlace: lambda place: ["no-such-calendar.ics"],
    tree.SteeringPlace: lambda place: list(place.parts),
    tree.TeamsPlace: lambda place: [one.code for one in place.thing.structures],
    tree.AdministrationPlace: lambda place: list(administration_tree.BELOW),
    administration_tree.StructuresPlace: lambda place: [s.code for s in place.thing.structures],
    administration_tree.OrganisationsPlace: lambda place: [
        one.siren for one in place.thing.organisations
    ],
    tree.AccountsPlace: lambda place: [
        one.login for one in place.thing.accounts if one.login[:5] in ("alice", "gaell")
    ],
}


def _documents(place: Any) -> Iterator[tuple[str, Any]]:
    """Everybody's, as addresses name them; each person finds her own among them."""
    for person in place.thing.beneficiaries:
        for unit in person.engagements():
            for deliverable in unit:
                yield f"{unit.number}_{deliverable.__name__}", deliverable


def places(place: Place) -> Iterator[Place]:
    """Every place there is, from this one down."""
    yield place
    for name in BELOW.get(type(place), lambda _: ())(place):
        yield from places(place[name])


def address(place: Place, name: str = "") -> str:
    parts = []
    at: Place | None = place
    while at is not None and at.__parent__ is not None:
        parts.append(at.__name__)
        at = at.__parent__
    return "/" + "/".join([*reversed(parts), *([name] if name else [])])


def is_open(door: Door, place: Place, who: Actor | None, tools: Any) -> bool:
    """What the rules say, asked without any page."""
    if not ACLHelper().permits(place, _principals(who), door.needs):
        return False
    if door.needs == PUBLIC:
        return True
    if who is None or (door.needs == STAFF and who.beneficiary):
        return False
    if door.needs in WORDS:
        return True
    action, _, kind = door.needs.partition(" ")
    try:
        return decide(tools, who, action, place.seen_by(who, kind)).allowed
    except NotFound:
        return False


def _principals(who: Actor | None) -> list[str]:
    if who is None:
        return ["system.Everyone"]
    here = "signer" if who.only else "beneficiary" if who.beneficiary else "staff"
    return ["system.Everyone", "system.Authenticated", here]
