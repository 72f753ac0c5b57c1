// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "rawconnection.h"
#include "serverthread.h"
#include "size.h"
#include "usersfile.h"

#include <heliograph/authenticate.h>

#include <QtCore/qrandom.h>

#include <array>
#include <atomic>
#include <deque>

using namespace heliograph;
using namespace std::chrono_literals;

/// Whoever does not show who he is, and says all the same what those say who may.
class TestIntruders : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports({"ipc", "tcp"}); }
    void initTestCase();

    void whereAllAreLetInTheyAreHeard();
    void nothingTheySayReachesAHandler_data();
    void nothingTheySayReachesAHandler();

private:
    [[nodiscard]] ServerOptions options(Mechanism mechanism) const;
    [[nodiscard]] ClientOptions friendly(Mechanism mechanism) const;
    [[nodiscard]] ClientOptions unknown(Mechanism mechanism) const;

    const UsersFile m_users;
    const KeyPair m_server = KeyPair::generate();
    const KeyPair m_ada = KeyPair::generate();
    PasswordFile m_passwords;
};

Q_DECLARE_METATYPE(Mechanism)

namespace {

constexpr int atOnce = 40; // fewer than strangers may be there

/// ZMTP 3 (RFC 23), up to where the mechanisms part.
QByteArray greeting(const QByteArray &mechanism)
{
    QByteArray bytes("\xff\0\0\0\0\0\0\0\0\x7f\x03\0", 12);
    return bytes + mechanism + QByteArray(64 - 12 - mechanism.size(), '\0');
}

QByteArray command(const QByteArray &name, const QByteArray &body)
{
    return RawConnection::frame(char(name.size()) + name + body, 0x04);
}

QByteArray property(const QByteArray &name, const QByteArray &value)
{
    return char(name.size()) + name + QByteArray(3, '\0') + char(value.size()) + value;
}

QByteArray text(const QByteArray &value)
{
    return char(value.size()) + value;
}

/// docs/protocol.md's golden call of "add".
QByteArray call()
{
    return RawConnection::frame(QByteArray::fromHex("950401a3616464cd7530c403920203"));
}

QByteArray conversation()
{
    return RawConnection::frame(RawConnection::hello()) + call();
}

class Intruders
{
public:
    /// Sends \a count more to \a endpoint. The last of them stay.
    void send(int count, const QString &endpoint)
    {
        for (int i = 0; i < count; ++i) {
            if (m_there.size() == atOnce)
                m_there.pop_front();
            RawConnection &intruder = m_there.emplace_back(endpoint);
            ++m_sent;
            if (!intruder.isOpen())
                continue;
            ++m_opened;
            if (m_count % 12 != 1)
                intruder.send(next());
            else if (++m_count; intruder.sayHello()) // who keeps to ZMTP, and waits for the other end's word
                intruder.send(call());
        }
    }

    /// Whether nearly all of them came as far as to a connection.
    [[nodiscard]] bool came() const { return m_opened * 10 >= m_sent * 9; }

private:
    // With more of them all who come are cut as soon as they have connected, for the rate of failures; that is another test's.
    static constexpr int guesses = 10;

    /// What the next one says, all at once: as ØMQ reads no further than it has to, it may say it before it was asked.
    [[nodiscard]] QByteArray next()
    {
        switch (m_count++ % 12) {
        case 0: return randomBytes(1 + m_random.bounded(600));
        case 1: return greeting("NULL") + ready() + conversation();
        case 2: return greeting("NULL") + ready(property("User-Id", "ada")) + conversation();
        case 3:
            return greeting("PLAIN") + command("HELLO", text("ada") + text("guess")) + initiate()
                   + conversation();
        case 4:
            return greeting("PLAIN") + command("HELLO", text("") + text(QByteArray(200, 'x')))
                   + conversation();
        case 5: return greeting("PLAIN") + ready() + initiate() + conversation();
        case 6: return greeting("CURVE") + ready() + conversation();
        case 7:
            if (m_guesses++ >= guesses)
                break;
            return greeting("CURVE") + command("HELLO", QByteArray("\1\0", 2) + randomBytes(192))
                   + conversation();
        case 8:
            if (m_guesses++ >= guesses)
                break;
            return greeting("CURVE") + command("HELLO", QByteArray("\1\0", 2) + QByteArray(192, '\0'))
                   + command("INITIATE", randomBytes(250)) + command("MESSAGE", randomBytes(64))
                   + conversation();
        case 9: return QByteArray("\1\0", 2) + conversation(); // ZMTP 1
        case 10: return flipped(greeting("NULL") + ready() + conversation());
        default: break;
        }
        const QByteArray all = greeting("CURVE") + ready() + conversation();
        return all.first(m_random.bounded(all.size()));
    }

