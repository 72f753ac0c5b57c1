// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "page.h"
#include "warnings.h"

#include <heliograph/exceptions.h>

#include <QtCore/qpromise.h>

#include <stdexcept>

using namespace heliograph;

class Overheated : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

namespace {

/// How the page sees a "too hot" of that class.
QVariantList tooHot(const QString &className, const QVariant &details = {})
{
    return {true,      int(ErrorCode::RemoteException), QStringLiteral("RemoteException"),
            className, QStringLiteral("too hot"),       details};
}

} // namespace

/// Calls from QML, and the promises that they return.
class TestQmlCalls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aCallIsAPromise();
    void errorsAreErrorObjects();
    void registeredExceptionsAreErrorObjects();
    void callsWorkInPromiseAll();
    void callsCanBeChained();
    void bindingsFollowACall();
    void aCallCanBeCanceled();
    void whatNobodyHandlesIsLogged();
    void whatSomebodyHandlesIsNotLogged();
    void generatorsWaitForCalls();
    void whatFailsAtOnceMayBeHandled_data();
    void whatFailsAtOnceMayBeHandled();
    void mistakesInARunAreLogged();
    void aRemoteHasATextOfItsOwn();
    void aRunCanBeCanceled();
    void aRunInABindingRunsOnce();
    void aRunMayWaitForWhoDies();
    void handlersMayReturnAnyThenable();
    void aPageMayDieWhileItWaits_data();
    void aPageMayDieWhileItWaits();
    void finishedCallsAreCollected();
    void theEngineMayEndWhileACallIsUnderWay();
    void aFunctionCannotBeSent();
    void callsHaveOptions_data();
    void callsHaveOptions();
    void whoWantsNoAnswerNotifies();

private:
    [[nodiscard]] bool isQuiet();

    std::unique_ptr<Endpoint> m_endpoint;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<Page> m_page;
    QPromise<int> m_later;
    QStringList m_notes;
};

void TestQmlCalls::init()
{
    failOnWarnings();
    m_later = QPromise<int>();
    m_later.start();
    m_endpoint = std::make_unique<Endpoint>(QStringLiteral("ipc"));
    m_server = std::make_unique<Server>();
    m_server->expose("add", [](int a, int b) { return a + b; });
    m_server->expose("fail", [](const QString &why) -> int { throw std::out_of_range(why.toStdString()); });
    m_server->expose("adder.later", [this](int) { return m_later.future(); });
    m_server->expose("adder.subtract", [](int from, int what) { return from - what; },
                     {.parameterNames = {QStringLiteral("from"), QStringLiteral("what")}});
    const auto note = [this](const QString &text) { m_notes.append(text); };
    m_server->expose("note", note, {.parameterNames = {QStringLiteral("text")}});
    m_server->expose("adder.note", note);
    m_notes.clear();
    QVERIFY(m_server->bind(m_endpoint->text()));
    m_page = std::make_unique<Page>(QStringLiteral("calls.qml"),
                                    QVariantMap{{QStringLiteral("url"), m_endpoint->text()}});
}

void TestQmlCalls::cleanup()
{
    m_later.finish();
    m_page.reset();
    m_server.reset();
}

/// Goes there and back a few times, which are several turns of the event loop each.
bool TestQmlCalls::isQuiet()
{
    for (int i = 0; i < 5; ++i) {
        m_page->root->setProperty("outcome", {});
        m_page->call("add");
        if (!m_page->comesTo("outcome", 6))
            return false;
    }
    return true;
}

void TestQmlCalls::aCallIsAPromise()
{
    m_page->call("add");
    QVERIFY(m_page->comesTo("outcome", 6));
}

void TestQmlCalls::errorsAreErrorObjects()
{
    m_page->call("fail", QStringLiteral("fail"));
    QVERIFY(m_page->comesTo("outcome", tooHot(QStringLiteral("std::out_of_range"))));
}

/// They come out of the call's future as themselves, and are not known to scripts.
void TestQmlCalls::registeredExceptionsAreErrorObjects()
{
    static const bool isRegistered = registerException<Overheated>(
        QStringLiteral("Overheated"), [](const Overheated &) { return QVariant(90); },
        [](const QString &message, const QVariant &) { return Overheated(message.toStdString()); });
    QVERIFY(isRegistered);
    m_server->expose("overheat", [](const QString &why) -> int { throw Overheated(why.toStdString()); });
    m_page->call("fail", QStringLiteral("overheat"));
    QVERIFY(m_page->comesTo("outcome", tooHot(QStringLiteral("Overheated"), 90)));
}

void TestQmlCalls::callsWorkInPromiseAll()
{
    m_page->call("all");
    QVERIFY(m_page->comesTo("outcome", QVariantList{2, 4, 7}));
    m_page->call("allWithFailure");
    QVERIFY(m_page->comesTo("outcome", QStringLiteral("x")));
}

void TestQmlCalls::callsCanBeChained()
{
    m_page->call("chain");
    QVERIFY(m_page->comesTo("outcome", 14));
}

