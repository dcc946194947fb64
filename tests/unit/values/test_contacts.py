"""Mail addresses and telephone numbers: requirements §4.1 rows 25 and 26."""

import pytest

from cep_docs.values.contacts import is_mobile, masked_email, parse_email, parse_phone


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("zoe.lefevre@exemple.fr", "zoe.lefevre@exemple.fr"),
        ("  Zoe.Lefevre+cep@Mail.Exemple.FR ", "Zoe.Lefevre+cep@mail.exemple.fr"),
        ("o'brien@xn--socit-esab.fr", "o'brien@xn--socit-esab.fr"),
        ("a@b.co", "a@b.co"),
        ("a" * 64 + "@exemple.fr", "a" * 64 + "@exemple.fr"),
    ],
)
def test_an_address_is_kept_with_its_domain_in_small_letters(text, address):
    assert parse_email(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "zoe",
        "zoe@",
        "@exemple.fr",
        "zoe@exemple",
        "zoe@@exemple.fr",
        "zoe@exemple..fr",
        "zoe@.fr",
        "zoe@-exemple.fr",
        "zoe@exemple-.fr",
        "zoe@10.0.0.1",
        ".zoe@exemple.fr",
        "zoe.@exemple.fr",
        "zo..e@exemple.fr",
        "zoé@exemple.fr",
        "zo e@exemple.fr",
        "zoe@exemple.fr, paul@exemple.fr",
        "zoe@exemple.fr\nBcc: paul@exemple.fr",
        "Zoé <zoe@exemple.fr>",
        "a" * 65 + "@exemple.fr",
        "zoe@" + "a" * 64 + ".fr",
        "zoe@" + "exemple." * 32 + "fr",
    ],
)
def test_what_is_no_address_is_refused(text):
    with pytest.raises(ValueError, match=r"par exemple prenom\.nom@exemple\.fr\.$"):
        parse_email(text)


def test_an_address_has_at_most_254_signs():
    longest = "zoe@" + "a" * 60 + "." + "b" * 60 + "." + "c" * 60 + "." + "d" * 63 + ".fr"

    assert len(longest) == 253
    assert parse_email(longest) == longest
    assert parse_email("z" + longest) == "z" + longest
    with pytest.raises(ValueError, match="bonne forme"):
        parse_email("zz" + longest)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("01 23 45 67 89", "+33123456789"),
        ("06.12.34.56.78", "+33612345678"),
        ("07-12-34-56-78", "+33712345678"),
        ("0612345678", "+33612345678"),
        ("06\u00a012\u202f34 56 78", "+33612345678"),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("+33 (0)6 12 34 56 78", "+33612345678"),
        ("+330612345678", "+33612345678"),
        ("0033612345678", "+33612345678"),
        ("(01) 23 45 67 89", "+33123456789"),
        ("09 70 12 34 56", "+33970123456"),
        # Overseas: another country code
        ("0262 12 34 56", "+262262123456"),
        ("02 63 12 34 56", "+262263123456"),
        ("0269 12 34 56", "+262269123456"),
        ("0590 12 34 56", "+590590123456"),
        ("0594 12 34 56", "+594594123456"),
        ("0596 12 34 56", "+596596123456"),
        ("0692 12 34 56", "+262692123456"),
        ("0639 12 34 56", "+262639123456"),
        ("+33 692 12 34 56", "+262692123456"),
        ("+262 692 12 34 56", "+262692123456"),
        ("00 590 690 12 34 56", "+590690123456"),
        # Abroad
        ("+32 2 123 45 67", "+3221234567"),
        ("+32 (0)2 123 45 67", "+3221234567"),
        ("0041 22 123 45 67", "+41221234567"),
        ("+352123456", "+352123456"),
    ],
)
def test_numbers_become_e164(text, number):
    assert parse_phone(text) == number
    assert parse_phone(number) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "06 12 34 56",
        "06 12 34 56 78 9",
        "612345678",
        "+33 12 34 56 78",
        "+33 0 012 345 678",
        "+262 12 34",
        "+0123456789",
        "+1234567890123456",
        "06 12 34 56 7O",
        "06 12 34 56 7\u0668",
        "+",
        "le soir",
        "++33612345678",
    ],
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match="Ce numéro de téléphone n'a pas la bonne forme"):
        parse_phone(text)


@pytest.mark.parametrize(
    "start", ["06 12", "07 89", "0690", "0691", "0692", "0693", "0694", "0696", "0697", "0639"]
)
def test_mobiles_of_all_lots_receive_text_messages(start):
    digits = start.replace(" ", "")

    assert is_mobile(parse_phone(digits + "123456"))


@pytest.mark.parametrize(
    "text",
    ["01 23 45 67 89", "0262 12 34 56", "0590 12 34 56", "+32 470 12 34 56", "09 70 12 34 56"],
)
def test_others_do_not(text):
    assert not is_mobile(parse_phone(text))


def test_a_masked_address_shows_its_first_letter_and_its_domain():
    assert masked_email("zoe.lefevre@laposte.net") == "z…@laposte.net"
