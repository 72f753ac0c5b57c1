# SPDX-FileCopyrightText: 2026 The Heliograph authors
# SPDX-License-Identifier: MIT
# Sourced by the scripts beside it: where the project lies, and how to build one of its presets.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

if command -v ccache >/dev/null; then
    export CMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER-ccache}
fi

# build PRESET [BUILD-OPTION...]
build() {
    local preset=$1
    shift
    cd "$root"
    cmake --preset "$preset"
    cmake --build --preset "$preset" --parallel "$(nproc)" "$@"
}
