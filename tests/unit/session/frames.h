// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "wire/native.h"

/// A frame of one record.
template <typename Record>
QByteArray frameOf(const Record &record)
{
    heliograph::Encoder encoder;
    if constexpr (std::is_same_v<Record, heliograph::Chunk>) {
        heliograph::native::writeHead(encoder, record, record.bytes.size());
        encoder.writeRaw(record.bytes);
    } else if constexpr (requires { heliograph::native::writeHead(encoder, record); }) {
        heliograph::native::writeHead(encoder, record);
        encoder.writeRaw(record.payload);
    } else {
        heliograph::native::write(encoder, record);
    }
    return encoder.take();
}
