// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearrayview.h>
#include <QtCore/qdebug.h>
#include <QtCore/qstring.h>

#include <memory>
#include <span>

namespace heliograph {

/// Bytes that nobody else may see: in memory of libsodium's own, which is not swapped out as far as the system allows
/// it, stays out of core dumps, has guard pages around it, and is zeroed before it is given back. There is no way to copy
/// them by accident. The size is no secret.
class SecretBytes
{
public:
    /// None.
    SecretBytes() = default;
    /// So many zeros, to be written to.
    explicit SecretBytes(std::size_t size);
    /// A copy of \a bytes, which the caller has to wipe.
    explicit SecretBytes(QByteArrayView bytes);
    SecretBytes(SecretBytes &&other) noexcept;
    SecretBytes &operator=(SecretBytes &&other) noexcept;
    ~SecretBytes() = default;
    Q_DISABLE_COPY(SecretBytes)

    [[nodiscard]] std::span<uchar> bytes() { return {m_bytes.get(), m_size}; }
    [[nodiscard]] std::span<const uchar> bytes() const { return {m_bytes.get(), m_size}; }
    [[nodiscard]] QByteArrayView view() const { return {m_bytes.get(), qsizetype(m_size)}; }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] bool isEmpty() const { return m_size == 0; }

    /// Takes as long for equal bytes as for different ones of the same size.
    [[nodiscard]] bool operator==(const SecretBytes &other) const;

private:
    struct Release
    {
        void operator()(uchar *bytes) const;
    };
    std::unique_ptr<uchar[], Release> m_bytes;
    std::size_t m_size = 0;
};

/// Not to be printed.
QDebug operator<<(QDebug debug, const SecretBytes &bytes) = delete;

/// Empties \a bytes and zeroes all its memory, that beyond its size too, unless somebody else shares it.
void wipe(QByteArray &bytes);
/// As above.
void wipe(QString &text);

} // namespace heliograph
