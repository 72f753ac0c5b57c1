// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "endpoints.h"

#include <heliograph/post.h>

#include <QtCore/qthread.h>

#include <semaphore>

/// A server in a thread of its own, whose event loop a test can hang.
class ServerThread
{
public:
    explicit ServerThread(const heliograph::ServerOptions &options = {})
    {
        m_thread.start();
        run([this, options] {
            server = std::make_unique<heliograph::Server>(options);
            if (!server->bind(m_endpoint.text()))
                qFatal("%s", server->error().what());
            m_bound = server->endpoints().constFirst();
        });
    }
    ~ServerThread()
    {
        goOn();
        run([this] { server.reset(); });
        m_thread.quit();
        m_thread.wait();
    }
    Q_DISABLE_COPY_MOVE(ServerThread)

    /// Runs \a task in the thread, and waits for its end.
    void run(const std::function<void()> &task)
    {
        std::binary_semaphore done(0);
        heliograph::detail::post(&m_place, [&] {
            task();
            done.release();
        });
        done.acquire();
    }
    /// Hangs the event loop until goOn(). Returns when it hangs.
    void hang()
    {
        m_isHanging = true;
        const auto acquire = [this] {
            m_hanging.release();
            m_gate.acquire();
        };
        heliograph::detail::post(&m_place, acquire);
        m_hanging.acquire();
    }
    void goOn()
    {
        if (std::exchange(m_isHanging, false))
            m_gate.release();
    }
    [[nodiscard]] QString endpoint() const { return m_bound; }

    std::unique_ptr<heliograph::Server> server; // belongs to the thread

private:
    QThread m_thread;
    class Place : public QObject
    {
    public:
        explicit Place(QThread &thread) { moveToThread(&thread); }
    } m_place{m_thread};
    Endpoint m_endpoint;
    QString m_bound;
    // Not Qt's, whose order of things the thread sanitizer does not see.
    std::binary_semaphore m_hanging{0};
    std::binary_semaphore m_gate{0};
    bool m_isHanging = false;
};
