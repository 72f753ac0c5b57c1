// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "endpoints.h"

#include <QtCore/qfileinfo.h>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>

using namespace heliograph;

/// Over ipc a server is there for the processes of its own user.
class TestOtherUsers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSocketIsItsOwnersAlone();
    void anotherUserIsNotServed_data();
    void anotherUserIsNotServed();
};

namespace {

constexpr uid_t nobody = 65534;

enum class Welcome : int { Greeted, TurnedAway, Unreachable, NotTried };

struct Address
{
    explicit Address(const QString &endpoint)
    {
        address.sun_family = AF_UNIX;
        QByteArray path = endpoint.sliced(qstrlen("ipc://")).toLocal8Bit();
        if (path.startsWith('@')) // a name without a file
            path[0] = '\0';
        std::memcpy(address.sun_path, path.constData(), size_t(path.size()));
        size = socklen_t(offsetof(sockaddr_un, sun_path)) + socklen_t(path.size());
    }

    sockaddr_un address{};
    socklen_t size = 0;
};

/// What another process finds at \a address, which is \a user's. It does only what may be done between fork() and exec().
Welcome welcomeOf(uid_t user, const Address &address)
{
    const pid_t child = ::fork();
    if (child == 0) {
        const timeval limit{patience.count(), 0};
        char byte = 0;
        const int connection = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (::setresuid(user, user, user) != 0
            || ::setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit)) != 0)
            ::_exit(int(Welcome::NotTried));
        if (::connect(connection, reinterpret_cast<const sockaddr *>(&address.address), address.size) != 0)
            ::_exit(int(Welcome::Unreachable));
        ::_exit(int(::read(connection, &byte, 1) == 1 ? Welcome::Greeted : Welcome::TurnedAway));
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? Welcome(WEXITSTATUS(status)) : Welcome::NotTried;
}

/// Whether other users may go through \a folder and those above it.
bool isOpenToAll(const QString &folder)
{
    for (QString path = folder;; path = QFileInfo(path).path()) {
        if (!QFileInfo(path).permission(QFile::ExeOther))
            return false;
        if (QFileInfo(path).isRoot())
            return true;
    }
}

} // namespace

void TestOtherUsers::theSocketIsItsOwnersAlone()
{
    const QTemporaryDir folder;
    const QByteArray path = QFile::encodeName(folder.filePath(QStringLiteral("socket")));
    const mode_t before = ::umask(0);
    Server server;
    const bool isBound = server.bind(QStringLiteral("ipc://") + QFile::decodeName(path));
    ::umask(before);
    QVERIFY(isBound);
    struct stat status = {};
    QCOMPARE(::stat(path.constData(), &status), 0);
    QCOMPARE(status.st_mode & mode_t(07777), mode_t(0600));
}

void TestOtherUsers::anotherUserIsNotServed_data()
{
    QTest::addColumn<bool>("hasFile");
    QTest::addColumn<bool>("isOpened");
    QTest::newRow("a file") << true << false;
    QTest::newRow("a file that somebody has opened to all") << true << true;
    QTest::newRow("a name without a file") << false << false;
}

void TestOtherUsers::anotherUserIsNotServed()
{
    QFETCH(const bool, hasFile);
    QFETCH(const bool, isOpened);
    const QTemporaryDir folder;
    QCOMPARE(::chmod(QFile::encodeName(folder.path()).constData(), 0711), 0);
    const QString path = folder.filePath(QStringLiteral("socket"));
    Server server;
    QVERIFY(
        server.bind(hasFile ? QStringLiteral("ipc://") + path : QStringLiteral("ipc://@heliograph-") + path));
    if (isOpened)
        QCOMPARE(::chmod(QFile::encodeName(path).constData(), 0777), 0);
    const Address address(server.endpoints().constFirst());
    QCOMPARE(welcomeOf(::getuid(), address), Welcome::Greeted);
    const Welcome others = welcomeOf(nobody, address);
    if (others == Welcome::NotTried || (hasFile && !isOpenToAll(folder.path())))
        QSKIP("nobody else can be tried here");
    QCOMPARE(others, hasFile && !isOpened ? Welcome::Unreachable : Welcome::TurnedAway);
    QCOMPARE(welcomeOf(::getuid(), address), Welcome::Greeted);
}

QTEST_GUILESS_MAIN(TestOtherUsers)
#include "tst_otherusers.moc"
