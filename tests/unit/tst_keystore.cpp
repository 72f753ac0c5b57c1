// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/currentkeys.h"
#include "security/files.h"

#include <heliograph/keystore.h>

#include <QtCore/qdir.h>
#include <QtCore/qtemporarydir.h>
#include <QtCore/qthread.h>
#include <QtTest/qsignalspy.h>
#include <QtTest/qtest.h>

#include <atomic>
#include <cstdio>
#include <thread>

using namespace heliograph;

namespace {

const QByteArray adasKey = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID";
const QByteArray bobsKey = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7";
const QByteArray ada = adasKey + " ada\n";
const QByteArray bob = bobsKey + " bob\n";

QString userOf(const KeyStore &store, const QByteArray &key)
{
    return store.user(PublicKey::fromText(key));
}

// As editors and administrators do: never half a file.
bool replaceFile(const QString &path, const QByteArray &content)
{
    const QString other = path + QStringLiteral(".new");
    return writeFile(other, content) && std::rename(qPrintable(other), qPrintable(path)) == 0;
}

} // namespace

class TestKeyStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_folder.reset(); }
    void theKeysAreThereAtOnce();
    void changesAreNoticed_data();
    void changesAreNoticed();
    void aFileMayComeLaterAndGo();
    void aFolderMayComeLaterAndGo();
    void aLinkMayBeTurnedToAnotherFile();
    void aFolderMayBeExchanged_data();
    void aFolderMayBeExchanged();
    void aMistakeDoesNotKeepAKeyThatWasTakenOut();
    void permissionsAreWatchedToo();
    void permissionsOfTheFolderAreWatchedToo();
    void nothingNewIsNotTold();
    void itMayBeDeletedByWhomItTells();
    void itMayMoveToAnotherThread();
    void otherThreadsMayAskMeanwhile();
    void whoeverOutlivesItIsToldOfNobody();

