// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/objectmethods.h"

#include "meta/arguments.h"
#include "meta/futuretype.h"
#include "meta/target.h"

#include <QtCore/qmetaobject.h>
#include <QtCore/qobject.h>

#include <algorithm>

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

// Names that moc, Designer and Qt itself reserve, and QObject's own by whatever class they are declared again.
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

// Adds a Method for the member \a full; \a member is the dotted name without the object's prefix.
class Builder
{
public:
    Builder(QObject *object, QByteArray prefix, ObjectMethods &found)
        : m_meta(object->metaObject()), m_target(Target::watch(object)), m_prefix(std::move(prefix)),
          m_found(found)
    {
        found.origin = m_target->description();
    }

    void addMethod(const QMetaMethod &method, qsizetype required)
    {
        auto built = std::make_shared<Method>();
        built->name = m_prefix + method.name();
        built->required = required;
        built->target = m_target;
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
        m_found.methods.push_back(std::move(built));
    }

    void addReader(const QMetaProperty &property)
    {
        const TypeCodec *codec = findTypeCodec(property.metaType());
        const bool followed = property.hasNotifySignal() || property.isBindable() || property.isConstant();
        if (!codec || !property.isReadable() || !followed)
            return;
        auto built = std::make_shared<Method>();
        built->name = m_prefix + property.name();
        built->target = m_target;
        built->returnType = property.metaType();
        built->result = codec;
        built->invoke = [target = m_target, index = property.propertyIndex()](void **argv, qsizetype) {
            QMetaObject::metacall(target->object(), QMetaObject::ReadProperty, index, argv);
        };
        m_found.methods.push_back(std::move(built));
    }

    void addWriter(const QMetaProperty &property)
    {
        const TypeCodec *codec = findTypeCodec(property.metaType());
        if (!codec || !property.isWritable()) {
            if (!codec)
                m_found.skipped.append(QString::fromUtf8(m_prefix + property.name()) + u": type "
                                       + QLatin1StringView(property.typeName()) + u" cannot be sent");
            return;
        }
        auto built = std::make_shared<Method>();
        built->name = m_prefix + property.name() + '=';
        built->required = 1;
        built->target = m_target;
        built->parameters.push_back({property.name(), codec});
        built->returnType = QMetaType(QMetaType::Void);
        built->invoke = [target = m_target, index = property.propertyIndex()](void **argv, qsizetype) {
            int status = -1;
            int flags = 0;
            void *write[] = {argv[1], nullptr, &status, &flags};
            QMetaObject::metacall(target->object(), QMetaObject::WriteProperty, index, write);
        };
        m_found.methods.push_back(std::move(built));
    }

    [[nodiscard]] bool has(const QByteArray &member) const
    {
        return std::any_of(
            m_found.methods.begin(), m_found.methods.end(),
            [name = QByteArray(m_prefix + member)](const auto &method) { return method->name == name; });
    }

private:
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

    const QMetaObject *m_meta;
    std::shared_ptr<Target> m_target;
    QByteArray m_prefix;
    ObjectMethods &m_found;
};

bool isWanted(const QMetaMethod &method, const MemberSelection &selection)
{
    const bool kind = method.methodType() == QMetaMethod::Method
                      || (selection.slotsToo && method.methodType() == QMetaMethod::Slot);
    return kind && method.access() == QMetaMethod::Public && !isReservedName(method.name());
}

// A later class's method hides one of the same signature in a class above it, its property one of the same name.
bool isHidden(const QMetaObject *meta, const QMetaMethod &method)
{
    return meta->indexOfMethod(method.methodSignature().constData()) != method.methodIndex();
}

bool isHidden(const QMetaObject *meta, const QMetaProperty &property)
{
    return meta->indexOfProperty(property.name()) != property.propertyIndex();
}

} // namespace

ObjectMethods methodsOf(QObject *object, const QByteArray &prefix, const MemberSelection &selection)
{
    ObjectMethods found;
    const QMetaObject *meta = object->metaObject();
    const QMetaObject *top = topmostClass(meta, selection.upTo);
    if (!top) {
        found.error = QStringLiteral("%1 has no members of its own that can be exposed")
                          .arg(QLatin1StringView(meta->className()));
        return found;
    }
    Builder builder(object, prefix, found);
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
    for (int i = top->propertyOffset(); i < meta->propertyCount(); ++i) {
        const QMetaProperty property = meta->property(i);
        if (isReservedName(property.name()) || isHidden(meta, property))
            continue;
        if (!builder.has(property.name()))
            builder.addReader(property);
        if (selection.writableProperties)
            builder.addWriter(property);
    }
    return found;
}

} // namespace heliograph
