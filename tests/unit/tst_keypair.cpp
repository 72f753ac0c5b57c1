// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/files.h"
#include "security/keypairsecrets.h"

#include <QtCore/qdir.h>
#include <QtCore/qprocess.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <array>
#include <unistd.h>

using namespace heliograph;

namespace {

// The client's keys of zmq_curve(7).
const QByteArray publicText = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID";
const QByteArray secretText = "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs";

QByteArray secretOf(const KeyPair &keys)
{
    std::array<uchar, keyTextSize> text = {};
    toZ85(KeyPairSecrets::secretKey(keys), text);
    return QByteArray(reinterpret_cast<const char *>(text.data()), qsizetype(text.size()));
}

// Neither the secret key nor a part of it that would help to guess it.
bool tells(const QString &text, const QByteArray &secret)
{
    for (qsizetype i = 0; i + 4 <= secret.size(); ++i) {
        if (text.contains(QString::fromLatin1(secret.mid(i, 4))))
            return true;
    }
    return false;
}

} // namespace

class TestKeyPair : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QVERIFY(m_folder.isValid()); }
    void noneIsTheDefault();
    void newKeysAreNew();
    void theSeedDecides();
    void savedKeysAreLoaded();
    void savedKeysAreCertificates();
    void pyzmqReadsThem();
    void savingReplacesAndLeavesNothingElse();
    void theSecretFileIsPrivateWhateverTheUmask();
    void othersFilesAreRead_data();
    void othersFilesAreRead();
    void brokenFilesAreRefused_data();
    void brokenFilesAreRefused();
    void openSecretFilesAreRefused_data();
    void openSecretFilesAreRefused();
    void anotherUsersSecretFileIsRefused();
    void whatIsNoFileIsRefused();
    void thePublicFileMustNotBeOpenToChanges();
    void whatCannotBeWrittenIsSaid();
    void theSecretNeverStandsWhereThePublicKeyIsExpected();
    void bothFilesAreWrittenOrNone();
    void foldersMustNotBeOpenToChanges();
    void debugShowsNoSecret();

private:
    [[nodiscard]] QString path(const char *name) const { return m_folder.filePath(QLatin1StringView(name)); }

    QTemporaryDir m_folder;
};

void TestKeyPair::noneIsTheDefault()
{
    const KeyPair none;
    QVERIFY(none.isNull());
    QVERIFY(!none.isValid());
    QCOMPARE(none.error().code(), ErrorCode::None);
    QVERIFY(none.publicKey().isNull());
    QCOMPARE(none.publicKey().fingerprint(), QString());
}

void TestKeyPair::newKeysAreNew()
{
    const KeyPair first = KeyPair::generate();
    const KeyPair second = KeyPair::generate();
    QVERIFY(first.isValid());
    QCOMPARE(first.publicKey().text().size(), 40);
    QVERIFY(first.publicKey() != second.publicKey());
    QVERIFY(secretOf(first) != secretOf(second));
    QVERIFY(first.publicKey().fingerprint() != second.publicKey().fingerprint());
}

void TestKeyPair::theSeedDecides()
{
    std::array<uchar, keySize> seed = {};
    seed.fill(7);
    const KeyPair keys = KeyPairSecrets::fromSeed(seed);
    QCOMPARE(keys.publicKey(), KeyPairSecrets::fromSeed(seed).publicKey());
    QCOMPARE(secretOf(keys), secretOf(KeyPairSecrets::fromSeed(seed)));
}

void TestKeyPair::savedKeysAreLoaded()
{
    const KeyPair keys = KeyPair::generate();
    QCOMPARE(keys.save(path("pair.key")), std::nullopt);

    // Whichever of the two files is named.
    for (const char *name : {"pair.key", "pair.key_secret"}) {
        const KeyPair loaded = KeyPair::load(path(name));
        QVERIFY2(loaded.isValid(), qUtf8Printable(loaded.error().message()));
        QCOMPARE(loaded.publicKey(), keys.publicKey());
        QCOMPARE(secretOf(loaded), secretOf(keys));
    }
    QCOMPARE(PublicKey::load(path("pair.key")), keys.publicKey());
    QVERIFY(!tells(QString::fromLatin1(readFile(path("pair.key"))), secretOf(keys)));
}

