// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/typecodec.h>

#include <chrono>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>

// Codecs of templates, made from the codecs of their arguments. <heliograph/types.h> is the header to include.

namespace heliograph::detail {

/// Writes an array's header; fails beyond msgpack's 32 bits.
HELIOGRAPH_EXPORT void writeArrayHeader(Encoder &encoder, qsizetype count);
/// Writes a map's header; fails beyond msgpack's 32 bits.
HELIOGRAPH_EXPORT void writeMapHeader(Encoder &encoder, qsizetype count);
/// Enters the array that \a codec reads and charges \a elementSize bytes for each of its \a count elements.
[[nodiscard]] HELIOGRAPH_EXPORT bool enterArray(Decoder &decoder, const TypeCodec &codec, quint32 &count,
                                                qsizetype elementSize);
/// Enters the map that \a codec reads and charges \a entrySize bytes and a block for each of its \a count entries.
[[nodiscard]] HELIOGRAPH_EXPORT bool enterMap(Decoder &decoder, const TypeCodec &codec, quint32 &count,
                                              qsizetype entrySize);
/// Puts "[index]" before the error of an element.
HELIOGRAPH_EXPORT bool failAt(Decoder &decoder, qsizetype index);
/// Puts the key before the error of a map's value; \a key is of \a keyCodec's type.
HELIOGRAPH_EXPORT bool failAtKey(Decoder &decoder, const TypeCodec &keyCodec, const void *key);
/// Fails because \a key, of \a keyCodec's type, comes a second time.
HELIOGRAPH_EXPORT bool failDuplicate(Decoder &decoder, const TypeCodec &keyCodec, const void *key);
/// Writes a duration of \a nanoseconds.
HELIOGRAPH_EXPORT void writeDuration(Encoder &encoder, qint64 nanoseconds);
/// Reads a duration; \a codec names the wanted type in errors.
[[nodiscard]] HELIOGRAPH_EXPORT bool readDuration(Decoder &decoder, const TypeCodec &codec,
                                                  qint64 &nanoseconds);
/// Fails because \a nanoseconds cannot be told exactly in the unit of \a codec's type.
HELIOGRAPH_EXPORT bool failInexact(Decoder &decoder, const TypeCodec &codec, qint64 nanoseconds);
/// How well the next value suits a duration.
[[nodiscard]] HELIOGRAPH_EXPORT TypeCodec::Match matchDuration(const Decoder &decoder);

/// Lists, vectors and sets as arrays.
template <typename Container>
class SequenceCodec final : public TypeCodec
{
public:
    using Element = typename Container::value_type;

    /// \a element is the codec of the elements and outlives this one, as all codecs of the process-wide table do.
    explicit SequenceCodec(const TypeCodec &element)
        : TypeCodec(QMetaType::fromType<Container>()), m_element(element)
    {
    }

    void encode(Encoder &encoder, const void *value) const override
    {
        const auto &container = *static_cast<const Container *>(value);
        const Encoder::Level level(encoder);
        if (!level)
            return;
        writeArrayHeader(encoder, qsizetype(container.size()));
        for (const Element &element : container)
            m_element.encode(encoder, &element);
    }

    bool decode(Decoder &decoder, void *value) const override
    {
        quint32 count = 0;
        if (!enterArray(decoder, *this, count, qsizetype(sizeof(Element))))
            return false;
        auto &container = *static_cast<Container *>(value);
        container.clear();
        if (!decodeElements(decoder, container, count))
            return false;
        decoder.leave();
        return true;
    }

    Match match(const Decoder &decoder) const override
    {
        return decoder.peek() == Decoder::Kind::Array ? Match::Exact : Match::None;
    }

private:
    bool decodeElements(Decoder &decoder, Container &container, quint32 count) const
    {
        if constexpr (requires {
                          {
                              container.data()
                              } -> std::convertible_to<Element *>;
                      }) {
            container.resize(static_cast<decltype(container.size())>(count));
            Element *elements = container.data();
            for (quint32 i = 0; i < count; ++i) {
                if (!m_element.decode(decoder, elements + i))
                    return failAt(decoder, i);
            }
        } else {
            for (quint32 i = 0; i < count; ++i) {
                Element element{};
                if (!m_element.decode(decoder, &element))
                    return failAt(decoder, i);
                if constexpr (requires { container.push_back(std::move(element)); })
                    container.push_back(std::move(element));
                else
                    container.insert(std::move(element));
            }
        }
        return true;
    }

    const TypeCodec &m_element;
};

/// Maps and hashes as maps; a key that comes twice is refused.
template <typename Container>
class AssociationCodec final : public TypeCodec
{
public:
    using Key = typename Container::key_type;
    using Mapped = typename Container::mapped_type;

