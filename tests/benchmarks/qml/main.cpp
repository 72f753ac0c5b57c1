// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

// heliograph-bench-qml: what remote objects cost in QML, beside objects of the page's own process and beside calls from C++.
// The parent process makes the calls; the server and each page are this program again, as children.
// It exits with 1 when it could not measure. A target that is missed is told, and no failure.

#include "callcost.h"
#include "childprocess.h"
#include "pagecost.h"
#include "sensor.h"

#include <heliograph/server.h>

#include <QtCore/QCommandLineParser>
#include <QtCore/QTemporaryDir>
#include <QtGui/QGuiApplication>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <stdexcept>

using namespace heliograph;
using namespace heliograph::bench;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// What a page with remote objects may take beyond one with local objects, in percent of a core.
constexpr double MostBeyondLocal = 25;
// Of its changes that a page has to show. A machine that is busy with other things may be late for some.
constexpr double LeastShown = 0.66;
// What a call from QML may take, in those from C++.
constexpr double MostOfCpp = 3;

void print(const QString &text)
{
    std::fputs(qPrintable(text), stdout);
    std::fflush(stdout);
}

int serve(const QString &address)
{
    endWithParent();
    const Sensors sensors;
    Server server;
    for (int i = 0; i < Sensors::count; ++i)
        server.expose(u"sensor%1"_s.arg(i), sensors.at(i));
    if (!server.bind(address))
        throw std::runtime_error(server.error().what());
    reportReady(address);
    return QCoreApplication::exec();
}

QString verdict(bool isMet)
{
    return isMet ? u"met"_s : u"missed"_s;
}

void tellPages(const ScenarioResult &result)
{
    print(
        u"\na page with %1 bindings, each changed %2 times a second (percent of a core, median of %3 rounds)\n"_s
            .arg(Sensors::count * Sensors::valuesOfEach)
            .arg(Sensors::changesPerSecond)
            .arg(result.peers[0].values.size()));
    const PeerRounds &local = result.peers[0];
    print(u"  %1 %2\n"_s.arg(local.peer, -10).arg(median(local.values), 7, 'f', 1));
    for (size_t i = 1; i < result.peers.size(); ++i) {
        std::vector<double> beyond;
        std::transform(result.peers[i].values.begin(), result.peers[i].values.end(), local.values.begin(),
                       std::back_inserter(beyond), std::minus<>());
        print(
            u"  %1 %2, beyond the local one %3 (%4 to %5), target < %6: %7\n"_s.arg(result.peers[i].peer, -10)
                .arg(median(result.peers[i].values), 7, 'f', 1)
                .arg(median(beyond), 0, 'f', 1)
                .arg(*std::min_element(beyond.begin(), beyond.end()), 0, 'f', 1)
                .arg(*std::max_element(beyond.begin(), beyond.end()), 0, 'f', 1)
                .arg(MostBeyondLocal)
                .arg(verdict(median(beyond) < MostBeyondLocal)));
    }
}

void tellCalls(const ScenarioResult &result)
{
    const auto ofQml = ratio(&result.peers[1], &result.peers[0]);
    print(u"\n%1 (microseconds each)\n  C++ %2\n  QML %3, %4 x C++ (%5 to %6), target <= %7: %8\n"_s
              .arg(result.scenario)
              .arg(median(result.peers[0].values), 7, 'f', 1)
              .arg(median(result.peers[1].values), 7, 'f', 1)
              .arg(ofQml->value, 0, 'f', 2)
              .arg(ofQml->least, 0, 'f', 2)
              .arg(ofQml->most, 0, 'f', 2)
              .arg(MostOfCpp)
              .arg(verdict(ofQml->value <= MostOfCpp)));
}

int measureAll(bool quick)
{
    const QTemporaryDir directory;
    const ChildProcess server({u"--serve"_s, u"--address"_s, u"ipc://"_s + directory.filePath(u"sensors"_s)});
    const std::vector<ScenarioResult> calls = measureCalls(server.word(), quick ? 200 : 5000, quick ? 1 : 7);
    for (const ScenarioResult &result : calls)
        tellCalls(result);
    tellPages(measurePages(server.word(), quick ? 500ms : 5s, quick ? 1 : 5, quick ? 0 : LeastShown));
    return EXIT_SUCCESS;
}

int run(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Measures remote objects in QML."_s);
    parser.addHelpOption();
    const QCommandLineOption quick(u"quick"_s,
                                   u"A short run: shows that it works, its figures mean little."_s);
    QCommandLineOption serving(u"serve"_s);
    QCommandLineOption page(u"page"_s, QString(), u"file"_s);
    QCommandLineOption address(u"address"_s, QString(), u"address"_s);
    QCommandLineOption duration(u"duration"_s, QString(), u"milliseconds"_s);
    for (QCommandLineOption *const role : {&serving, &page, &address, &duration}) {
        role->setFlags(QCommandLineOption::HiddenFromHelp);
        parser.addOption(*role);
    }
    parser.addOption(quick);
    parser.process(arguments);
    if (parser.isSet(serving))
        return serve(parser.value(address));
    if (parser.isSet(page))
        return showPage(parser.value(page), parser.value(address),
                        std::chrono::milliseconds(parser.value(duration).toInt()));
    return measureAll(parser.isSet(quick));
}

} // namespace

int main(int argc, char *argv[])
{
    // Nobody looks at the pages, but they are drawn.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_QUICK_BACKEND", "software");
    const QGuiApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"heliograph-bench-qml"_s);
    try {
        return run(QCoreApplication::arguments());
    } catch (const std::exception &error) {
        std::fprintf(stderr, "heliograph-bench-qml: %s\n", error.what());
        return EXIT_FAILURE;
    }
}
