// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "end.h"
#include "fuzz.h"

#include <heliograph/encoder.h>

#include <QtCore/qcoreapplication.h>

#include <array>

// A server and a client, and between them a link that carries frames when the input says so. The link may drop, repeat, exchange
// and alter frames; as long as it does not, every call has its own answer, and events come in order or are told to be lost.

using namespace heliograph;
using namespace fuzz;
using namespace std::chrono_literals;

namespace {

constexpr int mostRings = 2000; // or some inputs take seconds

class Peers
{
public:
    Peers(Exposures &server, Exposures &client, Input input)
        : m_input(input), m_runsBefore(server.runs), m_server(PeerRole::Server, server),
          m_client(PeerRole::Client, client)
    {
    }

    void run()
    {
        m_client.greet();
        if (m_input.below(4) != 0)
            carryAll();
        while (!m_input.isEmpty()) {
            step();
            m_server.check();
            m_client.check();
        }
        if (m_isHonest)
            checkAll();
    }

private:
    struct Expected
    {
        std::shared_ptr<Outcome> outcome;
        QByteArray result;
    };

    void step()
    {
        switch (m_input.below(20)) {
        case 0: return (void)carry(m_client, m_server);
        case 1: return (void)carry(m_server, m_client);
        case 2: return carryAll();
        case 3: return m_server.settle();
        case 4: return m_client.settle();
        case 5: return callSomething(m_client);
        case 6: return callSomething(m_server);
        case 7: return notifySomething(m_client);
        case 8: return m_client.cancel(m_input.byte());
        case 9: return subscribe();
        case 10: return m_client.acquire("bell");
        case 11: return m_input.below(4) == 0 ? unsubscribe() : m_client.releaseObjects();
        case 12: return ringSomeTimes();
        case 13: return m_server.exposures.bell->setVolume(m_input.byte());
        case 14: return m_server.exposures.answerLater(m_input.byte());
        case 15: return letTimePass();
        case 16: return (m_input.below(2) != 0 ? m_server : m_client).setFull(m_input.below(2) != 0);
        case 17: return moveBell();
        case 18: return tamper(m_input.below(2) != 0 ? m_server : m_client);
        default: return endSomehow();
        }
    }

    // ---- the link

    bool carry(End &from, End &to)
    {
        if (from.sent.empty())
            return false;
        const QByteArray frame = from.sent.front();
        from.sent.pop_front();
        to.receive(frame, m_input.below(8) == 7);
        return true;
    }

    /// Until nobody has anything to say.
    void carryAll()
    {
        do {
            m_client.settle();
            m_server.settle();
        } while (carry(m_client, m_server) || carry(m_server, m_client));
    }

    void tamper(End &from)
    {
        if (from.sent.empty())
            return;
        m_isHonest = false;
        QByteArray &first = from.sent.front();
        switch (m_input.below(5)) {
        case 0: from.sent.pop_front(); break;
        case 1: from.sent.push_back(QByteArray(first)); break;
        case 2: std::swap(first, from.sent.back()); break;
        case 3: first.truncate(qsizetype(m_input.byte()) % (first.size() + 1)); break;
        default:
            for (quint32 bytes = 1 + m_input.below(3); bytes > 0 && !first.isEmpty(); --bytes) {
                const qsizetype place = qsizetype(m_input.byte()) % first.size();
                first[place] = char(m_input.byte());
            }
        }
    }

    // ---- the applications

