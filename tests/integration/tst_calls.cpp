// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "endpoints.h"

#include <heliograph/callcontext.h>

#include <QtCore/qpromise.h>

using namespace heliograph;
using namespace std::chrono_literals;

class TestCalls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }

    void aCallReturnsTheValue();
    void aVoidCallEnds();
    void aNotificationArrives();
    void aCallByVariantsReturnsAVariant();
    void aMethodIsCalledByVariants();
    void aCallWaitsForTheServer();
    void callbacksReceiveTheValue();
    void callbacksReceiveTheError();
    void aDeadReceiverIsNotCalled();
    void theHandlersFutureAnswers();
    void theHandlersVoidFutureAnswers();
    void aCallBehindAFutureDelaysNoOther();
    void callsArriveInOrder();
    void largeValuesComeBackWhole_data();
    void largeValuesComeBackWhole();
};

void TestCalls::aCallReturnsTheValue()
{
    Connection link;
    link.server.expose("add", [](int a, int b) { return a + b; });
    QCOMPARE(valueOf(link.client.call<int>("add", 2, 4)), 6);
}

void TestCalls::aVoidCallEnds()
{
    Connection link;
    int received = 0;
    link.server.expose("set", [&](int value) { received = value; });
    valueOf(link.client.call("set", 7));
    QCOMPARE(received, 7);
}

void TestCalls::aNotificationArrives()
{
    Connection link;
    QStringList received;
    link.server.expose("say", [&](const QString &text) { received.append(text); });
    link.client.notify("say", "before the session");
    QVERIFY(link.isEstablished());
    link.client.notify("say", "within");
    QVERIFY(waitUntil([&] { return received.size() == 2; }));
    QCOMPARE(received, QStringList({QStringLiteral("before the session"), QStringLiteral("within")}));
}

void TestCalls::aCallByVariantsReturnsAVariant()
{
    Connection link;
    link.server.expose(
        "join", [](const QString &text, int number) -> QString { return text + QString::number(number); },
        {.parameterNames = {QStringLiteral("text"), QStringLiteral("number")}});
    const QVariant result =
        valueOf(link.client.invoke("join", {QStringLiteral("n")}, {{QStringLiteral("number"), 5}}));
    QCOMPARE(result.toString(), QStringLiteral("n5"));
}

void TestCalls::aMethodIsCalledByVariants()
{
    Connection link;
    QPromise<void> silence;
    silence.start();
    QStringList received;
    link.server.expose("silence", [&](int) { return silence.future(); });
    link.server.expose(
        "join", [&](const QString &text, int number) { received.append(text + QString::number(number)); },
        {.parameterNames = {QStringLiteral("text"), QStringLiteral("number")}});
    const RemoteMethod join = link.client.method("join");
    join.invokeOneWay({QStringLiteral("n"), 5});
    join.invokeOneWay({QStringLiteral("n")}, {{QStringLiteral("number"), 6}});
    QCOMPARE(valueOf(join.invoke({QStringLiteral("n")}, {{QStringLiteral("number"), 7}})), QVariant());
    QCOMPARE(received, QStringList({QStringLiteral("n5"), QStringLiteral("n6"), QStringLiteral("n7")}));
    const RemoteMethod silent = link.client.method("silence").withTimeout(std::chrono::milliseconds(60));
    QCOMPARE(errorOf(silent.invoke({1})).code(), ErrorCode::TimedOut);
    silence.finish();
}

void TestCalls::aCallWaitsForTheServer()
{
    const Endpoint endpoint;
    QString address;
    {
        Server reserving;
        QVERIFY(reserving.bind(endpoint.text()));
        address = reserving.endpoints().constFirst();
    }
    Client client;
    QVERIFY(client.connectToServer(address));
    const QFuture<int> sum = client.call<int>("add", 2, 4);
    Server server;
    server.expose("add", [](int a, int b) { return a + b; });
    QVERIFY(waitUntil([&] { return server.bind(address); }));
    QCOMPARE(valueOf(sum), 6);
}

void TestCalls::callbacksReceiveTheValue()
{
    Connection link;
    link.server.expose("add", [](int a, int b) { return a + b; });
    QObject receiver;
    int sum = 0;
    link.client.method("add").onReply(&receiver, [&](int value) { sum = value; }).call(2, 4);
    QVERIFY(waitUntil([&] { return sum != 0; }));
    QCOMPARE(sum, 6);
}

