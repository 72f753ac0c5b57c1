// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/templatecodecs.h>
#include <heliograph/typecodec.h>

#include <QtCore/qhash.h>
#include <QtCore/qlist.h>
#include <QtCore/qmap.h>
#include <QtCore/qset.h>

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace heliograph {

/// The codec of T. Found once for each T and then kept, so that a call pays for no lookup. A type that nobody
/// registered has one too, which fails with a message that says so, until the type is registered. Thread-safe.
template <typename T>
[[nodiscard]] const TypeCodec &codecFor();

/// Registers T as an extension value of \a code, 32 to 127, in this process; both ends must do so with the same
/// code, before the type is first sent. \a pack is called as pack(Encoder &, const T &) and writes the content as
/// msgpack; \a unpack as bool(Decoder &, T &) and reads it into a default-constructed T. Both run in any thread.
/// False, with a warning that names both sides, when the code or the type has a codec already.
template <typename T, typename Pack, typename Unpack>
bool registerType(int code, Pack pack, Unpack unpack);

/// Makes T, a template of types that can be sent, known where only its QMetaType is met: as a method's parameter
/// in a class with Q_OBJECT, say. codecFor<T>() does the same. False when T cannot be sent.
template <typename T>
bool registerType();

namespace detail {

/// The type-erased form of the application's own functions.
using PackFunction = std::function<void(Encoder &, const void *)>;
/// As PackFunction, for reading.
using UnpackFunction = std::function<bool(Decoder &, void *)>;

/// What registerType() does once its types are erased.
HELIOGRAPH_EXPORT bool registerExtension(QMetaType type, int code, PackFunction pack, UnpackFunction unpack);
/// The codec from the table; where there is none, one that fails until there is.
[[nodiscard]] HELIOGRAPH_EXPORT const TypeCodec &findOrPostpone(QMetaType type);

/// Builds the codec of a type that is no template known below.
template <typename T>
struct CodecBuilder
{
    /// Returns a codec that lives as long as the process, as all of these do.
    static const TypeCodec &build() { return findOrPostpone(QMetaType::fromType<T>()); }
};

/// Builds the codec of a list, vector or set.
template <typename Container>
struct SequenceBuilder
{
    /// Adds it to the table.
    static const TypeCodec &build()
    {
        return addTypeCodec(
            std::make_unique<SequenceCodec<Container>>(codecFor<typename Container::value_type>()));
    }
};

/// Builds the codec of a map or hash.
template <typename Container>
struct AssociationBuilder
{
    /// Adds it to the table.
    static const TypeCodec &build()
    {
        return addTypeCodec(std::make_unique<AssociationCodec<Container>>(
            codecFor<typename Container::key_type>(), codecFor<typename Container::mapped_type>()));
    }
};

template <typename T>
struct CodecBuilder<QList<T>> : SequenceBuilder<QList<T>>
{
};
template <typename T>
struct CodecBuilder<QSet<T>> : SequenceBuilder<QSet<T>>
{
};
template <typename T>
struct CodecBuilder<std::vector<T>> : SequenceBuilder<std::vector<T>>
{
};
template <typename T>
struct CodecBuilder<std::list<T>> : SequenceBuilder<std::list<T>>
{
};
template <typename T>
struct CodecBuilder<std::set<T>> : SequenceBuilder<std::set<T>>
{
};
template <typename T>
struct CodecBuilder<std::unordered_set<T>> : SequenceBuilder<std::unordered_set<T>>
{
};
template <typename K, typename V>
struct CodecBuilder<QMap<K, V>> : AssociationBuilder<QMap<K, V>>
{
};
template <typename K, typename V>
struct CodecBuilder<QHash<K, V>> : AssociationBuilder<QHash<K, V>>
{
};
template <typename K, typename V>
struct CodecBuilder<std::map<K, V>> : AssociationBuilder<std::map<K, V>>
{
};
template <typename K, typename V>
struct CodecBuilder<std::unordered_map<K, V>> : AssociationBuilder<std::unordered_map<K, V>>
{
};

template <typename T>
struct CodecBuilder<std::optional<T>>
{
    static const TypeCodec &build()
    {
        return addTypeCodec(std::make_unique<OptionalCodec<T>>(codecFor<T>()));
    }
};

template <typename Rep, typename Period>
struct CodecBuilder<std::chrono::duration<Rep, Period>>
{
    static const TypeCodec &build()
    {
        return addTypeCodec(std::make_unique<DurationCodec<std::chrono::duration<Rep, Period>>>());
    }
};

} // namespace detail

template <typename T>
const TypeCodec &codecFor()
{
    static_assert(!std::is_pointer_v<T>, "heliograph: a pointer cannot be sent; send the value it points to");
    static_assert(!std::is_reference_v<T> && !std::is_const_v<T>,
                  "heliograph: ask for the codec of the plain type, without reference and const");
    static const TypeCodec &codec = detail::CodecBuilder<T>::build();
    return codec;
}

template <typename T, typename Pack, typename Unpack>
bool registerType(int code, Pack pack, Unpack unpack)
{
    static_assert(!std::is_pointer_v<T>,
                  "heliograph: a pointer cannot be sent; register the type it points to");
    static_assert(std::is_invocable_v<Pack, Encoder &, const T &>,
                  "heliograph: pack must be callable as pack(heliograph::Encoder &, const T &)");
    static_assert(std::is_invocable_r_v<bool, Unpack, Decoder &, T &>,
                  "heliograph: unpack must be callable as bool unpack(heliograph::Decoder &, T &)");
    return detail::registerExtension(
        QMetaType::fromType<T>(), code,
        [pack = std::move(pack)](Encoder &encoder, const void *value) {
            std::invoke(pack, encoder, *static_cast<const T *>(value));
        },
        [unpack = std::move(unpack)](Decoder &decoder, void *value) {
            return bool(std::invoke(unpack, decoder, *static_cast<T *>(value)));
        });
}

template <typename T>
bool registerType()
{
    static_cast<void>(codecFor<T>());
    return findTypeCodec(QMetaType::fromType<T>()) != nullptr;
}

} // namespace heliograph
