// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/remoteobject.h>

#include <QtCore/qpointer.h>
#include <QtQml/qjsvalue.h>
#include <QtQml/qqmlpropertymap.h>

namespace heliograph::qml {

class RemoteObject;

/// The members of a remote object by name, for the proxy of remote.mjs.
class DynamicMembers : public QObject
{
    Q_OBJECT
    /// The values of the properties, by name behind a dot, so that no name is one of QQmlPropertyMap's own.
    Q_PROPERTY(QObject *values READ values CONSTANT FINAL)
    /// True as soon as it was heard once what members there are.
    Q_PROPERTY(bool known READ isKnown NOTIFY knownChanged FINAL)
public:
    /// Those of \a element, which owns this.
    explicit DynamicMembers(RemoteObject *element);
    ~DynamicMembers() override;

    /// Follows \a remote from now on; null: nothing. The values stay what they are until takeAll().
    void follow(heliograph::RemoteObject *remote);
    /// Takes the members and their values as they are now. Handlers of changes may make this follow another one, or destroy it.
    void takeAll();
    /// Forgets all values: they are another object's. As takeAll().
    void forgetValues();

    [[nodiscard]] QObject *values() { return &m_values; }
    [[nodiscard]] bool isKnown() const;
    /// Whether there is a method of that name; false while nothing is known.
    Q_INVOKABLE bool hasMethod(const QString &name) const;
    /// Whether there is a property of that name.
    Q_INVOKABLE bool hasProperty(const QString &name) const;
    /// Whether there is a method or property of that name.
    Q_INVOKABLE bool has(const QString &name) const;
    /// Calls \a method.
    Q_INVOKABLE QJSValue call(const QString &method, const QVariantList &arguments);
    /// Writes \a property.
    Q_INVOKABLE void write(const QString &property, const QVariant &value);
    /// A new Probe.
    Q_INVOKABLE QJSValue probe();

Q_SIGNALS:
    /// Other members may be there than before. Comes before the other changes: bindings that hear of those find it
    /// done, in whatever order Qt calls functions and bindings.
    void membersChanged();
    /// As membersChanged(), when all values are there.
    void knownChanged();

private:
    RemoteObject &m_element;
    QPointer<heliograph::RemoteObject> m_remote;
    QQmlPropertyMap m_values;
};

} // namespace heliograph::qml
