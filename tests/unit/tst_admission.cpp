// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/admission.h"
#include "transport/connection.h"

#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

using namespace heliograph;

/// Who may stay, without ØMQ: with connections that the test accepts itself.
class TestAdmission : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStrangerIsCut();
    void aStrangerIsCutOfWhomTheGuardHearsLater();
    void whatStandsForSomethingElseIsNotCut();

private:
    using Clock = Admission::Clock;
};

namespace {

/// A place to connect to, and one connection to it.
class Line
{
public:
    Line()
    {
        sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
        const QByteArray path = m_folder.filePath(QStringLiteral("socket")).toLocal8Bit();
        std::strncpy(address.sun_path, path.constData(), sizeof(address.sun_path) - 1);
        m_endpoint = u"ipc://" + QString::fromLocal8Bit(path);
        const auto *place = reinterpret_cast<const sockaddr *>(&address);
        m_listening = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        m_peer = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (::bind(m_listening, place, sizeof(address)) != 0 || ::listen(m_listening, 1) != 0
            || ::connect(m_peer, place, sizeof(address)) != 0)
            qFatal("%s", std::strerror(errno));
        m_accepted = ::accept4(m_listening, nullptr, nullptr, SOCK_CLOEXEC);
    }
    ~Line()
    {
        for (const int descriptor : {m_listening, m_peer, m_accepted})
            ::close(descriptor);
    }
    Q_DISABLE_COPY_MOVE(Line)

    [[nodiscard]] int descriptor() const { return m_accepted; }
    [[nodiscard]] LinkEvent event() const { return {LinkEvent::Type::Accepted, m_accepted, 0, m_endpoint}; }
    [[nodiscard]] bool isCut() const
    {
        char byte = 0;
        return ::recv(m_peer, &byte, 1, MSG_DONTWAIT) == 0;
    }

private:
    QTemporaryDir m_folder;
    QString m_endpoint;
    int m_listening = -1;
    int m_peer = -1;
    int m_accepted = -1;
};

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

QTEST_GUILESS_MAIN(TestAdmission)
#include "tst_admission.moc"
