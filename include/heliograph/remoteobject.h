// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/channel.h>

#include <QtCore/qpointer.h>
#include <QtCore/qstringlist.h>

#include <memory>
#include <optional>

namespace heliograph {

class ObjectReplica;
class Subscriptions;

/// An object that the other end of a channel exposes: its methods, properties and signals by name. Follows the object:
/// it may be made before the other end is there or has exposed anything, and holds across reconnects, after which all
/// values are true again. Any number may stand for the same object.
///
/// Lives in the channel's thread. May outlive the channel; it is Lost then.
class HELIOGRAPH_EXPORT RemoteObject : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QString name READ name CONSTANT)
    Q_PROPERTY(State state READ state NOTIFY stateChanged)
    Q_PROPERTY(bool ready READ isReady NOTIFY stateChanged)
public:
    /// Whether values are there, and true.
    enum class State : quint8 {
        Waiting, ///< it was never there: not connected yet, or not exposed (error() tells)
        Ready,   ///< it is there; the values follow it
        Lost,    ///< there is no session; the values are the last ones known
        Gone     ///< the other end withdrew it; as Lost
    };
    Q_ENUM(State)

    /// The object that the other end of \a channel exposes as \a name.
    RemoteObject(Channel *channel, QAnyStringView name, QObject *parent = nullptr);
    ~RemoteObject() override;

    /// What the other end exposes it as.
    [[nodiscard]] QString name() const;
    /// Where it stands; see stateChanged().
    [[nodiscard]] State state() const;
    /// True while the values are true.
    [[nodiscard]] bool isReady() const { return state() == State::Ready; }
    /// Why it is not ready; ErrorCode::None while it is.
    [[nodiscard]] Error error() const;

    /// The names of its properties, methods and signals, in the order of their declaration; empty before the first Ready.
    [[nodiscard]] QStringList propertyNames() const;
    [[nodiscard]] QStringList methodNames() const;
    [[nodiscard]] QStringList signalNames() const;
    /// All that is known of the members: maps in the lists "properties", "methods" and "signals" (docs/protocol.md).
    [[nodiscard]] QVariantMap description() const;

    /// The value of \a property as it is sent (docs/protocol.md "Values"); invalid when there is none.
    [[nodiscard]] QVariant value(QAnyStringView property) const;
    /// The value of \a property; nothing when there is none or it is no T.
    template <typename T>
    [[nodiscard]] std::optional<T> value(QAnyStringView property) const
    {
        T result{};
        const QByteArray encoded = encodedValue(property);
        Decoder decoder(encoded);
        if (encoded.isNull() || !detail::decodeResult(decoder, result))
            return std::nullopt;
        return result;
    }
    /// Writes \a property at the other end. value() changes once that has happened. The future ends when it has, or with
    /// the reason why it was refused; then, or when the property has another value afterwards than the one
    /// asked for, valueChanged() shows the true one again.
    template <typename T>
    QFuture<void> setValue(QAnyStringView property, const T &value)
    {
        detail::ArgumentEncoder arguments;
        const int failed = detail::encodeArguments(arguments.encoder(), value);
        return write(property, arguments, failed);
    }

    /// As in Channel, with names that begin with this object's.
    template <typename R = void, typename... Args>
    QFuture<R> call(QAnyStringView method, const Args &...args)
    {
        return this->method(method).template call<R>(args...);
    }
    /// As in Channel.
    template <typename... Args>
    void notify(QAnyStringView method, const Args &...args)
    {
        this->method(method).notify(args...);
    }
    /// As in Channel.
    QFuture<QVariant> invoke(QAnyStringView method, const QVariantList &arguments,
                             const QVariantMap &named = {});
    /// As in Channel.
    [[nodiscard]] RemoteMethod method(QAnyStringView method) const;
    /// As in Channel. Without a channel any more there is no connection.
    template <typename Receiver, typename Slot>
    SignalConnection connectSignal(QAnyStringView signal, Receiver *receiver, Slot slot)
    {
        return m_channel ? m_channel->connectSignal(memberName(signal), receiver, std::move(slot))
                         : SignalConnection();
    }

Q_SIGNALS:
    /// Values are told behind this.
    void stateChanged(heliograph::RemoteObject::State state);
    /// \a property has the value \a value: a new one, or the true one again after a write that failed.
    void valueChanged(const QString &property, const QVariant &value);

private:
    class Listener;
    class WriteCall;
    [[nodiscard]] QByteArray encodedValue(QAnyStringView property) const;
    [[nodiscard]] QString memberName(QAnyStringView member) const;
    [[nodiscard]] QStringList namesOf(const QString &kind) const;
    QFuture<void> write(QAnyStringView property, detail::ArgumentEncoder &arguments, int failed);

    QPointer<Channel> m_channel;
    std::shared_ptr<Caller> m_caller;
    std::shared_ptr<ObjectReplica> m_replica;
    std::unique_ptr<Listener> m_listener;
    std::weak_ptr<Subscriptions> m_subscriptions; // the channel's
};

} // namespace heliograph
