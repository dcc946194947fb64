"""Whether the house is well: what can be known cheaply, and what to do where it is not.

Nothing of a file is looked into: counts, days and sizes only.
"""

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice, takewhile
from pathlib import Path

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet
from cep_docs.journal import findings
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tasks import STAMP_MISSING
from cep_docs.lifecycle.tools import Tools
from cep_docs.lifecycle.verifying_files import ADMINISTRATOR, WRONG_FILES
from cep_docs.storage.backup import finished
from cep_docs.storage.changes import mark_of, waiting
from cep_docs.storage.saved import described
from cep_docs.values.dates import french_day, french_number

OK, WARN, BAD = "ok", "warn", "bad"
# A backup a day, a night a day; one missed is a remark, two are a failure.
DAY_LATE = timedelta(days=1)
FREE_LOW, FREE_BAD = 15, 5  # percent of the disk
MESSAGE_LATE, MESSAGES_LOOKED_AT = timedelta(minutes=10), timedelta(days=7)
LAG = 1000  # changes that wait for the index; beyond, one counts no further
LONGEST_CHAIN = 5000  # lines of the operator's journal that are read again each time


@dataclass(frozen=True, slots=True)
class Machine:
    """What the disk says; `backup_on` is the day of the last finished backup in the usual folder,
    `index` why the index of words cannot be used, or nothing."""

    version: str
    data_bytes: int | None
    free: int
    total: int
    backup_at: datetime | None
    index: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `to_do` when it is not as it should be."""

    label: str
    value: str
    state: str
    to_do: str = ""


def look_at(
    folder: Path, data_file: Path | None, operator: str, version: str, index: str
) -> Machine:
    """A few calls to the file system; no record is read."""
    disk = shutil.disk_usage(folder)
    saved = finished(folder / "backups", operator)
    size = data_file.stat().st_size if data_file is not None and data_file.exists() else None
    at = max((datetime.fromisoformat(described(one).made_at) for one in saved), default=None)
    return Machine(version, size, disk.free, disk.total, at, index)


def state_of(machine: Machine, actor: Actor, tools: Tools) -> list[Finding]:
    """Everything, in the order one would look: what runs, what it keeps, what protects it."""
    require(tools, actor, "list", Facet(tools.site, "account"))
    today = tools.hour_in("").date()
    return [
        Finding("Version", machine.version, OK),
        _data(machine),
        _disk(machine),
        _night(today, tools),
        _chain(tools),
        _backup(machine, tools.hour_in("").astimezone(UTC)),
        _index(machine, tools),
        _orders(tools),
        _notices(tools),
        _messages(tools),
        _signed_files(tools),
        _stamps(tools),
    ]


def to_see_to(actor: Actor, tools: Tools) -> list[Finding]:
    """What is not well among all that the database itself tells: the first thing that whoever
    runs the house should read."""
    require(tools, actor, "list", Facet(tools.site, "account"))
    looked_at = (
        _night(tools.hour_in("").date(), tools),
        _messages(tools),
        _signed_files(tools),
        _stamps(tools),
    )
    return [one for one in looked_at if one.state != OK]


def digests_of_rules(files: Path) -> dict[str, str]:
    """For each agreement, one digest of all its rule files: two houses can compare them."""
    folders = [files / name for name in ("workflows", "policies", "templates")]
    names = {one.name for folder in folders for one in folder.iterdir() if one.is_dir()}
    return {name: _digest([folder / name for folder in folders]) for name in sorted(names)}


def _digest(folders: list[Path]) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                digest.update(f"{folder.parent.name}/{path.relative_to(folder)}\n".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _data(machine: Machine) -> Finding:
    size = "sur un autre serveur" if machine.data_bytes is None else _size(machine.data_bytes)
    return Finding("Données", size, OK)


def _disk(machine: Machine) -> Finding:
    percent = 100 * machine.free // max(machine.total, 1)
    value = f"{_size(machine.free)} libres, {percent} %"
    if percent >= FREE_LOW:
        return Finding("Disque", value, OK)
    to_do = (
        "Libérer de la place ou agrandir le disque : plein, il refuse toute saisie. Compacter la "
        "base avec « cep-docs pack », déplacer les anciennes sauvegardes."
    )
    return Finding("Disque", value, BAD if percent < FREE_BAD else WARN, to_do)


def _night(today: date, tools: Tools) -> Finding:
    """The night ends by sealing the journals: the day of the last seal is that of the night."""
    last = tools.site.seals.find(tools.site.seals.count)
    to_do = (
        "Lancer « cep-docs night » et vérifier sa tâche planifiée : sans elle, ni alerte "
        "d'échéance, ni clôture d'office, ni sceau."
    )
    if last is None:
        return Finding("Dernière nuit", "aucune", BAD, to_do)
    value = f"{french_day(last.day)}, sceau n° {last.number} ({last.digest[:12]})"
    late = today - last.day
    if late <= DAY_LATE:
        return Finding("Dernière nuit", value, OK)
    return Finding("Dernière nuit", value, WARN if late <= 2 * DAY_LATE else BAD, to_do)


def _chain(tools: Tools) -> Finding:
    """The operator's own chain is short enough to be read again at each look."""
    journal = tools.site.journal
    label = "Journal du titulaire"
    if len(journal) > LONGEST_CHAIN:
        value = f"{french_number(len(journal))} lignes, trop pour être relues ici"
        return Finding(label, value, OK)
    wrong = sum(1 for _ in findings(journal))
    if wrong:
        to_do = "Garder la base telle quelle et lancer « cep-docs journal verify »."
        return Finding(label, f"{wrong} anomalie{'s' if wrong > 1 else ''}", BAD, to_do)
    lines = french_number(len(journal))
    return Finding(label, f"{lines} lignes relues à l'instant, intactes", OK)


