// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "codec/scalarcodecs.h"

#include "codec/codectable.h"
#include "codec/valuecodec.h"

#include <limits>
#include <type_traits>
#include <variant>

namespace heliograph {

namespace {

using Kind = Decoder::Kind;
using Match = TypeCodec::Match;

template <typename T>
void writeInteger(Encoder &encoder, const T &value)
{
    if constexpr (std::is_signed_v<T>)
        encoder.writeInt(value);
    else
        encoder.writeUInt(value);
}

template <typename T>
bool readInteger(Decoder &decoder, T &value)
{
    constexpr auto limits = std::numeric_limits<T>();
    static const char *const name = QMetaType::fromType<T>().name();
    if constexpr (std::is_signed_v<T>) {
        qint64 number = 0;
        if (!decoder.readInt(number, limits.min(), limits.max(), name))
            return false;
        value = T(number);
    } else {
        quint64 number = 0;
        if (!decoder.readUInt(number, limits.max(), name))
            return false;
        value = T(number);
    }
    return true;
}

template <typename T>
void addInteger(CodecTable &table)
{
    table.add(std::make_unique<ValueCodec<T, writeInteger<T>, readInteger<T>, matchKind<Kind::Int>>>());
}

template <typename T>
void writeNil(Encoder &encoder, const T &)
{
    encoder.writeNil();
}

template <typename T>
bool readNil(Decoder &decoder, T &)
{
    return decoder.readNil();
}

template <typename T>
void addNil(CodecTable &table)
{
    table.add(std::make_unique<ValueCodec<T, writeNil<T>, readNil<T>, matchKind<Kind::Nil>>>());
}

void writeBool(Encoder &encoder, const bool &value)
{
    encoder.writeBool(value);
}

bool readBool(Decoder &decoder, bool &value)
{
    return decoder.readBool(value);
}

void writeFloat(Encoder &encoder, const float &value)
{
    encoder.writeFloat(value);
}

bool readFloat(Decoder &decoder, float &value)
{
    return decoder.readFloat(value);
}

void writeDouble(Encoder &encoder, const double &value)
{
    encoder.writeDouble(value);
}

bool readDouble(Decoder &decoder, double &value)
{
    return decoder.readDouble(value);
}

template <Kind Own>
Match matchFloating(const Decoder &decoder)
{
    const Kind kind = decoder.peek();
    if (kind == Own)
        return Match::Exact;
    return kind == Kind::Double || kind == Kind::Float || kind == Kind::Int ? Match::Convertible
                                                                            : Match::None;
}

} // namespace

void addScalarCodecs(CodecTable &table)
{
    addNil<std::nullptr_t>(table);
    addNil<std::monostate>(table);
    table.add(std::make_unique<ValueCodec<bool, writeBool, readBool, matchKind<Kind::Bool>>>());
    addInteger<char>(table);
    addInteger<signed char>(table);
    addInteger<unsigned char>(table);
    addInteger<short>(table);
    addInteger<unsigned short>(table);
    addInteger<int>(table);
    addInteger<unsigned int>(table);
    addInteger<long>(table);
    addInteger<unsigned long>(table);
    addInteger<qlonglong>(table);
    addInteger<qulonglong>(table);
    table.add(std::make_unique<ValueCodec<float, writeFloat, readFloat, matchFloating<Kind::Float>>>());
    table.add(std::make_unique<ValueCodec<double, writeDouble, readDouble, matchFloating<Kind::Double>>>());
}

} // namespace heliograph
