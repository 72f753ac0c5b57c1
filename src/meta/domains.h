// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "meta/permissionstamp.h"

#include <heliograph/registry.h>

#include <QtCore/qstring.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

namespace heliograph {

/// Names a domain of one table, so that a call compares no texts.
using DomainNumber = quint32;
/// Everybody's, unless a predicate says otherwise.
inline constexpr DomainNumber defaultDomain = 0;

/// Which domains of one table exist for one peer: what their predicates have said, until they are to be asked again. Nothing
/// exists before Domains::ask(). Belongs to one thread.
class PeerDomains
{
public:
    /// 0: the domain does not exist. Of several in which a name is, the one of the highest rank counts.
    [[nodiscard]] quint32 rank(DomainNumber domain) const
    {
        return domain < m_answers.size() ? m_answers[domain].rank : 0;
    }
    [[nodiscard]] bool has(DomainNumber domain) const { return rank(domain) > 0; }

private:
    friend class Domains;
    struct Answer
    {
        quint64 version = 0; // of the domain, when its predicate was asked
        quint32 rank = 0;
    };
    quint64 m_version = 0;         // of all
    std::vector<Answer> m_answers; // by number
};

/// The domains of one table, and who may see them. Thread-safe. Predicates are asked in the calling thread, with nothing locked.
class Domains
{
public:
    Domains();
    Q_DISABLE_COPY_MOVE(Domains)

    /// The number of the domain \a name, which is the same for ever.
    [[nodiscard]] DomainNumber number(const QString &name);
    /// As Registry::setPredicate().
    void setPredicate(const QString &name, Predicate predicate);
    /// As Registry::permissionsChanged().
    void forgetAnswers();

    /// False when something was set or forgotten since \a peer was brought up to date.
    [[nodiscard]] bool isCurrent(const PeerDomains &peer) const
    {
        return peer.m_version == m_version->load(std::memory_order_acquire);
    }
    /// Counts what is set and forgotten.
    [[nodiscard]] PermissionChanges changes() const { return m_version; }
    /// Brings \a peer, who is \a who, up to date: asks the predicates that it was not asked since they were set or forgotten.
    void ask(PeerDomains &peer, const Identity &who) const;

private:
    struct Domain
    {
        QString name;
        std::shared_ptr<const Predicate> predicate = nullptr; // shared with those who are asking it
        quint64 version = 1;
        quint32 rank = 0; // 0: it never had a predicate
    };
    static constexpr quint32 lowestRank = 1; // of the default domain
    [[nodiscard]] DomainNumber numberLocked(const QString &name);

    mutable std::mutex m_mutex;    // protects what follows
    std::vector<Domain> m_domains; // by number
    quint32 m_lastRank = lowestRank;
    const std::shared_ptr<std::atomic<quint64>> m_version =
        std::make_shared<std::atomic<quint64>>(1); // written under the mutex
};

} // namespace heliograph
