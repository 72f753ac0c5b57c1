// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <zmq.hpp>

#include <QtCore/qbytearrayview.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

namespace heliograph {

/// The memory of large outgoing messages, used again and again. Given back to the system after each, as malloc
/// does with blocks of this size, it would have to be mapped and cleared anew for the next. Thread-safe; ØMQ's own
/// thread gives the memory back, so the pool must outlive the context.
class FramePool
{
public:
    /// Messages from smallest to largest bytes come from the pool.
    static constexpr qsizetype smallest = qsizetype(64) * 1024;
    static constexpr qsizetype largest = qsizetype(257) * 1024;
    /// This many blocks are kept for later, 4 MiB.
    static constexpr std::size_t keptBlocks = 16;

    FramePool() = default;
    Q_DISABLE_COPY_MOVE(FramePool)

    /// A message of \a head and, right behind it, \a payload.
    [[nodiscard]] zmq::message_t message(QByteArrayView head, QByteArrayView payload);

private:
    struct Block
    {
        // Written last and read first: ØMQ orders the threads too, but the thread sanitizer does not see it.
        std::atomic<FramePool *> pool;
        char bytes[largest]; // not cleared
    };
    static void giveBack(void *bytes, void *block);
    [[nodiscard]] std::unique_ptr<Block> take();

    std::mutex m_mutex; // protects what follows
    std::vector<std::unique_ptr<Block>> m_free;
};

} // namespace heliograph
