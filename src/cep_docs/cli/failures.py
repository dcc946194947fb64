"""What is said when a command cannot do its work: a French sentence, never a traceback."""

import errno

import click

from cep_docs.cli import french
from cep_docs.errors import CepDocsError, DefinitionError

DEBUG = "CEP_DOCS_DEBUG"
FULL = (
    "Le disque est plein. Ce qui était enregistré est intact. "
    "Libérer de la place, puis recommencer."
)


def sentence_of(error: BaseException) -> str:
    """What happened, what is safe, what to do; nothing of what a file holds."""
    match error:
        case click.Abort() | KeyboardInterrupt():
            return "Interrompu. Ce qui était enregistré le reste."
        case click.exceptions.NoArgsIsHelpError(ctx=click.Context() as context):
            return context.get_help()
        case click.ClickException():
            return french.usage(error)
        case DefinitionError():
            return (
                f"{error}\n{len(error.faults)} défaut(s) dans les fichiers de règles. "
                "Les corriger, puis lancer « cep-docs check » ; les données sont intactes."
            )
        case CepDocsError():
            return str(error)
        case OSError() if sentence := _of_the_machine(error):
            return sentence
    return (
        f"Erreur imprévue ({type(error).__name__}). Ce qui était enregistré est intact ; la "
        f"dernière action n'est pas faite. Relancer avec {DEBUG}=1 devant la commande, et "
        "transmettre le détail affiché à l'équipe technique."
    )


def _of_the_machine(error: OSError) -> str:
    where = error.filename if isinstance(error.filename, str) else "Ce chemin"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return FULL
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"{where} n'est pas accessible à ce compte de la machine. Rien n'a été modifié. "
            "Vérifier les droits sur ce dossier, ou en choisir un autre."
        )
    if error.errno in (errno.ENOTDIR, errno.ENOENT, errno.EEXIST, errno.ENAMETOOLONG):
        return (
            f"{where} n'est pas un chemin possible. Rien n'a été modifié. "
            "Vérifier le nom du dossier."
        )
    return ""
