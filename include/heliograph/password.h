// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/export.h>

#include <QtCore/qbytearrayview.h>

#include <concepts>
#include <memory>
#include <utility>

namespace heliograph {

class SecretBytes;

/// A password that somebody has shown. A value type; copies share its memory, which is locked, zeroed in the end, and never
/// printed. Safe in several threads at once.
class HELIOGRAPH_EXPORT Password
{
public:
    /// None.
    Password() = default;
    /// A copy of \a bytes (QByteArray, QByteArrayView, "text"): as they came, perhaps no UTF-8. The caller's own are the caller's
    /// to look after.
    template <typename Bytes>
    requires std::convertible_to<const Bytes &, QByteArrayView> Password(const Bytes &bytes)
        : Password(copyOf(bytes))
    {
    }

    /// True when there is none.
    [[nodiscard]] bool isEmpty() const { return view().isEmpty(); }
    /// Its bytes; of use while a copy of this lives.
    [[nodiscard]] QByteArrayView view() const;

    /// Takes as long for equal passwords as for different ones of the same size.
    [[nodiscard]] friend bool operator==(const Password &a, const Password &b) { return a.isSame(b); }

private:
    explicit Password(std::shared_ptr<const SecretBytes> bytes) : m_bytes(std::move(bytes)) {}
    [[nodiscard]] static std::shared_ptr<const SecretBytes> copyOf(QByteArrayView bytes);
    [[nodiscard]] bool isSame(const Password &other) const;

    std::shared_ptr<const SecretBytes> m_bytes; // null: none
};

} // namespace heliograph