    void callSomething(End &from)
    {
        const size_t before = from.outcomes.size();
        Encoder arguments;
        arguments.writeArray(1);
        switch (m_input.below(4)) {
        case 0:
            arguments.writeUInt(m_input.number() & 0xff'ffff);
            return from.call("blob", arguments.data(), timeout());
        case 1: return from.call("later", "\x90", timeout());
        case 2: return from.call("bell.ring", QByteArrayView("\x91\x01", 2), timeout());
        default: {
            // The bytes of the answer are those of the argument.
            Encoder value;
            value.writeBytes(m_input.below(4) != 0 ? m_input.bytes().toByteArray()
                                                   : QByteArray(qsizetype(m_input.number() % 300'000), 'v'));
            arguments.writeRaw(value.data());
            from.call("echo", arguments.data(), timeout());
            if (from.outcomes.size() > before)
                m_echoes.push_back({from.outcomes.back(), value.take()});
        }
        }
    }

    void notifySomething(End &from)
    {
        Encoder arguments;
        arguments.writeArray(1);
        arguments.writeBytes(QByteArray(qsizetype(m_input.number() % 100'000), 'n'));
        from.notify("echo", arguments.data());
        ++m_notified;
    }

    /// Once: of each event there is to be one.
    void subscribe()
    {
        if (!std::exchange(m_isSubscribed, true))
            m_client.subscribe("bell.rang");
    }
    void unsubscribe()
    {
        m_client.unsubscribe();
        m_hearsAll = false;
    }
    void moveBell()
    {
        m_server.exposures.setBell(m_input.below(2) != 0);
        m_hearsAll = false;
    }

    void ringSomeTimes()
    {
        for (quint32 times = m_input.byte(); times > 0 && m_rung < mostRings; --times)
            Q_EMIT m_server.exposures.bell->rang(++m_rung);
    }

    milliseconds timeout() { return milliseconds(1 + (m_input.number() & 0xff'ffff)); }

    void letTimePass()
    {
        const milliseconds time(m_input.number() & 0xff'ffff);
        m_client.pass(time);
        m_client.checkDeadlines();
        m_server.pass(time);
        m_server.checkDeadlines();
    }

    void endSomehow()
    {
        switch (m_input.below(8)) {
        case 0: m_isOver = true; return m_server.close();
        case 1: m_isOver = true; return m_client.close();
        case 2: m_isOver = true; return m_server.leave();
        case 3:
            m_isOver = true;
            m_client.lose();
            return m_server.lose();
        default: return carryAll();
        }
    }

    // ---- what must have come of it

    void checkAll()
    {
        m_client.setFull(false);
        m_server.setFull(false);
        carryAll();
        for (const Expected &echo : m_echoes) {
            if (echo.outcome->isDone)
                require(echo.outcome->result == echo.result, "a call gets its own answer");
            require(m_isOver || echo.outcome->ends == 1, "a call is answered");
        }
        require(size_t(m_server.exposures.runs - m_runsBefore) <= m_client.outcomes.size() + m_notified,
                "what was sent once runs once");
        checkEvents();
        require(m_isOver || (m_client.isEstablished() && m_server.isEstablished()),
                "two good ends do not part by themselves");
    }

    void checkEvents() const
    {
        const std::vector<Heard> &events = m_client.events;
        for (size_t i = 1; i < events.size(); ++i) {
            const int passed = events[i].times - events[i - 1].times;
            require(passed > 0, "events keep their order");
            require(!m_hearsAll || quint64(passed) == 1 + events[i].lost - events[i - 1].lost,
                    "an event that does not come is told to be lost");
        }
        if (m_hearsAll && !m_isOver && !events.empty())
            require(quint64(m_rung - events.back().times) == m_client.eventsLostHere - events.back().lost,
                    "so are the last ones");
    }

    Input m_input;
    const int m_runsBefore;
    End m_server;
    End m_client;
    std::vector<Expected> m_echoes;
    int m_rung = 0;
    size_t m_notified = 0;
    bool m_isSubscribed = false;
    bool m_hearsAll = true; // from when it is subscribed
    bool m_isHonest = true; // the link
    bool m_isOver = false;
};

} // namespace

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const QCoreApplication application(*argc, *argv);
    fuzz::beQuiet();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static Exposures server;
    static Exposures client;
    Peers(server, client, Input(data, size)).run();
    return 0;
}
