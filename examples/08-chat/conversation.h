// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtWidgets/QScrollArea>

class QVBoxLayout;

/// Bubbles from top to bottom: one's own on the right, those of others on the left below their names. The newest is in sight.
class Conversation : public QScrollArea
{
public:
    explicit Conversation(QWidget *parent = nullptr);

    /// Adds what \a who has said.
    void add(const QString &who, const QString &text, bool isOwn);

private:
    QVBoxLayout *m_rows;
    QString m_last; // who spoke last
};
