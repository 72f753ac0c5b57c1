// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

// Leans on an include of whoever includes it: must not compile alone.
inline QString nobodyIncludedMe()
{
    return {};
}
