// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

// heliograph-bench: measures Heliograph and other ways to call from process to process, all through the same harness.
// The parent process holds the clients; every server is this program again, as a child.

#include "childprocess.h"
#include "crowd.h"
#include "idle.h"
#include "options.h"
#include "report.h"
#include "scenario.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <stdexcept>

using namespace heliograph::bench;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Peers = std::vector<std::unique_ptr<Peer>>;

const QStringList Transports{u"ipc"_s, u"tcp"_s};

QStringList namesOf(const Peers &peers)
{
    QStringList names;
    for (const auto &peer : peers)
        names.append(peer->name());
    return names;
}

QStringList scenarioNames()
{
    QStringList names{u"idle"_s};
    for (const Scenario &scenario : callScenarios(true))
        names.append(scenario.name);
    return names;
}

const Peer &peerNamed(const Peers &peers, const QString &name)
{
    const auto found =
        std::find_if(peers.begin(), peers.end(), [&](const auto &peer) { return peer->name() == name; });
    if (found == peers.end())
        throw std::runtime_error("no such peer: " + name.toStdString());
    return **found;
}

void refuseUnknownNames(const Options &options, const Peers &peers)
{
    const QStringList known = scenarioNames() + namesOf(peers) + Transports;
    for (const QString &name : options.only) {
        if (!known.contains(name))
            throw std::runtime_error("--only knows " + known.join(u", "_s).toStdString());
    }
}

int serve(const Peer &peer, const QString &address)
{
    endWithParent();
    return peer.serve(address, reportReady);
}

void stayIdle(const Peer &peer, const QString &address)
{
    endWithParent();
    const std::unique_ptr<Caller> caller = peer.connectTo(address);
    static_cast<void>(caller->run({.calls = 10}));
    reportReady(peer.name());
    caller->idle();
}

void print(const QString &text)
{
    std::fputs(text.toLocal8Bit().constData(), stdout);
    std::fflush(stdout);
}

// All call scenarios over one transport. The pairs stay connected from the first scenario to the last.
std::vector<ScenarioResult> measureCalls(const Options &options, const Peers &peers, Transport transport,
                                         const QString &directory)
{
    std::vector<std::unique_ptr<ChildProcess>> servers; // outlive the callers
    std::vector<std::unique_ptr<Caller>> callers;
    std::vector<Contestant> contestants;
    for (const auto &peer : peers) {
        servers.push_back(std::make_unique<ChildProcess>(serverArguments(*peer, transport, directory)));
        callers.push_back(peer->connectTo(servers.back()->word()));
        contestants.push_back({.peer = peer.get(),
                               .caller = callers.back().get(),
                               .serverProcess = servers.back()->processId()});
    }
    std::vector<ScenarioResult> results;
    for (const Scenario &scenario : callScenarios(options.quick)) {
        if (options.takes(scenario.name, scenarioNames()))
            results.push_back(measure(scenario, contestants));
    }
    return results;
}

std::vector<ScenarioResult> measureOver(const QString &name, const Options &options, const Peers &peers)
{
    const Transport transport = name == u"tcp"_s ? Transport::Tcp : Transport::Ipc;
    const QTemporaryDir directory;
    if (!directory.isValid())
        throw std::runtime_error("no temporary directory");
    std::vector<ScenarioResult> results = measureCalls(options, peers, transport, directory.path());
    if (options.idle && options.takes(u"idle"_s, scenarioNames()))
        results.push_back(measureIdle(peers, transport, directory.path(), options.quick ? 1s : 10s));
    for (ScenarioResult &result : results) {
        result.transport = name;
        print(u"measured: "_s + result.scenario + u" over "_s + name + u'\n');
    }
    return results;
}

void writeJson(const QString &fileName, const QJsonObject &json)
{
    QFile file(fileName);
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(json).toJson()) < 0)
        throw std::runtime_error("cannot write " + fileName.toStdString());
}

#ifdef HELIOGRAPH_BENCH_HELIOGRAPH
int playCrowdRole(const Options &options)
{
    if (options.crowdRole == u"crowd-server"_s)
        return serveCrowd(options.address);
    if (options.crowdRole == u"crowd-raw-server"_s)
        return serveRawCrowd(options.address);
    if (options.crowdRole == u"crowd-clients"_s)
        return joinCrowd(options.address, options.crowdSize);
    if (options.crowdRole == u"crowd-listeners"_s)
        return listenAsCrowd(options.address, options.crowdSize);
    return joinRawCrowd(options.address, options.crowdSize);
}

int measureCrowdAlone(const Options &options)
{
    const QTemporaryDir directory;
    std::vector<ScenarioResult> results;
    for (const QString &transport : {u"ipc"_s, u"tcp"_s}) {
        if (!options.takes(transport, {u"ipc"_s, u"tcp"_s}))
            continue;
        const QString address =
            transport == u"ipc" ? u"ipc://"_s + directory.filePath(u"crowd"_s) : u"tcp://127.0.0.1:*"_s;
        for (ScenarioResult &result : measureCrowd(options.quick ? 200 : 5000, options.quick, address)) {
            result.transport = transport;
            results.push_back(std::move(result));
        }
    }
    print(table(results));
    if (!options.jsonFile.isEmpty())
        writeJson(options.jsonFile, toJson(results, options.quick));
    return EXIT_SUCCESS;
}
#endif

int measureAll(const Options &options, Peers peers)
{
    refuseUnknownNames(options, peers);
    const QStringList peerNames = namesOf(peers);
    std::erase_if(peers, [&](const auto &peer) { return !options.takes(peer->name(), peerNames); });
    std::vector<ScenarioResult> results;
    for (const QString &transport : Transports) {
        if (!options.takes(transport, Transports))
            continue;
        for (ScenarioResult &result : measureOver(transport, options, peers))
            results.push_back(std::move(result));
    }
    print(table(results));
    if (!options.jsonFile.isEmpty())
        writeJson(options.jsonFile, toJson(results, options.quick));
    return EXIT_SUCCESS;
}

// A thousand clients take more descriptors than a process gets unasked.
void raiseDescriptorLimit()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

int run(const Options &options)
{
    raiseDescriptorLimit();
#ifdef HELIOGRAPH_BENCH_HELIOGRAPH
    if (!options.crowdRole.isEmpty())
        return playCrowdRole(options);
    if (options.crowd)
        return measureCrowdAlone(options);
#endif
    Peers peers = availablePeers();
    if (!options.serve.isEmpty())
        return serve(peerNamed(peers, options.serve), options.address);
    if (!options.idleClient.isEmpty()) {
        stayIdle(peerNamed(peers, options.idleClient), options.address);
        return EXIT_SUCCESS;
    }
    return measureAll(options, std::move(peers));
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"heliograph-bench"_s);
    try {
        return run(parseOptions(application.arguments()));
    } catch (const std::exception &error) {
        std::fprintf(stderr, "heliograph-bench: %s\n", error.what());
        return EXIT_FAILURE;
    }
}
