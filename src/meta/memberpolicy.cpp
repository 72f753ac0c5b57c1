// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/memberpolicy.h"

#include <algorithm>
#include <array>

namespace heliograph {

namespace {

// The classes whose members are a program's own business, however deep an exposure reaches.
bool isQtBase(const QMetaObject *meta)
{
    constexpr std::array<QByteArrayView, 8> bases{"QObject",      "QWidget",          "QWindow",
                                                  "QThread",      "QCoreApplication", "QGuiApplication",
                                                  "QApplication", "QQuickItem"};
    return std::find(bases.begin(), bases.end(), QByteArrayView(meta->className())) != bases.end();
}

} // namespace

bool isReservedName(QByteArrayView name)
{
    return name.startsWith('_') || name.startsWith("qt_") || name.startsWith("on_") || name == "deleteLater"
           || name == "setObjectName" || name == "objectName" || name == "destroyed"
           || name == "objectNameChanged";
}

const QMetaObject *topmostClass(const QMetaObject *meta, const QMetaObject *upTo)
{
    if (!upTo)
        return isQtBase(meta) ? nullptr : meta;
    const QMetaObject *top = nullptr;
    for (; meta && !isQtBase(meta); meta = meta->superClass()) {
        top = meta;
        if (meta == upTo)
            break;
    }
    return top;
}

bool isHidden(const QMetaObject *meta, const QMetaMethod &method)
{
    return meta->indexOfMethod(method.methodSignature().constData()) != method.methodIndex();
}

bool isHidden(const QMetaObject *meta, const QMetaProperty &property)
{
    return meta->indexOfProperty(property.name()) != property.propertyIndex();
}

} // namespace heliograph
