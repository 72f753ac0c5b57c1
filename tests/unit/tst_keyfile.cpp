// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/files.h"
#include "security/filestate.h"
#include "security/keyfile.h"
#include "security/newfile.h"

#include <QtCore/qdir.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <unistd.h>

using namespace heliograph;

/// The way that leads to a file of keys, and who could turn it elsewhere.
class TestKeyFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_folder.reset(); }
    void foldersFarAboveMustNotBeOpenToChanges_data();
    void foldersFarAboveMustNotBeOpenToChanges();
    void foldersThatLinksLeadThroughCount_data();
    void foldersThatLinksLeadThroughCount();
    void foldersOfOthersAreRefused();
    void linksOfOthersAreRefused();
    void dotsLeadWhereTheSystemGoes();
    void relativePathsHaveFoldersToo();
    void linksThatGoRoundAreRefused();
    void whatIsNoFolderLeadsNowhere();
    void aChangeFarAboveIsSeen();
    void nothingIsWrittenWhereOthersCouldExchangeIt();

private:
    [[nodiscard]] QString path(const char *name) const { return m_folder->filePath(QLatin1StringView(name)); }
    [[nodiscard]] QByteArray native(const char *name) const { return QFile::encodeName(path(name)); }
    [[nodiscard]] static QString faultOf(const QString &path)
    {
        const KeyFile read = readKeyFile(path, KeyFileAccess::Trusted);
        return read.error ? read.error->message() : QString::fromUtf8(read.content.view());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestKeyFile::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid() && QDir(m_folder->path()).mkpath(QStringLiteral("a/b/c")));
    QVERIFY(writeFile(path("a/b/c/file"), "content"));
    QCOMPARE(faultOf(path("a/b/c/file")), QStringLiteral("content"));
}

void TestKeyFile::foldersFarAboveMustNotBeOpenToChanges_data()
{
    QTest::addColumn<QByteArray>("folder");
    for (const char *folder : {"a", "a/b", "a/b/c"})
        QTest::newRow(folder) << QByteArray(folder);
}

void TestKeyFile::foldersFarAboveMustNotBeOpenToChanges()
{
    QFETCH(QByteArray, folder);
    for (const mode_t mode : {0777U, 0775U, 0757U}) {
        QCOMPARE(::chmod(native(folder.constData()).constData(), mode), 0);
        const QString fault = faultOf(path("a/b/c/file"));
        QVERIFY2(fault.contains(QStringLiteral("chmod go-w ") + path(folder.constData()) + u'.'),
                 qUtf8Printable(fault));
    }
    QCOMPARE(::chmod(native(folder.constData()).constData(), 01777), 0);
    QCOMPARE(faultOf(path("a/b/c/file")), QStringLiteral("content"));
}

void TestKeyFile::foldersThatLinksLeadThroughCount_data()
{
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("link");
    QTest::newRow("to the file") << QStringLiteral("open/in/file") << QStringLiteral("link");
    QTest::newRow("to its folder") << QStringLiteral("open/in") << QStringLiteral("link/file");
    QTest::newRow("to a folder above") << QStringLiteral("open") << QStringLiteral("link/in/file");
}

void TestKeyFile::foldersThatLinksLeadThroughCount()
{
    QFETCH(QString, target);
    QFETCH(QString, link);
    QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("open/in")));
    QVERIFY(writeFile(path("open/in/file"), "content"));
    for (const QByteArray &text :
         {QFile::encodeName(target), QFile::encodeName(m_folder->filePath(target))}) {
        QCOMPARE(::symlink(text.constData(), native("link").constData()), 0);
        const QString file = m_folder->filePath(link);
        QCOMPARE(faultOf(file), QStringLiteral("content"));
        QCOMPARE(::chmod(native("open").constData(), 0777), 0);
        QVERIFY2(faultOf(file).contains(QStringLiteral("chmod go-w ") + path("open") + u'.'),
                 qUtf8Printable(faultOf(file)));
        QCOMPARE(::chmod(native("open").constData(), 0755), 0);
        // And the folder of the link itself, whatever it leads to.
        QCOMPARE(::chmod(native("a").constData(), 0777), 0);
        QCOMPARE(::rename(native("link").constData(), native("a/link").constData()), 0);
        QVERIFY(faultOf(path("a/") + link).contains(QStringLiteral("chmod go-w ") + path("a") + u'.'));
        QCOMPARE(::chmod(native("a").constData(), 0755), 0);
        QVERIFY(QFile::remove(path("a/link")));
    }
}

void TestKeyFile::foldersOfOthersAreRefused()
{
    if (::chown(native("a/b").constData(), 12345, gid_t(-1)) != 0)
        QSKIP("only root can give folders away");
    const QString fault = faultOf(path("a/b/c/file"));
    QVERIFY2(
        fault.contains(QStringLiteral("a folder of the user with the number 12345, who can exchange it: ")
                       + path("a/b")),
        qUtf8Printable(fault));
}

