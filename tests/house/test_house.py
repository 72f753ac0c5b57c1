# SPDX-FileCopyrightText: 2026 The Heliograph authors
# SPDX-License-Identifier: MIT
"""Proves that each rule of the house notices its breach, and lets honest code pass."""

import tempfile
import unittest
from pathlib import Path

from house import RULES
from texts import MAX_LINES
from tree import Tree

CMAKE_SPDX = "# SPDX-FileCopyrightText: 2026 The Heliograph authors\n# SPDX-License-Identifier: MIT\n"
SPDX = "// SPDX-FileCopyrightText: 2026 The Heliograph authors\n// SPDX-License-Identifier: MIT\n"

# For each rule the trees that break it, each exactly once.
BREACHES = {
    "folders_include_downwards_only": [
        {"src/wire/frame.h": '#include "codec/value.h"\n'},
        {"src/codec/value.cpp": '#include "meta/invoker.h"\n'},
        {"src/meta/invoker.cpp": '#include "wire/frame.h"\n'},
        {"src/wire/frame.h": '#include "session/dispatcher.h"\n'},
        {"src/wire/frame.h": "#include <heliograph/server.h>\n"},
        {"src/session/dispatcher.cpp": '#include "transport/socket.h"\n'},
        {"src/session/dispatcher.cpp": "#include <zmq.hpp>\n"},
        {"src/server.cpp": "#  include <zmq.h>\n"},
        {"src/transport/context.cpp": "#include <sodium.h>\n"},
        {"src/attic/old.cpp": '#include "wire/frame.h"\n'},
    ],
    "public_headers_include_public_headers_only": [
        {"include/heliograph/server.h": "#include <zmq.hpp>\n"},
        {"include/heliograph/server.h": "#include <sodium/core.h>\n"},
        {"include/heliograph/server.h": "#include <msgpack.hpp>\n"},
        {"include/heliograph/server.h": '#include "session/dispatcher.h"\n'},
    ],
    "no_private_qt_headers": [
        {"src/meta/invoker.cpp": "#include <QtCore/private/qobject_p.h>\n"},
        {"tests/unit/tst_invoker.cpp": "#include <private/qobject_p.h>\n"},
    ],
    "programs_use_the_public_interface_only": [
        {"examples/01-calls/main.cpp": '#include "session/dispatcher.h"\n'},
        {"tools/main.cpp": '#include "wire/frame.h"\n'},
        {"qml/plugin.cpp": '#include "meta/invoker.h"\n'},
        {"qml/plugin.cpp": '#include "channelcore.h"\n'},
    ],
    "public_symbols_have_a_contract": [
        {"include/heliograph/a.h": "class Server\n{\n};\n"},
        {"include/heliograph/a.h": "template<typename T>\nstruct Pair\n{\n    T first;\n};\n"},
        {"include/heliograph/a.h": "enum class Code { One };\n"},
        {"include/heliograph/a.h": "namespace heliograph {\n\nint add(int a, int b = f(1));\n\n}\n"},
        {"include/heliograph/a.h": "bool operator==(const A &, const A &);\n"},
        {"include/heliograph/a.h": "/// A.\nclass A : public B\n{\n    Q_OBJECT\npublic:\n    int f() const;\n};\n"},
        {"include/heliograph/a.h": "/// A.\nclass A\n{\nQ_SIGNALS:\n    void gone();\n};\n"},
        {"include/heliograph/a.h": "/// A.\nstruct A\n{\n    /// Adds.\n    int f();\n\n    int g() { return 1; }\n};\n"},
        {"include/heliograph/a.h": "/// A.\nclass A\n{\npublic:\n    enum class Kind { X };\n};\n"},
        {"include/heliograph/a.h": "// Not a contract.\nint f();\n"},
        {"include/heliograph/a.h": "template<typename T>\nT f(T x);\n\ntemplate<typename T>\nT f(T x)\n{\n}\n"},
        {"include/heliograph/a.h": "std::map<int, int> f(std::string x)\n{\n}\n"},
    ],
    "sources_carry_their_licence": [
        {"src/server.cpp": "int x;\n"},
        {"src/server.cpp": "// SPDX-License-Identifier: MIT\n"},
        {"script/test": "#!/usr/bin/env bash\ntrue\n"},
        {"CMakeLists.txt": "project(X)\n"},
        {"tests/house/house.py": ""},
    ],
    "no_path_of_a_machine": [
        {"src/server.cpp": 'auto x = "/home/ada/x";\n'},
        {"docs/guide.md": "Run it in /work/heliograph.\n"},
        {"README.md": "cd /root/heliograph\n"},
    ],
    "tests_fix_no_port": [
        {"tests/unit/tst_server.cpp": 'bind("tcp://127.0.0.1:5555");\n'},
        {"tests/faults/tst_kill.py": "bind('tcp://localhost:80')\n"},
    ],
    "nothing_is_left_unfinished": [
        {"src/server.cpp": "// TODO(now): mend\n"},
        {"script/test": "# FIXME\n"},
    ],
    "sources_are_short": [{"src/server.cpp": "\n" * (MAX_LINES + 1)}],
    "library_lists_its_sources": [
        {"src/CMakeLists.txt": "client.cpp\n", "src/server.cpp": ""},
        {"src/CMakeLists.txt": "wire/frame.h\n", "src/frame.h": "", "src/wire/frame.h": ""},
        {"src/CMakeLists.txt": "server.cpp server.cpp\n", "src/server.cpp": ""},
        {"src/CMakeLists.txt": "", "include/heliograph/server.h": ""},
    ],
}

