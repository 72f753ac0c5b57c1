// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/frames.h"
#include "transport/rawpeer.h"

#include <heliograph/server.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qdeadlinetimer.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

using namespace heliograph;
using namespace std::chrono_literals;

/// A peer that asks a server without end, and never reads an answer.
class TestAskingPeer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itIsDisconnectedAtOnce_data();
    void itIsDisconnectedAtOnce();
};

namespace {

/// A frame of many times \a record.
template <typename Record>
QByteArray manyOf(const Record &record)
{
    return frameOf(record).repeated(1000);
}

} // namespace

void TestAskingPeer::itIsDisconnectedAtOnce_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::newRow("for a function that is not there") << manyOf(Call{7, "nothing", 60s, "\x90"});
    QTest::newRow("for a function that takes its time") << manyOf(Call{7, "silence", 60s, "\x90"});
    QTest::newRow("for the same signal") << manyOf(Subscribe{7, "nothing"});
}

void TestAskingPeer::itIsDisconnectedAtOnce()
{
    QFETCH(const QByteArray, frame);
    const QTemporaryDir folder;
    Server server(ServerOptions{.limits = {.unreadBytes = 200'000, .slowPeerTime = 1h}});
    QPromise<int> silence;
    silence.start();
    server.expose("silence", [&] { return silence.future(); });
    Error reason;
    QObject::connect(&server, &Server::clientConnected, this, [&](Channel *channel) {
        QObject::connect(channel, &Channel::disconnected, this, [&](const Error &error) { reason = error; });
    });
    QVERIFY(server.bind(u"ipc://" + folder.filePath(QStringLiteral("socket"))));
    RawPeer peer(server.endpoints().constFirst());
    peer.send({frameOf(Hello{}).toStdString()});
    const QDeadlineTimer patience(20s);
    while (reason.code() == ErrorCode::None && !patience.hasExpired()) {
        if (!server.channels().isEmpty())
            peer.send({frame.toStdString()});
        QCoreApplication::processEvents();
    }
    QCOMPARE(reason.code(), ErrorCode::TooSlow);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

QTEST_GUILESS_MAIN(TestAskingPeer)
#include "tst_askingpeer.moc"