// In a folder such as /tmp they may have put one where a file was expected.
void TestKeyFile::linksOfOthersAreRefused()
{
    QCOMPARE(::chmod(native("a").constData(), 01777), 0);
    QVERIFY(QFile::link(path("a/b/c/file"), path("a/link")));
    QCOMPARE(faultOf(path("a/link")), QStringLiteral("content"));
    if (::lchown(native("a/link").constData(), 12345, gid_t(-1)) != 0)
        QSKIP("only root can give links away");
    const QString fault = faultOf(path("a/link"));
    QVERIFY2(
        fault.contains(QStringLiteral("a link of the user with the number 12345, who can turn it elsewhere: ")
                       + path("a/link")),
        qUtf8Printable(fault));
}

void TestKeyFile::dotsLeadWhereTheSystemGoes()
{
    QVERIFY(QFile::link(path("a/b/c"), path("link")));
    QVERIFY(writeFile(path("a/b/file"), "beside the folder"));
    QVERIFY(writeFile(path("file"), "beside the link"));
    QCOMPARE(faultOf(path("link/../file")), QStringLiteral("beside the folder"));
    QCOMPARE(faultOf(path("a/./b//../b/c/file")), QStringLiteral("content"));
    QCOMPARE(faultOf(QStringLiteral("/../..") + path("a/b/c/file")), QStringLiteral("content"));
}

void TestKeyFile::relativePathsHaveFoldersToo()
{
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(path("a/b")));
    QCOMPARE(faultOf(QStringLiteral("c/file")), QStringLiteral("content"));
    QCOMPARE(::chmod(native("a").constData(), 0777), 0);
    const QString fault = faultOf(QStringLiteral("c/file"));
    QVERIFY(QDir::setCurrent(before));
    QVERIFY2(fault.contains(QStringLiteral("chmod go-w ") + path("a") + u'.'), qUtf8Printable(fault));
}

void TestKeyFile::linksThatGoRoundAreRefused()
{
    QVERIFY(QFile::link(path("two"), path("one")) && QFile::link(path("one"), path("two")));
    QCOMPARE(faultOf(path("one")), path("one") + QStringLiteral(": ") + qt_error_string(ELOOP) + u'.');
    QVERIFY(QFile::link(path("."), path("here")));
    QVERIFY(faultOf(path("here/here/here/a/b/c/file")) == QStringLiteral("content"));
}

void TestKeyFile::whatIsNoFolderLeadsNowhere()
{
    QVERIFY(faultOf(path("a/b/c/file/more")).contains(qt_error_string(ENOTDIR)));
    QVERIFY(faultOf(path("a/nowhere/file")).contains(qt_error_string(ENOENT)));
    QVERIFY(faultOf(path("a/b/nowhere")).contains(qt_error_string(ENOENT)));
    QVERIFY(faultOf(QStringLiteral("/")).contains(QStringLiteral("no ordinary file")));
    QVERIFY(faultOf(path("a/b/..")).contains(QStringLiteral("no ordinary file")));
}

void TestKeyFile::aChangeFarAboveIsSeen()
{
    const FileState before = stateOf(path("a/b/c/file"));
    QVERIFY(before == stateOf(path("a/b/c/file")));
    QCOMPARE(::chmod(native("a").constData(), 0777), 0);
    QVERIFY(before != stateOf(path("a/b/c/file")));
    QCOMPARE(::chmod(native("a").constData(), 0755), 0);
    QVERIFY(before == stateOf(path("a/b/c/file")));
}

void TestKeyFile::nothingIsWrittenWhereOthersCouldExchangeIt()
{
    QCOMPARE(::chmod(native("a").constData(), 0777), 0);
    const QString name = path("a/b/c/new");
    QVERIFY(NewFile(name).write(SecretBytes("keys"), KeyFileAccess::Private));
    QCOMPARE(QDir(path("a/b/c")).entryList(QDir::Files | QDir::Hidden), QStringList(QStringLiteral("file")));
    QCOMPARE(::chmod(native("a").constData(), 0755), 0);
    // What a link at its place leads to is left alone, and may be anywhere.
    QVERIFY(QFile::link(QStringLiteral("/nowhere/at/all"), name));
    NewFile file(name);
    QCOMPARE(file.write(SecretBytes("keys"), KeyFileAccess::Private), std::nullopt);
    QCOMPARE(file.putInPlace(), std::nullopt);
    QCOMPARE(readFile(name), QByteArray("keys"));
    QVERIFY(!QFileInfo(name).isSymLink());
}

QTEST_GUILESS_MAIN(TestKeyFile)
#include "tst_keyfile.moc"
