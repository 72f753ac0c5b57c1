// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/socket.h"

#include <memory>
#include <string>
#include <unordered_map>

namespace heliograph {

class Entrance;

/// Who the peers of a socket are that were let in at its entrance. The socket's thread's own.
class Visitors
{
public:
    explicit Visitors(std::shared_ptr<Entrance> entrance) : m_entrance(std::move(entrance)) {}

    /// Who the peer is from whom \a message comes, with its \a pass, if any; null when that is none of ours, or another one than before.
    [[nodiscard]] std::shared_ptr<const Identity> identify(const ReceivedMessage &message, const char *pass);
    /// To be called when no message is unread: forgets those who are gone, from time to time, and passes that nobody has used.
    void noteAllRead();
    /// How many are known: not many more than are there.
    [[nodiscard]] std::size_t size() const { return m_visitors.size(); }

private:
    struct Visitor
    {
        std::string pass;
        std::shared_ptr<const Identity> identity;
        int descriptor;
        std::optional<quint64> cookie; // nothing: its connection was gone before its message was read
        bool isGone = false;
    };
    static constexpr std::size_t firstLook = 64;

    void markGone();

    const std::shared_ptr<Entrance> m_entrance;
    std::unordered_map<PeerId, Visitor> m_visitors;
    std::size_t m_nextLook = firstLook; // how many there have to be to look who is gone
    bool m_isAnyGone = false;
};

} // namespace heliograph
