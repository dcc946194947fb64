"""Electronic, paper, refusal, expiry, revision, mixed, in any order: I8 and I9 hold (R-065…R-076).

The PDF is printed once and used for every version: what is tried here is who may sign when."""

import io
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from cep_docs.content.signing import MODES, ON_SITE, REMOTE
from cep_docs.content.site import beneficiary_of
from cep_docs.content.stored_file import StoredFile
from cep_docs.errors import Invalid, Refused
from cep_docs.lifecycle.ceremony import (
    NOWHERE,
    SEEN,
    ask_to_sign,
    ceremony_of,
    decline,
    is_the_mention,
    note_identified,
    note_read,
    see_identity,
    sign_now,
    withdraw_request,
    write_mention,
)
from cep_docs.lifecycle.engine import move_deliverable as move
from cep_docs.lifecycle.move import Given
from cep_docs.lifecycle.night import spend_night
from cep_docs.lifecycle.representing import note_representative, remove_representative
from cep_docs.lifecycle.signatories import signatories_of
from cep_docs.rendering.papers import on_paper
from cep_docs.signing.authority import make_authority
from cep_docs.signing.notary import notary_of
from tests.people import Clock, actor, make_tools, orders
from tests.signed_files import assert_signed_by_all
from tests.unit.lifecycle.courses import act, engaged, fill, proposed, write
from tests.unit.lifecycle.represented import MOTHER, herself, the_mother, young

REFUSED = (Refused, Invalid)
MENTIONS = st.sampled_from(["Lu et approuvé", "lu et approuve", "lu", "", "Lu et désapprouvé"])


@cache
def authority_folder():
    folder = Path(mkdtemp())
    make_authority(folder, "4G")
    return folder


printed = {}
SIGNERS = {"beneficiary": "herself", "representative": "her mother"}


def printed_once(document):
    """Once with two places to sign, once with three."""
    places = len(document.signatories)
    if places not in printed:
        printed[places] = on_paper(document)
    return dict(printed[places])


def kept(source, name, media_type, account):
    file = StoredFile(name, media_type, datetime(2020, 2, 3, tzinfo=UTC), account)
    file._fill(io.BytesIO(source))
    return file


