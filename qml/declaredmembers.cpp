// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "declaredmembers.h"

#include "log.h"
#include "value.h"

#include <heliograph/types.h>

#include <QtCore/qsequentialiterable.h>
#include <QtQml/qjsengine.h>
#include <QtQml/qqmlcontext.h>
#include <QtQml/qqmlengine.h>

#include <cmath>
#include <limits>

namespace heliograph::qml {

namespace {

bool isShared(const QMetaProperty &property)
{
    return property.name()[0] != '_' && property.isWritable() && property.hasNotifySignal()
           && !(property.metaType().flags() & QMetaType::PointerToQObject)
           && !QByteArrayView(property.typeName()).startsWith("QQmlListProperty");
}

// Whether a model gives it to \a element, its delegate; not to what is inside of one. Above the context of a delegate there is one without an
// object, for what models give. That a property is "required" cannot be asked.
bool isOfModel(const QObject *element, QByteArrayView property)
{
    if (property != "index" && property != "modelData" && property != "model")
        return false;
    const QQmlContext *const own = qmlContext(element);
    const QQmlContext *const given = own ? own->parentContext() : nullptr;
    return given && own->contextObject() == element && !given->contextObject() && given->parentContext();
}

// As the other end would see it; empty for what cannot be sent.
QByteArray encoded(const QVariant &value)
{
    Encoder encoder;
    codecFor<QVariant>().encode(encoder, &value);
    return encoder.ok() ? encoder.take() : QByteArray();
}

// Unlike operator== it knows NaN again, true from 1, and values of types that cannot be compared, wherever they are.
bool isSame(const QVariant &a, const QVariant &b)
{
    const QByteArray asSent = encoded(a);
    return asSent == encoded(b) && (!asSent.isEmpty() || a == b);
}

// Whether the integer \a type has room for the number that \a value is, if it is one.
bool hasRoom(const QVariant &value, QMetaType type)
{
    const bool isNumber = value.typeId() == QMetaType::Double || value.typeId() == QMetaType::LongLong
                          || value.typeId() == QMetaType::ULongLong || value.typeId() == QMetaType::UInt;
    if (type != QMetaType::fromType<int>() || !isNumber)
        return true;
    const double number = std::round(value.toDouble());
    return number >= std::numeric_limits<int>::min() && number <= std::numeric_limits<int>::max();
}

// As QMetaProperty::write(), but without what a Behavior would make of it: the steps of its animation would be taken for the program's, and
// be sent back. \a value has the property's type.
void writeAtOnce(QObject &element, const QMetaProperty &property, QVariant value)
{
    const bool isVariant = property.metaType() == QMetaType::fromType<QVariant>();
    int status = -1;
    int flags = 1; // QML's engine: past interceptors
    void *argv[] = {isVariant ? static_cast<void *>(&value) : value.data(), &value, &status, &flags};
    QMetaObject::metacall(&element, QMetaObject::WriteProperty, property.propertyIndex(), argv);
}

const QMetaType iterable = QMetaType::fromType<QSequentialIterable>();

bool convertList(QVariant &value, QMetaType type);

// False when \a value is none of \a type.
bool convert(QVariant &value, QMetaType type)
{
    value = forScript(value);
    if (type == QMetaType::fromType<QVariant>() || value.metaType() == type)
        return true;
    if (!value.isValid()) {
        value = QVariant(type);
        return true;
    }
    if (value.typeId() == QMetaType::QVariantList && QMetaType::canView(type, iterable))
        return convertList(value, type);
    return hasRoom(value, type) && value.convert(type);
}

bool convertList(QVariant &value, QMetaType type)
{
    const QVariantList elements = value.toList();
    QVariant list(type);
    auto view = list.view<QSequentialIterable>();
    for (QVariant element : elements) {
        if (!convert(element, view.metaContainer().valueMetaType()))
            return false;
        view.addValue(element);
    }
    value = list;
    return true;
}

} // namespace

DeclaredMembers::DeclaredMembers(QObject *element, const QMetaObject &ownClass)
    : QObject(element), m_element(element)
{
    addProperties(ownClass);
    addSignals(ownClass);
}

DeclaredMembers::~DeclaredMembers() = default;

void DeclaredMembers::addProperties(const QMetaObject &ownClass)
{
    const QMetaObject &declared = *m_element->metaObject();
    const QMetaMethod slot = staticMetaObject.method(staticMetaObject.indexOfSlot("noteChange()"));
    for (int i = ownClass.propertyCount(); i < declared.propertyCount(); ++i) {
        const QMetaProperty property = declared.property(i);
        if (!isShared(property) || isOfModel(m_element, property.name()))
            continue;
        m_numbers.insert(QString::fromUtf8(property.name()), m_properties.size());
        m_numbersByNotify.insert(property.notifySignalIndex(), m_properties.size());
        m_properties.append({property, fromScript(property.read(m_element))});
        connect(m_element, property.notifySignal(), this, slot);
    }
}

void DeclaredMembers::addSignals(const QMetaObject &ownClass)
{
    const QMetaObject &declared = *m_element->metaObject();
    QList<int> notifying;
    for (int i = ownClass.propertyCount(); i < declared.propertyCount(); ++i)
        notifying.append(declared.property(i).notifySignalIndex());
    for (int i = ownClass.methodCount(); i < declared.methodCount(); ++i) {
        const QMetaMethod method = declared.method(i);
        if (method.methodType() == QMetaMethod::Signal && !notifying.contains(i)
            && !method.name().startsWith('_'))
            m_signals.append(method);
    }
}

QStringList DeclaredMembers::propertyNames() const
{
    QStringList names;
    for (const Property &property : m_properties)
        names.append(QString::fromUtf8(property.property.name()));
    return names;
}

QStringList DeclaredMembers::signalNames() const
{
    QStringList names;
    for (const QMetaMethod &signal : m_signals)
        names.append(QString::fromUtf8(signal.name()));
    return names;
}

void DeclaredMembers::setValue(const QString &name, const QVariant &value)
{
    const auto number = m_numbers.constFind(name);
    if (number == m_numbers.constEnd())
        return;
    Property &property = m_properties[*number];
    QVariant converted = value;
    if (!convert(converted, property.property.metaType())) {
        qCWarning(lcQml).noquote() << "the value of" << name << "is no" << property.property.typeName()
                                   << "but" << value;
        return;
    }
    const QVariant shown = asRead(converted, property.property.metaType());
    if (isSame(shown, property.known))
        return;
    property.known = shown; // what the NOTIFY signal finds: it is not sent back
    writeAtOnce(*m_element, property.property, converted);
}

// What a property of \a type reads as when it was given \a value: in "var" the engine keeps values of its own.
QVariant DeclaredMembers::asRead(const QVariant &value, QMetaType type) const
{
    QJSEngine *const engine = type == QMetaType::fromType<QVariant>() ? qjsEngine(m_element) : nullptr;
    return fromScript(engine ? engine->toScriptValue(value).toVariant() : value);
}

void DeclaredMembers::noteChange()
{
    const auto number = m_numbersByNotify.constFind(senderSignalIndex());
    if (number == m_numbersByNotify.constEnd())
        return;
    Property &property = m_properties[*number];
    const QVariant value = fromScript(property.property.read(m_element));
    if (isSame(value, property.known))
        return;
    property.known = value;
    Q_EMIT written(QString::fromUtf8(property.property.name()), value);
}

void DeclaredMembers::emitSignal(const QString &name, const QVariantList &arguments)
{
    for (const QMetaMethod &signal : std::as_const(m_signals)) {
        if (name.toUtf8() != signal.name())
            continue;
        QVariantList values = arguments;
        values.resize(signal.parameterCount());
        QList<void *> argv{nullptr};
        for (int i = 0; i < signal.parameterCount(); ++i) {
            const QMetaType type = signal.parameterMetaType(i);
            if (!convert(values[i], type)) {
                qCWarning(lcQml).noquote() << "argument" << i + 1 << "of" << name << "is no" << type.name();
                return;
            }
            const bool isVariant = type == QMetaType::fromType<QVariant>();
            argv.append(isVariant ? static_cast<void *>(&values[i]) : values[i].data());
        }
        QMetaObject::metacall(m_element, QMetaObject::InvokeMetaMethod, signal.methodIndex(), argv.data());
        return;
    }
}

} // namespace heliograph::qml
