// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/admission.h"
#include "transport/connection.h"

#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>

using namespace heliograph;
using namespace std::chrono_literals;

/// Who may stay, without ØMQ: with connections that the test accepts itself.
class TestAdmission : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStrangerIsCut();
    void aStrangerIsCutOfWhomTheGuardHearsLater();
    void manyMayComeAtOnceButNotStay();
    void whatStandsForSomethingElseIsNotCut();
    void aSilentOneIsAskedTwice();
    void nobodyIsSilentForAGuardThatWasHeldUp();
    void whoWasAdmittedForAnotherIsAStranger();
    void strangersHaveAnAddress();

private:
    using Clock = Admission::Clock;
};

namespace {

[[noreturn]] void giveUp()
{
    qFatal("%s", std::strerror(errno));
}

/// A place to connect to at \a address, and one connection to it.
class Connected
{
public:
    template <typename Address>
    explicit Connected(Address address)
    {
        auto *const place = reinterpret_cast<sockaddr *>(&address);
        socklen_t size = sizeof(address);
        m_listening = ::socket(place->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
        m_peer = ::socket(place->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (::bind(m_listening, place, size) != 0 || ::listen(m_listening, 1) != 0
            || ::getsockname(m_listening, place, &size) != 0 || ::connect(m_peer, place, size) != 0)
            giveUp();
        m_accepted = ::accept4(m_listening, nullptr, nullptr, SOCK_CLOEXEC);
    }
    ~Connected()
    {
        for (const int descriptor : {m_listening, m_peer, m_accepted})
            ::close(descriptor);
    }
    Q_DISABLE_COPY_MOVE(Connected)

    [[nodiscard]] int descriptor() const { return m_accepted; }
    [[nodiscard]] bool isCut() const
    {
        char byte = 0;
        return ::recv(m_peer, &byte, 1, MSG_DONTWAIT) == 0;
    }

private:
    int m_listening = -1;
    int m_peer = -1;
    int m_accepted = -1;
};

/// One over ipc.
class Line
{
public:
    [[nodiscard]] int descriptor() const { return m_connected.descriptor(); }
    [[nodiscard]] bool isCut() const { return m_connected.isCut(); }
    [[nodiscard]] LinkEvent event() const
    {
        return {LinkEvent::Type::Accepted, descriptor(), 0, u"ipc://" + QString::fromLocal8Bit(path())};
    }

private:
    [[nodiscard]] QByteArray path() const
    {
        return m_folder.filePath(QStringLiteral("socket")).toLocal8Bit();
    }
    [[nodiscard]] sockaddr_un address() const
    {
        sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
        std::strncpy(address.sun_path, path().constData(), sizeof(address.sun_path) - 1);
        return address;
    }

    QTemporaryDir m_folder;
    Connected m_connected{address()};
};

/// One over tcp.
class TcpLine : public Connected
{
public:
    TcpLine()
        : Connected(sockaddr_in{
            .sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}})
    {
    }
};

/// Waits until the system says that nothing came for a while.
bool waitForSilence(const TcpLine &line)
{
    return QTest::qWaitFor([&] { return connection::silence(line.descriptor()) > 50ms; }, 30'000);
}

} // namespace

void TestAdmission::aStrangerIsCut()
{
    const Line line;
    Admission admission{LinkSettings()};
    admission.note(line.event(), Clock::now());
    QVERIFY(!line.isCut());
    admission.cut(line.descriptor(), std::nullopt, QStringLiteral("it broke a rule"));
    QVERIFY(line.isCut());
}

void TestAdmission::aStrangerIsCutOfWhomTheGuardHearsLater()
{
    const Line line;
    const Line other;
    Admission admission{LinkSettings()};
    admission.cut(line.descriptor(), std::nullopt, QStringLiteral("it broke a rule"));
    QVERIFY(!line.isCut()); // nobody knows yet whether it is one of ours
    admission.note(other.event(), Clock::now());
    admission.note(line.event(), Clock::now());
    QVERIFY(line.isCut());
    QVERIFY(!other.isCut());
}

void TestAdmission::manyMayComeAtOnceButNotStay()
{
    const std::array<Line, 4> lines;
    Admission admission{{.limits = {.sessions = 2, .halfOpen = 1}}};
    const Clock::time_point now = Clock::now();
    const auto cut = [&] {
        return std::count_if(lines.begin(), lines.end(), [](const Line &line) { return line.isCut(); });
    };
    for (std::size_t i = 0; i < 3; ++i)
        admission.note(lines[i].event(), now);
    QVERIFY(admission.look(now + 999ms).empty());
    QCOMPARE(cut(), 0);
    admission.note(lines[3].event(), now + 999ms); // more than may be there at all
    QCOMPARE(cut(), 1);
    QVERIFY(lines[0].isCut());
    QVERIFY(admission.look(now + 1300ms).empty());
    QCOMPARE(cut(), 3);
    QVERIFY(!lines[3].isCut());
}

void TestAdmission::whatStandsForSomethingElseIsNotCut()
{
    const Line line;
    Admission admission{LinkSettings()};
    const auto cookie = connection::cookie(line.descriptor());
    QVERIFY(cookie);
    admission.note(line.event(), Clock::now());
    admission.admit(line.descriptor(), *cookie);
    admission.cut(line.descriptor(), std::nullopt, QStringLiteral("a stranger broke a rule"));
    admission.cut(line.descriptor(), *cookie + 1, QStringLiteral("another one broke a rule"));
    QVERIFY(!line.isCut());
    admission.cut(line.descriptor(), cookie, QStringLiteral("it broke a rule"));
    QVERIFY(line.isCut());
}

void TestAdmission::aSilentOneIsAskedTwice()
{
    const TcpLine line;
    Admission admission{LinkSettings{.linkTimeout = 16ms}};
    admission.admit(line.descriptor(), *connection::cookie(line.descriptor()));
    QVERIFY(waitForSilence(line));
    QVERIFY(admission.look(*admission.nextLook()).empty());
    QVERIFY(!line.isCut());
    QVERIFY(admission.look(*admission.nextLook()).empty());
    QVERIFY(line.isCut());
    QVERIFY(admission.takeReport(Clock::now())->contains(u"nothing came from it"));
}

void TestAdmission::nobodyIsSilentForAGuardThatWasHeldUp()
{
    const TcpLine line;
    Admission admission{LinkSettings{.linkTimeout = 16ms}};
    admission.admit(line.descriptor(), *connection::cookie(line.descriptor()));
    QVERIFY(waitForSilence(line));
    for (int i = 0; i < 3; ++i) {
        QVERIFY(admission.look(*admission.nextLook() + 10s).empty());
        QVERIFY(!line.isCut());
    }
    QVERIFY(admission.look(*admission.nextLook()).empty());
    QVERIFY(line.isCut());
}

void TestAdmission::whoWasAdmittedForAnotherIsAStranger()
{
    const Line line;
    const auto cookie = connection::cookie(line.descriptor());
    Admission admission{LinkSettings{.limits = {.helloTime = 10s}}};
    admission.admit(line.descriptor(), *cookie);
    const auto start = Clock::now();
    admission.distrust(line.descriptor(), *cookie + 1, start); // another one
    QVERIFY(!admission.nextLook());
    admission.distrust(line.descriptor(), *cookie, start);
    QVERIFY(admission.look(start + 9s).empty());
    QCOMPARE(admission.look(start + 10s), std::vector{line.descriptor()});
    admission.cutOverdue(line.descriptor());
    QVERIFY(line.isCut());
}

void TestAdmission::strangersHaveAnAddress()
{
    Admission admission{LinkSettings()};
    const QString process = QStringLiteral("process %1").arg(::getpid());
    const Line line;
    const int descriptor = line.descriptor();
    QCOMPARE(admission.strangerAt(descriptor).value().name, QString());
    QVERIFY(!admission.hasStranger(process));
    admission.note(line.event(), Clock::now());
    QCOMPARE(admission.strangerAt(descriptor).value().name, process);
    QVERIFY(admission.hasStranger(process));
    admission.admit(descriptor, *connection::cookie(descriptor));
    QVERIFY(!admission.hasStranger(process));
    QVERIFY(!admission.strangerAt(descriptor));
}

QTEST_GUILESS_MAIN(TestAdmission)
#include "tst_admission.moc"
