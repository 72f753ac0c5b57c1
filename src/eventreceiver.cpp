// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/eventreceiver.h>

#include "meta/target.h"

namespace heliograph {

EventReceiver::EventReceiver(QObject *receiver) : m_target(Target::watch(receiver)) {}
EventReceiver::~EventReceiver() = default;

bool EventReceiver::isFor(const QObject *object) const
{
    const QObject *const receiver = m_target->object();
    return receiver && (!object || receiver == object);
}

void EventReceiver::whenGone(std::function<void()> task)
{
    m_target->whenGone(std::move(task));
}

bool EventReceiver::isHere() const
{
    return m_target->place() == Target::Place::Here;
}

void EventReceiver::deliver(std::function<void()> task)
{
    if (isHere())
        task();
    else
        m_target->post(std::move(task));
}

bool EventReceiver::fail(const Decoder &decoder)
{
    m_error = Error(ErrorCode::WrongArguments, decoder.error());
    return false;
}

} // namespace heliograph
