// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/error.h>

#include <QtQml/qjsvalue.h>

class QJSEngine;

namespace heliograph::qml {

/// \a value, as it came over the link, in the form in which scripts see it: integers that a number cannot hold (beyond 2^53) as
/// decimal strings, durations as milliseconds, also inside of lists and maps. All else is left to the engine.
[[nodiscard]] QVariant forScript(const QVariant &value);
/// The same as a script's own value: lists are arrays, maps objects, dates Date, byte arrays ArrayBuffer.
[[nodiscard]] QJSValue toScript(QJSEngine &engine, const QVariant &value);
/// An Error object with message, code (a number), codeName ("TimedOut"), className, and, where there are any, details.
[[nodiscard]] QJSValue toScript(QJSEngine &engine, const Error &error);

/// What a log says of what a script threw: where, unless it came over the link, and what.
[[nodiscard]] QString textOf(const QJSValue &thrown);

/// \a value without anything that belongs to an engine, and with whole numbers as integers, whichever way the engine held them,
/// also inside of lists and maps.
[[nodiscard]] QVariant fromScript(const QVariant &value);

} // namespace heliograph::qml
