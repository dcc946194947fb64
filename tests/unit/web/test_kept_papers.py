"""Papers are made once while there is room, and again when they are gone."""

from cep_docs.web.kept_papers import KeptPapers


def made(log, name, size=10):
    def make():
        log.append(name)
        return [name.encode() * size]

    return make


def test_the_same_paper_is_made_once():
    kept, log = KeptPapers(), []

    one, two = (kept.find("a", made(log, "a")) for _ in range(2))

    assert one == two
    assert log == ["a"]


def test_the_ones_used_last_stay():
    kept, log = KeptPapers(room=25), []
    kept.find("a", made(log, "a"))
    kept.find("b", made(log, "b"))
    kept.find("a", made(log, "a"))

    kept.find("c", made(log, "c"))

    assert (kept.kept("a"), kept.kept("b")) == ([b"aaaaaaaaaa"], ())


def test_what_is_too_large_is_given_and_not_kept():
    kept, log = KeptPapers(room=5), []

    assert kept.find("a", made(log, "a")) == [b"aaaaaaaaaa"]
    assert kept.kept("a") == ()
    assert kept.find("a", made(log, "a")) == [b"aaaaaaaaaa"]
    assert log == ["a", "a"]
