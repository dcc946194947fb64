"""The instance folder: what makes one, what is refused (R-118), and which setting opens it."""

import errno
import os
from datetime import date
from threading import Thread

import pytest
import ZODB
import zodburi
from persistent.mapping import PersistentMapping
from ZEO.Exceptions import ServerException
from ZODB.FileStorage import FileStorage
from ZODB.POSException import POSKeyError

from cep_docs.errors import Damaged, NotPossible, Unusable
from cep_docs.storage import instance as instances
from cep_docs.storage import transactions
from cep_docs.storage.engine import CONNECTIONS
from cep_docs.storage.instance import create, find
from cep_docs.storage.root import site_of
from cep_docs.storage.transactions import FREE_ATTEMPTS

DAY = date(2026, 1, 5)


def test_what_one_transaction_saves_the_next_opening_reads(instance):
    with instance.open() as house, house.transaction() as connection:
        site_of(connection)["lot"] = "Lot08"

    with instance.open() as house, house.reading() as connection:
        assert site_of(connection)["lot"] == "Lot08"


def test_the_folder_says_whose_it_is_and_since_when(instance):
    again = find(instance.folder)

    assert again == instance
    assert (again.operator_code, again.storage_uri, again.created_on) == ("4G", "durable://", DAY)


def test_nobody_else_on_the_machine_can_enter_the_folders(instance):
    modes = [
        (instance.folder / name).stat().st_mode & 0o777
        for name in ("", "data", "data/blobs", "tmp", "locks", "backups")
    ]

    assert set(modes) == {0o700}
    assert (instance.folder / "instance.yaml").stat().st_mode & 0o777 == 0o600


def test_a_relative_folder_is_the_same_instance_from_anywhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    made = create(tmp_path / "x" / ".." / "ici", "4G", PersistentMapping, DAY)

    assert made.folder.is_absolute()


def test_r118_init_refuses_a_folder_that_holds_something(tmp_path):
    (tmp_path / "autre.txt").write_text("à quelqu'un d'autre")

    with pytest.raises(Unusable, match="contient déjà quelque chose"):
        create(tmp_path, "4G", PersistentMapping, DAY)

    assert [path.name for path in tmp_path.iterdir()] == ["autre.txt"]


def test_r118_init_refuses_a_file_in_the_place_of_the_folder(tmp_path):
    (tmp_path / "ici").write_text("à quelqu'un d'autre")

    with pytest.raises(Unusable, match="contient déjà quelque chose"):
        create(tmp_path / "ici", "4G", PersistentMapping, DAY)


def test_r118_init_refuses_a_folder_inside_another_instance(instance):
    with pytest.raises(Unusable, match="à l'intérieur d'une autre instance"):
        create(instance.folder / "backups" / "autre", "4G", PersistentMapping, DAY)

    assert not list((instance.folder / "backups").iterdir())


def test_r118_an_instance_moved_inside_another_is_refused(instance, tmp_path):
    other = create(tmp_path / "autre", "5H", PersistentMapping, DAY)
    moved = instance.folder / "backups" / "autre"
    other.folder.rename(moved)

    with pytest.raises(Unusable, match="à l'intérieur"), find(moved).open():
        pass


def test_init_refuses_the_root_of_a_volume():
    with pytest.raises(Unusable, match="racine d'un volume"):
        create(instances.Path("/proc"), "4G", PersistentMapping, DAY)


def test_init_takes_an_empty_folder_that_is_there(tmp_path):
    (tmp_path / "vide").mkdir()

    made = create(tmp_path / "vide", "4G", PersistentMapping, DAY)

    with made.open() as house, house.reading() as connection:
        assert len(site_of(connection)) == 0


@pytest.mark.parametrize("code", ["", "4 G", '4G"', "../4G"])
def test_init_refuses_an_operator_code_that_is_none(tmp_path, code):
    with pytest.raises(Unusable, match="code de l'opérateur"):
        create(tmp_path / "ici", code, PersistentMapping, DAY)


def test_an_init_that_fails_leaves_nothing(tmp_path):
    def no_site():
        raise RuntimeError

    with pytest.raises(RuntimeError):
        create(tmp_path / "ici", "4G", no_site, DAY)

    assert not list(tmp_path.iterdir())


