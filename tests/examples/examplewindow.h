// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "endpoints.h"
#include "picture.h"

#include <QtCore/qregularexpression.h>
#include <QtQml/qqmlapplicationengine.h>
#include <QtQuick/qquickitem.h>
#include <QtQuick/qquickwindow.h>
#include <QtTest/qtestmouse.h>

/// A window of an example in QML, in an engine of its own.
class ExampleWindow
{
public:
    /// Opens \a file of the folder examples with \a properties.
    ExampleWindow(const QString &file, const QVariantMap &properties)
    {
        m_engine.addImportPath(QStringLiteral(QML_IMPORT_PATH));
        m_engine.setInitialProperties(properties);
        m_engine.load(QUrl::fromLocalFile(QStringLiteral(EXAMPLES "/") + file));
        m_window = qobject_cast<QQuickWindow *>(m_engine.rootObjects().value(0));
        if (!m_window || !waitUntil([this] { return m_window->isExposed(); }))
            qFatal("%s does not open", qPrintable(file));
    }

    /// A property of the item that is called \a name, or of the window itself.
    [[nodiscard]] QVariant value(const char *name, const char *property) const
    {
        return item(name)->property(property);
    }
    [[nodiscard]] QVariant value(const char *property) const { return m_window->property(property); }
    [[nodiscard]] QString text(const char *name) const { return value(name, "text").toString(); }
    /// Runs the event loop until the property has \a value; false when it does not come to that.
    [[nodiscard]] bool comesTo(const char *name, const char *property, const QVariant &value) const
    {
        if (waitUntil([&] { return this->value(name, property) == value; }))
            return true;
        qInfo() << name << property << "is" << this->value(name, property) << "instead of" << value;
        return false;
    }
    /// Clicks on the item that is called \a name.
    void click(const char *name) const
    {
        const auto *const target = item(name);
        QTest::mouseClick(m_window, Qt::LeftButton, {}, place(target, 0.5));
    }
    /// Drags the handle of a slider from \a here to \a there, parts of the slider's range.
    void drag(const char *name, double here, double there) const
    {
        const auto *slider = item(name);
        if (const auto *const inner = slider->findChild<QQuickItem *>(QStringLiteral("slider")))
            slider = inner;
        QTest::mousePress(m_window, Qt::LeftButton, {}, place(slider, here));
        for (int step = 1; step <= 10; ++step)
            QTest::mouseMove(m_window, place(slider, here + (there - here) * step / 10));
        QTest::mouseRelease(m_window, Qt::LeftButton, {}, place(slider, there));
    }

    /// What it looks like now.
    [[nodiscard]] QImage picture() const
    {
        (void)m_window->grabWindow(); // a Canvas paints for the next frame
        QCoreApplication::processEvents();
        return m_window->grabWindow();
    }
    /// What is wrong with its texts in \a picture: cut off, outside, on top of each other, or hardly to be told from the background.
    [[nodiscard]] QString flaws(const QImage &picture) const
    {
        QList<QQuickItem *> texts;
        collect(m_window->contentItem(), texts);
        QStringList found;
        for (const auto *text : std::as_const(texts)) {
            const QString words = text->property("text").toString();
            const QRectF area = areaOf(text);
            if (text->property("truncated").toBool()
                || text->property("contentWidth").toReal() > text->width() + 0.5
                || text->property("contentHeight").toReal() > text->height() + 0.5)
                found.append(words + QStringLiteral(" is cut off"));
            if (!QRectF(QPointF(), m_window->size()).contains(area))
                found.append(words + QStringLiteral(" is outside"));
            const double ratio = m_window->devicePixelRatio();
            const double seen =
                contrastIn(picture, QRectF(area.topLeft() * ratio, area.size() * ratio).toRect());
            if (seen < 4.5)
                found.append(QStringLiteral("%1 has a contrast of %2").arg(words).arg(seen));
            for (const auto *other : std::as_const(texts)) {
                if (other != text && areaOf(other).intersects(area))
                    found.append(words + QStringLiteral(" meets ") + other->property("text").toString());
            }
        }
        if (texts.isEmpty())
            found.append(QStringLiteral("there is no text"));
        return found.join(u'\n');
    }

private:
    [[nodiscard]] QQuickItem *item(const char *name) const
    {
        auto *const found = m_window->findChild<QQuickItem *>(QLatin1String(name));
        if (!found)
            qFatal("there is no %s", name);
        return found;
    }
    /// In the middle of an item's height, where the handle of a slider is that has come \a part of its way.
    static QPoint place(const QQuickItem *slider, double part)
    {
        const double handle = 24;
        const double x = slider->width() < 2 * handle ? slider->width() * part
                                                      : handle / 2 + part * (slider->width() - handle);
        return slider->mapToScene({x, slider->height() / 2}).toPoint();
    }
    static QRectF areaOf(const QQuickItem *text)
    {
        const QSizeF content(text->property("contentWidth").toReal(),
                             text->property("contentHeight").toReal());
        return text->mapRectToScene(QRectF(QPointF(), content.expandedTo(text->size())));
    }
    static void collect(QQuickItem *item, QList<QQuickItem *> &texts)
    {
        if (!item->isVisible())
            return;
        if (item->inherits("QQuickText") && !item->property("text").toString().isEmpty())
            texts.append(item);
        const QList<QQuickItem *> children = item->childItems();
        for (QQuickItem *child : children)
            collect(child, texts);
    }

    QQmlApplicationEngine m_engine;
    QQuickWindow *m_window = nullptr;
};

/// Warnings of QML are failures of the running test function from now on.
inline void failOnPageWarnings()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral("\\.qml|QML|Error")));
}
