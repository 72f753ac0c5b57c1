// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/remoteobject.h>

#include <QtCore/qhash.h>

#include <optional>

namespace heliograph::qml {

/// Writes properties of a remote object, one write of each at a time: of what is written meanwhile the last value is sent
/// when that one is over. So a slider costs as many messages as the link can take.
class PropertyWriter : public QObject
{
    Q_OBJECT
public:
    /// Writes to \a remote, whose child it is.
    explicit PropertyWriter(heliograph::RemoteObject *remote);
    ~PropertyWriter() override;

    /// Writes \a value to the property \a name, now or soon.
    void write(const QString &name, const QVariant &value);
    /// True while anything written to \a name is on its way.
    [[nodiscard]] bool isBusy(const QString &name) const { return m_waiting.contains(name); }

Q_SIGNALS:
    /// A write of \a name has failed.
    void failed(const QString &name, const heliograph::Error &reason);
    /// Nothing written to \a name is on its way any more.
    void settled(const QString &name);

private:
    void start(const QString &name, const QVariant &value);
    void end(const QString &name, const QFuture<void> &write);

    heliograph::RemoteObject *const m_remote;
    QHash<QString, std::optional<QVariant>>
        m_waiting; // what comes next, for each property with a write under way
};

} // namespace heliograph::qml
