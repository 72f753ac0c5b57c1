# SPDX-FileCopyrightText: 2026 The Heliograph authors
# SPDX-License-Identifier: MIT
"""The files that the rules read."""

from pathlib import Path

SOURCE_FOLDERS = ("src", "include", "qml", "tools", "examples", "tests", "cmake", "script", ".ci")
CPP = {".cpp", ".h"}
# What a fuzzer found is nobody's text, even where it looks like one.
SKIPPED_PARTS = {"build", "corpus", "__pycache__"}
# The rules and their bad samples name what they look for.
RULES_FOLDER = "tests/house/"


class Tree:
    """A checkout, or a sample of one."""

    def __init__(self, root):
        self.root = Path(root)

    def files(self, folders=SOURCE_FOLDERS):
        """(path from the root, text) of each text file in folders and directly in the root, sorted by path."""
        found = [path for path in self.root.iterdir() if path.is_file()]
        for folder in folders:
            found += [path for path in (self.root / folder).rglob("*") if path.is_file()]
        for path in sorted(found):
            name = path.relative_to(self.root)
            if SKIPPED_PARTS.isdisjoint(name.parts):
                try:
                    yield name.as_posix(), path.read_text(encoding="utf-8")
                except UnicodeDecodeError:
                    pass  # not text: an image

    def sources(self, folder=None):
        """The C++ files in folder; of the whole tree without one."""
        for path, text in self.files((folder,) if folder else SOURCE_FOLDERS):
            if Path(path).suffix in CPP and (folder is None or path.startswith(folder + "/")):
                yield path, text
