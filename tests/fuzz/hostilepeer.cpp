// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "hostilepeer.h"

#include "hostilerecord.h"
#include "session/frames.h"

#include <QtCore/qscopeguard.h>

namespace fuzz {

using namespace heliograph;
using namespace std::chrono_literals;

namespace {

constexpr int deepest = 6; // of what happens inside what happens

/// The application's names are QStrings.
QByteArray textFrom(Input &input)
{
    return QString::fromUtf8(nameFrom(input)).toUtf8();
}

} // namespace

HostilePeer::HostilePeer(PeerRole role, Exposures &exposures, Input input)
    : m_input(input), m_role(role), m_before(allocatedBytes()), m_end(role, exposures)
{
    m_end.exposures.nest = [this] { stepInside(); };
    m_end.whenTold = [this] {
        if (m_input.below(8) == 7)
            stepInside();
    };
}

void HostilePeer::run()
{
    if (m_role == PeerRole::Client)
        m_end.greet();
    if (m_input.below(8) != 0)
        greet();
    while (!m_input.isEmpty())
        step();
    settle();
}

/// The peer begins as it should, or nothing else would be seen.
void HostilePeer::greet()
{
    const quint64 maxPayload = m_input.number() << 8;
    const quint32 credit = m_input.byte();
    if (m_role == PeerRole::Server)
        feed(frameOf(Hello{.user = "eve", .maxPayload = maxPayload, .callCredit = credit}));
    else
        feed(frameOf(Welcome{.session = QByteArray(16, 's'),
                             .instance = QByteArray(16, 'i'),
                             .maxPayload = maxPayload,
                             .callCredit = credit,
                             .heartbeat = {5s, 15s}}));
}

void HostilePeer::step()
{
    const quint32 choice = m_input.below(24);
    if (choice < 10)
        stepOfPeer(choice);
    else
        stepOfApplication(choice);
    m_end.check();
    for (const QByteArray &frame : std::exchange(m_end.sent, {})) {
        m_frames += native::isControl(frame) ? 0 : 1;
        native::RecordReader reader(frame);
        while (const std::optional<Message> message = reader.next()) {
            if (const auto *call = std::get_if<Call>(&*message))
                m_asked.push_back(call->id);
            if (const auto *notify = std::get_if<Notify>(&*message))
                m_oneWay += quint64(64 + notify->name.size() + notify->payload.size());
        }
    }
}

void HostilePeer::stepOfPeer(quint32 choice)
{
    switch (choice) {
    case 0: return feed(m_input.bytes().toByteArray());
    case 1: return feedInChunks();
    case 2: return feedAck();
    case 3: return answerOldest();
    default: return feedRecords();
    }
}

void HostilePeer::stepOfApplication(quint32 choice)
{
    switch (choice) {
    case 10:
    case 11: return settle();
    case 12: return letTimePass();
    case 13: return m_end.setFull(m_input.below(2) != 0);
    case 14: {
        const QByteArray name = nameFrom(m_input);
        const QByteArray payload = payloadFrom(m_input);
        return (void)m_end.call(name, payload, milliseconds(1 + m_input.byte()));
    }
    case 15: {
        const QByteArray name = nameFrom(m_input);
        return (void)m_end.notify(name, payloadFrom(m_input));
    }
    case 16: return m_end.cancel(m_input.byte());
    case 17: return m_end.subscribe(textFrom(m_input));
    case 18: return m_end.acquire(textFrom(m_input));
    case 19: return m_input.below(2) != 0 ? m_end.unsubscribe() : m_end.releaseObjects();
    case 20: return m_end.exposures.answerLater(m_input.byte());
    case 21: return stepOfEnd();
    default: return stepOfBell();
    }
}

void HostilePeer::letTimePass()
{
    m_end.pass(milliseconds(m_input.number() & 0xff'ffff));
    if (m_depth == 0)
        m_end.checkDeadlines();
}

void HostilePeer::stepOfBell()
{
    Exposures &exposures = m_end.exposures;
    switch (m_input.below(8)) {
    case 0: exposures.setBell(m_input.below(2) != 0); break;
    case 1: exposures.breakBell(); break;
    case 2: {
        const quint32 choice = m_input.below(4);
        exposures.setStaff(choice % 2 != 0);
        return choice < 2 ? void() : exposures.tellStaff();
    }
    case 3: exposures.bell->setVolume(m_input.byte()); break;
    case 4: Q_EMIT exposures.bell->moved(m_input.byte()); break;
    case 5: Q_EMIT exposures.bell->tolled(QByteArray(int(m_input.byte()) * 1024, 't')); break;
    case 6: exposures.bell->setProperty("tune", QByteArray(int(m_input.byte()) * 256, 'u')); break;
    default: Q_EMIT exposures.bell->rang(m_input.byte());
    }
}

void HostilePeer::stepOfEnd()
{
    switch (m_input.below(16)) {
    case 0: return m_end.close();
    case 1: return m_end.leave();
    case 2: return m_end.lose();
    default: return settle();
    }
}

void HostilePeer::settle()
{
    m_end.settle();
    if (m_depth == 0)
        require(allocatedBytes() - m_before <= End::mostMemory(), "memory is bounded");
}

void HostilePeer::stepInside()
{
    if (m_depth >= deepest)
        return;
    ++m_depth;
    const auto leave = qScopeGuard([this] { --m_depth; });
    for (quint32 steps = 1 + m_input.below(3); steps > 0 && !m_input.isEmpty(); --steps)
        step();
}

// ---- what the peer sends

void HostilePeer::feed(const QByteArray &frame)
{
    m_end.receive(frame, frame.size() % 5 == 4);
}

void HostilePeer::feedRecords()
{
    QByteArray frame;
    for (quint32 records = 1 + m_input.below(4); records > 0; --records)
        frame += recordFrom(m_input);
    feed(frame);
}

void HostilePeer::feedInChunks()
{
    const QByteArray record = recordFrom(m_input);
    const quint32 transfer = m_input.byte();
    const quint32 parts = m_input.below(8);
    const qsizetype size = 1 + record.size() / (1 + qsizetype(parts % 4));
    const qsizetype end = parts < 4 ? record.size() : record.size() - size; // the last one never comes
    for (qsizetype offset = 0; offset < end; offset += size) {
        const QByteArrayView part =
            QByteArrayView(record).sliced(offset).first(qMin(size, record.size() - offset));
        feed(frameOf(Chunk{transfer, quint64(offset), quint64(record.size()), part}));
    }
}

void HostilePeer::feedAck()
{
    feed(frameOf(Ack{m_frames, m_oneWay}));
}

void HostilePeer::answerOldest()
{
    if (m_asked.empty())
        return;
    const quint64 id = m_asked.front();
    m_asked.erase(m_asked.begin());
    const QByteArray payload = payloadFrom(m_input);
    feed(frameOf(Reply{id, payload}));
}

} // namespace fuzz
