# SPDX-FileCopyrightText: 2026 The Heliograph authors
# SPDX-License-Identifier: MIT
"""Rules that any line of text can break."""

import re
from pathlib import Path

from tree import RULES_FOLDER, SOURCE_FOLDERS, Tree

MAX_LINES = 400
SPDX = ("SPDX-FileCopyrightText: 2026 The Heliograph authors", "SPDX-License-Identifier: MIT")
MARKED_SUFFIXES = {".cmake", ".cpp", ".h", ".in", ".js", ".py", ".qml", ".sh"}
MARKED_NAMES = {"CMakeLists.txt", ".clang-format", ".clang-tidy"}
MARKED_FOLDERS = (".ci/", "script/")
MACHINE_PATH = re.compile(r"(?<![\w.}/])/(?:home|root|work|Users)/\w+")
UNFINISHED = re.compile(r"TODO\(now\)|\bFIXME\b")
# A port that a test only parses or prints is marked: "// no socket".
FIXED_PORT = re.compile(r"tcp://[^\s\"'*]*:[1-9]\d{1,4}\b(?!.*// no socket)")


def sources_carry_their_licence(tree: Tree):
    """Two SPDX lines open every source file; a script has its #! line before them."""
    for path, text in tree.files():
        name = Path(path)
        if not (name.suffix in MARKED_SUFFIXES or name.name in MARKED_NAMES or path.startswith(MARKED_FOLDERS)):
            continue
        lines = text.splitlines()
        if lines and lines[0].startswith("#!"):
            lines = lines[1:]
        if [line.lstrip("/# ") for line in lines[:2]] != list(SPDX):
            yield f"{path}: the two SPDX lines are missing at the top"


def no_path_of_a_machine(tree: Tree):
    """Nothing in the tree depends on, or tells of, the machine it was written on."""
    for path, text in tree.files((*SOURCE_FOLDERS, "docs")):
        if path.startswith(RULES_FOLDER):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if match := MACHINE_PATH.search(line):
                yield f"{path}:{number}: {match[0]} is a path of one machine"


def tests_fix_no_port(tree: Tree):
    """Tests take a free port (tcp://127.0.0.1:*), so that two runs do not meet."""
    for path, text in tree.files(("tests",)):
        if not path.startswith("tests/") or path.startswith(RULES_FOLDER):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if match := FIXED_PORT.search(line):
                yield f"{path}:{number}: {match[0]} fixes a port"


def nothing_is_left_unfinished(tree: Tree):
    """What has to be done before the next commit is done; other work is marked TODO(kind)."""
    for path, text in tree.files():
        if path.startswith(RULES_FOLDER):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if match := UNFINISHED.search(line):
                yield f"{path}:{number}: {match[0]}"


def sources_are_short(tree: Tree):
    """A file past the limit holds two ideas."""
    for path, text in tree.sources():
        if (count := text.count("\n")) > MAX_LINES:
            yield f"{path}: {count} lines, more than {MAX_LINES}"


def library_lists_its_sources(tree: Tree):
    """Each file of src and include stands in src/CMakeLists.txt, once."""
    listing = tree.root / "src/CMakeLists.txt"
    if not listing.exists():
        return
    listed = re.findall(r"[\w./${}]+\.(?:cpp|h)\b", listing.read_text(encoding="utf-8"))
    listed = [name.removeprefix("${PROJECT_SOURCE_DIR}/") for name in listed]
    for folder, prefix in (("src", "src/"), ("include", "")):
        for path, _ in tree.sources(folder):
            if (count := listed.count(path.removeprefix(prefix))) != 1:
                yield f"{path}: stands in src/CMakeLists.txt {count} times, not once"


RULES = [
    sources_carry_their_licence,
    no_path_of_a_machine,
    tests_fix_no_port,
    nothing_is_left_unfinished,
    sources_are_short,
    library_lists_its_sources,
]
