"""The logo of the operator, from a setting: SVG or PNG, drawn in any case (R-059)."""

import base64

from cep_docs.errors import Unusable

LARGEST = 1024 * 1024


def drawn_logo(logo: bytes) -> str:
    """As an SVG; nothing for the one of the house."""
    if not logo:
        return ""
    if len(logo) > LARGEST:
        raise Unusable(unusable("il dépasse 1 Mio"))
    if logo.startswith(b"\x89PNG\r\n\x1a\n"):
        return _framed(logo)
    try:
        text = logo.decode()
    except UnicodeDecodeError:
        raise Unusable(unusable("ce n'est ni du SVG, ni du PNG")) from None
    if "<svg" not in text:
        raise Unusable(unusable("ce n'est ni du SVG, ni du PNG"))
    return text


def unusable(reason: str) -> str:
    """What a user is told of a logo that cannot be printed."""
    return (
        f"Le logo ne peut pas être imprimé : {reason}. Aucun document n'a été produit ni changé. "
        "Mettre une image SVG ou PNG, de 1 Mio au plus, dans le réglage du logo."
    )


def _framed(png: bytes) -> str:
    width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    data = base64.b64encode(png).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/></svg>'
    )
