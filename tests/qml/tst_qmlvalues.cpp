// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "page.h"
#include "spot.h"

#include <QtCore/qdatetime.h>
#include <QtCore/qrect.h>
#include <QtCore/qurl.h>

#include <cmath>

using namespace heliograph;
using namespace std::chrono_literals;

/// What values are in QML, and what QML's values are at the other end.
class TestQmlValues : public QObject
{
    Q_OBJECT
public:
    enum class Mode { Off, Heat };
    Q_ENUM(Mode)

private Q_SLOTS:
    void init();
    void cleanup() { m_page.reset(); }
    void whatArrives_data();
    void whatArrives();
    void whatIsInside();
    void bytesAreWhole();
    void whatIsSent_data();
    void whatIsSent();
    void wholeNumbersAreIntegers();
    void whatIsNoIntegerIsRefused();

private:
    Endpoint m_endpoint{QStringLiteral("ipc")};
    std::unique_ptr<Server> m_server;
    std::unique_ptr<Page> m_page;
    QVariant m_taken;
};

namespace {

QVariantMap values()
{
    return {{QStringLiteral("none"), {}},
            {QStringLiteral("flag"), true},
            {QStringLiteral("int"), 7},
            {QStringLiteral("double"), 2.5},
            {QStringLiteral("safe"), 9007199254740991LL},
            {QStringLiteral("big"), 9007199254740993LL},
            {QStringLiteral("negative"), std::numeric_limits<qint64>::min()},
            {QStringLiteral("largest"), std::numeric_limits<quint64>::max()},
            {QStringLiteral("text"), QStringLiteral("text")},
            {QStringLiteral("bytes"), QByteArray("\x01\x02\xff")},
            {QStringLiteral("date"), QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5), Qt::UTC)},
            {QStringLiteral("list"), QVariantList{1, 9007199254740993LL}},
            {QStringLiteral("map"), QVariantMap{{QStringLiteral("big"), 9007199254740993LL}}},
            {QStringLiteral("gadget"), QVariant::fromValue(Spot())},
            {QStringLiteral("enum"), QVariant::fromValue(TestQmlValues::Mode::Heat)},
            {QStringLiteral("duration"), QVariant::fromValue(std::chrono::nanoseconds(1500us))}};
}

} // namespace

void TestQmlValues::init()
{
    failOnWarnings();
    m_server = std::make_unique<Server>();
    m_server->expose("give", [](const QString &name) { return values().value(name); });
    m_server->expose("take", [this](const QVariant &value) {
        m_taken = value;
        return QString::fromLatin1(value.typeName());
    });
    m_server->expose("takeInteger", [](qint64 number) { return number + 1; });
    QVERIFY(m_server->bind(m_endpoint.text()));
    m_page = std::make_unique<Page>(QStringLiteral("values.qml"),
                                    QVariantMap{{QStringLiteral("url"), m_endpoint.text()}});
}

void TestQmlValues::whatArrives_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("text"); // of all but objects
    QTest::newRow("none") << "undefined"
                          << "undefined";
    QTest::newRow("flag") << "boolean"
                          << "true";
    QTest::newRow("int") << "number"
                         << "7";
    QTest::newRow("double") << "number"
                            << "2.5";
    QTest::newRow("safe") << "number"
                          << "9007199254740991";
    QTest::newRow("big") << "string"
                         << "9007199254740993";
    QTest::newRow("negative") << "string"
                              << "-9223372036854775808";
    QTest::newRow("largest") << "string"
                             << "18446744073709551615";
    QTest::newRow("text") << "string"
                          << "text";
    QTest::newRow("enum") << "number"
                          << "1";
    QTest::newRow("duration") << "number"
                              << "1.5";
    QTest::newRow("date") << "Date" << QString();
    QTest::newRow("list") << "array"
                          << "1,9007199254740993";
    QTest::newRow("bytes") << "ArrayBuffer" << QString();
}

