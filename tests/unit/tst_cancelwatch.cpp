// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "cancelwatch.h"

#include <QtCore/qpromise.h>
#include <QtTest/qtest.h>

#include <map>

using namespace heliograph;

class TestCancelWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCanceledCallIsTold();
    void callsThatAreOverAreForgotten();
    void clearingForgetsAll();

private:
    std::map<quint64, QPromise<int>> m_calls;
    QList<quint64> m_canceled;
    CancelWatch m_watch{[this](quint64 id) -> std::optional<QFuture<void>> {
                            const auto call = m_calls.find(id);
                            if (call == m_calls.end())
                                return std::nullopt;
                            return QFuture<void>(call->second.future());
                        },
                        [this](quint64 id) {
                            m_canceled.append(id);
                            m_calls.erase(id);
                        }};

    void make(quint64 id)
    {
        m_calls[id].start();
        m_watch.add(id, Clock::now());
    }
};

void TestCancelWatch::aCanceledCallIsTold()
{
    make(1);
    make(2);
    m_calls[2].future().cancel(); // before it is watched
    QTRY_COMPARE(m_canceled, QList<quint64>{2});
    m_calls[1].future().cancel(); // while it is watched
    QTRY_COMPARE(m_canceled, (QList<quint64>{2, 1}));
}

void TestCancelWatch::callsThatAreOverAreForgotten()
{
    m_canceled.clear();
    make(3);
    QFuture<int> over = m_calls[3].future();
    m_calls[3].finish();
    m_calls.erase(3);
    over.cancel();
    make(4);
    m_calls[4].future().cancel();
    QTRY_COMPARE(m_canceled, QList<quint64>{4}); // looked at after 3
}

void TestCancelWatch::clearingForgetsAll()
{
    m_canceled.clear();
    make(5);
    m_watch.clear();
    m_calls[5].future().cancel();
    make(6);
    m_calls[6].future().cancel();
    QTRY_COMPARE(m_canceled, QList<quint64>{6});
}

QTEST_GUILESS_MAIN(TestCancelWatch)
#include "tst_cancelwatch.moc"
