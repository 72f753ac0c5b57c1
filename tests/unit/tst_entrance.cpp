// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/entrance.h"
#include "transport/escaped.h"
#include "transport/gatekeeper.h"

#include <QtTest/qtest.h>

using namespace heliograph;
using namespace std::chrono_literals;
using Failure = LinkEvent::Failure;

/// The rules of a way in, without sockets and clocks.
class TestEntrance : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whoIsLetInGetsAPass();
    void whoIsNotIsTold();
    void whoFailsTooOftenIsShutOutForAWhile();
    void soIsWhoGuessesKeys();
    void othersAreNot();
    void beingBusyIsNobodysFailure();
    void groupsAreBounded();
    void nobodyComesByAnotherMechanism();
    void textsAreEscaped_data();
    void textsAreEscaped();
};

namespace {

const Entrance::TimePoint start = Entrance::TimePoint::clock::now();
const Verdict::Outcome refusal = Error(ErrorCode::Refused, QStringLiteral("Not today."));

struct Stage
{
    explicit Stage(Mechanism mechanism = Mechanism::Null)
        : entrance("test", gatekeeper(mechanism, letIn), 10s)
    {
        entrance.setRefusalHandler([this](const LinkEvent &event) { told.push_back(event); });
    }

    Entrance entrance;
    std::vector<LinkEvent> told;
};

Applicant from(const QByteArray &group)
{
    return {.origin = QString::fromLatin1(group), .group = group};
}

} // namespace

void TestEntrance::whoIsLetInGetsAPass()
{
    Stage stage;
    const Applicant applicant{.identity = {.address = QStringLiteral("192.0.2.1")},
                              .claimedUser = QStringLiteral("ALICE")};
    QVERIFY(!stage.entrance.isClosedTo(applicant, start));
    const std::string pass = stage.entrance.settle(applicant, QStringLiteral("alice"), start);
    const auto identity = stage.entrance.passes().take(pass);
    QVERIFY(identity);
    QCOMPARE(identity->user, QStringLiteral("alice"));
    QCOMPARE(identity->address, QStringLiteral("192.0.2.1"));
    QVERIFY(stage.told.empty());
}

void TestEntrance::whoIsNotIsTold()
{
    Stage stage;
    QVERIFY(stage.entrance.settle(from("a"), refusal, start).empty());
    QCOMPARE(stage.told.size(), std::size_t(1));
    QCOMPARE(stage.told[0].type, LinkEvent::Type::ClientRefused);
    QCOMPARE(stage.told[0].failure, Failure::Refused);
    QCOMPARE(stage.told[0].address, QStringLiteral("a"));
    QCOMPARE(stage.told[0].detail, QStringLiteral("Not today."));
    stage.entrance.setRefusalHandler(nullptr);
    QVERIFY(stage.entrance.settle(from("a"), refusal, start).empty());
    QCOMPARE(stage.told.size(), std::size_t(1));
}

void TestEntrance::whoFailsTooOftenIsShutOutForAWhile()
{
    Stage stage;
    for (int i = 0; i < 20; ++i) {
        QVERIFY(!stage.entrance.isClosedTo(from("a"), start));
        QVERIFY(stage.entrance.settle(from("a"), refusal, start).empty());
    }
    QVERIFY(stage.entrance.isClosedTo(from("a"), start));
    QCOMPARE(stage.told.back().failure, Failure::TooManyFailures);
    QVERIFY(stage.entrance.isClosedTo(from("a"), start + 199ms));
    QVERIFY(!stage.entrance.isClosedTo(from("a"), start + 200ms));
    (void)stage.entrance.settle(from("a"), refusal, start + 200ms);
    QVERIFY(stage.entrance.isClosedTo(from("a"), start + 399ms));
    QVERIFY(!stage.entrance.isClosedTo(from("a"), start + 400ms));

    // After 4 s all is forgiven, and not more than that.
    for (int i = 0; i < 20; ++i) {
        QVERIFY(!stage.entrance.isClosedTo(from("a"), start + 1h));
        (void)stage.entrance.settle(from("a"), refusal, start + 1h);
    }
    QVERIFY(stage.entrance.isClosedTo(from("a"), start + 1h));
    // Nor do those that were under way together take more.
    for (int i = 0; i < 1000; ++i)
        (void)stage.entrance.settle(from("a"), refusal, start + 1h);
    QVERIFY(!stage.entrance.isClosedTo(from("a"), start + 1h + 200ms));
}

