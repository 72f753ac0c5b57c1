# SPDX-FileCopyrightText: 2026 The Heliograph authors
# SPDX-License-Identifier: MIT
"""Checks the rules of the house: house.py [ROOT]. Prints each breach, and fails if there is one."""

import sys
from pathlib import Path

import comments
import includes
import texts
from tree import Tree

RULES = [*comments.RULES, *includes.RULES, *texts.RULES]


def breaches(root):
    """One line for each breach of a rule in the tree at root."""
    tree = Tree(root)
    return [f"{breach} [{rule.__name__}]" for rule in RULES for breach in rule(tree)]


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2]
    found = breaches(root)
    print("\n".join(found) if found else f"{len(RULES)} rules hold")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
