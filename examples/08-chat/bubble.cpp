// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "bubble.h"

#include <QtCore/QTextBoundaryFinder>

namespace {

constexpr int widest = 270;

// With a space of no width, where lines may be broken, wherever a word has become as wide as \a width: QLabel breaks between words only.
QString breakable(const QString &text, const QFontMetrics &metrics, int width)
{
    QString broken;
    QString part; // of a word
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    for (qsizetype start = 0, end = finder.toNextBoundary(); end >= 0; end = finder.toNextBoundary()) {
        const QString character = text.sliced(start, end - start);
        start = end;
        if (character.at(0).isSpace())
            part.clear();
        else if (metrics.horizontalAdvance(part += character) > width) {
            broken += QChar(0x200b);
            part = character;
        }
        broken += character;
    }
    return broken;
}

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
    setText(breakable(text, fontMetrics(), widest - around));
    const QRect lines =
        fontMetrics().boundingRect({0, 0, widest - around, 0}, Qt::TextWordWrap, this->text());
    setWordWrap(true);
    setFixedSize(lines.width() + around, heightForWidth(lines.width() + around));
}
