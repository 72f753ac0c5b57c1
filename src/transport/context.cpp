// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/context.h"

#include "transport/guard.h"

#include <QtCore/qrandom.h>

#include <zmq.hpp>

#include <cstdlib>
#include <mutex>
#include <thread>

namespace heliograph {

namespace {

// How long ØMQ takes at most to close a listening descriptor, on a machine that is very busy.
constexpr std::chrono::milliseconds closingTime(500);

} // namespace

std::shared_ptr<Context> Context::shared()
{
    // inproc names must meet in one place, so this is the one thing that a process has only one of.
    static std::mutex mutex;
    static std::weak_ptr<Context> current;

    const std::lock_guard lock(mutex);
    auto context = current.lock();
    if (!context) {
        context = std::shared_ptr<Context>(new Context);
        current = context;
    }
    return context;
}

Context::Context() : m_context(std::make_unique<zmq::context_t>(1))
{
    // A ROUTER numbers its peers from rand(), which ØMQ never seeds. A peer that can foretell the next number
    // and claims it as its own id ends the process when the next one connects.
    std::srand(QRandomGenerator::system()->generate());
    m_context->set(zmq::ctxopt::max_sockets, 16384);
    // Two share the connections: what a crowd waits for when something is told to all is ØMQ's part of the work.
    m_context->set(zmq::ctxopt::io_threads, 2);
    m_context->set(zmq::ctxopt::blocky, false); // a forgotten message must not hang the end of the process
    m_guard = std::make_unique<Guard>(*m_context);
}

Context::~Context() = default;

void Context::makeRoomForStrangers()
{
    const std::lock_guard lock(m_mutex);
    if (!m_room)
        m_room.emplace();
}

void Context::noteClosed(const std::string &endpoint)
{
    const std::lock_guard lock(m_mutex);
    forgetClosed();
    m_closed[endpoint] = std::chrono::steady_clock::now();
}

void Context::whileClosing(const std::string &endpoint, const std::function<bool()> &tryOnce)
{
    while (tryOnce()) {
        if (!wasClosedJustNow(endpoint))
            return;
        std::this_thread::sleep_for(std::chrono::microseconds(100));
    }
    const std::lock_guard lock(m_mutex);
    m_closed.erase(endpoint); // who has it from now on has not been closed
}

bool Context::wasClosedJustNow(const std::string &endpoint)
{
    const std::lock_guard lock(m_mutex);
    forgetClosed();
    return m_closed.contains(endpoint);
}

/// Those of long ago. With the mutex held.
void Context::forgetClosed()
{
    const auto before = std::chrono::steady_clock::now() - closingTime;
    std::erase_if(m_closed, [before](const auto &closed) { return closed.second < before; });
}

} // namespace heliograph
