// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "session/handlers.h"
#include "session/objectlookup.h"
#include "session/publisher.h"
#include "session/session.h"

#include <memory>
#include <set>
#include <unordered_map>
#include <utility>

namespace heliograph {

/// What the peer of one session has subscribed to. A subscription to what is not there waits for it, one to what goes away
/// waits for its return. Here is decided what a peer that does not keep up loses: events, of which it is told how
/// many, and all values of a property but the last. Home thread only.
class Publications final : public PublicationHandler, public std::enable_shared_from_this<Publications>
{
public:
    /// The signal that tells which objects come and go; it has two arguments, lists of names. The first event of a
    /// subscription tells of all.
    static constexpr QByteArrayView namesSignal = "heliograph.objectsChanged";

    /// A peer may be subscribed to \a limit things at a time.
    Publications(std::weak_ptr<Session> session, std::shared_ptr<const ObjectLookup> lookup,
                 std::shared_ptr<Publisher> publisher, int limit);
    ~Publications() override;
    Q_DISABLE_COPY_MOVE(Publications)

    void handleSubscribe(const Subscribe &subscribe) override;
    void handleAcquire(const Acquire &acquire) override;
    void handleRelease(quint64 id) override;
    void eventDropped(quint64 id) override;
    /// Tells the peer what it missed.
    void peerReads() override;

    /// From the publisher: events of \a publication come from now on.
    void started(Publication &publication);
    /// From the publisher: the values of an object's properties; null when it died meanwhile.
    void valuesRead(quint64 id, const std::shared_ptr<ExposedObject> &object, QByteArrayView values);
    /// From the publisher: those that have changed.
    void valuesChanged(quint64 id, const std::shared_ptr<ExposedObject> &object, QByteArrayView values);
    void sendEvent(Publication &publication, QByteArrayView arguments);
    /// What can be had may have changed. In two steps, the first for all sessions before the second for any: what is gone has ended before the getters of
    /// what is new run, which may emit it.
    void endGone();
    void beginNew();

private:
    void add(quint64 id, Publication::Kind kind, QByteArrayView name);
    template <typename Task>
    void forEach(Task task);
    enum class Step : quint8 { EndGone, BeginNew };
    void resolve(Publication &publication, Step step);
    void resolveSignal(Publication &publication, Step step);
    void resolveObject(Publication &publication, Step step);
    // Told once: when the peer asks, and when it goes away.
    void noteMissing(Publication &publication, const Error &reason);
    void end(Publication &publication);
    void refuse(Publication &publication, ErrorCode code, const QString &reason);
    void tell(Publication &publication, ErrorCode code, QByteArrayView text);
    void sendChanges(Publication &publication, QByteArrayView values);
    void dropValues(Publication &publication, qsizetype size);
    void sendAllNames(Publication &publication);
    void sendNames(Publication &publication, const QByteArrayList &names, bool isWhole);

    const std::weak_ptr<Session> m_session;
    const std::shared_ptr<const ObjectLookup> m_lookup;
    const std::shared_ptr<Publisher> m_publisher;
    const size_t m_limit;
    std::unordered_map<quint64, Publication> m_publications; // by the peer's id; the publisher points into it
    std::set<std::pair<Publication::Kind, QByteArray>>
        m_names; // of all these: nothing is sent to a peer twice
    bool m_hasGaps = false;
};

} // namespace heliograph
