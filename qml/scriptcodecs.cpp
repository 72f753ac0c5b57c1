// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "scriptcodecs.h"

#include "int64.h"
#include "value.h"

#include <heliograph/types.h>

#include <QtCore/qvariant.h>
#include <QtQml/qjsvalue.h>

namespace heliograph::qml {

namespace {

/// Values that are written, and arrive as something else: nothing is read as one.
template <typename T, void (*write)(Encoder &, const T &)>
class OneWayCodec final : public TypeCodec
{
public:
    OneWayCodec() : TypeCodec(QMetaType::fromType<T>()) {}

    void encode(Encoder &encoder, const void *value) const override
    {
        write(encoder, *static_cast<const T *>(value));
    }
    [[nodiscard]] bool decode(Decoder &decoder, void *) const override
    {
        return decoder.fail(QString::fromUtf8(typeName()) + QStringLiteral(" cannot be received"));
    }
    [[nodiscard]] Match match(const Decoder &) const override { return Match::None; }
};

void writeScriptValue(Encoder &encoder, const QJSValue &value)
{
    const QVariant variant = fromScript(QVariant::fromValue(value));
    if (variant.metaType() == QMetaType::fromType<QJSValue>())
        encoder.fail(QStringLiteral("a function cannot be sent"));
    else
        codecFor<QVariant>().encode(encoder, &variant);
}

void writeInt64(Encoder &encoder, const Int64 &number)
{
    if (number.isNegative())
        encoder.writeInt(number.toSigned());
    else
        encoder.writeUInt(number.toUnsigned());
}

} // namespace

void addScriptCodecs()
{
    addTypeCodec(std::make_unique<OneWayCodec<QJSValue, writeScriptValue>>());
    addTypeCodec(std::make_unique<OneWayCodec<Int64, writeInt64>>());
}

} // namespace heliograph::qml
