// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/decoder.h>

#include <QtCore/qendian.h>
#include <QtCore/qlocale.h>
#include <QtCore/qstringbuilder.h>

#include <cmath>
#include <limits>

// How Decoder reads numbers: strictly, so that no value changes on its way without a word.

namespace heliograph {

namespace {

template <typename T>
T bigEndian(QByteArrayView input, qsizetype offset)
{
    return qFromBigEndian<T>(input.data() + offset);
}

template <typename Floating>
bool holdsExactly(quint64 bits, bool negative)
{
    constexpr int digits = std::numeric_limits<Floating>::digits;
    quint64 magnitude = negative ? ~bits + 1 : bits;
    if (magnitude == 0)
        return true;
    while ((magnitude & 1) == 0)
        magnitude >>= 1;
    return magnitude >> digits == 0;
}

QString toText(quint64 bits, bool negative)
{
    return negative ? QString::number(qint64(bits)) : QString::number(bits);
}

} // namespace

bool Decoder::takeInteger(Integer &value, const char *expected)
{
    if (peek() != Kind::Int)
        return failExpected(QString::fromUtf8(expected));
    const uchar head = byteAt(m_offset);
    if (head < 0x80 || head >= 0xe0) {
        const qint64 number = qint8(head);
        value = {quint64(number), number < 0};
        ++m_offset;
        return true;
    }
    const qsizetype at = m_offset + 1;
    const int width = 1 << ((head - 0xcc) & 3);
    if (m_input.size() - at < width)
        return fail(QStringLiteral("the message ends inside a value"));
    qint64 number = 0;
    switch (head) {
    case 0xcc: number = byteAt(at); break;
    case 0xcd: number = bigEndian<quint16>(m_input, at); break;
    case 0xce: number = bigEndian<quint32>(m_input, at); break;
    case 0xd0: number = qint8(byteAt(at)); break;
    case 0xd1: number = bigEndian<qint16>(m_input, at); break;
    case 0xd2: number = bigEndian<qint32>(m_input, at); break;
    default: number = bigEndian<qint64>(m_input, at); break;
    }
    value = {quint64(number), head != 0xcf && number < 0};
    m_offset = at + width;
    return true;
}

bool Decoder::readInt(qint64 &value, qint64 minimum, qint64 maximum, const char *expected)
{
    Integer integer{};
    if (!takeInteger(integer, expected))
        return false;
    const qint64 number = qint64(integer.bits);
    const bool overflows = !integer.negative && number < 0;
    if (overflows || number < minimum || number > maximum) {
        return failRange(expected, toText(integer.bits, integer.negative), QString::number(minimum),
                         QString::number(maximum));
    }
    value = number;
    return true;
}

bool Decoder::readUInt(quint64 &value, quint64 maximum, const char *expected)
{
    Integer integer{};
    if (!takeInteger(integer, expected))
        return false;
    if (integer.negative || integer.bits > maximum) {
        return failRange(expected, toText(integer.bits, integer.negative), QStringLiteral("0"),
                         QString::number(maximum));
    }
    value = integer.bits;
    return true;
}

bool Decoder::readInteger(qint64 &value, bool &isAbove, const char *expected)
{
    Integer integer{};
    if (!takeInteger(integer, expected))
        return false;
    value = qint64(integer.bits);
    isAbove = !integer.negative && value < 0;
    return true;
}

bool Decoder::readDouble(double &value, const char *expected)
{
    const Kind kind = peek();
    if (kind == Kind::Int) {
        Integer integer{};
        if (!takeInteger(integer, expected))
            return false;
        if (!holdsExactly<double>(integer.bits, integer.negative)) {
            return fail(QStringLiteral("expected ") + QString::fromUtf8(expected)
                        + QStringLiteral(", received ") + toText(integer.bits, integer.negative)
                        + QStringLiteral(", which it cannot hold exactly"));
        }
        value = integer.negative ? double(qint64(integer.bits)) : double(integer.bits);
        return true;
    }
    if (kind != Kind::Double && kind != Kind::Float)
        return failExpected(QString::fromUtf8(expected));
    const qsizetype at = m_offset + 1;
    const int width = kind == Kind::Double ? 8 : 4;
    if (m_input.size() - at < width)
        return fail(QStringLiteral("the message ends inside a value"));
    value = kind == Kind::Double ? bigEndian<double>(m_input, at) : double(bigEndian<float>(m_input, at));
    m_offset = at + width;
    return true;
}

bool Decoder::readFloat(float &value, const char *expected)
{
    const bool isInteger = peek() == Kind::Int;
    double wide = 0;
    if (!readDouble(wide, expected))
        return false;
    const bool fits = !std::isfinite(wide) || std::abs(wide) <= double(std::numeric_limits<float>::max());
    // A float holds every integer's sign and size, but only 24 bits of it.
    if (!fits || (isInteger && double(float(wide)) != wide)) {
        return fail(QStringLiteral("expected ") + QString::fromUtf8(expected) + QStringLiteral(", received ")
                    + QString::number(wide, 'g', QLocale::FloatingPointShortest)
                    + (fits ? QStringLiteral(", which it cannot hold exactly")
                            : QStringLiteral(", which does not fit")));
    }
    value = float(wide);
    return true;
}

} // namespace heliograph
