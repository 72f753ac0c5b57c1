// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "fuzz.h"

#include "session/frames.h"

#include <type_traits>

// The native dialect: what is read from any bytes can be written again, and reads as the same.

using namespace heliograph;
using fuzz::require;

namespace {

bool isControl(const Message &message)
{
    return std::holds_alternative<Ping>(message) || std::holds_alternative<Pong>(message)
           || std::holds_alternative<Ack>(message);
}

QByteArray written(const Message &message)
{
    return std::visit(
        [](const auto &record) {
            if constexpr (std::is_same_v<std::remove_cvref_t<decltype(record)>, Malformed>)
                return QByteArray();
            else
                return frameOf(record);
        },
        message);
}

void checkRecord(const Message &message)
{
    const QByteArray frame = written(message);
    native::RecordReader reader(frame);
    const std::optional<Message> again = reader.next();
    require(again.has_value(), "what was written can be read");
    require(again->index() == message.index(), "a record keeps its kind");
    require(written(*again) == frame, "a record keeps its fields");
    require(!reader.next() && reader.error().isNull(), "a frame of one record holds one");
    require(native::isControl(frame) == isControl(message), "only control records are a control frame");
}

} // namespace

int LLVMFuzzerInitialize(int *, char ***)
{
    fuzz::beQuiet();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView frame(data, qsizetype(size));
    native::RecordReader reader(frame);
    bool onlyControl = true;
    qsizetype records = 0;
    while (const std::optional<Message> message = reader.next()) {
        require(++records <= frame.size(), "a record takes a byte at least");
        const auto *malformed = std::get_if<Malformed>(&*message);
        if (malformed)
            require(!malformed->reason.isEmpty(), "what is malformed has a reason");
        else
            checkRecord(*message);
        onlyControl = onlyControl && (malformed || isControl(*message));
    }
    require(reader.atEnd() && !reader.next(), "the end is the end");
    require(!native::isControl(frame) || onlyControl, "a control frame holds nothing else");
    return 0;
}
