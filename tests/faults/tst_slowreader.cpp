// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "child.h"
#include "listener.h"
#include "size.h"

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qfile.h>

#include <algorithm>
#include <deque>

using namespace heliograph;
using namespace std::chrono_literals;

/// A process that does not read what it is subscribed to, while nine others do.
class TestSlowReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports({"ipc", "tcp"}); }

    void losesEventsAndHarmsNobody_data() { addStandstills(); }
    void losesEventsAndHarmsNobody();
    void isDisconnectedAndHarmsNobody_data() { addStandstills(); }
    void isDisconnectedAndHarmsNobody();

private:
    static void addStandstills();
};

namespace {

const QString program = QStringLiteral(FAULT_CHILD);
constexpr qsizetype mebibyte = 1024 * 1024;
constexpr quint32 nine = 9;
// So many events any of the nine may still have to hear when the next one is produced. A machine that is too busy for a hundred
// a second produces fewer, and none of the nine ever has as much unread as it may have.
constexpr quint32 ahead = 1;
constexpr quint32 warmUp = 40;

/// The most memory that the process \a id has had so far, bytes (proc(5)).
qsizetype peakMemory(qint64 id)
{
    QFile status(QStringLiteral("/proc/%1/status").arg(id));
    (void)status.open(QIODevice::ReadOnly);
    const QByteArray text = status.readAll();
    const qsizetype line = text.indexOf("VmHWM:");
    return line < 0 ? 0 : text.sliced(line).simplified().split(' ').value(1).toLongLong() * 1024;
}

/// A source in a process of its own, nine clients that hear it, and one more in a process of its own, which will not.
class Audience
{
public:
    Audience(bool freezes, QStringList options)
        : m_freezes(freezes),
          // What is frozen would be lost with its link, which is another test's matter.
          m_options(options << QStringLiteral("--link-timeout") << QStringLiteral("3600000")),
          source(program, QStringList{QStringLiteral("source"), m_place.text()} + m_options)
    {
    }
    /// Waits until all hear the first events, with what that costs as the base of memoryIsBounded().
    [[nodiscard]] bool isHearing()
    {
        if (!source.isReady())
            return false;
        slow = std::make_unique<Child>(program, QStringList{QStringLiteral("listener"), source.endpoint()}
                                                    + m_options);
        m_control.connectToServer(source.endpoint());
        for (quint32 i = 0; i < nine; ++i)
            m_nine.emplace_back().client.connectToServer(source.endpoint());
        const bool areSubscribed =
            slow->isReady() && waitUntil([this] {
                return areAll([](const Listener &listener) { return listener.isSubscribed; });
            });
        if (!areSubscribed || !produce(warmUp))
            return false;
        m_base = peakMemory(source.processId());
        return true;
    }
    /// Keeps the slow one from reading. Its process goes on and so does ØMQ in it, unless it freezes.
    [[nodiscard]] bool standStill()
    {
        if (m_freezes) {
            slow->freeze();
            return true;
        }
        slow->tell("hang");
        return slow->nextLine() == "hangs";
    }
    void goOn()
    {
        if (m_freezes)
            slow->thaw();
        else
            slow->tell("go on");
    }
    /// Has \a count events produced, at most a hundred a second, and waits until each of the nine has heard them.
    [[nodiscard]] bool produce(quint32 count, qsizetype size = mebibyte)
    {
        const quint32 last = produced + count;
        QTimer timer;
        timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&timer, &QTimer::timeout, &timer, [&] {
            if (produced == last || !haveHeard(produced - std::min(produced, ahead)))
                return;
            m_control.notify("source.produce", int(size));
            ++produced;
        });
        timer.start(10ms);
        return waitUntil([&] { return produced == last && haveHeard(last); });
    }
    /// True when the nine have heard everything, in order.
    [[nodiscard]] bool areUnharmed() const
    {
        return areAll([this](const Listener &one) {
            return one.heard == produced && one.newest == produced && one.lost == 0 && one.wrong == 0;
        });
    }
    /// True when the source never had more than what the slow one may cost above its base.
    [[nodiscard]] bool memoryIsBounded() const
    {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        return true; // which keep memory of their own
#endif
        constexpr qsizetype underWay = 2 * mebibyte;          // was sent, and waits in ØMQ's queues
        constexpr qsizetype newest = mebibyte;                // is there before the oldest is dropped
        constexpr qsizetype others = nine * ahead * mebibyte; // if the nine are later than they were at first
        constexpr qsizetype holes =
            8 * mebibyte; // between what malloc has given out; no more than was let go of
        const qsizetype grown = peakMemory(source.processId()) - m_base;
        qInfo("%u events; %.1f MiB above a base of %.1f", produced, double(grown) / mebibyte,
              double(m_base) / mebibyte);
        return m_base > 0 && grown <= Limits().unreadBytes + underWay + newest + others + holes;
    }

private:
    template <typename Condition>
    [[nodiscard]] bool areAll(Condition condition) const
    {
        return m_nine.size() == nine && std::all_of(m_nine.begin(), m_nine.end(), condition);
    }
    [[nodiscard]] bool haveHeard(quint32 number) const
    {
        return areAll([number](const Listener &listener) { return listener.newest >= number; });
    }