void TestQmlCalls::bindingsFollowACall()
{
    QCOMPARE(m_page->call("watch"), QVariant(QVariantList{true, true, true}));
    QCOMPARE(m_page->value("currentRuns"), QVariant(true));
    QCOMPARE(m_page->value("currentResult"), QVariant());
    m_later.addResult(42);
    m_later.finish();
    QVERIFY(m_page->comesTo("currentRuns", false));
    QCOMPARE(m_page->value("currentResult"), QVariant(42));
    QCOMPARE(m_page->call("readError"), QVariant());
}

void TestQmlCalls::aCallCanBeCanceled()
{
    m_page->call("watch");
    // It has arrived there as soon as a later one was answered.
    m_page->call("add");
    QVERIFY(m_page->comesTo("outcome", 6));
    m_page->call("cancel");
    QCOMPARE(m_page->value("currentRuns"), QVariant(false));
    QVERIFY(m_page->comesTo("outcome", QStringLiteral("Canceled")));
    QCOMPARE(m_page->call("readError"), QVariant(QStringLiteral("Canceled")));
    QVERIFY(waitUntil([&] { return m_later.isCanceled(); })); // the other end is told
}

void TestQmlCalls::whatNobodyHandlesIsLogged()
{
    const Warnings warnings;
    m_page->call("forget");
    QVERIFY(warnings.hasCome("^fail failed, and nobody handles it: Error: nobody looks$"));
    m_page->call("forgetChain");
    QVERIFY(warnings.hasCome("an error that nobody handles: Error: nobody looks$"));
    m_page->call("throwInThen");
    QVERIFY(warnings.hasCome("an error that nobody handles: .*calls\\.qml:\\d+: Error: my own$"));
    QCOMPARE(warnings.count(), 3);
}

void TestQmlCalls::whatSomebodyHandlesIsNotLogged()
{
    m_page->call("handleLate");
    QVERIFY(m_page->comesTo("currentRuns", false));
    QCOMPARE(m_page->call("readError"), QVariant(QStringLiteral("RemoteException"))); // in the same turn
    m_page->call("forgetCanceled");
    QCOMPARE(m_page->value("outcome"), QVariant(false));
    m_page->call("endWithNothing");
    QVERIFY(m_page->comesTo("outcome", 2));
    QVERIFY(isQuiet());
}

void TestQmlCalls::generatorsWaitForCalls()
{
    m_page->call("run");
    const QVariantList expected{6, QStringLiteral("in between"), 5, QVariantList{7, 8}};
    QVERIFY(m_page->comesTo("outcome", expected));
    m_page->call("runAndFail");
    QVERIFY(m_page->comesTo("outcome", QStringLiteral("uncaught")));
    m_page->call("runNothing");
    QVERIFY(m_page->comesTo("outcome", true));
}

void TestQmlCalls::whatFailsAtOnceMayBeHandled_data()
{
    QTest::addColumn<QString>("how");
    for (const char *how : {"run", "all", "then"})
        QTest::newRow(how) << QString::fromLatin1(how);
}

void TestQmlCalls::whatFailsAtOnceMayBeHandled()
{
    QFETCH(QString, how);
    m_page->call("failAtOnce", how);
    QVERIFY(m_page->comesTo("outcome", QStringLiteral("caught")));
    QVERIFY(isQuiet());
}

void TestQmlCalls::mistakesInARunAreLogged()
{
    m_page->call("throwUndefined");
    QVERIFY(m_page->comesTo("outcome", QStringLiteral("failed undefined")));
    const Warnings warnings;
    m_page->call("mistake");
    QVERIFY(warnings.hasCome("run\\(\\) failed, and nobody handles it: .*calls\\.qml:\\d+: TypeError"));
    m_page->call("throwWhenCanceled");
    QVERIFY(warnings.hasCome("an error that nobody handles: .*calls\\.qml:\\d+: Error: in the end$"));
}

void TestQmlCalls::aRemoteHasATextOfItsOwn()
{
    const QString text = QStringLiteral("[object RemoteObject]");
    const QVariantList expected{text, QString(u"{\"remote\":\"" + text + u"\"}"), false};
    QCOMPARE(m_page->call("named", 0), QVariant(expected));
}

void TestQmlCalls::aRunCanBeCanceled()
{
    m_page->call("runAndCancel");
    QVERIFY(
        m_page->comesTo("outcome", 0)); // the generator's own "finally" has run, and nothing behind the yield
}

void TestQmlCalls::aRunInABindingRunsOnce()
{
    m_page->call("runInBinding");
    QVERIFY(m_page->comesTo("outcome", 6));
    QVERIFY(isQuiet());
    QCOMPARE(m_page->call("countOf", QStringLiteral("run")), QVariant(1));
}

void TestQmlCalls::aRunMayWaitForWhoDies()
{
    m_page->call("waitForVisitor");
    const QPointer<QObject> visitor = m_page->root->property("visitor").value<QObject *>();
    m_page->call("leave");
    QVERIFY(waitUntil([&] { return !visitor; }));
    m_later.addResult(42);
    m_later.finish();
    QVERIFY(m_page->comesTo("outcome", QStringLiteral("Canceled")));
    QVERIFY(m_page->comesTo("currentRuns", false));
}

