// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/remotemethod.h>

#include <QtCore/qfuture.h>
#include <QtCore/qvariant.h>

#include <optional>

namespace heliograph::qml {

/// Calls \a method with \a arguments, as a script gives them, and what \a options say: "timeout" in milliseconds, "waitForSession", and
/// "named", an object with arguments by name. Nothing to call fails with NeverSent, options that are not known with WrongArguments.
[[nodiscard]] QFuture<QVariant> callMethod(const std::optional<RemoteMethod> &method,
                                           const QVariantList &arguments, const QVariantMap &options);
/// The same without an answer; what is wrong is logged. \a name is what the log calls it.
void notifyMethod(const std::optional<RemoteMethod> &method, const QString &name,
                  const QVariantList &arguments, const QVariantMap &options);

} // namespace heliograph::qml
