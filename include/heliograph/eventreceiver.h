// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/error.h>
#include <heliograph/function.h>
#include <heliograph/types.h>

#include <QtCore/qbytearrayview.h>
#include <QtCore/qvariant.h>

#include <functional>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

class QObject;

namespace heliograph {

class Target;

/// All arguments of an event, whatever they are: a slot that takes `const EventArguments &` alone fits every signal.
struct EventArguments
{
    /// In the order of the signal's parameters.
    QVariantList values;
};

/// Where the events of a remote signal go. An extension point of the library's own templates; applications use
/// Channel::connectSignal().
class HELIOGRAPH_EXPORT EventReceiver
{
public:
    /// Events go to \a receiver's thread, until it dies.
    explicit EventReceiver(QObject *receiver);
    virtual ~EventReceiver();
    Q_DISABLE_COPY_MOVE(EventReceiver)

    /// The parameters that a signal must have at least, in order.
    [[nodiscard]] virtual std::vector<const TypeCodec *> parameters() const = 0;
    /// Takes one event: \a arguments is a msgpack array. False with error() when they do not fit.
    [[nodiscard]] virtual bool receive(QByteArrayView arguments) = 0;

    /// Why receive() returned false.
    [[nodiscard]] Error error() const { return m_error; }
    /// Runs \a task, in the receiver's thread, when the receiver dies.
    void whenGone(std::function<void()> task);
    /// True when the receiver is \a object, or, for null, any that is alive.
    [[nodiscard]] bool isFor(const QObject *object) const;

protected:
    /// Runs \a task in the receiver's thread: now when that is the calling one, else soon; not at all once it is dead.
    void deliver(std::function<void()> task);
    /// True when the calling thread is the receiver's: then a task need not be made.
    [[nodiscard]] bool isHere() const;
    /// Keeps what \a decoder found as error(); returns false.
    bool fail(const Decoder &decoder);

private:
    const std::shared_ptr<Target> m_target;
    Error m_error;
};

namespace detail {

/// Reads the first arguments of an event into \a values; false when there are too few or one does not fit.
template <typename... Values, size_t... I>
[[nodiscard]] bool decodeEvent(Decoder &decoder, std::tuple<Values...> &values, std::index_sequence<I...>)
{
    quint32 count = 0;
    if (!decoder.enterArray(count))
        return false;
    if (count < sizeof...(Values))
        return decoder.fail(
            QStringLiteral("%1 arguments, the receiver takes %2").arg(count).arg(sizeof...(Values)));
    if (!(codecFor<Values>().decode(decoder, &std::get<I>(values)) && ...))
        return false;
    for (quint32 i = sizeof...(Values); i < count; ++i) {
        if (!decoder.skip())
            return false;
    }
    decoder.leave();
    return true;
}

/// Calls a slot with the values of its parameters.
template <typename Slot, typename... Args>
class SlotReceiver final : public EventReceiver
{
public:
    SlotReceiver(QObject *receiver, Slot slot)
        : EventReceiver(receiver), m_slot(std::make_shared<Slot>(std::move(slot)))
    {
    }
    [[nodiscard]] std::vector<const TypeCodec *> parameters() const override
    {
        return {&codecFor<std::remove_cvref_t<Args>>()...};
    }
    [[nodiscard]] bool receive(QByteArrayView arguments) override
    {
        std::tuple<std::remove_cvref_t<Args>...> values;
        Decoder decoder(arguments);
        if (!decodeEvent(decoder, values, std::index_sequence_for<Args...>()))
            return fail(decoder);
        const std::shared_ptr<Slot> slot = m_slot; // which may take its own connection back
        if (isHere()) {
            std::apply(*slot, std::move(values));
        } else {
            deliver([slot, values = std::move(values)]() mutable { std::apply(*slot, std::move(values)); });
        }
        return true;
    }

private:
    const std::shared_ptr<Slot> m_slot;
};

/// Calls a slot with all arguments.
template <typename Slot>
class SlotReceiver<Slot, const EventArguments &> final : public EventReceiver
{
public:
    SlotReceiver(QObject *receiver, Slot slot)
        : EventReceiver(receiver), m_slot(std::make_shared<Slot>(std::move(slot)))
    {
    }
    [[nodiscard]] std::vector<const TypeCodec *> parameters() const override { return {}; }
    [[nodiscard]] bool receive(QByteArrayView arguments) override
    {
        EventArguments values;
        Decoder decoder(arguments);
        if (!codecFor<QVariantList>().decode(decoder, &values.values))
            return fail(decoder);
        deliver([slot = m_slot, values = std::move(values)] { (*slot)(values); });
        return true;
    }

private:
    const std::shared_ptr<Slot> m_slot;
};

template <typename... Args>
struct ReceiverBuilder
{
    template <typename Slot>
    static std::unique_ptr<EventReceiver> build(QObject *receiver, Slot slot)
    {
        return std::make_unique<SlotReceiver<Slot, Args...>>(receiver, std::move(slot));
    }
};

/// A receiver that calls \a slot, which is a function object with one call operator, or a member function of
/// \a receiver.
template <typename Receiver, typename Slot>
[[nodiscard]] std::unique_ptr<EventReceiver> makeReceiver(Receiver *receiver, Slot slot)
{
    using Builder = typename Signature<Slot>::template Parameters<ReceiverBuilder>;
    if constexpr (std::is_member_function_pointer_v<Slot>)
        return Builder::build(receiver, [receiver, slot](auto &&...values) {
            std::invoke(slot, receiver, std::forward<decltype(values)>(values)...);
        });
    else
        return Builder::build(receiver, std::move(slot));
}

} // namespace detail
} // namespace heliograph
