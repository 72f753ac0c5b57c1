// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/decoder.h>
#include <heliograph/encoder.h>

#include <QtCore/qvariant.h>

namespace heliograph {

class CodecTable;

/// Adds QVariant, which travels in the form of its value.
void addVariantCodec(CodecTable &table);

/// Writes what \a value holds; an invalid one as nil.
void writeVariant(Encoder &encoder, const QVariant &value);
/// Reads a value of any kind into the type that suits it.
[[nodiscard]] bool readVariant(Decoder &decoder, QVariant &value);

/// What to tell whoever sends a \a type that has no codec.
[[nodiscard]] QString cannotBeSent(QMetaType type);

} // namespace heliograph
