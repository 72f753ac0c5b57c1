// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "codec/variantcodec.h"

#include "codec/codectable.h"
#include "codec/extensioncode.h"
#include "codec/valuecodec.h"

#include <QtCore/qdatetime.h>

#include <limits>

namespace heliograph {

namespace {

using Kind = Decoder::Kind;
using Match = TypeCodec::Match;

/// Reads a value of type T, which has a codec, into \a value.
template <typename T>
bool readAs(Decoder &decoder, QVariant &value)
{
    static const TypeCodec *const codec = findTypeCodec(QMetaType::fromType<T>());
    T typed{};
    if (!codec->decode(decoder, &typed))
        return false;
    value = QVariant::fromValue(std::move(typed));
    return true;
}

bool readNumber(Decoder &decoder, QVariant &value)
{
    qint64 number = 0;
    bool isAbove = false;
    if (!decoder.readInteger(number, isAbove))
        return false;
    if (isAbove)
        value = quint64(number);
    else if (number == qint64(int(number)))
        value = int(number);
    else
        value = number;
    return true;
}

bool readTyped(Decoder &decoder, QVariant &value)
{
    const std::optional<qint8> code = decoder.peekExtension();
    if (!code)
        return decoder.skip(); // fails: the extension is cut
    const TypeCodec *codec = *code == ExtensionCode::Timestamp
                                 ? findTypeCodec(QMetaType::fromType<QDateTime>())
                                 : CodecTable::instance().findExtension(*code);
    if (!codec)
        return decoder.fail(QStringLiteral("extension ") + QString::number(*code)
                            + QStringLiteral(" is not registered here"));
    if (!decoder.charge(codec->type().sizeOf() + Decoder::blockOverhead))
        return false;
    QVariant typed(codec->type());
    if (!codec->decode(decoder, typed.data()))
        return false;
    value = std::move(typed);
    return true;
}

Match matchVariant(const Decoder &decoder)
{
    const Kind kind = decoder.peek();
    return kind == Kind::End || kind == Kind::Invalid ? Match::None : Match::Convertible;
}

} // namespace

QString cannotBeSent(QMetaType type)
{
    return QStringLiteral("type ") + QString::fromUtf8(type.name())
           + QStringLiteral(" cannot be sent: register it with heliograph::registerType");
}

void writeVariant(Encoder &encoder, const QVariant &value)
{
    if (!value.isValid())
        return encoder.writeNil();
    switch (value.typeId()) { // the frequent ones need no look-up
    case QMetaType::Bool: return encoder.writeBool(value.toBool());
    case QMetaType::Int: return encoder.writeInt(*static_cast<const int *>(value.constData()));
    case QMetaType::LongLong: return encoder.writeInt(*static_cast<const qint64 *>(value.constData()));
    case QMetaType::Double: return encoder.writeDouble(*static_cast<const double *>(value.constData()));
    case QMetaType::QString: return encoder.writeString(*static_cast<const QString *>(value.constData()));
    default: break;
    }
    if (const TypeCodec *codec = findTypeCodec(value.metaType()))
        codec->encode(encoder, value.constData());
    else
        encoder.fail(cannotBeSent(value.metaType()));
}

bool readVariant(Decoder &decoder, QVariant &value)
{
    switch (decoder.peek()) {
    case Kind::Nil: value = QVariant(); return decoder.readNil();
    case Kind::Bool: return readAs<bool>(decoder, value);
    case Kind::Int: return readNumber(decoder, value);
    case Kind::Float:
    case Kind::Double: return readAs<double>(decoder, value);
    case Kind::String: return readAs<QString>(decoder, value);
    case Kind::Bytes: return readAs<QByteArray>(decoder, value);
    case Kind::Array: return readAs<QVariantList>(decoder, value);
    case Kind::Map: return readAs<QVariantMap>(decoder, value);
    case Kind::Extension: return readTyped(decoder, value);
    case Kind::Invalid:
    case Kind::End: break;
    }
    return decoder.failExpected(QStringLiteral("QVariant"));
}

void addVariantCodec(CodecTable &table)
{
    table.add(std::make_unique<ValueCodec<QVariant, writeVariant, readVariant, matchVariant>>());
}

} // namespace heliograph
