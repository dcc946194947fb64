"""The data of annexe 2: what is due, missing, wrong or unlikely (R-100…R-112, § 4)."""

import shutil
from datetime import date

import pytest

from cep_docs.definitions.fields import load_fields
from cep_docs.definitions.reading import FILES, Reader
from cep_docs.definitions.tables import load_tables

PATH = "policies/cctp-2019/fields.yaml"
UNITS = {
    "cctp-2019": ("UO0", "UO1", "UO2.1", "UO2.2"),
    "marche-2024": ("RDV1", "RDVS"),
}
TODAY = date(2021, 6, 15)
IDENTITY = {
    "birth_name": "Lefèvre-Martin",
    "first_name": "Noé",
    "birth_date": "1984-02-29",
    "status": "SAL_CDI",
}
PERSON = {
    **IDENTITY,
    "sex": "M",
    "street_number": "12 bis",
    "street_type": "rue",
    "street_name": "des Tanneurs",
    "town": "Colmar",
    "postcode": "68000",
    "education_level": "NIV4",
    "business_sector": "C",
    "company_size": "12",
    "social_category": "6",
    "sector_label": "Industrie manufacturière",
    "occupation": "tourneur",
    "company_entered_in": "2009-09",
    "email": "n'en possède pas",
}
ENTRY = {"origin": "IND", "motive": "PROJET", "detailed_motive": "CHANGE"}
SUPPORT = {
    "service_types": ("COMP", "PARC"),
    "complementary_services": ("AUCUNE",),
    "training_funding": ("AUCUN",),
    "job_discoveries": ("AUCUNE",),
}


@pytest.fixture
def files(tmp_path):
    shutil.copytree(FILES / "policies", tmp_path / "policies")
    return tmp_path


def load(reader, agreement="cctp-2019"):
    return load_fields(reader, agreement, load_tables(reader, agreement), UNITS[agreement])


@pytest.fixture(scope="module")
def tables():
    return load_tables(Reader(), "cctp-2019")


@pytest.fixture(scope="module")
def fields():
    return load(Reader())


def names(fields):
    return {field.name for field in fields}


class TestTheFilesOfTheHouse:
    @pytest.mark.parametrize("agreement", UNITS)
    def test_hold_no_fault(self, agreement):
        reader = Reader()

        load(reader, agreement)

        assert reader.faults == []

    def test_have_the_data_of_the_person_r_100(self, fields):
        numbered = [field for field in fields.person if field.name != "usual_name"]

        assert len(numbered) == 26  # § 4.1 counts the two names as one row

    def test_have_the_sheet_of_each_unit_r_100(self, fields):
        sizes = {
            unit: len([field for field in fields.sheet_of(unit) if field.transmitted])
            for unit in UNITS["cctp-2019"]
        }

        assert sizes == {"UO0": 11, "UO1": 11, "UO2.1": 19, "UO2.2": 19}  # § 4.2, last line

    def test_let_the_sheet_of_a_person_go_from_one_agreement_to_the_next_r_129(self, fields):
        after = load(Reader(), "marche-2024")

        def shapes(group):
            return {field.name: (field.kind, field.table, field.absent_as) for field in group}

        assert shapes(after.person) == shapes(fields.person)

    def test_keep_health_and_social_security_apart_r_104_r_105(self, fields):
        reserved = {field.name for field in fields if field.level == "reserved"}

        assert reserved == {"nir", "disability"}
        assert fields.named("disability").consent == "disability"
        assert fields.named("nir").off


