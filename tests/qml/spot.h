// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qobjectdefs.h>
#include <QtCore/qstring.h>

/// A gadget that goes to QML.
struct Spot
{
    Q_GADGET
    Q_PROPERTY(int x MEMBER x)
    Q_PROPERTY(QString name MEMBER name)
public:
    int x = 3;
    QString name = QStringLiteral("here");
};