    [[nodiscard]] static QByteArray ready(const QByteArray &more = {})
    {
        return command("READY", property("Socket-Type", "DEALER") + property("Identity", "") + more);
    }
    [[nodiscard]] static QByteArray initiate()
    {
        return command("INITIATE", property("Socket-Type", "DEALER") + property("Identity", ""));
    }
    [[nodiscard]] QByteArray randomBytes(qsizetype size)
    {
        QByteArray bytes(size, '\0');
        for (char &byte : bytes)
            byte = char(m_random.bounded(256));
        return bytes;
    }
    [[nodiscard]] QByteArray flipped(QByteArray bytes)
    {
        bytes[m_random.bounded(bytes.size())] ^= char(1 << m_random.bounded(8));
        return bytes;
    }

    std::deque<RawConnection> m_there;
    QRandomGenerator m_random{14}; // the same in each run
    int m_count = 0;
    int m_guesses = 0; // at keys
    int m_sent = 0;
    int m_opened = 0;
};

/// A server whose handler counts who gets through to it.
struct Fortress
{
    explicit Fortress(const ServerOptions &options) : thread(options)
    {
        thread.run([this] {
            thread.server->expose("add", [this](int a, int b) {
                ++calls;
                return a + b;
            });
            QObject::connect(thread.server.get(), &Server::clientConnected, thread.server.get(),
                             [this] { ++sessions; });
        });
    }

    std::atomic<int> calls = 0;
    std::atomic<int> sessions = 0;
    ServerThread thread;
};

} // namespace

void TestIntruders::initTestCase()
{
    QVERIFY(m_users.write({{m_ada, "ada"}}));
    QVERIFY(!m_passwords.setPassword(QStringLiteral("ada"), QStringLiteral("enchantress of numbers")));
}

ServerOptions TestIntruders::options(Mechanism mechanism) const
{
    if (mechanism == Mechanism::Plain)
        return {.authenticator = authenticate::plain(m_passwords)};
    return {.authenticator = authenticate::curve(m_server, m_users.load())};
}

ClientOptions TestIntruders::friendly(Mechanism mechanism) const
{
    if (mechanism == Mechanism::Plain)
        return {.credentials =
                    Credentials::plain(QStringLiteral("ada"), QStringLiteral("enchantress of numbers"))};
    return {.credentials = Credentials::curve(m_ada, m_server.publicKey())};
}

/// Of who keeps to the handshake to its end, and only then is refused.
ClientOptions TestIntruders::unknown(Mechanism mechanism) const
{
    if (mechanism == Mechanism::Plain)
        return {.credentials = Credentials::plain(QStringLiteral("ada"), QStringLiteral("guess"))};
    return {.credentials = Credentials::curve(KeyPair::generate(), m_server.publicKey())};
}

void TestIntruders::whereAllAreLetInTheyAreHeard()
{
    Fortress open{ServerOptions()};
    Intruders intruders;
    intruders.send(24, open.thread.endpoint());
    QVERIFY(waitUntil([&] { return open.calls > 0; }));
    QVERIFY(intruders.came());
}

void TestIntruders::nothingTheySayReachesAHandler_data()
{
    QTest::addColumn<Mechanism>("mechanism");
    QTest::newRow("passwords") << Mechanism::Plain;
    QTest::newRow("keys") << Mechanism::Curve;
}

void TestIntruders::nothingTheySayReachesAHandler()
{
    QFETCH(const Mechanism, mechanism);
    Fortress fortress(options(mechanism));
    Client ada(friendly(mechanism));
    QVERIFY(ada.connectToServer(fortress.thread.endpoint()));
    Intruders intruders;
    const int waves = sizeOr(6, 20);
    int calls = 0;
    for (int wave = 0; wave < waves; ++wave) {
        QCOMPARE(valueOf(ada.call<int>("add", wave, 1)), wave + 1);
        ++calls;
        Client stranger(unknown(mechanism));
        QVERIFY(stranger.connectToServer(fortress.thread.endpoint()));
        const auto call = stranger.call<int>("add", wave, 1);
        intruders.send(500, fortress.thread.endpoint());
        QCOMPARE(errorOf(call).code(), ErrorCode::NeverSent);
        QCOMPARE(stranger.error().code(),
                 mechanism == Mechanism::Plain ? ErrorCode::WrongPassword : ErrorCode::UnknownKey);
    }
    QVERIFY(intruders.came());
    Client late(friendly(mechanism)); // who comes after all of them, and is let in
    QVERIFY(late.connectToServer(fortress.thread.endpoint()));
    QCOMPARE(valueOf(late.call<int>("add", 1, 1)), 2);
    QCOMPARE(fortress.calls.load(), calls + 1);
    QCOMPARE(fortress.sessions.load(), 2);
}

QTEST_GUILESS_MAIN(TestIntruders)
#include "tst_intruders.moc"
