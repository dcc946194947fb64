"""cep-docs journal: proving that nothing was changed, taken away or moved."""

from pathlib import Path

import click

from cep_docs.cli import french, options
from cep_docs.cli.output import at_work, counted, progress, say
from cep_docs.errors import Invalid
from cep_docs.journal import export
from cep_docs.lifecycle.sealing import verify_journals


@french.group()
def journal() -> None:
    """Le journal : le vérifier, l'exporter."""


@journal.command("verify")
@options.folder
@options.as_json
def verify(folder: Path, as_json: bool) -> None:
    """Vérifier toutes les chaînes et tous les sceaux."""
    with (
        at_work(folder) as application,
        application.reading() as tools,
        progress("Vérification") as tell,
    ):
        report = verify_journals(tools, tell)
    data = {"chains": report.chains, "lines": report.lines, "findings": report.findings}
    sentences = [str(finding["sentence"]) for finding in report.findings]
    said = (
        f"{counted(report.chains, 'chaîne', 'chaînes')}, "
        f"{counted(report.lines, 'ligne', 'lignes')}, "
        f"{counted(report.seals, 'sceau', 'sceaux')} : "
    )
    wrong = counted(len(sentences), "anomalie", "anomalies")
    verdict = f"{wrong}." if sentences else "tout est intact."
    say(as_json, data, said + verdict, *sentences)
    if sentences:
        raise click.exceptions.Exit(1)


@journal.command("export")
@options.folder
@click.argument("identifier")
def export_chain(folder: Path, identifier: str) -> None:
    """Écrire la chaîne d'un bénéficiaire, une ligne par acte, pour la vérifier ailleurs."""
    with at_work(folder) as application, application.reading() as tools:
        if identifier not in tools.site.beneficiaries:
            raise Invalid({"identifier": "Cet identifiant n'existe pas. Le vérifier."})
        for line in export(tools.site.beneficiaries[identifier].journal):
            click.echo(line)