class TestWhatIsDue:
    def test_at_uo0_is_who_she_is_and_why_she_comes(self, fields):
        due = [field for field in fields.due("UO0", "engagement") if not field.computed]

        assert names(due) == {*IDENTITY, *ENTRY, "orientation"}

    def test_at_uo1_is_the_rest_of_the_sheet_of_the_person(self, fields):
        due = [field for field in fields.due("UO1", "engagement") if not field.computed]

        assert names(due) == {*PERSON, *ENTRY} - {"postcode"}

    def test_a_missing_postcode_does_not_stop_the_engagement_r_008(self, fields):
        assert fields.named("postcode") not in fields.due("UO1", "engagement")
        assert fields.named("postcode") in fields.due("UO1", "closing")

    def test_at_uo2_1_is_the_same_when_uo1_was_skipped_r_026(self, fields):
        skipped = fields.due("UO2.1", "engagement")

        assert skipped == fields.due("UO1", "engagement")

    def test_at_the_closing_still_has_what_was_due_before(self, fields):
        before = names(fields.due("UO1", "engagement"))

        after = names(fields.due("UO1", "closing"))

        assert before < after
        assert after - before == {
            "closed_on",
            "closing_reason",
            "contact_modes",
            "interaction_dates",
            "postcode",
            "statement_number",
        }

    def test_at_the_closing_of_an_accompaniment_is_what_was_done_c_14(self, fields):
        due = {
            unit: names(fields.due(unit, "closing")) - names(fields.due(unit, "engagement"))
            for unit in ("UO2.1", "UO2.2")
        }

        assert {*SUPPORT, "self_prescription"} <= due["UO2.1"]
        assert due["UO2.2"] - due["UO2.1"] == {"service_description", "project_state"}

    def test_is_never_a_datum_that_is_off_c_31(self, fields):
        due = [field for unit in UNITS["cctp-2019"] for field in fields.due(unit, "closing")]

        assert "nir" not in names(due)

    def test_is_the_social_security_number_once_it_is_on_r_104(self, files):
        text = (files / PATH).read_text().replace("    off: yes\n", "")
        (files / PATH).write_text(text)

        fields = load(Reader(files))

        assert "nir" not in names(fields.due("UO1", "engagement"))
        assert "nir" in names(fields.due("UO1", "closing"))
        assert "nir" in names(fields.due("UO2.1", "closing"))


class TestWhatIsMissing:
    def test_is_nothing_when_all_is_there(self, fields):
        sheet = {**PERSON, **ENTRY, **SUPPORT}

        missing = fields.missing(sheet, "UO2.1", "closing")

        assert missing == []

    def test_is_listed_in_the_order_of_the_sheet(self, fields):
        sheet = {**PERSON, **ENTRY, "sex": " ", "town": "", "motive": None}

        missing = fields.missing(sheet, "UO1", "engagement")

        assert [field.name for field in missing] == ["sex", "town", "motive"]

    def test_is_no_name_as_soon_as_there_is_one_r_106(self, fields):
        one = {**PERSON, **ENTRY, "birth_name": "", "usual_name": "Martin"}
        none = {**PERSON, **ENTRY, "birth_name": ""}

        missing = (
            fields.missing(one, "UO1", "engagement"),
            fields.missing(none, "UO1", "engagement"),
        )

        assert [names(found) for found in missing] == [set(), {"birth_name"}]

    def test_is_an_empty_choice(self, fields):
        sheet = {**PERSON, **ENTRY, **SUPPORT, "service_types": ()}

        missing = fields.missing(sheet, "UO2.1", "closing")

        assert names(missing) == {"service_types"}

    def test_is_nothing_where_absence_was_said_c_34(self, fields):
        sheet = {**PERSON, **ENTRY, "email": "n'en possède pas", "street_number": "lieu-dit"}

        missing = fields.missing(sheet, "UO1", "engagement")

        assert missing == []

    def test_is_the_description_at_the_closing_of_uo2_2_only_r_112(self, fields):
        sheet = {**PERSON, **ENTRY, **SUPPORT}

        missing = {
            unit: names(fields.missing(sheet, unit, "closing")) for unit in ("UO2.1", "UO2.2")
        }

        assert missing == {"UO2.1": set(), "UO2.2": {"service_description", "project_state"}}


