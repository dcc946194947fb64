"""The reference tables: stable codes, periods, parents, and what is sent (R-102, § 9)."""

import shutil
from datetime import date

import pytest

from cep_docs.definitions.reading import FILES, Reader
from cep_docs.definitions.tables import Row, Table, load_table, load_tables

START = date(2020, 1, 1)
TODAY = date(2021, 6, 15)

# Codes are exchanged and stored for ever: this list may grow, nothing may leave it.
STABLE = {
    "aiguillage": "CEP_INT OP_PE OP_APEC OP_CAP OP_ML OP_REG HORS SANS",
    "categorie_sociale": "1 2 3 4 5 6 7 8",
    "decouverte_metier": "AUCUNE PMSMP MISSION AFEST ENQUETE STAGE",
    "etat_projet": (
        "RECONV_P RECONV_R TRANS_P TRANS_R CREA_P CREA_R MOBINT_P MOBINT_R MOBEXT_P MOBEXT_R "
        "CERTIF_P CERTIF_R MAINT_P MAINT_R ABAND"
    ),
    "financement_formation": (
        "AUCUN CPF CPF_ABOND PTP PLAN OPCO PROA C2P REGION PE AGEFIPH FAF PERSO AUTRE"
    ),
    "handicap": "NON NR RQTH AT_MP INV AAH CMI AUTRE",
    "lot": "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19",
    "mode_contact": "PRES ATEL MAIL TEL CHAT VISIO COUR SMS",
    "motif_cloture": (
        "VOL_SIGNE VOL_ECRIT VOL_POURSUITE VOL_AUTONOME VOL_OPERATEUR VOL_SITUATION AUTO_ABANDON "
        "TRANSFERT DECES ERREUR"
    ),
    "motif_reclamation": (
        "ACCES RELATION CONTENU LIVRABLE SIGNATURE NEUTRALITE CONFID CLOTURE LOCAUX AUTRE"
    ),
    "motif_sollicitation": "POINT COMP PROJET AUTRE",
    "motif_sollicitation_detaille": (
        "RESP CHANGE CREA DEMIS PTP VAE CERTIF BILAN SANTE RISQUE QVT INFO AUTRE"
    ),
    "niveau_formation": "NIV1 NIV2 NIV3 NIV4 NIV5 NIV6 NIV7 NIV8 NIV0",
    "origine_demarche": "IND ENT OPCEP SPRO CPIR OPCO SYND SOC WEB FC PROCHE AUTRE",
    "prestation_complementaire": "AUCUNE FORM_Q FORM BILAN VAE CREA MOB SOC SANTE QVT",
    "section_naf": "A B C D E F G H I J K L M N O P Q R S T U",
    "sexe": "F M",
    "statut": (
        "SAL_CDI SAL_CDD SAL_INT SAL_APP SAL_PART INDEP DIRIG DE_AR DE DEM ETU_EMP RET_EMP AGPUB "
        "AUTRE"
    ),
    "taille_entreprise": "NN 00 01 02 03 11 12 21 22 31 32 41 42 51 52 53",
    "type_service": ("COMP PARC INVEST PMSMP INGFIN VAE RECH CREA DEMIS C2P ABOND INTERM CAPIT"),
}


@pytest.fixture
def files(tmp_path):
    shutil.copytree(FILES / "policies", tmp_path / "policies")
    return tmp_path


def tables_folder(files, agreement="cctp-2019"):
    return files / "policies" / agreement / "tables"


def add_row(files, table, row, agreement="cctp-2019"):
    with (tables_folder(files, agreement) / f"{table}.csv").open("a", encoding="utf-8") as stream:
        stream.write(row + "\n")


def faults_of(files, agreement="cctp-2019"):
    reader = Reader(files)
    load_tables(reader, agreement)
    return list(reader.faults)


def row(code, code_fc="", label="", since=START, until=None):
    return Row(code, code_fc, label or code, "", since, until, "essai")