def test_init_has_put_the_layout_of_the_files_on_the_disk_before_the_folder_has_its_name(
    tmp_path, monkeypatch
):
    synced = []
    fsync = os.fsync

    def noting(descriptor):
        synced.append(os.readlink(f"/proc/self/fd/{descriptor}"))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noting)
    create(tmp_path / "ici", "4G", PersistentMapping, DAY)

    names = [name.partition(".init/")[2] for name in synced]
    assert "data/blobs/.layout" in names
    assert "data/Data.fs" in names[names.index("data/blobs/.layout") :]
    assert synced[-1] == str(tmp_path)


def test_a_folder_not_made_by_init_is_refused(tmp_path):
    with pytest.raises(Unusable, match="n'est pas une instance"):
        find(tmp_path)


@pytest.mark.parametrize(
    "settings",
    [
        "operator: 4G\n",
        "operator: 4G\nstorage: durable://\ncreated_on: hier\n",
        "operator: 4G\noperator: 5H\nstorage: durable://\ncreated_on: 2026-01-05\n",
        "operator:\nstorage: durable://\ncreated_on: 2026-01-05\n",
        "operator: 4G\nstorage: durable://\ncreated_on:\n",
        "operator: [",
    ],
)
def test_settings_that_cannot_be_read_are_refused_with_the_file(instance, settings):
    (instance.folder / "instance.yaml").write_text(settings)

    with pytest.raises(Unusable, match=r"instance\.yaml n'est pas lisible. Les données"):
        find(instance.folder)


def test_r118_the_data_of_another_operator_are_refused(instance, tmp_path):
    other = create(tmp_path / "autre", "5H", PersistentMapping, DAY)
    (instance.folder / "data").rename(instance.folder / "ailleurs")
    (other.folder / "data").rename(instance.folder / "data")

    with pytest.raises(Unusable, match="appartient à l'opérateur 5H"), instance.open():
        pass


def test_r118_a_database_with_something_else_in_it_is_refused(instance):
    with instance.open() as house, house.transaction() as connection:
        connection.root()["paie"] = "autre activité"

    with pytest.raises(Unusable, match="autres données que celles de cep-docs"), instance.open():
        pass


def test_r118_a_foreign_file_beside_the_data_is_refused(instance):
    (instance.folder / "data" / "paie.db").write_text("")

    with pytest.raises(Unusable, match=r"paie\.db n'est pas un fichier de cep-docs"):
        instance.open().__enter__()


def test_a_database_without_owner_is_refused(instance):
    empty = instance.folder / "data" / "Data.fs"
    empty.unlink()
    ZODB.DB(FileStorage(str(empty))).close()

    with pytest.raises(Unusable, match="Cette base est vide"), instance.open():
        pass


def test_a_database_without_any_record_is_not_begun_anew(instance):
    instance.data_file.unlink()
    FileStorage(str(instance.data_file)).close()
    nothing = instance.data_file.read_bytes()

    with pytest.raises(Unusable, match="sa racine a disparu"), instance.open():
        pass

    assert instance.data_file.read_bytes() == nothing


def test_an_instance_in_use_is_refused_and_its_user_not_disturbed(house, instance):
    with pytest.raises(Unusable, match="déjà utilisée"), instance.open():
        pass

    with house.transaction() as connection:
        site_of(connection)["lot"] = "Lot08"


def test_lost_data_are_never_replaced_by_an_empty_database(instance, house_with_a_file):
    (instance.folder / "data" / "Data.fs").unlink()
    blobs = list((instance.folder / "data" / "blobs").rglob("*.blob"))

    with pytest.raises(Unusable, match="a disparu"), instance.open():
        pass

    assert all(blob.exists() for blob in blobs)
    assert blobs


def test_a_data_file_cut_to_nothing_is_never_taken_for_a_new_one(instance):
    (instance.folder / "data" / "Data.fs").write_bytes(b"")

    with pytest.raises(Unusable, match="a disparu"), instance.open():
        pass


def test_a_lost_data_folder_is_refused(instance):
    (instance.folder / "data").rename(instance.folder / "ailleurs")

    with pytest.raises(Unusable, match="data a disparu"), instance.open():
        pass


def test_a_broken_data_file_is_refused_in_french(instance):
    (instance.folder / "data" / "Data.fs").write_bytes(b"pas une base de donnees")

    with pytest.raises(Unusable, match="est abîmé"), instance.open():
        pass