private:
    [[nodiscard]] QString file() const { return m_folder->filePath(QStringLiteral("keys")); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestKeyStore::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TestKeyStore::theKeysAreThereAtOnce()
{
    QVERIFY(writeFile(file(), ada));
    const KeyStore store(file());
    QCOMPARE(store.error().code(), ErrorCode::None);
    QCOMPARE(store.files(), QStringList(file()));
    QCOMPARE(userOf(store, adasKey), QStringLiteral("ada"));
    QCOMPARE(userOf(store, bobsKey), QString());

    const KeyStore nobody(QStringList{});
    QCOMPARE(userOf(nobody, adasKey), QString());
    const KeyStore missing(m_folder->filePath(QStringLiteral("nowhere")));
    QCOMPARE(missing.error().code(), ErrorCode::InvalidKey);
    QCOMPARE(userOf(missing, adasKey), QString());
}

void TestKeyStore::changesAreNoticed_data()
{
    QTest::addColumn<bool>("isReplaced");
    QTest::newRow("written again") << false;
    QTest::newRow("replaced by another file") << true;
}

void TestKeyStore::changesAreNoticed()
{
    QFETCH(bool, isReplaced);
    const auto change = [&](const QByteArray &content) {
        return isReplaced ? replaceFile(file(), content) : writeFile(file(), content);
    };
    QVERIFY(writeFile(file(), ada));
    const KeyStore store(file());
    QSignalSpy changed(&store, &KeyStore::changed);
    QSignalSpy revoked(&store, &KeyStore::revoked);

    // Each way must be noticed again and again: a replaced file is another one.
    for (int round = 0; round < 3; ++round) {
        QVERIFY(change(ada + bob));
        QTRY_COMPARE_WITH_TIMEOUT(userOf(store, bobsKey), QStringLiteral("bob"), 10'000);
        QCOMPARE(revoked.size(), 0);
        QVERIFY(change(ada));
        QTRY_COMPARE_WITH_TIMEOUT(revoked.size(), 1, 10'000);
        QCOMPARE(userOf(store, bobsKey), QString());
        QCOMPARE(revoked.takeFirst().first().value<QList<PublicKey>>(),
                 QList<PublicKey>{PublicKey::fromText(bobsKey)});
        QCOMPARE(userOf(store, adasKey), QStringLiteral("ada"));
    }
    QCOMPARE(changed.size(), 6);
    QCOMPARE(store.error().code(), ErrorCode::None);
}

void TestKeyStore::aFileMayComeLaterAndGo()
{
    const KeyStore store(file());
    QSignalSpy revoked(&store, &KeyStore::revoked);
    for (int round = 0; round < 3; ++round) {
        QCOMPARE(store.error().code(), ErrorCode::InvalidKey);
        QVERIFY(writeFile(file(), ada));
        QTRY_COMPARE_WITH_TIMEOUT(userOf(store, adasKey), QStringLiteral("ada"), 10'000);
        QCOMPARE(store.error().code(), ErrorCode::None);
        QVERIFY(QFile::remove(file()));
        QTRY_COMPARE_WITH_TIMEOUT(revoked.size(), round + 1, 10'000);
        QCOMPARE(userOf(store, adasKey), QString());
    }
}

void TestKeyStore::aFolderMayComeLaterAndGo()
{
    const QDir folder(m_folder->filePath(QStringLiteral("later")));
    const KeyStore store(folder.filePath(QStringLiteral("keys")));
    QCOMPARE(userOf(store, adasKey), QString());
    for (int round = 0; round < 2; ++round) {
        QVERIFY(folder.mkpath(QStringLiteral(".")));
        QVERIFY(writeFile(folder.filePath(QStringLiteral("keys")), ada));
        QTRY_COMPARE_WITH_TIMEOUT(userOf(store, adasKey), QStringLiteral("ada"), 10'000);
        QVERIFY(QDir(folder).removeRecursively());
        QTRY_COMPARE_WITH_TIMEOUT(userOf(store, adasKey), QString(), 10'000);
    }
}

void TestKeyStore::aLinkMayBeTurnedToAnotherFile()
{
    // In a folder of their own, of which the store is not told.
    QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("targets")));
    const QString one = m_folder->filePath(QStringLiteral("targets/one"));
    const QString two = m_folder->filePath(QStringLiteral("targets/two"));
    const QString next = m_folder->filePath(QStringLiteral("next"));
    QVERIFY(writeFile(one, ada) && writeFile(two, bob));
    QVERIFY(QFile::link(one, file()));
    const KeyStore store(file());
    QCOMPARE(userOf(store, adasKey), QStringLiteral("ada"));
    QVERIFY(QFile::link(two, next));
    QCOMPARE(std::rename(qPrintable(next), qPrintable(file())), 0);
    QTRY_COMPARE_WITH_TIMEOUT(userOf(store, bobsKey), QStringLiteral("bob"), 10'000);
    QCOMPARE(userOf(store, adasKey), QString());
    QVERIFY(writeFile(two, ada));
    QTRY_COMPARE_WITH_TIMEOUT(userOf(store, adasKey), QStringLiteral("ada"), 10'000);
}

void TestKeyStore::aFolderMayBeExchanged_data()
{
    QTest::addColumn<bool>("isLink");
    QTest::newRow("a link to it is turned to another") << true; // as a cluster does with what it mounts
    QTest::newRow("another takes its name") << false;
}

void TestKeyStore::aFolderMayBeExchanged()
{
    QFETCH(bool, isLink);
    const QDir folder(m_folder->path());
    QVERIFY(folder.mkdir(QStringLiteral("one")) && folder.mkdir(QStringLiteral("two")));
    QVERIFY(writeFile(folder.filePath(QStringLiteral("one/keys")), ada));
    QVERIFY(writeFile(folder.filePath(QStringLiteral("two/keys")), bob));
    const QString current = folder.filePath(QStringLiteral("current"));
    const auto exchange = [&](const char *name) {
        const QString next = folder.filePath(QLatin1StringView(name));
        const QString link = folder.filePath(QStringLiteral("next"));
        (void)std::rename(qPrintable(current), qPrintable(folder.filePath(QStringLiteral("old"))));
        return (!isLink || QFile::link(next, link))
               && std::rename(qPrintable(isLink ? link : next), qPrintable(current)) == 0;
    };
    QVERIFY(exchange("one"));
    const KeyStore store(current + QStringLiteral("/keys"));
    QSignalSpy revoked(&store, &KeyStore::revoked);
    QCOMPARE(userOf(store, adasKey), QStringLiteral("ada"));
    QVERIFY(exchange("two"));
    QTRY_COMPARE_WITH_TIMEOUT(userOf(store, bobsKey), QStringLiteral("bob"), 10'000);
    QCOMPARE(userOf(store, adasKey), QString());
    QCOMPARE(revoked.size(), 1);
}

void TestKeyStore::aMistakeDoesNotKeepAKeyThatWasTakenOut()
{
    QVERIFY(writeFile(file(), ada + bob));
    const KeyStore store(file());
    QSignalSpy revoked(&store, &KeyStore::revoked);
    QSignalSpy failed(&store, &KeyStore::errorOccurred);
    QVERIFY(replaceFile(file(), ada + "what is this?\n"));
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 10'000);
    QCOMPARE(revoked.size(), 1);
    QCOMPARE(userOf(store, bobsKey), QString());
    QCOMPARE(userOf(store, adasKey), QStringLiteral("ada"));
    const QString message = failed.first().first().value<Error>().message();
    QVERIFY2(message.startsWith(file() + QStringLiteral(":2: ")), qUtf8Printable(message));
    QCOMPARE(store.error().message(), message);

    QVERIFY(replaceFile(file(), ada + bob));
    QTRY_COMPARE_WITH_TIMEOUT(store.error().code(), ErrorCode::None, 10'000);
    QCOMPARE(userOf(store, bobsKey), QStringLiteral("bob"));
    QCOMPARE(failed.size(), 1);
}

void TestKeyStore::permissionsAreWatchedToo()
{
    QVERIFY(writeFile(file(), ada));
    const KeyStore store(file());
    QCOMPARE(userOf(store, adasKey), QStringLiteral("ada"));
    QCOMPARE(::chmod(qPrintable(file()), 0666), 0);
    QTRY_COMPARE_WITH_TIMEOUT(userOf(store, adasKey), QString(), 10'000);
    QVERIFY(store.error().message().contains(QStringLiteral("chmod go-w")));
    QCOMPARE(::chmod(qPrintable(file()), 0644), 0);
    QTRY_COMPARE_WITH_TIMEOUT(userOf(store, adasKey), QStringLiteral("ada"), 10'000);
}

void TestKeyStore::permissionsOfTheFolderAreWatchedToo()
{
    QVERIFY(writeFile(file(), ada));
    const KeyStore store(file());
    QCOMPARE(userOf(store, adasKey), QStringLiteral("ada"));
    QCOMPARE(::chmod(qPrintable(m_folder->path()), 0777), 0);
    QTRY_COMPARE_WITH_TIMEOUT(userOf(store, adasKey), QString(), 10'000);
    QVERIFY(store.error().message().contains(QStringLiteral("chmod go-w ") + m_folder->path()));
    QCOMPARE(::chmod(qPrintable(m_folder->path()), 0700), 0);
    QTRY_COMPARE_WITH_TIMEOUT(userOf(store, adasKey), QStringLiteral("ada"), 10'000);
}

void TestKeyStore::nothingNewIsNotTold()
{
    const QString another = m_folder->filePath(QStringLiteral("another"));
    QVERIFY(writeFile(file(), ada) && writeFile(another, {}));
    const KeyStore store(file());
    const KeyStore witness(another);
    QSignalSpy changed(&store, &KeyStore::changed);
    QSignalSpy seen(&witness, &KeyStore::changed);
    for (const QByteArray &key : {bob, QByteArray()}) {
        QVERIFY(replaceFile(file(), "# with a comment\n" + ada));
        QVERIFY(replaceFile(another, key));
        QTRY_COMPARE_WITH_TIMEOUT(seen.size(), key.isEmpty() ? 2 : 1, 10'000);
    }
    QCOMPARE(changed.size(), 0);
}

void TestKeyStore::itMayBeDeletedByWhomItTells()
{
    QVERIFY(writeFile(file(), ada + bob));
    auto *store = new KeyStore(file());
    bool isGone = false;
    connect(store, &KeyStore::revoked, this, [&] {
        delete store;
        isGone = true;
    });
    QVERIFY(replaceFile(file(), "mistake\n" + ada));
    QTRY_VERIFY_WITH_TIMEOUT(isGone, 10'000);
}

void TestKeyStore::itMayMoveToAnotherThread()
{
    QVERIFY(writeFile(file(), ada));
    QThread thread;
    auto *store = new KeyStore(file());
    std::atomic<bool> isThere = false;
    connect(store, &KeyStore::changed, store, [&] { isThere = QThread::currentThread() == &thread; });
    store->moveToThread(&thread);
    thread.start(); // after all that was made here
    QVERIFY(replaceFile(file(), ada + bob));
    QTRY_COMPARE_WITH_TIMEOUT(userOf(*store, bobsKey), QStringLiteral("bob"), 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(isThere, 10'000);
    store->deleteLater();
    thread.quit();
    QVERIFY(thread.wait(10'000));
}

void TestKeyStore::otherThreadsMayAskMeanwhile()
{
    QVERIFY(writeFile(file(), ada + bob));
    KeyStore store(file());
    std::atomic<bool> isOver = false;
    std::atomic<int> wrong = 0;
    std::thread guard([&] {
        while (!isOver) {
            wrong += userOf(store, adasKey) != QStringLiteral("ada");
            (void)store.error();
        }
    });
    for (int round = 0; round < 3; ++round) {
        const bool isIn = round % 2 != 0;
        const bool isWritten = replaceFile(file(), isIn ? ada + bob : ada);
        (void)QTest::qWaitFor([&] { return userOf(store, bobsKey).isEmpty() != isIn; }, 10'000);
        wrong += !isWritten || userOf(store, bobsKey).isEmpty() == isIn;
    }
    isOver = true;
    guard.join();
    QCOMPARE(wrong.load(), 0);
}

void TestKeyStore::whoeverOutlivesItIsToldOfNobody()
{
    QVERIFY(writeFile(file(), ada));
    auto store = std::make_unique<KeyStore>(file());
    const std::shared_ptr<const CurrentKeys> keys = CurrentKeys::of(*store);
    QCOMPARE(keys->user(PublicKey::fromText(adasKey)), QStringLiteral("ada"));
    store.reset();
    QCOMPARE(keys->user(PublicKey::fromText(adasKey)), QString());
}

QTEST_GUILESS_MAIN(TestKeyStore)
#include "tst_keystore.moc"
