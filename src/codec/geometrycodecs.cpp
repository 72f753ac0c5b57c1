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
#include <utility>

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
    if (!numbers)
        return failPayload(decoder, name);
    value = std::apply([](auto... number) { return T(number...); }, *numbers);
    return true;
}

// QRect keeps corners as int and computes with them unchecked: so what comes from a peer, or goes to one, must
// have a width, a height and a far corner that all are ints.

/// The far end of what begins at \a first and is \a size long; nothing when QRect could not work with it.
std::optional<int> farEnd(qint64 first, qint64 size)
{
    const qint64 end = first + size - 1;
    if (!std::in_range<int>(size - 1) || !std::in_range<int>(end))
        return std::nullopt;
    return int(end);
}

void writeRect(Encoder &encoder, const QRect &value)
{
    const qint64 width = qint64(value.right()) - value.left() + 1;
    const qint64 height = qint64(value.bottom()) - value.top() + 1;
    if (!std::in_range<qint32>(width) || !std::in_range<qint32>(height))
        return encoder.fail(QStringLiteral("a QRect wider or higher than an int tells cannot be sent"));
    const std::array<qint32, 4> numbers{value.x(), value.y(), qint32(width), qint32(height)};
    encoder.writeExtension(ExtensionCode::Rect, packNumbers(numbers));
}

bool readRect(Decoder &decoder, QRect &value)
{
    QByteArrayView payload;
    if (!readPayload(decoder, ExtensionCode::Rect, payload, "QRect"))
        return false;
    const auto numbers = unpackNumbers<qint32, 4>(payload);
    if (!numbers)
        return failPayload(decoder, "QRect");
    const auto [x, y, width, height] = *numbers;
    const std::optional<int> right = farEnd(x, width);
    const std::optional<int> bottom = farEnd(y, height);
    if (!right || !bottom)
        return failPayload(decoder, "QRect");
    value = QRect(QPoint(x, y), QPoint(*right, *bottom));
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
    using RectCodec = ValueCodec<QRect, writeRect, readRect, matchExtension<ExtensionCode::Rect>>;
    table.addExtension(ExtensionCode::Rect, std::make_unique<RectCodec>());
    add<QRectF, double, ExtensionCode::RectF>(table);
}

} // namespace heliograph