class TestWhatIsWrong:
    def test_is_nothing_in_a_right_sheet(self, fields, tables):
        sheet = {
            **PERSON,
            **ENTRY,
            **SUPPORT,
            "phone": "06 12 34 56 78",
            "company_department": "00",
            "reconversion_project": "yes",
            "reconversion_filed_on": "2021-06-15",
            "service_description": "Bilan des étapes.\nSuites convenues.",
            "company_town": "C" * 100,
        }

        assert fields.check(sheet, TODAY, tables) == {}

    def test_is_nothing_where_nothing_was_written(self, fields, tables):
        sheet = dict.fromkeys(PERSON, "") | {"service_types": (), "email": None, "nir": " "}

        assert fields.check(sheet, TODAY, tables) == {}

    @pytest.mark.parametrize(
        ("name", "value", "sentence"),
        [
            ("status", "CDI", "n'est pas dans la table « statut » à cette date"),
            ("birth_date", "2021-02-29", "n'existe pas dans le calendrier"),
            ("birth_date", "29/02/1984", "s'écrit année-mois-jour"),
            ("birth_date", "2021-06-16", "Cette date est dans l'avenir"),
            ("company_entered_in", "2021-07", "Ce mois est dans l'avenir"),
            ("company_entered_in", "2021-13", "Ce mois n'existe pas"),
            ("postcode", "6800", "Le code postal compte cinq chiffres"),
            ("company_department", "96", "Ce numéro de département n'existe pas"),
            ("email", "noé@", "Cette adresse mail n'a pas la bonne forme"),
            ("phone", "12", "Ce numéro de téléphone n'a pas la bonne forme"),
            ("first_name", "No\u200be", "signe invisible"),
            ("town", "Col\x07mar", "signe invisible"),
            ("town", "C" * 101, "au plus 100 signes"),
            ("service_description", "d" * 5001, "au plus 5000 signes"),
            ("reconversion_project", "peut-être", "La réponse est oui ou non"),
            ("reconversion_filed_on", "2021-06-16", "Cette date est dans l'avenir"),
            ("service_types", "COMP", "Une liste de codes est attendue"),
            ("service_types", ("COMP", 3), "Une liste de codes est attendue"),
            ("service_types", ("COMP", "PARC", "COMP"), "choisi deux fois"),
            ("service_types", ("COMP", "JARDIN"), "n'est pas dans la table « type_service »"),
            ("complementary_services", ("VAE", "AUCUNE"), "« Aucune » exclut les autres réponses"),
            ("town", ("Colmar",), "Une seule valeur est attendue"),
            ("number", "AB2001010000001", "remplie par le programme"),
            ("nir", "255081416802538", "n'est pas recueillie"),
            ("shoe_size", "42", "n'existe pas dans cet accord"),
        ],
    )
    def test_is_said_in_french(self, fields, tables, name, value, sentence):
        messages = fields.check({**PERSON, **ENTRY, name: value}, TODAY, tables)

        assert list(messages) == [name]
        assert sentence in messages[name]

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("status", "JARDINIER"),
            ("birth_date", "2099-12-25"),
            ("email", "marie.curie"),
            ("phone", "0612345"),
            ("postcode", "PARIS"),
            ("first_name", "Zoé\u200b"),
            ("service_types", ("JARDINAGE",)),
        ],
    )
    def test_never_repeats_what_was_written(self, fields, tables, name, value):
        messages = fields.check({name: value}, TODAY, tables)

        written = value if isinstance(value, str) else value[0]
        assert written.strip("\u200b") not in messages[name]

    def test_gives_an_example_of_a_code_that_is_valid(self, fields, tables):
        messages = fields.check({"sex": "H"}, TODAY, tables)

        assert "par exemple F (Féminin)" in messages["sex"]

    def test_is_a_code_before_its_first_day_r_102(self, fields, tables):
        before, first = date(2019, 12, 31), date(2020, 1, 1)

        found = [fields.check({"sex": "F"}, day, tables) for day in (before, first)]

        assert [list(messages) for messages in found] == [["sex"], []]

    def test_is_a_detail_of_another_motive(self, fields, tables):
        sheet = {"motive": "POINT", "detailed_motive": "CHANGE"}

        messages = fields.check(sheet, TODAY, tables)

        assert list(messages) == ["detailed_motive"]
        assert "Motif de sollicitation" in messages["detailed_motive"]
        assert "PROJET" in messages["detailed_motive"]

    def test_is_not_a_detail_whose_motive_is_still_to_come(self, fields, tables):
        sheet = {"motive": "", "detailed_motive": "CHANGE"}

        assert fields.check(sheet, TODAY, tables) == {}

    def test_is_not_a_company_that_an_independent_worker_does_not_have_r_109(self, fields, tables):
        sheet = {"status": "INDEP", "company_entered_in": "Sans  objet"}

        assert fields.check(sheet, TODAY, tables) == {}

    def test_is_a_company_that_an_employee_must_have_r_109(self, fields, tables):
        sheet = {"status": "SAL_CDI", "company_entered_in": "sans objet"}

        messages = fields.check(sheet, TODAY, tables)

        assert list(messages) == ["company_entered_in"]
        assert "INDEP, DIRIG, DE, DE_AR" in messages["company_entered_in"]

    def test_is_a_mail_address_that_nobody_reads_c_34(self, fields, tables):
        messages = fields.check({"email": "personne@Yopmail.com"}, TODAY, tables)

        assert "n'en possède pas" in messages["email"]
        assert "yopmail" not in messages["email"].lower()

    def test_is_not_a_month_that_has_begun_r_109(self, fields, tables):
        sheet = {"company_entered_in": "2021-06"}

        assert fields.check(sheet, TODAY, tables) == {}

    @pytest.mark.parametrize(
        ("written", "right"),
        [("2 55 08 14 168 025 38", True), ("2 55 08 14 168 025 39", False)],
    )
    def test_is_a_social_security_number_with_another_key_once_it_is_on_r_104(
        self, files, tables, written, right
    ):
        text = (files / PATH).read_text().replace("    off: yes\n", "")
        (files / PATH).write_text(text)

        messages = load(Reader(files)).check({"nir": written}, TODAY, tables)

        assert (messages == {}) is right


