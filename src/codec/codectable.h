// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/typecodec.h>

#include <array>
#include <memory>
#include <shared_mutex>
#include <unordered_map>

namespace heliograph {

/// All codecs of this process, by type and by extension code. There is one table for the process, as there is one
/// of QMetaType's: a type is the same type everywhere. Codecs are never removed, so that pointers to them stay
/// good. Thread-safe.
class CodecTable
{
public:
    /// The table, with all built-in codecs in it. Never destroyed: destructors of the application's static
    /// objects may still send.
    static CodecTable &instance();

    /// Adds \a codec and returns it, or the one that was there first.
    const TypeCodec &add(std::unique_ptr<TypeCodec> codec);
    /// Adds \a codec of the extension \a code, 0 to 127. False when the code or the type is taken.
    bool addExtension(qint8 code, std::unique_ptr<TypeCodec> codec);
    /// The codec of \a type, if it is in the table.
    [[nodiscard]] const TypeCodec *find(QMetaType type) const;
    /// The codec of the type that travels as the extension \a code.
    [[nodiscard]] const TypeCodec *findExtension(qint8 code) const;

private:
    CodecTable();

    mutable std::shared_mutex m_mutex;
    std::unordered_map<int, std::unique_ptr<TypeCodec>> m_codecs; // by QMetaType::id()
    std::array<const TypeCodec *, 128> m_extensions{};            // owned by m_codecs
};

} // namespace heliograph
