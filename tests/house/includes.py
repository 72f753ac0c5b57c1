# SPDX-FileCopyrightText: 2026 The Heliograph authors
# SPDX-License-Identifier: MIT
"""Who may include whom: read from the #include lines alone."""

import re

from tree import Tree

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)

# Each folder of src and the folders or single headers it may include, beside itself; "heliograph" is the public
# headers. Errors are everybody's, records are written and read as msgpack, and the user's limits are stated once, in a
# plain struct that transport keeps to as it is. Transport asks whoever is an Authenticator; security makes some.
# Files directly in src are the facades: they stand on top and may include all of these.
MAY_INCLUDE = {
    "transport": {
        "heliograph/authenticator.h",
        "heliograph/error.h",
        "heliograph/identity.h",
        "heliograph/limits.h",
        "heliograph/mechanism.h",
        "heliograph/publickey.h",
    },
    "wire": {"heliograph/decoder.h", "heliograph/encoder.h", "heliograph/error.h", "heliograph/heartbeat.h"},
    "codec": {"heliograph"},
    "meta": {"heliograph"},
    "security": {
        "heliograph/authenticate.h",
        "heliograph/authenticator.h",
        "heliograph/credentials.h",
        "heliograph/error.h",
        "heliograph/keypair.h",
        "heliograph/keystore.h",
        "heliograph/mechanism.h",
        "heliograph/password.h",
        "heliograph/passwordfile.h",
        "heliograph/post.h",
        "heliograph/publickey.h",
        "heliograph/secret.h",
    },
    "session": {"codec", "heliograph", "meta", "wire"},
}
# Third-party headers and the only folder of src that may include them.
HOME_OF = {"sodium.h": "security", "zmq.h": "transport", "zmq.hpp": "transport", "zmq_addon.hpp": "transport"}
KEPT_OUT_OF_PUBLIC_HEADERS = re.compile(r"^(zmq|sodium|msgpack)")


def includes(text):
    """(line number, opening quote, included path) of each #include in text."""
    for match in INCLUDE.finditer(text):
        yield text.count("\n", 0, match.start(1)) + 1, match[1], match[2]


def folders_include_downwards_only(tree: Tree):
    """The leaf folders do not know each other, session joins wire, codec and meta; zmq and sodium have one home each."""
    for path, text in tree.sources("src"):
        own = path.split("/")[1] if path.count("/") > 1 else None
        for line, _, included in includes(text):
            other = included.split("/")[0] if "/" in included else None
            home = HOME_OF.get(included)
            if home and own != home:
                yield f"{path}:{line}: <{included}> belongs to src/{home} alone"
            if own is None or other == own or (other not in MAY_INCLUDE and other != "heliograph"):
                continue
            if own not in MAY_INCLUDE:
                yield f"{path}:{line}: src/{own} is a folder without a rule in includes.py"
            elif not {other, included} & MAY_INCLUDE[own]:
                yield f"{path}:{line}: src/{own} may not include {included}"


def public_headers_include_public_headers_only(tree: Tree):
    """What is installed names no file of src, and no header of zmq, sodium or msgpack."""
    for path, text in tree.sources("include"):
        for line, quote, included in includes(text):
            if KEPT_OUT_OF_PUBLIC_HEADERS.match(included):
                yield f"{path}:{line}: a public header may not include {included}"
            elif quote == '"':
                yield f'{path}:{line}: write <heliograph/...> instead of "{included}"'


def no_private_qt_headers(tree: Tree):
    """Public Qt only, so that a point release of Qt needs no rebuild."""
    for path, text in tree.sources():
        for line, _, included in includes(text):
            if included.startswith("private/") or "/private/" in included:
                yield f"{path}:{line}: {included} is private to Qt"


def programs_use_the_public_interface_only(tree: Tree):
    """Examples, tools and the QML module are built from what is installed."""
    for folder in ("examples", "qml", "tools"):
        for path, text in tree.sources(folder):
            for line, quote, included in includes(text):
                if included.split("/")[0] in MAY_INCLUDE:
                    yield f"{path}:{line}: {included} is internal to the library"
                elif folder == "qml" and quote == '"' and not (tree.root / folder / included).exists():
                    yield f"{path}:{line}: {included} is no header of the QML module"


RULES = [
    folders_include_downwards_only,
    public_headers_include_public_headers_only,
    no_private_qt_headers,
    programs_use_the_public_interface_only,
]
