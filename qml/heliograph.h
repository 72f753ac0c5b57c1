// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qobject.h>
#include <QtCore/qvariant.h>
#include <QtQml/qjsvalue.h>
#include <QtQml/qqmlregistration.h>

namespace heliograph::qml {

/// What belongs to no element: coroutines, values and credentials.
class Heliograph : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
public:
    explicit Heliograph(QObject *parent = nullptr);

    /// Runs a function*, which waits for each call (or other promise) that it yields, and gets its result, or its error thrown. Returns a
    /// Call that ends as the function does; cancel() lets it go no further than the next yield, and so does the end of \a owner, if there
    /// is one: that should be the page whose function it is; the calls that it makes belong to it. Else the end of whoever any of its calls
    /// belongs to.
    Q_INVOKABLE QJSValue run(const QJSValue &generatorFunction, QObject *owner = nullptr);
    /// The integer that \a text stands for, to be sent as such: numbers of JavaScript hold no more than 2^53. Throws a RangeError.
    Q_INVOKABLE QVariant int64(const QString &text);
    /// A name and a password, for Client::credentials.
    Q_INVOKABLE QVariant plain(const QString &user, const QString &password);
    /// The keys in the file \a ownKeyFile, and the server's public one in \a serverKeyFile, for Client::credentials.
    Q_INVOKABLE QVariant curve(const QString &ownKeyFile, const QString &serverKeyFile);
};

} // namespace heliograph::qml
