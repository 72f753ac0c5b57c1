// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/objectmembers.h"

#include "meta/accessors.h"
#include "meta/arguments.h"
#include "meta/exposedobject.h"
#include "meta/futuretype.h"
#include "meta/memberdomain.h"
#include "meta/memberpolicy.h"
#include "meta/objectsignals.h"
#include "meta/target.h"

#include <heliograph/types.h>

#include <QtCore/qmetaobject.h>
#include <QtCore/qobject.h>

#include <algorithm>

namespace heliograph {

namespace {

// Adds a Method for the member \a full; \a member is the dotted name without the object's prefix.
class Builder
{
public:
    Builder(QObject *object, QByteArray prefix, const MemberSelection &selection, ObjectMembers &found)
        : m_target(Target::watch(object)), m_prefix(std::move(prefix)), m_selection(selection), m_found(found)
    {
        found.origin = m_target->description();
    }

    void addMethod(const QMetaMethod &method, qsizetype required)
    {
        auto built = start(method.name());
        built->required = required;
        built->domain = domainOf(method, m_selection);
        const QString refusal = fillTypes(*built, method);
        if (!refusal.isNull()) {
            m_found.skipped.append(QString::fromUtf8(m_prefix + method.methodSignature()) + u": " + refusal);
            return;
        }
        // moc numbers the forms with fewer arguments right behind the full one.
        const qsizetype full = qsizetype(built->parameters.size());
        built->invoke = [target = m_target, index = method.methodIndex(), full](void **argv,
                                                                                qsizetype given) {
            QMetaObject::metacall(target->object(), QMetaObject::InvokeMetaMethod, int(index + full - given),
                                  argv);
        };
        m_methods.push_back(std::move(built));
    }

    void addReader(const Property &property)
    {
        auto built = start(property.name);
        built->returnType = property.codec->type();
        built->result = property.codec;
        built->invoke = [target = m_target, index = property.index](void **argv, qsizetype) {
            QMetaObject::metacall(target->object(), QMetaObject::ReadProperty, index, argv);
        };
        m_methods.push_back(std::move(built));
    }

    /// False when it cannot be written.
    bool addWriter(const QMetaProperty &property)
    {
        const TypeCodec *codec = findTypeCodec(property.metaType());
        if (!codec || !property.isWritable()) {
            if (!codec && !property.isReadable())
                m_found.skipped.append(QString::fromUtf8(m_prefix + property.name()) + u": type "
                                       + QLatin1StringView(property.typeName()) + u" cannot be sent");
            return false;
        }
        auto built = start(property.name() + QByteArray("="));
        built->required = 1;
        built->parameters.push_back({property.name(), codec});
        // The answer is the value that the property has then, which need not be the one that was written.
        const bool isReadable = property.isReadable();
        built->returnType = isReadable ? property.metaType() : QMetaType(QMetaType::Void);
        built->result = isReadable ? codec : nullptr;
        built->invoke = [target = m_target, index = property.propertyIndex(), isReadable](void **argv,
                                                                                          qsizetype) {
            int status = -1;
            int flags = 0;
            void *write[] = {argv[1], nullptr, &status, &flags};
            QMetaObject::metacall(target->object(), QMetaObject::WriteProperty, index, write);
            if (isReadable && target->object()) // the setter may have deleted it
                QMetaObject::metacall(target->object(), QMetaObject::ReadProperty, index, argv);
        };
        m_methods.push_back(std::move(built));
        return true;
    }

    [[nodiscard]] const std::vector<std::shared_ptr<Method>> &methods() const { return m_methods; }
    /// Hands everything over as \a name; the methods know the object from then on.
    void finish(const QByteArray &name, ExposedObject::Members members)
    {
        m_found.object = std::make_shared<ExposedObject>(name, m_target, std::move(members));
        for (const std::shared_ptr<Method> &method : m_methods) {
            method->object = m_found.object;
            m_found.methods.push_back(method);
        }
    }

    [[nodiscard]] bool has(const QByteArray &member) const
    {
        return std::any_of(
            m_methods.begin(), m_methods.end(),
            [name = QByteArray(m_prefix + member)](const auto &method) { return method->name == name; });
    }

private:
    [[nodiscard]] std::shared_ptr<Method> start(const QByteArray &member) const
    {
        auto built = std::make_shared<Method>();
        built->name = m_prefix + member;
        built->target = m_target;
        built->domain = m_selection.domain;
        return built;
    }

