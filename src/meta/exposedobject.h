// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "meta/objectdescription.h"
#include "meta/objectlistener.h"
#include "meta/signal.h"
#include "meta/target.h"

#include <QtCore/qhash.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace heliograph {

/// An exposed object's signals and properties, and who listens to them: of each signal that someone wants, and of
/// the changes of properties while anyone wants those. Changes of one event-loop turn are told together, at its end,
/// with the last values. Shared by the table and the listeners; may outlive the object.
class ExposedObject : public std::enable_shared_from_this<ExposedObject>
{
public:
    /// What an object offers besides methods.
    struct Members
    {
        std::vector<Signal> signalList;
        std::vector<Property> properties;
        ObjectDescription description;
        std::chrono::milliseconds
            interval{};                      ///< the least time between two tellings of changes; 0: each turn
        DomainNumber domain = defaultDomain; ///< of the object and its properties
    };
    ExposedObject(QByteArray name, std::shared_ptr<Target> target, Members members);
    ~ExposedObject();
    Q_DISABLE_COPY_MOVE(ExposedObject)

    /// The name it is exposed as; empty for one without a name, which cannot be acquired.
    [[nodiscard]] const QByteArray &name() const { return m_name; }
    [[nodiscard]] const std::vector<Signal> &signalList() const { return m_members.signalList; }
    [[nodiscard]] const std::vector<Property> &properties() const { return m_members.properties; }
    [[nodiscard]] const ObjectDescription &description() const { return m_members.description; }
    [[nodiscard]] DomainNumber domain() const { return m_members.domain; }
    [[nodiscard]] const std::shared_ptr<Target> &target() const { return m_target; }

    /// Runs \a task in the object's thread: now when that is the calling one, else soon. False when it is dead.
    bool inThread(std::function<void()> task) const;

    /// Tells \a listener of each emission of the signal \a number. In the object's thread, as the next three.
    void addListener(size_t number, const std::shared_ptr<ObjectListener> &listener);
    void removeListener(size_t number, const ObjectListener *listener);
    /// Tells \a listener of changed properties.
    void addFollower(const std::shared_ptr<ObjectListener> &listener);
    void removeFollower(const ObjectListener *listener);
    /// All properties' values, as ObjectListener::propertiesChanged() has them; null when the object is dead. In the
    /// object's thread.
    [[nodiscard]] QByteArray values() const;

    /// Tells now what has changed, so that it is known before what happens next. In the object's thread; does
    /// nothing in another, and nothing when changes are told at intervals.
    void settle();
    /// Nothing is told any more. Any thread.
    void withdraw() { m_isWithdrawn.store(true); }

    /// From the relay: the signal of the meta object's \a index was emitted. Any thread.
    void noteSignal(int index, void **argv);
    /// From the relay: the property \a number has another value. Any thread.
    void noteChange(size_t number);

private:
    using Listeners = std::vector<std::weak_ptr<ObjectListener>>;
    // What a signal of the meta object stands for here.
    struct Meaning
    {
        std::optional<size_t> number;   // of the signal
        std::vector<size_t> properties; // whose NOTIFY signal it is
    };

    void tellSignal(size_t number, void **argv);
    void tellChanges();
    void tellChangesInTime();
    [[nodiscard]] QByteArray encodeValues(QObject &object, const std::vector<bool> &wanted) const;

    const QByteArray m_name;
    const std::shared_ptr<Target> m_target;
    const Members m_members;
    QHash<int, Meaning> m_meanings; // by QMetaMethod::methodIndex(); not changed after construction

    std::mutex m_mutex;                 // protects what follows
    std::vector<Listeners> m_listeners; // by signal
    Listeners m_followers;
    std::vector<bool> m_changed; // by property, since the last telling
    bool m_isScheduled = false;

    std::atomic<bool> m_hasChanges = false;
    std::atomic<bool> m_isWithdrawn = false;
    std::optional<std::chrono::steady_clock::time_point> m_lastTold; // changes; in the object's thread
};

} // namespace heliograph