# Trees in which no rule finds anything.
HONEST = [
    {"src/CMakeLists.txt": CMAKE_SPDX + "codec/value.cpp\n",
     "src/codec/value.cpp": SPDX + '#include "codec/value.h"\n#include <heliograph/error.h>\n#include <msgpack.hpp>\n'},
    {"src/session/dispatcher.cpp": SPDX + '#include "wire/frame.h"\n#include "meta/invoker.h"\n'},
    {"src/transport/socket.cpp": SPDX + "#include <zmq.hpp>\n#include <QtCore/qobject.h>\n"},
    {"src/server.cpp": SPDX + '#include "session/dispatcher.h"\n#include "transport/socket.h"\n'},
    {"tests/unit/tst_server.cpp": SPDX + 'bind("tcp://127.0.0.1:*"); bind("tcp://127.0.0.1:0");\n'},
    {"tests/unit/tst_endpoint.cpp": SPDX + 'Endpoint e("tcp://host:5555"); // no socket\n'},
    {"tests/fuzz/corpus/strangers/tcp": "tcp://127.0.0.1:80"},
    {"src/server.cpp": SPDX + "#include <x/home/y.h> // https://example.org/work/x and ../root/x\n"},
    {"include/heliograph/a.h": SPDX + """
class Forward;
using Callback = std::function<void(int)>;

/// A.
class HELIOGRAPH_EXPORT A : public QObject
{
    Q_OBJECT
    Q_PROPERTY(int x READ x CONSTANT)
    int hidden();

public:
    A() = default;
    ~A() override;
    A(const A &) = delete;
    /// Reads; and so does its neighbour.
    int x() const;
    int y() const { return m_x; }

    void z(); ///< trails
    int m_x = 3;

    std::function<void(int)> m_callback;

private:
    int alsoHidden();
    struct Private
    {
        int f();
    };
};

namespace detail {
int helper();
}

/// Adds.
template<typename T>
T add(T a, T b);

template<typename T>
T add(T a, T b)
{
    return a + b;
}

template<typename T>
std::vector<T> A::all(T first) const
{
    return {first};
}
"""},
]


class Sample:
    """A tree written to a temporary folder."""

    def __init__(self, files):
        self.files = files

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        for name, text in self.files.items():
            path = Path(self.folder.name) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return Tree(self.folder.name)

    def __exit__(self, *_):
        self.folder.cleanup()


class TestRules(unittest.TestCase):
    def test_each_rule_has_samples_that_break_it(self):
        self.assertEqual(set(BREACHES), {rule.__name__ for rule in RULES})

    def test_each_breach_is_found_once(self):
        for rule in RULES:
            for files in BREACHES[rule.__name__]:
                with self.subTest(rule=rule.__name__, files=files), Sample(files) as tree:
                    self.assertEqual(len(list(rule(tree))), 1)

    def test_honest_code_passes_every_rule(self):
        for files in HONEST:
            for rule in RULES:
                with self.subTest(rule=rule.__name__, files=files), Sample(files) as tree:
                    self.assertEqual(list(rule(tree)), [])


if __name__ == "__main__":
    unittest.main()
