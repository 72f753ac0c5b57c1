// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/client.h>

#include <QtWidgets/QWidget>

class Conversation;
class QLabel;
class QLineEdit;
class QPushButton;

/// A window of the chat. What the server calls are its invokable methods, which it exposes as "window"; what it calls of the server is "say".
class ChatWindow : public QWidget
{
    Q_OBJECT
public:
    /// The window of \a name, which looks for the server at \a endpoint.
    ChatWindow(const QString &name, const QString &endpoint);

    /// Called by the server: \a who has said \a text.
    Q_INVOKABLE void say(const QString &who, const QString &text);
    /// Called by the server: these are here.
    Q_INVOKABLE void showPeople(const QStringList &people);

private:
    void arrange();
    void send();
    void showLink();

    const QString m_name;
    QLabel *m_people;
    QLabel *m_banner;
    Conversation *m_conversation;
    QLineEdit *m_input;
    QPushButton *m_send;
    heliograph::Client m_client; // the last one, so that nothing calls a window that is half gone
};
