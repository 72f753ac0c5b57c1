// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "codec/codectable.h"

#include "codec/containercodecs.h"
#include "codec/datecodecs.h"
#include "codec/enumcodec.h"
#include "codec/gadgetcodec.h"
#include "codec/geometrycodecs.h"
#include "codec/jsoncodecs.h"
#include "codec/scalarcodecs.h"
#include "codec/templatecodecs.h"
#include "codec/textcodecs.h"
#include "codec/variantcodec.h"

#include <mutex>

namespace heliograph {

namespace {

/// Makes the codec of a type that describes itself to QMetaType.
std::unique_ptr<TypeCodec> makeCodec(QMetaType type)
{
    if (type.flags() & (QMetaType::PointerToQObject | QMetaType::PointerToGadget | QMetaType::IsPointer))
        return nullptr;
    if (type.flags() & QMetaType::IsEnumeration)
        return makeEnumCodec(type);
    if (type.flags() & QMetaType::IsGadget)
        return makeGadgetCodec(type);
    return makeContainerCodec(type);
}

} // namespace

CodecTable &CodecTable::instance()
{
    static CodecTable &table = *new CodecTable;
    return table;
}

CodecTable::CodecTable()
{
    addScalarCodecs(*this);
    addTextCodecs(*this);
    addDateCodecs(*this);
    addGeometryCodecs(*this);
    addJsonCodecs(*this);
    addVariantCodec(*this);
    addTemplateCodecs(*this);
}

const TypeCodec &CodecTable::add(std::unique_ptr<TypeCodec> codec)
{
    const int id = codec->type().id();
    const std::unique_lock lock(m_mutex);
    return *m_codecs.try_emplace(id, std::move(codec)).first->second;
}

bool CodecTable::addExtension(qint8 code, std::unique_ptr<TypeCodec> codec)
{
    const int id = codec->type().id();
    const std::unique_lock lock(m_mutex);
    const TypeCodec *&entry = m_extensions.at(std::size_t(code));
    if (entry || m_codecs.contains(id))
        return false;
    entry = m_codecs.try_emplace(id, std::move(codec)).first->second.get();
    return true;
}

const TypeCodec *CodecTable::find(QMetaType type) const
{
    const int id = type.id();
    const std::shared_lock lock(m_mutex);
    const auto found = m_codecs.find(id);
    return found == m_codecs.end() ? nullptr : found->second.get();
}

const TypeCodec *CodecTable::findExtension(qint8 code) const
{
    if (code < 0)
        return nullptr;
    const std::shared_lock lock(m_mutex);
    return m_extensions.at(std::size_t(code));
}

TypeCodec::~TypeCodec() = default;

const TypeCodec *findTypeCodec(QMetaType type)
{
    if (!type.isValid() || type.id() == QMetaType::Void)
        return nullptr;
    CodecTable &table = CodecTable::instance();
    if (const TypeCodec *known = table.find(type))
        return known;
    // Not under the table's lock: a container looks up its elements here.
    std::unique_ptr<TypeCodec> codec = makeCodec(type);
    return codec ? &table.add(std::move(codec)) : nullptr;
}

const TypeCodec &addTypeCodec(std::unique_ptr<TypeCodec> codec)
{
    return CodecTable::instance().add(std::move(codec));
}

} // namespace heliograph
