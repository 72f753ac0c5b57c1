// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "codec/codectable.h"
#include "codec/extensioncode.h"
#include "codec/extensionpayload.h"
#include "codec/variantcodec.h"

#include <heliograph/types.h>

#include <QtCore/qdebug.h>

#include <exception>

namespace heliograph {

namespace {

/// A type of the application, which travels as an extension value. What its functions throw becomes a failure.
class ExtensionCodec final : public TypeCodec
{
public:
    ExtensionCodec(QMetaType type, qint8 code, detail::PackFunction pack, detail::UnpackFunction unpack)
        : TypeCodec(type), m_code(code), m_pack(std::move(pack)), m_unpack(std::move(unpack))
    {
    }

    void encode(Encoder &encoder, const void *value) const override
    {
        Encoder payload = encoder.nested();
        try {
            m_pack(payload, value);
        } catch (const std::exception &exception) {
            payload.fail(QString::fromUtf8(exception.what()));
        } catch (...) {
            payload.fail(QStringLiteral("its pack function threw"));
        }
        if (!payload.ok())
            return encoder.fail(QString::fromUtf8(typeName()) + QStringLiteral(": ") + payload.error());
        encoder.writeExtension(m_code, payload.data());
    }

    bool decode(Decoder &decoder, void *value) const override
    {
        QByteArrayView bytes;
        if (!readPayload(decoder, m_code, bytes, type().name()))
            return false;
        Decoder payload = decoder.nested(bytes);
        try {
            if (!m_unpack(payload, value))
                payload.fail(QStringLiteral("its unpack function refused the content"));
        } catch (const std::exception &exception) {
            payload.fail(QString::fromUtf8(exception.what()));
        } catch (...) {
            payload.fail(QStringLiteral("its unpack function threw"));
        }
        return payload.finish()
               || decoder.fail(QString::fromUtf8(typeName()) + QStringLiteral(": ") + payload.error());
    }

    Match match(const Decoder &decoder) const override
    {
        return decoder.peekExtension() == m_code ? Match::Exact : Match::None;
    }

private:
    qint8 m_code;
    detail::PackFunction m_pack;
    detail::UnpackFunction m_unpack;
};

/// A type without a codec so far. Asks the table each time, since the application may register it later.
class PostponedCodec final : public TypeCodec
{
public:
    using TypeCodec::TypeCodec;

    void encode(Encoder &encoder, const void *value) const override
    {
        if (const TypeCodec *codec = findTypeCodec(type()))
            codec->encode(encoder, value);
        else
            encoder.fail(cannotBeSent(type()));
    }

    bool decode(Decoder &decoder, void *value) const override
    {
        const TypeCodec *codec = findTypeCodec(type());
        return codec ? codec->decode(decoder, value) : decoder.fail(cannotBeSent(type()));
    }

    Match match(const Decoder &decoder) const override
    {
        const TypeCodec *codec = findTypeCodec(type());
        return codec ? codec->match(decoder) : Match::None;
    }
};

bool refuse(QMetaType type, int code, const QByteArray &reason)
{
    qWarning("heliograph: type %s cannot be registered as extension %d: %s", type.name(), code,
             reason.constData());
    return false;
}

} // namespace

namespace detail {

bool registerExtension(QMetaType type, int code, PackFunction pack, UnpackFunction unpack)
{
    if (code < ExtensionCode::FirstOfApplication || code > ExtensionCode::Last)
        return refuse(type, code, "the application's codes are 32 to 127");
    CodecTable &table = CodecTable::instance();
    const auto extension = qint8(code);
    if (table.addExtension(
            extension, std::make_unique<ExtensionCodec>(type, extension, std::move(pack), std::move(unpack))))
        return true;
    if (const TypeCodec *other = table.findExtension(extension))
        return refuse(type, code, "that code belongs to type " + other->typeName());
    return refuse(type, code, "this type has a codec already");
}

const TypeCodec &findOrPostpone(QMetaType type)
{
    if (const TypeCodec *codec = findTypeCodec(type))
        return *codec;
    // Kept outside the table, and for ever: this is called once for each type of the application's source.
    return *new PostponedCodec(type);
}

} // namespace detail

} // namespace heliograph
