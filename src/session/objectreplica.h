// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/error.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qhash.h>
#include <QtCore/qlist.h>
#include <QtCore/qvariant.h>

#include <memory>
#include <set>
#include <vector>

namespace heliograph {

/// Hears what becomes of a replica. Each call may do anything, also destroy listeners and let go of the replica.
class ReplicaListener
{
public:
    virtual ~ReplicaListener() = default;
    virtual void replicaStateChanged() = 0;
    /// The property \a name has another value, or its true value is to be shown again.
    virtual void replicaValueChanged(const QByteArray &name) = 0;
};

/// What is known of one object of the peer: its members and the values of its properties. Values stay as they came, and
/// are decoded into the type that someone asks for. Outlives the sessions that it is filled by.
class ObjectReplica : public std::enable_shared_from_this<ObjectReplica>
{
public:
    enum class State : quint8 {
        Waiting, ///< it was never there
        Ready,   ///< it is there, and its values are true
        Lost,    ///< it was there; there is no session now
        Gone     ///< it was there, and was withdrawn
    };

    explicit ObjectReplica(QByteArray name) : m_name(std::move(name)) {}
    Q_DISABLE_COPY_MOVE(ObjectReplica)

    [[nodiscard]] const QByteArray &name() const { return m_name; }
    [[nodiscard]] State state() const { return m_state; }
    /// Why it is not Ready.
    [[nodiscard]] const Error &obstacle() const { return m_obstacle; }
    /// As in docs/protocol.md; empty before the first Ready.
    [[nodiscard]] const QVariantMap &description() const { return m_description; }
    /// The value of the property \a property in msgpack; null when there is none.
    [[nodiscard]] QByteArray value(const QByteArray &property) const { return m_values.value(property); }
    [[nodiscard]] const QList<QByteArray> &properties() const { return m_properties; }
    /// What the session calls it; 0: nothing yet.
    quint64 id = 0;

    void addListener(ReplicaListener *listener) { m_listeners.insert(listener); }
    void removeListener(ReplicaListener *listener) { m_listeners.erase(listener); }
    /// True while anyone wants it.
    [[nodiscard]] bool hasListeners() const { return !m_listeners.empty(); }

    /// The peer has the object: \a description and \a values as in docs/protocol.md. False, with an error that says what
    /// is wrong, when they make no sense.
    [[nodiscard]] std::optional<Error> acquire(QByteArrayView description, QByteArrayView values);
    /// The peer says that properties have changed. As acquire().
    [[nodiscard]] std::optional<Error> change(QByteArrayView values);
    /// The peer does not have it (any more), for \a reason.
    void withdraw(const Error &reason);
    /// There is no session (any more), for \a reason.
    void lose(const Error &reason);
    /// A write of \a property was answered: it has the value \a value now, or, if null, its old one. \a written is what was
    /// asked for: if the property has another value, it is shown again.
    void noteWritten(const QByteArray &property, const QByteArray &value, const QByteArray &written);

private:
    [[nodiscard]] std::optional<Error> readDescription(QByteArrayView description);
    [[nodiscard]] std::optional<Error> readValues(QByteArrayView values,
                                                  QHash<QByteArray, QByteArray> &into) const;
    void setState(State state, const Error &obstacle);
    void tellValues(const QList<QByteArray> &properties);
    template <typename Tell>
    void tellListeners(Tell tell);

    const QByteArray m_name;
    State m_state = State::Waiting;
    Error m_obstacle;
    QByteArray m_encodedDescription;
    QVariantMap m_description;
    QList<QByteArray> m_properties;         // by the numbers that the peer uses
    QHash<QByteArray, QByteArray> m_values; // in msgpack
    std::set<ReplicaListener *> m_listeners;
};

} // namespace heliograph
