// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/arguments.h"

#include "meta/method.h"

namespace heliograph {

namespace {

QMetaType typeAt(const Method &method, qsizetype index)
{
    return index == 0 ? method.returnType : method.parameters[size_t(index) - 1].codec->type();
}

qsizetype aligned(qsizetype offset, qsizetype alignment)
{
    return (offset + alignment - 1) / alignment * alignment;
}

} // namespace

Arguments::Arguments(const Method &method) : m_method(method)
{
    const qsizetype count = qsizetype(method.parameters.size()) + 1;
    std::array<qsizetype, maximum + 1> offsets;
    qsizetype size = 0;
    for (qsizetype i = 0; i < count; ++i) {
        const QMetaType type = typeAt(method, i);
        size = aligned(size, qMax(type.alignOf(), qsizetype(1)));
        offsets[size_t(i)] = size;
        size += type.sizeOf();
    }
    std::byte *block = m_inline.data();
    if (size > qsizetype(m_inline.size())) {
        m_heap = std::make_unique<std::byte[]>(size_t(size));
        block = m_heap.get();
    }
    try {
        for (; m_constructed < count; ++m_constructed) {
            const QMetaType type = typeAt(method, m_constructed);
            void *const place = block + offsets[size_t(m_constructed)];
            m_argv[size_t(m_constructed)] = type.sizeOf() > 0 ? type.construct(place) : nullptr;
        }
    } catch (...) {
        destroy();
        throw;
    }
}

Arguments::~Arguments()
{
    destroy();
}

void Arguments::destroy()
{
    for (qsizetype i = 0; i < m_constructed; ++i) {
        if (void *const value = m_argv[size_t(i)])
            typeAt(m_method, i).destruct(value);
    }
}

} // namespace heliograph
