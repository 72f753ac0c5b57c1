// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "endpoints.h"

#include <QtCore/qregularexpression.h>
#include <QtQml/qqmlcomponent.h>
#include <QtQml/qqmlengine.h>

/// A file of tests/qml that is loaded in an engine of its own.
class Page
{
public:
    /// Loads \a file with \a properties.
    explicit Page(const QString &file, const QVariantMap &properties = {})
    {
        engine.addImportPath(QStringLiteral(QML_IMPORT_PATH));
        QQmlComponent component(&engine, QUrl::fromLocalFile(QStringLiteral(QML_PAGES "/") + file));
        root.reset(component.createWithInitialProperties(properties));
        if (!root)
            qFatal("%s", qPrintable(component.errorString()));
    }

    /// Calls a function of the page.
    template <typename... Args>
    QVariant call(const char *function, const Args &...args)
    {
        QVariant result;
        if (!QMetaObject::invokeMethod(root.get(), function, Q_RETURN_ARG(QVariant, result),
                                       Q_ARG(QVariant, QVariant::fromValue(args))...))
            qFatal("the page has no function %s", function);
        return plain(result);
    }
    /// The value of a property.
    [[nodiscard]] QVariant value(const char *property) const { return plain(root->property(property)); }
    /// Runs the event loop until a property has \a value; false when it does not come to that.
    [[nodiscard]] bool comesTo(const char *property, const QVariant &value)
    {
        if (waitUntil([&] { return this->value(property) == value; }))
            return true;
        qWarning() << property << "is" << this->value(property) << "instead of" << value;
        return false;
    }
    /// Collects what no script holds any more.
    void collectGarbage()
    {
        engine.collectGarbage();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

    QQmlEngine engine;
    std::unique_ptr<QObject> root;

private:
    static QVariant plain(const QVariant &value)
    {
        return value.metaType() == QMetaType::fromType<QJSValue>() ? value.value<QJSValue>().toVariant()
                                                                   : value;
    }
};

/// Any warning from now on is a failure of the running test function, except those announced with QTest::ignoreMessage().
inline void failOnWarnings()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".")));
}
