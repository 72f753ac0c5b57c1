// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "conversation.h"

#include "bubble.h"

#include <QtWidgets/QScrollBar>
#include <QtWidgets/QVBoxLayout>

Conversation::Conversation(QWidget *parent) : QScrollArea(parent)
{
    setObjectName(QStringLiteral("messages"));
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *const page = new QWidget(this);
    m_rows = new QVBoxLayout(page);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(6);
    m_rows->addStretch();
    setWidget(page);
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this,
            [this](int, int end) { verticalScrollBar()->setValue(end); });
}

void Conversation::add(const QString &who, const QString &text, bool isOwn)
{
    if (!isOwn && who != m_last) {
        auto *const name = new QLabel(who, widget());
        name->setObjectName(QStringLiteral("who"));
        name->setTextFormat(Qt::PlainText);
        m_rows->addSpacing(6);
        m_rows->addWidget(name);
    }
    m_last = who;
    m_rows->addWidget(new Bubble(text, isOwn, widget()), 0, isOwn ? Qt::AlignRight : Qt::AlignLeft);
}
