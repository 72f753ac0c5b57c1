// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "bubble.h"

namespace {

constexpr int widest = 270;

} // namespace

Bubble::Bubble(const QString &text, bool isOwn, QWidget *parent) : QLabel(text, parent)
{
    setObjectName(isOwn ? QStringLiteral("own") : QStringLiteral("others"));
    setTextFormat(Qt::PlainText); // whatever a stranger may send
    setTextInteractionFlags(Qt::TextSelectableByMouse);
    ensurePolished(); // the style sheet's font and padding count
    if (sizeHint().width() <= widest)
        return;
    // As wide as the longest line needs, and as high as that makes it: a layout would not ask.
    const int around = sizeHint().width() - fontMetrics().boundingRect({}, 0, text).width();
    const QRect lines = fontMetrics().boundingRect({0, 0, widest - around, 0}, Qt::TextWordWrap, text);
    setWordWrap(true);
    setFixedSize(lines.width() + around, heightForWidth(lines.width() + around));
}
