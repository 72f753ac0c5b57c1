// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/encoder.h>

#include <QtTest/qtest.h>

#include <msgpack.hpp>

#include <limits>

using namespace heliograph;

class TestEncoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void integersTakeTheShortestForm_data();
    void integersTakeTheShortestForm();
    void floatingNumbersKeepTheirTypeAndSign();
    void stringsAreUtf8_data();
    void stringsAreUtf8();
    void aStringThatIsNotUnicodeFails();
    void theFirstFailureIsKept();
    void whatIsWrittenIsWhatMsgpackReads();
    void extensionsCarryCodeAndPayload();
    void truncatingForgetsTheFailure();
    void takingLeavesAnEmptyEncoder();
    void recycledMemoryIsUsedAgain();
    void levelsEndAtTheMaximum();
    void aNestedEncoderStandsAsDeep();
};

void TestEncoder::integersTakeTheShortestForm_data()
{
    QTest::addColumn<qint64>("value");
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](qint64 value, const char *hex) {
        QTest::addRow("%lld", static_cast<long long>(value)) << value << QByteArray::fromHex(hex);
    };
    row(0, "00");
    row(127, "7f");
    row(128, "cc80");
    row(255, "ccff");
    row(256, "cd0100");
    row(65536, "ce00010000");
    row(4294967296, "cf0000000100000000");
    row(-1, "ff");
    row(-32, "e0");
    row(-33, "d0df");
    row(-129, "d1ff7f");
    row(-32769, "d2ffff7fff");
    row(std::numeric_limits<qint64>::min(), "d38000000000000000");
}

void TestEncoder::integersTakeTheShortestForm()
{
    QFETCH(qint64, value);
    QFETCH(QByteArray, bytes);
    Encoder encoder;
    encoder.writeInt(value);
    QCOMPARE(encoder.take(), bytes);
}

void TestEncoder::floatingNumbersKeepTheirTypeAndSign()
{
    Encoder encoder;
    encoder.writeDouble(1.0);
    encoder.writeDouble(-0.0);
    encoder.writeFloat(2.0f);
    QCOMPARE(encoder.take().toHex(), QByteArray("cb3ff0000000000000"
                                                "cb8000000000000000"
                                                "ca40000000"));
}

void TestEncoder::stringsAreUtf8_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QString();
    QTest::newRow("ascii") << QStringLiteral("heliograph");
    QTest::newRow("two bytes") << QStringLiteral("Grüße");
    QTest::newRow("three bytes") << QStringLiteral("日本");
    QTest::newRow("four bytes") << QString::fromUtf8("a\xf0\x9f\x98\x80z");
    QTest::newRow("with a NUL") << QString::fromUtf8(QByteArray("a\0b", 3));
    QTest::newRow("byte order mark") << QString(QChar(0xfeff));
    QTest::newRow("31") << QString(31, QLatin1Char('x'));
    QTest::newRow("32") << QString(32, QLatin1Char('x'));
    QTest::newRow("256") << QString(256, QLatin1Char('x'));
    QTest::newRow("65536") << QString(65536, QChar(0xe9));
}

void TestEncoder::stringsAreUtf8()
{
    QFETCH(QString, text);
    const QByteArray utf8 = text.toUtf8();
    Encoder encoder;
    encoder.writeString(text);
    encoder.writeString(QUtf8StringView(utf8));
    const QByteArray written = encoder.take();
    std::size_t offset = 0;
    for (int i = 0; i < 2; ++i) {
        const auto handle = msgpack::unpack(written.constData(), std::size_t(written.size()), offset);
        QCOMPARE(QByteArray::fromStdString(handle.get().as<std::string>()), utf8);
    }
    QCOMPARE(offset, std::size_t(written.size()));
}

void TestEncoder::aStringThatIsNotUnicodeFails()
{
    const QStringList texts{QString(QChar(0xd800)), QString(QChar(0xdc00)) + QChar(0xd800),
                            QStringLiteral("a") + QChar(0xdbff) + QLatin1Char('b')};
    for (const QString &text : texts) {
        Encoder encoder;
        encoder.writeString(text);
        QCOMPARE(encoder.error(), QStringLiteral("a string with half a surrogate pair cannot be sent"));
    }
    Encoder encoder;
    encoder.writeString(QUtf8StringView("\xff\xfe"));
    QCOMPARE(encoder.error(), QStringLiteral("a string that is not valid UTF-8 cannot be sent"));
}

