"""Click speaks French: its help pages and what it says of a command written wrongly."""

from collections.abc import Callable
from typing import Any

import click

WORDS = (
    ("[required]", "[obligatoire]"),
    ("[default: ", "[par défaut : "),
    ("; required]", " ; obligatoire]"),
    ("; x>=", " ; au moins "),
    ("x>=", "au moins "),
    ("; 0<=x<=65535", ""),
    ("INTEGER RANGE", "NOMBRE"),
    ("INTEGER", "NOMBRE"),
    ("DIRECTORY", "DOSSIER"),
    ("PATH", "DOSSIER"),
    ("TEXT", "TEXTE"),
)


class _French:
    """The headings of a help page."""

    def format_usage(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = self.collect_usage_pieces(context)  # type: ignore[attr-defined]
        formatter.write_usage(context.command_path, " ".join(pieces), prefix="Usage : ")

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        options = [p for p in self.get_params(context) if isinstance(p, click.Option)]  # type: ignore[attr-defined]
        found = [option.get_help_record(context) for option in options]
        with formatter.section("Options"):
            formatter.write_dl([(_in_french(a), _in_french(b)) for a, b in filter(None, found)])

    def get_help_option(self, context: click.Context) -> click.Option | None:
        option: click.Option | None = super().get_help_option(context)  # type: ignore[misc]
        if option is not None:
            option.help = "Montrer cette aide."
        return option


class Command(_French, click.Command):
    """A command."""


class Group(_French, click.Group):
    """A command of several commands."""

    command_class = Command

    def __init__(self, name: str | None = None, **settings: Any) -> None:
        super().__init__(name, **{"subcommand_metavar": "COMMANDE…", **settings})

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(context, formatter)
        known = [(name, self.get_command(context, name)) for name in self.list_commands(context)]
        with formatter.section("Commandes"):
            formatter.write_dl([(name, one.get_short_help_str(90)) for name, one in known if one])

    def list_commands(self, context: click.Context) -> list[str]:
        """In the order they were added: that of a working day."""
        return list(self.commands)

    def resolve_command(self, context: click.Context, args: list[str]) -> Any:
        if args and self.get_command(context, args[0]) is None and not args[0].startswith("-"):
            raise click.UsageError(f"La commande « {args[0]} » n'existe pas.", context)
        return super().resolve_command(context, args)


def command(name: str | None = None) -> Callable[[Callable[..., Any]], Command]:
    """Make a command of a function."""
    return click.command(name, cls=Command)


def group(**settings: Any) -> Callable[[Callable[..., Any]], Group]:
    """Make a command of several commands."""
    return click.group(cls=Group, **settings)


def usage(error: click.ClickException) -> str:
    """What is wrong with the way a command was written, and where its help is."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context is not None else "cep-docs"
    return f"{_said(error)} Rien n'a été fait. Voir « {path} --help »."


def _said(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        return f"L'option {error.option_name} n'existe pas."
    if isinstance(error, click.MissingParameter):
        kind = "L'option" if isinstance(error.param, click.Option) else "L'argument"
        return f"{kind} {_name(error.param)} manque."
    if isinstance(error, click.BadParameter):
        return f"La valeur donnée à {_name(error.param)} ne convient pas."
    if isinstance(error, click.BadOptionUsage):
        return f"L'option {error.option_name} est mal employée."
    own = error.message if error.message.startswith("La commande") else ""
    return own or "Cette commande n'est pas bien écrite."


def _name(param: click.Parameter | None) -> str:
    """As it is written in the help."""
    if isinstance(param, click.Option):
        return param.opts[0]
    return param.human_readable_name.upper() if param is not None else "cette commande"


def _in_french(told: str) -> str:
    for english, french in WORDS:
        told = told.replace(english, french)
    return told
