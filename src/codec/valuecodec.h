// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/typecodec.h>

namespace heliograph {

/// A codec made of a type's three functions; they are template arguments so that they are inlined.
template <typename T, auto Write, auto Read, auto Suits>
class ValueCodec final : public TypeCodec
{
public:
    ValueCodec() : TypeCodec(QMetaType::fromType<T>()) {}

    void encode(Encoder &encoder, const void *value) const override
    {
        Write(encoder, *static_cast<const T *>(value));
    }

    bool decode(Decoder &decoder, void *value) const override
    {
        return Read(decoder, *static_cast<T *>(value));
    }

    Match match(const Decoder &decoder) const override { return Suits(decoder); }
};

/// Suits when a value of \a Wanted comes next.
template <Decoder::Kind Wanted>
TypeCodec::Match matchKind(const Decoder &decoder)
{
    return decoder.peek() == Wanted ? TypeCodec::Match::Exact : TypeCodec::Match::None;
}

/// Suits when an extension of \a Code comes next.
template <qint8 Code>
TypeCodec::Match matchExtension(const Decoder &decoder)
{
    return decoder.peekExtension() == Code ? TypeCodec::Match::Exact : TypeCodec::Match::None;
}

} // namespace heliograph