/// ZPL (ZeroMQ's RFC 4), as CZMQ's zcert_load() and pyzmq's load_certificate() take it: four blanks, and quotes, as a # in them begins no comment.
void TestKeyPair::savedKeysAreCertificates()
{
    const QByteArray keys = "\ncurve\n    public-key = \"" + publicText + "\"\n";
    const QByteArray secretKey = "    secret-key = \"" + secretText + "\"\n";
    QVERIFY(writeFile(path("known_secret"), "curve\n" + keys + secretKey));
    QCOMPARE(KeyPair::load(path("known")).save(path("known")), std::nullopt);
    QCOMPARE(readFile(path("known")), "#   CURVE public certificate of ØMQ, written by Heliograph.\n"
                                      "#   To be handed on in a way in which nobody can exchange it.\n"
                                          + keys);
    QCOMPARE(readFile(path("known_secret")),
             "#   CURVE **secret** certificate of ØMQ, written by Heliograph.\n"
             "#   Nobody else may have this file: leave its permissions as they are.\n"
                 + keys + secretKey);
}

/// Where it is installed, as script/setup does it.
void TestKeyPair::pyzmqReadsThem()
{
    KeyPair keys = KeyPair::generate();
    while (!keys.publicKey().text().contains('#'))
        keys = KeyPair::generate();
    QCOMPARE(keys.save(path("tool.key")), std::nullopt);
    const QString systems = QStringLiteral("/usr/bin/python3"); // the one that packages are for
    QProcess python;
    python.start(QFileInfo::exists(systems) ? systems : QStringLiteral("python3"),
                 {QStringLiteral("-c"),
                  QStringLiteral("import sys, zmq.auth\n"
                                 "for path in sys.argv[1:]: print(zmq.auth.load_certificate(path))"),
                  path("tool.key"), path("tool.key_secret")});
    QVERIFY(python.waitForFinished());
    if (python.readAllStandardError().contains("No module named 'zmq'"))
        return;
    QCOMPARE(python.readAllStandardOutput(), "(b'" + keys.publicKey().text() + "', None)\n(b'"
                                                 + keys.publicKey().text() + "', b'" + secretOf(keys)
                                                 + "')\n");
}

void TestKeyPair::savingReplacesAndLeavesNothingElse()
{
    const KeyPair keys = KeyPair::generate();
    QVERIFY(QDir(m_folder.path()).mkdir(QStringLiteral("alone")));
    const QString file = path("alone/pair");
    QVERIFY(writeFile(file + QStringLiteral("_secret"), "older", S_IRUSR | S_IRGRP | S_IROTH));
    QCOMPARE(KeyPair::generate().save(file), std::nullopt);
    QCOMPARE(keys.save(file), std::nullopt);
    QCOMPARE(KeyPair::load(file).publicKey(), keys.publicKey());
    QCOMPARE(modeOf(file + QStringLiteral("_secret")), mode_t(0600));
    QCOMPARE(QDir(path("alone")).entryList(QDir::Files | QDir::Hidden),
             QStringList({QStringLiteral("pair"), QStringLiteral("pair_secret")}));
}

void TestKeyPair::theSecretFileIsPrivateWhateverTheUmask()
{
    const mode_t before = ::umask(0);
    const auto error = KeyPair::generate().save(path("umask"));
    ::umask(before);
    QCOMPARE(error, std::nullopt);
    QCOMPARE(modeOf(path("umask_secret")), mode_t(0600));
    QCOMPARE(modeOf(path("umask")), mode_t(0644));
}

void TestKeyPair::othersFilesAreRead_data()
{
    QTest::addColumn<QByteArray>("content");
    const QByteArray banner = "#   ****  Generated on 2026-01-02 03:04:05 by CZMQ  ****\n"
                              "#   ZeroMQ CURVE **Secret** Certificate\n"
                              "#   DO NOT PROVIDE THIS FILE TO OTHER USERS nor change its permissions.\n\n";
    const QByteArray keys =
        "    public-key = \"" + publicText + "\"\n    secret-key = \"" + secretText + "\"\n";
    QTest::newRow("czmq") << banner + "metadata\n    name = \"Ada\"\n    version = \"1\"\ncurve\n" + keys;
    QTest::newRow("pyzmq") << banner + "metadata\n    role = server\ncurve\n" + keys;
    QTest::newRow("other quotes") << "curve\n    public-key='" + publicText + "'\n    secret-key='"
                                         + secretText + "' # x\n";
    QTest::newRow("no quotes") << "curve\n    public-key = " + publicText
                                      + "\n    secret-key = " + secretText;
    QTest::newRow("of another system") << QByteArray("curve\n" + keys).replace("\n", "\r\n");
    QTest::newRow("curve first") << "curve\n" + keys + "metadata\n    public-key = \"of the metadata\"\n";
}

