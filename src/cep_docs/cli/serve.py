"""cep-docs serve: the pages, for browsers."""

import errno
import signal
import threading
from pathlib import Path
from types import FrameType
from typing import Any

import click
import waitress

from cep_docs.app import Application
from cep_docs.cli import french, options
from cep_docs.cli.messages import keep_sending
from cep_docs.cli.output import at_work
from cep_docs.cli.search import index_of
from cep_docs.errors import Invalid, Unusable
from cep_docs.signin.demonstration import how_to_enter
from cep_docs.web.doors import doors_of
from cep_docs.web.fresh_index import keep_index_fresh
from cep_docs.web.site import Outside, make_site
from cep_docs.web.templating import compiled

HERE = "127.0.0.1"
LARGEST_BODY = 64 * 1024 * 1024  # the site itself refuses far less, in French
FORWARDED = {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"}


@french.command()
@options.folder
@click.option(
    "--port", type=click.IntRange(0, 65535), default=6543, show_default=True, help="Le port."
)
@click.option(
    "--name",
    "names",
    multiple=True,
    help="Un nom sous lequel le site est connu, par exemple cep.exemple.fr ; plusieurs possibles.",
)
@click.option("--proxy", help="L'adresse du serveur mandataire, qui chiffre : 127.0.0.1.")
@click.option(
    "--threads", type=click.IntRange(1, 64), default=4, show_default=True, help="Pages à la fois."
)
def serve(
    folder: Path, port: int, names: tuple[str, ...], proxy: str | None, threads: int
) -> None:
    """Ouvrir les pages aux navigateurs.

    Sans option, à ceux de cette machine seule. En production, derrière un serveur mandataire qui
    chiffre : voir docs/operating.md.
    """
    if bool(names) != bool(proxy):
        raise Invalid(
            {
                "proxy": "--name et --proxy vont ensemble : le site n'est ouvert au dehors que "
                "sous son nom, et chiffré. Rien n'a été ouvert."
            }
        )
    with at_work(folder) as application:
        index = index_of(application)
        server = _listening(port, threads, proxy)
        known = {*names} or {f"{host}:{server.effective_port}" for host in (HERE, "localhost")}
        outside = Outside(doors_of(folder), index, frozenset(known))
        server.application = compiled(make_site(application, outside))
        signal.signal(signal.SIGTERM, _leave)
        shown = f"https://{names[0]}/" if names else f"http://{HERE}:{server.effective_port}/"
        click.echo(f"{shown}\nPour arrêter : Ctrl + C.")
        if not names:
            _tell_how_to_enter(application)
        stop = threading.Event()
        keepers = [
            threading.Thread(target=keep, args=(application, stop))
            for keep in (keep_index_fresh, keep_sending)
        ]
        for keeper in keepers:
            keeper.start()
        try:
            server.run()
        finally:
            server.close()
            stop.set()
            for keeper in keepers:
                keeper.join()
            index.close()


def _tell_how_to_enter(application: Application) -> None:
    """Where everybody is invented."""
    with application.reading() as tools:
        if tools.site.demo_day:
            click.echo("\n" + how_to_enter(tools.site.accounts, tools.rules.access.roles))


def _listening(port: int, threads: int, proxy: str | None) -> Any:
    try:
        return waitress.create_server(
            _not_yet,
            host=HERE,
            port=port,
            threads=threads,
            ident="",
            max_request_body_size=LARGEST_BODY,
            **_behind(proxy),
        )
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise Unusable(
            f"Le port {port} est déjà pris : un autre programme y répond, peut-être ce site. "
            "Rien n'a été ouvert. Arrêter l'autre, ou choisir --port."
        ) from error


def _not_yet(environ: dict[str, object], start: object) -> list[bytes]:
    """Which names the site answers to is known once its port is."""
    raise NotImplementedError


def _behind(proxy: str | None) -> dict[str, object]:
    """Without a proxy, what pretends to come from one is dropped."""
    if not proxy:
        return {"clear_untrusted_proxy_headers": True}
    return {
        "trusted_proxy": proxy,
        "trusted_proxy_headers": FORWARDED,
        "clear_untrusted_proxy_headers": True,
    }


def _leave(signal_number: int, frame: FrameType | None) -> None:
    """End as by Ctrl + C: pages that are being answered are finished, the house is closed."""
    raise SystemExit(0)
