// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/caller.h>
#include <heliograph/options.h>

#include <QtCore/qvariant.h>

#include <chrono>
#include <memory>

namespace heliograph {

/// The client for programs without an event loop, such as scripts, tests and tools: its calls block until they
/// have ended, and throw their errors. It exposes nothing, and moves only while one of its functions runs; it
/// needs no QCoreApplication. In a program with an event loop use Client, which never blocks.
///
/// Used by one thread at a time. Every call ends, at the latest at its deadline, and whatever it ended with, the
/// next one works as soon as a server is there: sessions that were lost are made anew.
class HELIOGRAPH_EXPORT SyncClient
{
public:
    /// A client with \a options, not connected. ClientOptions::sharedRegistry is not used.
    explicit SyncClient(const ClientOptions &options = ClientOptions());
    /// Tells the server goodbye, and gives what was sent before up to 100 ms to leave.
    ~SyncClient();
    Q_DISABLE_COPY_MOVE(SyncClient)

    /// Talks to the server at \a endpoint (tcp://host:port, ipc://path, inproc://name) from now on. Returns at
    /// once: calls wait for the server, within their deadlines. Throws an Error when the endpoint is malformed, or none for what the
    /// options say of security. A server that does not let this client in is not asked again: calls fail at once, and error() says why.
    void connectToServer(const QString &endpoint);
    /// Waits for a session, at most for \a timeout. False when there is none by then: error() says why.
    [[nodiscard]] bool waitForConnected(std::chrono::milliseconds timeout);
    /// True while a session exists, as far as the last call noticed.
    [[nodiscard]] bool isConnected() const;
    /// Why there is no session; its code is None while there is one.
    [[nodiscard]] Error error() const;
    /// Tells the server goodbye. Calls fail with NeverSent until connectToServer().
    void close();

    /// The deadline of calls that set none, 1 ms to 2^32-1 ms.
    void setCallTimeout(std::chrono::milliseconds timeout);
    [[nodiscard]] std::chrono::milliseconds callTimeout() const;

    /// Calls the remote \a name with \a args as Channel::call() does, and returns its result. Throws what
    /// the future of that would throw: an Error, or a type registered by registerException().
    template <typename R = void, typename... Args>
    R call(QAnyStringView name, const Args &...args)
    {
        return callWithin<R>(callTimeout(), name, args...);
    }
    /// The same with a deadline of its own, \a timeout from now.
    template <typename R = void, typename... Args>
    R callWithin(std::chrono::milliseconds timeout, QAnyStringView name, const Args &...args)
    {
        auto call = std::make_unique<detail::FutureCall<R>>();
        QFuture<R> result = call->resultFuture();
        detail::makeCall(caller(), name, {timeout}, std::move(call), args...);
        result.waitForFinished(); // has finished: only throws what it holds
        if constexpr (!std::is_void_v<R>)
            return result.takeResult();
    }
    /// The dynamic form of call(): \a arguments by position, \a named ones by parameter name.
    QVariant invoke(QAnyStringView name, const QVariantList &arguments, const QVariantMap &named = {});
    /// Calls the remote \a name and wants no answer. Returns when the transport has the call; throws an Error when
    /// it was not sent by the deadline.
    template <typename... Args>
    void notify(QAnyStringView name, const Args &...args)
    {
        detail::ArgumentEncoder arguments;
        if (const int failed = detail::encodeArguments(arguments.encoder(), args...); failed != 0)
            throw arguments.argumentError(failed);
        sendNotify(name, arguments.encoder().data());
    }

private:
    [[nodiscard]] Caller &caller();
    void sendNotify(QAnyStringView name, QByteArrayView arguments);

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace heliograph
