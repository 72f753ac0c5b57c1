// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "serverprocess.h"

#include <heliograph/client.h>
#include <heliograph/remoteobject.h>

#include <QtCore/qtemporarydir.h>

/// What the demonstration shows, step by step, as the client process. Each step prints what it did and checks that it
/// went as it should.
class Story
{
public:
    Story();

    /// Tells it; false when anything went wrong, which it prints.
    [[nodiscard]] bool tell();

private:
    void start();
    void call();
    void nameArguments();
    void fail();
    void beCalledBack();
    void waitForDeferredAnswer();
    void followAnObject();
    void loseTheServer();
    void findTheNextServer();
    void findTheObjectAgain();

    QTemporaryDir m_folder;
    QString m_endpoint;
    ServerProcess m_server;
    heliograph::Client m_client;
    heliograph::RemoteObject m_thermostat;
    QList<double> m_temperatures; // as they were told
    QList<double> m_overheated;
    QString m_asked; // what the server asked this process
    int m_connected = 0;
    QList<heliograph::Error> m_disconnected;
};
