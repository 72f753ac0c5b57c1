// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/files.h"
#include "security/memorylimit.h"
#include "security/work.h"

#include <heliograph/passwordfile.h>

#include <QtCore/qsemaphore.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

using namespace heliograph;

namespace {

// Hashes of "open, sesame", as PasswordFile makes them, and with less work; and of nothing.
const QByteArray sesame =
    "$argon2id$v=19$m=65536,t=2,p=1$mrHxaqPeb9ttmWnQIyeUVQ$g8OJ4RDs+migX04mG6yYTB18D9Ng126OiQ3IOFi/5cI";
const QByteArray tooQuick =
    "$argon2id$v=19$m=8,t=1,p=1$pVwewtprCiS+ezWIhC2xgQ$CjUWuvKxf3AXsBjWCvw0HwK9Gq7RXu/FVa97++8nLk8";
const QByteArray ofNothing =
    "$argon2id$v=19$m=65536,t=2,p=1$AhKq9B8ms2TikLgg+ZaTXw$FO5PHnpbFbw3NX9MmYYHy/nGysbZi/mWrzdoZJogXJY";

} // namespace

class TestPasswordFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nobodyIsTheDefault();
    void onlyTheRightPasswordFits();
    void whatWasSavedIsLoaded();
    void namesAndPasswordsAreTheSameHoweverTyped();
    void equalPasswordsHaveDifferentHashes();
    void filesOfOthersAreRead();
    void anEmptyPasswordNeverFits();
    void badLinesAreNamed_data();
    void badLinesAreNamed();
    void aFileThatIsCutIsRefused();
    void openFilesAreRefused();
    void badNamesAndPasswordsAreRefused_data();
    void badNamesAndPasswordsAreRefused();
    void anUnknownUserTakesAsLong();
    void aFileThatCannotBeReadIsNotOverwritten();
    void bytesAreAsGoodAsText();
    void aLackOfMemoryIsNoWrongPassword();
    void onlySoManyAreCheckedAtOnce();

private:
    [[nodiscard]] QString path(const char *name) const { return m_folder.filePath(QLatin1StringView(name)); }

    QTemporaryDir m_folder;
    const QString ada = QStringLiteral("ada");
    const QString bob = QStringLiteral("bob");
};

void TestPasswordFile::nobodyIsTheDefault()
{
    const PasswordFile nobody;
    QCOMPARE(nobody.users(), QStringList());
    QCOMPARE(nobody.error().code(), ErrorCode::None);
    QVERIFY(!nobody.verify(ada, QString()));
    QVERIFY(!nobody.verify(QString(), QString()));
}

void TestPasswordFile::onlyTheRightPasswordFits()
{
    PasswordFile passwords;
    QCOMPARE(passwords.setPassword(ada, QStringLiteral("engine no. 1")), std::nullopt);
    QCOMPARE(passwords.setPassword(bob, QStringLiteral("engine no. 2")), std::nullopt);
    QVERIFY(passwords.verify(ada, QStringLiteral("engine no. 1")));
    QVERIFY(passwords.verify(bob, QStringLiteral("engine no. 2")));
    QVERIFY(!passwords.verify(ada, QStringLiteral("engine no. 2")));
    QVERIFY(!passwords.verify(ada, QStringLiteral("engine no. ")));
    QVERIFY(!passwords.verify(ada, QStringLiteral("engine no. 1 ")));
    QVERIFY(!passwords.verify(ada, QString()));
    QVERIFY(!passwords.verify(QStringLiteral("Ada"), QStringLiteral("engine no. 1")));

    QCOMPARE(passwords.setPassword(ada, QStringLiteral("another")), std::nullopt);
    QVERIFY(!passwords.verify(ada, QStringLiteral("engine no. 1")));
    QVERIFY(passwords.verify(ada, QStringLiteral("another")));
}

