// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "codec/datecodecs.h"

#include "codec/codectable.h"
#include "codec/extensioncode.h"
#include "codec/extensionpayload.h"
#include "codec/valuecodec.h"

#include <QtCore/qdatetime.h>
#include <QtCore/qtimezone.h>

#include <algorithm>
#include <limits>

namespace heliograph {

namespace {

using Match = TypeCodec::Match;

constexpr quint32 msPerDay = 24 * 60 * 60 * 1000;
constexpr int secondsPerDay = 24 * 60 * 60;
constexpr qsizetype longestZone = 64; // bytes; IANA's own stay below 40
constexpr qsizetype zoneMemory = 256; // bytes that a QTimeZone costs at most beside the system's own cache

enum class ZoneKind : quint8 { Local = 0, Utc = 1, Offset = 2, Named = 3 };

void writeDate(Encoder &encoder, const QDate &value)
{
    if (value.isValid())
        encoder.writeExtension(ExtensionCode::Date, packNumbers<qint64, 1>({value.toJulianDay()}));
    else
        encoder.writeExtension(ExtensionCode::Date, QByteArrayView());
}

bool readDate(Decoder &decoder, QDate &value)
{
    QByteArrayView payload;
    if (!readPayload(decoder, ExtensionCode::Date, payload, "QDate"))
        return false;
    value = QDate();
    if (payload.isEmpty())
        return true;
    const auto day = unpackNumbers<qint64, 1>(payload);
    const QDate date = day ? QDate::fromJulianDay(day->front()) : QDate();
    if (!date.isValid())
        return failPayload(decoder, "QDate");
    value = date;
    return true;
}

void writeTime(Encoder &encoder, const QTime &value)
{
    if (value.isValid())
        encoder.writeExtension(ExtensionCode::Time,
                               packNumbers<quint32, 1>({quint32(value.msecsSinceStartOfDay())}));
    else
        encoder.writeExtension(ExtensionCode::Time, QByteArrayView());
}

bool readTime(Decoder &decoder, QTime &value)
{
    QByteArrayView payload;
    if (!readPayload(decoder, ExtensionCode::Time, payload, "QTime"))
        return false;
    value = QTime();
    if (payload.isEmpty())
        return true;
    const auto ms = unpackNumbers<quint32, 1>(payload);
    if (!ms || ms->front() >= msPerDay)
        return failPayload(decoder, "QTime");
    value = QTime::fromMSecsSinceStartOfDay(int(ms->front()));
    return true;
}

template <typename Number>
void appendNumber(QByteArray &bytes, Number number)
{
    const auto packed = packNumbers<Number, 1>({number});
    bytes.append(packed.data(), qsizetype(packed.size()));
}

void writeDateTime(Encoder &encoder, const QDateTime &value)
{
    QByteArray payload;
    if (value.isValid()) {
        appendNumber(payload, value.toMSecsSinceEpoch());
        switch (value.timeSpec()) {
        case Qt::LocalTime: appendNumber(payload, quint8(ZoneKind::Local)); break;
        case Qt::UTC: appendNumber(payload, quint8(ZoneKind::Utc)); break;
        case Qt::OffsetFromUTC:
            appendNumber(payload, quint8(ZoneKind::Offset));
            appendNumber(payload, qint32(value.offsetFromUtc()));
            break;
        case Qt::TimeZone:
            appendNumber(payload, quint8(ZoneKind::Named));
            payload.append(value.timeZone().id());
            break;
        }
    }
    encoder.writeExtension(ExtensionCode::DateTime, payload);
}

/// The zone \a id; invalid when this machine does not know it, or when it is no zone's name but a path.
QTimeZone findZone(QByteArrayView id)
{
    const auto belongs = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/'
               || c == '_' || c == '-' || c == '+' || c == ':';
    };
    if (id.isEmpty() || id.size() > longestZone || id.startsWith('/')
        || !std::all_of(id.begin(), id.end(), belongs))
        return QTimeZone();
    return QTimeZone(id.toByteArray());
}

/// The date-time of a payload that is not empty; invalid when the payload is malformed.
QDateTime unpackDateTime(QByteArrayView payload)
{
    constexpr qsizetype headSize = sizeof(qint64) + sizeof(quint8);
    if (payload.size() < headSize)
        return QDateTime();
    const qint64 ms = qFromBigEndian<qint64>(payload.data());
    const auto kind = ZoneKind(quint8(payload[headSize - 1]));
    const QByteArrayView zone = payload.sliced(headSize);
    switch (kind) {
    case ZoneKind::Local: return zone.isEmpty() ? QDateTime::fromMSecsSinceEpoch(ms) : QDateTime();
    case ZoneKind::Utc: return zone.isEmpty() ? QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC) : QDateTime();
    case ZoneKind::Offset: {
        const auto offset = unpackNumbers<qint32, 1>(zone);
        if (!offset || offset->front() <= -secondsPerDay || offset->front() >= secondsPerDay)
            return QDateTime();
        return QDateTime::fromMSecsSinceEpoch(ms, Qt::OffsetFromUTC, offset->front());
    }
    case ZoneKind::Named: {
        const QTimeZone named = findZone(zone);
        return named.isValid() ? QDateTime::fromMSecsSinceEpoch(ms, named) : QDateTime();
    }
    }
    return QDateTime();
}