class TestWhatIsUnlikely:
    @pytest.mark.parametrize(
        ("born_on", "doubted"),
        [
            ("2007-06-15", False),  # 14 today
            ("2007-06-16", True),
            ("1922-06-15", False),  # 99
            ("1921-06-16", False),  # 99 until tomorrow
            ("1921-06-15", True),
            ("demain", False),  # a fault, not a doubt
            ("", False),
        ],
    )
    def test_is_an_age_outside_14_to_99(self, fields, born_on, doubted):
        doubts = fields.doubts({"birth_date": born_on}, TODAY)

        assert ("birth_date" in doubts) is doubted

    @pytest.mark.parametrize(
        ("postcode", "doubted"), [("68000", False), ("00100", True), ("", False), ("x", True)]
    )
    def test_is_a_postcode_of_no_department_r_107(self, fields, postcode, doubted):
        doubts = fields.doubts({"postcode": postcode}, TODAY)

        assert ("postcode" in doubts) is doubted


class TestWhatIsKept:
    def test_is_the_stored_form(self, fields):
        sheet = {
            "first_name": "  Jean   Pierre ",
            "email": " Jean@Courriel.EXAMPLE",
            "phone": "06 12 34 56 78",
            "postcode": "68 000",
            "company_department": "2a",
            "company_entered_in": "2019-03 ",
            "street_number": "LIEU-DIT",
            "town": "Sainte-Marie\t aux  Mines",
            "service_description": "Un\r\ndeux\rtrois ",
            "service_types": ["COMP ", "PARC"],
            "usual_name": "",
            "structure": "S1",
        }

        kept = fields.stored_forms(sheet)

        assert kept == {
            "first_name": "Jean Pierre",
            "email": "Jean@courriel.example",
            "phone": "+33612345678",
            "postcode": "68000",
            "company_department": "2A",
            "company_entered_in": "2019-03",
            "street_number": "lieu-dit",
            "town": "Sainte-Marie aux Mines",
            "service_description": "Un\ndeux\ntrois",
            "service_types": ("COMP", "PARC"),
        }

    def test_knows_words_of_absence_whatever_the_apostrophe(self, fields):
        kept = fields.stored_forms({"email": "N’en possède pas"})

        assert kept == {"email": "n'en possède pas"}

    def test_goes_to_the_next_unit_where_the_agreement_says_so(self, fields):
        sheet = {**ENTRY, "orientation": "CEP_INT", "service_types": ("COMP",)}

        assert fields.carried(sheet) == ENTRY
        assert fields.carried({"motive": "", "origin": "IND"}) == {"origin": "IND"}


def test_a_collective_workshop_is_no_way_to_hold_uo0(fields):
    modes = fields.named("contact_modes")

    assert modes.refused_in == {"UO0": ("ATEL",)}


