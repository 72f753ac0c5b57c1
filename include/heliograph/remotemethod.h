// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/caller.h>
#include <heliograph/exceptions.h>
#include <heliograph/function.h>
#include <heliograph/post.h>

#include <QtCore/qfuturewatcher.h>
#include <QtCore/qloggingcategory.h>
#include <QtCore/qobject.h>
#include <QtCore/qpointer.h>
#include <QtCore/qthread.h>

#include <concepts>
#include <tuple>

namespace heliograph {

namespace detail {

// The value type that a callback wants: its parameter, or void when it takes none.
template <typename... Args>
struct CallbackValue
{
    static_assert(sizeof...(Args) <= 1, "the callback of a call takes the result and nothing else");
    using Type = void;
};
template <typename Arg>
struct CallbackValue<Arg>
{
    using Type = std::remove_cvref_t<Arg>;
};
template <typename F>
using CallbackValueOf = typename Signature<std::decay_t<F>>::template Parameters<CallbackValue>::Type;

/// What happens to errors when a callback for them is not given.
struct LogError
{
    QString name;
    HELIOGRAPH_EXPORT void operator()(const Error &error) const;
};

/// A call whose answer goes to callbacks, unless their receiver has died. Receiver and channel share a thread.
template <typename R, typename OnValue, typename OnError>
class CallbackCall final : public PendingCall
{
public:
    CallbackCall(QObject *receiver, OnValue onValue, OnError onError)
        : m_receiver(receiver), m_onValue(std::move(onValue)), m_onError(std::move(onError))
    {
    }
    void succeed(QByteArrayView result) override
    {
        if (!m_receiver)
            return;
        if constexpr (std::is_void_v<R>) {
            m_onValue();
        } else {
            Decoder decoder(result);
            R value{};
            if (decodeResult(decoder, value))
                m_onValue(std::move(value));
            else
                m_onError(wrongResult(decoder));
        }
    }
    void fail(const Error &error) override
    {
        if (m_receiver)
            m_onError(error);
    }
    [[nodiscard]] bool isAbandoned() const override { return !m_receiver; }

private:
    QPointer<QObject> m_receiver;
    OnValue m_onValue;
    OnError m_onError;
};

/// Delivers a future's outcome to callbacks in the thread of \a receiver, which must be the calling one.
template <typename R, typename OnValue, typename OnError>
void deliver(const QFuture<R> &future, QObject *receiver, OnValue onValue, OnError onError)
{
    auto *watcher = new QFutureWatcher<R>(receiver);
    QObject::connect(watcher, &QFutureWatcherBase::finished, receiver,
                     [watcher, onValue = std::move(onValue), onError = std::move(onError)]() mutable {
                         watcher->deleteLater();
                         QFuture<R> finished = watcher->future();
                         try {
                             finished.waitForFinished(); // has finished: only throws what it holds
                         } catch (...) {
                             return onError(captureException(std::current_exception()));
                         }
                         if constexpr (std::is_void_v<R>)
                             onValue();
                         else
                             onValue(finished.result());
                     });
    watcher->setFuture(future);
}

} // namespace detail

template <typename OnValue, typename OnError>
class ReplyingMethod;

/// A remote method by name, with options: a value to keep and to call as often as wanted, from any thread and
/// also after its channel is gone. channel.method("thermostat.mean").withTimeout(2s).call<double>(60).
class HELIOGRAPH_EXPORT RemoteMethod
{
public:
    /// Calls of \a name through \a caller.
    RemoteMethod(std::shared_ptr<Caller> caller, QAnyStringView name);
    ~RemoteMethod();
    RemoteMethod(const RemoteMethod &);
    RemoteMethod &operator=(const RemoteMethod &);
    RemoteMethod(RemoteMethod &&) noexcept;
    RemoteMethod &operator=(RemoteMethod &&) noexcept;

    /// The remote name.
    [[nodiscard]] QString name() const { return QString::fromUtf8(m_name); }
    /// The same method with another deadline, from 1 ms to 2^32-1 ms.
    [[nodiscard]] RemoteMethod withTimeout(std::chrono::milliseconds timeout) const;

