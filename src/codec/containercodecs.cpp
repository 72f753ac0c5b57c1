// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "codec/containercodecs.h"

#include <heliograph/templatecodecs.h>

#include <QtCore/qassociativeiterable.h>
#include <QtCore/qmetacontainer.h>
#include <QtCore/qsequentialiterable.h>
#include <QtCore/qvariant.h>

namespace heliograph {

namespace {

class MetaSequenceCodec final : public TypeCodec
{
public:
    MetaSequenceCodec(QMetaType type, QMetaSequence sequence, const TypeCodec &element)
        : TypeCodec(type), m_sequence(sequence), m_element(element)
    {
    }

    void encode(Encoder &encoder, const void *value) const override
    {
        const Encoder::Level level(encoder);
        if (!level)
            return;
        detail::writeArrayHeader(encoder, m_sequence.size(value));
        void *it = m_sequence.constBegin(value);
        void *const end = m_sequence.constEnd(value);
        for (; !m_sequence.compareConstIterator(it, end); m_sequence.advanceConstIterator(it, 1)) {
            QVariant element(m_element.type());
            m_sequence.valueAtConstIterator(it, element.data());
            m_element.encode(encoder, element.constData());
        }
        m_sequence.destroyConstIterator(it);
        m_sequence.destroyConstIterator(end);
    }

    bool decode(Decoder &decoder, void *value) const override
    {
        quint32 count = 0;
        if (!detail::enterArray(decoder, *this, count, m_element.type().sizeOf()))
            return false;
        m_sequence.clear(value);
        for (quint32 i = 0; i < count; ++i) {
            QVariant element(m_element.type());
            if (!m_element.decode(decoder, element.data()))
                return detail::failAt(decoder, i);
            m_sequence.addValue(value, element.constData());
        }
        decoder.leave();
        return true;
    }

    Match match(const Decoder &decoder) const override
    {
        return decoder.peek() == Decoder::Kind::Array ? Match::Exact : Match::None;
    }

private:
    QMetaSequence m_sequence;
    const TypeCodec &m_element;
};

class MetaAssociationCodec final : public TypeCodec
{
public:
    MetaAssociationCodec(QMetaType type, QMetaAssociation association, const TypeCodec &key,
                         const TypeCodec &mapped)
        : TypeCodec(type), m_association(association), m_key(key), m_mapped(mapped)
    {
    }

    void encode(Encoder &encoder, const void *value) const override
    {
        const Encoder::Level level(encoder);
        if (!level)
            return;
        detail::writeMapHeader(encoder, m_association.size(value));
        void *it = m_association.constBegin(value);
        void *const end = m_association.constEnd(value);
        for (; !m_association.compareConstIterator(it, end); m_association.advanceConstIterator(it, 1)) {
            QVariant key(m_key.type());
            m_association.keyAtConstIterator(it, key.data());
            m_key.encode(encoder, key.constData());
            QVariant mapped(m_mapped.type());
            m_association.mappedAtConstIterator(it, mapped.data());
            m_mapped.encode(encoder, mapped.constData());
        }
        m_association.destroyConstIterator(it);
        m_association.destroyConstIterator(end);
    }

    bool decode(Decoder &decoder, void *value) const override
    {
        quint32 count = 0;
        if (!detail::enterMap(decoder, *this, count, m_key.type().sizeOf() + m_mapped.type().sizeOf()))
            return false;
        m_association.clear(value);
        for (quint32 i = 0; i < count; ++i) {
            QVariant key(m_key.type());
            if (!m_key.decode(decoder, key.data()))
                return false;
            if (m_association.containsKey(value, key.constData()))
                return detail::failDuplicate(decoder, m_key, key.constData());
            QVariant mapped(m_mapped.type());
            if (!m_mapped.decode(decoder, mapped.data()))
                return detail::failAtKey(decoder, m_key, key.constData());
            m_association.setMappedAtKey(value, key.constData(), mapped.constData());
        }
        decoder.leave();
        return true;
    }

    Match match(const Decoder &decoder) const override
    {
        return decoder.peek() == Decoder::Kind::Map ? Match::Exact : Match::None;
    }

private:
    QMetaAssociation m_association;
    const TypeCodec &m_key;
    const TypeCodec &m_mapped;
};

std::unique_ptr<TypeCodec> makeSequenceCodec(QMetaType type, const QMetaSequence &sequence)
{
    const bool isUsable = sequence.hasSize() && sequence.hasConstIterator() && sequence.canClear()
                          && sequence.canAddValue() && sequence.canGetValueAtConstIterator();
    const TypeCodec *element = isUsable ? findTypeCodec(sequence.valueMetaType()) : nullptr;
    return element ? std::make_unique<MetaSequenceCodec>(type, sequence, *element) : nullptr;
}

std::unique_ptr<TypeCodec> makeAssociationCodec(QMetaType type, const QMetaAssociation &association)
{
    const bool isUsable = association.hasSize() && association.hasConstIterator() && association.canClear()
                          && association.canContainsKey() && association.canSetMappedAtKey()
                          && association.canGetKeyAtConstIterator()
                          && association.canGetMappedAtConstIterator();
    if (!isUsable)
        return nullptr; // a set, in QMetaAssociation's eyes, or something of the application's own
    const TypeCodec *key = findTypeCodec(association.keyMetaType());
    const TypeCodec *mapped = findTypeCodec(association.mappedMetaType());
    if (!key || !mapped)
        return nullptr;
    return std::make_unique<MetaAssociationCodec>(type, association, *key, *mapped);
}

} // namespace

std::unique_ptr<TypeCodec> makeContainerCodec(QMetaType type)
{
    const auto sequences = QMetaType::fromType<QSequentialIterable>();
    const auto associations = QMetaType::fromType<QAssociativeIterable>();
    type.id(); // registers the views of Qt's and the standard library's containers
    if (QMetaType::canView(type, associations)) {
        QVariant container(type);
        QAssociativeIterable view(QMetaAssociation(), nullptr);
        if (QMetaType::view(type, container.data(), associations, &view))
            return makeAssociationCodec(type, view.metaContainer());
    } else if (QMetaType::canView(type, sequences)) {
        QVariant container(type);
        QSequentialIterable view(QMetaSequence(), nullptr);
        if (QMetaType::view(type, container.data(), sequences, &view))
            return makeSequenceCodec(type, view.metaContainer());
    }
    return nullptr;
}

} // namespace heliograph
