// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/zaprequest.h"

#include <QtCore/qscopeguard.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace heliograph {

namespace {

constexpr std::size_t longestField = 255; // of a domain, an address, an id, a name, a password
constexpr std::size_t keySize = 32;
constexpr std::size_t keyTextSize = 41; // with the zero byte that ends it

// What each frame holds.
namespace frame {
enum : quint8 {
    RoutingId,
    Delimiter,
    Version,
    RequestId,
    Domain,
    Address,
    ClaimedId,
    MechanismName,
    Credentials
};
}

QByteArray bytesOf(const zmq::message_t &frame)
{
    return {static_cast<const char *>(frame.data()), static_cast<qsizetype>(frame.size())};
}

bool readKey(const zmq::message_t &frame, PublicKey &key)
{
    if (frame.size() != keySize)
        return false;
    std::array<char, keyTextSize> text{};
    if (!zmq_z85_encode(text.data(), static_cast<const uchar *>(frame.data()), keySize))
        return false;
    key = PublicKey::fromText(QLatin1StringView(text.data()));
    return key.isValid();
}

/// False when these are not the credentials of that mechanism.
bool readAttempt(const QByteArray &mechanism, std::span<const zmq::message_t> credentials, Attempt &attempt)
{
    if (mechanism == "NULL" && credentials.empty())
        return true;
    if (mechanism == "PLAIN" && credentials.size() == 2) {
        attempt.mechanism = Mechanism::Plain;
        attempt.user = QString::fromUtf8(bytesOf(credentials[0])).normalized(QString::NormalizationForm_C);
        attempt.password = QByteArrayView(credentials[1].data<char>(), qsizetype(credentials[1].size()));
        return true;
    }
    attempt.mechanism = Mechanism::Curve;
    return mechanism == "CURVE" && credentials.size() == 1 && readKey(credentials[0], attempt.key);
}

} // namespace

std::optional<ZapRequest> ZapRequest::read(std::span<zmq::message_t> frames)
{
    const auto wipe = qScopeGuard([&frames] {
        for (std::size_t i = frame::Credentials; i < frames.size(); ++i)
            ::explicit_bzero(frames[i].data(), frames[i].size());
    });
    const auto isShort = [](const zmq::message_t &frame) { return frame.size() <= longestField; };
    if (frames.size() < frame::Credentials || frames.size() > mostFrames
        || !std::all_of(frames.begin(), frames.end(), isShort))
        return std::nullopt;
    if (!frames[frame::Delimiter].empty() || bytesOf(frames[frame::Version]) != "1.0")
        return std::nullopt;
    ZapRequest request{.sender = {bytesOf(frames[frame::RoutingId]), bytesOf(frames[frame::RequestId])},
                       .domain = bytesOf(frames[frame::Domain]),
                       .address = bytesOf(frames[frame::Address]),
                       .attempt = {}};
    if (!readAttempt(bytesOf(frames[frame::MechanismName]), frames.subspan(frame::Credentials),
                     request.attempt))
        return std::nullopt;
    return request;
}

} // namespace heliograph
