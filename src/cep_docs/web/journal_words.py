"""What each line of a person's journal says in French: a table of words."""

from dataclasses import dataclass
from datetime import date, datetime

from cep_docs.lifecycle.history_of_file import HistoryLine
from cep_docs.values.dates import french_day

# Before the bar, what is said in bold; between brackets, what is there only when it is known.
# {by} is « par vous », « par Alice Martin » or « d'office ».
WORDS = {
    # the person
    "register": "Première fiche enregistrée| {by}.",
    "edit_sheet": "Fiche d'identité modifiée| {by}.",
    "note_representative": "Représentant de la personne| noté {by}.",
    "remove_representative": "Représentant de la personne| retiré {by}.",
    "record_status": "Statut : {status}|[ à compter du {since}], noté {by}.",
    "record_demand": "Demande de la personne|[ du {on}], notée {by}.",
    "record_consent": "Accord de la personne| enregistré {by}.",
    "revoke_consent": "Accord retiré| par la personne, noté {by}.",
    "record_mandate": "Mandat donné par la personne|[, jusqu'au {until}], enregistré {by}.",
    "set_adaptations": "Adaptations modifiées| {by}.",
    "tell_first_meeting": "Premier rendez-vous attendu|[ depuis {working_days} jours ouvrés] : "
    "le responsable en est averti.",
    "write_note": "Note privée écrite|, lue de vous seul.",
    # pieces
    "attach": "Pièce ajoutée| {by}.",
    "look_at_attachment": "Pièce regardée| {by}.",
    "open_attachment": "Pièce téléchargée| {by}.",
    "set_attachment_aside": "Pièce mise de côté| {by}.",
    "restore_attachment": "Pièce reprise au dossier| {by}.",
    "erase_attachment": "Pièce du coffre effacée| {by}, l'accord étant retiré.",
    # exchanges
    "log_interaction": "Échange : {mode}[, {minutes} min]|[ le {on}], noté {by}.",
    "make_appointment": "Rendez-vous fixé|[ au {on}][ à {at}] {by}.",
    "move_appointment": "Rendez-vous déplacé|[ au {on}][ à {at}] {by}.",
    "cancel_appointment": "Rendez-vous annulé|[ du {on}] {by}.",
    # documents
    "create": "{document} :| ouverture {by}.",
    "edit": "{document} :| {headings} {by}.",
    "invite_to_answer": "{document} :| rubriques ouvertes à la personne {by}.",
    "comment": "{document} :| commentaire {by}.",
    "answer_comment": "{document} :| réponse à un commentaire {by}.",
    "resolve_comment": "{document} :| commentaire réglé {by}.",
    "reopen_comment": "{document} :| commentaire rouvert {by}.",
    "ask_review": "{document} :| relecture demandée[ à {other}] {by}.",
    "finish_review": "{document} :| relecture faite {by}.",
    "copy_out": "{document} :| copie Word emportée {by}.",
    "copy_in": "{document} :| reprise d'une copie Word {by}.",
    "draw_list": "Liste régionale des organismes :| établie {by}.",
    "deliver_list": "Liste régionale des organismes :| remise, notée {by}.",
    "record_choice": "Choix d'un organisme :| celui de la personne, noté {by}.",
    "export": "Dossier emporté| {by}.",
    # who follows, who reads
    "view": "Consultation[ : {document}]| {by}.",
    "break_glass": "Bris de glace| {by} : lecture ouverte pour un temps.",
    "invite": "Accès de la personne à son espace| ouvert {by}.",
    "send_message": "Message envoyé à la personne|.",
    "drop_message": "Message abandonné avant de partir : ce qu'il demandait n'attend plus|.",
    "message_failed": "Message non arrivé à la personne|.",
    "revoke_invitation": "Accès de la personne à son espace| retiré {by}.",
    "revoke_mandate": "Mandat retiré| par la personne.",
    "grant_expert": "Accès d'expert ouvert à {other}|[ jusqu'au {until}], {by}.",
    "reassign": "Référent : {other}|, désigné {by}.",
    "add_deputy": "Suppléance confiée à {other}|[ du {since}][ au {until}], {by}.",
    # units
    "engage": "{unit} : engagement| {by}.",
    "edit_unit_sheet": "{unit} : données complétées| {by}.",
    "add_service": "{unit} : prestation complémentaire| notée {by}.",
    "draw_order": "{unit} : rattachement à un bon de commande|[, {line}].",
    "warn": "{unit} : échéance[ dans {days_left} jours]|[, le {due_on}].",
    "remind": "{unit} : décision attendue|, le responsable est relancé.",
    "close": "{unit} : clôture| {by}.",
    "close_at_once": "{unit} : clôture| le jour même.",
    "close_on_signature": "{unit} : clôture| à la signature de la personne.",
    "close_on_trace": "{unit} : clôture| sur la trace écrite de la personne.",
    "close_on_report": "{unit} : clôture| au compte rendu du rendez-vous.",
    "abandon": "{unit} : clôture pour abandon| {by}.",
    "confirm_abandon": "{unit} : clôture pour abandon| {by}.",
    "fall_due": "{unit} : échéance passée|, à régulariser ; le responsable en est averti.",
    "rectify": "{unit} : clôture rectifiée| {by}.",
    "cancel": "{unit} : annulation| {by}.",
    # the life of documents
    "propose": "{document} :| proposé à la signature {by}.",
    "take_back": "{document} :| repris en brouillon {by}.",
    "sign_as_adviser": "{document} :| signature du conseiller, {by}.",
    "ask_to_sign": "{document} :| signature demandée à la personne {by}.",
    "withdraw_signing": "{document} :| demande de signature annulée {by}.",
    "refuse_link_to_staff": "{document} :| lien de signature de la personne ouvert {by}, refusé.",
    "refuse_code_on_staff_device": "{document} :| code de signature demandé sur l'appareil du "
    "conseiller, refusé.",
    "refuse_code_to_staff_contact": "{document} :| code de signature non envoyé : le contact de "
    "la personne est celui de quelqu'un de la maison.",
    "renew_signing_link": "{document} :| nouveau lien de signature envoyé {by}.",
    "remind_signing": "{document} :| relance pour signer, envoyée {by}.",
    "signing_expired": "{document} :| le délai pour signer est passé.",
    "sign_as_representative": "{document} :| signature de son représentant, {by}.",
    "sign_as_beneficiary": "{document} :| signature de la personne, {by}.",
    "decline": "{document} :| la personne n'a pas signé.",
    "note_paper_signature": "{document} :| signatures sur papier constatées {by}.",
    "ask_for_paper": "{document} :| la personne préfère signer sur papier.",
    "download": "{document} :| exemplaire pris {by}.",
    "set_file_apart": "{document} :| un fichier gardé est abîmé, il n'est plus remis.",
    "take_file_back": "{document} :| le fichier abîmé a été rétabli.",
    "renew_proof": "{document} :| preuve prolongée, le texte signé est inchangé.",
    "sign_late": "{document} :| signatures reçues après l'abandon, notées {by}.",
    "print_to_sign": "{document} :| imprimé pour signature {by}.",
    "note_paper_step": "{document} :| exemplaire papier[ {step}][ le {on}], noté {by}.",
    "keep_original": "{document} :| original sur papier rangé, noté {by}.",
    "file_scan": "{document} :| numérisation classée {by}.",
    "check_scan": "{document} :| numérisation contrôlée {by}.",
    "record_trace": "{document} :| enregistrement {by}.",
    "record_late_trace": "{document} :| écrit reçu après l'abandon, enregistrement {by}.",
    "set_aside": "{document} :| mise de côté {by}.",
    "adopt": "{document} :| mise en vigueur {by}.",
    "revise": "{document} :| révision commencée {by}.",
    "issue": "{document} :| document établi {by}.",
}
DAYS = ("on", "since", "until", "due_on")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`strong` is the act, `rest` who and when, `motive` what was written down as the reason."""

    strong: str
    rest: str
    motive: str


def told(line: HistoryLine) -> Sentence:
    """A line whose word is not in the table is told by the label of its transition, or as it is:
    another agreement may bring transitions that nobody knew."""
    words = WORDS.get(line.what) or "{act}| {by}."
    said = _values(line)
    strong, _, rest = _filled(words, said).partition("|")
    return Sentence(strong.strip(), rest, said.get("motive", ""))


def _values(line: HistoryLine) -> dict[str, str]:
    said = {name: value for name, value in line.said.items() if value}
    for name in DAYS:
        if name in said:
            said[name] = french_day(_day(said[name]))
    if said.get("on") == french_day(line.at.date()):
        said.pop("on")
    said["headings"] = _headings(said.get("headings", ""), int(said.get("fields", 0)))
    said["by"] = f"par {line.who}" if line.who else "d'office"
    said["document"] = line.document_label
    said["unit"], said["act"] = line.unit or "Unité", line.act or line.what
    return said


def _headings(names: str, number: int) -> str:
    """By their names where these are few and may be told."""
    if number > 1:
        return f"rubriques {names} écrites" if names else f"{number} rubriques écrites"
    return f"rubrique {names} écrite" if names else "une rubrique écrite"


def _day(text: str) -> date:
    return datetime.fromisoformat(text).date() if "T" in text else date.fromisoformat(text)


def _filled(words: str, said: dict[str, str]) -> str:
    """Brackets go with what is in them when one of its values is not known."""
    out = []
    for piece in words.replace("[", "\0[").replace("]", "\0").split("\0"):
        optional = piece.startswith("[")
        try:
            out.append(piece.removeprefix("[").format_map(_Known(said, strict=optional)))
        except KeyError:
            continue
    return "".join(out)


class _Known(dict[str, str]):
    """What is not known is said as nothing, but where all has to be known."""

    def __init__(self, said: dict[str, str], strict: bool) -> None:
        super().__init__({name: value for name, value in said.items() if value})
        self._strict = strict

    def __missing__(self, name: str) -> str:
        if self._strict:
            raise KeyError(name)
        return ""
