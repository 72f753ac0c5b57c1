// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/frames.h"

#include <QtCore/qfile.h>
#include <QtCore/qregularexpression.h>
#include <QtTest/qtest.h>

using namespace heliograph;
using namespace std::chrono_literals;

// What travels never changes.
static_assert(int(native::RecordKind::Hello) == 1 && int(native::RecordKind::Welcome) == 2);
static_assert(int(native::RecordKind::Goodbye) == 3 && int(native::RecordKind::Call) == 4);
static_assert(int(native::RecordKind::Notify) == 5 && int(native::RecordKind::Reply) == 6);
static_assert(int(native::RecordKind::Failure) == 7 && int(native::RecordKind::Cancel) == 8);
static_assert(int(native::RecordKind::Ping) == 9 && int(native::RecordKind::Pong) == 10);
static_assert(int(native::RecordKind::Chunk) == 11);
static_assert(int(native::RecordKind::Subscribe) == 12);
static_assert(int(native::RecordKind::Acquire) == 13);
static_assert(int(native::RecordKind::Release) == 14);
static_assert(int(native::RecordKind::Status) == 15);
static_assert(int(native::RecordKind::Event) == 16);
static_assert(int(native::RecordKind::Lost) == 17);
static_assert(int(native::RecordKind::Object) == 18);
static_assert(int(native::RecordKind::Changed) == 19);
static_assert(int(ErrorCode::UnknownName) == 1 && int(ErrorCode::NeverSent) == 8);
static_assert(int(ErrorCode::OutcomeUnknown) == 9 && int(ErrorCode::InvalidAddress) == 16);
static_assert(int(ErrorCode::AddressInUse) == 17 && int(ErrorCode::Closed) == 24);
static_assert(protocolVersion == 1 && oldestProtocolVersion == 1);

namespace {

/// The golden bytes of docs/protocol.md, by name.
QMap<QString, QByteArray> goldenBytes()
{
    QFile file(QStringLiteral(PROTOCOL_DOCUMENT));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    static const QRegularExpression block(QStringLiteral("```golden (\\S+)\\n([0-9a-f \\n]+)```"));
    QMap<QString, QByteArray> golden;
    QRegularExpressionMatchIterator matches = block.globalMatch(QString::fromUtf8(file.readAll()));
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        golden.insert(match.captured(1), QByteArray::fromHex(match.captured(2).toLatin1()));
    }
    return golden;
}

QByteArray bytesFrom(char first)
{
    QByteArray bytes;
    for (char i = 0; i < 16; ++i)
        bytes.append(char(first + i));
    return bytes;
}

/// The same records as in the document.
QMap<QString, QByteArray> writtenRecords()
{
    Welcome welcome;
    welcome.session = bytesFrom(0);
    welcome.instance = bytesFrom(16);
    welcome.maxPayload = 16777216;
    welcome.callCredit = 128;
    welcome.heartbeat = {std::chrono::seconds(5), std::chrono::seconds(15)};
    Hello hello;
    hello.user = "ann";
    hello.maxPayload = 16777216;
    hello.callCredit = 128;
    hello.heartbeat = {std::chrono::seconds(5), std::chrono::seconds(15)};
    return {
        {QStringLiteral("hello"), frameOf(hello)},
        {QStringLiteral("welcome"), frameOf(welcome)},
        {QStringLiteral("goodbye"), frameOf(Goodbye{ErrorCode::Closed, "bye"})},
        {QStringLiteral("call"), frameOf(Call{1, "add", 30s, "\x92\x02\x03"})},
        {QStringLiteral("call-with-names"), frameOf(Call{300, "subtract", 1ms, "\x91\x07\x81\xa4what\x02"})},
        {QStringLiteral("notify"), frameOf(Notify{"log", "\x91\xa2hi"})},
        {QStringLiteral("reply"), frameOf(Reply{1, "\x05"})},
        {QStringLiteral("failure"),
         frameOf(Failure{2, ErrorCode::RemoteException, "std::out_of_range", "too far", {}})},
        {QStringLiteral("cancel"), frameOf(Cancel{3})},
        {QStringLiteral("ping"), frameOf(Ping{7})},
        {QStringLiteral("pong"), frameOf(Pong{7})},
        {QStringLiteral("ack"), frameOf(Ack{64, 300})},
        {QStringLiteral("subscribe"), frameOf(Subscribe{1, "t.hot"})},
        {QStringLiteral("acquire"), frameOf(Acquire{2, "t"})},
        {QStringLiteral("release"), frameOf(Release{1})},
        {QStringLiteral("status"), frameOf(Status{1, ErrorCode::None, "double"})},
        {QStringLiteral("event"), frameOf(Event{1, 300, "\x91\x05"})},
        {QStringLiteral("lost"), frameOf(Lost{1, 301})},
        {QStringLiteral("object"), frameOf(Object{2, "\x80", QByteArrayView("\x81\x00\x05", 3)})},
        {QStringLiteral("changed"), frameOf(Changed{2, QByteArrayView("\x81\x00\x06", 3)})},
        {QStringLiteral("chunk"), frameOf(Chunk{1, 262144, 262147, "\x01\x02\x03"})},
    };
}