void TestPasswordFile::whatWasSavedIsLoaded()
{
    PasswordFile passwords;
    QCOMPARE(passwords.setPassword(bob, QStringLiteral("password of bob")), std::nullopt);
    QCOMPARE(passwords.setPassword(ada, QStringLiteral("password of ada")), std::nullopt);
    QVERIFY(writeFile(path("saved"), "older", 0666));
    QCOMPARE(passwords.save(path("saved")), std::nullopt);
    QCOMPARE(modeOf(path("saved")), mode_t(0600));

    const PasswordFile loaded = PasswordFile::load(path("saved"));
    QCOMPARE(loaded.error().message(), QString());
    QCOMPARE(loaded.users(), QStringList({ada, bob}));
    QVERIFY(loaded.verify(ada, QStringLiteral("password of ada")));
    QVERIFY(!loaded.verify(ada, QStringLiteral("password of bob")));
    QVERIFY(!readFile(path("saved")).contains("password of"));
}

void TestPasswordFile::namesAndPasswordsAreTheSameHoweverTyped()
{
    PasswordFile passwords;
    QCOMPARE(passwords.setPassword(QString::fromUtf8("J\u00fcrgen"), QString::fromUtf8("sch\u00f6n")),
             std::nullopt);
    QVERIFY(passwords.verify(QString::fromUtf8("Ju\u0308rgen"), QString::fromUtf8("scho\u0308n")));
}

void TestPasswordFile::equalPasswordsHaveDifferentHashes()
{
    PasswordFile passwords;
    QCOMPARE(passwords.setPassword(ada, QStringLiteral("the same")), std::nullopt);
    QCOMPARE(passwords.setPassword(bob, QStringLiteral("the same")), std::nullopt);
    QCOMPARE(passwords.save(path("same")), std::nullopt);
    const QByteArrayList lines = readFile(path("same")).split('\n');
    QVERIFY(lines[0].startsWith("ada:$argon2id$"));
    QVERIFY(lines[1].startsWith("bob:$argon2id$"));
    QVERIFY(lines[0].mid(4) != lines[1].mid(4));
}

void TestPasswordFile::filesOfOthersAreRead()
{
    QVERIFY(writeFile(path("others"), "# who may come\n\nada:" + sesame + "\r\n  \nbob:" + sesame + '\n'));
    const PasswordFile passwords = PasswordFile::load(path("others"));
    QCOMPARE(passwords.error().message(), QString());
    QCOMPARE(passwords.users(), QStringList({ada, bob}));
    QVERIFY(passwords.verify(bob, QStringLiteral("open, sesame")));
}

void TestPasswordFile::anEmptyPasswordNeverFits()
{
    QVERIFY(writeFile(path("empty"), "ada:" + ofNothing + '\n'));
    const PasswordFile passwords = PasswordFile::load(path("empty"));
    QCOMPARE(passwords.users(), QStringList(ada));
    QVERIFY(!passwords.verify(ada, QString()));
}

void TestPasswordFile::badLinesAreNamed_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("fault");
    QTest::newRow("no colon") << QByteArray("bob") << ":3: has no colon, expected user:hash";
    QTest::newRow("no name") << ":" + sesame << ":3: a user's name must not be empty";
    QTest::newRow("blanks") << "bob smith:" + sesame << ":3: a user's name must have no blanks";
    QTest::newRow("no hash") << QByteArray("bob:") << ":3: the hash for the user bob is none of Argon2id";
    QTest::newRow("the password itself")
        << QByteArray("bob:open, sesame") << ":3: the hash for the user bob is none of Argon2id";
    QTest::newRow("cut") << "bob:" + sesame.chopped(5) + '$'
                         << ":3: the hash for the user bob is none of Argon2id";
    QTest::newRow("another hash") << QByteArray("bob:$6$salt$hash")
                                  << ":3: the hash for the user bob is none of Argon2id";
    QTest::newRow("other parameters")
        << "bob:" + tooQuick << ":3: the hash for the user bob was made with other parameters";
    const QByteArray rest = sesame.mid(30);
    QTest::newRow("much memory") << "bob:$argon2id$v=19$m=4294967295,t=2,p=1" + rest
                                 << ":3: the hash for the user bob was made with other parameters";
    QTest::newRow("much time") << "bob:$argon2id$v=19$m=65536,t=4294967295,p=1" + rest
                               << ":3: the hash for the user bob was made with other parameters";
    QTest::newRow("many lanes") << "bob:$argon2id$v=19$m=65536,t=2,p=16777215" + rest
                                << ":3: the hash for the user bob was made with other parameters";
    QTest::newRow("another Argon2") << "bob:$argon2i$v=19$m=65536,t=2,p=1" + rest
                                    << ":3: the hash for the user bob is none of Argon2id";
    QTest::newRow("a short hash") << "bob:" + sesame.chopped(36)
                                  << ":3: the hash for the user bob is none of Argon2id";
    QTest::newRow("a long hash") << "bob:" + sesame + "abcdefgh"
                                 << ":3: the hash for the user bob is none of Argon2id";
    QTest::newRow("twice") << "ada:" + sesame << ":3: a second line of the user ada";
}

