// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/keytable.h"

#include "security/files.h"

#include <QtCore/qdir.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <unistd.h>

using namespace heliograph;

namespace {

const QByteArray first = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID";
const QByteArray second = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7";
const QByteArray third =
    "2h#X}d7}EO]&Lt4CrE#n6i$Gtk3Bm!YZf4=fr0zU"; // Z85 has a #, which begins no comment there

} // namespace

class TestKeyTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void emptyLetsNobodyIn();
    void everyUserHasHisKeys();
    void aBadLineLetsNobodyInAndIsNamed_data();
    void aBadLineLetsNobodyInAndIsNamed();
    void aKeyThatStandsTwiceLetsNobodyIn();
    void aLineThatIsCutLetsNobodyIn();
    void filesOfOtherUsersLetNobodyIn();
    void linksIntoOpenFoldersLetNobodyIn();
    void severalFilesAreOne();
    void filesThatOthersMayChangeLetNobodyIn();
    void revokedIsWhatIsGoneOrAnothers();

private:
    [[nodiscard]] QString path(const char *name) const { return m_folder.filePath(QLatin1StringView(name)); }
    [[nodiscard]] KeyTable tableOf(const QByteArray &content) const
    {
        KeyTable table;
        if (writeFile(path("keys"), content))
            table.addFile(path("keys"));
        return table;
    }
    [[nodiscard]] static QString userOf(const KeyTable &table, const QByteArray &key)
    {
        return table.user(PublicKey::fromText(key));
    }

    QTemporaryDir m_folder;
};

void TestKeyTable::emptyLetsNobodyIn()
{
    const KeyTable table = tableOf("");
    QCOMPARE(table.error().code(), ErrorCode::None);
    QCOMPARE(userOf(table, first), QString());
    QCOMPARE(table.user(PublicKey()), QString());
}

void TestKeyTable::everyUserHasHisKeys()
{
    const KeyTable table = tableOf("# who may come\n\n" + first + " ada  # her laptop\n" + second
                                   + "\tada\n  " + third + "   Ju\u0308rgen #\r\n#" + first + " bob\n");
    QCOMPARE(table.error().message(), QString());
    QCOMPARE(userOf(table, first), QStringLiteral("ada"));
    QCOMPARE(userOf(table, second), QStringLiteral("ada"));
    QCOMPARE(userOf(table, third), QStringLiteral("J\u00fcrgen"));
}

void TestKeyTable::aBadLineLetsNobodyInAndIsNamed_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("fault");
    QTest::newRow("no user") << second << "a user's name must not be empty";
    QTest::newRow("a comment for a user") << second + " # to come"
                                          << "a user's name must not begin with #";
    QTest::newRow("cut") << second.chopped(1) + " bob"
                         << "A public key has 39 characters, expected 40";
    QTest::newRow("wrong character") << second.left(39) + "~ bob"
                                     << "none of Z85's at position 40";
    QTest::newRow("zeros") << QByteArray(40, '0') + " bob"
                           << "all zeros";
    QTest::newRow("the wrong way round") << "bob " + second << "A public key has 3 characters, expected 40";
    QTest::newRow("a name of two words") << second + " bob smith"
                                         << "something follows the user's name that is no comment";
    QTest::newRow("a name in Latin-1") << second + " J\xfcrgen"
                                       << "must be UTF-8";
    QTest::newRow("a name that shows other than it is") << second + " b\u202eob"
                                                        << "nothing that cannot be seen";
}

void TestKeyTable::aBadLineLetsNobodyInAndIsNamed()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, fault);
    const KeyTable table = tableOf("# keys\n" + line + '\n' + first + " ada\n");
    const QString message = table.error().message();
    QCOMPARE(table.error().code(), ErrorCode::InvalidKey);
    QVERIFY2(message.startsWith(path("keys") + QStringLiteral(":2: ")), qUtf8Printable(message));
    QVERIFY2(message.contains(fault), qUtf8Printable(message));
    QCOMPARE(userOf(table, second), QString());
    QCOMPARE(userOf(table, first), QStringLiteral("ada")); // the others are not shut out
}

void TestKeyTable::aKeyThatStandsTwiceLetsNobodyIn()
{
    for (const char *user : {"ada", "bob"}) {
        const KeyTable table = tableOf(first + " ada\n" + second + " ada\n" + first + ' ' + user + '\n'
                                       + first + ' ' + user + '\n');
        QCOMPARE(table.error().code(), ErrorCode::InvalidKey);
        QCOMPARE(table.error().message(), path("keys") + QStringLiteral(":3: this key stands in ")
                                              + path("keys")
                                              + QStringLiteral(":1 already, and counts in neither place."));
        QCOMPARE(userOf(table, first), QString());
        QCOMPARE(userOf(table, second), QStringLiteral("ada"));
    }
}

