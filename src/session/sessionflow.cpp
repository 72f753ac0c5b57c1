// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/session.h"

#include "wire/native.h"

// How a session's records leave, and how the peer's frames are counted and acknowledged.

namespace heliograph {

// ---- sending

Session::Writing::Writing(Session &session)
    : m_session(session), m_isOwed(session.m_outbox.owesTurn()), m_wasSlow(session.isOverBudget()),
      m_tookNews(session.m_outbox.takesNews())
{
}

Session::Writing::~Writing()
{
    const Outbox &outbox = m_session.m_outbox;
    if (!m_isOwed && m_session.m_owner)
        m_session.m_owner->turnOwed();
    if (!m_wasSlow && m_session.isOverBudget() && m_session.m_owner)
        m_session.m_owner->peerIsSlow();
    if (m_tookNews && !outbox.takesNews() && m_session.m_handlers.calls)
        m_session.m_handlers.calls->peerIsSlow();
}

void Session::write(const SendOrder &order, const Encoder &head, QByteArrayView payload)
{
    const Writing writing(*this);
    m_outbox.write(order, head.data(), payload);
}

/// Sends a call whose head is in m_head, or lets it wait. \a id 0: it is one-way, of \a oneWay bytes.
void Session::writeCall(quint64 id, quint64 oneWay, QByteArrayView name, QByteArrayView payload)
{
    const Writing writing(*this);
    const SendOrder order = SendOrder::ofCall(name);
    if (!m_outgoing.takes(oneWay))
        return m_outgoing.add({id, oneWay, order, m_head.data() + payload});
    m_outgoing.sent(oneWay);
    const quint64 record = m_outbox.write(order, m_head.data(), payload);
    if (id != 0)
        m_pending.setRecord(id, record);
}

/// The calls leave that waited for the peer to take more.
void Session::writeUnsent()
{
    const bool heldTooMany = holdsTooMany();
    {
        const Writing writing(*this);
        while (const std::optional<OutgoingCalls::Unsent> next = m_outgoing.takeNext()) {
            const quint64 record = m_outbox.write(next->order, next->record);
            if (next->id != 0)
                m_pending.setRecord(next->id, record);
        }
    }
    if (heldTooMany && !holdsTooMany())
        returnCredit();
}

/// For answers of which a peer can have any number, as it needs no credit for what it asks. When nobody reads them the session
/// ends behind the record that is being worked off, or else the next: not here, where whoever writes may have more to do.
void Session::writeRefusal(const SendOrder &order, const Encoder &record)
{
    if (refusesTooMuch())
        return;
    write(order, record);
    m_refused = takesNews() ? 0 : m_refused + record.size() + Backlog::overhead;
}

void Session::writeControl(const Encoder &record)
{
    m_outbox.writeControl(record.data());
}

void Session::endTurn()
{
    m_outbox.endTurn();
}

void Session::writable()
{
    m_outbox.writable();
    tellReading();
}

/// What waited for the peer to read may go on.
void Session::tellReading()
{
    if (takesNews())
        m_refused = 0;
    if (m_handlers.publications)
        m_handlers.publications->peerReads();
    if (m_handlers.calls)
        m_handlers.calls->peerReads();
}

// ---- receiving

/// Counts what the peer must not send without end.
void Session::countFrame(QByteArrayView frame)
{
    if (native::isControl(frame))
        return;
    ++m_received;
    m_unacknowledged += frame.size();
    if (m_received - m_acknowledged > 2 * SendWindow::frameLimit)
        refuse(Error(ErrorCode::ProtocolError, QStringLiteral("More frames came than were asked for.")));
}

/// The same of one-way calls, which are counted as well because they may have to wait when all else goes on.
void Session::countOneWay(const Notify &notify)
{
    m_oneWay += OutgoingCalls::sizeOf(notify);
    if (m_oneWay - m_oneWayAcknowledged
        > 2 * OutgoingCalls::oneWayLimit + quint64(m_options.limits.maxPayload))
        refuse(
            Error(ErrorCode::ProtocolError, QStringLiteral("More one-way calls came than were asked for.")));
}

void Session::acknowledge()
{
    if (m_state != State::Established || !m_records.isEmpty())
        return;
    const bool isTime = m_received - m_acknowledged >= SendWindow::frameLimit / 4
                        || m_unacknowledged >= SendWindow::byteLimit / 8;
    const bool isTimeOfOneWay = m_oneWay - m_oneWayAcknowledged >= OutgoingCalls::acknowledgedFrom
                                && (!m_handlers.calls || m_handlers.calls->hasRoom());
    if (!isTime && !isTimeOfOneWay)
        return;
    m_acknowledged = m_received;
    m_unacknowledged = 0;
    if (isTimeOfOneWay)
        m_oneWayAcknowledged = m_oneWay;
    m_head.clear();
    native::write(m_head, Ack{m_received, m_oneWayAcknowledged});
    m_outbox.writeAck(m_head.data());
}

} // namespace heliograph
