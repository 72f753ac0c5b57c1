// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "value.h"

#include <QtCore/qmetaobject.h>
#include <QtQml/qjsengine.h>

#include <chrono>
#include <cmath>
#include <utility>

namespace heliograph::qml {

namespace {

// Number.MAX_SAFE_INTEGER
constexpr qint64 largestNumber = (qint64(1) << 53) - 1;

/// The values of a list or map, each converted.
template <typename Container>
QVariant each(Container values, QVariant (*convert)(const QVariant &))
{
    for (QVariant &value : values)
        value = convert(value);
    return values;
}

QVariant numberFromScript(double number)
{
    const bool isWhole = std::trunc(number) == number && std::abs(number) <= double(largestNumber)
                         && !(number == 0 && std::signbit(number));
    if (!isWhole)
        return number;
    const auto whole = qint64(number);
    return whole == int(whole) ? QVariant(int(whole)) : QVariant(whole);
}

} // namespace

QVariant forScript(const QVariant &value)
{
    static const QMetaType duration = QMetaType::fromType<std::chrono::nanoseconds>();
    switch (value.typeId()) {
    case QMetaType::LongLong: {
        const qint64 number = value.toLongLong();
        return number > largestNumber || number < -largestNumber ? QVariant(QString::number(number)) : value;
    }
    case QMetaType::ULongLong: {
        const quint64 number = value.toULongLong();
        return number > quint64(largestNumber) ? QVariant(QString::number(number)) : value;
    }
    case QMetaType::QVariantList: return each(value.toList(), forScript);
    case QMetaType::QVariantMap: return each(value.toMap(), forScript);
    default: break;
    }
    if (value.metaType() == duration)
        return std::chrono::duration<double, std::milli>(value.value<std::chrono::nanoseconds>()).count();
    return value;
}

QJSValue toScript(QJSEngine &engine, const QVariant &value)
{
    return engine.toScriptValue(forScript(value));
}

QJSValue toScript(QJSEngine &engine, const Error &error)
{
    QJSValue object = engine.newErrorObject(QJSValue::GenericError, error.message());
    object.setProperty(QStringLiteral("code"), int(error.code()));
    const char *const name = QMetaEnum::fromType<ErrorCode>().valueToKey(int(error.code()));
    object.setProperty(QStringLiteral("codeName"), QString::fromLatin1(name));
    object.setProperty(QStringLiteral("className"), error.className());
    if (error.details().isValid())
        object.setProperty(QStringLiteral("details"), toScript(engine, error.details()));
    return object;
}

QString textOf(const QJSValue &thrown)
{
    // Errors that came over the link have no place in a script but the one in which the engine happened to be.
    const QJSValue line = thrown.property(QStringLiteral("lineNumber"));
    if (line.isUndefined() || thrown.hasProperty(QStringLiteral("codeName")))
        return thrown.toString();
    return thrown.property(QStringLiteral("fileName")).toString() + u':' + line.toString() + u": "
           + thrown.toString();
}

QVariant fromScript(const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::Double: return numberFromScript(value.toDouble());
    case QMetaType::QVariantList: return each(value.toList(), fromScript);
    case QMetaType::QVariantMap: return each(value.toMap(), fromScript);
    default: break;
    }
    if (value.metaType() != QMetaType::fromType<QJSValue>())
        return value;
    const QVariant held = value.value<QJSValue>().toVariant();
    return held.metaType() == value.metaType() ? held : fromScript(held); // functions stay what they are
}

} // namespace heliograph::qml
