// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/remoteobject.h>

#include "channelcore.h"

namespace heliograph {

namespace {

QVariant decoded(const QByteArray &encoded)
{
    QVariant value;
    Decoder decoder(encoded);
    if (encoded.isNull() || !detail::decodeResult(decoder, value))
        return {};
    return value;
}

} // namespace

/// Hears the replica for a RemoteObject.
class RemoteObject::Listener final : public ReplicaListener
{
public:
    explicit Listener(RemoteObject &object) : m_object(object) { m_object.m_replica->addListener(this); }
    ~Listener() override { m_object.m_replica->removeListener(this); }
    Q_DISABLE_COPY_MOVE(Listener)

    void replicaStateChanged() override { Q_EMIT m_object.stateChanged(m_object.state()); }
    void replicaValueChanged(const QByteArray &name) override
    {
        Q_EMIT m_object.valueChanged(QString::fromUtf8(name), decoded(m_object.m_replica->value(name)));
    }

private:
    RemoteObject &m_object;
};

/// A write under way: its answer is the value that the property has afterwards.
class RemoteObject::WriteCall final : public PendingCall
{
public:
    WriteCall(std::weak_ptr<ObjectReplica> replica, QByteArray property, QByteArray written)
        : m_replica(std::move(replica)), m_property(std::move(property)), m_written(std::move(written))
    {
        m_promise.start();
    }
    [[nodiscard]] QFuture<void> resultFuture() { return m_promise.future(); }

    void succeed(QByteArrayView result) override
    {
        m_promise.finish();
        note(result.toByteArray());
    }
    void fail(const Error &error) override
    {
        m_promise.setException(exceptionFor(error));
        m_promise.finish();
        note({});
    }
    [[nodiscard]] std::optional<QFuture<void>> future() const override { return m_promise.future(); }
    void endCanceled() override
    {
        m_promise.finish();
        note({});
    }

private:
    void note(const QByteArray &value)
    {
        if (const std::shared_ptr<ObjectReplica> replica = m_replica.lock())
            replica->noteWritten(m_property, value, m_written);
    }

    const std::weak_ptr<ObjectReplica> m_replica;
    const QByteArray m_property;
    const QByteArray m_written;
    QPromise<void> m_promise;
};

RemoteObject::RemoteObject(Channel *channel, QAnyStringView name, QObject *parent)
    : QObject(parent), m_channel(channel), m_caller(channel->m_caller),
      m_replica(channel->d->subscriptions().acquire(name.toString().toUtf8())),
      m_listener(std::make_unique<Listener>(*this)),
      m_subscriptions(channel->d->subscriptions().weak_from_this())
{
}

RemoteObject::~RemoteObject()
{
    m_listener.reset();
    if (const std::shared_ptr<Subscriptions> subscriptions = m_subscriptions.lock())
        subscriptions->released(m_replica);
}

QString RemoteObject::name() const
{
    return QString::fromUtf8(m_replica->name());
}

RemoteObject::State RemoteObject::state() const
{
    return State(m_replica->state());
}

Error RemoteObject::error() const
{
    return m_replica->obstacle();
}

// ---- members

QVariantMap RemoteObject::description() const
{
    return m_replica->description();
}

QStringList RemoteObject::namesOf(const QString &kind) const
{
    QStringList names;
    const QVariantList members = m_replica->description().value(kind).toList();
    for (const QVariant &member : members)
        names.append(member.toMap().value(QStringLiteral("name")).toString());
    names.removeDuplicates(); // overloads
    return names;
}

QStringList RemoteObject::propertyNames() const
{
    return namesOf(QStringLiteral("properties"));
}

QStringList RemoteObject::methodNames() const
{
    return namesOf(QStringLiteral("methods"));
}

QStringList RemoteObject::signalNames() const
{
    return namesOf(QStringLiteral("signals"));
}

QString RemoteObject::memberName(QAnyStringView member) const
{
    return name() + u'.' + member.toString();
}

// ---- properties

QVariant RemoteObject::value(QAnyStringView property) const
{
    return decoded(encodedValue(property));
}

QByteArray RemoteObject::encodedValue(QAnyStringView property) const
{
    return m_replica->value(property.toString().toUtf8());
}

QFuture<void> RemoteObject::write(QAnyStringView property, detail::ArgumentEncoder &arguments, int failed)
{
    const QByteArrayView encoded = arguments.encoder().data();
    // The value is what stands behind the head of an array of one.
    auto call =
        std::make_unique<WriteCall>(m_replica, property.toString().toUtf8(), encoded.sliced(1).toByteArray());
    QFuture<void> result = call->resultFuture();
    if (failed != 0)
        call->fail(arguments.argumentError(failed));
    else
        m_caller->call(QString(memberName(property) + u'='), {}, encoded, std::move(call));
    return result;
}

// ---- methods

RemoteMethod RemoteObject::method(QAnyStringView method) const
{
    return RemoteMethod(m_caller, memberName(method));
}

QFuture<QVariant> RemoteObject::invoke(QAnyStringView method, const QVariantList &arguments,
                                       const QVariantMap &named)
{
    return detail::invoke(*m_caller, memberName(method), {}, arguments, named);
}

} // namespace heliograph
