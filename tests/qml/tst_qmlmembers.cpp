// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "page.h"

#include <QtCore/qdatetime.h>

#include <cmath>

using namespace heliograph;

/// What the tests expose: it counts what is written.
class Diary : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QVariant any MEMBER any WRITE writeAny NOTIFY anyChanged)
    Q_PROPERTY(QDate day MEMBER day WRITE writeDay NOTIFY dayChanged)
    Q_PROPERTY(QDateTime moment MEMBER moment WRITE writeMoment NOTIFY momentChanged)
    Q_PROPERTY(QList<int> numbers MEMBER numbers WRITE writeNumbers NOTIFY numbersChanged)
    Q_PROPERTY(int index MEMBER index CONSTANT)
    Q_PROPERTY(qint64 level MEMBER level WRITE writeLevel NOTIFY levelChanged)
public:
    Q_INVOKABLE qint64 read() const { return level; }

    void writeAny(const QVariant &value) { write(any, value, &Diary::anyChanged); }
    void writeDay(QDate value) { write(day, value, &Diary::dayChanged); }
    void writeMoment(const QDateTime &value) { write(moment, value, &Diary::momentChanged); }
    void writeNumbers(const QList<int> &value) { write(numbers, value, &Diary::numbersChanged); }
    void writeLevel(qint64 value) { write(level, value, &Diary::levelChanged); }

    QVariant any = 1;
    QDate day{2026, 1, 2};
    QDateTime moment{QDate(2026, 1, 2), QTime(3, 4, 5), Qt::UTC};
    QList<int> numbers{1, 2};
    qint64 level = 7;
    int index = 3;
    int writes = 0;

Q_SIGNALS:
    void anyChanged();
    void dayChanged();
    void momentChanged();
    void numbersChanged();
    void levelChanged();

private:
    template <typename T>
    void write(T &member, const T &value, void (Diary::*changed)())
    {
        ++writes;
        member = value;
        Q_EMIT(this->*changed)();
    }
};

/// Declared members of all kinds.
class TestQmlMembers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void whatIsShownIsNotSentBack_data();
    void whatIsShownIsNotSentBack();
    void whatIsWrittenArrivesOnce();
    void listsHaveTypes();
    void integersAreChecked();
    void aCallDoesNotOvertakeAWrite();
    void writesAreNotLostInSilence();
    void whatIsShownIsNotAnimated();
    void whatAModelGivesIsItsOwn();

private:
    [[nodiscard]] bool isQuiet();

    std::unique_ptr<Endpoint> m_endpoint;
    std::unique_ptr<Diary> m_diary;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<Page> m_page;
};

void TestQmlMembers::init()
{
    failOnWarnings();
    m_endpoint = std::make_unique<Endpoint>(QStringLiteral("ipc"));
    m_diary = std::make_unique<Diary>();
    m_server = std::make_unique<Server>();
    QVERIFY(m_server->expose("diary", m_diary.get(), {.writableProperties = true}));
    QVERIFY(m_server->expose("other", m_diary.get(), {.writableProperties = true}));
    QVERIFY(m_server->bind(m_endpoint->text()));
    m_page = std::make_unique<Page>(QStringLiteral("diaries.qml"),
                                    QVariantMap{{QStringLiteral("url"), m_endpoint->text()}});
    QVERIFY(m_page->comesTo("ready", true));
}

void TestQmlMembers::cleanup()
{
    m_page.reset();
    m_server.reset();
}

/// Goes there and back a few times: what would be sent back has arrived.
bool TestQmlMembers::isQuiet()
{
    for (int i = 0; i < 3; ++i) {
        m_page->root->setProperty("outcome", {});
        m_page->call("ask");
        if (!waitUntil([&] { return m_page->value("outcome").isValid(); }))
            return false;
    }
    return true;
}

void TestQmlMembers::whatIsShownIsNotSentBack_data()
{
    QTest::addColumn<QVariant>("value");
    const QVariantList withNan{1, std::nan("")};
    QTest::newRow("date") << QVariant(QDate(2026, 5, 6));
    QTest::newRow("time") << QVariant(QTime(5, 6));
    QTest::newRow("moment") << QVariant(QDateTime(QDate(2026, 5, 6), QTime(1, 2, 3, 4), Qt::UTC));
    QTest::newRow("nan") << QVariant(std::nan(""));
    QTest::newRow("nan in list") << QVariant(withNan);
    QTest::newRow("nan in map") << QVariant(QVariantMap{{QStringLiteral("in"), withNan}});
    QTest::newRow("whole double") << QVariant(20.0);
    QTest::newRow("duration") << QVariant::fromValue(std::chrono::nanoseconds(1500));
    QTest::newRow("integer beyond 2^53") << QVariant(9007199254740993LL);
    QTest::newRow("list") << QVariant(QVariantList{1, QStringLiteral("x"), QVariantList{true}});
    QTest::newRow("bytes") << QVariant(QByteArray("\x01\x02"));
}

