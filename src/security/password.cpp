// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/password.h>

#include "security/secretbytes.h"

namespace heliograph {

std::shared_ptr<const SecretBytes> Password::copyOf(QByteArrayView bytes)
{
    return bytes.isEmpty() ? nullptr : std::make_shared<const SecretBytes>(bytes);
}

QByteArrayView Password::view() const
{
    return m_bytes ? m_bytes->view() : QByteArrayView();
}

bool Password::isSame(const Password &other) const
{
    return m_bytes && other.m_bytes ? *m_bytes == *other.m_bytes : m_bytes == other.m_bytes;
}

} // namespace heliograph
