"""Small file systems of their own, to be filled up or to lose their power."""

import os
import shutil
import subprocess
from datetime import date

import pytest
from persistent.mapping import PersistentMapping

from cep_docs.storage.instance import create


@pytest.fixture
def instance(tmp_path):
    return create(tmp_path / "instance", "4G", PersistentMapping, date(2026, 1, 5))


@pytest.fixture
def mounted(tmp_path):
    """Mount a device or an image below the folder of the test, for as long as it runs."""
    if os.geteuid() != 0:
        pytest.skip("monter un système de fichiers demande d'être root")
    places = []

    def mount(name, *arguments):
        place = tmp_path / name
        place.mkdir()
        done = subprocess.run(["mount", *arguments, place], capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"mount {' '.join(map(str, arguments))} : {done.stderr.strip()}")
        places.append(place)
        return place

    yield mount
    for place in reversed(places):
        subprocess.run(["umount", place], check=True)


@pytest.fixture
def ext4(tmp_path):
    """An empty ext4 image; its file is what a disk would hold at any moment."""
    if shutil.which("mkfs.ext4") is None:
        pytest.skip("mkfs.ext4 n'est pas installé")
    image = tmp_path / "disque.img"
    with image.open("wb") as stream:
        stream.truncate(64 * 2**20)
    subprocess.run(["mkfs.ext4", "-q", "-F", image], check=True)
    return image
