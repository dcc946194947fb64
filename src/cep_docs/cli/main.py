"""The entry point: finds the command, and turns errors into sentences."""

import os
import sys
from collections.abc import Sequence

import click

from cep_docs.cli import french
from cep_docs.cli.account import account
from cep_docs.cli.attachments import attachment
from cep_docs.cli.backup import backup
from cep_docs.cli.caseload import caseload
from cep_docs.cli.catalog import catalog
from cep_docs.cli.check import check
from cep_docs.cli.copy import copy
from cep_docs.cli.demo import demo
from cep_docs.cli.describe import describe
from cep_docs.cli.directory import directory
from cep_docs.cli.document import document
from cep_docs.cli.evolve import evolve
from cep_docs.cli.exceptions import exceptions
from cep_docs.cli.failures import DEBUG, sentence_of
from cep_docs.cli.index import index
from cep_docs.cli.init import init
from cep_docs.cli.journal import journal
from cep_docs.cli.messages import messages, send_messages
from cep_docs.cli.night import night
from cep_docs.cli.operator import operator
from cep_docs.cli.order import order
from cep_docs.cli.pack import pack
from cep_docs.cli.proof import proof
from cep_docs.cli.reindex import reindex
from cep_docs.cli.restore import restore
from cep_docs.cli.samples import samples
from cep_docs.cli.scans import scans
from cep_docs.cli.scrub import scrub
from cep_docs.cli.search import search
from cep_docs.cli.serve import serve
from cep_docs.cli.serve_storage import serve_storage
from cep_docs.cli.signatures import signatures
from cep_docs.cli.verify import verify

COMMANDS = (
    demo,
    init,
    check,
    describe,
    samples,
    caseload,
    search,
    document,
    copy,
    exceptions,
    operator,
    order,
    account,
    attachment,
    scans,
    directory,
    night,
    send_messages,
    messages,
    journal,
    verify,
    scrub,
    catalog,
    index,
    reindex,
    pack,
    proof,
    backup,
    restore,
    evolve,
    signatures,
    serve,
    serve_storage,
)


@french.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    package_name="cep_docs", message="cep-docs %(version)s", help="Dire la version."
)
def program() -> None:
    """cep_docs : les livrables du conseil en évolution professionnelle."""


for command in COMMANDS:
    program.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; a refusal is a French sentence on the error stream and exit status 1."""
    try:
        # Without the standalone mode, click gives back the status instead of leaving with it.
        status = program.main(arguments, prog_name="cep-docs", standalone_mode=False)
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        click.echo(sentence_of(error), err=True)
        sys.exit(1)
    sys.exit(status if isinstance(status, int) else 0)
