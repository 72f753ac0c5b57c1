// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "channelgate.h"

#include "channelcore.h"

#include <heliograph/post.h>

#include <QtCore/qthread.h>

#include <utility>

namespace heliograph {

namespace {

Error goneError()
{
    return Error(ErrorCode::NeverSent, QStringLiteral("The channel is closed."));
}

// A call on its way into the channel's thread; if it never gets there it ends here.
class CarriedCall
{
public:
    CarriedCall(QAnyStringView name, const CallOptions &options, QByteArrayView arguments,
                std::unique_ptr<PendingCall> call)
        : m_name(name.toString()), m_options(options), m_arguments(arguments.toByteArray()),
          m_call(std::move(call))
    {
    }
    ~CarriedCall()
    {
        if (m_call)
            m_call->fail(goneError());
    }
    Q_DISABLE_COPY_MOVE(CarriedCall)

    void deliver(ChannelCore &core) { core.call(m_name, m_options, m_arguments, std::move(m_call)); }

private:
    QString m_name;
    CallOptions m_options;
    QByteArray m_arguments;
    std::unique_ptr<PendingCall> m_call;
};

} // namespace

ChannelGate::ChannelGate(ChannelCore *core) : m_core(core) {}
ChannelGate::~ChannelGate() = default;

bool ChannelGate::isHere() const
{
    const std::lock_guard lock(m_mutex);
    return m_core && m_core->thread() == QThread::currentThread();
}

void ChannelGate::call(QAnyStringView name, const CallOptions &options, QByteArrayView arguments,
                       std::unique_ptr<PendingCall> call)
{
    if (isHere())
        return m_core->call(name, options, arguments, std::move(call)); // only this thread could end it
    auto carried = std::make_shared<CarriedCall>(name, options, arguments, std::move(call));
    const std::lock_guard lock(m_mutex);
    if (m_core)
        detail::post(m_core, [core = m_core, carried = std::move(carried)] { carried->deliver(*core); });
}

void ChannelGate::notify(QAnyStringView name, const CallOptions &options, QByteArrayView arguments)
{
    if (isHere())
        return m_core->notify(name, options, arguments);
    post([this, name = name.toString(), options, arguments = arguments.toByteArray()] {
        m_core->notify(name, options, arguments);
    });
}

void ChannelGate::post(std::function<void()> task)
{
    const std::lock_guard lock(m_mutex);
    if (m_core)
        detail::post(m_core, std::move(task));
}

void ChannelGate::close()
{
    const std::lock_guard lock(m_mutex);
    m_core = nullptr;
}

Channel *ChannelGate::channel() const
{
    return m_core ? m_core->channel() : nullptr;
}

} // namespace heliograph