class Signing(RuleBasedStateMachine):
    """One person, one unit, whoever does whatever; refusals leave everything as it was."""

    signed: ClassVar[set[int]] = set()

    @initialize(alone=st.booleans())
    def propose_a_document(self, alone):
        self.clock = Clock()
        tools = make_tools(self.clock)
        notary = notary_of(authority_folder(), self.clock)
        self.tools = replace(tools, press=printed_once, notary=notary, store=kept)
        orders(self.tools)
        self.unit = engaged(self.tools, "UO1", young(self.tools, None))
        if not alone:
            self.represent_her("Claire")
        proposed(self.unit, self.tools)
        self.document = self.unit.deliverable
        self.bytes = {}

    def herself(self):
        return replace(herself(self.unit), only="")

    def anybody(self, who):
        if who == "her mother":
            return the_mother(self.unit)
        return self.herself() if who == "herself" else actor(self.tools, who)

    def step(self, doing):
        """What the page does: nothing of it is kept when it is refused."""
        version = self.document.current
        requests = [dict(vars(request)) for request in version.requests] if version else []
        before = (self.document.state, requests, self.unit.state)
        try:
            doing()
        except REFUSED:
            self.undo(version, before)

    def undo(self, version, before):
        """There is no transaction here: a refused step is taken back as one would be."""
        assert (self.document.state, self.unit.state) == (before[0], before[2])
        for request, was in zip(version.requests if version else (), before[1], strict=False):
            vars(request).clear()
            vars(request).update(was)

    @rule(who=st.sampled_from(["alice", "bruno", "denis", "herself", "her mother"]))
    def sign_first(self, who):
        def doing():
            name = "sign_as_adviser"
            from_whom = self.anybody(who)
            move(self.document, name, from_whom, self.tools)

        self.step(doing)

    @rule(mode=st.sampled_from(MODES), who=st.sampled_from(["alice", "denis", "her mother"]))
    def ask(self, mode, who):
        self.step(lambda: ask_to_sign(self.document, mode, self.anybody(who), self.tools))

    @rule(who=st.sampled_from(["alice", "herself"]), kind=st.sampled_from([*SEEN, "rien"]))
    def look_at_her_papers(self, who, kind):
        self.step(
            lambda: see_identity(self.document, kind, self.anybody(who), self.tools, NOWHERE)
        )

    @rule(who=st.sampled_from(["alice", "herself", "her mother"]), mention=MENTIONS)
    def go_through_the_ceremony(self, who, mention):
        """As far as it goes; each step is a page of its own."""
        someone = self.anybody(who)
        for doing in (
            lambda c: (
                c.request.mode == REMOTE
                and note_identified(c, "code", someone, self.tools, NOWHERE)
            ),
            lambda c: note_read(c, someone, self.tools, NOWHERE),
            lambda c: write_mention(c, mention, "typed", someone, self.tools, NOWHERE),
            lambda c: sign_now(c, someone, self.tools, NOWHERE),
        ):
            self.step(lambda doing=doing: doing(ceremony_of(self.document, someone, self.tools)))

    @rule(mode=st.sampled_from([ON_SITE, REMOTE]))
    def go_the_ordinary_way(self, mode):
        """From wherever it stands, as far as it goes."""
        self.sign_first("alice")
        for who in ("her mother", "herself"):
            self.ask(mode, "alice")
            self.look_at_her_papers("alice", "passport")
            self.go_through_the_ceremony(who, "Lu et approuvé")

    @rule(first_name=st.sampled_from(["Claire", "Paul", ""]))
    def represent_her(self, first_name):
        """Noted, another one, nobody any more: at any time (R-079)."""
        person, alice = beneficiary_of(self.unit), actor(self.tools, "alice")
        with suppress(*REFUSED):
            if first_name:
                noted = replace(MOTHER, first_name=first_name)
                note_representative(person, noted, alice, self.tools)
            else:
                remove_representative(person, alice, self.tools)

    @rule(
        who=st.sampled_from(["alice", "herself", "her mother"]),
        because=st.sampled_from(["", "Pas d'accord"]),
    )
    def say_no(self, who, because):
        def doing():
            someone = self.anybody(who)
            ceremony = ceremony_of(self.document, someone, self.tools)
            decline(ceremony, because, someone, self.tools, NOWHERE)

        self.step(doing)

    @rule()
    def change_ones_mind(self):
        self.step(lambda: withdraw_request(self.document, actor(self.tools, "alice"), self.tools))

    @rule(who=st.sampled_from(["alice", "denis", "herself", "her mother"]), data=st.data())
    def try_any_transition(self, who, data):
        """Straight to the workflow, as no page does."""
        workflow = self.tools.agreement_of(self.unit).workflow_of(self.document.kind)
        name = data.draw(st.sampled_from(sorted(workflow.transitions)))
        given_ = Given(motive="Pour voir")
        self.step(lambda: move(self.document, name, self.anybody(who), self.tools, given_))

    @rule(name=st.sampled_from(["take_back", "propose", "note_paper_signature", "sign_late"]))
    def go_another_way(self, name):
        self.step(lambda: act(self.unit, name, self.tools, motive="Une correction"))

    @rule()
    def write_again(self):
        with suppress(*REFUSED):
            fill(self.unit, self.tools)
            write(self.unit, self.tools)
            act(self.unit, "propose", self.tools)

    @rule(days=st.sampled_from([0, 1, 31, 120]))
    def time_goes_by(self, days):
        self.clock.now += timedelta(days=days, minutes=1)
        spend_night(lambda work: work(self.tools), lambda done, of: None)

    @invariant()
    def i8_closed_by_all_signatures_and_nothing_else(self):
        """Two, or three where the version foresees her representative, in their order."""
        version = self.document.current
        both = version is not None and "beneficiary" in version.valid_signatures
        if version is not None:
            expected = signatories_of(version)
            assert tuple(version.signatures) == expected[: len(version.signatures)]
        assert (self.document.state == "signed") == both
        if self.unit.state == "closed":
            assert both
            assert version.signatures["adviser"]["account"] != self.herself().account
        if both:
            adviser, person = (version.signatures[who] for who in ("adviser", "beneficiary"))
            assert adviser["at"] <= person["at"]
            assert (person["level"] == "simple") == ("signed" in version.files)
            assert self.unit.closed_on is not None

    @invariant()
    def nobody_signs_without_the_whole_ceremony(self):
        for version in self.document:
            if "signed" in version.files:
                by = {who: self.anybody(name).account for who, name in SIGNERS.items()}
                for who in signatories_of(version)[1:]:
                    request = [one for one in version.requests if one.signatory == who][-1]
                    assert request.ended == "signed"
                    assert all([request.identified, request.read])
                    assert is_the_mention(request.mention)
                    assert request.events[-1]["what"] in ("signed", "delivered")
                    assert {event["by"] for event in request.events[-2:]} == {by[who]}
                    type(self).signed.add(len(signatories_of(version)))

    @invariant()
    def i9_what_was_kept_is_what_is_kept(self):
        for version in self.document:
            for kind, file in version.files.items():
                assert self.bytes.setdefault((version.__name__, kind), file.sha256) == file.sha256
            if "signed" in version.files:
                assert {"adviser", "beneficiary"} <= set(version.signatures)

    @invariant()
    def one_request_runs_at_most(self):
        version = self.document.current
        for earlier in self.document:
            running = [request for request in earlier.requests if request.runs]
            assert len(running) <= (
                1 if earlier is version and not earlier.withdrawn_because else 0
            )
        if self.unit.closed_on is not None and version is not None:
            assert version.request is None

    def teardown(self):
        for version in self.document if hasattr(self, "document") else ():
            if "signed" in version.files:
                assert_signed_by_all(version, authority_folder())


@pytest.mark.slow
def test_whatever_is_done_in_whatever_order_the_invariants_hold():
    run_state_machine_as_test(
        Signing,
        settings=settings(
            max_examples=40, stateful_step_count=20, suppress_health_check=list(HealthCheck)
        ),
    )

    assert Signing.signed == {2, 3}, "signed by nobody, or never by three: nothing was tried"
