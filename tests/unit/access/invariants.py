"""What must be true of any policy, whatever its rules: written without looking at them.

`NECESSARY`: whoever is allowed fulfils it (security bar § 3.4, I1-I19, in our words).
`ABSOLUTE`: prohibitions alone hold it, even against a rule that gives everything to everybody.
A sentence speaks about some places (role, action, kind) and says which words must be true there.
"""

from collections.abc import Callable, Container
from dataclasses import dataclass

from tests.unit.access.truth import Truth

CONTENT = {
    "person",
    "disability",
    "nir",
    "file",
    "deliverable",
    "plan",
    "comment",
    "note",
    "attachment",
    "vault",
    "proof",
    "paper",
    "complaint",
    "access_journal",
    "handover_package",
}
RESERVED = {"disability", "nir", "vault"}
WRITTEN = {"deliverable", "plan"}
READING = {"view", "list"}
OUTSIDERS = {"auditor", "mediator", "successor", "france_competences"}
PROGRAMS = {
    "clockwork": {"view", "list", "settle", "draw_sample"},
    "transmitter": {"view", "list", "transmit"},
    "purger": {"purge"},
}

Words = Callable[[str], int]
Sentence = Callable[[Words], int]


@dataclass(frozen=True, eq=False)
class Invariant:
    name: str
    roles: Container[str] | None
    actions: Container[str] | None
    kinds: Container[str] | None
    words: tuple[str, ...]
    holds: Sentence

    @property
    def personal(self) -> bool:
        """It names who is bound: no other role of the same person frees him."""
        return isinstance(self.roles, set)

    def speaks_of(self, role: str, action: str, kind: str) -> bool:
        asked = ((self.roles, role), (self.actions, action), (self.kinds, kind))
        return all(known is None or word in known for known, word in asked)


def any_of(*ways: str) -> Sentence:
    """Each way is words joined by `&`; `!` before a word denies it."""

    def holds(true: Words) -> int:
        found = 0
        for way in ways:
            found |= _way(true, way)
        return found

    return holds


def _way(true: Words, way: str) -> int:
    found = -1
    for word in way.split("&"):
        found &= ~true(word[1:]) if word.startswith("!") else true(word)
    return found