def test_a_data_file_whose_root_is_broken_is_left_as_it_is(instance):
    with instance.open() as house:
        place = house.db.storage._index[b"\0" * 8]
    sound = instance.data_file.read_bytes()
    broken = sound[:place] + b"\xff" * 8 + sound[place + 8 :]
    instance.data_file.write_bytes(broken)

    with pytest.raises(Unusable, match="sa racine a disparu"), instance.open():
        pass

    assert instance.data_file.read_bytes() == broken
    instance.data_file.write_bytes(sound)
    with instance.open() as house, house.reading() as connection:
        assert len(site_of(connection)) == 0


def test_data_of_a_newer_release_are_refused(instance):
    with instance.open() as house, house.transaction() as connection:
        connection.root()["evolved"] = [*connection.root()["evolved"], "split_addresses_in_2031"]

    with pytest.raises(Unusable, match="version plus récente"), instance.open(evolving=True):
        pass


def test_data_of_an_older_release_ask_for_evolve(instance):
    with instance.open() as house, house.transaction() as connection:
        connection.root()["evolved"] = []

    with pytest.raises(Unusable, match="cep-docs evolve"), instance.open():
        pass


@pytest.mark.parametrize("setting", ["mysql://x/y", "memory://", "n'importe quoi"])
def test_an_unknown_engine_is_refused(instance, setting):
    path = instance.folder / "instance.yaml"
    path.write_text(path.read_text().replace('durable://"', f'{setting}"'))

    with pytest.raises(Unusable, match="inconnu"), find(instance.folder).open():
        pass


@pytest.mark.parametrize("option", ["connexion=3", "connection_pool_size=trois"])
def test_an_option_of_the_engine_that_is_none_is_refused(instance, option):
    path = instance.folder / "instance.yaml"
    path.write_text(path.read_text().replace('durable://"', f'durable://?{option}"'))

    with pytest.raises(Unusable, match="option inconnue ou mal écrite"):
        find(instance.folder).open().__enter__()


def test_without_postgresql_its_setting_says_what_to_install(tmp_path, monkeypatch):
    def not_installed(uri):
        raise zodburi.NoResolverForScheme(uri)

    monkeypatch.setattr(zodburi, "resolve_uri", not_installed)
    with pytest.raises(Unusable, match=r"cep_docs\[postgres\]"):
        create(tmp_path / "ici", "4G", PersistentMapping, DAY, "postgresql://u@h/db")


def test_the_engine_is_one_setting_and_its_options_follow_it(tmp_path):
    data = tmp_path / "volume" / "Data.fs"
    data.parent.mkdir()

    made = create(
        tmp_path / "ici", "4G", PersistentMapping, DAY, f"file://{data}?connection_pool_size=3"
    )

    assert made.data_file == data
    with made.open() as house:
        assert house.db.getPoolSize() == 3


def test_a_second_folder_of_the_same_operator_joins_a_database_that_is_there(tmp_path):
    uri = f"file://{tmp_path / 'Data.fs'}"
    first = create(tmp_path / "un", "4G", PersistentMapping, DAY, uri)
    with first.open() as house, house.transaction() as connection:
        site_of(connection)["lot"] = "Lot08"

    second = create(tmp_path / "deux", "4G", PersistentMapping, DAY, uri)

    with second.open() as house, house.reading() as connection:
        assert site_of(connection)["lot"] == "Lot08"


def test_r118_a_second_operator_may_not_join_that_database(tmp_path):
    uri = f"file://{tmp_path / 'Data.fs'}"
    create(tmp_path / "un", "4G", PersistentMapping, DAY, uri)

    with pytest.raises(Unusable, match="appartient à l'opérateur 4G"):
        create(tmp_path / "deux", "5H", PersistentMapping, DAY, uri)

    assert not (tmp_path / "deux").exists()


def test_what_a_dead_process_left_in_clear_is_removed_at_start(instance):
    dead = instance.folder / "tmp" / "mort"
    dead.mkdir()
    (dead / "BUCxyz").write_text("note d'entretien")

    with instance.open():
        assert not dead.exists()

    assert [path.name for path in (instance.folder / "tmp").iterdir()] == ["lock"]


def test_the_temporary_files_of_a_living_process_are_left_alone(house, instance, tmp_path):
    (living,) = (path for path in (instance.folder / "tmp").iterdir() if path.is_dir())
    (living / "BUCxyz").write_text("en cours")

    with pytest.raises(Unusable), instance.open():
        pass

    assert (living / "BUCxyz").exists()