void TestEncoder::theFirstFailureIsKept()
{
    Encoder encoder;
    encoder.fail(QStringLiteral("one"));
    encoder.fail(QStringLiteral("two"));
    QVERIFY(!encoder.ok());
    QCOMPARE(encoder.error(), QStringLiteral("one"));
}

void TestEncoder::whatIsWrittenIsWhatMsgpackReads()
{
    Encoder encoder;
    encoder.writeArray(7);
    encoder.writeNil();
    encoder.writeBool(true);
    encoder.writeUInt(std::numeric_limits<quint64>::max());
    encoder.writeBytes("\x00\xff");
    encoder.writeMap(1);
    encoder.writeString(u"key");
    encoder.writeFloat(0.5f);
    encoder.writeRaw("\x2a");
    encoder.writeDouble(0.25);
    const QByteArray written = encoder.take();

    const auto handle = msgpack::unpack(written.constData(), std::size_t(written.size()));
    const auto values = handle.get().as<std::vector<msgpack::object>>();
    QCOMPARE(values.size(), std::size_t(7));
    QCOMPARE(values[0].type, msgpack::type::NIL);
    QCOMPARE(values[1].as<bool>(), true);
    QCOMPARE(values[2].as<quint64>(), std::numeric_limits<quint64>::max());
    QCOMPARE(values[3].type, msgpack::type::BIN);
    QCOMPARE((values[4].as<std::map<std::string, float>>().at("key")), 0.5f);
    QCOMPARE(values[5].as<int>(), 42);
    QCOMPARE(values[6].as<double>(), 0.25);
}

void TestEncoder::extensionsCarryCodeAndPayload()
{
    Encoder encoder;
    encoder.writeExtension(5, QByteArray(16, 'u'));
    encoder.writeExtension(-1, "abc");
    encoder.writeExtension(32, QByteArrayView());
    QCOMPARE(encoder.take().toHex(),
             QByteArray("d805" + QByteArray(16, 'u').toHex() + "c703ff616263" + "c70020"));
}

void TestEncoder::truncatingForgetsTheFailure()
{
    Encoder encoder;
    encoder.writeInt(1);
    const qsizetype good = encoder.size();
    encoder.writeString(u"dropped");
    encoder.fail(QStringLiteral("no"));
    encoder.truncate(good);
    QVERIFY(encoder.ok());
    QCOMPARE(encoder.data().toByteArray(), QByteArray("\x01"));
}

void TestEncoder::takingLeavesAnEmptyEncoder()
{
    Encoder encoder;
    encoder.writeInt(1);
    QCOMPARE(encoder.take(), QByteArray("\x01"));
    QCOMPARE(encoder.size(), 0);
    encoder.writeInt(2);
    QCOMPARE(encoder.take(), QByteArray("\x02"));
}

void TestEncoder::recycledMemoryIsUsedAgain()
{
    QByteArray memory(1000, 'x');
    const char *const place = memory.constData();
    Encoder encoder(std::move(memory));
    QCOMPARE(encoder.size(), 0);
    encoder.writeInt(7);
    const QByteArray written = encoder.take();
    QCOMPARE(written, QByteArray("\x07"));
    QCOMPARE(written.constData(), place);
}

void TestEncoder::levelsEndAtTheMaximum()
{
    Encoder encoder;
    std::vector<std::unique_ptr<Encoder::Level>> levels;
    for (int i = 0; i < Encoder::maximumDepth; ++i) {
        levels.push_back(std::make_unique<Encoder::Level>(encoder));
        QVERIFY(bool(*levels.back()));
    }
    QVERIFY(encoder.ok());
    {
        const Encoder::Level tooDeep(encoder);
        QVERIFY(!tooDeep);
    }
    QCOMPARE(encoder.error(), QStringLiteral("arrays and maps more than 32 deep cannot be sent"));
    levels.clear();
    encoder.clear();
    const Encoder::Level again(encoder);
    QVERIFY(bool(again));
    QVERIFY(encoder.ok());
}

void TestEncoder::aNestedEncoderStandsAsDeep()
{
    Encoder encoder;
    const Encoder::Level outer(encoder);
    Encoder nested = encoder.nested();
    std::vector<std::unique_ptr<Encoder::Level>> levels;
    for (int i = 1; i < Encoder::maximumDepth; ++i)
        levels.push_back(std::make_unique<Encoder::Level>(nested));
    QVERIFY(nested.ok());
    const Encoder::Level tooDeep(nested);
    QVERIFY(!nested.ok());
    QVERIFY(encoder.ok());
}

QTEST_GUILESS_MAIN(TestEncoder)
#include "tst_encoder.moc"
