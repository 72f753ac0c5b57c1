#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Heliograph authors
# SPDX-License-Identifier: MIT
"""Writes the ```cpp blocks of documents to source files: extract.py OUTPUT-FOLDER DOCUMENT...

A block with a main() becomes a program of its own. A block that defines classes or constants stays at namespace level, for the
blocks behind it in its document. Any other block is the body of a function, which finds the objects of prelude.h. All
but the programs of a document go into one file, which only has to compile. Prints the files that it wrote.
"""
import pathlib
import re
import sys

BLOCK = re.compile(r"^```cpp\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DECLARATION = re.compile(r"^(class|struct|const bool) ", re.MULTILINE)
INCLUDE = re.compile(r"^#include .*\n", re.MULTILINE)


def write(path, text):
    """Leaves a file alone that is right already, so that it is not compiled again."""
    if not path.exists() or path.read_text() != text:
        path.write_text(text)
    print(path)


def extract(document, folder):
    name = document.stem.replace("-", "")
    includes, parts, programs = [], [], 0
    for number, block in enumerate(BLOCK.findall(document.read_text()), 1):
        if "int main(" in block:
            programs += 1
            write(folder / f"{name}_program{programs}.cpp", block)
            continue
        includes += INCLUDE.findall(block)
        block = INCLUDE.sub("", block)
        if DECLARATION.search(block):
            parts.append(f"namespace block{number} {{\n{block}}}\nusing namespace block{number};\n")
        else:
            parts.append(f"[[maybe_unused]] static void block{number}(PRELUDE)\n{{\n{{\n{block}}}\n}}\n")
    if parts:
        moc = f'#include "{name}_fragments.moc"\n' if any("Q_OBJECT" in p or "Q_GADGET" in p for p in parts) else ""
        write(folder / f"{name}_fragments.cpp",
              '#include "prelude.h"\n' + "".join(includes) + "\n" + "\n".join(parts) + moc)


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for document in sys.argv[2:]:
        extract(pathlib.Path(document), folder)


main()