void TestPasswordFile::badLinesAreNamed()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, fault);
    QVERIFY(writeFile(path("bad"), "# a comment\nada:" + sesame + '\n' + line + "\ncleo:" + sesame + '\n'));
    const PasswordFile passwords = PasswordFile::load(path("bad"));
    const QString message = passwords.error().message();
    QCOMPARE(passwords.error().code(), ErrorCode::InvalidKey);
    QVERIFY2(message.startsWith(path("bad") + fault), qUtf8Printable(message));
    QVERIFY(!message.contains(QStringLiteral("sesame")));
    QVERIFY(!message.contains(QString::fromLatin1(sesame.mid(60, 5))));
    QCOMPARE(passwords.users(), QStringList());
    QVERIFY(!passwords.verify(ada, QStringLiteral("open, sesame")));
}

void TestPasswordFile::aFileThatIsCutIsRefused()
{
    QVERIFY(writeFile(path("cut"), "ada:" + sesame + "\nbob:" + sesame));
    const PasswordFile passwords = PasswordFile::load(path("cut"));
    QCOMPARE(passwords.users(), QStringList());
    QVERIFY(passwords.error().message().startsWith(path("cut") + QStringLiteral(":2: has no line end")));
}

void TestPasswordFile::openFilesAreRefused()
{
    QVERIFY(writeFile(path("open"), "ada:" + sesame, 0640));
    const PasswordFile passwords = PasswordFile::load(path("open"));
    QVERIFY(passwords.error().message().contains(QStringLiteral("chmod 600 ")));
    QCOMPARE(passwords.users(), QStringList());
    QVERIFY(PasswordFile::load(path("nowhere")).error().message().startsWith(path("nowhere")));
}

void TestPasswordFile::badNamesAndPasswordsAreRefused_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("password");
    QTest::addColumn<QString>("fault");
    const QString good = QStringLiteral("good");
    QTest::newRow("no name") << QString() << good << "must not be empty";
    QTest::newRow("a colon") << QStringLiteral("a:b") << good << "must not have a colon";
    QTest::newRow("a comment") << QStringLiteral("#a") << good << "must not begin with #";
    QTest::newRow("a blank") << QStringLiteral("a b") << good << "must have no blanks";
    QTest::newRow("a wide blank") << QStringLiteral("a\u00a0b") << good << "must have no blanks";
    QTest::newRow("a line end") << QStringLiteral("a\nb") << good << "must have no blanks";
    QTest::newRow("a NUL") << QString(QStringLiteral("a") + QChar(0)) << good
                           << "nothing that cannot be seen";
    QTest::newRow("right to left") << QStringLiteral("a\u202eb") << good << "nothing that cannot be seen";
    QTest::newRow("what was no UTF-8") << QStringLiteral("a\ufffdb") << good << "must be UTF-8";
    QTest::newRow("long") << QString(128, QChar(0xe9)) << good << "must have at most 255 bytes";
    QTest::newRow("no password") << good << QString() << "between 1 and 255 bytes";
    QTest::newRow("a long password") << good << QString(128, QChar(0xe9)) << "between 1 and 255 bytes";
}

void TestPasswordFile::badNamesAndPasswordsAreRefused()
{
    QFETCH(QString, user);
    QFETCH(QString, password);
    QFETCH(QString, fault);
    PasswordFile passwords;
    const std::optional<Error> error = passwords.setPassword(user, password);
    QVERIFY(error);
    QCOMPARE(error->code(), ErrorCode::InvalidKey);
    QVERIFY2(error->message().contains(fault), qUtf8Printable(error->message()));
    QCOMPARE(passwords.users(), QStringList());
}

