"""Packs the program of each area as Lambda takes it: target/lambda/<area>.zip, with target/lambda/<area>/bootstrap in it.

The same program makes the same bytes, so that nothing is uploaded or deployed again that did not change. `sam` would
pack a directory once for each function that names it.
"""

import sys
import zipfile
from pathlib import Path

LAMBDA = Path(__file__).resolve().parents[2] / "target" / "lambda"


def pack(area: str) -> None:
    """Writes one."""
    # Of the first moment that a zip can name, whenever it was built.
    entry = zipfile.ZipInfo("bootstrap")
    entry.external_attr = 0o755 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(LAMBDA / f"{area}.zip", "w") as packed:
        packed.writestr(entry, (LAMBDA / area / "bootstrap").read_bytes())


if __name__ == "__main__":
    for named in sys.argv[1:]:
        pack(named)
