// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/decoder.h>
#include <heliograph/encoder.h>
#include <heliograph/export.h>

#include <QtCore/qmetatype.h>

#include <memory>

namespace heliograph {

/// How values of one C++ type travel. Immutable after construction and shared by all threads; found once,
/// when a method is exposed or a call is compiled, so that a call pays for no lookup.
class HELIOGRAPH_EXPORT TypeCodec
{
public:
    /// How well a value on the wire suits a type: chooses among overloads.
    enum class Match : quint8 {
        None,        ///< cannot be decoded
        Convertible, ///< decoded by a lossless conversion (an int for a double, anything for a QVariant)
        Exact        ///< the form in which this type is written
    };

    /// For values of \a type; \a type outlives the codec (QMetaType's interfaces are static).
    explicit TypeCodec(QMetaType type) : m_type(type) {}
    virtual ~TypeCodec();
    Q_DISABLE_COPY_MOVE(TypeCodec)

    /// The C++ type.
    [[nodiscard]] QMetaType type() const { return m_type; }
    /// The type's name as errors and introspection show it.
    [[nodiscard]] QByteArray typeName() const { return QByteArray(m_type.name()); }

    /// Writes the value at \a value, which is of type(); calls Encoder::fail when it has no form on the wire.
    virtual void encode(Encoder &encoder, const void *value) const = 0;
    /// Reads into the constructed value at \a value; false with Decoder::error() when the input does not fit.
    [[nodiscard]] virtual bool decode(Decoder &decoder, void *value) const = 0;
    /// How well the value that \a decoder stands before suits; looks at its kind only.
    [[nodiscard]] virtual Match match(const Decoder &decoder) const = 0;

private:
    QMetaType m_type;
};

/// The codec of \a type, or nullptr when the type cannot travel (pointers, types nobody registered).
/// Knows all built-in types, Q_ENUM and Q_FLAG types, Q_GADGETs, and containers of those. Thread-safe.
[[nodiscard]] HELIOGRAPH_EXPORT const TypeCodec *findTypeCodec(QMetaType type);

/// Adds \a codec for its type to the process-wide table and returns the codec that is in the table afterwards:
/// the one that was there first when two threads or two libraries add the same type. Thread-safe.
HELIOGRAPH_EXPORT const TypeCodec &addTypeCodec(std::unique_ptr<TypeCodec> codec);

} // namespace heliograph
