"""What every engine does alike (R-133): the same tests on each of them."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cep_docs.search.asked import read
from cep_docs.search.engine import entry, ranked
from cep_docs.search.place import ENGINES

ALL = {"draft": None, "version": None}


@pytest.fixture(params=list(ENGINES))
def opened(request, tmp_path):
    """Opens the same index once more, as another process would."""
    engines = []

    def open_again():
        engines.append(ENGINES[request.param](tmp_path))
        return engines[-1]

    yield open_again
    for engine in engines:
        engine.close()


@pytest.fixture
def engine(opened):
    return opened()


def found(engine, text, scope=ALL):
    return [match.id for match in ranked(engine.matching(read(text), scope))]


def save(engine, *, gone=(), **texts):
    """`zoe_version="…"`: a text under `zoe/1/version`."""
    named = {f"{name.replace('_', '/1/')}": text for name, text in texts.items()}
    engine.save([entry(id, text) for id, text in named.items()], gone)


def test_a_new_index_is_empty(engine):
    assert found(engine, "projet") == []
    assert list(engine.contents()) == list(engine.beginning("a")) == []


def test_an_entry_is_found_by_each_of_its_words_and_by_all_of_them(engine):
    save(engine, zoe_version="Projet de reconversion dans le bâtiment")

    assert found(engine, "reconversions") == ["zoe/1/version"]
    assert found(engine, "bâtiments projets") == ["zoe/1/version"]


def test_an_entry_without_one_of_the_words_is_not_found(engine):
    save(engine, zoe_version="Projet de reconversion")

    assert found(engine, "projet bâtiment") == []
    assert found(engine, "artisanat") == []


def test_nothing_asked_finds_nothing(engine):
    save(engine, zoe_version="Projet")

    assert found(engine, "de la") == []


def test_words_are_found_by_their_beginning(engine):
    save(
        engine,
        zoe_version="Électricienne",
        ana_version="Élégance et électronique",
        bob_draft="Eau",
    )

    assert found(engine, "élec*") == ["ana/1/version", "zoe/1/version"]
    assert found(engine, "élec* élég*") == ["ana/1/version"]


def test_only_the_scope_is_looked_at(engine):
    """I12: by part and by owner."""
    save(
        engine, zoe_version="Projet", zoe_draft="Projet", ana_version="Projet", ana_draft="Projet"
    )

    assert found(engine, "projet", {}) == []
    assert found(engine, "projet", {"version": frozenset()}) == []
    assert found(engine, "projet", {"version": {"zoe"}}) == ["zoe/1/version"]
    assert found(engine, "projet", {"version": {"zoe", "x"}, "draft": {"ana"}}) == [
        "ana/1/draft",
        "zoe/1/version",
    ]
    assert found(engine, "projet", {"draft": None}) == ["ana/1/draft", "zoe/1/draft"]


def test_what_says_it_more_comes_first(engine):
    save(
        engine,
        ana_version="Un projet parmi beaucoup d'autres mots qui parlent de tout autre chose",
        zoe_version="Projet, projet et projet",
        bob_version="Projet",
    )

    assert found(engine, "projet") == ["zoe/1/version", "bob/1/version", "ana/1/version"]


def test_the_weight_of_an_entry_does_not_depend_on_the_others(engine):
    """I12: neither the number nor the words of what one may not see change an order."""
    save(engine, zoe_version="Un projet rare", ana_version="Un projet courant")
    before = engine.matching(read("projet rare"), ALL)

    save(engine, **{f"p{n}_version": "rare " * (n + 1) for n in range(50)})

    assert engine.matching(read("projet rare"), ALL) == before


def test_an_entry_saved_again_is_the_new_one_alone(engine):
    save(engine, zoe_version="Boulangère")
    save(engine, zoe_version="Menuisière", ana_version="Boulangère")

    assert found(engine, "boulanger") == ["ana/1/version"]
    assert found(engine, "menuisier") == ["zoe/1/version"]
    assert {id for id, _, _ in engine.contents()} == {"ana/1/version", "zoe/1/version"}


def test_an_entry_that_is_gone_is_found_no_more(engine):
    save(engine, zoe_version="Boulangère", ana_version="Boulangère")
    save(engine, gone=["zoe/1/version", "never/1/version"])

    assert found(engine, "boulanger") == ["ana/1/version"]


def test_another_process_sees_what_was_saved(opened):
    writer, reader = opened(), opened()
    assert found(reader, "projet") == []
    save(writer, zoe_version="Projet")

    assert found(reader, "projet") == ["zoe/1/version"]
    save(writer, ana_version="Projet", gone=["zoe/1/version"])
    assert found(reader, "projet") == ["ana/1/version"]


def test_an_entry_that_cannot_be_made_leaves_nothing_behind(engine):
    def entries():
        yield entry("zoe/1/version", "Projet")
        raise OSError("le disque")

    with pytest.raises(OSError, match="le disque"):
        engine.save(entries(), [])

    assert found(engine, "projet") == []
    save(engine, ana_version="Projet")
    assert found(engine, "projet") == ["ana/1/version"]


def test_an_entry_without_a_word_is_nowhere(engine):
    save(engine, zoe_version="")

    assert list(engine.contents()) == []


def test_words_of_the_index_are_told_by_their_beginning(engine):
    save(engine, zoe_version="artisan arts aviation")

    assert list(engine.beginning("ar")) == ["art", "artisan"]


def test_any_letters_are_words(engine):
    save(engine, zoe_version="Łódź محمد 2024 UO2.1 C++ naïve")

    for text in ("lodz", "محمد", "2024", "uo2", "NAÏVES"):
        assert found(engine, text) == ["zoe/1/version"], text


WORDS = st.sampled_from(["projet", "bâtiment", "vente", "soins", "emploi"])
TEXTS = st.lists(WORDS, max_size=6).map(" ".join)
SAVES = st.lists(
    st.dictionaries(st.sampled_from("abcdefgh"), st.none() | TEXTS, max_size=4), max_size=30
)


@given(saves=SAVES)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("name", list(ENGINES))
def test_after_any_saves_it_is_what_was_saved_last(name, saves, tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    engine, kept = ENGINES[name](folder), {}
    for changes in saves:
        texts = {f"{who}/1/version": text for who, text in changes.items()}
        made = [entry(id, text) for id, text in texts.items() if text is not None]
        engine.save(made, [id for id, text in texts.items() if text is None])
        kept |= texts

    wanted = {
        (id, word, weight)
        for id, text in kept.items()
        if text is not None
        for word, weight in entry(id, text).weights().items()
    }
    assert sorted(engine.contents()) == sorted(wanted)
    for word in ("projet", "vente"):
        assert {m.id for m in engine.matching(read(word), ALL)} == {
            id for id, text in kept.items() if text is not None and word in text
        }
    engine.close()
