// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/client.h>

#include <optional>

/// A client that hears "source.produced(quint32 number, QByteArray bytes)", whose numbers count from 1 and whose bytes are
/// all the low byte of the number, and that keeps accounts of it.
class Listener
{
public:
    explicit Listener(const heliograph::ClientOptions &options = {}) : client(options)
    {
        using heliograph::Channel;
        QObject::connect(&client, &Channel::signalConnected, &client, [this] { isSubscribed = true; });
        QObject::connect(&client, &Channel::disconnected, &client, [this] {
            isSubscribed = false;
            heard = lost = gaps = 0;
            m_before.reset();
        });
        QObject::connect(&client, &Channel::eventsLost, &client, [this](const QString &, quint64 count) {
            lost += quint32(count);
            ++gaps;
        });
        client.connectSignal("source.produced", &client,
                             [this](quint32 number, const QByteArray &bytes) { hear(number, bytes); });
    }
    Q_DISABLE_COPY_MOVE(Listener)

    heliograph::Client client;
    bool isSubscribed = false;
    quint32 newest = 0; ///< number that was heard
    quint32 heard = 0;  ///< in this session
    quint32 lost = 0;   ///< as was told, in this session
    quint32 gaps = 0;   ///< of those
    quint32 wrong = 0;  ///< in a place or with bytes that do not fit their number

private:
    void hear(quint32 number, const QByteArray &bytes)
    {
        ++heard;
        newest = number;
        if (!m_before)
            m_before = number - heard - lost;
        wrong += number != *m_before + heard + lost || bytes.count(char(number)) != bytes.size();
    }

    std::optional<quint32> m_before = 0; // how many there had been before this session, if that is known
};
