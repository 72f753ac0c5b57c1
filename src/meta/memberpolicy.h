// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearrayview.h>
#include <QtCore/qmetaobject.h>

namespace heliograph {

/// The rules of what may be exposed at all, whatever the application asks for.

/// The topmost class whose members count, from \a meta up to \a upTo (null: \a meta alone), but never a class of
/// Qt's own such as QObject or QWidget; nullptr when nothing is left.
[[nodiscard]] const QMetaObject *topmostClass(const QMetaObject *meta, const QMetaObject *upTo);

/// True for names that moc, Designer and Qt itself reserve, and for QObject's own, by whatever class they are
/// declared again.
[[nodiscard]] bool isReservedName(QByteArrayView name);

/// Whether \a a and \a b, whose classes are one above the other, have one name and the same parameters, in whatever way their
/// types are spelled.
[[nodiscard]] bool haveSameSignature(const QMetaMethod &a, const QMetaMethod &b);

/// A later class's method hides one of the same signature in a class above it, its property one of the same name.
[[nodiscard]] bool isHidden(const QMetaObject *meta, const QMetaMethod &method);
[[nodiscard]] bool isHidden(const QMetaObject *meta, const QMetaProperty &property);

} // namespace heliograph