class TestAFaultyFile:
    @pytest.mark.parametrize(
        ("old", "new", "sentence"),
        [
            ("    kind: phone\n", "    kind: telephone\n", "mot inconnu : « telephone »"),
            ("    table: sexe\n", "    table: genre\n", "mot inconnu : « genre »"),
            ("    label: Prénom\n", "    label: ''\n", "« label » est vide"),
            ("    label: Prénom\n", "    etiquette: x\n    label: Prénom\n",
             "« etiquette » est inconnu"),
            ("    instead: usual_name\n", "    instead: nick_name\n",
             "donnée inconnue : « nick_name »"),
            ("    child_of: motive\n", "    child_of: origin\n",
             "la table « motif_sollicitation_detaille » ne détaille pas celle de « origin »"),
            ("    child_of: motive\n", "    child_of: reason\n", "donnée inconnue : « reason »"),
            ("    prefilled_from: business_sector\n", "    prefilled_from: sector\n",
             "donnée inconnue : « sector »"),
            ("    alone: AUCUN\n", "    alone: RIEN\n",
             "le code « RIEN » n'est pas dans la table « financement_formation »"),
            ("{UO0: [ATEL]}", "{UO0: [CAFE]}",
             "le code « CAFE » n'est pas dans la table « mode_contact »"),
            ("{UO0: [ATEL]}", "{UO7: [ATEL]}", "« UO7 » n'a pas cette donnée"),
            ("{status: [INDEP, DIRIG, DE, DE_AR]}", "{status: [INDEP, ROI]}",
             "le code « ROI » n'est pas dans la table « statut »"),
            ("{status: [INDEP, DIRIG, DE, DE_AR]}", "{phone: [INDEP]}",
             "donnée sans table de codes : « phone »"),
            ("    absent_as: [sans objet]\n", "", "« absent_when » demande « absent_as »"),
            ("{from: 14, to: 99}", "{from: 14, to: cent}", "« to » doit être un nombre entier"),
            ("    consent: disability\n", "    consent: disability\n    off: peut-être\n",
             "« off » vaut yes ou no"),
            ("    optional: [UO2.1]\n    source: Annexe 2 § 2 (L3030-3031) ; R-112",
             "    optional: [UO3]\n    source: Annexe 2 § 2 (L3030-3031) ; R-112",
             "mot inconnu : « UO3 »"),
            ("    due: {closing: [UO1, UO2.1]}\n", "    due: {ouverture: [UO1, UO2.1]}\n",
             "mot inconnu : « ouverture »"),
            ("    due: {closing: [UO1, UO2.1]}\n",
             "    due: {engagement: [UO1], closing: [UO1, UO2.1]}\n",
             "« UO1 » est déjà donnée plus haut"),
            ("    max: 5000\n", "", "« max » manque"),
            ("    table: sexe\n", "", "« table » manque"),
        ],
    )  # fmt: skip
    def test_is_named(self, files, old, new, sentence):
        text = (files / PATH).read_text()
        assert text.count(old) == 1, old
        (files / PATH).write_text(text.replace(old, new))
        reader = Reader(files)

        load(reader)

        assert len(reader.faults) == 1, reader.faults
        assert reader.faults[0].startswith(f"{PATH}:")
        assert sentence in reader.faults[0]

    def test_is_named_with_its_line(self, files):
        text = (files / PATH).read_text()
        (files / PATH).write_text(text.replace("    table: sexe\n", "    table: genre\n"))
        reader = Reader(files)

        load(reader)

        line = text[: text.index("    table: sexe\n")].count("\n") + 1
        assert reader.faults == [f"{PATH}:{line}: mot inconnu : « genre »."]

    def test_may_not_reserve_at_a_level_that_does_not_exist(self, files):
        text = (files / PATH).read_text()
        (files / PATH).write_text(text.replace("    level: reserved\n", "    level: secret\n", 1))
        reader = Reader(files)

        load(reader)

        assert len(reader.faults) == 1
        assert "mot inconnu : « secret »" in reader.faults[0]

    def test_may_not_use_one_name_for_the_person_and_for_the_unit(self, files):
        with (files / PATH).open("a") as stream:
            stream.write("\n  email: {label: Adresse, kind: email, source: essai}\n")
        reader = Reader(files)

        load(reader)

        assert len(reader.faults) == 1
        assert "« email » est déjà une donnée de la personne, ligne" in reader.faults[0]

    def test_may_not_hold_a_word_where_a_field_is_described(self, files):
        with (files / PATH).open("a") as stream:
            stream.write("\n  comment: un mot\n")
        reader = Reader(files)

        load(reader)

        assert any("« comment » doit contenir des « clé: valeur »" in f for f in reader.faults)

    def test_may_not_use_a_code_the_table_has_lost(self, files):
        path = files / "policies/cctp-2019/tables/financement_formation.csv"
        path.write_text(path.read_text().replace("AUCUN;;", "AUCUNS;;"))
        reader = Reader(files)

        load(reader)

        assert len(reader.faults) == 1
        assert "le code « AUCUN » n'est pas dans la table" in reader.faults[0]
