"""Reading one authored file: bounds, encoding, line ends, and YAML with the line of every node.

YAML here is plain: texts, lists and maps. Nothing is resolved, so `no`, `1.10` and `2026-01-01` stay the texts they
are and the shapes of `trainer.content.shapes` say what they mean. Tags, anchors and repeated keys are mistakes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from trainer.content.problems import Place, Problems

LARGEST = 512 * 1024
"""Bytes of an authored text file. A case is about 6 kB; what is larger is not a text somebody wrote."""

LARGEST_PICTURE = 2 * 1024 * 1024
"""Bytes of a picture beside a lesson."""

DEEPEST = 12
"""Levels of nesting; a case needs five."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as typed, without quotes. `line` is where the text itself begins."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """A map: key → (line of the key, value), in the author's order."""

    items: dict[str, tuple[int, Node]]
    line: int


Node = Scalar | Sequence | Mapping


def read_text(root: Path, path: Path, problems: Problems) -> str | None:
    """The text of `path` with plain line ends and without a byte order mark, or None with a problem noted.

    Refused: symbolic links and paths that leave `root`, files over `LARGEST`, anything that is not UTF-8 or holds
    control characters.
    """
    place = Place(name_in(root, path), 0)
    if not inside(root, path):
        problems.add(place, "outside")
        return None
    try:
        if path.stat().st_size > LARGEST:
            problems.add(place, "too-big", limit=LARGEST // 1024)
            return None
        raw = path.read_bytes()
    except OSError as error:
        problems.add(place, "unreadable", reason=error.strerror or "")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.add(Place(place.file, raw[: error.start].count(b"\n") + 1), "not-utf8")
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    bad = _CONTROL.search(text)
    if bad:
        problems.add(Place(place.file, text.count("\n", 0, bad.start()) + 1), "control-character")
        return None
    return text


_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map", "merge", "value")
)
"""What the parser itself thinks a plain node is; we keep only its text. Any other tag was typed by the author."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ue000-\uf8ff]")


def name_in(root: Path, path: Path) -> str:
    """The path as problems show it: relative to `root`, forward slashes."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def inside(root: Path, path: Path) -> bool:
    """Whether `path` lies in `root` without any symbolic link on the way (the root itself may be one)."""
    if not path.is_relative_to(root):
        return False
    step = root
    for part in path.relative_to(root).parts:
        step = step / part
        if part == ".." or step.is_symlink():
            return False
    return True


def parse(text: str, file: str, problems: Problems, *, first_line: int = 1) -> Node | None:
    """The YAML in `text` as nodes. `first_line` is the line of the file on which `text` starts.

    Broken YAML is one problem on its line; what the parser cannot read it does not guess.
    """
    shift = first_line - 1
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        unfinished = "end of stream" in (error.problem or "")
        mark = (error.context_mark if unfinished else None) or error.problem_mark or error.context_mark
        line = (mark.line + 1 if mark else 1) + shift
        problems.add(Place(file, line), "bad-yaml", reason=error.problem or "")
        return None
    except yaml.YAMLError:
        problems.add(Place(file, first_line), "bad-yaml", reason="")
        return None
    if node is None:
        return None
    return _Copy(file, problems, shift).node(node, 0)


class _Copy:
    """Turns the parser's nodes into ours and refuses what a content file has no use for."""

    def __init__(self, file: str, problems: Problems, shift: int) -> None:
        self._file = file
        self._problems = problems
        self._shift = shift
        self._seen: set[int] = set()

    def node(self, node: yaml.Node, depth: int) -> Node:
        """One node; a mistake in it is noted and an empty text stands in its place."""
        line = node.start_mark.line + 1 + self._shift
        code = self._refusal(node, depth)
        if code:
            self._problems.add(Place(self._file, line), code)
            return Scalar("", line)
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, line, depth)
        if isinstance(node, yaml.SequenceNode):
            return Sequence(tuple(self.node(item, depth + 1) for item in node.value), line)
        block = isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}
        return Scalar(str(node.value), line + 1 if block else line)

    def _refusal(self, node: yaml.Node, depth: int) -> str:
        if id(node) in self._seen:
            return "alias"
        if depth > DEEPEST:
            return "too-deep"
        return "" if node.tag in _TAGS else "tag"

    def _mapping(self, node: yaml.MappingNode, line: int, depth: int) -> Mapping:
        items: dict[str, tuple[int, Node]] = {}
        for key, value in node.value:
            at = key.start_mark.line + 1 + self._shift
            if not isinstance(key, yaml.ScalarNode):
                self._problems.add(Place(self._file, at), "key-not-a-word")
                continue
            if key.value in items:
                self._problems.add(Place(self._file, at), "field-twice", field=key.value)
                continue
            items[key.value] = (at, self.node(value, depth + 1))
        return Mapping(items, line)
