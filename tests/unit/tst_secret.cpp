// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/secrettext.h"

#include <heliograph/secret.h>

#include <QtCore/qdebug.h>
#include <QtCore/qregularexpression.h>
#include <QtCore/qset.h>
#include <QtTest/qtest.h>

using namespace heliograph;

class TestSecret : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noneIsTheDefault();
    void newSecretsAreNewAndFitToBeTyped();
    void everyCharacterOccursEverywhere();
    void theWayItIsTypedMakesNoDifference_data();
    void theWayItIsTypedMakesNoDifference();
    void accentsAreTheSameHoweverTyped();
    void badOnesAreRefused_data();
    void badOnesAreRefused();
    void weakOnesMustBeAskedFor();
    void theCallersTextIsLeftAlone();
    void nothingShowsIt();
};

void TestSecret::noneIsTheDefault()
{
    const Secret none;
    QVERIFY(none.isNull());
    QVERIFY(!none.isValid());
    QCOMPARE(none.error().code(), ErrorCode::None);
}

void TestSecret::newSecretsAreNewAndFitToBeTyped()
{
    static const QRegularExpression form(
        QStringLiteral("^hg1-[a-z2-7]{5}-[a-z2-7]{5}-[a-z2-7]{5}-[a-z2-7]{5}-[a-z2-7]{6}$"));
    QSet<QString> seen;
    for (int i = 0; i < 1000; ++i) {
        const QString text = generateSecret();
        QVERIFY2(form.match(text).hasMatch(), qUtf8Printable(text));
        QVERIFY(Secret(text).isValid());
        seen.insert(text);
    }
    QCOMPARE(seen.size(), 1000);
}

void TestSecret::everyCharacterOccursEverywhere()
{
    // 32 characters in 26 places: after 2000 secrets the chance that one is missing is 1e-24.
    QList<QSet<char>> places(26);
    for (int i = 0; i < 2000; ++i) {
        const SecretText text = readSecretText(generateSecret(), shortestPassphrase);
        QCOMPARE(text.bytes.size(), size_t(26));
        for (qsizetype place = 0; place < 26; ++place)
            places[place].insert(text.bytes.view()[place]);
    }
    for (const QSet<char> &place : std::as_const(places))
        QCOMPARE(place.size(), 32);
}

void TestSecret::theWayItIsTypedMakesNoDifference_data()
{
    QTest::addColumn<QString>("typed");
    QTest::newRow("as made") << QStringLiteral("hg1-abcde-fghij-klmno-pqrst-uvwx27");
    QTest::newRow("capitals") << QStringLiteral("HG1-ABCDE-FGHIJ-KLMNO-PQRST-UVWX27");
    QTest::newRow("no dashes") << QStringLiteral("hg1-abcdefghijklmnopqrstuvwx27");
    QTest::newRow("blanks") << QStringLiteral("hg1- abcde fghij klmno pqrst uvwx27");
    QTest::newRow("a line of a file") << QStringLiteral(" \thg1-abcde-fghij-klmno-pqrst-uvwx27\r\n");
}

void TestSecret::theWayItIsTypedMakesNoDifference()
{
    QFETCH(QString, typed);
    const SecretText text = readSecretText(typed, shortestPassphrase);
    QCOMPARE(text.fault, std::nullopt);
    QVERIFY(text.isGenerated);
    QCOMPARE(text.bytes.view(), QByteArrayView("abcdefghijklmnopqrstuvwx27"));
}

void TestSecret::accentsAreTheSameHoweverTyped()
{
    const SecretText composed =
        readSecretText(QString::fromUtf8("gr\u00fcne Gr\u00fcnde"), shortestPassphrase);
    const SecretText decomposed =
        readSecretText(QString::fromUtf8("gru\u0308ne Gru\u0308nde\n"), shortestPassphrase);
    QVERIFY(!composed.isGenerated);
    QCOMPARE(composed.bytes.view(), QByteArrayView("gr\xc3\xbcne Gr\xc3\xbcnde"));
    QVERIFY(composed.bytes == decomposed.bytes);
}

