// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "fuzz.h"

#include <heliograph/types.h>

#include <QtCore/qdatetime.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qpoint.h>
#include <QtCore/qrect.h>
#include <QtCore/qsize.h>
#include <QtCore/qurl.h>
#include <QtCore/quuid.h>
#include <QtCore/qvariant.h>

// The codecs: any bytes are read as a declared type or refused; what was read is written, and read as the same. The first
// byte of an input chooses the type, and whether little memory may be taken.

using namespace heliograph;
using fuzz::require;

namespace {

class Sample
{
    Q_GADGET
    Q_PROPERTY(int number MEMBER number)
    Q_PROPERTY(QString text MEMBER text)
    Q_PROPERTY(Shade shade MEMBER shade)
    Q_PROPERTY(QVariantList list MEMBER list)
public:
    enum class Shade : qint8 { Dark = -1, Grey, Light };
    Q_ENUM(Shade)
    enum Option : quint8 { None = 0, First = 1, Second = 2, Third = 4 };
    Q_DECLARE_FLAGS(Options, Option)
    Q_FLAG(Options)

    int number = 0;
    QString text;
    Shade shade = Shade::Grey;
    QVariantList list;
};

/// A type of the application's, as registerType() knows it.
struct Tagged
{
    QString tag;
    QList<qint16> numbers;
};

struct Type
{
    const TypeCodec *codec;
    bool isOrdered; // false: equal values may be written in different orders
};

template <typename T>
Type typeOf(bool isOrdered = true)
{
    return {&codecFor<T>(), isOrdered};
}

std::vector<Type> makeTypes()
{
    registerType<Tagged>(
        77,
        [](Encoder &encoder, const Tagged &value) {
            encoder.writeString(value.tag);
            codecFor<QList<qint16>>().encode(encoder, &value.numbers);
        },
        [](Decoder &decoder, Tagged &value) {
            return decoder.readString(value.tag) && codecFor<QList<qint16>>().decode(decoder, &value.numbers);
        });
    return {typeOf<QVariant>(),
            typeOf<QVariantList>(),
            typeOf<QVariantMap>(),
            typeOf<QVariantHash>(false),
            typeOf<QJsonValue>(),
            typeOf<QJsonObject>(),
            typeOf<QJsonArray>(),
            typeOf<QJsonDocument>(),
            typeOf<bool>(),
            typeOf<qint8>(),
            typeOf<quint8>(),
            typeOf<qint16>(),
            typeOf<quint32>(),
            typeOf<int>(),
            typeOf<qint64>(),
            typeOf<quint64>(),
            typeOf<float>(),
            typeOf<double>(),
            typeOf<QString>(),
            typeOf<std::string>(),
            typeOf<QByteArray>(),
            typeOf<QChar>(),
            typeOf<QStringList>(),
            typeOf<Sample>(),
            typeOf<Sample::Shade>(),
            typeOf<Sample::Options>(),
            typeOf<QList<Sample>>(),
            typeOf<Tagged>(),
            typeOf<std::vector<int>>(),
            typeOf<QList<QByteArray>>(),
            typeOf<std::list<QList<double>>>(),
            typeOf<std::set<qint16>>(),
            typeOf<QSet<QString>>(false),
            typeOf<QMap<int, QString>>(),
            typeOf<QHash<QString, int>>(false),
            typeOf<std::map<QString, std::vector<quint8>>>(),
            typeOf<std::unordered_map<int, QVariant>>(false),
            typeOf<std::optional<QString>>(),
            typeOf<QDate>(),
            typeOf<QTime>(),
            typeOf<QDateTime>(),
            typeOf<QUrl>(),
            typeOf<QUuid>(),
            typeOf<QPoint>(),
            typeOf<QPointF>(),
            typeOf<QSize>(),
            typeOf<QSizeF>(),
            typeOf<QRect>(),
            typeOf<QRectF>(),
            typeOf<std::chrono::milliseconds>(),
            typeOf<std::chrono::hours>()};
}

/// A value of any type.
class Value
{
public:
    explicit Value(QMetaType type) : m_type(type), m_value(type.create()) {}
    ~Value() { m_type.destroy(m_value); }
    Q_DISABLE_COPY_MOVE(Value)
    [[nodiscard]] void *get() const { return m_value; }

private:
    QMetaType m_type;
    void *m_value;
};

QByteArray written(const TypeCodec &codec, const Value &value)
{
    Encoder encoder;
    codec.encode(encoder, value.get());
    require(encoder.ok(), "what was read can be written");
    return encoder.take();
}

void checkWritten(const Type &type, const Value &value)
{
    const QByteArray bytes = written(*type.codec, value);
    Decoder decoder(bytes);
    const Value again(type.codec->type());
    require(type.codec->decode(decoder, again.get()) && decoder.finish(), "what was written can be read");
    const QByteArray rewritten = written(*type.codec, again);
    require(rewritten.size() == bytes.size(), "a value keeps its size");
    require(!type.isOrdered || rewritten == bytes, "a value is the same when it was sent");
}

Decoder::Limits sparing()
{
    return {.memoryFloor = 4096};
}

// What a decoder counts is not what malloc takes, to the byte.
constexpr qsizetype memorySlack = 4;

} // namespace

int LLVMFuzzerInitialize(int *, char ***)
{
    fuzz::beQuiet();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const std::vector<Type> types = makeTypes();
    if (size == 0)
        return 0;
    const Type &type = types[(data[0] & 0x7f) % types.size()];
    const Decoder::Limits limits = (data[0] & 0x80) != 0 ? sparing() : Decoder::Limits();
    const QByteArrayView bytes(data + 1, qsizetype(size) - 1);

    const qsizetype before = fuzz::allocatedBytes();
    const Value value(type.codec->type());
    Decoder decoder(bytes, limits);
    const TypeCodec::Match match = type.codec->match(decoder);
    const bool isRead = type.codec->decode(decoder, value.get());
    require(isRead == decoder.ok() && isRead == decoder.error().isNull(), "who refuses says why");
    require(!isRead || match != TypeCodec::Match::None, "what can be read is a match");
    require(fuzz::allocatedBytes() - before
                <= memorySlack * (limits.memoryFloor + limits.memoryFactor * (bytes.size() + 64)),
            "memory is a small multiple of the input's size");

    Decoder skipping(bytes, limits);
    require(skipping.skip() || !isRead, "what can be read can be skipped");
    if (!isRead)
        return 0;
    require(skipping.offset() == decoder.offset(), "who skips goes as far as who reads");
    checkWritten(type, value);
    return 0;
}

#include "fuzz_values.moc"
