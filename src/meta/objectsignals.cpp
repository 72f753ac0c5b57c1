// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/objectsignals.h"

#include "meta/memberpolicy.h"

#include <QtCore/qmetaobject.h>
#include <QtCore/qobject.h>

namespace heliograph {

QByteArray Signal::types() const
{
    QByteArray text;
    for (const Parameter &parameter : parameters) {
        if (!text.isEmpty())
            text += ',';
        text += parameter.codec->typeName();
    }
    return text;
}

std::vector<Signal> signalsOf(const QObject *object, const QByteArray &prefix,
                              const MemberSelection &selection, QStringList &skipped)
{
    std::vector<Signal> found;
    const QMetaObject *const meta = object->metaObject();
    const QMetaObject *const top = topmostClass(meta, selection.upTo);
    for (int i = top->methodOffset(); i < meta->methodCount(); ++i) {
        const QMetaMethod method = meta->method(i);
        // A signal with default arguments is emitted in its full form only.
        if (method.methodType() != QMetaMethod::Signal || (method.attributes() & QMetaMethod::Cloned)
            || isReservedName(method.name()) || isHidden(meta, method))
            continue;
        Signal signal{method.name(), {}, i, domainOf(method, selection)};
        const QList<QByteArray> names = method.parameterNames();
        for (int p = 0; p < method.parameterCount(); ++p) {
            if (const TypeCodec *const codec = findTypeCodec(method.parameterMetaType(p)))
                signal.parameters.push_back({names.value(p), codec});
            else
                skipped.append(QString::fromUtf8(prefix + method.methodSignature()) + u": parameter type "
                               + QLatin1StringView(method.parameterTypeName(p)) + u" cannot be sent");
        }
        if (qsizetype(signal.parameters.size()) == method.parameterCount())
            found.push_back(std::move(signal));
    }
    return found;
}

std::vector<Property> propertiesOf(const QObject *object, const QByteArray &prefix,
                                   const MemberSelection &selection, QStringList &skipped)
{
    std::vector<Property> found;
    const QMetaObject *const meta = object->metaObject();
    const QMetaObject *const top = topmostClass(meta, selection.upTo);
    for (int i = top->propertyOffset(); i < meta->propertyCount(); ++i) {
        const QMetaProperty property = meta->property(i);
        if (isReservedName(property.name()) || isHidden(meta, property) || !property.isReadable())
            continue;
        const auto skip = [&](const QString &reason) {
            skipped.append(QString::fromUtf8(prefix + property.name()) + u": " + reason);
        };
        const TypeCodec *const codec = findTypeCodec(property.metaType());
        if (!codec)
            skip(u"type " + QLatin1StringView(property.typeName()) + u" cannot be sent");
        else if (!property.hasNotifySignal() && !property.isBindable() && !property.isConstant())
            skip(QStringLiteral(
                "it has neither NOTIFY nor BINDABLE nor CONSTANT, so that nobody would hear of its "
                "changes"));
        else
            found.push_back({property.name(), codec, i, property.notifySignalIndex(),
                             property.isConstant() && !property.hasNotifySignal(),
                             selection.writableProperties && property.isWritable()});
    }
    return found;
}

} // namespace heliograph