void TestQmlValues::whatArrives()
{
    QFETCH(QString, type);
    QFETCH(QString, text);
    m_page->call("look", QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY(waitUntil([&] { return m_page->value("outcome").isValid(); }));
    const QVariantList outcome = m_page->value("outcome").toList();
    const bool isObject = type == u"Date" || type == u"array" || type == u"ArrayBuffer";
    QCOMPARE(outcome[0].toString(), isObject ? QStringLiteral("object") : type);
    QCOMPARE(outcome[1].toBool(), type == u"Date");
    QCOMPARE(outcome[2].toBool(), type == u"array");
    QCOMPARE(outcome[3].toBool(), type == u"ArrayBuffer");
    if (!text.isNull())
        QCOMPARE(outcome[4].toString(), text);
}

void TestQmlValues::whatIsInside()
{
    m_page->call("part", QStringLiteral("gadget"), QStringLiteral("x"));
    QVERIFY(m_page->comesTo("outcome", QVariantList{QStringLiteral("number"), 3}));
    m_page->call("part", QStringLiteral("gadget"), QStringLiteral("name"));
    QVERIFY(m_page->comesTo("outcome", QVariantList{QStringLiteral("string"), QStringLiteral("here")}));
    m_page->call("part", QStringLiteral("map"), QStringLiteral("big"));
    QVERIFY(m_page->comesTo("outcome",
                            QVariantList{QStringLiteral("string"), QStringLiteral("9007199254740993")}));
}

void TestQmlValues::bytesAreWhole()
{
    m_page->call("bytes");
    QVERIFY(m_page->comesTo("outcome", QStringLiteral("1,2,255")));
}

void TestQmlValues::whatIsSent_data()
{
    QTest::addColumn<QVariant>("value");
    QTest::newRow("none") << QVariant();
    QTest::newRow("missing") << QVariant();
    QTest::newRow("list") << QVariant(QVariantList{1, 2.5, QStringLiteral("x"), QVariantList{true}});
    QTest::newRow("map") << QVariant(
        QVariantMap{{QStringLiteral("a"), QVariantMap{{QStringLiteral("b"), 1}}}});
    QTest::newRow("date") << QVariant(QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5), Qt::UTC));
    QTest::newRow("bytes") << QVariant(QByteArray("\x01\x02\xff"));
    QTest::newRow("big") << QVariant(9007199254740993LL);
    QTest::newRow("negative") << QVariant(std::numeric_limits<qint64>::min());
    QTest::newRow("largest") << QVariant(std::numeric_limits<quint64>::max());
    QTest::newRow("whole") << QVariant(3000000000LL);
    QTest::newRow("url") << QVariant(QUrl(QStringLiteral("http://example.org/a")));
    QTest::newRow("rect") << QVariant(QRectF(1, 2, 3, 4));
}

void TestQmlValues::whatIsSent()
{
    QFETCH(QVariant, value);
    m_page->call("send", QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY(waitUntil([&] { return m_page->value("outcome").isValid(); }));
    QCOMPARE(m_taken.metaType(), value.metaType());
    QCOMPARE(m_taken, value);
}

void TestQmlValues::wholeNumbersAreIntegers()
{
    m_page->call("take", QStringLiteral("whole"));
    QVERIFY(m_page->comesTo("outcome", QStringLiteral("3000000001")));
    m_page->root->setProperty("outcome", {});
    m_page->call("send", QStringLiteral("wholes"));
    QVERIFY(waitUntil([&] { return m_page->value("outcome").isValid(); }));
    const QVariantList wholes = m_taken.toList();
    QCOMPARE(wholes.size(), 5);
    QCOMPARE(wholes[0].typeId(), int(QMetaType::LongLong));
    QCOMPARE(wholes[1].toMap().value(QStringLiteral("in")), QVariant(-9007199254740991LL));
    QVERIFY(wholes[2].typeId() == QMetaType::Double && std::signbit(wholes[2].toDouble()));
    QCOMPARE(wholes[3].typeId(), int(QMetaType::Double)); // may stand for others too
    QCOMPARE(wholes[4], QVariant(2.5));
}

void TestQmlValues::whatIsNoIntegerIsRefused()
{
    QCOMPARE(m_page->call("noInteger"), QVariant(true));
    m_page->call("sendAll");
    QVERIFY(m_page->comesTo("outcome", QStringLiteral("QVariantList")));
    QCOMPARE(m_taken.toList().value(0), QVariant(9007199254740993LL));
    QCOMPARE(m_taken.toList().value(1).toMap().value(QStringLiteral("in")).toDateTime().toMSecsSinceEpoch(),
             1767323045000);
}

QTEST_GUILESS_MAIN(TestQmlValues)

#include "moc_spot.cpp"
#include "tst_qmlvalues.moc"