void TestKeyPair::othersFilesAreRead()
{
    QFETCH(QByteArray, content);
    QVERIFY(writeFile(path("other_secret"), content));
    const KeyPair keys = KeyPair::load(path("other"));
    QVERIFY2(keys.isValid(), qUtf8Printable(keys.error().message()));
    QCOMPARE(keys.publicKey().text(), publicText);
    QCOMPARE(secretOf(keys), secretText);
}

void TestKeyPair::brokenFilesAreRefused_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("fault");
    const QByteArray publicLine = "    public-key = \"" + publicText + "\"\n";
    const QByteArray secretLine = "    secret-key = \"" + secretText + "\"\n";
    QTest::newRow("empty") << QByteArray() << ": has no public-key under curve";
    QTest::newRow("no section") << publicLine + secretLine << ": has no public-key under curve";
    QTest::newRow("another section") << "metadata\n" + publicLine + secretLine
                                     << ": has no public-key under curve";
    QTest::newRow("no public key") << "curve\n" + secretLine << ": has no public-key under curve";
    QTest::newRow("no secret key") << "curve\n" + publicLine << ": has no secret-key under curve";
    QTest::newRow("CZMQ without a secret key")
        << "curve\n" + publicLine + "    secret-key = \"" + QByteArray(40, '0') + "\"\n"
        << "do not belong together";
    QTest::newRow("not a pair") << "curve\n    public-key = \"rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7\"\n"
                                       + secretLine
                                << "do not belong together";
    QTest::newRow("cut") << "curve\n" + publicLine + secretLine.chopped(3)
                         << ":3: the secret-key has 39 characters";
    QTest::newRow("no value") << "curve\n" + publicLine + "    secret-key\n"
                              << ":3: the secret-key has 0 characters";
    QTest::newRow("wrong character")
        << "curve\n" + publicLine + QByteArray(secretLine).replace('Q', '~')
        << ":3: the secret-key has a character that is none of Z85's at position 4";
    QTest::newRow("two") << "curve\n" + publicLine + secretLine + secretLine << ":4: a second secret-key";
    QTest::newRow("two public ones") << "curve\n" + publicLine + publicLine << ":3: a second public-key";
}

void TestKeyPair::brokenFilesAreRefused()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, fault);
    QVERIFY(writeFile(path("broken_secret"), content));
    const KeyPair keys = KeyPair::load(path("broken"));
    QVERIFY(!keys.isValid());
    QVERIFY(!keys.isNull()); // or it would be taken for keys that nobody asked for
    QVERIFY(!keys.publicKey().isValid());
    QCOMPARE(keys.error().code(), ErrorCode::InvalidKey);
    QVERIFY2(keys.error().message().contains(fault), qUtf8Printable(keys.error().message()));
    QVERIFY2(keys.error().message().startsWith(path("broken_secret")),
             qUtf8Printable(keys.error().message()));
    QVERIFY(!tells(keys.error().message(), secretText));
    QVERIFY(keys.save(path("unwritten")));
    QVERIFY(!QFile::exists(path("unwritten_secret")));
}

void TestKeyPair::openSecretFilesAreRefused_data()
{
    QTest::addColumn<uint>("mode");
    for (const uint mode : {0640U, 0620U, 0610U, 0604U, 0602U, 0601U, 0644U, 0666U, 0777U})
        QTest::addRow("%o", mode) << mode;
}

void TestKeyPair::openSecretFilesAreRefused()
{
    QFETCH(uint, mode);
    QCOMPARE(KeyPair::generate().save(path("open")), std::nullopt);
    QCOMPARE(::chmod(QFile::encodeName(path("open_secret")).constData(), mode), 0);
    const Error error = KeyPair::load(path("open")).error();
    QCOMPARE(error.code(), ErrorCode::InvalidKey);
    QVERIFY2(error.message().contains(QStringLiteral("chmod 600 ") + path("open_secret")),
             qUtf8Printable(error.message()));
}

void TestKeyPair::anotherUsersSecretFileIsRefused()
{
    QCOMPARE(KeyPair::generate().save(path("foreign")), std::nullopt);
    if (::chown(QFile::encodeName(path("foreign_secret")).constData(), 12345, gid_t(-1)) != 0)
        QSKIP("only root can give files away");
    const Error error = KeyPair::load(path("foreign")).error();
    QCOMPARE(error.code(), ErrorCode::InvalidKey);
    QVERIFY2(error.message().contains(QStringLiteral("belongs to the user with the number 12345")),
             qUtf8Printable(error.message()));
}

