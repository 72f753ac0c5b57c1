// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/gatekeeper.h"
#include "transport/mechanismprobe.h"
#include "transport/rawline.h"
#include "transport/tcplistener.h"

#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace heliograph;
using namespace std::chrono_literals;
using Type = LinkEvent::Type;
using Failure = LinkEvent::Failure;

/// What a server's greeting says, and what others say instead.
class TestMechanismProbe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aServerSaysItsMechanism_data();
    void aServerSaysItsMechanism();
    void askingIsNoTryToGetIn();
    void othersSayNothing_data();
    void othersSayNothing();
    void whereNobodyIsNothingIsSaid_data();
    void whereNobodyIsNothingIsSaid();
};

namespace {

/// What is known when it is over; it must be so in time.
std::optional<Mechanism> answerTo(MechanismProbe &probe)
{
    while (!probe.isOver())
        probe.wait(MechanismProbe::Clock::time_point::max());
    return probe.mechanism();
}

std::optional<Mechanism> ask(const QString &endpoint)
{
    MechanismProbe probe(Context::shared(), endpoint);
    return answerTo(probe);
}

/// Listens without ØMQ.
class Stranger
{
public:
    Stranger()
    {
        if (const auto error = m_listener.listen(1))
            qFatal("%s", error->what());
        m_endpoint = m_listener.boundEndpoint();
        m_listening = m_listener.takeDescriptor();
    }
    ~Stranger()
    {
        ::close(m_listening);
        ::close(m_accepted);
    }
    Q_DISABLE_COPY_MOVE(Stranger)

    [[nodiscard]] const QString &endpoint() const { return m_endpoint; }
    /// Says \a bytes to the next who comes; \a hangsUp then.
    void answer(const QByteArray &bytes, bool hangsUp)
    {
        pollfd place{m_listening, POLLIN, 0};
        ::poll(&place, 1, 30'000);
        m_accepted = ::accept4(m_listening, nullptr, nullptr, SOCK_CLOEXEC);
        // Of much the probe takes as little as it needs.
        ::send(m_accepted, bytes.constData(), std::size_t(bytes.size()), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (hangsUp)
            ::shutdown(m_accepted, SHUT_RDWR);
    }

private:
    static Endpoint place()
    {
        return std::get<Endpoint>(parseEndpoint(QStringLiteral("tcp://127.0.0.1:*"), Endpoint::Use::Bind));
    }

    TcpListener m_listener{place()};
    int m_listening = -1;
    QString m_endpoint = {};
    int m_accepted = -1;
};

} // namespace

void TestMechanismProbe::aServerSaysItsMechanism_data()
{
    QTest::addColumn<Mechanism>("mechanism");
    QTest::addColumn<QString>("endpoint");
    const std::pair<const char *, Mechanism> all[] = {
        {"null", Mechanism::Null}, {"plain", Mechanism::Plain}, {"curve", Mechanism::Curve}};
    for (const auto &[name, mechanism] : all) {
        for (const char *endpoint : {"tcp://127.0.0.1:*", "tcp://[::1]:*", "ipc://*"})
            QTest::addRow("%s, %s", name, endpoint) << mechanism << QString::fromLatin1(endpoint);
    }
}

void TestMechanismProbe::aServerSaysItsMechanism()
{
    QFETCH(const Mechanism, mechanism);
    QFETCH(const QString, endpoint);
    const Listening server(listening(gatekeeper(mechanism, keepOut), KeyPair::generate()), endpoint);
    QCOMPARE(ask(server.endpoint()), mechanism);
    QString byName = server.endpoint();
    if (byName.contains(QStringLiteral("127.0.0.1")))
        QCOMPARE(ask(byName.replace(QStringLiteral("127.0.0.1"), QStringLiteral("localhost"))), mechanism);
}

void TestMechanismProbe::askingIsNoTryToGetIn()
{
    std::atomic<int> asked = 0;
    const Listening server(listening(gatekeeper(Mechanism::Null, [&asked](const Attempt &, Verdict verdict) {
        ++asked;
        verdict.accept({});
    })));
    for (int i = 0; i < 30; ++i) // more than may fail
        QCOMPARE(ask(server.endpoint()), Mechanism::Null);
    const Connecting client(server.endpoint(), {}, "hello");
    QVERIFY(runUntil([&] { return server.texts.size() == 1; }));
    for (const LinkEvent &event : server.told.events)
        QVERIFY(event.type != Type::ClientRefused || event.failure == Failure::Unknown);
    QVERIFY(asked >= 1);
}

void TestMechanismProbe::othersSayNothing_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("hangsUp");
    QTest::addColumn<bool>("says");
    const auto row = [](const char *name, const QByteArray &bytes, bool hangsUp = false, bool says = false) {
        QTest::newRow(name) << bytes << hangsUp << says;
    };
    const auto changed = [](qsizetype place, char byte) {
        QByteArray bytes = RawLine::greeting("CURVE");
        bytes[place] = byte;
        return bytes;
    };
    row("one that does", RawLine::greeting("CURVE"), false, true);
    row("another mechanism", RawLine::greeting("GSSAPI"));
    row("a bit of its name was flipped", RawLine::greeting("CURVD"));
    row("more than a name", RawLine::greeting("CURVE\1"));
    row("no signature", changed(0, '\x7f'));
    row("half a signature", changed(9, '\xff'));
    row("an old version", changed(10, '\1'));
    row("http", QByteArray("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"));
    row("it hangs up", {}, true);
    row("it hangs up early", RawLine::greeting("CURVE").first(31), true);
    row("it stops early", RawLine::greeting("CURVE").first(31));
    row("much", QByteArray(1024 * 1024, 'x').prepend(RawLine::greeting("CURVE").first(20)));
}

void TestMechanismProbe::othersSayNothing()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const bool, hangsUp);
    QFETCH(const bool, says);
    Stranger stranger;
    MechanismProbe probe(Context::shared(), stranger.endpoint());
    stranger.answer(bytes, hangsUp);
    QCOMPARE(answerTo(probe), says ? std::optional(Mechanism::Curve) : std::nullopt);
}

void TestMechanismProbe::whereNobodyIsNothingIsSaid_data()
{
    const QTemporaryDir folder;
    QTest::addColumn<QString>("endpoint");
    QTest::newRow("tcp") << QStringLiteral("tcp://127.0.0.1:1");
    QTest::newRow("ipc") << u"ipc://" + folder.filePath(QStringLiteral("nobody"));
    QTest::newRow("inproc") << QStringLiteral("inproc://nobody");
    QTest::newRow("nowhere") << QStringLiteral("nonsense");
    QTest::newRow("refused by ØMQ") << QStringLiteral("tcp://bad$name:1");
}

void TestMechanismProbe::whereNobodyIsNothingIsSaid()
{
    QFETCH(const QString, endpoint);
    QVERIFY(!ask(endpoint));
}

QTEST_GUILESS_MAIN(TestMechanismProbe)

#include "tst_mechanismprobe.moc"
