// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qdir.h>
#include <QtCore/qhash.h>
#include <QtGui/qfont.h>
#include <QtGui/qguiapplication.h>
#include <QtGui/qimage.h>
#include <QtGui/qpainter.h>
#include <QtGui/qpainterpath.h>

#include <algorithm>
#include <cmath>
#include <functional>

/// Makes windows look the same everywhere, also those of other processes; before the application is made.
inline void prepareDisplay()
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_QUICK_BACKEND", "software");
    qputenv("QT_SCALE_FACTOR", "2");
    for (const char *const own :
         {"QT_QPA_PLATFORMTHEME", "QT_STYLE_OVERRIDE", "QT_FONT_DPI", "QT_ENABLE_HIGHDPI_SCALING"})
        qunsetenv(own); // of whoever runs this
}

/// The same for the font; after the application was made.
inline void prepareFont()
{
    QGuiApplication::setFont(QFont(QStringLiteral("Inter"), 10));
}

/// How light a colour is, from 0 to 1, as WCAG 2 defines it.
inline double luminance(QRgb color)
{
    const auto linear = [](int part) {
        const double value = part / 255.0;
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(qRed(color)) + 0.7152 * linear(qGreen(color)) + 0.0722 * linear(qBlue(color));
}

/// The contrast of two colours, from 1 to 21, as WCAG 2 defines it.
inline double contrast(QRgb one, QRgb other)
{
    const auto [least, most] = std::minmax({luminance(one), luminance(other)});
    return (most + 0.05) / (least + 0.05);
}

/// The contrast of what was drawn in \a area, in the image's own pixels, to its background, the colour that most of it has. What hardly a pixel
/// has does not count.
inline double contrastIn(const QImage &image, const QRect &area)
{
    QHash<QRgb, int> pixels;
    const QRect inside = area & image.rect();
    for (int y = inside.top(); y <= inside.bottom(); ++y) {
        for (int x = inside.left(); x <= inside.right(); ++x)
            ++pixels[image.pixel(x, y)];
    }
    if (pixels.isEmpty())
        return 1;
    const QRgb background = std::max_element(pixels.cbegin(), pixels.cend()).key();
    QList<std::pair<double, int>> contrasts;
    for (const auto &[color, count] : pixels.asKeyValueRange())
        contrasts.append({contrast(color, background), count});
    std::sort(contrasts.begin(), contrasts.end(), std::greater<>());
    int seen = 0;
    for (const auto &[value, count] : std::as_const(contrasts)) {
        if ((seen += count) >= 12)
            return value;
    }
    return 1;
}

/// Windows beside one another, with round corners.
inline QImage beside(const QList<QImage> &windows)
{
    constexpr int gap = 48;
    int width = -gap;
    int height = 0;
    for (const QImage &window : windows) {
        width += gap + window.width();
        height = std::max(height, window.height());
    }
    QImage all(width, height, QImage::Format_ARGB32_Premultiplied);
    all.fill(Qt::transparent);
    QPainter painter(&all);
    painter.setRenderHint(QPainter::Antialiasing);
    int x = 0;
    for (QImage window : windows) {
        window.setDevicePixelRatio(1);
        const QRectF place(x + 1, 1, window.width() - 2, window.height() - 2);
        QPainterPath frame;
        frame.addRoundedRect(place, 28, 28);
        painter.setClipPath(frame);
        painter.drawImage(x, 0, window);
        painter.setClipping(false);
        painter.setPen(QPen(QColor(128, 128, 128, 110), 2));
        painter.drawPath(frame);
        x += window.width() + gap;
    }
    return all;
}

/// Saves \a picture in the folder of the test, or in docs/images if HELIOGRAPH_UPDATE_IMAGES is set. False when docs/images has none of this
/// name and size.
[[nodiscard]] inline bool keep(const QString &name, const QImage &picture)
{
    const bool isUpdate = qEnvironmentVariableIsSet("HELIOGRAPH_UPDATE_IMAGES");
    const QString kept = QStringLiteral(IMAGES "/") + name + QStringLiteral(".png");
    const QString seen = isUpdate ? kept : name + QStringLiteral(".png");
    const bool isSaved = picture.convertToFormat(QImage::Format_ARGB32).save(seen, "PNG", 0);
    return isSaved && QImage(kept).size() == picture.size();
}