void TestSecret::badOnesAreRefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("fault");
    QTest::newRow("null") << QString() << "is empty";
    QTest::newRow("blanks") << QStringLiteral(" \n") << "is empty";
    QTest::newRow("short") << QStringLiteral("qwertyuiop1") << "has fewer than 12 characters";
    QTest::newRow("short but for blanks")
        << QStringLiteral("  qwertyuiop1  ") << "has fewer than 12 characters";
    QTest::newRow("six pairs of surrogates")
        << QString::fromUtf8("\U0001F511\U0001F512\U0001F513\U0001F5DD\U0001F50F\U0001F510")
        << "has fewer than 12 characters";
    QTest::newRow("six accents typed by themselves")
        << QString::fromUtf8("u\u0308u\u0308u\u0308u\u0308u\u0308u\u0308") << "has fewer than 12 characters";
    const QString good = QStringLiteral("hg1-abcde-fghij-klmno-pqrst-uvwx27");
    QTest::newRow("one missing") << good.chopped(1) << "has 25 characters after the mark, expected 26";
    QTest::newRow("one too many") << good + u'q' << "has 27 characters after the mark, expected 26";
    QTest::newRow("nothing but the mark") << good.left(4) << "has 0 characters after the mark";
    QTest::newRow("a zero") << QString(good).replace(u'o', u'0')
                            << "none of the characters a to z and 2 to 7 at position 21";
    QTest::newRow("not ASCII") << QString(good).replace(u'e', QChar(0xe9)) << "at position 9";
    QTest::newRow("of another version")
        << QString(good).replace(u'1', u'2') << "a mark that this version does not know; expected hg1-";
}

void TestSecret::badOnesAreRefused()
{
    QFETCH(QString, text);
    QFETCH(QString, fault);
    const Secret secret(text);
    QVERIFY(!secret.isValid());
    QVERIFY(!secret.isNull()); // or a server whose secret is missing would let everybody in
    QCOMPARE(secret.error().code(), ErrorCode::InvalidKey);
    QVERIFY2(secret.error().message().startsWith(QStringLiteral("The secret ") + fault)
                 || secret.error().message().contains(fault),
             qUtf8Printable(secret.error().message()));
    for (qsizetype i = 0; i + 5 <= text.trimmed().size(); ++i)
        QVERIFY(!secret.error().message().contains(text.trimmed().mid(i, 5)));
}

void TestSecret::weakOnesMustBeAskedFor()
{
    QVERIFY(Secret(QStringLiteral("twelve chars")).isValid());
    QVERIFY(!Secret(QStringLiteral("eleven char")).isValid());
    QVERIFY(Secret::allowWeak(QStringLiteral("x")).isValid());
    QVERIFY(!Secret::allowWeak(QString()).isValid());
    QVERIFY(!Secret::allowWeak(QStringLiteral("hg1-abc")).isValid());
}

void TestSecret::theCallersTextIsLeftAlone()
{
    const QString literal = QStringLiteral("a literal of the program");
    QString own(20, u'x');
    QVERIFY(Secret(literal).isValid());
    QVERIFY(Secret(own).isValid());
    QCOMPARE(literal, QStringLiteral("a literal of the program"));
    QCOMPARE(own, QString(20, u'x'));
}

void TestSecret::nothingShowsIt()
{
    QString shown;
    QDebug(&shown) << Secret() << Secret(QStringLiteral("a passphrase of some length"))
                   << Secret(generateSecret());
    QCOMPARE(shown.trimmed(), QStringLiteral("Secret() Secret(hidden) Secret(hidden)"));
    shown.clear();
    QDebug(&shown) << Secret(QStringLiteral("qwertyuiop"));
    QVERIFY(shown.contains(QStringLiteral("fewer than 12")));
    QVERIFY(!shown.contains(QStringLiteral("qwer")));
}

QTEST_GUILESS_MAIN(TestSecret)
#include "tst_secret.moc"