def _backup(machine: Machine, now: datetime) -> Finding:
    label = "Dernière sauvegarde"
    to_do = "Lancer « cep-docs backup » et vérifier sa tâche planifiée."
    if machine.backup_at is None:
        elsewhere = "Si elles sont faites ailleurs, les vérifier là-bas. Sinon : "
        return Finding(label, "aucune dans le dossier « backups »", WARN, elsewhere + to_do)
    late = now - machine.backup_at
    value = french_day(machine.backup_at.date())
    return Finding(label, value, OK) if late <= 2 * DAY_LATE else Finding(label, value, BAD, to_do)


def _index(machine: Machine, tools: Tools) -> Finding:
    label, to_do = "Index de recherche", "Lancer « cep-docs index », qui le tient à jour."
    if machine.index:
        return Finding(label, machine.index, BAD, to_do)
    behind = sum(1 for _ in islice(waiting(tools.site.to_index), LAG + 1))
    value = f"plus de {LAG}" if behind > LAG else str(behind)
    told = f"{value} changement{'s' if behind > 1 else ''} en attente"
    return Finding(label, told, OK) if behind < LAG else Finding(label, told, WARN, to_do)


def _orders(tools: Tools) -> Finding:
    """Units that no order covers yet: the work goes on, the bill does not."""
    number = sum(1 for _ in islice(_without_an_order(tools), LAG + 1))
    label = "Unités sans bon de commande"
    if not number:
        return Finding(label, "aucune", OK)
    value = f"plus de {LAG}" if number > LAG else str(number)
    return Finding(label, value, WARN, "Prévenir le pilote : un bon de commande est épuisé.")


def _without_an_order(tools: Tools) -> Iterator[str]:
    for agreement in tools.rules.agreements.values():
        for lot in agreement.lots:
            for unit in agreement.units:
                yield from tools.catalog.waiting(agreement.name, lot, unit)


def _notices(tools: Tools) -> Finding:
    places = ("", *(structure.code for structure in tools.site.structures))
    names = (
        name
        for role in tools.rules.access.roles
        for place in places
        for name in tools.catalog.notices(role, place)
    )
    number = sum(1 for _ in islice(names, LAG + 1))
    value = f"plus de {LAG}" if number > LAG else str(number)
    return Finding("Avis que personne n'a encore soldés", value, OK)


def _messages(tools: Tools) -> Finding:
    """Those for the people advised: one waits a second, or something is wrong."""
    label, post, now = "Messages aux personnes", tools.site.post, tools.now()
    late = sum(1 for at in islice(post.waiting.values(), LAG) if at < now - MESSAGE_LATE)
    lost = sum(1 for at in post.failed.values() if at > now - MESSAGES_LOOKED_AT)
    if not late and not lost:
        return Finding(label, "aucun n'attend ni n'a manqué depuis sept jours", OK)
    told = f"{late} en attente depuis plus de dix minutes, {lost} non arrivés depuis sept jours"
    to_do = (
        "Vérifier « messages.yaml » et lancer « cep-docs send-messages », qui dit pourquoi. Les "
        "conseillers des personnes sont avertis de ceux qui ne sont pas arrivés."
    )
    return Finding(label, told, WARN, to_do)


def _signed_files(tools: Tools) -> Finding:
    """Those that the last night found damaged; what is told of them waits until they are well."""
    label = "Fichiers signés"
    told = (tools.site.outbox[key].about for _, key in tools.catalog.notices(ADMINISTRATOR, ""))
    number = sum(1 for about in told if about in WRONG_FILES)
    if not number:
        return Finding(label, "relus chaque nuit, tous intacts", OK)
    to_do = (
        "Lancer « cep-docs night », qui dit lesquels, et les rétablir depuis une sauvegarde saine "
        "(« cep-docs restore »). Jusque-là, ceux qui sont abîmés ne sont remis à personne."
    )
    return Finding(label, f"{number} à rétablir", BAD, to_do)


def _stamps(tools: Tools) -> Finding:
    """Signatures whose authority did not answer: they hold, at a lower level, until it does."""
    label, since = "Autorité d'horodatage", tools.now() - MESSAGES_LOOKED_AT
    told = (tools.site.outbox[key] for _, key in tools.catalog.notices(ADMINISTRATOR, ""))
    lately = takewhile(lambda one: one.at > since, told)
    number = sum(1 for one in islice(lately, LAG) if one.about == STAMP_MISSING)
    if not number:
        return Finding(label, "a répondu à chaque signature depuis sept jours", OK)
    to_do = (
        "Lancer « cep-docs signatures status », qui dit ce qui ne répond pas, puis « cep-docs "
        "signatures renew », qui complète les signatures faites sans elle. Elles restent valables."
    )
    plural = "s" if number > 1 else ""
    return Finding(label, f"{number} signature{plural} sans horodatage en sept jours", WARN, to_do)


def mark_known(tools: Tools) -> str:
    """The mark that the index in use should bear."""
    return mark_of(tools.site.to_index)


def _size(number: int) -> str:
    for unit in ("octets", "Ko", "Mo"):
        if number < 10_000:
            return f"{french_number(number)} {unit}"
        number //= 1024
    return f"{french_number(number)} Go"
