// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#    define LOOKS_AT_FREED_MEMORY
#    include "security/freedmemory.h"
#endif
#include "security/passwordbytes.h"
#include "security/secrettext.h"

#include <QtTest/qtest.h>

using namespace heliograph;

/// What a typed text leaves behind in memory when it has become bytes.
class TestSecretText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itIsThatOfQt_data() { texts(); }
    void itIsThatOfQt();
    void noCopyIsLeftBehind_data() { texts(); }
    void noCopyIsLeftBehind();

private:
    static void texts();
};

void TestSecretText::texts()
{
    QTest::addColumn<QString>("text");
    const QString secret = QStringLiteral("correct horse battery");
    QTest::newRow("normal as it is") << secret;
    QTest::newRow("accents by themselves") << secret + QString::fromUtf8("u\u0308") + secret;
    QTest::newRow("accents of its own") << secret + QString::fromUtf8("\u00fc").repeated(20) + u'\u212b';
    QTest::newRow("a syllable") << secret + u'\ud55c';
    QTest::newRow("beyond the first plane") << secret + QString::fromUtf8("\U0001d15e\U0002f800");
    QTest::newRow("half a character") << secret + QChar(u'\u212b') + QChar(0xd834);
    QTest::newRow("as long as can be") << secret + QString(100, u'\u1f82') + QString(100, u'\u0345');
}

void TestSecretText::itIsThatOfQt()
{
    QFETCH(QString, text);
    QCOMPARE(normalizedUtf8(text).view(), text.normalized(QString::NormalizationForm_C).toUtf8());
}

void TestSecretText::noCopyIsLeftBehind()
{
#ifdef LOOKS_AT_FREED_MEMORY
    QFETCH(QString, text);
    const QByteArray utf8 = text.toUtf8();
    const QString part = QStringLiteral("rect horse batt"); // whatever was written over its ends
    const QByteArray utf16(reinterpret_cast<const char *>(part.constData()), part.size() * 2);
    const auto makeBytes = [&] {
        (void)passwordBytes(text);
        (void)passwordBytes(utf8);
        (void)readSecretText(text, shortestPassphrase);
    };
    QCOMPARE(freedmemory::countOf(utf16, makeBytes), 0);
    QCOMPARE(freedmemory::countOf(part.toLatin1(), makeBytes), 0);
    // It is seen if it is there.
    QCOMPARE(freedmemory::countOf(utf16, [&] { (void)QString(part.constData(), part.size()); }), 1);
#else
    QSKIP("a sanitizer has the place of malloc");
#endif
}

QTEST_GUILESS_MAIN(TestSecretText)
#include "tst_secrettext.moc"
