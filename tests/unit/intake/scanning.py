"""A scanner for tests: pages become grey pictures, crooked, noisy, pressed hard by JPEG."""

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageChops

BLANK = None


@dataclass
class Scanner:
    """The same pages come out for the same seed."""

    seed: int = 1
    resolution: int = 200
    quality: int = 40
    crooked: float = 2.0
    noise: float = 18.0

    def __post_init__(self):
        self.luck = random.Random(self.seed)

    def page(self, pdf: bytes, number: int, turn: int = 0) -> Image.Image:
        """Page `number`, from 1, put on the glass `turn` degrees from upright."""
        page = pypdfium2.PdfDocument(pdf)[number - 1]
        picture = page.render(scale=self.resolution / 72, grayscale=True).to_pil()
        return self.seen(picture, turn)

    def blank(self) -> Image.Image:
        side = self.resolution / 25.4
        return self.seen(Image.new("L", (int(210 * side), int(297 * side)), 255))

    def seen(self, picture: Image.Image, turn: int = 0) -> Image.Image:
        angle = self.luck.uniform(-self.crooked, self.crooked)
        picture = picture.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=250)
        grain = Image.effect_noise(picture.size, self.noise)
        # Paper is not white, ink is not black.
        picture = picture.point([25 + value * 215 // 255 for value in range(256)])
        picture = ImageChops.add(picture, grain, 1, -128)
        return picture.rotate(turn, expand=True)

    def batch(self, pictures: Sequence[Image.Image]) -> bytes:
        """One PDF, as scanners send them."""
        pressed = []
        for picture in pictures:
            target = io.BytesIO()
            picture.save(target, "JPEG", quality=self.quality)
            pressed.append(Image.open(target))
        target = io.BytesIO()
        first, *rest = pressed
        first.save(
            target,
            "PDF",
            resolution=self.resolution,
            save_all=True,
            append_images=rest,
            quality=self.quality,
        )
        return target.getvalue()
