// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/error.h>
#include <heliograph/types.h>

#include <QtCore/qbytearrayview.h>
#include <QtCore/qfuture.h>
#include <QtCore/qpromise.h>

#include <chrono>
#include <exception>
#include <optional>

namespace heliograph {

/// One call that waits for its answer, and what to do with it. Exactly one of succeed() and fail() is called,
/// once, in the channel's thread; a call that is destroyed before ends with fail() by its owner.
/// An extension point of the library's own templates; applications use Channel::call().
class HELIOGRAPH_EXPORT PendingCall
{
public:
    /// A call that has not been made yet.
    PendingCall();
    virtual ~PendingCall();
    Q_DISABLE_COPY_MOVE(PendingCall)

    /// The call's value: one msgpack value, valid during this call.
    virtual void succeed(QByteArrayView result) = 0;
    /// The call's error.
    virtual void fail(const Error &error) = 0;
    /// The future to watch for the caller's cancellation; nothing when the call has no future.
    [[nodiscard]] virtual std::optional<QFuture<void>> future() const { return std::nullopt; }
    /// Ends the call after its caller canceled it.
    virtual void endCanceled() {}
    /// True when the answer would reach nobody.
    [[nodiscard]] virtual bool isAbandoned() const { return false; }

protected:
    /// The exception that \a error stands for: an application's own registered type, or the Error itself.
    [[nodiscard]] static std::exception_ptr exceptionFor(const Error &error);
    /// The error of an answer that is no value of the wanted type, which \a decoder found out.
    [[nodiscard]] static Error wrongResult(const Decoder &decoder);

private:
    friend class PendingCalls;
    friend class DeadlineQueue;
    // Owned by PendingCalls: the call's place in its queue of equal timeouts.
    PendingCall *m_next = nullptr;
    PendingCall *m_previous = nullptr;
    std::chrono::steady_clock::time_point m_deadline;
    std::chrono::milliseconds m_timeout{};
    quint64 m_id = 0;
    quint64 m_record =
        0; // the number of its record in the outbox, to tell "never sent" from "outcome unknown"
};

namespace detail {

/// Decodes one whole msgpack value of type R.
template <typename R>
[[nodiscard]] bool decodeResult(Decoder &decoder, R &value)
{
    return codecFor<R>().decode(decoder, &value) && decoder.finish();
}

/// A call whose answer goes into a QFuture.
template <typename R>
class FutureCall final : public PendingCall
{
public:
    FutureCall() { m_promise.start(); }
    [[nodiscard]] QFuture<R> resultFuture() { return m_promise.future(); }

    void succeed(QByteArrayView result) override
    {
        if constexpr (!std::is_void_v<R>) {
            Decoder decoder(result);
            R value{};
            if (!decodeResult(decoder, value)) {
                fail(wrongResult(decoder));
                return;
            }
            m_promise.addResult(std::move(value));
        }
        m_promise.finish();
    }
    void fail(const Error &error) override
    {
        m_promise.setException(exceptionFor(error));
        m_promise.finish();
    }
    [[nodiscard]] std::optional<QFuture<void>> future() const override
    {
        return QFuture<void>(m_promise.future());
    }
    void endCanceled() override { m_promise.finish(); }
    [[nodiscard]] bool isAbandoned() const override { return m_promise.isCanceled(); }

private:
    QPromise<R> m_promise;
};

} // namespace detail
} // namespace heliograph
