"""Make the certificate's font: a subset of the system's Noto Sans CJK SC, regular and bold, under our own name.

All Hanzi of the basic plane, Latin, punctuation and full-width forms; layout substitutions, kanji radicals and
compatibility forms are dropped, so that text copied out of a PDF is exactly the text that was put in. The licence of the
original (SIL OFL 1.1) asks for another name; the result is generated, never committed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from fontTools import subset  # type: ignore[import-untyped]  # fontTools ships no types
from fontTools.ttLib import TTCollection, TTFont  # type: ignore[import-untyped]  # likewise

OUT = Path(__file__).resolve().parent.parent / "resources" / "fonts" / "generated"
FAMILY = "Qicheng Sans SC"
WEIGHTS = {"Regular": "QichengSansSC-Regular.otf", "Bold": "QichengSansSC-Bold.otf"}
RANGES = ((0x20, 0x7E), (0xA0, 0xFF), (0x2010, 0x2027), (0x2030, 0x205E), (0x3000, 0x303F), (0x4E00, 0x9FFF),
          (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6), (0x2190, 0x2193), (0x2260, 0x2265), (0x2160, 0x216B))  # fmt: skip
EXTRA = (0x20AC, 0x2116, 0x2103, 0x00D7, 0x00F7, 0x2713, 0x25A0, 0x25CB)


def _source(weight: str) -> Path | None:
    fc_match = shutil.which("fc-match")
    if fc_match is None:
        return None
    asked = f"Noto Sans CJK SC:style={weight}"
    found = subprocess.run([fc_match, "-f", "%{family}|%{file}", asked], capture_output=True, text=True, check=False)
    family, _, file = found.stdout.partition("|")
    return Path(file) if "Noto Sans CJK SC" in family and file else None


def _face(path: Path) -> TTFont:
    if path.suffix.lower() != ".ttc":
        return TTFont(path)
    faces = TTCollection(path).fonts
    return next(face for face in faces if face["name"].getDebugName(1) == "Noto Sans CJK SC")


def _wanted() -> set[int]:
    return {code for low, high in RANGES for code in range(low, high + 1)} | set(EXTRA)


def _rename(font: TTFont, weight: str) -> None:
    names = font["name"]
    postscript = FAMILY.replace(" ", "") + "-" + weight
    for record_id, text in ((1, FAMILY), (2, weight), (3, postscript), (4, f"{FAMILY} {weight}"), (6, postscript)):
        names.setName(text, record_id, 3, 1, 0x409)
    names.names = [record for record in names.names if record.nameID in (0, 1, 2, 3, 4, 6, 13, 14)
                   and (record.platformID, record.langID) == (3, 0x409)]  # fmt: skip
    if "CFF " in font:
        table = font["CFF "].cff
        table.fontNames[0] = postscript
        table.topDictIndex[0].FamilyName = FAMILY
        table.topDictIndex[0].FullName = f"{FAMILY} {weight}"


def make(weight: str, source: Path) -> Path:
    """Write one weight; returns its path."""
    font = _face(source)
    options = subset.Options(
        layout_features=[], drop_tables=["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG"],
        name_IDs=["*"], name_languages=["*"], notdef_outline=True, hinting=False, desubroutinize=False,
    )  # fmt: skip
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=_wanted())
    cutter.subset(font)
    _rename(font, weight)
    out = OUT / WEIGHTS[weight]
    font.save(out)
    return out


def main() -> int:
    """Make both weights; without the source font say so and go on: the certificate then uses the system's font."""
    OUT.mkdir(parents=True, exist_ok=True)
    for weight in WEIGHTS:
        source = _source(weight)
        if source is None:
            print("Noto Sans CJK SC is not installed: certificates will use the system's Chinese font", file=sys.stderr)
            return 0
        make(weight, source)
    return 0


if __name__ == "__main__":
    sys.exit(main())
