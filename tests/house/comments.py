# SPDX-FileCopyrightText: 2026 The Heliograph authors
# SPDX-License-Identifier: MIT
"""Public symbols have a contract: reads just enough C++ to know what is public in a header."""

import re

from tree import Tree

COMMENT_OR_STRING = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.DOTALL)
PREPROCESSOR = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.MULTILINE)
# Macros that end without a semicolon, or that declare nothing a caller would read about.
QT_MACRO = re.compile(
    r"\bQ_(?:OBJECT|GADGET(?:_EXPORT)?|NAMESPACE(?:_EXPORT)?|PROPERTY|ENUM(?:_NS)?|FLAG(?:_NS)?|CLASSINFO"
    r"|DISABLE_COPY(?:_MOVE)?|DECLARE_\w+)\b(?:[ \t]*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))?[ \t]*;?"
)
ACCESS = re.compile(r"\s*(public|protected|private|Q_SIGNALS)(?:\s+Q_SLOTS)?\s*:(?!:)")
TEMPLATE = re.compile(r"template\s*<(?:[^<>]|<(?:[^<>]|<[^<>]*>)*>)*>\s*(?:requires\b.*?(?=\bclass\b|\bstruct\b))?")
TYPE = re.compile(r"(class|struct|union|enum)\b")
OPERATOR = re.compile(r"\boperator\s*(?:\(\)|[^\s\w(]+)")
SPEAKS_FOR_ITSELF = re.compile(
    r"^(?:,|using\b|typedef\b|friend\b|static_assert\b)"  # a comma: the rest of a constructor's initialisers
    r"|^(?:virtual )?~|\boverride\b|\bfinal$|= ?(?:default|delete)$"
)


def blank(match):
    """Spaces in place of a match, with its line ends, so that positions stay."""
    return re.sub(r"[^\n]", " ", match[0])


def code_only(text):
    """text without comments, strings, preprocessor lines and Qt's macros."""
    for pattern in (COMMENT_OR_STRING, PREPROCESSOR, QT_MACRO):
        text = pattern.sub(blank, text)
    return text


class Scope:
    """What a pair of braces holds."""

    def __init__(self, kind, reachable, public):
        self.kind = kind  # "namespace", "class", or "body" for what declares nothing
        self.reachable = reachable  # the scope itself is public
        self.public = public  # and so is what comes next in it


def is_type(statement):
    """True for the head of a class or an enum, false for a function that only mentions one."""
    head = re.split(r"(?<!:):(?!:)", TEMPLATE.sub("", statement))[0]
    return bool(TYPE.match(head)) and "(" not in head


def before_parameters(statement):
    """What stands before the parameters of a function, without template arguments; None for what is no function."""
    head = OPERATOR.sub("operator", TEMPLATE.sub("", statement)).split("=")[0]
    while (shorter := re.sub(r"<[^<>]*>", "", head)) != head:
        head = shorter
    return head.split("(")[0].strip() if "(" in head else None


def is_function(statement):
    return before_parameters(statement) is not None


def function_name(statement):
    """The name before the parameters, with its class where that is written: "add", "Server::bind"."""
    return re.search(r"[\w:]*$", before_parameters(statement))[0]


def scope_opened_by(statement, outer):
    visible = outer.public and outer.kind != "body"
    if re.match(r"(?:inline )?namespace\b|extern\b", statement):
        visible = visible and not re.search(r"\bdetail\b", statement)
        return Scope("namespace", visible, visible)
    if is_type(statement) and not TEMPLATE.sub("", statement).startswith("enum"):
        return Scope("class", visible, visible and not TEMPLATE.sub("", statement).startswith("class"))
    return Scope("body", False, False)


def public_declarations(code):
    """(begin, end, statement) of each public class, enum and function declared in code."""
    scopes = [Scope("namespace", True, True)]
    begin = position = parentheses = 0
    while position < len(code):
        scope = scopes[-1]
        character = code[position]
        at_start = not code[begin:position].strip()
        if at_start and scope.kind == "class" and (access := ACCESS.match(code, position)):
            scope.public = scope.reachable and access[1] in ("public", "Q_SIGNALS")
            begin = position = access.end()
            continue
        if character in "()":
            parentheses += 1 if character == "(" else -1
        elif character in "{};" and parentheses == 0:
            statement = " ".join(code[begin:position].split())
            declares = is_function(statement) or (is_type(statement) and character == "{")
            if scope.public and scope.kind != "body" and character != "}" and declares:
                yield begin + len(code[begin:position]) - len(code[begin:position].lstrip()), position, statement
            if character == "{":
                scopes.append(scope_opened_by(statement, scope))
            elif character == "}" and len(scopes) > 1:
                scopes.pop()
            begin = position + 1
        position += 1


def is_documented(lines, first, last):
    """A /// comment speaks for all declarations below it, up to the next empty line."""
    if any("///<" in line for line in lines[first : last + 1]):
        return True
    for line in reversed(lines[:first]):
        if line.strip().startswith("///"):
            return True
        if not line.strip() or ACCESS.fullmatch(line.strip()) or line.strip() == "{":
            return False
    return False


def public_symbols_have_a_contract(tree: Tree):
    """Every public class, enum and function in an installed header has a /// comment."""
    for path, text in tree.sources("include"):
        lines = text.splitlines()
        declared = set()
        for begin, end, statement in public_declarations(code_only(text)):
            if SPEAKS_FOR_ITSELF.search(statement):
                continue
            if is_function(statement):
                # A body further down has its contract where the function is declared.
                name = function_name(statement)
                if text[end] == "{" and ("::" in name or name in declared):
                    continue
                declared.add(name)
            first, last = text.count("\n", 0, begin), text.count("\n", 0, end)
            if not is_documented(lines, first, last):
                yield f"{path}:{first + 1}: no /// comment: {statement[:70]}"


RULES = [public_symbols_have_a_contract]