/// Writes what was read again; the bytes of a Malformed are its reason.
QByteArray rewritten(const Message &message)
{
    return std::visit(
        [](const auto &record) {
            if constexpr (std::is_same_v<std::remove_cvref_t<decltype(record)>, Malformed>)
                return record.reason.toUtf8();
            else
                return frameOf(record);
        },
        message);
}

QByteArray hex(const char *text)
{
    return QByteArray::fromHex(text);
}

} // namespace

class TestNative : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordsAreWrittenAsDocumented();
    void documentedRecordsAreRead();
    void manyRecordsShareAFrame();
    void unknownKindsAndFieldsArePassedOver();
    void wrongFieldsSpoilOneRecord_data();
    void wrongFieldsSpoilOneRecord();
    void whatIsNoMsgpackEndsTheFrame_data();
    void whatIsNoMsgpackEndsTheFrame();
    void aMalformedCallKeepsItsId();
    void textsAreShortenedToWhatIsRead();
};

void TestNative::recordsAreWrittenAsDocumented()
{
    const QMap<QString, QByteArray> golden = goldenBytes();
    const QMap<QString, QByteArray> ours = writtenRecords();
    QCOMPARE(golden.keys(), ours.keys());
    for (auto it = golden.begin(); it != golden.end(); ++it)
        QVERIFY2(ours[it.key()] == *it,
                 qPrintable(it.key() + u": " + QString::fromLatin1(ours[it.key()].toHex(' '))));
}

void TestNative::documentedRecordsAreRead()
{
    const QMap<QString, QByteArray> golden = goldenBytes();
    QVERIFY(!golden.isEmpty());
    for (auto it = golden.begin(); it != golden.end(); ++it) {
        native::RecordReader reader(*it);
        const std::optional<Message> message = reader.next();
        QVERIFY2(message, qPrintable(it.key()));
        QCOMPARE(rewritten(*message), *it);
        QVERIFY(!reader.next());
        QVERIFY(reader.error().isNull());
    }
}

void TestNative::manyRecordsShareAFrame()
{
    QByteArray frame;
    for (quint64 id = 1; id <= 1000; ++id)
        frame += frameOf(Call{id, "name", 1s, "\x90"});
    native::RecordReader reader(frame);
    quint64 count = 0;
    while (const std::optional<Message> message = reader.next())
        QCOMPARE(std::get<Call>(*message).id, ++count);
    QCOMPARE(count, 1000u);
    QVERIFY(reader.error().isNull());
}

void TestNative::unknownKindsAndFieldsArePassedOver()
{
    const QByteArray unknownKind = hex("93 cc fa 81 a1 61 92 01 02 c0"); // [250, {"a": [1, 2]}, nil]
    const QByteArray longerPing = hex("93 09 07 a4 6d 6f 72 65");        // [9, 7, "more"]
    const QByteArray frame = unknownKind + longerPing + frameOf(Cancel{5});
    native::RecordReader reader(frame);
    QCOMPARE(std::get<Ping>(*reader.next()).nonce, 7u);
    QCOMPARE(std::get<Cancel>(*reader.next()).id, 5u);
    QVERIFY(!reader.next());
    QVERIFY(reader.error().isNull());
}

void TestNative::wrongFieldsSpoilOneRecord_data()
{
    QTest::addColumn<QByteArray>("record");
    QTest::addColumn<QString>("reason");
    QTest::newRow("empty") << hex("90") << QStringLiteral("empty record");
    QTest::newRow("no array") << hex("05") << QStringLiteral("array");
    QTest::newRow("kind is text") << hex("91 a1 61") << QStringLiteral("record kind");
    QTest::newRow("kind is negative") << hex("91 ff") << QStringLiteral("record kind");
    QTest::newRow("fields missing") << hex("91 09") << QStringLiteral("0 fields, expected 1");
    QTest::newRow("HELLO of another protocol")
        << hex("9a 01 a4 6e 6f 70 65 01 01 01 a0 01 01 00 00") << QStringLiteral("heliograph");
    QTest::newRow("HELLO of no role")
        << QByteArray(hex("9a 01 aa") + "heliograph" + hex("01 01 03 a0 01 01 00 00"))
        << QStringLiteral("role 3");
    QTest::newRow("WELCOME with a short key")
        << hex("9a 02 01 02 c4 01 00 c4 01 00 a0 01 01 00 00") << QStringLiteral("1 bytes, expected 16");
    QTest::newRow("CALL of id 0") << hex("95 04 00 a1 61 01 c4 01 90") << QStringLiteral("id 0");
    QTest::newRow("CALL of a negative id") << hex("95 04 ff a1 61 01 c4 01 90") << QStringLiteral("id");
    QTest::newRow("CALL with a name of bytes") << hex("95 04 01 c4 01 61 01 c4 01 90") << QString();
    QTest::newRow("CALL with a name that is no UTF-8")
        << hex("95 04 01 a2 c3 28 01 c4 01 90") << QStringLiteral("UTF-8");
    QTest::newRow("CALL with a name of 1 MiB")
        << QByteArray(hex("95 04 01 db 00 10 00 00") + QByteArray(1 << 20, 'n') + hex("01 c4 01 90"))
        << QStringLiteral("at most 255");
    QTest::newRow("CALL with a negative timeout")
        << hex("95 04 01 a1 61 ff c4 01 90") << QStringLiteral("timeout");
    QTest::newRow("CALL with a timeout beyond 32 bits")
        << hex("95 04 01 a1 61 cf 00 00 00 01 00 00 00 00 c4 01 90") << QStringLiteral("timeout");
    QTest::newRow("CALL with bare arguments") << hex("95 04 01 a1 61 01 90") << QString();
    QTest::newRow("REPLY of id 0") << hex("93 06 00 c4 01 05") << QStringLiteral("id 0");
    QTest::newRow("FAILURE with a code beyond 16 bits")
        << hex("96 07 01 ce 00 01 00 00 a0 a0 c4 00") << QStringLiteral("error code");
    QTest::newRow("PING of a text") << hex("92 09 a1 61") << QStringLiteral("nonce");
    QTest::newRow("CHUNK with a negative offset")
        << hex("95 0b 01 ff 02 c4 01 00") << QStringLiteral("offset");
}

