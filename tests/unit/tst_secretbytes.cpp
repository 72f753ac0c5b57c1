// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/secretbytes.h"

#include <QtCore/qdebug.h>
#include <QtTest/qtest.h>

#include <type_traits>

using namespace heliograph;

static_assert(!std::is_copy_constructible_v<SecretBytes>);
static_assert(!std::is_copy_assignable_v<SecretBytes>);
static_assert(std::is_nothrow_move_constructible_v<SecretBytes>);
static_assert(std::is_nothrow_move_assignable_v<SecretBytes>);

template <typename T>
concept Printable = requires(QDebug debug, const T &value)
{
    debug << value;
};
static_assert(Printable<QByteArray>);
static_assert(!Printable<SecretBytes>);

class TestSecretBytes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noneIsTheDefault();
    void newOnesAreZero();
    void aCopyOfBytesIsACopy();
    void movingLeavesNothingBehind();
    void equalityIsOfContentAndSize();
    void wipingZeroesTheMemory();
    void wipingZeroesWhatWasThereBefore();
    void wipingLeavesSharedTextAlone();
};

void TestSecretBytes::noneIsTheDefault()
{
    const SecretBytes none;
    QVERIFY(none.isEmpty());
    QVERIFY(none.view().isEmpty());
    QCOMPARE(none, SecretBytes(0));
    QCOMPARE(none, SecretBytes(QByteArrayView()));
}

void TestSecretBytes::newOnesAreZero()
{
    const SecretBytes bytes(100);
    QCOMPARE(bytes.view(), QByteArray(100, '\0'));
}

void TestSecretBytes::aCopyOfBytesIsACopy()
{
    QByteArray text = "between us";
    SecretBytes bytes(text);
    text.fill('x');
    QCOMPARE(bytes.view(), QByteArrayView("between us"));
    bytes.bytes()[0] = 'B';
    QCOMPARE(bytes.view(), QByteArrayView("Between us"));
}

void TestSecretBytes::movingLeavesNothingBehind()
{
    SecretBytes first("between us");
    SecretBytes second(std::move(first));
    QVERIFY(first.isEmpty()); // NOLINT(bugprone-use-after-move): that is what is tested
    QCOMPARE(second.view(), QByteArrayView("between us"));
    first = std::move(second);
    QCOMPARE(second.size(), 0U); // NOLINT(bugprone-use-after-move)
    QCOMPARE(first.size(), 10U);
}

void TestSecretBytes::equalityIsOfContentAndSize()
{
    const SecretBytes bytes("between us");
    QVERIFY(bytes == SecretBytes("between us"));
    QVERIFY(bytes != SecretBytes("between Us"));
    QVERIFY(bytes != SecretBytes("between us two"));
    QVERIFY(bytes != SecretBytes());
}

void TestSecretBytes::wipingZeroesTheMemory()
{
    QByteArray bytes(20, 'x');
    const char *const memory = bytes.constData();
    wipe(bytes);
    QVERIFY(bytes.isEmpty());
    QCOMPARE(static_cast<const void *>(bytes.constData()),
             static_cast<const void *>(memory)); // it is still there
    QCOMPARE(QByteArray(memory, 20), QByteArray(20, '\0'));

    QString text(20, u'x');
    const QChar *const characters = text.constData();
    wipe(text);
    QVERIFY(text.isEmpty());
    QCOMPARE(static_cast<const void *>(text.constData()), static_cast<const void *>(characters));
    QCOMPARE(QString(characters, 20), QString(20, QChar(0)));
}

void TestSecretBytes::wipingZeroesWhatWasThereBefore()
{
    QByteArray bytes(20, 'x');
    const char *const memory = bytes.constData();
    bytes.truncate(3);
    wipe(bytes);
    QCOMPARE(static_cast<const void *>(bytes.constData()), static_cast<const void *>(memory));
    QCOMPARE(QByteArray(memory, 20), QByteArray(20, '\0'));

    QString text(20, u'x');
    const QChar *const characters = text.constData();
    text.truncate(3);
    wipe(text);
    QCOMPARE(static_cast<const void *>(text.constData()), static_cast<const void *>(characters));
    QCOMPARE(QString(characters, 20), QString(20, QChar(0)));
}

void TestSecretBytes::wipingLeavesSharedTextAlone()
{
    const QString original(20, u'x');
    QString shared = original;
    wipe(shared);
    QVERIFY(shared.isEmpty());
    QCOMPARE(original, QString(20, u'x'));
    const QByteArray bytes(20, 'x');
    QByteArray sharedBytes = bytes;
    wipe(sharedBytes);
    QCOMPARE(bytes, QByteArray(20, 'x'));
}

QTEST_GUILESS_MAIN(TestSecretBytes)
#include "tst_secretbytes.moc"