/// msgpack's own timestamp (https://github.com/msgpack/msgpack/blob/master/spec.md#timestamp-extension-type);
/// invalid when malformed. What is finer than a millisecond is cut off.
QDateTime unpackTimestamp(QByteArrayView payload)
{
    constexpr quint32 nsPerSecond = 1'000'000'000;
    constexpr quint32 nsPerMs = 1'000'000;
    constexpr qint64 farthest = std::numeric_limits<qint64>::max() / 1000 - 1; // seconds
    qint64 seconds = 0;
    quint32 nanoseconds = 0;
    if (payload.size() == 4) {
        seconds = qFromBigEndian<quint32>(payload.data());
    } else if (payload.size() == 8) {
        const auto both = qFromBigEndian<quint64>(payload.data()); // 30 bits ns, 34 bits s
        seconds = qint64(both & ((quint64(1) << 34) - 1));
        nanoseconds = quint32(both >> 34);
    } else if (payload.size() == 12) {
        nanoseconds = qFromBigEndian<quint32>(payload.data());
        seconds = qFromBigEndian<qint64>(payload.data() + 4);
    } else {
        return QDateTime();
    }
    if (nanoseconds >= nsPerSecond || seconds > farthest || seconds < -farthest)
        return QDateTime();
    return QDateTime::fromMSecsSinceEpoch(seconds * 1000 + nanoseconds / nsPerMs, Qt::UTC);
}

bool readDateTime(Decoder &decoder, QDateTime &value)
{
    const bool isTimestamp = decoder.peekExtension() == ExtensionCode::Timestamp;
    const qint8 code = isTimestamp ? ExtensionCode::Timestamp : ExtensionCode::DateTime;
    QByteArrayView payload;
    if (!readPayload(decoder, code, payload, "QDateTime") || !decoder.charge(zoneMemory))
        return false;
    value = QDateTime();
    if (payload.isEmpty() && !isTimestamp)
        return true;
    const QDateTime dateTime = isTimestamp ? unpackTimestamp(payload) : unpackDateTime(payload);
    if (!dateTime.isValid())
        return failPayload(decoder, "QDateTime");
    value = dateTime;
    return true;
}

Match matchDateTime(const Decoder &decoder)
{
    if (decoder.peekExtension() == ExtensionCode::Timestamp)
        return Match::Convertible;
    return matchExtension<ExtensionCode::DateTime>(decoder);
}

} // namespace

void addDateCodecs(CodecTable &table)
{
    table.addExtension(
        ExtensionCode::Date,
        std::make_unique<ValueCodec<QDate, writeDate, readDate, matchExtension<ExtensionCode::Date>>>());
    table.addExtension(
        ExtensionCode::Time,
        std::make_unique<ValueCodec<QTime, writeTime, readTime, matchExtension<ExtensionCode::Time>>>());
    table.addExtension(ExtensionCode::DateTime,
                       std::make_unique<ValueCodec<QDateTime, writeDateTime, readDateTime, matchDateTime>>());
}

} // namespace heliograph
