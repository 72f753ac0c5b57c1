// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#include "scenario.h"

#include <limits>

namespace heliograph::bench {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 NoLimit = std::numeric_limits<qint64>::max();
constexpr int ManyInFlight = 256;
constexpr int ManyConnecting = 16;
constexpr qsizetype LargePayload = 1 << 20; // 1 MiB

QString unitOf(Scenario::Figure figure)
{
    switch (figure) {
    case Scenario::Figure::RoundTrip: return u"us"_s;
    case Scenario::Figure::CallRate: return u"calls/s"_s;
    case Scenario::Figure::ByteRate: return u"MiB/s"_s;
    case Scenario::Figure::EventRate: return u"events/s"_s;
    case Scenario::Figure::ClientRate: return u"clients/s"_s;
    }
    return {};
}

double microseconds(std::chrono::nanoseconds duration)
{
    return static_cast<double>(duration.count()) / 1e3;
}

void note(PeerRounds *rounds, const Scenario &scenario, const CallLog &log)
{
    rounds->calls += log.calls;
    const double seconds = std::chrono::duration<double>(log.elapsed).count();
    switch (scenario.figure) {
    case Scenario::Figure::RoundTrip:
        rounds->values.push_back(microseconds(percentile(log.roundTrips, 50)));
        rounds->p99.push_back(microseconds(percentile(log.roundTrips, 99)));
        break;
    case Scenario::Figure::CallRate:
    case Scenario::Figure::EventRate:
    case Scenario::Figure::ClientRate:
        rounds->values.push_back(static_cast<double>(log.calls) / seconds);
        break;
    case Scenario::Figure::ByteRate:
        rounds->values.push_back(static_cast<double>(log.calls * scenario.round.payload.size()) / seconds
                                 / (1 << 20));
        break;
    }
}

Scenario roundTrips(const QString &name, Placement placement, bool quick)
{
    return {.name = name,
            .figure = Scenario::Figure::RoundTrip,
            .placement = placement,
            .warmUp = {.calls = quick ? 100 : 2000},
            .round = {.calls = quick ? 200 : 5000},
            .rounds = quick ? 2 : 9};
}

Scenario events(const QString &name, Workload::Kind kind, qint64 count, int rounds)
{
    return {.name = name,
            .figure = Scenario::Figure::EventRate,
            .warmUp = {.kind = kind, .calls = count / 2},
            .round = {.kind = kind, .calls = count},
            .rounds = rounds};
}

} // namespace

std::vector<Scenario> callScenarios(bool quick)
{
    const int rounds = quick ? 2 : 5;
    const QByteArray payload(LargePayload, 'x');
    return {
        roundTrips(u"round-trip"_s, Placement::Apart, quick),
        roundTrips(u"round-trip-one-core"_s, Placement::OneCore, quick),
        {.name = u"in-flight-256"_s,
         .figure = Scenario::Figure::CallRate,
         .warmUp = {.calls = quick ? 1000 : 20000, .window = ManyInFlight},
         .round = {.calls = NoLimit, .duration = quick ? 50ms : 1000ms, .window = ManyInFlight},
         .rounds = rounds},
        events(u"signals"_s, Workload::Kind::Signals, quick ? 1000 : 200000, rounds),
        events(u"property"_s, Workload::Kind::Property, quick ? 2000 : 100000, rounds),
        {.name = u"acquire"_s,
         .figure = Scenario::Figure::RoundTrip,
         .placement = Placement::Apart,
         .warmUp = {.kind = Workload::Kind::Acquire, .calls = 10},
         .round = {.kind = Workload::Kind::Acquire, .calls = quick ? 20 : 1000},
         .rounds = rounds},
        {.name = u"echo-1MiB"_s,
         .figure = Scenario::Figure::ByteRate,
         .warmUp = {.calls = quick ? 2 : 10, .payload = payload},
         .round = {.calls = quick ? 5 : 60, .payload = payload},
         .rounds = rounds},
        {.name = u"connect"_s,
         .figure = Scenario::Figure::RoundTrip,
         .placement = Placement::Apart,
         .warmUp = {.kind = Workload::Kind::Connect, .calls = 10},
         .round = {.kind = Workload::Kind::Connect, .calls = quick ? 10 : 300},
         .rounds = rounds},
        {.name = u"connect-16"_s,
         .figure = Scenario::Figure::ClientRate,
         .warmUp = {.kind = Workload::Kind::Connect, .calls = 32, .window = ManyConnecting},
         .round = {.kind = Workload::Kind::Connect, .calls = quick ? 32 : 600, .window = ManyConnecting},
         .rounds = rounds},
        events(u"signals-1000"_s, Workload::Kind::FanOut, quick ? 2000 : 1000000, rounds),
    };
}

ScenarioResult measure(const Scenario &scenario, const std::vector<Contestant> &contestants)
{
    ScenarioResult result{.scenario = scenario.name,
                          .unit = unitOf(scenario.figure),
                          .moreIsBetter = scenario.figure != Scenario::Figure::RoundTrip};
    std::vector<Contestant> able;
    std::vector<qint64> servers;
    for (const Contestant &contestant : contestants) {
        if (!contestant.caller->supports(scenario.round.kind))
            continue;
        able.push_back(contestant);
        servers.push_back(contestant.serverProcess);
    }
    const Placed placed(scenario.placement, servers);
    for (const Contestant &contestant : able) {
        static_cast<void>(contestant.caller->run(scenario.warmUp));
        result.peers.push_back({.peer = contestant.peer->name()});
    }
    for (int round = 0; round < scenario.rounds; ++round) {
        for (size_t i = 0; i < able.size(); ++i)
            note(&result.peers[i], scenario, able[i].caller->run(scenario.round));
    }
    return result;
}

} // namespace heliograph::bench