void TestPasswordFile::anUnknownUserTakesAsLong()
{
    QVERIFY(writeFile(path("timed"), "ada:" + sesame + '\n'));
    const PasswordFile passwords = PasswordFile::load(path("timed"));
    const QString wrong = QStringLiteral("wrong");
    const double known = workOf([&] { QVERIFY(!passwords.verify(ada, wrong)); });
    const double unknown = workOf([&] { QVERIFY(!passwords.verify(bob, wrong)); });
    const double nobody = workOf([&] { QVERIFY(!PasswordFile().verify(bob, wrong)); });
    // Without the work it is a thousandth.
    QVERIFY2(unknown > known / 5, qPrintable(QStringLiteral("%1 s and %2 s").arg(unknown).arg(known)));
    QVERIFY2(nobody > known / 5, qPrintable(QStringLiteral("%1 s and %2 s").arg(nobody).arg(known)));
}

void TestPasswordFile::aFileThatCannotBeReadIsNotOverwritten()
{
    const QByteArray content = "ada:" + sesame + "\nmistake\n";
    QVERIFY(writeFile(path("unread"), content));
    PasswordFile passwords = PasswordFile::load(path("unread"));
    QVERIFY(passwords.setPassword(bob, QStringLiteral("password of bob")));
    QVERIFY(passwords.save(path("unread")));
    QCOMPARE(passwords.users(), QStringList());
    QCOMPARE(readFile(path("unread")), content);
}

void TestPasswordFile::bytesAreAsGoodAsText()
{
    PasswordFile passwords;
    QCOMPARE(passwords.setPassword(ada, QByteArray("sch\xc3\xb6n")), std::nullopt);
    QVERIFY(passwords.verify(ada, QString::fromUtf8("sch\u00f6n")));
    QVERIFY(passwords.verify(ada, QByteArray("scho\xcc\x88n")));
    // What is no UTF-8 must not become alike.
    QVERIFY(!passwords.verify(ada, QByteArray("sch\xf6n")));
    QVERIFY(passwords.setPassword(ada, QByteArray("sch\xf6n")));
    QVERIFY(passwords.setPassword(ada, QByteArray("sch\xef\xbf\xbdn")));
}

void TestPasswordFile::aLackOfMemoryIsNoWrongPassword()
{
    PasswordFile passwords;
    QCOMPARE(passwords.setPassword(ada, QStringLiteral("engine no. 1")), std::nullopt);
    {
        const MemoryLimit limit(rlim_t(32) * 1024 * 1024);
        QVERIFY(limit.isSet());
        for (const char *given : {"engine no. 1", "wrong"})
            QVERIFY_THROWS_EXCEPTION(Error, (void)passwords.verify(ada, given));
        QVERIFY(passwords.setPassword(bob, QStringLiteral("engine no. 2")));
    }
    QCOMPARE(passwords.users(), QStringList(ada));
    QVERIFY(passwords.verify(ada, QStringLiteral("engine no. 1")));
}

void TestPasswordFile::onlySoManyAreCheckedAtOnce()
{
    PasswordFile passwords;
    QCOMPARE(passwords.setPassword(ada, QStringLiteral("engine no. 1")), std::nullopt);
    constexpr int count = 12;
    std::atomic<int> right = 0;
    std::vector<std::thread> threads;
    std::latch ready(count); // their stacks are memory, too
    QSemaphore begin;
    for (int i = 0; i < count; ++i) {
        threads.emplace_back([&] {
            ready.count_down();
            begin.acquire();
            try {
                right += passwords.verify(ada, "engine no. 1");
            } catch (const Error &) {
                // counts as wrong
            }
        });
    }
    ready.wait();
    {
        const MemoryLimit limit(rlim_t(5 * 64) * 1024 * 1024);
        begin.release(count);
        for (std::thread &thread : threads)
            thread.join();
    }
    QCOMPARE(right.load(), count);
}

QTEST_GUILESS_MAIN(TestPasswordFile)
#include "tst_passwordfile.moc"