    /// The same method, whose calls wait for a session if there is none (\a wait), or fail at once with NeverSent.
    [[nodiscard]] RemoteMethod waitingForSession(bool wait) const;

    /// Calls it; see Channel::call().
    template <typename R = void, typename... Args>
    QFuture<R> call(const Args &...args) const
    {
        auto call = std::make_unique<detail::FutureCall<R>>();
        QFuture<R> result = call->resultFuture();
        detail::makeCall(*m_caller, QUtf8StringView(m_name), m_options, std::move(call), args...);
        return result;
    }
    /// Calls it without waiting for an answer; see Channel::notify().
    template <typename... Args>
    void notify(const Args &...args) const
    {
        detail::makeNotify(*m_caller, QUtf8StringView(m_name), m_options, args...);
    }
    /// The dynamic form of call(): \a arguments by position, \a named ones by parameter name.
    QFuture<QVariant> invoke(const QVariantList &arguments, const QVariantMap &named = {}) const;
    /// The dynamic form of notify().
    void invokeOneWay(const QVariantList &arguments, const QVariantMap &named = {}) const;
    /// Answers go to callbacks instead of a future: \a onValue with the result, whose type is that of its
    /// parameter, or \a onError with the Error; in the thread of \a receiver, and not at all once it has died.
    /// This is the fastest form of call. What is returned is then called:
    /// client.method("add").onReply(this, [](int sum) { ... }, [](const Error &error) { ... }).call(2, 4);
    template <typename OnValue, typename OnError>
    [[nodiscard]] ReplyingMethod<OnValue, OnError> onReply(QObject *receiver, OnValue onValue,
                                                           OnError onError) const;
    /// As above; errors go to the log.
    template <typename OnValue>
    [[nodiscard]] ReplyingMethod<OnValue, detail::LogError> onReply(QObject *receiver, OnValue onValue) const;

private:
    template <typename OnValue, typename OnError>
    friend class ReplyingMethod;

    std::shared_ptr<Caller> m_caller;
    QByteArray m_name; // UTF-8, as it is sent
    CallOptions m_options;
};

/// A remote method whose answers go to callbacks; made by RemoteMethod::onReply().
template <typename OnValue, typename OnError>
class ReplyingMethod
{
public:
    /// See RemoteMethod::onReply().
    ReplyingMethod(RemoteMethod method, QObject *receiver, OnValue onValue, OnError onError)
        : m_method(std::move(method)), m_receiver(receiver), m_onValue(std::move(onValue)),
          m_onError(std::move(onError))
    {
    }

    /// Calls it. The receiver must be alive now.
    template <typename... Args>
    void call(const Args &...args) const
    {
        using R = detail::CallbackValueOf<OnValue>;
        const RemoteMethod &method = m_method;
        if (m_receiver->thread() != QThread::currentThread()) {
            detail::post(m_receiver,
                         [future = method.call<R>(args...), receiver = m_receiver, onValue = m_onValue,
                          onError = m_onError] { detail::deliver(future, receiver, onValue, onError); });
        } else if (!method.m_caller->isHere()) {
            detail::deliver(method.call<R>(args...), m_receiver, m_onValue, m_onError);
        } else {
            auto call =
                std::make_unique<detail::CallbackCall<R, OnValue, OnError>>(m_receiver, m_onValue, m_onError);
            detail::makeCall(*method.m_caller, QUtf8StringView(method.m_name), method.m_options,
                             std::move(call), args...);
        }
    }

private:
    RemoteMethod m_method;
    QObject *m_receiver;
    OnValue m_onValue;
    OnError m_onError;
};

template <typename OnValue, typename OnError>
ReplyingMethod<OnValue, OnError> RemoteMethod::onReply(QObject *receiver, OnValue onValue,
                                                       OnError onError) const
{
    return {*this, receiver, std::move(onValue), std::move(onError)};
}

template <typename OnValue>
ReplyingMethod<OnValue, detail::LogError> RemoteMethod::onReply(QObject *receiver, OnValue onValue) const
{
    return {*this, receiver, std::move(onValue), detail::LogError{name()}};
}

} // namespace heliograph