void TestCalls::callbacksReceiveTheError()
{
    Connection link;
    QObject receiver;
    bool succeeded = false;
    Error error;
    link.client.method("nothing")
        .onReply(
            &receiver, [&](int) { succeeded = true; }, [&](const Error &given) { error = given; })
        .call();
    QVERIFY(waitUntil([&] { return error.code() != ErrorCode::None; }));
    QCOMPARE(error.code(), ErrorCode::UnknownName);
    QVERIFY(!succeeded);
}

void TestCalls::aDeadReceiverIsNotCalled()
{
    Connection link;
    QPromise<int> answer;
    answer.start();
    link.server.expose("later", [&] { return answer.future(); });
    link.server.expose("echo", [](int value) { return value; });
    auto receiver = std::make_unique<QObject>();
    int called = 0;
    link.client.method("later")
        .onReply(
            receiver.get(), [&](int) { ++called; }, [&](const Error &) { ++called; })
        .call();
    QCOMPARE(valueOf(link.client.call<int>("echo", 1)), 1); // "later" has arrived too
    receiver.reset();
    answer.addResult(1);
    answer.finish();
    // The answer to this call comes behind the one that nobody takes.
    QCOMPARE(valueOf(link.client.call<int>("later")), 1);
    QCOMPARE(called, 0);
}

void TestCalls::theHandlersFutureAnswers()
{
    Connection link;
    QPromise<QString> answer;
    answer.start();
    bool started = false;
    link.server.expose("later", [&] {
        started = true;
        return answer.future();
    });
    const QFuture<QString> text = link.client.call<QString>("later");
    QVERIFY(waitUntil([&] { return started; }));
    QVERIFY(!text.isFinished());
    answer.addResult(QStringLiteral("done"));
    answer.finish();
    QCOMPARE(valueOf(text), QStringLiteral("done"));
}

void TestCalls::theHandlersVoidFutureAnswers()
{
    Connection link;
    QPromise<void> answer;
    answer.start();
    bool started = false;
    link.server.expose("later", [&] {
        started = true;
        return answer.future();
    });
    const QFuture<void> end = link.client.call("later");
    QVERIFY(waitUntil([&] { return started; }));
    QVERIFY(!end.isFinished());
    answer.finish();
    valueOf(end);
}

void TestCalls::aCallBehindAFutureDelaysNoOther()
{
    Connection link;
    QPromise<int> answer;
    answer.start();
    link.server.expose("slow", [&] { return answer.future(); });
    link.server.expose("fast", [] { return 2; });
    const QFuture<int> slow = link.client.call<int>("slow");
    QCOMPARE(valueOf(link.client.call<int>("fast")), 2);
    QVERIFY(!slow.isFinished());
    answer.addResult(1);
    answer.finish();
    QCOMPARE(valueOf(slow), 1);
}

void TestCalls::callsArriveInOrder()
{
    constexpr int count = 10'000;
    Connection link;
    QList<int> arrived;
    link.server.expose("number", [&](int number) {
        arrived.append(number);
        return number;
    });
    QVERIFY(link.isEstablished());
    QObject receiver;
    QList<int> answered;
    QList<int> expected;
    const auto method =
        link.client.method("number").onReply(&receiver, [&](int number) { answered.append(number); });
    for (int i = 0; i < count; ++i) {
        method.call(i);
        expected.append(i);
    }
    QVERIFY(waitUntil([&] { return answered.size() == count; }));
    QCOMPARE(arrived, expected);
    QCOMPARE(answered, expected);
}

void TestCalls::largeValuesComeBackWhole_data()
{
    QTest::addColumn<qsizetype>("size");
    QTest::newRow("1 MiB") << qsizetype(1024 * 1024);
    QTest::newRow("5 MiB") << qsizetype(5 * 1024 * 1024);
}

void TestCalls::largeValuesComeBackWhole()
{
    QFETCH(qsizetype, size);
    QByteArray bytes(size, Qt::Uninitialized);
    for (qsizetype i = 0; i < size; ++i)
        bytes[i] = char(i * 31 + i / 4096); // no two neighbouring pieces are alike
    Connection link;
    link.server.expose("echo", [](const QByteArray &value) { return value; });
    QVERIFY(valueOf(link.client.call<QByteArray>("echo", bytes)) == bytes);
}

QTEST_GUILESS_MAIN(TestCalls)
#include "tst_calls.moc"
