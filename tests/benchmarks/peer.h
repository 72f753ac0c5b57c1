// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#pragma once

#include "workload.h"

#include <QString>

#include <functional>
#include <memory>
#include <vector>

namespace heliograph::bench {

enum class Transport {
    Ipc, // a unix socket in a directory of the run
    Tcp, // loopback, any free port
};

/// The client's end of a connected pair. Used in the thread that made it.
class Caller
{
public:
    Caller() = default;
    Caller(const Caller &) = delete;
    Caller &operator=(const Caller &) = delete;
    virtual ~Caller() = default;

    /// Whether run() knows workloads of this kind.
    [[nodiscard]] virtual bool supports(Workload::Kind kind) const { return kind == Workload::Kind::Calls; }

    /// Runs \a workload to its end, no call left in flight. Throws std::runtime_error when a call fails, when an
    /// answer is wrong, or when the workload does not end within two minutes.
    [[nodiscard]] virtual CallLog run(const Workload &workload) = 0;

    /// Stays connected and does nothing until the process ends.
    virtual void idle() = 0;
};

/// One way to make remote calls. All peers offer the same two: add(int, int) -> int and echo(bytes) -> bytes.
class Peer
{
public:
    /// Tells the parent process the address that was really bound.
    using Ready = std::function<void(const QString &address)>;

    Peer() = default;
    Peer(const Peer &) = delete;
    Peer &operator=(const Peer &) = delete;
    virtual ~Peer() = default;

    [[nodiscard]] virtual QString name() const = 0;

    /// False for one that takes part in events alone, or in connecting.
    [[nodiscard]] virtual bool hasCalls() const { return true; }

    /// The address to give to serve(); \a directory is private to the run, for sockets of Transport::Ipc and files of keys.
    [[nodiscard]] virtual QString listenAddress(Transport transport, const QString &directory) const = 0;

    /// Serves at \a address in this process, which does nothing else: calls \a ready once, then returns only on error
    /// (with the exit code) or throws std::runtime_error.
    virtual int serve(const QString &address, const Ready &ready) const = 0;

    /// Connects to \a address, as ready() told it. Throws std::runtime_error when there is no connection after 10 s.
    [[nodiscard]] virtual std::unique_ptr<Caller> connectTo(const QString &address) const = 0;
};

/// The peers this program was built with; the reference of most ratios, raw libzmq, comes first.
[[nodiscard]] std::vector<std::unique_ptr<Peer>> availablePeers();

// One factory per file; availablePeers() calls those that were built.
[[nodiscard]] std::unique_ptr<Peer> makeRawZmqPeer();
[[nodiscard]] std::unique_ptr<Peer> makeRawZmqCurvePeer();
[[nodiscard]] std::unique_ptr<Peer> makeRemoteObjectsPeer();
[[nodiscard]] std::unique_ptr<Peer> makeDBusPeer();
[[nodiscard]] std::unique_ptr<Peer> makeHeliographFuturePeer();
[[nodiscard]] std::unique_ptr<Peer> makeHeliographCallbackPeer();
[[nodiscard]] std::unique_ptr<Peer> makeHeliographFanOutPeer();
[[nodiscard]] std::unique_ptr<Peer> makeHeliographSecretPeer();
[[nodiscard]] std::unique_ptr<Peer> makeHeliographCallbackSecretPeer();
[[nodiscard]] std::unique_ptr<Peer> makeHeliographFanOutSecretPeer();
[[nodiscard]] std::unique_ptr<Peer> makeHeliographCurvePeer();

} // namespace heliograph::bench
