// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "remote.h"

#include <heliograph/domain.h>

/// What not everybody may know of: a property, signals and overloads, and a member of another domain than the rest.
class Vault : public QObject
{
    Q_OBJECT
    Q_PROPERTY(int level MEMBER m_level NOTIFY levelChanged)
public:
    Q_INVOKABLE int look() { return ++looks; }
    Q_INVOKABLE int turn(int by) { return by; }
    HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE QString turn(const QString &where) { return where; }
    HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE int open() { return ++opens; }
    HELIOGRAPH_DOMAIN(admin) Q_SIGNAL void opened(int door);
    Q_SIGNAL void turned(int by);
    HELIOGRAPH_DOMAIN(admin) Q_SIGNAL void turned(const QString &where);
    Q_SIGNAL void levelChanged();

    int looks = 0;
    int opens = 0;
    int m_level = 3;
};

/// A server that trusts names, and two of its clients: "root", for whom the domain "admin" exists, and "alice".
class Users
{
public:
    Users()
    {
        server.setPredicate("admin", [](const heliograph::Identity &who) { return who.user == u"root"; });
        if (!server.bind(endpoint.text()))
            qFatal("%s", server.error().what());
        root.connectToServer(server.endpoints().constFirst());
        alice.connectToServer(server.endpoints().constFirst());
    }

    Endpoint endpoint;
    heliograph::Server server{{.trustNames = true}};
    heliograph::Client root{{.user = QStringLiteral("root")}};
    heliograph::Client alice{{.user = QStringLiteral("alice")}};
};

/// Both as if they spoke of the same name: whoever asks for what is hidden must learn no more than of what never was.
inline QString withoutName(QString text, const QString &name)
{
    return text.replace(name, QStringLiteral("NAME"));
}
