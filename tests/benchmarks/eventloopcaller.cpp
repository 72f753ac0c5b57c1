// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#include "eventloopcaller.h"

#include <QTimer>

#include <stdexcept>

namespace heliograph::bench {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

CallLog EventLoopCaller::run(const Workload &workload)
{
    m_workload = &workload;
    m_failure.clear();
    QTimer guard;
    guard.setSingleShot(true);
    guard.callOnTimeout(&m_loop, [this] { failed(u"no end after two minutes"_s); });
    guard.start(2min);
    m_heard = 0;
    m_counter.emplace(workload);
    start();
    if (m_counter && !m_counter->isDone())
        m_loop.exec();
    if (!m_failure.isEmpty())
        throw std::runtime_error(m_failure.toStdString());
    CallLog log = m_counter->takeLog();
    m_counter.reset();
    return log;
}

void EventLoopCaller::start()
{
    switch (m_workload->kind) {
    case Workload::Kind::Calls:
    case Workload::Kind::Connect: return sendWhatMayGo();
    case Workload::Kind::Signals:
    case Workload::Kind::FanOut: return sendFlood(static_cast<int>(m_workload->calls));
    case Workload::Kind::Property: return sendBurst(static_cast<int>(m_workload->calls));
    case Workload::Kind::Acquire: m_counter->begin(); return sendAcquire();
    }
}

void EventLoopCaller::heard()
{
    if (!m_counter || ++m_heard < m_workload->calls)
        return;
    m_counter->finish(m_heard);
    m_loop.quit();
}

void EventLoopCaller::reached(qint64 last)
{
    if (!m_counter || last != m_workload->calls)
        return;
    m_counter->finish(last);
    m_loop.quit();
}

void EventLoopCaller::acquired()
{
    if (!m_counter)
        return;
    m_counter->answered();
    if (m_counter->isDone())
        return m_loop.quit();
    m_counter->begin();
    sendAcquire();
}

void EventLoopCaller::clientConnected()
{
    answered();
}

void EventLoopCaller::idle()
{
    while (true)
        m_loop.exec();
}

void EventLoopCaller::added(int expected, int sum)
{
    if (sum == expected)
        answered();
    else
        failed(u"wrong sum: %1 instead of %2"_s.arg(sum).arg(expected));
}

void EventLoopCaller::echoed(QByteArrayView bytes)
{
    if (!m_counter)
        return;
    if (isEchoOf(m_workload->payload, bytes))
        answered();
    else
        failed(u"wrong echo of %1 bytes"_s.arg(bytes.size()));
}

void EventLoopCaller::failed(const QString &reason)
{
    if (m_failure.isEmpty())
        m_failure = reason;
    m_counter.reset();
    m_loop.quit();
}

void EventLoopCaller::sendWhatMayGo()
{
    while (m_counter && m_counter->maySend()) {
        const int a = static_cast<int>(m_counter->next() % 10000);
        m_counter->begin();
        if (m_workload->kind == Workload::Kind::Connect)
            connectClient();
        else if (m_workload->payload.isEmpty())
            sendAdd(a, 2);
        else
            sendEcho(m_workload->payload);
    }
}

void EventLoopCaller::answered()
{
    if (!m_counter)
        return;
    m_counter->answered();
    if (m_counter->isDone())
        m_loop.quit();
    else
        sendWhatMayGo();
}

} // namespace heliograph::bench
