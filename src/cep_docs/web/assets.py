"""The style sheet, the modules and the fonts, as a browser gets them: hashed, packed, for ever."""

import base64
import hashlib
import importlib.util
import re
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from pyramid.response import Response

STATIC = Path(__file__).parent / "static"
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}
# What every French page needs; and what names from elsewhere in Europe, or from Vietnam, need:
# fetched only by the pages that have such a name. The style sheet names the same ranges.
SIGNS = (*range(0x20, 0x100), *map(ord, "ŒœŸ‘’“”„–—…•→←↑↓↔\u202f\u2009€✓"))
MORE_SIGNS = (
    *(sign for sign in range(0x100, 0x180) if sign not in SIGNS),
    *map(ord, "ƠơƯưȘșȚț"),
    *range(0x1EA0, 0x1EFA),
)
FONTS = {
    "regular.woff2": ("Regular", SIGNS),
    "semibold.woff2": ("Semibold", SIGNS),
    "regular-more.woff2": ("Regular", MORE_SIGNS),
    "semibold-more.woff2": ("Semibold", MORE_SIGNS),
}
_URL = re.compile(r"url\(([\w./-]+)\)")
_IMPORT = re.compile(r"""(from\s+|import\s+)["']\./([\w-]+\.js)["']""")


@dataclass(frozen=True, slots=True)
class Asset:
    path: str
    media_type: str
    plain: bytes
    packed: bytes


class Assets:
    """Everything static, made ready once for a process."""

    def __init__(self) -> None:
        self._by_name: dict[str, Asset] = {}
        for name, (style, signs) in FONTS.items():
            self._keep(name, drawn_font(style, signs))
        names = sorted(path.name for path in STATIC.iterdir() if path.suffix in TYPES)
        for name in sorted(names, key=lambda n: (_depth(n), n)):
            text = self._linked((STATIC / name).read_text("utf-8"))
            self._keep(name, (_without_air(text) if name.endswith(".css") else text).encode())
        self._by_path = {asset.path: asset for asset in self._by_name.values()}

    def path(self, name: str) -> str:
        return f"/statique/{self._by_name[name].path}"

    def names(self) -> list[str]:
        return list(self._by_name)

    def asset(self, name: str) -> Asset:
        return self._by_name[name]

    def serve(self, request: Any) -> Response:
        asset = self._by_path.get("/".join(request.matchdict["path"]))
        if asset is None:
            return Response(status=404)
        packs = "br" in request.headers.get("Accept-Encoding", "")
        worth = packs and len(asset.packed) < len(asset.plain)
        response = Response(body=asset.packed if worth else asset.plain)
        response.content_type, response.charset = asset.media_type, None
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        response.headers["Vary"] = "Accept-Encoding"
        if worth:
            response.headers["Content-Encoding"] = "br"
        return response

    def _keep(self, name: str, data: bytes) -> None:
        digest = hashlib.sha256(data).hexdigest()[:12]
        packed = brotli.compress(data, quality=11)
        self._by_name[name] = Asset(f"{digest}/{name}", TYPES[Path(name).suffix], data, packed)

    def _linked(self, text: str) -> str:
        """Names of other assets become their addresses."""
        text = _URL.sub(lambda found: f"url({self.path(found[1])})", text)
        return _IMPORT.sub(lambda found: f'{found[1]}"{self.path(found[2])}"', text)


def _without_air(style: str) -> str:
    """A style sheet without the comments and the blanks that only people read."""
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    return re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", style)).replace(";}", "}")


def _depth(name: str) -> int:
    """What is imported by others comes first."""
    if not name.endswith(".js"):
        return 0
    needed = _IMPORT.findall((STATIC / name).read_text("utf-8"))
    return 1 + max((_depth(other) for _, other in needed), default=0)


@cache
def drawn_font(style: str, signs: tuple[int, ...]) -> bytes:
    """Source Sans, only some of its signs; renamed, as its licence asks of a changed font."""
    spec = importlib.util.find_spec("font_source_sans_pro")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("font_source_sans_pro")
    source = Path(spec.origin).parent / "files" / f"SourceSansPro-{style}.ttf"
    font = TTFont(source)
    features = ["kern", "liga", "lnum", "tnum"] if signs == SIGNS else []
    options = Options(layout_features=features, hinting=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=signs)
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = "CEP Sans"
    font.flavor = "woff2"
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def as_data(text: bytes, media_type: str) -> str:
    """A small picture inside a page."""
    return f"data:{media_type};base64,{base64.b64encode(text).decode()}"
