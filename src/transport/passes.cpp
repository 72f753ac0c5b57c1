// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/passes.h"

#include <QtCore/qbytearray.h>
#include <QtCore/qrandom.h>

#include <array>

namespace heliograph {

namespace {

// Of those that nobody uses, while the socket's thread, which would drop them, is held up: some 16 MB.
constexpr std::size_t mostUnused = 65'536;

std::string makePass()
{
    std::array<quint32, 4> random = {};
    QRandomGenerator::system()->fillRange(random.data(), qsizetype(random.size()));
    return QByteArray::fromRawData(reinterpret_cast<const char *>(random.data()), sizeof(random))
        .toHex()
        .toStdString();
}

} // namespace

std::string Passes::issue(const Identity &identity, TimePoint now)
{
    auto shared = std::make_shared<const Identity>(identity);
    std::string pass = makePass();
    const std::lock_guard lock(m_mutex);
    while (!m_order.empty() && !m_identities.contains(m_order.front().pass))
        m_order.pop_front();
    if (m_identities.size() >= mostUnused)
        return {};
    m_identities.emplace(pass, std::move(shared));
    m_order.push_back({now, pass});
    m_unused = m_identities.size();
    return pass;
}

std::shared_ptr<const Identity> Passes::take(const std::string &pass)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_identities.extract(pass);
    m_unused = m_identities.size();
    return found ? found.mapped() : nullptr;
}

void Passes::expire(TimePoint now)
{
    const std::lock_guard lock(m_mutex);
    while (!m_order.empty() && now - m_order.front().time > m_lifetime) {
        m_identities.erase(m_order.front().pass);
        m_order.pop_front();
    }
    m_unused = m_identities.size();
}

} // namespace heliograph
