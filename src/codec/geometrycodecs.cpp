// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "codec/geometrycodecs.h"

#include "codec/codectable.h"
#include "codec/extensioncode.h"
#include "codec/extensionpayload.h"
#include "codec/valuecodec.h"

#include <QtCore/qpoint.h>
#include <QtCore/qrect.h>
#include <QtCore/qsize.h>

#include <type_traits>

namespace heliograph {

namespace {

template <typename T>
constexpr bool isPoint = std::is_same_v<T, QPoint> || std::is_same_v<T, QPointF>;
template <typename T>
constexpr bool isSize = std::is_same_v<T, QSize> || std::is_same_v<T, QSizeF>;

template <typename T, typename Number>
auto toNumbers(const T &value)
{
    if constexpr (isPoint<T>)
        return std::array<Number, 2>{value.x(), value.y()};
    else if constexpr (isSize<T>)
        return std::array<Number, 2>{value.width(), value.height()};
    else
        return std::array<Number, 4>{value.x(), value.y(), value.width(), value.height()};
}

/// QRect keeps its far corner as an int: so x + width - 1 must fit, which a peer need not respect.
template <typename T, typename Numbers>
bool fits(const Numbers &numbers)
{
    if constexpr (std::is_same_v<T, QRect>) {
        const auto isInt = [](qint64 value) { return value == qint64(int(value)); };
        return isInt(qint64(numbers[0]) + numbers[2] - 1) && isInt(qint64(numbers[1]) + numbers[3] - 1);
    }
    return true;
}

template <typename T, typename Number, qint8 Code>
void write(Encoder &encoder, const T &value)
{
    encoder.writeExtension(Code, packNumbers(toNumbers<T, Number>(value)));
}

template <typename T, typename Number, qint8 Code>
bool read(Decoder &decoder, T &value)
{
    constexpr std::size_t count = std::tuple_size_v<decltype(toNumbers<T, Number>(T()))>;
    static const char *const name = QMetaType::fromType<T>().name();
    QByteArrayView payload;
    if (!readPayload(decoder, Code, payload, name))
        return false;
    const auto numbers = unpackNumbers<Number, count>(payload);
    if (!numbers || !fits<T>(*numbers))
        return failPayload(decoder, name);
    value = std::apply([](auto... number) { return T(number...); }, *numbers);
    return true;
}

template <typename T, typename Number, qint8 Code>
void add(CodecTable &table)
{
    using Codec = ValueCodec<T, write<T, Number, Code>, read<T, Number, Code>, matchExtension<Code>>;
    table.addExtension(Code, std::make_unique<Codec>());
}

} // namespace

void addGeometryCodecs(CodecTable &table)
{
    add<QPoint, qint32, ExtensionCode::Point>(table);
    add<QPointF, double, ExtensionCode::PointF>(table);
    add<QSize, qint32, ExtensionCode::Size>(table);
    add<QSizeF, double, ExtensionCode::SizeF>(table);
    add<QRect, qint32, ExtensionCode::Rect>(table);
    add<QRectF, double, ExtensionCode::RectF>(table);
}

} // namespace heliograph
