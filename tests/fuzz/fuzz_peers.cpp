// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "end.h"
#include "fuzz.h"
#include "stream.h"

#include <heliograph/encoder.h>

#include <QtCore/qcoreapplication.h>

#include <array>
#include <optional>
#include <vector>

// A server and a client, and between them a link that carries frames when the input says so. The link may drop, repeat, exchange
// and alter frames; as long as it does not, every call runs once at most, in its order, and has its own answer, events come in
// order or are told to be lost, and properties are the same at both ends.

using namespace heliograph;
using namespace fuzz;
using namespace std::chrono_literals;

namespace {

constexpr int mostRings = 2000; // or some inputs take seconds

class Peers
{
public:
    Peers(Exposures &server, Exposures &client, Input input)
        : m_input(input), m_runsBefore{server.runs, client.runs}, m_server(PeerRole::Server, server),
          m_client(PeerRole::Client, client)
    {
        m_client.whenHeard = [this](const SignalNews &news) {
            Stream &stream = news.name == m_peals.name() ? m_peals : m_rings;
            if (m_isHonest)
                stream.hear(news);
        };
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
        case 10: m_hasAcquired = true; return m_client.acquire("bell");
        case 11: return m_input.below(4) == 0 ? unsubscribe() : releaseObjects();
        case 12: return ringSomeTimes();
        case 13: return tuneBell();
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
        Encoder arguments;
        switch (m_input.below(8)) {
        case 0:
        case 4:
            arguments.writeArray(1);
            arguments.writeUInt(m_input.number() & 0xff'ffff);
            return callFunction(from, "blob", arguments);
        case 1: arguments.writeArray(0); return callFunction(from, "later", arguments);
        case 2: return (void)from.call("bell.ring", QByteArrayView("\x91\x01", 2), timeout());
        case 5: return countOnce(from, false);
        case 6:
            return (void)from.call("bell.volume=", QByteArray("\x91").append(char(m_input.below(128))),
                                   timeout());
        default: {
            // The bytes of the answer are those of the argument.
            Encoder value;
            value.writeBytes(m_input.below(4) != 0 ? m_input.bytes().toByteArray() : QByteArray(size(), 'v'));
            arguments.writeArray(1);
            arguments.writeRaw(value.data());
            return callFunction(from, "echo", arguments, value.take());
        }
        }
    }

    void callFunction(End &from, QByteArrayView name, const Encoder &arguments,
                      const std::optional<QByteArray> &expected = std::nullopt)
    {
        const auto outcome = from.call(name, arguments.data(), timeout());
        if (!outcome)
            return;
        outcome->expected = expected;
        sideOf(from).functions.push_back(outcome);
    }

    void notifySomething(End &from)
    {
        if (m_input.below(2) != 0)
            return countOnce(from, true);
        Encoder arguments;
        arguments.writeArray(1);
        arguments.writeBytes(QByteArray(size(), 'n'));
        sideOf(from).oneWay += from.notify("echo", arguments.data()) ? 1 : 0;
    }

    /// Which number it is tells the order in which these calls run, and that each does so once.
    void countOnce(End &from, bool isOneWay)
    {
        Side &side = sideOf(from);
        Encoder number;
        number.writeUInt(quint64(++side.counted));
        Encoder arguments;
        arguments.writeArray(2);
        arguments.writeRaw(number.data());
        arguments.writeBytes(QByteArray(size(), 'c'));
        if (isOneWay)
            side.oneWay += from.notify("count", arguments.data()) ? 1 : 0;
        else
            callFunction(from, "count", arguments, number.take());
    }

    /// Once: of each event there is to be one.
    void subscribe()
    {
        Stream &stream = m_input.below(2) != 0 ? m_peals : m_rings;
        if (stream.isSubscribed())
            return;
        stream.subscribe();
        m_client.subscribe(stream.name());
    }
    void unsubscribe()
    {
        m_client.unsubscribe();
        interrupt();
    }
    void interrupt()
    {
        m_rings.interrupt();
        m_peals.interrupt();
    }
    void releaseObjects()
    {
        m_client.releaseObjects();
        m_hasAcquired = false;
    }

    void moveBell()
    {
        const bool isThere = m_input.below(2) != 0;
        if (isThere == m_server.exposures.hasBell())
            return;
        m_server.exposures.setBell(isThere);
        interrupt();
    }

    void tuneBell()
    {
        const quint8 sound = m_input.byte();
        m_server.exposures.bell->setVolume(sound);
        if (sound % 4 == 3)
            m_server.exposures.bell->setProperty("tune", QByteArray(int(sound) * 1024, 't'));
    }

    void ringSomeTimes()
    {
        const quint32 choice = m_input.byte();
        Bell &bell = *m_server.exposures.bell;
        for (quint32 times = choice < 192 ? choice : 0; times > 0 && m_rung < mostRings; --times, ++m_rung)
            Q_EMIT bell.rang(m_rings.next());
        const QByteArray sound(choice < 192 ? 0 : size(), 'p');
        for (quint32 times = choice < 192 ? 0 : choice % 16; times > 0 && m_rung < mostRings;
             --times, ++m_rung)
            Q_EMIT bell.pealed(m_peals.next(), sound);
    }

    /// Of what travels alone, joined with others, or in parts.
    qsizetype size()
    {
        constexpr std::array<qsizetype, 8> sizes{0, 10, 200, 5'000, 60'000, 70'000, 200'000, 300'000};
        return sizes.at(m_input.below(sizes.size()));
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
        checkCalls(m_client, m_server);
        checkCalls(m_server, m_client);
        require(m_isOver || (m_client.isEstablished() && m_server.isEstablished()),
                "two good ends do not part by themselves");
        if (m_isOver)
            return;
        m_rings.checkAll();
        m_peals.checkAll();
        checkProperties();
    }

    void checkCalls(End &from, const End &to)
    {
        const Side &side = sideOf(from);
        int done = 0;
        for (const std::shared_ptr<Outcome> &outcome : side.functions) {
            require(outcome->isRight, "a call gets its own answer");
            require(m_isOver || outcome->ends == 1 || !outcome->expected, "a call is answered");
            done += outcome->isDone ? 1 : 0;
        }
        const int runs = to.exposures.runs - m_runsBefore[&from == &m_server];
        require(done <= runs && runs <= int(side.functions.size()) + side.oneWay, "what was sent runs once");
        require(!to.exposures.hasMiscounted, "calls of one object run in their order");
    }

    void checkProperties() const
    {
        const Exposures &exposures = m_server.exposures;
        if (!m_hasAcquired || !exposures.hasBell())
            return;
        Encoder volume;
        volume.writeInt(exposures.bell->volume());
        require(m_client.known("bell", "volume") == volume.data(), "a property is the same at both ends");
        Encoder tune;
        tune.writeBytes(exposures.bell->property("tune").toByteArray());
        require(m_client.known("bell", "tune") == tune.data(), "a large one, too");
    }

    // What an end asked of the other.
    struct Side
    {
        std::vector<std::shared_ptr<Outcome>> functions; // that were called
        int oneWay = 0;
        int counted = 0;
    };
    Side &sideOf(const End &end) { return m_sides[&end == &m_server]; }

    Input m_input;
    const std::array<int, 2> m_runsBefore; // of functions of the server, and of the client
    End m_server;
    End m_client;
    std::array<Side, 2> m_sides; // of the client, and of the server
    Stream m_rings{"bell.rang"};
    Stream m_peals{"bell.pealed"};
    int m_rung = 0;
    bool m_hasAcquired = false;
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
