"""python -m bench [size…]: every ratio, at 1,000, 10,000 and 100,000 files by default."""

import sys
import tempfile
from pathlib import Path

from bench import drafts, engagement, journal, reading, rendering, search, signing, web
from bench.build import build

SIZES = (1_000, 10_000, 100_000)


def main(sizes: tuple[int, ...]) -> None:
    lists: dict[int, dict[str, float]] = {}
    held: dict[int, int] = {}
    pages: dict[int, dict[str, web.Times]] = {}
    with tempfile.TemporaryDirectory() as place:
        for size in sizes:
            folder = Path(place, str(size))
            build(folder, size, lambda done, size=size: _tell(done, size))
            pages[size] = web.measure(folder)  # before the night closes the files
            lists[size], held[size] = reading.caseload(folder), reading.memory(folder)
            for name, ratio in _ratios(folder, size).items():
                print(f"{size:>7} files  {name:<48} {ratio:8.2f}")
        first = sizes[0]
        for size in sizes[1:]:
            for name in ("cold", "warm"):
                growth = lists[size][name] / lists[first][name]
                print(f"{size:>7} files  caseload, {name}, / at {first} {growth:8.2f}")
            growth = held[size] / held[first]
            print(f"{size:>7} files  memory after opening / at {first} {growth:8.2f}")
    journal.main()
    rendering.main()
    signing.main()
    search.main(sizes)
    web.tell(pages)


def _ratios(folder: Path, size: int) -> dict[str, float]:
    return {
        **engagement.run(folder),
        **drafts.run(folder),
        **search.lag(folder),
        **reading.night(folder, size),
    }


def _tell(done: int, size: int) -> None:
    if done % max(size // 10, 100) == 0:
        print(f"  building {done} of {size}", file=sys.stderr)


if __name__ == "__main__":
    main(tuple(int(text) for text in sys.argv[1:]) or SIZES)
