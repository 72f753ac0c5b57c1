// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "meta/exposedobject.h"
#include "meta/methodtable.h"
#include "session/homethread.h"
#include "session/publication.h"

#include <atomic>
#include <map>
#include <memory>
#include <set>
#include <vector>

namespace heliograph {

class Publications;

/// What one Server or Client publishes: hears each signal and each object once, however many sessions want it, and hands
/// on what happens. In the home thread, except for what objects and tables tell.
class Publisher final : public ObjectListener,
                        public TableWatcher,
                        public std::enable_shared_from_this<Publisher>
{
public:
    explicit Publisher(std::shared_ptr<HomeThread> home);
    ~Publisher() override;
    Q_DISABLE_COPY_MOVE(Publisher)

    /// Sessions that want to know when the table changes.
    void add(Publications *session) { m_sessions.insert(session); }
    void remove(Publications *session) { m_sessions.erase(session); }

    /// True while refresh() is still to come, which takes away what may not be had any more.
    [[nodiscard]] bool owesRefresh() const { return m_isRefreshPosted.load(); }

    /// Hands emissions of signal \a number to \a publication from now on; Publications::started() tells when they can
    /// come.
    void subscribe(Publication &publication, const std::shared_ptr<ExposedObject> &object, size_t number);
    void unsubscribe(const Publication &publication);
    /// Reads the properties of \a object for \a publication, gives them to Publications::valuesRead(), and hands on changes
    /// from then on.
    void acquire(Publication &publication, const std::shared_ptr<ExposedObject> &object);
    void release(const Publication &publication);
    /// Hands changes to \a publication, which has the values that they change.
    void follow(Publication &publication);
    /// Reads all properties of an acquired object once more, for Publications::valuesRead().
    void readAgain(const Publication &publication);

    void signalEmitted(ExposedObject &object, size_t number, QByteArrayView arguments) override;
    void propertiesChanged(ExposedObject &object, QByteArrayView values) override;
    void tableChanged() override;

private:
    using Source =
        std::pair<std::shared_ptr<ExposedObject>, size_t>; // an object and the number of its signal
    struct Subscribers
    {
        std::vector<Publication *> publications;
        bool isListening = false; // the object knows of it
    };
    struct Followers
    {
        std::vector<Publication *> publications; // those that have the object's values
        int uses = 0;                            // and those that wait for them
    };
    void started(const std::shared_ptr<ExposedObject> &object, size_t number);
    void read(const Publication &publication, const std::shared_ptr<ExposedObject> &object, bool isFirst);
    void handOut(const std::shared_ptr<ExposedObject> &object, size_t number, QByteArrayView arguments);
    void handOutChanges(const std::shared_ptr<ExposedObject> &object, QByteArrayView values);
    void refresh();
    void refreshIfOwed();
    template <typename Task>
    void atHome(Task task);

    const std::shared_ptr<HomeThread> m_home;
    std::set<Publications *> m_sessions;
    std::map<Source, Subscribers> m_sources;
    std::map<std::shared_ptr<ExposedObject>, Followers> m_followed;
    std::atomic<bool> m_isRefreshPosted = false;
};

} // namespace heliograph