void TestQmlMembers::whatIsShownIsNotSentBack()
{
    QFETCH(QVariant, value);
    const int before = m_page->value("changes").toInt();
    m_diary->writeAny(value);
    QVERIFY(waitUntil([&] { return m_page->value("changes").toInt() > before; }));
    m_diary->writeDay(QDate(2026, 7, 8));
    QVERIFY(waitUntil([&] { return m_page->value("changes").toInt() > before + 1; }));
    QVERIFY(isQuiet());
    QCOMPARE(m_diary->writes, 2);
    QCOMPARE(m_page->value("changes"), QVariant(before + 2));
}

void TestQmlMembers::whatIsWrittenArrivesOnce()
{
    const int before = m_page->value("changes").toInt();
    m_page->call("writeDate");
    const QDateTime moment(QDate(2026, 1, 2), QTime(3, 4, 5), Qt::UTC);
    QVERIFY(waitUntil([&] { return m_diary->any.toDateTime() == moment; }));
    m_page->call("write", QStringLiteral("moment"), moment.addSecs(1));
    QVERIFY(waitUntil([&] { return m_diary->moment == moment.addSecs(1); }));
    m_page->call("write", QStringLiteral("level"), 9);
    QVERIFY(waitUntil([&] { return m_diary->level == 9; }));
    QVERIFY(isQuiet());
    QCOMPARE(m_diary->writes, 3);
    QCOMPARE(m_page->value("changes"), QVariant(before + 2));
}

void TestQmlMembers::listsHaveTypes()
{
    QVERIFY(m_page->comesTo("numbers", QStringLiteral("1,2")));
    m_page->call("writeNumbers");
    QVERIFY(waitUntil([&] { return m_diary->numbers == QList<int>{4, 5}; }));
    m_diary->writeNumbers({7});
    QVERIFY(m_page->comesTo("numbers", QStringLiteral("7")));
    QVERIFY(isQuiet());
    QCOMPARE(m_diary->writes, 2);
}

void TestQmlMembers::integersAreChecked()
{
    QTest::ignoreMessage(
        QtWarningMsg, QRegularExpression(QStringLiteral("^the value of level is no int but .*3000000000")));
    m_diary->writeLevel(3000000000);
    QVERIFY(isQuiet());
    QCOMPARE(m_page->value("level"), QVariant(7));
}

void TestQmlMembers::aCallDoesNotOvertakeAWrite()
{
    m_page->call("writeAndCall");
    QVERIFY(m_page->comesTo("outcome", 5));
    QCOMPARE(m_diary->writes, 2);
}

void TestQmlMembers::writesAreNotLostInSilence()
{
    m_page->call("writeAndRename");
    QCOMPARE(m_page->value("failures"), QVariant(QVariantList{QStringLiteral("level OutcomeUnknown")}));
    QVERIFY(waitUntil([&] { return m_diary->level == 2; })); // as far as they got
    QVERIFY(m_page->comesTo("ready", true));
    m_page->root->setProperty("failures", QVariantList());
    m_page->call("leave");
    m_page->call("write", QStringLiteral("level"), 5);
    QCOMPARE(m_page->value("failures"), QVariant(QVariantList{QStringLiteral("level NeverSent")}));
}

/// A Behavior would make steps of it, and each would be sent back.
void TestQmlMembers::whatIsShownIsNotAnimated()
{
    m_page = std::make_unique<Page>(QStringLiteral("animated.qml"),
                                    QVariantMap{{QStringLiteral("url"), m_endpoint->text()}});
    QVERIFY(m_page->comesTo("ready", true));
    QCOMPARE(m_page->value("shown"), QVariant(1.0));
    m_diary->writeAny(100);
    QVERIFY(waitUntil([&] { return m_page->value("shown") != QVariant(1.0); }));
    QCOMPARE(m_page->value("shown"), QVariant(100.0));
    QVERIFY(isQuiet());
    QCOMPARE(m_diary->writes, 1);
    m_page->call("move", 200); // the page's own steps go out
    QVERIFY(waitUntil([&] { return m_diary->any == QVariant(200); }));
    QVERIFY(m_page->comesTo("shown", 200.0));
}

void TestQmlMembers::whatAModelGivesIsItsOwn()
{
    Page page(QStringLiteral("delegates.qml"), {{QStringLiteral("url"), m_endpoint->text()}});
    QVERIFY(waitUntil([&] { return page.call("levelOf", 0) == 7 && page.call("levelOf", 1) == 7; }));
    QVERIFY(waitUntil(
        [&] { return page.call("indexOfPart") == 3; })); // inside of a delegate there is nothing of a model
}

QTEST_GUILESS_MAIN(TestQmlMembers)

#include "tst_qmlmembers.moc"
