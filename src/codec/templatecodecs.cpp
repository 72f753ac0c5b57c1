// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "codec/templatecodecs.h"

#include "codec/codectable.h"
#include "codec/extensioncode.h"
#include "codec/extensionpayload.h"

#include <heliograph/templatecodecs.h>

#include <QtCore/qhash.h>
#include <QtCore/qlist.h>
#include <QtCore/qmap.h>
#include <QtCore/qset.h>
#include <QtCore/qvariant.h>

#include <string>
#include <vector>

namespace heliograph {

namespace detail {

void writeArrayHeader(Encoder &encoder, qsizetype count)
{
    if (std::in_range<quint32>(count))
        encoder.writeArray(quint32(count));
    else
        encoder.fail(QStringLiteral("a list of 2^32 values or more cannot be sent"));
}

void writeMapHeader(Encoder &encoder, qsizetype count)
{
    if (std::in_range<quint32>(count))
        encoder.writeMap(quint32(count));
    else
        encoder.fail(QStringLiteral("a map of 2^32 entries or more cannot be sent"));
}

bool enterArray(Decoder &decoder, const TypeCodec &codec, quint32 &count, qsizetype elementSize)
{
    return decoder.enterArray(count, codec.type().name())
           && decoder.charge(count * elementSize + (count > 0 ? Decoder::blockOverhead : 0));
}

bool enterMap(Decoder &decoder, const TypeCodec &codec, quint32 &count, qsizetype entrySize)
{
    return decoder.enterMap(count, codec.type().name())
           && decoder.charge(count * (entrySize + Decoder::blockOverhead));
}

bool failAt(Decoder &decoder, qsizetype index)
{
    decoder.prefixError(QLatin1Char('[') + QString::number(index) + QLatin1Char(']'));
    return false;
}

namespace {

/// A key as errors show it.
QString describeKey(const TypeCodec &codec, const void *key)
{
    const QString text = QVariant(codec.type(), key).toString();
    return text.isEmpty() ? QString::fromUtf8(codec.typeName()) : text.left(40);
}

} // namespace

bool failAtKey(Decoder &decoder, const TypeCodec &keyCodec, const void *key)
{
    decoder.prefixError(describeKey(keyCodec, key));
    return false;
}

bool failDuplicate(Decoder &decoder, const TypeCodec &keyCodec, const void *key)
{
    return decoder.fail(QStringLiteral("duplicate key \"") + describeKey(keyCodec, key) + QLatin1Char('"'));
}

void writeDuration(Encoder &encoder, qint64 nanoseconds)
{
    encoder.writeExtension(ExtensionCode::Duration, packNumbers<qint64, 1>({nanoseconds}));
}

bool readDuration(Decoder &decoder, const TypeCodec &codec, qint64 &nanoseconds)
{
    QByteArrayView payload;
    if (!readPayload(decoder, ExtensionCode::Duration, payload, codec.type().name()))
        return false;
    const auto number = unpackNumbers<qint64, 1>(payload);
    if (!number)
        return failPayload(decoder, codec.type().name());
    nanoseconds = number->front();
    return true;
}

bool failInexact(Decoder &decoder, const TypeCodec &codec, qint64 nanoseconds)
{
    return decoder.fail(QStringLiteral("expected ") + QString::fromUtf8(codec.typeName())
                        + QStringLiteral(", received ") + QString::number(nanoseconds)
                        + QStringLiteral(" ns, which it cannot hold exactly"));
}

TypeCodec::Match matchDuration(const Decoder &decoder)
{
    return decoder.peekExtension() == ExtensionCode::Duration ? TypeCodec::Match::Exact
                                                              : TypeCodec::Match::None;
}

} // namespace detail

namespace {

template <typename T>
const TypeCodec &known(const CodecTable &table)
{
    const TypeCodec *codec = table.find(QMetaType::fromType<T>());
    Q_ASSERT(codec); // only types that the table's constructor has added before
    return *codec;
}

template <typename Container>
void addSequence(CodecTable &table)
{
    const TypeCodec &element = known<typename Container::value_type>(table);
    table.add(std::make_unique<detail::SequenceCodec<Container>>(element));
}

template <typename Container>
void addAssociation(CodecTable &table)
{
    const TypeCodec &key = known<typename Container::key_type>(table);
    const TypeCodec &mapped = known<typename Container::mapped_type>(table);
    table.add(std::make_unique<detail::AssociationCodec<Container>>(key, mapped));
}

template <typename... Values>
void addOptionals(CodecTable &table)
{
    (table.add(std::make_unique<detail::OptionalCodec<Values>>(known<Values>(table))), ...);
}

template <typename... Durations>
void addDurations(CodecTable &table)
{
    (table.add(std::make_unique<detail::DurationCodec<Durations>>()), ...);
}

} // namespace

void addTemplateCodecs(CodecTable &table)
{
    using namespace std::chrono;
    // The finest unit is what a duration becomes in a QVariant.
    table.addExtension(ExtensionCode::Duration, std::make_unique<detail::DurationCodec<nanoseconds>>());
    addDurations<microseconds, milliseconds, seconds, minutes, hours, days, weeks, months, years>(table);

    addSequence<QVariantList>(table);
    addSequence<QStringList>(table);
    addSequence<QByteArrayList>(table);
    addSequence<QList<bool>>(table);
    addSequence<QList<int>>(table);
    addSequence<QList<uint>>(table);
    addSequence<QList<qint64>>(table);
    addSequence<QList<quint64>>(table);
    addSequence<QList<float>>(table);
    addSequence<QList<double>>(table);
    addSequence<QSet<QString>>(table);
    addSequence<std::vector<int>>(table);
    addSequence<std::vector<double>>(table);
    addSequence<std::vector<std::string>>(table);
    addAssociation<QVariantMap>(table);
    addAssociation<QVariantHash>(table);
    addAssociation<QMap<QString, QString>>(table);

    addOptionals<bool, int, uint, qint64, quint64, float, double, QString, std::string, QByteArray>(table);
}

} // namespace heliograph