def test_what_fails_in_the_middle_is_forgotten(house):
    with pytest.raises(ZeroDivisionError), house.transaction() as connection:
        site_of(connection)["lot"] = 1 / 0

    with house.reading() as connection:
        assert "lot" not in site_of(connection)


def test_reading_saves_nothing(house):
    with house.reading() as connection:
        site_of(connection)["lot"] = "Lot08"

    with house.reading() as connection:
        assert "lot" not in site_of(connection)


def test_two_who_change_the_same_thing_are_told_and_the_first_one_is_kept(house):
    with pytest.raises(NotPossible, match="Relire"), house.transaction() as connection:  # noqa: PT012
        site_of(connection)["lot"] = "le second"
        with house.transaction() as first:
            site_of(first)["lot"] = "le premier"

    with house.reading() as connection:
        assert site_of(connection)["lot"] == "le premier"


def test_work_that_may_be_done_again_is_done_again(house):
    met = []

    def add_one(connection):
        site = site_of(connection)
        site["count"] = site.get("count", 0) + 1
        if not met:
            with house.transaction() as other:
                site_of(other)["count"] = 10
        met.append(1)
        return site["count"]

    assert house.write(add_one) == 11
    assert len(met) == 2


def test_work_is_not_done_again_for_ever(house):
    def always_late(connection):
        site_of(connection)["count"] = 0
        with house.transaction() as other:
            site_of(other)["count"] = 10

    with pytest.raises(NotPossible):
        house.write(always_late, attempts=3)


def test_whoever_met_others_too_often_has_his_turn_while_nobody_else_begins(house):
    late = []

    def overtaken(connection):
        site_of(connection)["count"] = 1
        other = Thread(target=house.write, args=(lambda c: site_of(c).update(other=len(late)),))
        other.start()
        other.join(0.3)
        late.append(other)
        return len(late)

    assert house.write(overtaken, attempts=6) == FREE_ATTEMPTS + 1
    for other in late:
        other.join()
    with house.reading() as connection:
        kept = site_of(connection)
        assert (kept["count"], kept["other"]) == (1, FREE_ATTEMPTS + 1)


def test_whoever_has_his_turn_may_do_another_piece_of_work_in_its_midst(house):
    met = []

    def overtaken(connection):
        site_of(connection)["count"] = len(met)
        met.append(1)
        if len(met) <= FREE_ATTEMPTS:
            house.write(lambda other: site_of(other).update(count=10))
        else:
            house.write(lambda other: other.root().update(aside=1))
        return len(met)

    assert house.write(overtaken) == FREE_ATTEMPTS + 1


def test_a_turn_that_lasts_does_not_stop_the_others_for_ever(house, monkeypatch):
    monkeypatch.setattr(transactions, "LONGEST_TURN", 0.01)

    with house._turns.mine():
        other = Thread(target=house.write, args=(lambda c: site_of(c).update(done=1),))
        other.start()
        other.join()

    with house.reading() as connection:
        assert site_of(connection)["done"] == 1


def test_as_many_connections_are_kept_as_pages_need_unless_the_settings_say(tmp_path):
    plain = create(tmp_path / "simple", "4G", PersistentMapping, DAY)
    data = tmp_path / "ailleurs" / "Data.fs"
    data.parent.mkdir()
    address = f"file://{data}?connection_pool_size=3"
    said = create(tmp_path / "dit", "4G", PersistentMapping, DAY, address)

    with plain.open() as house, said.open() as other:
        assert (house.db.getPoolSize(), other.db.getPoolSize()) == (CONNECTIONS, 3)


def test_a_full_disk_is_said_in_french_and_other_failures_are_not_hidden(house):
    with pytest.raises(Unusable, match="Le disque est plein"), house.transaction():
        raise OSError(errno.ENOSPC, "")
    with pytest.raises(PermissionError), house.transaction():
        raise PermissionError
    with pytest.raises(ServerException), house.transaction():
        raise ServerException("builtins.ValueError", ("",))
    with pytest.raises(Damaged, match="cep-docs scrub"), house.reading():
        raise POSKeyError(b"\0" * 8)


@pytest.fixture
def house_with_a_file(instance, keep_file):
    with instance.open() as house:
        keep_file(house, "synthese")
