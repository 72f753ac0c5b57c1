// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "fuzz.h"

#include "security/secrettext.h"
#include "security/username.h"
#include "security/z85.h"
#include "transport/endpoint.h"
#include "transport/escaped.h"
#include "transport/origin.h"
#include "transport/zaprequest.h"

#include <array>
#include <vector>

// What a stranger shows before anybody knows him: requests of ØMQ's about who may come in, and the texts in them. The first byte
// of an input chooses which.

using namespace heliograph;
using fuzz::Input;
using fuzz::require;

namespace {

constexpr size_t credentials = 8; // the first frame of a request that may hold a password

void checkAttempt(const ZapRequest &request)
{
    const Attempt &attempt = request.attempt;
    require(attempt.mechanism != Mechanism::Curve || attempt.key.isValid(), "CURVE shows a key");
    require(attempt.mechanism == Mechanism::Curve || attempt.key.isNull(), "nothing else does");
    require(attempt.mechanism == Mechanism::Plain || attempt.user.isEmpty(), "only PLAIN shows a name");
}

void readRequest(Input &input)
{
    // As ØMQ words it, where the input does not say otherwise.
    constexpr std::array<const char *, credentials> usual{"route",  "",          "1.0", "1",
                                                          "domain", "127.0.0.1", "",    nullptr};
    constexpr std::array<const char *, 4> mechanisms{"NULL", "PLAIN", "CURVE", "GSSAPI"};
    const quint32 replaced = input.byte();
    const char *const mechanism = mechanisms[input.below(mechanisms.size())];
    std::vector<zmq::message_t> frames;
    for (size_t i = 0; i < usual.size(); ++i) {
        const QByteArrayView text = (replaced >> i & 1) != 0 ? input.bytes()
                                    : usual[i]               ? QByteArrayView(usual[i])
                                                             : QByteArrayView(mechanism);
        frames.emplace_back(text.data(), size_t(text.size()));
    }
    while (!input.isEmpty()) {
        const QByteArrayView text = input.bytes();
        frames.emplace_back(text.data(), size_t(text.size()));
    }
    if (const std::optional<ZapRequest> request = ZapRequest::read(frames))
        checkAttempt(*request);
    for (size_t i = credentials; i < frames.size(); ++i) {
        const QByteArrayView left(frames[i].data<char>(), qsizetype(frames[i].size()));
        require(std::all_of(left.begin(), left.end(), [](char c) { return c == 0; }), "no password is left");
    }
}

void readKey(QByteArrayView bytes)
{
    const PublicKey key = PublicKey::fromText(QUtf8StringView(bytes));
    require(key.isValid() != (key.error().code() == ErrorCode::InvalidKey), "a key, or why there is none");
    if (!key.isValid())
        return;
    std::array<uchar, keySize> raw{};
    require(!fromZ85(key.text(), raw), "a key's text can be read");
    std::array<uchar, keyTextSize> text{};
    toZ85(raw, text);
    require(QByteArrayView(text.data(), qsizetype(text.size())) == key.text(), "a key is the same again");
}

void readOrigin(QByteArrayView bytes)
{
    const Origin origin = Origin::read(bytes.toByteArray());
    require(!origin.isLocal || !origin.group.isEmpty(), "who is local is somebody");
    const bool isIpc = origin.address.isEmpty() && bytes.startsWith("localhost:");
    require(!origin.isLocal || isIpc || origin.address.startsWith(u"127.") || origin.address == u"::1",
            "who is local comes by ipc or loopback");
    require(origin.isLocal || !(origin.address.startsWith(u"127.") || origin.address == u"::1"),
            "who comes by loopback is local");
    const Origin again = Origin::read(origin.address.toLatin1());
    require(origin.address.isEmpty() || again.address == origin.address, "an address is the same again");
}

void readName(QByteArrayView bytes)
{
    const QString name = normalUserName(QString::fromUtf8(bytes));
    require(normalUserName(name) == name, "a normal name stays as it is");
    if (!userNameFault(name))
        require(escaped(name.left(1)).size() <= 2, "a good name begins with something that can be seen");
    const QString shown = escaped(QString::fromUtf8(bytes));
    require(std::none_of(shown.begin(), shown.end(),
                         [](QChar c) { return c.category() == QChar::Other_Control; }),
            "a log gets no control characters");
    require(shown.size() <= 201 * 10, "a log gets no long lines");
}

void readEndpoint(QByteArrayView bytes)
{
    const QString text = QString::fromUtf8(bytes);
    for (const Endpoint::Use use : {Endpoint::Use::Bind, Endpoint::Use::Connect}) {
        const auto read = parseEndpoint(text, use);
        const auto *endpoint = std::get_if<Endpoint>(&read);
        if (!endpoint)
            continue;
        const auto again = parseEndpoint(QString::fromUtf8(endpoint->toByteArray()), use);
        const auto *same = std::get_if<Endpoint>(&again);
        require(same && same->toByteArray() == endpoint->toByteArray(), "an endpoint is the same again");
    }
}

void readSecret(QByteArrayView bytes)
{
    const SecretText read = readSecretText(QString::fromUtf8(bytes), shortestPassphrase);
    require(read.fault.has_value() == read.bytes.isEmpty(), "a secret, or what is wrong with it");
    require(!read.isGenerated || read.fault || read.bytes.size() == 26, "a generated secret has its size");
}

} // namespace

int LLVMFuzzerInitialize(int *, char ***)
{
    fuzz::beQuiet();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Input input(data, size);
    switch (input.below(8)) {
    case 0: readKey(input.rest()); break;
    case 1: readOrigin(input.rest()); break;
    case 2: readName(input.rest()); break;
    case 3: readEndpoint(input.rest()); break;
    case 4: readSecret(input.rest()); break;
    default: readRequest(input);
    }
    return 0;
}
