// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "chatwindow.h"

#include "conversation.h"

#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

using namespace heliograph;

ChatWindow::ChatWindow(const QString &name, const QString &endpoint)
    : m_name(name), m_people(new QLabel(this)), m_banner(new QLabel(this)),
      m_conversation(new Conversation(this)), m_input(new QLineEdit(this)),
      m_send(new QPushButton(tr("Send"), this)), m_client(ClientOptions{.user = name})
{
    arrange();
    connect(m_send, &QPushButton::clicked, this, &ChatWindow::send);
    connect(m_input, &QLineEdit::returnPressed, this, &ChatWindow::send);
    connect(&m_client, &Channel::stateChanged, this, &ChatWindow::showLink);
    connect(&m_client, &Client::errorOccurred, this, &ChatWindow::showLink);
    m_client.expose("window", this);
    m_client.connectToServer(endpoint);
    showLink();
}

void ChatWindow::say(const QString &who, const QString &text)
{
    m_conversation->add(who, text, who == m_name);
}

void ChatWindow::showPeople(const QStringList &people)
{
    m_people->setText(people.join(QStringLiteral(", ")));
}

void ChatWindow::arrange()
{
    setWindowTitle(tr("Chat – %1").arg(m_name));
    resize(400, 520);
    auto *const title = new QLabel(tr("Chat"), this);
    title->setObjectName(QStringLiteral("title"));
    m_people->setObjectName(QStringLiteral("people"));
    m_people->setTextFormat(Qt::PlainText);
    m_people->setWordWrap(true);
    m_banner->setObjectName(QStringLiteral("banner"));
    m_banner->setTextFormat(Qt::PlainText);
    m_banner->setWordWrap(true);
    m_input->setObjectName(QStringLiteral("input"));
    m_input->setPlaceholderText(tr("Say something"));
    m_input->setFixedHeight(40);
    m_send->setObjectName(QStringLiteral("send"));
    m_send->setFixedHeight(40);
    m_send->setCursor(Qt::PointingHandCursor);

    auto *const below = new QHBoxLayout;
    below->setSpacing(8);
    below->addWidget(m_input);
    below->addWidget(m_send);
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 18, 18, 18);
    layout->setSpacing(4);
    layout->addWidget(title);
    layout->addWidget(m_people);
    layout->addSpacing(4);
    layout->addWidget(m_banner);
    layout->addSpacing(4);
    layout->addWidget(m_conversation, 1);
    layout->addSpacing(8);
    layout->addLayout(below);
    m_input->setFocus();
}

void ChatWindow::send()
{
    const QString text = m_input->text().trimmed();
    if (text.isEmpty() || !m_send->isEnabled()) // the key does not ask
        return;
    m_client.notify("say", text);
    m_input->clear();
}

void ChatWindow::showLink()
{
    const Channel::State state = m_client.state();
    const bool isConnected = state == Channel::State::Connected;
    m_banner->setVisible(!isConnected);
    if (state == Channel::State::Unresponsive)
        m_banner->setText(tr("The server does not answer."));
    else if (state == Channel::State::Disconnected || m_client.error().code() == ErrorCode::Refused)
        m_banner->setText(m_client.error().message());
    else
        m_banner->setText(tr("The server is not there. Looking for it."));
    m_send->setEnabled(isConnected);
    if (!isConnected)
        m_people->setText(tr("nobody in reach"));
}
