// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/arguments.h>
#include <heliograph/export.h>
#include <heliograph/pendingcall.h>

#include <QtCore/qanystringview.h>

#include <chrono>
#include <memory>
#include <optional>

namespace heliograph {

/// How one call differs from the channel's other calls.
struct CallOptions
{
    /// Until when the answer must be there, 1 ms to 2^32-1 ms from now; unset: the channel's callTimeout().
    std::optional<std::chrono::milliseconds> timeout = std::nullopt;
    /// Whether a call that is made while there is no session waits for one; unset: as ClientOptions::waitForSession says.
    std::optional<bool> waitForSession = std::nullopt;
};

/// Where calls enter a channel, from any thread, also after the channel is gone: then they fail with
/// ErrorCode::NeverSent. An extension point of the library's own templates; applications use Channel.
class HELIOGRAPH_EXPORT Caller
{
public:
    /// Callers are told apart by identity.
    Caller();
    virtual ~Caller();
    Q_DISABLE_COPY_MOVE(Caller)

    /// Makes a call with the encoded \a arguments, and completes \a call once: with its answer or an error.
    virtual void call(QAnyStringView name, const CallOptions &options, QByteArrayView arguments,
                      std::unique_ptr<PendingCall> call) = 0;
    /// Makes a call that is never answered.
    virtual void notify(QAnyStringView name, const CallOptions &options, QByteArrayView arguments) = 0;
    /// The thread in which answers arrive is the calling one.
    [[nodiscard]] virtual bool isHere() const = 0;
};

namespace detail {

/// An encoder over a buffer that the calling thread keeps from call to call.
class HELIOGRAPH_EXPORT ArgumentEncoder
{
public:
    ArgumentEncoder();
    ~ArgumentEncoder();
    Q_DISABLE_COPY_MOVE(ArgumentEncoder)
    [[nodiscard]] Encoder &encoder() { return m_encoder; }
    /// The error of the argument \a number, which has no form on the wire.
    [[nodiscard]] Error argumentError(int number) const;

private:
    Encoder m_encoder;
};

/// Encodes the arguments and hands the call over.
template <typename... Args>
void makeCall(Caller &caller, QAnyStringView name, const CallOptions &options,
              std::unique_ptr<PendingCall> call, const Args &...args)
{
    ArgumentEncoder arguments;
    if (const int failed = encodeArguments(arguments.encoder(), args...); failed != 0)
        call->fail(arguments.argumentError(failed));
    else
        caller.call(name, options, arguments.encoder().data(), std::move(call));
}

/// Logs a one-way call that could not be made.
HELIOGRAPH_EXPORT void logNotSent(QAnyStringView name, const Error &error);

/// As makeCall, one way.
template <typename... Args>
void makeNotify(Caller &caller, QAnyStringView name, const CallOptions &options, const Args &...args)
{
    ArgumentEncoder arguments;
    if (const int failed = encodeArguments(arguments.encoder(), args...); failed != 0)
        logNotSent(name, arguments.argumentError(failed));
    else
        caller.notify(name, options, arguments.encoder().data());
}

/// The dynamic form of a call: \a arguments by position, \a named ones by parameter name.
[[nodiscard]] HELIOGRAPH_EXPORT QFuture<QVariant> invoke(Caller &caller, QAnyStringView name,
                                                         const CallOptions &options,
                                                         const QVariantList &arguments,
                                                         const QVariantMap &named);
/// As invoke(), one way.
HELIOGRAPH_EXPORT void invokeOneWay(Caller &caller, QAnyStringView name, const CallOptions &options,
                                    const QVariantList &arguments, const QVariantMap &named);

} // namespace detail
} // namespace heliograph