// Who writes a file may have come to "bo" of "bobby".
void TestKeyTable::aLineThatIsCutLetsNobodyIn()
{
    const KeyTable table = tableOf(first + " ada\n" + second + " bo");
    QVERIFY2(table.error().message().startsWith(path("keys") + QStringLiteral(":2: has no line end")),
             qUtf8Printable(table.error().message()));
    QCOMPARE(userOf(table, second), QString());
    QCOMPARE(userOf(table, first), QStringLiteral("ada"));
    QCOMPARE(tableOf(first + " ada\n# the end").error().message(), QString());
}

void TestKeyTable::filesOfOtherUsersLetNobodyIn()
{
    QVERIFY(writeFile(path("foreign"), first + " ada\n"));
    if (::chown(qPrintable(path("foreign")), 12345, gid_t(-1)) != 0)
        QSKIP("only root can give files away");
    KeyTable table;
    table.addFile(path("foreign"));
    QVERIFY(table.error().message().contains(QStringLiteral("belongs to the user with the number 12345")));
    QCOMPARE(userOf(table, first), QString());

    // Nor do those that lie with them.
    QVERIFY(QDir(m_folder.path()).mkdir(QStringLiteral("theirs")));
    QVERIFY(writeFile(path("theirs/keys"), first + " ada\n"));
    QCOMPARE(::chown(qPrintable(path("theirs")), 12345, gid_t(-1)), 0);
    KeyTable other;
    other.addFile(path("theirs/keys"));
    QVERIFY(other.error().message().contains(
        QStringLiteral("through a folder of the user with the number 12345")));
    QCOMPARE(userOf(other, first), QString());
}

void TestKeyTable::linksIntoOpenFoldersLetNobodyIn()
{
    QVERIFY(QDir(m_folder.path()).mkdir(QStringLiteral("everybodys")));
    QVERIFY(writeFile(path("everybodys/keys"), first + " ada\n"));
    QCOMPARE(::chmod(qPrintable(path("everybodys")), 0777), 0);
    QVERIFY(QFile::link(path("everybodys/keys"), path("link")));
    KeyTable table;
    table.addFile(path("link"));
    QVERIFY(table.error().message().contains(QStringLiteral("chmod go-w ")));
    QCOMPARE(userOf(table, first), QString());
}

void TestKeyTable::severalFilesAreOne()
{
    QVERIFY(writeFile(path("a"), first + " ada\n"));
    QVERIFY(writeFile(path("b"), second + " bob\n"));
    KeyTable table;
    table.addFile(path("a"));
    table.addFile(path("nowhere"));
    table.addFile(path("b"));
    QCOMPARE(userOf(table, first), QStringLiteral("ada"));
    QCOMPARE(userOf(table, second), QStringLiteral("bob"));
    QVERIFY(table.error().message().startsWith(path("nowhere") + QStringLiteral(": ")));

    QVERIFY(writeFile(path("c"), first + " cleo\n"));
    table.addFile(path("c"));
    QCOMPARE(userOf(table, first), QString());
}

void TestKeyTable::filesThatOthersMayChangeLetNobodyIn()
{
    for (const mode_t mode : {mode_t(0660), mode_t(0602)}) {
        QVERIFY(writeFile(path("open"), first + " ada\n", mode));
        KeyTable table;
        table.addFile(path("open"));
        QVERIFY(table.error().message().contains(QStringLiteral("chmod go-w ") + path("open")));
        QCOMPARE(userOf(table, first), QString());
    }
    QVERIFY(writeFile(path("open"), first + " ada\n", 0644));
    KeyTable table;
    table.addFile(path("open"));
    QCOMPARE(userOf(table, first), QStringLiteral("ada"));
}

void TestKeyTable::revokedIsWhatIsGoneOrAnothers()
{
    const KeyTable old = tableOf(first + " ada\n" + second + " bob\n" + third + " cleo\n");
    const KeyTable newer = tableOf(third + " cleo\n" + second + " ada\n");
    QList<PublicKey> expected{PublicKey::fromText(first), PublicKey::fromText(second)};
    const QList<PublicKey> revoked = old.revokedIn(newer);
    QCOMPARE(revoked.size(), 2);
    for (const PublicKey &key : std::as_const(expected))
        QVERIFY(revoked.contains(key));
    QCOMPARE(old.revokedIn(old), QList<PublicKey>());
    QCOMPARE(KeyTable().revokedIn(old), QList<PublicKey>());
    QCOMPARE(old.revokedIn(KeyTable()).size(), 3);
    QVERIFY(old == tableOf(second + " bob # x\n" + third + " cleo\n" + first + " ada\n"));
}

QTEST_GUILESS_MAIN(TestKeyTable)
#include "tst_keytable.moc"
