// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

// Runs the benchmark program. What it measures here means nothing and is not looked at.

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

class TestBench : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyScenarioCompletesForEveryPeer();
    void aCrowdCompletes();
    void filtersLeaveOutTheRest();
    void anUnknownNameIsRefused();
    void aServerEndsWhenItsParentGoes();
    void whoIsMeasuredAsSecuredIs_data();
    void whoIsMeasuredAsSecuredIs();

private:
    // Runs the program to its end with "--quick --json"; the JSON, or nothing when it did not exit with 0.
    QJsonObject measure(const QStringList &arguments);

    QTemporaryDir m_directory;
};

namespace {

constexpr int RunTimeoutMs = 480000;
const QString Program = QStringLiteral(HELIOGRAPH_BENCH_PROGRAM);

// What the server at \a address, of loopback, asks of its clients: the mechanism in its ZMTP 3.1 greeting
// (64 bytes, of which the mechanism is 20, after the first 12). Empty when it does not greet.
QByteArray mechanismAt(const QByteArray &address)
{
    const sockaddr_in server{.sin_family = AF_INET,
                             .sin_port = htons(address.mid(address.lastIndexOf(':') + 1).toUShort()),
                             .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)},
                             .sin_zero = {}};
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    // No more than signature and version: who hears of another mechanism hangs up without naming its own.
    const QByteArray greeting("\xff\0\0\0\0\0\0\0\x01\x7f\x03\x01", 12);
    QByteArray answer(64, '\0');
    const bool greeted = ::connect(socket, reinterpret_cast<const sockaddr *>(&server), sizeof server) == 0
                         && ::send(socket, greeting.constData(), 12, 0) == 12
                         && ::recv(socket, answer.data(), 64, MSG_WAITALL) == 64;
    ::close(socket);
    return greeted ? QByteArray(answer.mid(12, 20).constData()) : QByteArray();
}

QSet<QString> namesIn(const QJsonArray &objects, const QString &key)
{
    QSet<QString> names;
    for (const QJsonValue &object : objects)
        names.insert(object[key].toString());
    return names;
}

} // namespace

QJsonObject TestBench::measure(const QStringList &arguments)
{
    const QString fileName = m_directory.filePath(u"results.json"_s);
    QFile::remove(fileName);
    QProcess program;
    program.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    program.start(Program, QStringList{u"--quick"_s, u"--json"_s, fileName} + arguments);
    if (!program.waitForFinished(RunTimeoutMs) || program.exitStatus() != QProcess::NormalExit
        || program.exitCode() != 0)
        return {};
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QJsonDocument::fromJson(file.readAll()).object();
}

void TestBench::everyScenarioCompletesForEveryPeer()
{
    const QJsonArray results = measure({u"--idle"_s})[u"results"_s].toArray();
    const QSet<QString> ofSome{u"signals"_s, u"signals-1000"_s, u"property"_s,
                               u"acquire"_s, u"connect"_s,      u"connect-16"_s};
    const QSet<QString> scenarios = ofSome
                                    + QSet<QString>{u"round-trip"_s, u"round-trip-one-core"_s,
                                                    u"in-flight-256"_s, u"echo-1MiB"_s, u"idle"_s};
    QCOMPARE(namesIn(results, u"scenario"_s), scenarios);
    QCOMPARE(results.size(), scenarios.size() * 2); // ipc and tcp
    const QSet<QString> peers = namesIn(results.first()[u"peers"_s].toArray(), u"peer"_s);
    QVERIFY(peers.contains(u"raw-zmq"_s));
    QVERIFY(peers.contains(u"raw-zmq-curve"_s));
    for (const QJsonValue &result : results) {
        // Not every peer has events or lets clients come and go, and the one of a thousand clients has nothing else.
        const QSet<QString> able = namesIn(result[u"peers"_s].toArray(), u"peer"_s);
        QVERIFY(ofSome.contains(result[u"scenario"_s].toString())
                    ? able.contains(u"heliograph-secret"_s)
                          || able.contains(u"heliograph-1000-clients-secret"_s)
                    : able == peers);
        QCOMPARE(able.contains(u"heliograph-curve"_s),
                 result[u"scenario"_s].toString().startsWith(u"connect"_s));
        const bool isIdle = result[u"scenario"_s].toString() == u"idle"_s;
        for (const QJsonValue &peer : result[u"peers"_s].toArray()) {
            QVERIFY(peer[u"median"_s].isDouble());
            QVERIFY(!peer[u"rounds"_s].toArray().isEmpty());
            QVERIFY(isIdle || peer[u"calls"_s].toInteger() > 0);
        }
    }
}

