// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/error.h>
#include <heliograph/export.h>

#include <QtCore/qstring.h>
#include <QtCore/qvariant.h>

#include <exception>
#include <functional>
#include <type_traits>
#include <typeindex>
#include <typeinfo>
#include <utility>

namespace heliograph {

/// Lets exceptions of class E cross the link: one end throws it, and the other end's future throws it again as
/// itself. Register it by the same \a name on both ends, before the first call. What is not registered arrives as
/// an Error with its class name and message; a peer can create nothing that is not registered here.
/// \a toDetails is called as QVariant(const E &) and returns what the message does not tell, in types that can be
/// sent. \a restore is called as E(const QString &message, const QVariant &details), where the message is what()
/// of the original; the details come from the peer, so do not trust them. Both run in any thread; should toDetails
/// throw, the details stay behind, and should restore throw, the Error arrives.
/// False, with a warning, when the name or the class is registered already. Thread-safe.
template <typename E, typename ToDetails, typename Restore>
bool registerException(const QString &name, ToDetails toDetails, Restore restore);

/// What \a exception says, as an Error, which is what the other end is told when a handler throws it: an Error stays as it is; a registered class
/// is known by its name and has its details; any other by its C++ name and what(). Never throws. Thread-safe.
[[nodiscard]] HELIOGRAPH_EXPORT Error captureException(const std::exception_ptr &exception);

namespace detail {

/// The type-erased form of toDetails; the exception is of the registered class.
using DetailsFunction = std::function<QVariant(const std::exception &)>;
/// The type-erased form of restore.
using RestoreFunction = std::function<std::exception_ptr(const QString &, const QVariant &)>;

/// What registerException() does once its types are erased.
HELIOGRAPH_EXPORT bool registerException(const QString &name, std::type_index type, DetailsFunction toDetails,
                                         RestoreFunction restore);

} // namespace detail

template <typename E, typename ToDetails, typename Restore>
bool registerException(const QString &name, ToDetails toDetails, Restore restore)
{
    static_assert(std::is_base_of_v<std::exception, E>,
                  "heliograph: only classes derived from std::exception can be registered, for their what()");
    static_assert(std::is_invocable_r_v<QVariant, ToDetails, const E &>,
                  "heliograph: toDetails must be callable as QVariant toDetails(const E &)");
    static_assert(
        std::is_invocable_r_v<E, Restore, const QString &, const QVariant &>,
        "heliograph: restore must be callable as E restore(const QString &message, const QVariant &details)");
    return detail::registerException(
        name, typeid(E),
        [toDetails = std::move(toDetails)](const std::exception &exception) -> QVariant {
            return std::invoke(toDetails, dynamic_cast<const E &>(exception));
        },
        [restore = std::move(restore)](const QString &message, const QVariant &details) {
            return std::make_exception_ptr<E>(std::invoke(restore, message, details));
        });
}

} // namespace heliograph
