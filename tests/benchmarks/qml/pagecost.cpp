// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "pagecost.h"

#include "childprocess.h"
#include "sensor.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QElapsedTimer>
#include <QtCore/QEventLoop>
#include <QtCore/QMetaMethod>
#include <QtCore/QTimer>
#include <QtQml/QQmlApplicationEngine>
#include <QtQuick/QQuickItem>
#include <QtQuick/QQuickWindow>

#include <cstdio>
#include <ctime>
#include <optional>
#include <stdexcept>

namespace heliograph::bench {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto FirstChangeTimeout = 15s; // sooner than the parent's own

// Of all threads of this process, ØMQ's too.
std::chrono::nanoseconds processorTime()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

QVariantList listOf(const Sensors &sensors)
{
    QVariantList list;
    for (int i = 0; i < Sensors::count; ++i)
        list.append(QVariant::fromValue<QObject *>(sensors.at(i)));
    return list;
}

/// Counts the changes that bindings show.
class Counter : public QObject
{
    Q_OBJECT
public:
    qint64 changes = 0;

    /// Runs the event loop until there is one; false when none comes.
    [[nodiscard]] bool waitForChange()
    {
        QEventLoop loop;
        connect(this, &Counter::counted, &loop, &QEventLoop::quit);
        QTimer::singleShot(FirstChangeTimeout, &loop, &QEventLoop::quit);
        loop.exec();
        return changes > 0;
    }
    /// Below \a item, too.
    void watch(const QQuickItem *item)
    {
        const QMetaObject *const type = item->metaObject();
        if (item->objectName() == u"reading")
            connect(item, type->property(type->indexOfProperty("value")).notifySignal(), this,
                    metaObject()->method(metaObject()->indexOfSlot("count()")));
        const QList<QQuickItem *> children = item->childItems();
        for (const QQuickItem *const child : children)
            watch(child);
    }

Q_SIGNALS:
    void counted();

private Q_SLOTS:
    void count()
    {
        ++changes;
        Q_EMIT counted();
    }
};

void runFor(std::chrono::milliseconds duration)
{
    QTimer::singleShot(duration, Qt::PreciseTimer, QCoreApplication::instance(), &QCoreApplication::quit);
    QCoreApplication::exec();
}

// The percentage of a core; throws when the page did not do what it was measured for.
double measureOnce(const QString &page, const QString &address, std::chrono::milliseconds duration,
                   double leastShown)
{
    const ChildProcess child({u"--page"_s, page, u"--address"_s, page == u"Local"_s ? QString() : address,
                              u"--duration"_s, QString::number(duration.count())});
    const QStringList words = child.word().split(u' ');
    const double shown = words.value(1).toDouble();
    if (shown < leastShown)
        throw std::runtime_error(
            u"the page %1 showed %2 of its changes"_s.arg(page, words.value(1)).toStdString());
    return words.value(0).toDouble();
}

} // namespace

ScenarioResult measurePages(const QString &address, std::chrono::milliseconds duration, int rounds,
                            double leastShown)
{
    ScenarioResult result{.scenario = u"page"_s, .transport = u"ipc"_s, .unit = u"% of a core"_s};
    for (const QString &page : {u"Local"_s, u"Declared"_s, u"Named"_s})
        result.peers.push_back({.peer = page});
    for (int i = 0; i < rounds; ++i) {
        for (PeerRounds &page : result.peers)
            page.values.push_back(measureOnce(page.peer, address, duration, leastShown));
    }
    return result;
}

int showPage(const QString &name, const QString &address, std::chrono::milliseconds duration)
{
    std::optional<Sensors> sensors;
    QVariantMap properties;
    if (address.isEmpty())
        properties.insert(u"sensors"_s, listOf(sensors.emplace()));
    else
        properties.insert(u"url"_s, address);
    QQmlApplicationEngine engine;
    engine.addImportPath(QStringLiteral(QML_IMPORT_PATH));
    engine.setInitialProperties(properties);
    engine.load(QUrl(u"qrc:/%1.qml"_s.arg(name)));
    const auto *const window = qobject_cast<QQuickWindow *>(engine.rootObjects().value(0));
    if (!window)
        return EXIT_FAILURE;
    Counter counter;
    counter.watch(window->contentItem());
    if (!counter.waitForChange()) {
        std::fprintf(stderr, "heliograph-bench-qml: the page %s shows no change\n", qPrintable(name));
        return EXIT_FAILURE;
    }
    counter.changes = 0;
    const auto before = processorTime();
    QElapsedTimer clock;
    clock.start();
    runFor(duration);
    const double seconds = double(clock.nsecsElapsed()) / 1e9;
    const double percent = std::chrono::duration<double>(processorTime() - before).count() / seconds * 100;
    const double due = seconds * Sensors::changesPerSecond * Sensors::count * Sensors::valuesOfEach;
    reportReady(u"%1 %2"_s.arg(percent).arg(double(counter.changes) / due));
    return EXIT_SUCCESS;
}

} // namespace heliograph::bench

#include "pagecost.moc"
