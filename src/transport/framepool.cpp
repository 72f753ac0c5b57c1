// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/framepool.h"

#include <algorithm>

namespace heliograph {

namespace {

void join(void *to, QByteArrayView head, QByteArrayView payload)
{
    char *behind = std::copy(head.begin(), head.end(), static_cast<char *>(to));
    std::copy(payload.begin(), payload.end(), behind);
}

} // namespace

zmq::message_t FramePool::message(QByteArrayView head, QByteArrayView payload)
{
    const qsizetype size = head.size() + payload.size();
    if (size < smallest || size > largest) {
        zmq::message_t message(static_cast<std::size_t>(size));
        join(message.data(), head, payload);
        return message;
    }
    std::unique_ptr<Block> block = take();
    join(block->bytes, head, payload);
    block->pool.store(this, std::memory_order_release);
    zmq::message_t message(block->bytes, static_cast<std::size_t>(size), &FramePool::giveBack, block.get());
    (void)block.release(); // the message's, until giveBack()
    return message;
}

std::unique_ptr<FramePool::Block> FramePool::take()
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_free.empty()) {
            std::unique_ptr<Block> block = std::move(m_free.back());
            m_free.pop_back();
            return block;
        }
    }
    return std::make_unique_for_overwrite<Block>();
}

void FramePool::giveBack(void *, void *block)
{
    FramePool &pool = *static_cast<Block *>(block)->pool.load(std::memory_order_acquire);
    std::unique_ptr<Block> mine(static_cast<Block *>(block));
    const std::lock_guard lock(pool.m_mutex);
    if (pool.m_free.size() < keptBlocks)
        pool.m_free.push_back(std::move(mine));
}

} // namespace heliograph
