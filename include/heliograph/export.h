// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qglobal.h>

/// Marks what the shared library exports: symbols are hidden unless they carry HELIOGRAPH_EXPORT.
///
/// The build sets HELIOGRAPH_BUILDING while it compiles the library, and hands HELIOGRAPH_STATIC to everyone who
/// uses a static build; nobody else defines either.
#if defined(HELIOGRAPH_STATIC)
#    define HELIOGRAPH_EXPORT
#elif defined(HELIOGRAPH_BUILDING)
#    define HELIOGRAPH_EXPORT Q_DECL_EXPORT
#else
#    define HELIOGRAPH_EXPORT Q_DECL_IMPORT
#endif