    /// \a key and \a mapped outlive this codec, as all codecs of the process-wide table do.
    AssociationCodec(const TypeCodec &key, const TypeCodec &mapped)
        : TypeCodec(QMetaType::fromType<Container>()), m_key(key), m_mapped(mapped)
    {
    }

    void encode(Encoder &encoder, const void *value) const override
    {
        const auto &container = *static_cast<const Container *>(value);
        const Encoder::Level level(encoder);
        if (!level)
            return;
        writeMapHeader(encoder, qsizetype(container.size()));
        for (auto it = container.begin(); it != container.end(); ++it) {
            if constexpr (requires { it.key(); }) {
                m_key.encode(encoder, &it.key());
                m_mapped.encode(encoder, &it.value());
            } else {
                m_key.encode(encoder, &it->first);
                m_mapped.encode(encoder, &it->second);
            }
        }
    }

    bool decode(Decoder &decoder, void *value) const override
    {
        quint32 count = 0;
        if (!enterMap(decoder, *this, count, qsizetype(sizeof(Key)) + qsizetype(sizeof(Mapped))))
            return false;
        auto &container = *static_cast<Container *>(value);
        container.clear();
        for (quint32 i = 0; i < count; ++i) {
            if (!decodeEntry(decoder, container))
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
    bool decodeEntry(Decoder &decoder, Container &container) const
    {
        Key key{};
        if (!m_key.decode(decoder, &key))
            return false;
        if (container.contains(key))
            return failDuplicate(decoder, m_key, &key);
        Mapped mapped{};
        if (!m_mapped.decode(decoder, &mapped))
            return failAtKey(decoder, m_key, &key);
        if constexpr (requires { container.emplace(std::move(key), std::move(mapped)).second; })
            container.emplace(std::move(key), std::move(mapped));
        else
            container.insert(std::move(key), std::move(mapped));
        return true;
    }

    const TypeCodec &m_key;
    const TypeCodec &m_mapped;
};

/// An optional as nil or its value.
template <typename Value>
class OptionalCodec final : public TypeCodec
{
public:
    /// \a value outlives this codec, as all codecs of the process-wide table do.
    explicit OptionalCodec(const TypeCodec &value)
        : TypeCodec(QMetaType::fromType<std::optional<Value>>()), m_value(value)
    {
    }

    void encode(Encoder &encoder, const void *value) const override
    {
        const auto &optional = *static_cast<const std::optional<Value> *>(value);
        if (optional)
            m_value.encode(encoder, &*optional);
        else
            encoder.writeNil();
    }

    bool decode(Decoder &decoder, void *value) const override
    {
        auto &optional = *static_cast<std::optional<Value> *>(value);
        if (decoder.peek() == Decoder::Kind::Nil) {
            optional.reset();
            return decoder.readNil();
        }
        return m_value.decode(decoder, &optional.emplace());
    }

    Match match(const Decoder &decoder) const override
    {
        return decoder.peek() == Decoder::Kind::Nil ? Match::Exact : m_value.match(decoder);
    }

private:
    const TypeCodec &m_value;
};

/// A duration of whole units; refused where the other end's unit cannot tell it exactly.
template <typename Duration>
class DurationCodec final : public TypeCodec
{
public:
    DurationCodec() : TypeCodec(QMetaType::fromType<Duration>()) {}

    void encode(Encoder &encoder, const void *value) const override
    {
        const Rep count = static_cast<const Duration *>(value)->count();
        qint64 product = 0;
        const bool fits =
            std::in_range<qint64>(count) && !qMulOverflow(qint64(count), qint64(Ratio::num), &product);
        if (!fits || product % Ratio::den != 0) {
            encoder.fail(QString::fromUtf8(typeName())
                         + QStringLiteral(" cannot be sent: it is no whole number of "
                                          "nanoseconds below 292 years"));
            return;
        }
        writeDuration(encoder, product / Ratio::den);
    }

    bool decode(Decoder &decoder, void *value) const override
    {
        qint64 nanoseconds = 0;
        if (!readDuration(decoder, *this, nanoseconds))
            return false;
        qint64 product = 0;
        const bool fits = !qMulOverflow(nanoseconds, qint64(Ratio::den), &product);
        if (!fits || product % Ratio::num != 0 || !std::in_range<Rep>(product / Ratio::num))
            return failInexact(decoder, *this, nanoseconds);
        *static_cast<Duration *>(value) = Duration(Rep(product / Ratio::num));
        return true;
    }

    Match match(const Decoder &decoder) const override { return matchDuration(decoder); }

private:
    using Rep = typename Duration::rep;
    using Ratio = std::ratio_divide<typename Duration::period, std::nano>;
    static_assert(std::is_integral_v<Rep>, "heliograph: only durations of whole units can be sent");
};

} // namespace heliograph::detail
