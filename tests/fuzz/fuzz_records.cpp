// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "fuzz.h"

#include "session/frames.h"

#include <deque>
#include <tuple>
#include <type_traits>

// The native dialect: what is read from any bytes can be written again, and reads as the same; and a record is read with the fields
// that it was made of.

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

// ---- records of known fields

auto fieldsOf(auto &r)
{
    using Record = std::remove_cvref_t<decltype(r)>;
    if constexpr (std::is_same_v<Record, Hello>)
        return std::tie(r.version, r.oldestVersion, r.role, r.user, r.maxPayload, r.callCredit,
                        r.heartbeat.interval, r.heartbeat.timeout);
    else if constexpr (std::is_same_v<Record, Welcome>)
        return std::tie(r.version, r.role, r.session, r.instance, r.user, r.maxPayload, r.callCredit,
                        r.heartbeat.interval, r.heartbeat.timeout);
    else if constexpr (std::is_same_v<Record, Call>)
        return std::tie(r.id, r.name, r.timeout, r.payload);
    else if constexpr (std::is_same_v<Record, Notify>)
        return std::tie(r.name, r.payload);
    else if constexpr (std::is_same_v<Record, Reply> || std::is_same_v<Record, Changed>)
        return std::tie(r.id, r.payload);
    else if constexpr (std::is_same_v<Record, Failure>)
        return std::tie(r.id, r.code, r.className, r.message, r.details);
    else if constexpr (std::is_same_v<Record, Cancel> || std::is_same_v<Record, Release>)
        return std::tie(r.id);
    else if constexpr (std::is_same_v<Record, Ping> || std::is_same_v<Record, Pong>)
        return std::tie(r.nonce);
    else if constexpr (std::is_same_v<Record, Ack>)
        return std::tie(r.frames, r.oneWay);
    else if constexpr (std::is_same_v<Record, Goodbye>)
        return std::tie(r.code, r.reason);
    else if constexpr (std::is_same_v<Record, Chunk>)
        return std::tie(r.transfer, r.offset, r.total, r.bytes);
    else if constexpr (std::is_same_v<Record, Subscribe> || std::is_same_v<Record, Acquire>)
        return std::tie(r.id, r.name);
    else if constexpr (std::is_same_v<Record, Status>)
        return std::tie(r.id, r.code, r.text);
    else if constexpr (std::is_same_v<Record, Event>)
        return std::tie(r.id, r.number, r.payload);
    else if constexpr (std::is_same_v<Record, Lost>)
        return std::tie(r.id, r.number);
    else
        return std::tie(r.id, r.description, r.payload);
}

/// Fills fields from an input. Outlives the records, whose texts it has.
class Filler
{
public:
    explicit Filler(fuzz::Input input) : m_input(input) {}

    void operator()(quint64 &number) { number = 1 + m_input.number() / 2; }
    void operator()(quint32 &number) { number = 1 + quint32(m_input.number()) / 2; }
    void operator()(PeerRole &role) { role = PeerRole(1 + m_input.below(2)); }
    void operator()(milliseconds &time) { time = milliseconds(1 + quint32(m_input.number()) / 2); }
    void operator()(ErrorCode &code) { code = ErrorCode(1 + m_input.below(32)); }
    void operator()(QByteArray &key) { key = QByteArray(16, char('a' + m_input.below(26))); }
    void operator()(QByteArrayView &text)
    {
        text = m_texts.emplace_back(1 + m_input.below(200), char('a' + m_input.below(26)));
    }

private:
    fuzz::Input m_input;
    std::deque<QByteArray> m_texts;
};

template <typename Record>
void checkFields(fuzz::Input input)
{
    Filler fill(input);
    Record record;
    std::apply([&fill](auto &...field) { (fill(field), ...); }, fieldsOf(record));
    const QByteArray frame = frameOf(record);
    native::RecordReader reader(frame);
    const std::optional<Message> message = reader.next();
    const auto *const read = message ? std::get_if<Record>(&*message) : nullptr;
    require(read && fieldsOf(*read) == fieldsOf(std::as_const(record)), "a record is read with its fields");
}

/// Of one kind, which the input chooses.
template <typename... Records>
void checkSomeFields(fuzz::Input input, const std::variant<Records...> *)
{
    size_t kind = input.below(sizeof...(Records));
    const auto check = [&]<typename Record>(const Record *) {
        if constexpr (!std::is_same_v<Record, Malformed>)
            if (kind-- == 0)
                checkFields<Record>(input);
    };
    (check(static_cast<const Records *>(nullptr)), ...);
}

} // namespace

int LLVMFuzzerInitialize(int *, char ***)
{
    fuzz::beQuiet();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    checkSomeFields(fuzz::Input(data, size), static_cast<const Message *>(nullptr));
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