void TestEntrance::soIsWhoGuessesKeys()
{
    Stage byName;
    Stage byKey(Mechanism::Curve);
    const Origin origin{.group = "a", .name = QStringLiteral("192.0.2.1")};
    for (int i = 0; i < 20; ++i) {
        QVERIFY(!byKey.entrance.isClosedTo(origin, start));
        byKey.entrance.noteWrongKey("a", start);
        byKey.entrance.noteWrongKey("", start); // who was gone too soon
        byName.entrance.noteWrongKey("a", start);
    }
    QVERIFY(byKey.told.empty()); // the guard tells of those
    QVERIFY(byKey.entrance.isClosedTo(origin, start));
    QCOMPARE(byKey.told.back().failure, Failure::TooManyFailures);
    QCOMPARE(byKey.told.back().address, QStringLiteral("192.0.2.1"));
    QVERIFY(!byKey.entrance.isClosedTo(origin, start + 200ms));
    QVERIFY(!byKey.entrance.isClosedTo(Origin{.group = "b"}, start));
    QVERIFY(!byKey.entrance.isClosedTo(Origin(), start));
    QVERIFY(!byName.entrance.isClosedTo(origin, start)); // who comes there is asked about
}

void TestEntrance::othersAreNot()
{
    Stage stage;
    for (int i = 0; i < 100; ++i)
        (void)stage.entrance.settle(from("a"), refusal, start);
    QVERIFY(stage.entrance.isClosedTo(from("a"), start));
    QVERIFY(!stage.entrance.isClosedTo(from("b"), start));
    for (int i = 0; i < 100; ++i)
        QVERIFY(!stage.entrance.settle(from("b"), QString(), start).empty());
    QVERIFY(!stage.entrance.isClosedTo(from("b"), start));
}

void TestEntrance::beingBusyIsNobodysFailure()
{
    Stage stage;
    for (int i = 0; i < 100; ++i)
        QVERIFY(stage.entrance.settle(from("a"), Error(ErrorCode::Busy), start).empty());
    QCOMPARE(stage.told.back().failure, Failure::Busy);
    QVERIFY(!stage.entrance.isClosedTo(from("a"), start));
}

void TestEntrance::groupsAreBounded()
{
    FailureRates rates;
    for (int i = 0; i < 20; ++i)
        rates.note("steady", start);
    for (int i = 0; i < 3000; ++i)
        rates.note(QByteArray::number(i), start);
    QVERIFY(rates.size() < 2000);
    QVERIFY(rates.isTooMany("steady", start)); // those who failed least are forgotten first
}

void TestEntrance::nobodyComesByAnotherMechanism()
{
    Stage stage;
    QVERIFY(stage.entrance.isClosedTo({.identity = {.mechanism = Mechanism::Plain}}, start));
    QCOMPARE(stage.told.back().failure, Failure::MechanismMismatch);
    QVERIFY(stage.entrance.isClosedTo({.identity = {.mechanism = Mechanism::Curve}}, start));
}

void TestEntrance::textsAreEscaped_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("escaped");
    const auto row = [](const char *name, const QString &text, const QString &expected) {
        QTest::newRow(name) << text << expected;
    };
    row("plain", QStringLiteral("Zoë 名 \U0001f600"), QStringLiteral("Zoë 名 \U0001f600"));
    row("lines", QStringLiteral("a\r\nb"), QStringLiteral("a\\u{d}\\u{a}b"));
    row("terminal", QStringLiteral("\x1b]0;x\x07"), QStringLiteral("\\u{1b}]0;x\\u{7}"));
    row("direction", QStringLiteral("\u202egnp.exe"), QStringLiteral("\\u{202e}gnp.exe"));
    row("quotes", QStringLiteral("a\"b\\c"), QStringLiteral("a\\\"b\\\\c"));
    row("half a character", QString(QChar(0xd800)), QString(QChar(QChar::ReplacementCharacter)));
    row("long", QString(1000, u'x'), QString(200, u'x') + u'\u2026');
}

void TestEntrance::textsAreEscaped()
{
    QFETCH(QString, text);
    QTEST(escaped(text), "escaped");
}

QTEST_GUILESS_MAIN(TestEntrance)

#include "tst_entrance.moc"
