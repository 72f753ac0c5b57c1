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
    /// Sends now what waits, so that what is sent next comes behind it.
    void flush();
    /// True while anything written to \a name is on its way.
    [[nodiscard]] bool isBusy(const QString &name) const { return m_ways.contains(name); }
    /// The properties of which a write is on its way.
    [[nodiscard]] QStringList busyNames() const { return m_ways.keys(); }

Q_SIGNALS:
    /// Nothing written to \a name is on its way any more.
    void settled(const QString &name);
    /// A write of \a name has failed; behind settled() if it was the last.
    void failed(const QString &name, const heliograph::Error &reason);

private:
    struct Way
    {
        int writes = 0; // that were sent, and are not over
        std::optional<QVariant> next;
    };
    void start(const QString &name, const QVariant &value);
    void end(const QString &name, const QFuture<void> &write);

    heliograph::RemoteObject *const m_remote;
    QHash<QString, Way> m_ways; // of properties with a write under way
};

} // namespace heliograph::qml
