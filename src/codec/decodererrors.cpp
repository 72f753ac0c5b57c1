// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/decoder.h>

#include <QtCore/qstringbuilder.h>

// How Decoder words its errors.

namespace heliograph {

namespace {

constexpr int longestPlace = 40; // characters of a peer's key that an error repeats

} // namespace

QString Decoder::describeNext() const
{
    switch (peek()) {
    case Kind::Nil: return QStringLiteral("nil");
    case Kind::Bool: return QStringLiteral("bool");
    case Kind::Int: return QStringLiteral("int");
    case Kind::Float: return QStringLiteral("float");
    case Kind::Double: return QStringLiteral("double");
    case Kind::String: return QStringLiteral("string");
    case Kind::Bytes: return QStringLiteral("bytes");
    case Kind::Array: return QStringLiteral("array");
    case Kind::Map: return QStringLiteral("map");
    case Kind::Invalid: return QStringLiteral("the invalid byte c1");
    case Kind::End: return QStringLiteral("the end of the message");
    case Kind::Extension: break;
    }
    const std::optional<qint8> code = peekExtension();
    return code ? QStringLiteral("extension ") + QString::number(*code) : QStringLiteral("a cut extension");
}

bool Decoder::failExpected(const QString &expected)
{
    return fail(QStringLiteral("expected ") + expected + QStringLiteral(", received ") + describeNext());
}

bool Decoder::failRange(const char *expected, const QString &value, const QString &minimum,
                        const QString &maximum)
{
    return fail(QStringLiteral("expected ") + QString::fromUtf8(expected) + QStringLiteral(", received ")
                + value + QStringLiteral(", which does not fit (range ") + minimum + QStringLiteral("..")
                + maximum + QStringLiteral(")"));
}

bool Decoder::fail(const QString &reason)
{
    if (ok()) {
        m_error = reason.isEmpty() ? QStringLiteral("a value is refused") : reason;
        m_input = m_input.first(m_offset);
    }
    return false;
}

void Decoder::prefixError(const QString &place)
{
    if (ok())
        return;
    const QString start =
        place.size() > longestPlace ? place.left(longestPlace) + QStringLiteral("...") : place;
    if (!m_hasPlace)
        m_error = start + QStringLiteral(": ") + m_error;
    else if (m_error.startsWith(QLatin1Char('[')))
        m_error = start + m_error;
    else
        m_error = start + QLatin1Char('.') + m_error;
    m_hasPlace = true;
}

} // namespace heliograph
