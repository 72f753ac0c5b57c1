// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "listener.h"

#include <heliograph/server.h>

#include <QtCore/qcommandlineparser.h>
#include <QtCore/qcoreapplication.h>
#include <QtCore/qfile.h>
#include <QtCore/qsocketnotifier.h>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <vector>

// The other process of the tests of faults, which runs until it is killed:
// faultchild server <endpoint>   serves run(number), which writes the number to the file of --log, add(a, b), and channels()
// faultchild client <endpoint>   is connected, and answers ping()
// faultchild source <endpoint>   serves "source", whose produce(size) emits produced(number, bytes); says "gone <code>"
//                                of each client's session that ends
// faultchild listener <endpoint> hears that, and at each event without bytes says "heard <number> <heard> <lost> <gaps>
//                                <wrong>" (Listener). A line on its standard input hangs it until the next; it says
//                                "hangs" before
// --descriptors COUNT            may open so many
// --hoard                        a client that has opened all of them, and lets go of them when a first attempt has failed
// --link-timeout MS              as in the options of both ends
// --heartbeat MS                 how often a server looks; its timeout is twice that
// --slow-peer-time MS            as in the limits; a source disconnects slow peers
// Says "ready <endpoint>" on its standard output as soon as it can be talked to; a client each time it is connected.

using namespace heliograph;

namespace {

void sayReady(const QString &endpoint)
{
    std::printf("ready %s\n", qPrintable(endpoint));
    std::fflush(stdout);
}

void limitDescriptors(int count)
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = rlim_t(count); // the hard limit stays what it is, as on most systems far above
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0)
        std::perror("setrlimit");
}

