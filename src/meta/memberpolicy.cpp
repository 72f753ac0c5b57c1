// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/memberpolicy.h"

#include <algorithm>
#include <array>
#include <cctype>

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

// "QList<locks::Key>" -> "QList<Key>": how much of a name is written depends on where it stands.
QByteArray withoutScopes(const QByteArray &type)
{
    QByteArray bare;
    qsizetype word = 0; // where the last one begins
    for (const char c : type) {
        bare += c;
        if (bare.endsWith("::"))
            bare.truncate(word);
        else if (c != ':' && c != '_' && !isalnum(uchar(c)))
            word = bare.size();
    }
    return bare;
}

// Whether the parameters \a i have one type. A type that moc has not seen whole is known by its name alone.
bool isSameType(const QMetaMethod &a, const QMetaMethod &b, int i)
{
    const QMetaType first = a.parameterMetaType(i);
    const QMetaType second = b.parameterMetaType(i);
    const QByteArray firstName = a.parameterTypeName(i);
    const QByteArray secondName = b.parameterTypeName(i);
    if (first.isValid() && second.isValid()) // neither of which tells references
        return first == second && firstName.endsWith('&') == secondName.endsWith('&');
    return withoutScopes(firstName) == withoutScopes(secondName);
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

bool haveSameSignature(const QMetaMethod &a, const QMetaMethod &b)
{
    if (a.parameterCount() != b.parameterCount() || a.name() != b.name())
        return false;
    for (int i = 0; i < a.parameterCount(); ++i) {
        if (!isSameType(a, b, i))
            return false;
    }
    return true;
}

bool isHidden(const QMetaObject *meta, const QMetaMethod &method)
{
    for (int i = method.enclosingMetaObject()->methodCount(); i < meta->methodCount(); ++i) {
        if (haveSameSignature(meta->method(i), method))
            return true;
    }
    return false;
}

bool isHidden(const QMetaObject *meta, const QMetaProperty &property)
{
    return meta->indexOfProperty(property.name()) != property.propertyIndex();
}

} // namespace heliograph
