// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "anybody.h"
#include "fakes.h"
#include "frames.h"
#include "receivers.h"
#include "session/publications.h"
#include "session/subscriptions.h"

#include "meta/methodtable.h"
#include "meta/objectmembers.h"

#include <QtCore/qcoreapplication.h>
#include <QtTest/qtest.h>

namespace heliograph {

class Bell : public QObject
{
    Q_OBJECT
    Q_PROPERTY(int volume MEMBER m_volume NOTIFY volumeChanged)
    Q_PROPERTY(QByteArray tune MEMBER m_tune NOTIFY tuneChanged)
    Q_PROPERTY(int readings READ countReading NOTIFY readingsChanged)
public:
    int countReading() const
    {
        if (whenRead)
            std::exchange(whenRead, nullptr)();
        return ++m_readings;
    }

    mutable std::function<void()> whenRead; ///< what the getter does, once
    mutable int m_readings = 0;
    int m_volume = 3;
    QByteArray m_tune;

Q_SIGNALS:
    void volumeChanged();
    void tuneChanged();
    void readingsChanged();
    void rang(int times);
    void tolled(const QByteArray &sound);
    void moved(int x);
    void moved(int x, int y);
};

/// A table alone, as anybody sees it.
class TableLookup : public ObjectLookup
{
public:
    void update() const override { table.domains().ask(m_domains, {}); }
    [[nodiscard]] SignalSet findSignal(QByteArrayView name) const override
    {
        return table.findSignal(name, m_domains);
    }
    [[nodiscard]] SeenObject findObject(QByteArrayView name) const override
    {
        const std::shared_ptr<ExposedObject> object = table.findObject(name, m_domains);
        return {object, object ? object->description().forPeer(m_domains) : QByteArray()};
    }
    [[nodiscard]] QByteArrayList objectNames() const override
    {
        QByteArrayList names = table.objectNames(m_domains);
        std::sort(names.begin(), names.end());
        return names;
    }
    MethodTable table;

private:
    mutable PeerDomains m_domains;
};

/// This thread; tasks run when the test says so.
class FakeHome : public HomeThread
{
public:
    [[nodiscard]] bool isHere() const override { return true; }
    void post(std::function<void()> task) override { tasks.push_back(std::move(task)); }
    void run()
    {
        for (const std::function<void()> &task : std::exchange(tasks, {}))
            task();
    }
    std::vector<std::function<void()>> tasks;
};

/// What a client is told of its subscriptions.
class RecordedStatuses : public SubscriptionHandler
{
public:
    void handleStatus(const Status &status) override { codes.append({status.id, status.code}); }
    void handleEvent(const Event &) override { ++events; }
    void handleLost(const Lost &) override {}
    void handleObject(const Object &) override {}
    void handleChanged(const Changed &) override {}

    QList<std::pair<quint64, ErrorCode>> codes;
    int events = 0;
};

/// A server that publishes a bell, and a client that is subscribed to nothing yet.
class Publishing
{
public:
    Publishing();
    ~Publishing();
    Q_DISABLE_COPY_MOVE(Publishing)

    void expose(const char *name);
    void deliver()
    {
        talk.deliver();
        QCoreApplication::sendPostedEvents();
        talk.deliver();
    }

    Bell bell;
    std::shared_ptr<TableLookup> lookup = std::make_shared<TableLookup>();
    std::shared_ptr<FakeHome> home = std::make_shared<FakeHome>();
    std::shared_ptr<Publisher> publisher = std::make_shared<Publisher>(home);
    Conversation talk;
    std::shared_ptr<Publications> publications;
    FakeSubscriptionOwner owner;
    std::shared_ptr<Subscriptions> subscriptions = std::make_shared<Subscriptions>(owner);
};

inline Publishing::Publishing()
{
    lookup->table.addWatcher(publisher);
    publications =
        std::make_shared<Publications>(talk.server.session, lookup, publisher, Limits().subscriptions);
    talk.server.session->setHandlers({nullptr, publications.get(), nullptr});
    talk.client.session->setHandlers({nullptr, nullptr, subscriptions.get()});
    talk.establish();
    subscriptions->begin(talk.client.session);
}

inline Publishing::~Publishing()
{
    subscriptions->detach();
    talk.server.session->setHandlers({});
    talk.client.session->setHandlers({});
}

inline void Publishing::expose(const char *name)
{
    ObjectMembers members = membersOf(&bell, name, {});
    const std::shared_ptr<Target> target = members.object->target();
    QVERIFY(!lookup->table.add({name, members.origin, members.methods, members.object, target}));
    home->run();
}

} // namespace heliograph
