// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/encoder.h>
#include <heliograph/export.h>
#include <heliograph/types.h>

#include <QtCore/qanystringview.h>
#include <QtCore/qvariant.h>

#include <string_view>
#include <type_traits>
#include <utility>

namespace heliograph {

/// An argument that goes to the parameter of that name, as arg() makes it.
template <typename T>
struct NamedArgument
{
    QAnyStringView name; ///< must live until the call is made
    T value;
};

/// Gives \a value to the parameter called \a name: client.call<double>("thermostat.mean", arg("minutes", 60)).
/// Named arguments come behind positional ones.
template <typename T>
[[nodiscard]] NamedArgument<std::decay_t<T>> arg(QAnyStringView name, T &&value)
{
    return {name, std::forward<T>(value)};
}

namespace detail {

template <typename T>
inline constexpr bool isNamed = false;
template <typename T>
inline constexpr bool isNamed<NamedArgument<T>> = true;

// Views and literals, which are sent as strings but cannot be received.
template <typename T>
inline constexpr bool isStringLike = std::is_same_v<
                                         std::decay_t<T>, const char *> || std::is_same_v<std::decay_t<T>, char *> || std::is_same_v<T, std::string_view> || std::is_same_v<T, QStringView> || std::is_same_v<T, QLatin1StringView> || std::is_same_v<T, QUtf8StringView> || std::is_same_v<T, QAnyStringView> || std::is_same_v<std::decay_t<T>, const char16_t *>;

/// Writes one argument.
template <typename T>
void encodeArgument(Encoder &encoder, const T &value)
{
    if constexpr (isStringLike<T>)
        encoder.writeString(QAnyStringView(value));
    else if constexpr (std::is_same_v<T, QByteArrayView>)
        encoder.writeBytes(value);
    else
        codecFor<T>().encode(encoder, &value);
}

/// Writes the arguments of a call: an array of the positional ones, then a map of the named ones unless there
/// are none. Returns the number (from 1) of the first argument that could not be encoded, or 0.
template <typename... Args>
[[nodiscard]] int encodeArguments(Encoder &encoder, const Args &...args)
{
    constexpr quint32 named = quint32((0 + ... + int(isNamed<Args>)));
    int number = 0;
    int failed = 0;
    [[maybe_unused]] const auto note = [&] {
        ++number;
        if (failed == 0 && !encoder.ok())
            failed = number;
    };
    [[maybe_unused]] const auto positionalOne = [&](const auto &argument) {
        using T = std::remove_cvref_t<decltype(argument)>;
        if constexpr (!isNamed<T>) {
            encodeArgument(encoder, argument);
            note();
        }
    };
    [[maybe_unused]] const auto namedOne = [&](const auto &argument) {
        using T = std::remove_cvref_t<decltype(argument)>;
        if constexpr (isNamed<T>) {
            encoder.writeString(argument.name);
            encodeArgument(encoder, argument.value);
            note();
        }
    };
    encoder.writeArray(quint32(sizeof...(Args)) - named);
    (positionalOne(args), ...);
    if constexpr (named > 0) {
        encoder.writeMap(named);
        (namedOne(args), ...);
    }
    return failed;
}

/// As encodeArguments(), for arguments known at run time only.
[[nodiscard]] HELIOGRAPH_EXPORT int encodeVariants(Encoder &encoder, const QVariantList &positional,
                                                   const QVariantMap &named);

} // namespace detail
} // namespace heliograph
