// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "codec/jsoncodecs.h"

#include "codec/codectable.h"
#include "codec/valuecodec.h"

#include <heliograph/templatecodecs.h>

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qjsonvalue.h>

#include <cmath>
#include <limits>

// Values are read into QVariants and converted at the end: QJsonObject::insert moves all that follows, so that
// a large object in an unlucky order would take time in the square of its size.

namespace heliograph {

namespace {

using Kind = Decoder::Kind;
using Match = TypeCodec::Match;

void writeJson(Encoder &encoder, const QJsonValue &value);

void writeObject(Encoder &encoder, const QJsonObject &object)
{
    const Encoder::Level level(encoder);
    if (!level)
        return;
    detail::writeMapHeader(encoder, object.size());
    for (auto it = object.begin(); it != object.end(); ++it) {
        encoder.writeString(it.key());
        writeJson(encoder, it.value());
    }
}

void writeArray(Encoder &encoder, const QJsonArray &array)
{
    const Encoder::Level level(encoder);
    if (!level)
        return;
    detail::writeArrayHeader(encoder, array.size());
    for (qsizetype i = 0; i < array.size(); ++i)
        writeJson(encoder, array.at(i));
}

void writeNumber(Encoder &encoder, const QJsonValue &value)
{
    // Only toVariant() tells whether an integer is kept as such, which a double could not hold beyond 2^53.
    const QVariant number = value.toVariant();
    if (number.typeId() == QMetaType::LongLong)
        encoder.writeInt(number.toLongLong());
    else if (std::isfinite(number.toDouble()))
        encoder.writeDouble(number.toDouble());
    else
        encoder.fail(QStringLiteral("a QJsonValue that is infinite or not a number cannot be sent"));
}

void writeJson(Encoder &encoder, const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Null:
    case QJsonValue::Undefined: return encoder.writeNil();
    case QJsonValue::Bool: return encoder.writeBool(value.toBool());
    case QJsonValue::Double: return writeNumber(encoder, value);
    case QJsonValue::String: return encoder.writeString(value.toString());
    case QJsonValue::Array: return writeArray(encoder, value.toArray());
    case QJsonValue::Object: return writeObject(encoder, value.toObject());
    }
}

bool readJson(Decoder &decoder, QVariant &value);

bool readDouble(Decoder &decoder, QVariant &value)
{
    double number = 0;
    if (!decoder.readDouble(number, "QJsonValue"))
        return false;
    if (!std::isfinite(number))
        return decoder.fail(
            QStringLiteral("expected QJsonValue, received a number that is infinite or none"));
    value = number;
    return true;
}

bool readList(Decoder &decoder, QVariantList &list)
{
    quint32 count = 0;
    if (!decoder.enterArray(count, "QJsonArray")
        || !decoder.charge(qsizetype(count) * qsizetype(sizeof(QVariant))))
        return false;
    list.resize(count);
    for (quint32 i = 0; i < count; ++i) {
        if (!readJson(decoder, list[i]))
            return detail::failAt(decoder, i);
    }
    decoder.leave();
    return true;
}

bool readMap(Decoder &decoder, QVariantMap &map)
{
    constexpr qsizetype entrySize = sizeof(QString) + sizeof(QVariant) + Decoder::blockOverhead;
    quint32 count = 0;
    if (!decoder.enterMap(count, "QJsonObject") || !decoder.charge(count * entrySize))
        return false;
    for (quint32 i = 0; i < count; ++i) {
        QString key;
        if (!decoder.readString(key))
            return false;
        if (map.contains(key))
            return decoder.fail(QStringLiteral("duplicate key \"") + key.left(40) + QLatin1Char('"'));
        if (!readJson(decoder, map[key])) {
            decoder.prefixError(key);
            return false;
        }
    }
    decoder.leave();
    return true;
}

bool readJson(Decoder &decoder, QVariant &value)
{
    constexpr auto limits = std::numeric_limits<qint64>();
    switch (decoder.peek()) {
    case Kind::Nil: value = QVariant::fromValue(nullptr); return decoder.readNil();
    case Kind::Bool: {
        bool flag = false;
        const bool good = decoder.readBool(flag);
        value = flag;
        return good;
    }
    case Kind::Int: {
        qint64 number = 0;
        const bool good = decoder.readInt(number, limits.min(), limits.max(), "QJsonValue");
        value = number;
        return good;
    }
    case Kind::Float:
    case Kind::Double: return readDouble(decoder, value);
    case Kind::String: {
        QString text;
        const bool good = decoder.readString(text);
        value = text;
        return good;
    }
    case Kind::Array: {
        QVariantList list;
        const bool good = readList(decoder, list);
        value = list;
        return good;
    }
    case Kind::Map: {
        QVariantMap map;
        const bool good = readMap(decoder, map);
        value = map;
        return good;
    }
    default: return decoder.failExpected(QStringLiteral("QJsonValue"));
    }
}

bool readValue(Decoder &decoder, QJsonValue &value)
{
    QVariant variant;
    if (!readJson(decoder, variant))
        return false;
    value = QJsonValue::fromVariant(variant);
    return true;
}

bool readObject(Decoder &decoder, QJsonObject &value)
{
    QVariantMap map;
    if (!readMap(decoder, map))
        return false;
    value = QJsonObject::fromVariantMap(map);
    return true;
}

bool readArray(Decoder &decoder, QJsonArray &value)
{
    QVariantList list;
    if (!readList(decoder, list))
        return false;
    value = QJsonArray::fromVariantList(list);
    return true;
}

Match matchJson(const Decoder &decoder)
{
    switch (decoder.peek()) {
    case Kind::Bytes:
    case Kind::Extension:
    case Kind::Invalid:
    case Kind::End: return Match::None;
    default: return Match::Convertible;
    }
}

} // namespace

void addJsonCodecs(CodecTable &table)
{
    table.add(std::make_unique<ValueCodec<QJsonValue, writeJson, readValue, matchJson>>());
    table.add(std::make_unique<ValueCodec<QJsonObject, writeObject, readObject, matchKind<Kind::Map>>>());
    table.add(std::make_unique<ValueCodec<QJsonArray, writeArray, readArray, matchKind<Kind::Array>>>());
}

} // namespace heliograph
