"""What is static: light, hashed, and written here or drawn from a package."""

from cep_docs.web.assets import MORE_SIGNS, SIGNS, Assets

ASSETS = Assets()
JAVASCRIPT, STYLE = 12 * 1024, 8 * 1024


def packed(suffix):
    return sum(len(ASSETS.asset(n).packed) for n in ASSETS.names() if n.endswith(suffix))


def test_scripts_and_style_stay_within_their_budget():
    assert packed(".js") <= JAVASCRIPT
    assert packed(".css") <= STYLE


def test_fonts_are_small_and_have_the_name_that_their_licence_asks_for():
    for name in ("regular.woff2", "semibold.woff2"):
        assert len(ASSETS.asset(name).plain) < 20_000


def test_an_address_changes_with_what_it_gives():
    for name in ASSETS.names():
        assert ASSETS.path(name).endswith(f"/{name}")
        assert len(ASSETS.path(name).split("/")[2]) == 12


def test_a_module_names_the_others_by_their_address():
    for name in ASSETS.names():
        if name.endswith(".js"):
            assert b'from "./' not in ASSETS.asset(name).plain
            assert b"from './" not in ASSETS.asset(name).plain


def test_a_style_sheet_loses_its_air_and_none_of_its_rules():
    sheet = ASSETS.asset("cep.css").plain.decode()

    assert "/*" not in sheet
    assert "calc(100% - 2rem)" in sheet
    assert "@media (max-width:" not in sheet.replace("@media (max-width: ", "")
    assert sheet.count("{") == sheet.count("}")


def test_every_sign_is_in_one_font_only_and_names_from_elsewhere_are_drawn_too():
    assert not set(SIGNS) & set(MORE_SIGNS)

    assert set(map(ord, "Éloïse, l’été « œuvre » – 12 €")) <= {*SIGNS, *map(ord, "«»")}
    assert set(map(ord, "Kwaśniewicz Nguyễn Ștefan".replace("a", ""))) <= {*SIGNS, *MORE_SIGNS}


def test_the_style_sheet_fetches_the_other_font_for_its_signs_only():
    sheet = ASSETS.asset("cep.css").plain.decode()
    ranges = [(0x100, 0x151), (0x154, 0x177), (0x179, 0x21B), (0x1EA0, 0x1EF9)]

    for first, last in ranges:
        assert f"U+{first:X}-{last:X}" in sheet
    for sign in MORE_SIGNS:
        assert any(first <= sign <= last for first, last in ranges), hex(sign)
    for sign in SIGNS:
        assert not any(first <= sign <= last for first, last in ranges), hex(sign)