    // Null when all types can travel, else the reason why not.
    QString fillTypes(Method &built, const QMetaMethod &method) const
    {
        const QList<QByteArray> names = method.parameterNames();
        if (method.parameterCount() > Arguments::maximum)
            return QStringLiteral("it takes more than %1 parameters").arg(Arguments::maximum);
        for (int i = 0; i < method.parameterCount(); ++i) {
            const TypeCodec *codec = findTypeCodec(method.parameterMetaType(i));
            if (!codec)
                return u"parameter type " + QLatin1StringView(method.parameterTypeName(i))
                       + u" cannot be sent";
            built.parameters.push_back({names.value(i), codec});
        }
        built.returnType = method.returnMetaType();
        if (built.returnType.id() == QMetaType::Void)
            return {};
        const std::optional<FutureType> future = futureType(built.returnType);
        if (future)
            built.future = future->access;
        const QMetaType value = future ? future->result : built.returnType;
        if (value.id() == QMetaType::Void)
            return {};
        built.result = findTypeCodec(value);
        if (!built.result)
            return u"return type " + QLatin1StringView(method.typeName()) + u" cannot be sent";
        return {};
    }

    std::shared_ptr<Target> m_target;
    QByteArray m_prefix;
    const MemberSelection &m_selection;
    ObjectMembers &m_found;
    std::vector<std::shared_ptr<Method>> m_methods;
};

bool isWanted(const QMetaMethod &method, const MemberSelection &selection)
{
    const bool kind = method.methodType() == QMetaMethod::Method
                      || (selection.slotsToo && method.methodType() == QMetaMethod::Slot);
    return kind && method.access() == QMetaMethod::Public && !isReservedName(method.name());
}

} // namespace

DomainNumber domainOf(const QMetaMethod &method, const MemberSelection &selection)
{
    const std::optional<QString> tag = taggedDomain(method);
    return tag ? selection.domains->number(*tag) : selection.domain;
}

ObjectMembers membersOf(QObject *object, const QByteArray &name, const MemberSelection &selection)
{
    ObjectMembers found;
    const QMetaObject *meta = object->metaObject();
    const QMetaObject *top = topmostClass(meta, selection.upTo);
    if (!top) {
        found.error = QStringLiteral("%1 has no members of its own that can be exposed")
                          .arg(QLatin1StringView(meta->className()));
        return found;
    }
    found.error = tagFault(meta);
    if (!found.error.isNull())
        return found;
    const QByteArray prefix = name.isEmpty() ? name : name + '.';
    ExposedObject::Members members;
    // A QTimer counts in int.
    members.interval = std::clamp<std::chrono::milliseconds>(selection.interval, std::chrono::milliseconds(0),
                                                             std::chrono::hours(24 * 24));
    members.domain = selection.domain;
    Builder builder(object, prefix, selection, found);
    for (int i = top->methodOffset(); i < meta->methodCount(); ++i) {
        const QMetaMethod method = meta->method(i);
        if ((method.attributes() & QMetaMethod::Cloned) || !isWanted(method, selection)
            || isHidden(meta, method))
            continue;
        int clones = 0;
        while (i + clones + 1 < meta->methodCount()
               && (meta->method(i + clones + 1).attributes() & QMetaMethod::Cloned))
            ++clones;
        builder.addMethod(method, method.parameterCount() - clones);
    }
    members.properties = propertiesOf(object, prefix, selection, found.skipped);
    members.signalList = signalsOf(object, prefix, selection, found.skipped);
    members.description = ObjectDescription(builder.methods(), prefix, members.properties, members.signalList,
                                            selection.domain);
    for (const Property &property : members.properties) {
        found.error = accessFault(meta, {meta->property(property.index), false}, selection);
        if (!found.error.isNull())
            return found;
        if (!builder.has(property.name))
            builder.addReader(property);
    }
    for (int i = top->propertyOffset(); selection.writableProperties && i < meta->propertyCount(); ++i) {
        const QMetaProperty property = meta->property(i);
        if (isReservedName(property.name()) || isHidden(meta, property) || !builder.addWriter(property))
            continue;
        found.error = accessFault(meta, {property, true}, selection);
        if (!found.error.isNull())
            return found;
    }
    builder.finish(name, std::move(members));
    return found;
}

} // namespace heliograph
