// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "codec/gadgetcodec.h"

#include "codec/variantcodec.h"

#include <heliograph/templatecodecs.h>

#include <QtCore/qmetaobject.h>
#include <QtCore/qvariant.h>
#include <QtCore/qvarlengtharray.h>

#include <mutex>
#include <vector>

namespace heliograph {

namespace {

struct GadgetProperty
{
    QMetaProperty property;
    QByteArray name;
    const TypeCodec *codec; // nullptr when the type cannot travel
};

class GadgetCodec final : public TypeCodec
{
public:
    using TypeCodec::TypeCodec;

    void encode(Encoder &encoder, const void *value) const override
    {
        const Encoder::Level level(encoder);
        if (!level)
            return;
        const std::vector<GadgetProperty> &known = properties();
        detail::writeMapHeader(encoder, qsizetype(known.size()));
        for (const GadgetProperty &entry : known) {
            encoder.writeString(QUtf8StringView(entry.name));
            write(encoder, entry, entry.property.readOnGadget(value));
        }
    }

    bool decode(Decoder &decoder, void *value) const override
    {
        quint32 count = 0;
        if (!decoder.enterMap(count, type().name()))
            return false;
        const std::vector<GadgetProperty> &known = properties();
        QVarLengthArray<bool, 32> seen(qsizetype(known.size()), false);
        std::size_t next = 0; // where the next key is looked for first: senders of this type keep the order
        for (quint32 i = 0; i < count; ++i) {
            QByteArrayView key;
            if (!decoder.readUtf8(key))
                return false;
            const std::size_t index = find(key, next);
            if (index == known.size()) {
                if (!decoder.skip())
                    return false;
                continue;
            }
            bool &isSecond = seen[qsizetype(index)];
            if (isSecond)
                return decoder.fail(QStringLiteral("duplicate key \"") + QString::fromUtf8(key)
                                    + QLatin1Char('"'));
            isSecond = true;
            next = index + 1;
            if (!read(decoder, known[index], value))
                return false;
        }
        decoder.leave();
        return true;
    }

    Match match(const Decoder &decoder) const override
    {
        return decoder.peek() == Decoder::Kind::Map ? Match::Exact : Match::None;
    }

private:
    const std::vector<GadgetProperty> &properties() const
    {
        std::call_once(m_once, [this] {
            const QMetaObject *meta = type().metaObject();
            for (int i = 0; i < meta->propertyCount(); ++i) {
                const QMetaProperty property = meta->property(i);
                if (property.isStored() && property.isReadable())
                    m_properties.push_back({property, property.name(), findTypeCodec(property.metaType())});
            }
        });
        return m_properties;
    }

    /// The index of \a key, or the number of properties.
    std::size_t find(QByteArrayView key, std::size_t first) const
    {
        const std::size_t count = m_properties.size();
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t index = (first + i) % count;
            if (m_properties[index].name == key)
                return index;
        }
        return count;
    }

    static void write(Encoder &encoder, const GadgetProperty &entry, const QVariant &value)
    {
        if (!entry.codec) {
            encoder.fail(QString::fromUtf8(entry.name) + QStringLiteral(": ")
                         + cannotBeSent(entry.property.metaType()));
        } else if (entry.property.metaType().id() == QMetaType::QVariant) {
            writeVariant(encoder, value); // reading gave the value inside, not a QVariant in a QVariant
        } else {
            entry.codec->encode(encoder, value.constData());
        }
    }

    static bool read(Decoder &decoder, const GadgetProperty &entry, void *gadget)
    {
        if (!entry.property.isWritable())
            return decoder.skip();
        bool good = false;
        if (!entry.codec) {
            decoder.fail(cannotBeSent(entry.property.metaType()));
        } else if (entry.property.metaType().id() == QMetaType::QVariant) {
            QVariant value;
            good = readVariant(decoder, value);
            if (good)
                entry.property.writeOnGadget(gadget, value);
        } else {
            QVariant value(entry.property.metaType());
            good = entry.codec->decode(decoder, value.data());
            if (good)
                entry.property.writeOnGadget(gadget, value);
        }
        if (!good)
            decoder.prefixError(QString::fromUtf8(entry.name));
        return good;
    }

    mutable std::once_flag m_once;
    mutable std::vector<GadgetProperty> m_properties; // complete once m_once is done, then constant
};

} // namespace

std::unique_ptr<TypeCodec> makeGadgetCodec(QMetaType type)
{
    return type.metaObject() ? std::make_unique<GadgetCodec>(type) : nullptr;
}

} // namespace heliograph