void TestBench::aCrowdCompletes()
{
    const QJsonArray results = measure({u"--crowd"_s})[u"results"_s].toArray();
    QCOMPARE(namesIn(results, u"scenario"_s),
             (QSet<QString>{u"crowd-memory"_s, u"crowd-idle"_s, u"crowd-event"_s, u"crowd-call"_s}));
    QCOMPARE(results.size(), 8); // ipc and tcp
    for (const QJsonValue &result : results)
        QCOMPARE(result[u"peers"_s].toArray().size(), 2); // raw or few, and the crowd
}

void TestBench::filtersLeaveOutTheRest()
{
    const QJsonArray results = measure({u"--only"_s, u"tcp"_s, u"--only"_s, u"raw-zmq"_s, u"--only"_s,
                                        u"round-trip"_s})[u"results"_s]
                                   .toArray();
    QCOMPARE(results.size(), 1);
    QCOMPARE(results.first()[u"scenario"_s].toString(), u"round-trip"_s);
    QCOMPARE(results.first()[u"transport"_s].toString(), u"tcp"_s);
    QCOMPARE(namesIn(results.first()[u"peers"_s].toArray(), u"peer"_s), QSet<QString>{u"raw-zmq"_s});
}

void TestBench::anUnknownNameIsRefused()
{
    QProcess program;
    program.start(Program, {u"--quick"_s, u"--only"_s, u"smoke-signals"_s});
    QVERIFY(program.waitForFinished(RunTimeoutMs));
    QCOMPARE(program.exitStatus(), QProcess::NormalExit);
    QCOMPARE(program.exitCode(), 1);
    QVERIFY(program.readAllStandardError().contains("raw-zmq"));
}

void TestBench::aServerEndsWhenItsParentGoes()
{
    QProcess server;
    server.start(Program, {u"--serve"_s, u"raw-zmq"_s, u"--address"_s, u"tcp://127.0.0.1:*"_s});
    while (!server.canReadLine())
        QVERIFY(server.waitForReadyRead());
    QVERIFY(server.readLine().startsWith("READY tcp://127.0.0.1:"));
    server.closeWriteChannel();
    QVERIFY(server.waitForFinished());
    QCOMPARE(server.exitStatus(), QProcess::NormalExit);
    QCOMPARE(server.exitCode(), 0);
}

void TestBench::whoIsMeasuredAsSecuredIs_data()
{
    QTest::addColumn<QByteArray>("mechanism");
    for (const char *peer : {"raw-zmq", "heliograph", "heliograph-callback", "heliograph-1000-clients"})
        QTest::newRow(peer) << QByteArray("NULL");
    for (const char *peer : {"raw-zmq-curve", "heliograph-secret", "heliograph-callback-secret",
                             "heliograph-1000-clients-secret", "heliograph-curve"})
        QTest::newRow(peer) << QByteArray("CURVE");
}

void TestBench::whoIsMeasuredAsSecuredIs()
{
    QFETCH(QByteArray, mechanism);
    const QString peer = QString::fromLatin1(QTest::currentDataTag());
    const QString folder = peer.startsWith(u"heliograph") ? u'#' + m_directory.path() : QString();
    QProcess server;
    server.start(Program, {u"--serve"_s, peer, u"--address"_s, u"tcp://127.0.0.1:*"_s + folder});
    while (!server.canReadLine())
        QVERIFY(server.waitForReadyRead());
    const QByteArray ready = server.readLine().trimmed();
    QCOMPARE(mechanismAt(ready.split('#').constFirst()), mechanism);
    server.closeWriteChannel();
    QVERIFY(server.waitForFinished());
}

QTEST_GUILESS_MAIN(TestBench)
#include "tst_bench.moc"