    const Endpoint m_place;
    const bool m_freezes;
    const QStringList m_options;
    Client m_control;
    std::deque<Listener> m_nine;
    qsizetype m_base = 0;

public:
    Child source;
    std::unique_ptr<Child> slow;
    quint32 produced = 0;
};

/// What the slow one says it has heard, when it has come to an event that tells it to say so.
struct Account
{
    explicit Account(const QByteArray &line)
    {
        const QByteArrayList words = line.split(' ');
        if (words.size() != 6 || words[0] != "heard")
            return;
        newest = words[1].toUInt();
        heard = words[2].toUInt();
        lost = words[3].toUInt();
        gaps = words[4].toUInt();
        wrong = words[5].toUInt();
    }
    quint32 newest = 0;
    quint32 heard = 0;
    quint32 lost = 0;
    quint32 gaps = 0;
    quint32 wrong = 1;
};

} // namespace

void TestSlowReader::addStandstills()
{
    QTest::addColumn<bool>("freezes");
    QTest::newRow("hangs") << false;
    QTest::newRow("is frozen") << true;
}

void TestSlowReader::losesEventsAndHarmsNobody()
{
    QFETCH(const bool, freezes);
    Audience audience(freezes, {});
    QVERIFY(audience.isHearing());
    QVERIFY(audience.standStill());
    QElapsedTimer timer;
    timer.start();
    const std::chrono::milliseconds time = sizeOr(600ms, 150'000ms); // ten minutes in all rows
    while (timer.elapsed() < time.count())
        QVERIFY(audience.produce(60));
    QVERIFY(audience.memoryIsBounded());
    audience.goOn();
    QVERIFY(audience.produce(1, 0)); // it tells what it has heard
    const Account slow(audience.slow->nextLine());
    QCOMPARE(slow.newest, audience.produced);
    QCOMPARE(slow.wrong, 0U);
    QCOMPARE(slow.heard + slow.lost, audience.produced);
    QCOMPARE(slow.gaps, 1U); // the newest were kept: as many as fit into 8 MiB that wait, and 2 under way
    const quint32 kept = slow.heard - warmUp - 1;
    QVERIFY2(kept >= 7 && kept <= 10, QByteArray::number(kept).constData());
    QVERIFY(!audience.source.hasSaidMore()); // no session has ended
    QVERIFY(audience.areUnharmed());
}

void TestSlowReader::isDisconnectedAndHarmsNobody()
{
    QFETCH(const bool, freezes);
    const std::chrono::milliseconds slowPeerTime = sizeOr(800ms, 10'000ms); // the default
    Audience audience(freezes, {QStringLiteral("--slow-peer-time"), QString::number(slowPeerTime.count())});
    QVERIFY(audience.isHearing());
    QVERIFY(audience.standStill());
    QElapsedTimer timer;
    timer.start();
    while (!audience.source.hasSaidMore() && timer.elapsed() < (slowPeerTime + patience).count())
        QVERIFY(audience.produce(1));
    const qint64 time = timer.elapsed();
    QCOMPARE(audience.source.nextLine(), "gone " + QByteArray::number(int(ErrorCode::TooSlow)));
    qInfo("disconnected after %lld ms", time);
    QVERIFY(time >= slowPeerTime.count() * 95 / 100); // Qt's coarse timers are no better
    for (int i = 0; i < sizeOr(1, 30); ++i)
        QVERIFY(audience.produce(30));
    QVERIFY(audience.memoryIsBounded());
    audience.goOn();
    QVERIFY(audience.slow->isReady()); // again
    QVERIFY(audience.produce(1, 0));
    const Account slow(audience.slow->nextLine());
    QCOMPARE(slow.newest, audience.produced);
    QCOMPARE(slow.wrong, 0U);
    QVERIFY(!audience.source.hasSaidMore()); // no other session has ended
    QVERIFY(audience.areUnharmed());
}

QTEST_GUILESS_MAIN(TestSlowReader)
#include "tst_slowreader.moc"
