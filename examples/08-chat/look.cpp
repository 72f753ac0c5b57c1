// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "look.h"

#include <QtGui/QPalette>
#include <QtWidgets/QApplication>
#include <QtWidgets/QStyle>

namespace {

QPalette palette(bool isDark)
{
    QPalette colors;
    const auto set = [&](QPalette::ColorRole role, const char *light, const char *dark) {
        colors.setColor(role, QColor(QLatin1String(isDark ? dark : light)));
    };
    set(QPalette::Window, "#f4f5f7", "#14171c");
    set(QPalette::WindowText, "#1a1e24", "#f2f4f7");
    set(QPalette::Base, "#ffffff", "#1e2229");
    set(QPalette::Text, "#1a1e24", "#f2f4f7");
    set(QPalette::PlaceholderText, "#59626e", "#a3adba");
    set(QPalette::Mid, "#dfe3e8", "#353c47");
    set(QPalette::Highlight, "#1d4ed8", "#93c5fd");
    set(QPalette::HighlightedText, "#ffffff", "#0b1a33");
    set(QPalette::AlternateBase, "#fde5e2", "#45201d"); // of the banner
    set(QPalette::BrightText, "#8c1c13", "#ffb9b0");
    return colors;
}

// Colours are the palette's, so that this holds for both looks; @muted is the one that style sheets have no name for.
constexpr char sheet[] = R"(
#title { font-size: 18px; font-weight: 600; }
#people { font-size: 13px; color: @muted; }
#banner { font-size: 13px; font-weight: 500; padding: 10px 14px; border-radius: 10px;
          background: palette(alternate-base); color: palette(bright-text); }
#messages, #messages > QWidget > QWidget { background: palette(window); border: none; }
#input { font-size: 14px; padding: 0 14px; border: 1px solid palette(mid); border-radius: 20px; background: palette(base); }
#input:focus { border-color: palette(highlight); }
#send { font-size: 14px; font-weight: 600; padding: 0 20px; border: none; border-radius: 20px;
        background: palette(highlight); color: palette(highlighted-text); }
#send:disabled { background: palette(mid); color: @muted; }
#who { font-size: 12px; font-weight: 600; color: @muted; padding-left: 4px; }
#own, #others { font-size: 14px; padding: 9px 13px; border-radius: 14px; }
#own { background: palette(highlight); color: palette(highlighted-text); }
#others { background: palette(base); color: palette(text); }
)";

} // namespace

bool systemIsDark()
{
    return QApplication::palette().color(QPalette::Window).lightness() < 128;
}

void applyLook(bool isDark)
{
    QApplication::setStyle(QStringLiteral("Fusion"));
    const QPalette colors = palette(isDark);
    QApplication::setPalette(colors);
    qApp->setStyleSheet(QString::fromLatin1(sheet).replace(QLatin1String("@muted"),
                                                           colors.color(QPalette::PlaceholderText).name()));
}
