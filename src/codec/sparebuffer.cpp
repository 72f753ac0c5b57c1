// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "codec/sparebuffer.h"

#include <utility>
#include <vector>

namespace heliograph {

namespace {

std::vector<QByteArray> &spares()
{
    static thread_local std::vector<QByteArray> buffers;
    return buffers;
}

} // namespace

QByteArray SpareBuffer::take()
{
    if (spares().empty())
        return {};
    QByteArray buffer = std::move(spares().back());
    spares().pop_back();
    buffer.resize(0); // keeps the capacity
    return buffer;
}

void SpareBuffer::giveBack(QByteArray &&buffer)
{
    if (spares().size() < count && buffer.capacity() > 0 && buffer.capacity() <= largest
        && buffer.isDetached())
        spares().push_back(std::move(buffer));
}

} // namespace heliograph
