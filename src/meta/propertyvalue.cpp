// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/propertyvalue.h"

#include <QtCore/qmetaobject.h>
#include <QtCore/qobject.h>

#include <array>
#include <cstddef>

namespace heliograph {

namespace {

// A default-constructed value of a type that is known at run time.
class Value
{
public:
    explicit Value(QMetaType type)
        : m_type(type), m_isInline(type.sizeOf() <= qsizetype(sizeof m_inline)
                                   && type.alignOf() <= qsizetype(alignof(std::max_align_t))),
          m_data(m_isInline ? type.construct(m_inline.data()) : type.create())
    {
    }
    ~Value()
    {
        if (m_isInline)
            m_type.destruct(m_data);
        else
            m_type.destroy(m_data);
    }
    Q_DISABLE_COPY_MOVE(Value)
    [[nodiscard]] void *data() { return m_data; }

private:
    const QMetaType m_type;
    const bool m_isInline;
    alignas(std::max_align_t) std::array<std::byte, 64> m_inline;
    void *const m_data;
};

} // namespace

QString encodeProperty(Encoder &encoder, QObject &object, const Property &property)
{
    Value value(property.codec->type());
    int status = -1;
    void *argv[] = {value.data(), nullptr, &status};
    QMetaObject::metacall(&object, QMetaObject::ReadProperty, property.index, argv);
    const qsizetype before = encoder.size();
    property.codec->encode(encoder, value.data());
    QString error = encoder.error();
    if (!encoder.ok()) {
        encoder.truncate(before);
        encoder.writeNil();
    }
    return error;
}

} // namespace heliograph
