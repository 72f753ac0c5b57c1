// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#pragma once

#include <heliograph/options.h>

#include <QString>

namespace heliograph::bench {

/// How a Heliograph server of the benchmarks lets its clients in.
enum class Access {
    Open,
    Secret, // both know the same; whoever reads this file does, too
    Curve,  // the client has keys of its own
};

/// What a server needs. For Access::Curve it makes the keys of both ends, in \a folder. Throws std::runtime_error when
/// they cannot be written.
[[nodiscard]] ServerOptions serverOptions(Access access, const QString &folder);

/// What a client needs, after serverOptions() with the same \a folder.
[[nodiscard]] ClientOptions clientOptions(Access access, const QString &folder);

} // namespace heliograph::bench