class TestTheFilesOfTheHouse:
    @pytest.mark.parametrize("agreement", ["cctp-2019", "marche-2024"])
    def test_hold_no_fault(self, agreement):
        reader = Reader()

        load_tables(reader, agreement)

        assert reader.faults == []

    def test_are_the_twenty_tables_of_annexe_2(self):
        tables = load_tables(Reader(), "cctp-2019")

        assert tables.keys() == STABLE.keys()
        assert len(tables) == 20

    @pytest.mark.parametrize("name", STABLE)
    def test_never_lose_a_code_r_102(self, name):
        table = load_tables(Reader(), "cctp-2019")[name]

        assert [code for code in STABLE[name].split() if code not in table] == []

    def test_all_have_their_codes_on_the_first_day_of_the_agreement(self):
        tables = load_tables(Reader(), "cctp-2019")

        found = {name: " ".join(table.codes_on(START)) for name, table in tables.items()}

        assert found == STABLE

    def test_keep_semicolons_inside_a_label(self):
        table = load_tables(Reader(), "cctp-2019")["section_naf"]

        label = table.label("G", TODAY)

        assert label == "Commerce ; réparation d'automobiles et de motocycles"


class TestATable:
    table = Table(
        "section_naf",
        (
            row("J", "62", "Information (rév. 2)", START, date(2026, 12, 31)),
            row("J", "", "Édition (NAF 2025)", date(2027, 1, 1)),
            row("K", "", "Finance", date(2021, 1, 1)),
        ),
    )

    def test_gives_a_code_its_label_of_that_day_r_102(self):
        last_day, day_after = date(2026, 12, 31), date(2027, 1, 1)

        labels = self.table.label("J", last_day), self.table.label("J", day_after)

        assert labels == ("Information (rév. 2)", "Édition (NAF 2025)")

    def test_sends_the_code_of_france_competences_as_soon_as_there_is_one(self):
        days = date(2026, 12, 31), date(2027, 1, 1)

        sent = [self.table.sent_value("J", day) for day in days]

        assert sent == ["62", "J"]

    def test_knows_the_codes_of_a_day(self):
        day = date(2020, 12, 31)

        codes = self.table.codes_on(day)

        assert codes == ("J",)
        assert not self.table.valid("K", day)
        assert self.table.valid("K", date(2021, 1, 1))

    def test_still_reads_a_code_outside_its_period(self):
        ended = Table("sexe", (row("X", "9", "Ancien", START, date(2020, 6, 30)),))

        read = [ended.label("X", day) for day in (date(2019, 1, 1), date(2030, 1, 1))]

        assert read == ["Ancien", "Ancien"]
        assert "X" in ended
        assert ended.valid("X", date(2020, 6, 30))
        assert not ended.valid("X", date(2020, 7, 1))

    def test_says_an_unknown_code_as_it_is(self):
        unknown = "ZZZ"

        said = self.table.label(unknown, TODAY), self.table.sent_value(unknown, TODAY)

        assert said == ("ZZZ", "ZZZ")
        assert unknown not in self.table
        assert not self.table.valid(unknown, TODAY)