int serve(const QString &endpoint, const QString &log, const ServerOptions &options)
{
    // One write(2) for each call: what is in the file stays there when the process is killed.
    const int file = ::open(log.toLocal8Bit().constData(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    Server server(options);
    server.expose("run", [file](qint64 number) {
        return ::write(file, &number, sizeof(number)) == ssize_t(sizeof(number)) ? number : -1;
    });
    server.expose("add", [](int a, int b) { return a + b; });
    server.expose("channels", [&server] { return int(server.channels().size()); });
    if (!server.bind(endpoint)) {
        std::fprintf(stderr, "%s\n", server.error().what());
        return 1;
    }
    sayReady(server.endpoints().constFirst());
    return QCoreApplication::exec();
}

int connectTo(const QString &endpoint, bool hoards, const ClientOptions &options)
{
    Client client(options);
    client.expose("ping", [] { return 1; });
    std::vector<int> hoard;
    // Whoever uses descriptors up hits ØMQ's own process-wide ones too, which it has by now.
    if (hoards && !client.bind(QStringLiteral("tcp://127.0.0.1:*")))
        return 1;
    for (int file = hoards ? ::dup(0) : -1; file >= 0; file = ::dup(0))
        hoard.push_back(file);
    const auto letGo = [&] {
        for (const int file : std::exchange(hoard, {}))
            ::close(file);
    };
    QObject::connect(&client, &Client::reconnecting, &client, letGo);
    QObject::connect(&client, &Channel::connected, &client, [&] { sayReady(endpoint); });
    bool isLooking = client.connectToServer(endpoint);
    if (!isLooking && hoards) {
        letGo(); // the error has said that descriptors are needed
        isLooking = client.connectToServer(endpoint);
    }
    if (!isLooking) {
        std::fprintf(stderr, "%s\n", client.error().what());
        return 1;
    }
    return QCoreApplication::exec();
}

/// What "produce" emits is described at Listener.
class Source : public QObject
{
    Q_OBJECT
public:
    Q_INVOKABLE void produce(int size)
    {
        ++m_number;
        Q_EMIT produced(m_number, QByteArray(size, char(m_number)));
    }

Q_SIGNALS:
    void produced(quint32 number, const QByteArray &bytes);

private:
    quint32 m_number = 0;
};

/// The defaults, but for peers that are too slow for \a milliseconds, if it is not empty.
Limits slowPeerLimits(const QString &milliseconds)
{
    if (milliseconds.isEmpty())
        return {};
    return {.slowPeer = Limits::SlowPeer::Disconnect,
            .slowPeerTime = std::chrono::milliseconds(milliseconds.toInt())};
}

int produceAt(const QString &endpoint, const ServerOptions &options)
{
    Source source;
    Server server(options);
    server.expose("source", &source);
    QObject::connect(&server, &Server::clientConnected, &server, [](const Channel *channel) {
        QObject::connect(channel, &Channel::disconnected, channel, [](const Error &reason) {
            std::printf("gone %d\n", int(reason.code()));
            std::fflush(stdout);
        });
    });
    if (!server.bind(endpoint)) {
        std::fprintf(stderr, "%s\n", server.error().what());
        return 1;
    }
    sayReady(server.endpoints().constFirst());
    return QCoreApplication::exec();
}

/// The next line on standard input; ends the process when there will be none.
void awaitLine()
{
    char last = 0;
    while (last != '\n') {
        if (::read(STDIN_FILENO, &last, 1) != 1)
            std::exit(0);
    }
}

int listenTo(const QString &endpoint, const ClientOptions &options)
{
    Listener listener(options);
    QObject::connect(&listener.client, &Channel::signalConnected, &listener.client,
                     [&] { sayReady(endpoint); });
    listener.client.connectSignal("source.produced", &listener.client,
                                  [&](quint32 number, const QByteArray &bytes) {
                                      if (!bytes.isEmpty())
                                          return;
                                      std::printf("heard %u %u %u %u %u\n", number, listener.heard,
                                                  listener.lost, listener.gaps, listener.wrong);
                                      std::fflush(stdout);
                                  });
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &input, [] {
        awaitLine();
        std::puts("hangs");
        std::fflush(stdout);
        awaitLine();
    });
    if (!listener.client.connectToServer(endpoint))
        return 1;
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption log(QStringLiteral("log"), {}, QStringLiteral("FILE"),
                                 QStringLiteral("/dev/null"));
    const QCommandLineOption descriptors(QStringLiteral("descriptors"), {}, QStringLiteral("COUNT"));
    const QCommandLineOption linkTimeout(QStringLiteral("link-timeout"), {}, QStringLiteral("MS"),
                                         QStringLiteral("10000"));
    const QCommandLineOption heartbeat(QStringLiteral("heartbeat"), {}, QStringLiteral("MS"),
                                       QStringLiteral("5000"));
    const QCommandLineOption hoard(QStringLiteral("hoard"));
    const QCommandLineOption slowPeerTime(QStringLiteral("slow-peer-time"), {}, QStringLiteral("MS"));
    parser.addOptions({log, descriptors, linkTimeout, heartbeat, hoard, slowPeerTime});
    parser.process(app);
    if (parser.isSet(descriptors))
        limitDescriptors(parser.value(descriptors).toInt());
    const std::chrono::milliseconds timeout(parser.value(linkTimeout).toInt());
    const std::chrono::milliseconds interval(parser.value(heartbeat).toInt());
    const QStringList words = parser.positionalArguments();
    if (words.value(0) == u"server")
        return serve(words.value(1), parser.value(log),
                     {.limits = {.sessions = 4000},
                      .heartbeat = {.interval = interval, .timeout = 2 * interval},
                      .linkTimeout = timeout});
    if (words.value(0) == u"source")
        return produceAt(words.value(1),
                         {.limits = slowPeerLimits(parser.value(slowPeerTime)), .linkTimeout = timeout});
    if (words.value(0) == u"listener")
        return listenTo(words.value(1), {.linkTimeout = timeout});
    return connectTo(words.value(1), parser.isSet(hoard),
                     {.linkTimeout = timeout,
                      .reconnectDelay = std::chrono::milliseconds(1),
                      .reconnectLimit = std::chrono::milliseconds(10)});
}

#include "faultchild.moc"
