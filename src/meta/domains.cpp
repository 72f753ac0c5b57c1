// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/domains.h"

#include "meta/log.h"

#include <algorithm>

namespace heliograph {

namespace {

bool exists(const QString &domain, const Predicate &predicate, const Identity &who)
{
    try {
        return predicate(who);
    } catch (...) {
        qCWarning(lcExpose).noquote().nospace() << "the predicate of the domain \"" << domain
                                                << "\" has thrown; the domain does not exist for " << who;
        return false;
    }
}

} // namespace

Domains::Domains() : m_domains{{.name = QString(), .rank = lowestRank}} {}

DomainNumber Domains::number(const QString &name)
{
    const std::lock_guard lock(m_mutex);
    return numberLocked(name);
}

DomainNumber Domains::numberLocked(const QString &name)
{
    const auto known = std::find_if(m_domains.begin(), m_domains.end(),
                                    [&](const Domain &domain) { return domain.name == name; });
    const auto number = DomainNumber(known - m_domains.begin());
    if (known == m_domains.end())
        m_domains.push_back({.name = name}); // nobody need be told: it exists for nobody
    return number;
}

void Domains::setPredicate(const QString &name, Predicate predicate)
{
    auto given = predicate ? std::make_shared<const Predicate>(std::move(predicate)) : nullptr;
    const std::lock_guard lock(m_mutex);
    Domain &domain = m_domains[numberLocked(name)];
    domain.predicate.swap(given); // the one before goes without the lock: what it held may call back
    if (domain.rank == 0)
        domain.rank = ++m_lastRank;
    ++domain.version;
    m_version->fetch_add(1, std::memory_order_release);
}

void Domains::forgetAnswers()
{
    const std::lock_guard lock(m_mutex);
    for (Domain &domain : m_domains)
        ++domain.version;
    m_version->fetch_add(1, std::memory_order_release);
}

void Domains::ask(PeerDomains &peer, const Identity &who) const
{
    std::vector<Domain> domains;
    PeerDomains fresh;
    {
        const std::lock_guard lock(m_mutex);
        domains = m_domains;
        fresh.m_version = m_version->load(std::memory_order_relaxed);
    }
    for (DomainNumber number = 0; number < domains.size(); ++number) {
        const Domain &domain = domains[number];
        PeerDomains::Answer answer{domain.version, 0};
        if (number < peer.m_answers.size() && peer.m_answers[number].version == domain.version)
            answer = peer.m_answers[number];
        else if (domain.predicate ? exists(domain.name, *domain.predicate, who) : number == defaultDomain)
            answer.rank = domain.rank;
        fresh.m_answers.push_back(answer);
    }
    peer = std::move(fresh);
}

} // namespace heliograph