void TestQmlCalls::handlersMayReturnAnyThenable()
{
    m_page->call("returnThenable");
    QVERIFY(m_page->comesTo("outcome", 3));
    QCOMPARE(m_page->call("countOf", QStringLiteral("then")), QVariant(1));
    const Warnings warnings;
    m_page->call("returnTrap");
    QVERIFY(warnings.hasCome("an error that nobody handles: .*Error: a trap$"));
}

void TestQmlCalls::aPageMayDieWhileItWaits_data()
{
    QTest::addColumn<QByteArray>("function");
    for (const char *function :
         {"ask", "askWithin", "run", "runOwnerless", "runOwnerlessAll", "runInside", "runInsideOwnerless"})
        QTest::newRow(function) << QByteArray(function);
}

void TestQmlCalls::aPageMayDieWhileItWaits()
{
    QFETCH(QByteArray, function);
    m_page->call("visit", QString::fromLatin1(function));
    QCOMPARE(m_page->value("currentRuns"), QVariant(true));
    const QPointer<QObject> visitor = m_page->root->property("visitor").value<QObject *>();
    m_page->call("waitForLater");
    m_page->call("leave");
    QVERIFY(waitUntil([&] { return !visitor; }));
    m_later.addResult(42);
    m_later.finish();
    QVERIFY(m_page->comesTo("later", 42)); // what it waited for is there
    QVERIFY(m_page->comesTo("currentRuns", false));
    QCOMPARE(m_page->value("outcome"), QVariant());
    m_page->call("add");
    QVERIFY(m_page->comesTo("outcome", 6));
}

void TestQmlCalls::finishedCallsAreCollected()
{
    m_page->call("watch");
    const QPointer<QObject> reply =
        m_page->root->property("current").value<QJSValue>().property(QStringLiteral("reply")).toQObject();
    QVERIFY(reply);
    m_page->root->setProperty("current", {});
    m_page->collectGarbage();
    QVERIFY(reply); // waits for its answer
    m_later.addResult(42);
    m_later.finish();
    m_page->call("add");
    QVERIFY(m_page->comesTo("outcome", 6));
    m_page->collectGarbage();
    QVERIFY(!reply);
}

void TestQmlCalls::theEngineMayEndWhileACallIsUnderWay()
{
    m_page->call("watch");
    m_page->call("add");
    QVERIFY(m_page->comesTo("outcome", 6));
    m_page.reset();
    m_later.addResult(42);
    m_later.finish();
    QVERIFY(waitUntil([&] { return m_server->channels().isEmpty(); }));
}

void TestQmlCalls::aFunctionCannotBeSent()
{
    m_page->call("sendFunction");
    QVERIFY(waitUntil([&] { return m_page->value("outcome").isValid(); }));
    QVERIFY2(m_page->value("outcome").toString().contains(u"a function cannot be sent"),
             qPrintable(m_page->value("outcome").toString()));
}

void TestQmlCalls::callsHaveOptions_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QVariantMap>("options");
    QTest::addColumn<QVariant>("outcome");
    const QString subtract = QStringLiteral("adder.subtract");
    const QVariantMap named{{QStringLiteral("what"), 1}};
    QTest::newRow("none") << subtract << QVariantMap() << QVariant(QStringLiteral("WrongArguments"));
    QTest::newRow("named") << subtract << QVariantMap{{QStringLiteral("named"), named}} << QVariant(6);
    QTest::newRow("timeout") << QStringLiteral("adder.later") << QVariantMap{{QStringLiteral("timeout"), 300}}
                             << QVariant(QStringLiteral("TimedOut"));
    QTest::newRow("no session") << subtract << QVariantMap{{QStringLiteral("waitForSession"), false}}
                                << QVariant(QStringLiteral("NeverSent"));
    QTest::newRow("misspelt") << subtract << QVariantMap{{QStringLiteral("timeOut"), 300}}
                              << QVariant(QStringLiteral("WrongArguments"));
}

void TestQmlCalls::callsHaveOptions()
{
    QFETCH(QString, name);
    QFETCH(QVariantMap, options);
    QFETCH(QVariant, outcome);
    if (!options.contains(QStringLiteral("waitForSession"))) {
        m_page->call("add"); // there is a session
        QVERIFY(m_page->comesTo("outcome", 6));
        m_page->root->setProperty("outcome", {});
    }
    m_page->call("callWith", name, 7, options);
    QVERIFY(m_page->comesTo("outcome", outcome));
    m_page->call("callObjectWith",
                 QVariantMap{{QStringLiteral("named"),
                              QVariantMap{{QStringLiteral("from"), 9}, {QStringLiteral("what"), 1}}}});
    QVERIFY(m_page->comesTo("outcome", 8));
}

void TestQmlCalls::whoWantsNoAnswerNotifies()
{
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(QStringLiteral("^note was not called: .*nonsense")));
    m_page->call("notify");
    m_page->call("add"); // comes behind them
    QVERIFY(m_page->comesTo("outcome", 6));
    QCOMPARE(m_notes, QStringList({QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three")}));
}

QTEST_GUILESS_MAIN(TestQmlCalls)

#include "tst_qmlcalls.moc"
