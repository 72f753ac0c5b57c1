// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "codec/textcodecs.h"

#include "codec/codectable.h"
#include "codec/extensioncode.h"
#include "codec/extensionpayload.h"
#include "codec/valuecodec.h"

#include <QtCore/qurl.h>
#include <QtCore/quuid.h>

#include <string>

namespace heliograph {

namespace {

using Kind = Decoder::Kind;
using Match = TypeCodec::Match;

void writeString(Encoder &encoder, const QString &value)
{
    encoder.writeString(value);
}

bool readString(Decoder &decoder, QString &value)
{
    return decoder.readString(value, "QString");
}

void writeStdString(Encoder &encoder, const std::string &value)
{
    encoder.writeString(QUtf8StringView(value.data(), qsizetype(value.size())));
}

bool readStdString(Decoder &decoder, std::string &value)
{
    QByteArrayView utf8;
    if (!decoder.readUtf8(utf8, "std::string") || !decoder.charge(utf8.size() + Decoder::blockOverhead))
        return false;
    value.assign(utf8.data(), std::size_t(utf8.size()));
    return true;
}

void writeByteArray(Encoder &encoder, const QByteArray &value)
{
    encoder.writeBytes(value);
}

bool readByteArray(Decoder &decoder, QByteArray &value)
{
    QByteArrayView bytes;
    if (!decoder.readBytes(bytes, "QByteArray") || !decoder.charge(bytes.size() + Decoder::blockOverhead))
        return false;
    value = bytes.toByteArray();
    return true;
}

void writeChar(Encoder &encoder, const QChar &value)
{
    encoder.writeExtension(ExtensionCode::Char, packNumbers<quint16, 1>({value.unicode()}));
}

bool readChar(Decoder &decoder, QChar &value)
{
    if (decoder.peek() == Kind::String) {
        QString text;
        if (!decoder.readString(text, "QChar"))
            return false;
        if (text.size() != 1)
            return decoder.fail(QStringLiteral("expected QChar, received a string of another length than 1"));
        value = text.front();
        return true;
    }
    QByteArrayView payload;
    if (!readPayload(decoder, ExtensionCode::Char, payload, "QChar"))
        return false;
    const auto unit = unpackNumbers<quint16, 1>(payload);
    if (!unit)
        return failPayload(decoder, "QChar");
    value = QChar(unit->front());
    return true;
}

Match matchChar(const Decoder &decoder)
{
    return decoder.peek() == Kind::String ? Match::Convertible : matchExtension<ExtensionCode::Char>(decoder);
}

void writeUrl(Encoder &encoder, const QUrl &value)
{
    if (!value.isEmpty() && !value.isValid())
        return encoder.fail(QStringLiteral("a QUrl that is not valid cannot be sent"));
    encoder.writeExtension(ExtensionCode::Url, value.toEncoded());
}

bool readUrl(Decoder &decoder, QUrl &value)
{
    QByteArrayView payload;
    if (!readPayload(decoder, ExtensionCode::Url, payload, "QUrl"))
        return false;
    // QUrl keeps its parts in UTF-16, and the parser works on a copy.
    if (!decoder.charge(4 * payload.size() + 4 * Decoder::blockOverhead))
        return false;
    QUrl url;
    if (!payload.isEmpty()) {
        url = QUrl::fromEncoded(payload.toByteArray(), QUrl::StrictMode);
        if (!payload.isValidUtf8() || !url.isValid())
            return failPayload(decoder, "QUrl");
    }
    value = url;
    return true;
}

void writeUuid(Encoder &encoder, const QUuid &value)
{
    encoder.writeExtension(ExtensionCode::Uuid, value.toRfc4122());
}

bool readUuid(Decoder &decoder, QUuid &value)
{
    QByteArrayView payload;
    if (!readPayload(decoder, ExtensionCode::Uuid, payload, "QUuid"))
        return false;
    if (payload.size() != 16)
        return failPayload(decoder, "QUuid");
    value = QUuid::fromRfc4122(payload);
    return true;
}

} // namespace

void addTextCodecs(CodecTable &table)
{
    table.add(std::make_unique<ValueCodec<QString, writeString, readString, matchKind<Kind::String>>>());
    table.add(
        std::make_unique<ValueCodec<std::string, writeStdString, readStdString, matchKind<Kind::String>>>());
    table.add(
        std::make_unique<ValueCodec<QByteArray, writeByteArray, readByteArray, matchKind<Kind::Bytes>>>());
    table.addExtension(ExtensionCode::Char,
                       std::make_unique<ValueCodec<QChar, writeChar, readChar, matchChar>>());
    table.addExtension(
        ExtensionCode::Url,
        std::make_unique<ValueCodec<QUrl, writeUrl, readUrl, matchExtension<ExtensionCode::Url>>>());
    table.addExtension(
        ExtensionCode::Uuid,
        std::make_unique<ValueCodec<QUuid, writeUuid, readUuid, matchExtension<ExtensionCode::Uuid>>>());
}

} // namespace heliograph
