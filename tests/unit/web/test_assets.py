"""What is static: light, hashed, and written here or drawn from a package."""

from cep_docs.web.assets import Assets

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
