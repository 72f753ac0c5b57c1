// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#include "report.h"

#include <QJsonArray>
#include <QSysInfo>
#include <QThread>

#include <algorithm>

namespace heliograph::bench {

using namespace Qt::StringLiterals;

namespace {

const QString RawZmq = u"raw-zmq"_s;
const QString RawZmqCurve = u"raw-zmq-curve"_s;
const QString RemoteObjects = u"qt-remote-objects"_s;

QString number(double value)
{
    return QString::number(value, 'f', value < 1000 ? 1 : 0);
}

QString ratioText(const std::optional<Ratio> &ratio)
{
    return ratio ? QString::number(ratio->value, 'f', 2) + u"x"_s : u"-"_s;
}

// What a secured peer is without its security; empty for one that has none.
QString openTwin(const QString &peer)
{
    for (const QString &security : {u"-secret"_s, u"-curve"_s}) {
        if (peer.endsWith(security))
            return peer.chopped(security.size());
    }
    return {};
}

// The first column is the peer's; the others hold figures.
QString row(const QString &peer, const QStringList &figures)
{
    QString text = u"  "_s + peer.leftJustified(31);
    for (const QString &figure : figures)
        text += figure.rightJustified(11);
    return text + u'\n';
}

QString resultTable(const ScenarioResult &result)
{
    const bool hasP99 =
        std::any_of(result.peers.begin(), result.peers.end(), [](const auto &p) { return !p.p99.empty(); });
    QString text = u"\n"_s + result.scenario + u" over "_s + result.transport + u" ("_s + result.unit
                   + (result.moreIsBetter ? u", more is better)\n"_s : u", less is better)\n"_s);
    text += row(u"peer"_s, {hasP99 ? u"p50"_s : result.unit, hasP99 ? u"p99"_s : QString(), u"/ raw-zmq"_s,
                            u"/ curve"_s, u"/ Qt RO"_s, u"/ open"_s});
    for (const PeerRounds &peer : result.peers)
        text += row(peer.peer,
                    {number(median(peer.values)), peer.p99.empty() ? QString() : number(median(peer.p99)),
                     ratioText(ratio(&peer, result.find(RawZmq))),
                     ratioText(ratio(&peer, result.find(RawZmqCurve))),
                     ratioText(ratio(&peer, result.find(RemoteObjects))),
                     ratioText(ratio(&peer, result.find(openTwin(peer.peer))))});
    return text;
}

QString twoDecimals(double value)
{
    return QString::number(value, 'f', 2);
}

QString verdictLine(const Verdict &verdict)
{
    const Target &target = verdict.target;
    const QString what = u"  %1 %2 %3 %4 / %5: "_s.arg(verdict.isMet() ? u"met   "_s : u"missed"_s,
                                                       target.scenario.leftJustified(15), verdict.transport,
                                                       target.peer, target.reference);
    const QString figures = u"%1x (%2 to %3), target %4 %5x\n"_s.arg(
        twoDecimals(verdict.ratio.value), twoDecimals(verdict.ratio.least), twoDecimals(verdict.ratio.most),
        target.moreIsBetter ? u">="_s : u"<="_s, twoDecimals(target.limit));
    return what + figures;
}

QJsonArray toJsonArray(const std::vector<double> &values)
{
    QJsonArray array;
    for (const double value : values)
        array.append(value);
    return array;
}

QJsonObject toJson(const ScenarioResult &result)
{
    QJsonArray peers;
    for (const PeerRounds &peer : result.peers) {
        QJsonObject object{{u"peer"_s, peer.peer},
                           {u"calls"_s, peer.calls},
                           {u"median"_s, median(peer.values)},
                           {u"rounds"_s, toJsonArray(peer.values)}};
        if (!peer.p99.empty()) {
            object.insert(u"p99Median"_s, median(peer.p99));
            object.insert(u"p99Rounds"_s, toJsonArray(peer.p99));
        }
        peers.append(object);
    }
    return {{u"scenario"_s, result.scenario},
            {u"transport"_s, result.transport},
            {u"unit"_s, result.unit},
            {u"moreIsBetter"_s, result.moreIsBetter},
            {u"peers"_s, peers}};
}

QJsonObject toJson(const Verdict &verdict)
{
    return {{u"scenario"_s, verdict.target.scenario},
            {u"transport"_s, verdict.transport},
            {u"peer"_s, verdict.target.peer},
            {u"reference"_s, verdict.target.reference},
            {u"ratio"_s, verdict.ratio.value},
            {u"least"_s, verdict.ratio.least},
            {u"most"_s, verdict.ratio.most},
            {u"limit"_s, verdict.target.limit},
            {u"moreIsBetter"_s, verdict.target.moreIsBetter},
            {u"met"_s, verdict.isMet()}};
}

} // namespace

std::vector<Target> targets()
{
    const QString future = u"heliograph"_s;
    const QString callback = u"heliograph-callback"_s;
    return {
        {.scenario = u"round-trip"_s, .peer = future, .reference = RawZmq, .limit = 1.25},
        {.scenario = u"round-trip"_s, .peer = future, .reference = RemoteObjects, .limit = 1.15},
        {.scenario = u"round-trip-one-core"_s, .peer = future, .reference = RawZmq, .limit = 1.25},
        {.scenario = u"round-trip-one-core"_s, .peer = future, .reference = RemoteObjects, .limit = 1.15},
        {.scenario = u"signals"_s,
         .peer = future,
         .reference = RemoteObjects,
         .limit = 2.0,
         .moreIsBetter = true},
        {.scenario = u"in-flight-256"_s,
         .peer = future,
         .reference = RemoteObjects,
         .limit = 2.0,
         .moreIsBetter = true},
        {.scenario = u"in-flight-256"_s,
         .peer = callback,
         .reference = RemoteObjects,
         .limit = 3.0,
         .moreIsBetter = true},
        {.scenario = u"echo-1MiB"_s, .peer = future, .reference = RawZmq, .limit = 0.6, .moreIsBetter = true},
    };
}

bool Verdict::isMet() const
{
    return target.moreIsBetter ? ratio.value >= target.limit : ratio.value <= target.limit;
}

std::vector<Verdict> verdicts(const std::vector<ScenarioResult> &results)
{
    std::vector<Verdict> found;
    for (const Target &target : targets()) {
        for (const ScenarioResult &result : results) {
            if (result.scenario != target.scenario)
                continue;
            if (const auto seen = ratio(result.find(target.peer), result.find(target.reference)))
                found.push_back({.target = target, .transport = result.transport, .ratio = *seen});
        }
    }
    return found;
}

QString table(const std::vector<ScenarioResult> &results)
{
    QString text;
    for (const ScenarioResult &result : results)
        text += resultTable(result);
    const std::vector<Verdict> judged = verdicts(results);
    if (!judged.empty())
        text += u"\ntargets (median of the rounds' ratios, least to most)\n"_s;
    for (const Verdict &verdict : judged)
        text += verdictLine(verdict);
    return text;
}

QJsonObject toJson(const std::vector<ScenarioResult> &results, bool quick)
{
    QJsonArray scenarios;
    for (const ScenarioResult &result : results)
        scenarios.append(toJson(result));
    QJsonArray judged;
    for (const Verdict &verdict : verdicts(results))
        judged.append(toJson(verdict));
    const QJsonObject machine{{u"cores"_s, QThread::idealThreadCount()},
                              {u"cpu"_s, QSysInfo::currentCpuArchitecture()},
                              {u"kernel"_s, QSysInfo::kernelVersion()},
                              {u"system"_s, QSysInfo::prettyProductName()},
                              {u"qt"_s, QString::fromLatin1(qVersion())}};
    return {{u"format"_s, 1},
            {u"quick"_s, quick},
            {u"machine"_s, machine},
            {u"results"_s, scenarios},
            {u"targets"_s, judged}};
}

} // namespace heliograph::bench
