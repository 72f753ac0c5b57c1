// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtWidgets/QLabel>

/// What somebody said: as wide as its text, up to a width beyond which it is wrapped.
class Bubble : public QLabel
{
public:
    /// \a isOwn: said by whose window this is.
    Bubble(const QString &text, bool isOwn, QWidget *parent);
};
