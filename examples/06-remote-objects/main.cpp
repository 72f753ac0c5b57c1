// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/client.h>
#include <heliograph/remoteobject.h>
#include <heliograph/server.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QDebug>

// A client that follows an object of the server: its property, and its signal.

using namespace heliograph;

class Counter : public QObject
{
    Q_OBJECT
    Q_PROPERTY(int value READ value WRITE setValue NOTIFY valueChanged)
public:
    int value() const { return m_value; }
    void setValue(int value)
    {
        value = qBound(0, value, limit);
        if (value == m_value)
            return;
        m_value = value;
        Q_EMIT valueChanged();
        if (m_value == limit)
            Q_EMIT limitReached(m_value);
    }
    Q_INVOKABLE void increment() { setValue(m_value + 1); }

Q_SIGNALS:
    void valueChanged();
    void limitReached(int value);

private:
    static constexpr int limit = 10;
    int m_value = 0;
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);

    // Everything may be wished for before the server exists.
    Client client;
    RemoteObject remote(&client, "counter");
    QObject::connect(&remote, &RemoteObject::valueChanged, &client,
                     [](const QString &property, const QVariant &value) {
                         qInfo() << "client:" << property << "is" << value.toInt();
                     });
    QObject::connect(&remote, &RemoteObject::stateChanged, &client, [&remote](RemoteObject::State state) {
        if (state != RemoteObject::State::Ready)
            return;
        remote.notify("increment");
        remote.setValue("value", 99); // the counter makes 10 of it
    });
    remote.connectSignal("limitReached", &client, [](int value) {
        qInfo() << "client: the limit was reached at" << value;
        QCoreApplication::exit(value == 10 ? 0 : 1);
    });

    Counter counter;
    Server server;
    server.expose("counter", &counter, {.writableProperties = true});
    if (!server.bind(QStringLiteral("tcp://127.0.0.1:*")))
        qFatal("%s", server.error().what());
    client.connectToServer(server.endpoints().constFirst());
    return QCoreApplication::exec();
}

#include "main.moc"
