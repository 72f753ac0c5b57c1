# SPDX-FileCopyrightText: 2026 The Heliograph authors
# SPDX-License-Identifier: MIT
"""extract.py <folder> <document>...: writes each block of QML in the documents to a file in folder, named after document and number."""
import pathlib
import re
import sys

BLOCK = re.compile(r"^```qml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.qml"):
        old.unlink()
    for document in map(pathlib.Path, sys.argv[2:]):
        for number, block in enumerate(BLOCK.findall(document.read_text()), 1):
            (folder / f"{document.stem}{number}.qml").write_text(block)


main()