void TestKeyPair::whatIsNoFileIsRefused()
{
    QVERIFY(KeyPair::load(path("nowhere")).error().message().startsWith(path("nowhere_secret")));
    QVERIFY(QDir(m_folder.path()).mkdir(QStringLiteral("folder_secret")));
    QVERIFY(KeyPair::load(path("folder")).error().message().contains(QStringLiteral("no ordinary file")));
    // Not to be waited for until somebody writes to it.
    QCOMPARE(::mkfifo(QFile::encodeName(path("pipe_secret")).constData(), 0600), 0);
    QVERIFY(KeyPair::load(path("pipe")).error().message().contains(QStringLiteral("no ordinary file")));
    QFile large(path("large_secret"));
    QVERIFY(large.open(QIODevice::WriteOnly) && large.resize(1024 * 1024 + 1));
    QVERIFY(large.setPermissions(QFile::ReadOwner));
    QVERIFY(KeyPair::load(path("large")).error().message().contains(QStringLiteral("has 1048577 bytes")));
}

void TestKeyPair::thePublicFileMustNotBeOpenToChanges()
{
    QCOMPARE(KeyPair::generate().save(path("public")), std::nullopt);
    QCOMPARE(::chmod(QFile::encodeName(path("public")).constData(), 0664), 0);
    const PublicKey key = PublicKey::load(path("public"));
    QVERIFY(!key.isValid());
    QVERIFY(key.error().message().contains(QStringLiteral("chmod go-w ") + path("public")));
}

void TestKeyPair::whatCannotBeWrittenIsSaid()
{
    const std::optional<Error> error = KeyPair::generate().save(path("no/such/folder"));
    QVERIFY(error);
    QCOMPARE(error->code(), ErrorCode::InvalidKey);
    QVERIFY(error->message().startsWith(path("no/such/folder_secret")));
    // A folder in the way: what was written next to it does not stay.
    QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("taken/pair_secret")));
    QVERIFY(KeyPair::generate().save(path("taken/pair")));
    QCOMPARE(QDir(path("taken")).entryList(QDir::Files | QDir::Hidden), QStringList());
}

void TestKeyPair::theSecretNeverStandsWhereThePublicKeyIsExpected()
{
    for (const char *name : {"named_secret", "_secret", ""}) {
        const std::optional<Error> error = KeyPair::generate().save(path(name));
        QVERIFY(error);
        QCOMPARE(error->code(), ErrorCode::InvalidKey);
    }
    QCOMPARE(QDir(m_folder.path()).entryList({QStringLiteral("*named*"), QStringLiteral("_secret*")}),
             QStringList());
}

void TestKeyPair::bothFilesAreWrittenOrNone()
{
    const KeyPair older = KeyPair::generate();
    QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("both")));
    QCOMPARE(older.save(path("both/pair")), std::nullopt);
    QVERIFY(QFile::remove(path("both/pair")) && QDir(m_folder.path()).mkpath(QStringLiteral("both/pair")));
    QVERIFY(KeyPair::generate().save(path("both/pair")));
    QCOMPARE(KeyPair::load(path("both/pair")).publicKey(), older.publicKey());
    QCOMPARE(QDir(path("both")).entryList(QDir::Files | QDir::Hidden),
             QStringList(QStringLiteral("pair_secret")));
}

void TestKeyPair::foldersMustNotBeOpenToChanges()
{
    QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("shared")));
    const QString file = path("shared/pair");
    QCOMPARE(KeyPair::generate().save(file), std::nullopt);
    for (const mode_t mode : {0777U, 0775U, 0757U}) {
        QCOMPARE(::chmod(qPrintable(path("shared")), mode), 0);
        for (const Error &error : {KeyPair::load(file).error(), PublicKey::load(file).error(),
                                   KeyPair::generate().save(file).value_or(Error())}) {
            QVERIFY2(error.message().contains(QStringLiteral("chmod go-w ") + path("shared")),
                     qUtf8Printable(error.message()));
        }
    }
    QCOMPARE(::chmod(qPrintable(path("shared")), 01777), 0);
    QVERIFY(KeyPair::load(file).isValid());
    QVERIFY(PublicKey::load(file).isValid());
}

void TestKeyPair::debugShowsNoSecret()
{
    const KeyPair keys = KeyPair::generate();
    QString text;
    QDebug(&text) << keys;
    QVERIFY(!tells(text, secretOf(keys)));
    QCOMPARE(text.trimmed(), QStringLiteral("KeyPair(") + keys.publicKey().fingerprint() + u')');
}

QTEST_GUILESS_MAIN(TestKeyPair)
#include "tst_keypair.moc"
