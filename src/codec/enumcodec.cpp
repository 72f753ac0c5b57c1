// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "codec/enumcodec.h"

#include <QtCore/qmetaobject.h>
#include <QtCore/qstringbuilder.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <optional>
#include <vector>

namespace heliograph {

namespace {

constexpr QByteArrayView flagsStart("QFlags<");

/// How an enum's numbers lie in memory.
struct Storage
{
    qsizetype size; // bytes: 1, 2, 4 or 8
    bool isUnsigned;

    /// The number in \a bits, cut to this storage and extended with its sign.
    [[nodiscard]] qint64 extend(quint64 bits) const
    {
        const auto unused = int(64 - size * 8);
        return isUnsigned ? qint64(bits << unused >> unused) : qint64(bits << unused) >> unused;
    }

    [[nodiscard]] qint64 load(const void *from) const
    {
        switch (size) {
        case 1: return extend(loadAs<quint8>(from));
        case 2: return extend(loadAs<quint16>(from));
        case 4: return extend(loadAs<quint32>(from));
        default: return extend(loadAs<quint64>(from));
        }
    }

    void store(qint64 number, void *to) const
    {
        switch (size) {
        case 1: return storeAs(quint8(number), to);
        case 2: return storeAs(quint16(number), to);
        case 4: return storeAs(quint32(number), to);
        default: return storeAs(quint64(number), to);
        }
    }

private:
    template <typename T>
    static T loadAs(const void *from)
    {
        T number;
        std::memcpy(&number, from, sizeof number);
        return number;
    }

    template <typename T>
    static void storeAs(T number, void *to)
    {
        std::memcpy(to, &number, sizeof number);
    }
};

/// Finds an enum's description: \a type's meta-object is the one of the class or namespace around it.
QMetaEnum findEnum(QMetaType type)
{
    const QMetaObject *scope = type.metaObject();
    if (!scope)
        return QMetaEnum();
    QByteArrayView name(type.name());
    if (name.startsWith(flagsStart))
        name = name.sliced(flagsStart.size()).chopped(1);
    name = name.sliced(name.lastIndexOf(':') + 1);
    QMetaEnum found;
    for (int i = 0; i < scope->enumeratorCount(); ++i) {
        const QMetaEnum candidate = scope->enumerator(i);
        // Q_FLAG names the flags and knows the enum's name as another one. The enum itself is to be preferred.
        if (name == candidate.name() || (!found.isValid() && name == candidate.enumName()))
            found = candidate;
    }
    return found;
}

class EnumCodec final : public TypeCodec
{
public:
    EnumCodec(QMetaType type, const QMetaEnum &values)
        : TypeCodec(type), m_enum(values), m_isFlags(QByteArrayView(type.name()).startsWith(flagsStart)),
          m_storage{type.sizeOf(), m_isFlags || type.flags().testFlag(QMetaType::IsUnsignedEnumeration)}
    {
        for (int i = 0; i < m_enum.keyCount(); ++i) {
            m_values.push_back(m_storage.extend(quint64(qint64(m_enum.value(i)))));
            m_bits |= m_values.back();
        }
        std::sort(m_values.begin(), m_values.end());
    }

    void encode(Encoder &encoder, const void *value) const override
    {
        const qint64 number = m_storage.load(value);
        if (isListed(number))
            encoder.writeInt(number);
        else
            encoder.fail(QString::number(number) + QStringLiteral(" is no value of ")
                         + QString::fromUtf8(typeName()));
    }

    bool decode(Decoder &decoder, void *value) const override
    {
        qint64 number = 0;
        if (!m_isFlags && decoder.peek() == Decoder::Kind::String ? !readName(decoder, number)
                                                                  : !readNumber(decoder, number))
            return false;
        m_storage.store(number, value);
        return true;
    }

    Match match(const Decoder &decoder) const override
    {
        const Decoder::Kind kind = decoder.peek();
        if (kind == Decoder::Kind::Int)
            return Match::Exact;
        return !m_isFlags && kind == Decoder::Kind::String ? Match::Convertible : Match::None;
    }

private:
    [[nodiscard]] bool isListed(qint64 number) const
    {
        if (m_isFlags)
            return (number & ~m_bits) == 0;
        return std::binary_search(m_values.begin(), m_values.end(), number);
    }

    bool readNumber(Decoder &decoder, qint64 &number) const
    {
        constexpr auto limits = std::numeric_limits<qint64>();
        if (!decoder.readInt(number, limits.min(), limits.max(), type().name()))
            return false;
        return isListed(number) || failUnlisted(decoder, QString::number(number));
    }

    bool readName(Decoder &decoder, qint64 &number) const
    {
        QByteArrayView name;
        if (!decoder.readUtf8(name))
            return false;
        for (int i = 0; i < m_enum.keyCount(); ++i) {
            if (name == m_enum.key(i)) {
                number = m_storage.extend(quint64(qint64(m_enum.value(i))));
                return true;
            }
        }
        return failUnlisted(decoder, QLatin1Char('"') + QString::fromUtf8(name).left(40) + QLatin1Char('"'));
    }

    bool failUnlisted(Decoder &decoder, const QString &received) const
    {
        return decoder.fail(QStringLiteral("expected ") + QString::fromUtf8(typeName())
                            + QStringLiteral(", received ") + received
                            + QStringLiteral(", which is none of its values"));
    }

    QMetaEnum m_enum;
    bool m_isFlags;
    Storage m_storage;
    std::vector<qint64> m_values; // sorted
    qint64 m_bits = 0;            // all values together
};

} // namespace

std::unique_ptr<TypeCodec> makeEnumCodec(QMetaType type)
{
    const QMetaEnum values = findEnum(type);
    return values.isValid() ? std::make_unique<EnumCodec>(type, values) : nullptr;
}

} // namespace heliograph