void TestNative::wrongFieldsSpoilOneRecord()
{
    QFETCH(const QByteArray, record);
    QFETCH(const QString, reason);
    const QByteArray frame = record + frameOf(Call{9, "good", 1s, "\x90"});
    native::RecordReader reader(frame);
    const std::optional<Message> first = reader.next();
    QVERIFY(first);
    QVERIFY(std::holds_alternative<Malformed>(*first));
    const QString given = std::get<Malformed>(*first).reason;
    QVERIFY2(given.contains(reason) && !given.isEmpty(), qPrintable(given));
    const std::optional<Message> second = reader.next();
    QVERIFY(second);
    QCOMPARE(std::get<Call>(*second).id, 9u);
    QVERIFY(!reader.next());
    QVERIFY(reader.error().isNull());
}

void TestNative::whatIsNoMsgpackEndsTheFrame_data()
{
    QTest::addColumn<QByteArray>("garbage");
    QTest::newRow("reserved byte") << hex("c1");
    QTest::newRow("cut in a record") << hex("95 04 01 a1");
    QTest::newRow("cut in the payload") << hex("93 06 01 c4 05 01");
    QTest::newRow("array of 4 G elements") << hex("dd ff ff ff ff");
    QTest::newRow("map of 4 G entries") << hex("92 0c df ff ff ff ff");
    QTest::newRow("text of 4 GiB") << hex("92 0c db ff ff ff ff");
    QTest::newRow("nested without end") << QByteArray(100000, char(0x91));
}

void TestNative::whatIsNoMsgpackEndsTheFrame()
{
    QFETCH(const QByteArray, garbage);
    const QByteArray frame = frameOf(Cancel{1}) + garbage;
    native::RecordReader reader(frame);
    QCOMPARE(std::get<Cancel>(*reader.next()).id, 1u);
    QVERIFY(!reader.next());
    QVERIFY(!reader.error().isEmpty());
}

void TestNative::aMalformedCallKeepsItsId()
{
    const QByteArray frame = hex("95 04 2a a1 61 ff c4 01 90"); // a timeout of -1
    native::RecordReader reader(frame);
    QCOMPARE(std::get<Malformed>(*reader.next()).callId, 42u);
}

void TestNative::textsAreShortenedToWhatIsRead()
{
    const QByteArray text =
        'x' + QByteArray("\xc3\xa9").repeated(longestText); // the limit is inside a character
    const auto isShortened = [&](QByteArrayView read) {
        return read.size() == longestText - 1 && text.startsWith(read);
    };
    const QByteArray frame = frameOf(Failure{1, ErrorCode::RemoteException, text, text, "\x05"})
                             + frameOf(Goodbye{ErrorCode::Closed, text})
                             + frameOf(Status{1, ErrorCode::UnknownName, text});
    native::RecordReader reader(frame);
    const std::optional<Message> failure = reader.next();
    QVERIFY(isShortened(std::get<Failure>(*failure).className));
    QVERIFY(isShortened(std::get<Failure>(*failure).message));
    QCOMPARE(std::get<Failure>(*failure).details, QByteArrayView("\x05"));
    QVERIFY(isShortened(std::get<Goodbye>(*reader.next()).reason));
    QVERIFY(isShortened(std::get<Status>(*reader.next()).text));
    QCOMPARE(native::shortened("\xc3\xa9", 2), QByteArrayView("\xc3\xa9"));
    QCOMPARE(native::shortened("\xc3\xa9", 1), QByteArrayView(""));
}

QTEST_APPLESS_MAIN(TestNative)
#include "tst_native.moc"