class TestAFaultyTable:
    @pytest.mark.parametrize(
        ("line", "sentence"),
        [
            ("x;;Autre;;2020-01-01;;essai", "le code s'écrit en capitales et en chiffres"),
            ("X é;;Autre;;2020-01-01;;essai", "le code s'écrit en capitales et en chiffres"),
            ("X;;;;2020-01-01;;essai", "« libelle » est vide"),
            ("X;;Autre;;2020-01-01;; ", "« source » est vide"),
            ("X;;Autre;;2020-02-30;;essai", "« valide_du » doit être une date"),
            ("X;;Autre;;;;essai", "« valide_du » doit être une date"),
            ("X;;Autre;;2020-01-01;demain;essai", "« valide_au » doit être une date"),
            ("X;;Autre;;2020-01-02;2020-01-01;essai", "« valide_au » précède « valide_du »"),
            ("X;;Autre;POINT;2020-01-01;;essai", "cette table n'a pas de « parent »"),
            ("X;;Autre;2020-01-01;;essai", "nombre de colonnes inexact"),
        ],
    )
    def test_is_named_with_its_line(self, files, line, sentence):
        add_row(files, "sexe", line)

        faults = faults_of(files)

        assert len(faults) == 1
        assert faults[0].startswith("policies/cctp-2019/tables/sexe.csv:4: ")
        assert sentence in faults[0]

    def test_may_not_give_a_code_two_meanings_on_one_day(self, files):
        add_row(files, "sexe", "F;;Femme;;2024-01-01;;essai")

        faults = faults_of(files)

        assert faults == [
            "policies/cctp-2019/tables/sexe.csv:4: « F » est déjà valide à ces dates, ligne 2."
        ]

    def test_may_give_a_code_another_meaning_later_r_102(self, files):
        path = tables_folder(files) / "sexe.csv"
        path.write_text(
            path.read_text().replace(
                "F;;Féminin;;2020-01-01;", "F;;Féminin;;2020-01-01;2023-12-31"
            )
        )
        add_row(files, "sexe", "F;2;Femme;;2024-01-01;;essai")

        table = load_tables(Reader(files), "cctp-2019")["sexe"]

        assert faults_of(files) == []
        assert [table.label("F", date(year, 1, 1)) for year in (2023, 2024)] == [
            "Féminin",
            "Femme",
        ]

    @pytest.mark.parametrize("parent", ["", "ABSENT"])
    def test_has_parents_that_exist(self, files, parent):
        add_row(files, "motif_sollicitation_detaille", f"X;;Autre;{parent};2020-01-01;;essai")

        faults = faults_of(files)

        assert faults == [
            "policies/cctp-2019/tables/motif_sollicitation_detaille.csv:15: le parent "
            f"« {parent} » n'est pas dans la table « motif_sollicitation » le 2020-01-01."
        ]

    def test_with_other_columns_is_refused(self, files):
        (tables_folder(files) / "sexe.csv").write_text("code;libelle\nF;Féminin\n")

        faults = faults_of(files)

        assert len(faults) == 1
        assert "sexe.csv:1: colonnes attendues : code;code_fc;libelle;parent" in faults[0]


class TestAnAgreementThatTakesOverTables:
    def test_has_those_of_the_other_one_and_its_own_win_r_129(self):
        before = load_tables(Reader(), "cctp-2019")

        tables = load_tables(Reader(), "marche-2024")

        assert tables.keys() == before.keys()
        assert tables["statut"] == before["statut"]
        assert "RDV_TENU" in tables["motif_cloture"]
        assert "VOL_SIGNE" not in tables["motif_cloture"]

    def test_leaves_the_faults_of_the_other_one_to_the_other_one(self, files):
        add_row(files, "sexe", "x;;Autre;;2020-01-01;;essai")

        faults = faults_of(files, "marche-2024")

        assert faults == []
        assert len(faults_of(files, "cctp-2019")) == 1

    @pytest.mark.parametrize("origin", ["nulle-part", "marche-2024"])
    def test_must_name_another_agreement_that_has_tables(self, files, origin):
        path = files / "policies/marche-2024/fields.yaml"
        text = path.read_text()
        line = text.splitlines().index("tables_of: cctp-2019") + 1
        path.write_text(text.replace("tables_of: cctp-2019", f"tables_of: {origin}"))

        faults = faults_of(files, "marche-2024")

        assert faults == [
            f"policies/marche-2024/fields.yaml:{line}: aucune table à reprendre dans « {origin} »."
        ]

    def test_checks_the_children_it_takes_over_against_its_own_parents(self, files):
        source = tables_folder(files) / "motif_sollicitation.csv"
        own = tables_folder(files, "marche-2024") / "motif_sollicitation.csv"
        own.write_text(source.read_text().replace("AUTRE;", "AUTRES;"))

        faults = faults_of(files, "marche-2024")

        assert len(faults) == 1
        assert (
            "cctp-2019/tables/motif_sollicitation_detaille.csv:14: le parent « AUTRE »"
            in faults[0]
        )


def test_one_table_may_be_read_alone():
    reader = Reader()

    lot, absent = load_table(reader, "marche-2024", "lot"), load_table(reader, "marche-2024", "x")

    assert len(lot.rows) == 19
    assert absent == Table("x", ())
