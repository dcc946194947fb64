"""A signature whose transaction meets another is made again: what is kept is one of it (R-068)."""

from datetime import UTC, datetime, timedelta

import pytest

from cep_docs.app import Application, new_site, random_id
from cep_docs.lifecycle.orders import engagement_numbered
from cep_docs.lifecycle.sealing import verify_journals
from cep_docs.rendering.papers import on_paper
from cep_docs.signing.authority import make_authority
from cep_docs.signing.evidence import JSON, read_evidence, unpacked
from cep_docs.signing.notary import notary_of
from cep_docs.signing.signers import HeldKey
from cep_docs.storage.instance import create
from tests.durability.signing import begun, proposed, signed
from tests.people import RULES, furnish, order


class Hours:
    """Each look at the clock is a second later, as on a wall."""

    def __init__(self):
        self.now = datetime(2020, 2, 3, 9, tzinfo=UTC)

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def instance(tmp_path):
    made = create(tmp_path / "instance", "4G", lambda: new_site("4G"), Hours().now.date())
    make_authority(made.folder, "4G")
    return made


@pytest.fixture
def application(instance):
    clock = Hours()
    with instance.open() as house:
        notary = notary_of(instance.folder, clock)
        found = Application(house, RULES, clock, random_id, on_paper, notary)
        found.write(lambda tools: furnish(tools.site))
        found.write(lambda tools: order(tools, "UO1"))
        yield found


def met_once(application, work):
    """The work, while somebody else writes on the same document before it is saved, once."""
    runs = []

    def twice(tools, *given):
        result = work(tools, *given)
        runs.append(result)
        if len(runs) == 1:
            application.write(lambda others: touch(others, *given))
        return result

    return twice, runs


def touch(tools, number):
    document = engagement_numbered(number, tools).deliverable
    document.current._p_changed = True
    document._p_changed = True


def proofs_of(version):
    return {kind: file for kind, file in version.files.items() if kind.startswith("proof_")}


@pytest.mark.parametrize(
    ("before", "act", "kinds", "asked"),
    [
        pytest.param((), begun, ["proof_adviser"], 1, id="the adviser"),
        pytest.param((begun,), signed, ["proof_adviser", "proof_beneficiary"], 2, id="she"),
    ],
)
def test_r068_who_meets_another_leaves_one_proof_and_is_asked_once(
    application, instance, monkeypatch, before, act, kinds, asked
):
    number = application.write(lambda tools: proposed(tools, 7))
    for work in before:
        application.write(lambda tools, work=work: work(tools, number))
    keys, files = [], len(blobs(instance))
    monkeypatch.setattr(HeldKey, "__init__", counting(HeldKey.__init__, keys))
    again, runs = met_once(application, act)

    application.write(lambda tools: again(tools, number))

    assert len(runs) == 2
    with application.reading() as tools:
        version = engagement_numbered(number, tools).deliverable.current
        found = proofs_of(version)
        assert list(found) == kinds
        assert len(blobs(instance)) - files == 2
        evidence = read_evidence(unpacked(found[kinds[-1]].read())[JSON])
        last = "signed" if asked == 2 else "started"
        assert evidence["document"]["signed_sha256"] == version.files[last].sha256
        assert verify_journals(tools, lambda done, total: None).findings == []
    # Those of the act, and of the seal, are asked once; the proof is told anew, with its hours.
    assert len(keys) == asked + 2 * 2


def counting(make, keys):
    def made(self, *given):
        keys.append(self)
        make(self, *given)

    return made


def blobs(instance):
    """The files that are kept; those of a transaction that was given up are not."""
    kept = (instance.folder / "data").rglob("*")
    return [path for path in kept if path.is_file() and "lob" in str(path)]