class But:
    """Everything but these."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def __contains__(self, word: object) -> bool:
        return word not in self.words


def say(name, roles, actions, kinds, *ways) -> Invariant:
    """`ways`: it takes one of them; none at all: never."""
    words = tuple({word.strip("!") for way in ways for word in way.split("&")})
    return Invariant(name, roles, actions, kinds, words, any_of(*ways))


FOLLOWS = ("is_referent", "is_deputy")
ARRIVES = ("newly_met", "nobody_follows&same_structure")

ABSOLUTE = (
    say("a disabled account opens nothing", None, None, None, "!account_is_disabled"),
    say("a mission from outside ends", OUTSIDERS, None, None, "mandate_is_open"),
    say("who comes to sign comes for that", {"beneficiary"}, None, None, "within_their_errand"),
    say("who signs with her comes for that", {"representative"}, None, None, "let_in_for_it"),
    say("technicians never reach content", {"administrator", "systems_officer"}, None, CONTENT),
    say(
        "steering reads no content",
        {"france_competences", "controller", "contract_contact"},
        But("list"),
        CONTENT,
    ),
    say("a note has one reader", None, But("create", "purge"), {"note"}, "is_author"),
    say("a note never leaves", None, But("create", "view", "list", "edit", "purge"), {"note"}),
    say(
        "reserved fields have few readers",
        But("adviser", "beneficiary", "transmitter", "purger"),
        None,
        RESERVED,
    ),
    say("the NIR has fewer", But("adviser", "transmitter", "purger"), None, {"nir"}),
    say("reserved fields are for who follows", {"adviser"}, None, RESERVED, *FOLLOWS),
    say(
        "everybody sees himself only", {"beneficiary", "representative"}, None, CONTENT, "is_self"
    ),
    say(
        "nobody manages himself",
        None,
        {"manage", "habilitate"},
        {"account"},
        "!is_own_account",
    ),
    say(
        "the vault is closed without her consent",
        None,
        But("create", "purge"),
        {"vault"},
        "agrees_to_the_vault",
    ),
    say("a third party has a mandate", {"third_party"}, None, None, "mandated_by_the_person"),
    say(
        "nothing is shared without a mandate",
        None,
        {"share"},
        {*WRITTEN, "attachment"},
        "a_mandate_covers_it",
    ),
    say(
        "what is signed stays",
        None,
        {
            "edit",
            "answer",
            "propose",
            "take_back",
            "sign",
            "record_paper_signature",
            "record_trace",
        },
        {"deliverable"},
        "!signed",
    ),
    say(
        "a signed plan stays",
        None,
        {"take_back", "sign", "record_paper_signature"},
        {"plan"},
        "!signed",
    ),
    say("nobody audits himself", {"auditor"}, None, CONTENT, "!conflicted"),
    say("an auditor writes nothing", {"auditor"}, But(*READING, "review", "draw_sample"), None),
    say(
        "a complaint is kept from who it is about",
        {"adviser", "manager"},
        None,
        {"complaint"},
        "!is_referent",
        "complaint_is_shared",
    ),
    say("few break the glass", But("adviser", "manager", "dpo"), {"break_glass"}, None),
    say("the journal of accesses is only read", None, But("read_journal"), {"access_journal"}),
    say("an anonymous person is not transmitted", None, {"transmit"}, None, "!anonymous"),
    say("only the purger purges", But("purger"), {"purge"}, None),
    say("a legal hold keeps", None, {"purge"}, None, "!under_legal_hold"),
    say(
        "weighty acts take a second factor",
        None,
        {"sign", "record_paper_signature", "unmask", "break_glass", "manage", "export", "purge"},
        None,
        "strongly_identified",
    ),
    *(
        say(f"the {program} does its own work", {program}, But(*actions), None)
        for program, actions in PROGRAMS.items()
    ),
)

STAFF = {
    "information_officer",
    "adviser",
    "assistant",
    "manager",
    "project_director",
    "contract_contact",
    "mediation_officer",
    "systems_officer",
    "controller",
    "administrator",
    "dpo",
}
FILE_WRITING = {
    "edit",
    "orient",
    "engage",
    "declare_demand",
    "log_interaction",
    "close",
    "close_overdue",
    "rectify",
    "cancel",
    "override",
    "reassign",
    "add_deputy",
    "grant_expert",
}
MANAGING = {"close_overdue", "rectify", "cancel", "override", "reassign", "add_deputy"}

NECESSARY = (
    *ABSOLUTE,
    # Advisers: the power comes from the relation to the file.
    say(
        "an adviser reads what he follows",
        {"adviser"},
        {"view"},
        {"person"},
        *FOLLOWS,
        *ARRIVES,
        "is_expert",
        "glass_is_broken&same_structure",
    ),
    say(
        "an adviser reads the file he follows",
        {"adviser"},
        {"view"},
        {"file"},
        *FOLLOWS,
        *ARRIVES,
        "is_expert",
        "glass_is_broken&same_structure",
    ),
    say(
        "an adviser reads documents he follows",
        {"adviser"},
        {"view"},
        {*WRITTEN, "attachment"},
        *FOLLOWS,
        "is_expert",
        "glass_is_broken&same_structure",
    ),
    say(
        "an adviser lists persons he follows",
        {"adviser"},
        {"list"},
        {"person"},
        *FOLLOWS,
        *ARRIVES,
        "is_expert",
    ),
    say(
        "an adviser lists files of his structure",
        {"adviser"},
        {"list"},
        {"file"},
        *FOLLOWS,
        "newly_met",
        "same_structure",
        "is_expert",
    ),
    say(
        "an adviser lists documents he follows",
        {"adviser"},
        {"list"},
        {*WRITTEN, "attachment"},
        *FOLLOWS,
        "is_expert",
    ),
    say("a proof is for who follows", {"adviser"}, None, {"proof"}, *FOLLOWS),
    say("a complaint is shared", {"adviser"}, None, {"complaint"}, "complaint_is_shared"),
    say("a complaint is not written by advisers", {"adviser"}, But(*READING), {"complaint"}),
    say("a person is received somewhere", None, {"create"}, {"person"}, "same_structure"),
    say("a sheet is kept by who follows", {"adviser"}, {"edit"}, {"person"}, *FOLLOWS, *ARRIVES),
    say("consents go to who follows", {"adviser"}, {"consent"}, {"person"}, *FOLLOWS),
    say(
        "an adviser edits files he follows",
        {"adviser"},
        {"edit"},
        {"file"},
        *FOLLOWS,
        "nobody_follows&same_structure",
    ),
    say("an adviser engages", {"adviser"}, {"engage"}, {"file"}, *FOLLOWS, *ARRIVES),
    say(
        "an adviser notes exchanges",
        {"adviser"},
        {"log_interaction"},
        {"file"},
        *FOLLOWS,
        "is_expert",
        "nobody_follows&same_structure",
    ),
    say(
        "a first contact is noted in the structure",
        {"adviser"},
        {"orient", "declare_demand"},
        {"file"},
        *FOLLOWS,
        "newly_met",
        "same_structure",
    ),
    say("who follows closes", {"adviser"}, {"close", "close_overdue"}, {"file"}, *FOLLOWS),
    say(
        "the referent names who helps him",
        {"adviser"},
        {"add_deputy", "grant_expert"},
        {"file"},
        "is_referent",
    ),
    say(
        "an adviser does not regularise",
        {"adviser"},
        {"rectify", "cancel", "override", "reassign"},
        None,
    ),
    say(
        "an adviser breaks the glass at home", {"adviser"}, {"break_glass"}, None, "same_structure"
    ),
    say(
        "an adviser writes what he follows", {"adviser"}, But(*READING), {"deliverable"}, *FOLLOWS
    ),
    say(
        "an adviser writes plans he follows",
        {"adviser"},
        But(*READING, "edit"),
        {"plan"},
        *FOLLOWS,
    ),
    say("an expert helps with the plan", {"adviser"}, {"edit"}, {"plan"}, *FOLLOWS, "is_expert"),
    say(
        "a deputy only looks into the vault",
        {"adviser"},
        But(*READING),
        {"vault"},
        "is_referent",
    ),
    say("pieces are set aside by who follows", But("adviser"), {"set_aside"}, None),
    say("the vault leaves with the person only", But("beneficiary"), {"export"}, {"vault"}),
    say("managers answer for habilitations", But("manager"), {"habilitate"}, None),
    say("in their structure", {"manager"}, {"habilitate"}, None, "same_structure"),
    say("an adviser adds pieces", {"adviser"}, But(*READING), {"attachment"}, *FOLLOWS),
    say("only the referent shares pieces", {"adviser"}, {"share"}, {"attachment"}, "is_referent"),
    say("the NIR is for the referent", {"adviser"}, None, {"nir"}, "is_referent"),
    say("disability is written by the referent", None, {"edit"}, {"disability"}, "is_referent"),
    say("a note is written by advisers", But("adviser", "purger"), None, {"note"}),
    say(
        "a note is written by who follows",
        {"adviser"},
        {"create"},
        {"note"},
        *FOLLOWS,
        "is_expert",
    ),
    say("advisers keep off packages", {"adviser"}, None, {"handover_package"}),
    say("who follows her tells her who read", {"adviser"}, None, {"access_journal"}, *FOLLOWS),
    # What is written by several.
    say("a draft is discussed by advisers", But("adviser", "purger"), None, {"comment"}),
    say(
        "a draft is discussed by who follows",
        {"adviser"},
        None,
        {"comment"},
        *FOLLOWS,
        "is_expert",
    ),
    say("phrases are of the house", But("adviser", "manager"), None, {"phrase"}),
    say("phrases stay in their place", None, None, {"phrase"}, "same_structure"),
    # The others of the house.
    say(
        "an information officer sees his own of today",
        {"information_officer"},
        {"view", "list", "edit"},
        {"person"},
        "newly_met",
        "opened_by_them_today",
    ),
    say(
        "an information officer sees his own file of today",
        {"information_officer"},
        READING,
        {"file"},
        "newly_met",
        "opened_by_them_today",
    ),
    say(
        "an information officer completes his own",
        {"information_officer"},
        {"edit", "log_interaction"},
        {"file"},
        "opened_by_them_today",
    ),
    say(
        "an information officer orients",
        {"information_officer"},
        {"orient", "declare_demand"},
        {"file"},
        "newly_met",
        "same_structure",
    ),
    say(
        "an information officer goes no further",
        {"information_officer"},
        But(*READING, "edit", "log_interaction", "orient", "declare_demand"),
        {"file"},
    ),
    say("nor with the person", {"information_officer"}, {"consent"}, {"person"}),
    say(
        "an information officer reads no document",
        {"information_officer"},
        None,
        CONTENT - {"person", "file"},
    ),
    say("an assistant stays in the structure", {"assistant"}, None, CONTENT, "same_structure"),
    say("an assistant prints what is frozen", {"assistant"}, None, WRITTEN, "frozen"),
    say(
        "an assistant does not write",
        {"assistant"},
        But(*READING, "download", "create", "declare_demand"),
        CONTENT - {"paper"},
    ),
    say("an assistant scans only", {"assistant"}, {"create"}, CONTENT - {"attachment", "paper"}),
    say(
        "papers are followed where mail arrives",
        {"adviser", "assistant", "manager"},
        None,
        {"paper"},
        *FOLLOWS,
        "same_structure",
        "is_author",
    ),
    say(
        "an adviser writes on papers he follows or sent",
        {"adviser"},
        {"edit"},
        {"paper"},
        *FOLLOWS,
        "is_author",
    ),
    say(
        "papers are for three, and the night",
        But("adviser", "assistant", "manager", "purger", "clockwork"),
        None,
        {"paper"},
    ),
    say("the night opens no paper", {"clockwork"}, But("settle"), {"paper"}),
    say("a manager looks at papers", {"manager"}, But(*READING), {"paper"}),
    say(
        "an adviser opens papers he follows or sent",
        {"adviser"},
        {"view"},
        {"paper"},
        *FOLLOWS,
        "is_author",
    ),
    say("an adviser lists what he sent", {"adviser"}, {"list"}, {"paper"}, "is_author"),
    say("an adviser scans where he works", {"adviser"}, {"create"}, {"paper"}, "same_structure"),
    say("an assistant opens no file", {"assistant"}, {"view"}, {"file", "attachment"}),
    say("an assistant downloads no piece", {"assistant"}, {"download"}, CONTENT - WRITTEN),
    say(
        "an assistant sees neither",
        {"assistant"},
        None,
        {"proof", "complaint", "handover_package"},
    ),
    say(
        "a manager stays in the structure",
        {"manager"},
        But("engage", "override"),
        CONTENT,
        "same_structure",
    ),
    say(
        "a manager engages at home",
        {"manager"},
        {"engage", "override"},
        CONTENT,
        "same_structure",
        "newly_met",
    ),
    say(
        "a manager reads what is completed",
        {"manager"},
        {"view"},
        WRITTEN,
        "completed",
        "glass_is_broken",
    ),
    say("a manager reads proofs of what is completed", {"manager"}, None, {"proof"}, "completed"),
    say(
        "a manager opens pieces by glass", {"manager"}, {"view"}, {"attachment"}, "glass_is_broken"
    ),
    say("a manager lists no piece", {"manager"}, {"list"}, {"attachment", "proof"}),
    say(
        "a manager writes no content",
        {"manager"},
        But(*READING, "review", "read_journal"),
        CONTENT - {"file"},
    ),
    say(
        "a manager regularises",
        {"manager"},
        FILE_WRITING - MANAGING - {"engage", "grant_expert"},
        {"file"},
    ),
    say("a manager holds no package", {"manager"}, None, {"handover_package"}),
    say("a director makes packages", {"project_director"}, None, CONTENT - {"handover_package"}),
    say("a director opens none", {"project_director"}, {"view", "download"}, CONTENT),
    say("a controller lists files", {"controller"}, None, {"file"}, "within_their_organisation"),
    say("a controller lists nothing else", {"controller"}, None, CONTENT - {"file"}),
    say("neither lists", {"contract_contact", "france_competences"}, None, CONTENT),
    say(
        "mediation asks the person",
        {"mediation_officer", "mediator"},
        None,
        CONTENT - {"complaint"},
        "referred_to_them&agrees_to_mediation",
    ),
    say(
        "mediation reads",
        {"mediation_officer", "mediator"},
        But(*READING),
        CONTENT - {"complaint"},
    ),
    say("a mediator is seised", {"mediator"}, None, {"complaint"}, "referred_to_them"),
    say("a mediator writes nothing", {"mediator"}, But(*READING), None),
    say(
        "mediation needs no more",
        {"mediation_officer", "mediator"},
        None,
        {"plan", "attachment", "proof", "handover_package"},
    ),
    say("a mediator needs no sheet", {"mediator"}, None, {"person"}),
    say("a DPO reads by glass", {"dpo"}, {"view"}, CONTENT, "glass_is_broken"),
    say("a DPO exports on demand", {"dpo"}, {"export"}, None, "referred_to_them"),
    say("a DPO lists files only", {"dpo"}, {"list"}, CONTENT - {"file"}),
    say(
        "a DPO writes nothing",
        {"dpo"},
        But(*READING, "export", "break_glass", "read_journal"),
        CONTENT,
    ),
    say("a DPO opens no package", {"dpo"}, None, {"handover_package"}),
    say(
        "few read the journal",
        But("beneficiary", "adviser", "manager", "dpo"),
        {"read_journal"},
        None,
    ),
    # Outside.
    say("an auditor has a sample", {"auditor"}, None, CONTENT, "in_sample"),
    say("an auditor reads what is completed", {"auditor"}, None, {*WRITTEN, "proof"}, "completed"),
    say(
        "an auditor keeps off the rest",
        {"auditor"},
        None,
        CONTENT - {*WRITTEN, "proof", "file"},
    ),
    say("a successor has packages", {"successor"}, None, CONTENT - {"handover_package"}),
    say("of what is his", {"successor"}, None, {"handover_package"}, "handed_over_to_them"),
    say("and only takes them", {"successor"}, But(*READING, "download"), None),
    say(
        "a third party reads documents",
        {"third_party"},
        None,
        But(*WRITTEN, "attachment"),
    ),
    say("and writes none", {"third_party"}, But(*READING, "download"), None),
    say("nor reads a draft", {"third_party"}, None, WRITTEN, "completed"),
    # The person.
    say("a person reads what is frozen", {"beneficiary"}, But("answer"), WRITTEN, "frozen"),
    say("a person answers what is asked", {"beneficiary"}, {"answer"}, None, "asked_of_them"),
    say("nobody else answers", But("beneficiary"), {"answer"}, None),
    say(
        "a person writes no document",
        {"beneficiary"},
        But(*READING, "download", "sign", "export", "answer"),
        {*WRITTEN, "proof"},
    ),
    say(
        "a person changes neither sheet nor file",
        {"beneficiary"},
        But(*READING, "consent", "export", "declare_demand", "record_choice"),
        {"person", "disability", "file"},
    ),
    say("a person adds", {"beneficiary"}, {"edit", "share"}, {"attachment", "complaint"}),
    say("a person has no package", {"beneficiary"}, None, {"handover_package"}),
    say("a person keeps off the house", {"beneficiary"}, None, But(*CONTENT)),
    # Who signs with her.
    say("he reads and signs, no more", {"representative"}, But("view", "sign"), None),
    say("one document", {"representative"}, None, But("deliverable")),
    say("that is frozen", {"representative"}, None, None, "frozen&is_self&let_in_for_it"),
    # Who does what.
    say("three sign", But("adviser", "beneficiary", "representative"), {"sign"}, None),
    say(
        "one records signatures", But("adviser"), {"record_paper_signature", "record_trace"}, None
    ),
    say("one unmasks", But("adviser"), {"unmask"}, None),
    say("two share", But("adviser", "mediation_officer"), {"share"}, None),
    say("two transmit", But("transmitter", "systems_officer"), {"transmit"}, None),
    say("one settles", But("clockwork"), {"settle"}, None),
    say("two judge", But("auditor", "manager"), {"review"}, None),
    say("of what is completed", {"manager"}, {"review"}, None, "completed&same_structure"),
    say("two draw", But("auditor", "clockwork"), {"draw_sample"}, None),
    say("two register", But("controller", "project_director"), {"register"}, None),
    say("one manages accounts", But("administrator"), {"manage"}, {"account"}),
    say(
        "two manage places and directories",
        But("administrator", "project_director"),
        {"manage"},
        {"structure", "directory"},
    ),
    say("her choice is written by few", But("adviser", "beneficiary"), {"record_choice"}, None),
    say("who follow her", {"adviser"}, {"record_choice"}, None, *FOLLOWS),
    say(
        "few export",
        But("beneficiary", "dpo", "project_director"),
        {"export"},
        None,
    ),
    say(
        "few make complaints",
        But("beneficiary", "mediation_officer"),
        {"create", "edit"},
        {"complaint"},
    ),
    say("two consent", But("beneficiary", "adviser"), {"consent"}, None),
    say("one purges what was named", {"purger"}, None, None, "referred_to_them"),
    say("what is sent is completed", {"transmitter"}, None, WRITTEN, "completed"),
    say("a program lists files", {"transmitter"}, {"list"}, But("file", "outbox")),
    say("a program opens no proof", {"transmitter"}, None, {"proof", "attachment"}),
    say("no package", {"transmitter", "clockwork"}, None, {"handover_package"}),
    say(
        "the night looks at files",
        {"clockwork"},
        None,
        CONTENT - {"file", "person", "paper", *WRITTEN},
    ),
    say("the night lists no person", {"clockwork"}, {"list"}, {"person"}),
    # The house itself.
    say("accounts are seen by few", But("administrator", "dpo", "manager"), None, {"account"}),
    say("a manager sees his own staff", {"manager"}, None, {"account"}, "same_structure"),
    say(
        "contacts stay in the structure",
        But("controller"),
        None,
        {"contact", "session"},
        "same_structure",
    ),
    say("a controller counts contacts", {"controller"}, But(*READING), {"contact"}),
    say("a controller holds no session", {"controller"}, None, {"session"}),
    say(
        "sessions are held by staff",
        But("information_officer", "adviser", "manager", "controller"),
        None,
        {"contact", "session"},
    ),
    say("a manager takes no contact", {"manager"}, But(*READING), {"contact"}),
    say(
        "a notice has an addressee",
        But("systems_officer", "transmitter"),
        None,
        {"outbox"},
        "addressed_to_them",
    ),
    say("sending does not edit", {"systems_officer", "transmitter"}, {"edit"}, {"outbox"}),
    say(
        "indicators are for steering",
        But(
            "manager",
            "project_director",
            "contract_contact",
            "controller",
            "france_competences",
            "auditor",
            "clockwork",
        ),
        None,
        {"indicators"},
    ),
    say("the night only draws", {"clockwork"}, READING, {"indicators"}),
    say("a manager has his own figures", {"manager"}, None, {"indicators"}, "same_structure"),
    say(
        "orders are for steering",
        But("manager", "project_director", "contract_contact", "controller", "france_competences"),
        None,
        {"order"},
    ),
    say("structures are for staff", But(*STAFF), None, {"structure"}),
    say(
        "rules are for staff and control",
        But(*STAFF, "auditor", "successor"),
        None,
        {"rules", "form"},
    ),
)


def broken(invariant: Invariant, truth: Truth, given: int) -> int:
    """The ways to be given something without what the invariant asks."""
    return given & ~invariant.holds(truth) & truth.all
