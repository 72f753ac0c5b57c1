// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

/// Whether the system's palette is a dark one.
[[nodiscard]] bool systemIsDark();
/// Gives the application its style and its palette, light or dark.
void applyLook(bool isDark);
