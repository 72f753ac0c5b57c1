// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/secretbytes.h"

#include "security/sodiumready.h"

#include <sodium.h>

#include <algorithm>
#include <new>
#include <utility>

namespace heliograph {

SecretBytes::SecretBytes(std::size_t size) : m_size(size)
{
    if (size == 0)
        return;
    ensureSodium();
    m_bytes.reset(static_cast<uchar *>(sodium_malloc(size)));
    if (!m_bytes)
        throw std::bad_alloc();
    std::fill_n(m_bytes.get(), size, uchar(0));
}

SecretBytes::SecretBytes(QByteArrayView bytes) : SecretBytes(std::size_t(bytes.size()))
{
    std::copy(bytes.begin(), bytes.end(), m_bytes.get());
}

SecretBytes::SecretBytes(SecretBytes &&other) noexcept
    : m_bytes(std::move(other.m_bytes)), m_size(std::exchange(other.m_size, 0))
{
}

SecretBytes &SecretBytes::operator=(SecretBytes &&other) noexcept
{
    m_bytes = std::move(other.m_bytes);
    m_size = std::exchange(other.m_size, 0);
    return *this;
}

bool SecretBytes::operator==(const SecretBytes &other) const
{
    return m_size == other.m_size
           && (m_size == 0 || sodium_memcmp(m_bytes.get(), other.m_bytes.get(), m_size) == 0);
}

void SecretBytes::Release::operator()(uchar *bytes) const
{
    sodium_free(bytes); // which zeroes it
}

namespace {

template <typename Text>
void wipeAll(Text &text)
{
    if (text.isDetached()) {
        auto *const begin = text.data() - text.data_ptr().freeSpaceAtBegin();
        sodium_memzero(begin, std::size_t(text.capacity()) * sizeof(*begin));
    }
    text.resize(0);
}

} // namespace

void wipe(QByteArray &bytes)
{
    wipeAll(bytes);
}

void wipe(QString &text)
{
    wipeAll(text);
}

} // namespace heliograph
