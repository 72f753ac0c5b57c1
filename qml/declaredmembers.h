// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qhash.h>
#include <QtCore/qlist.h>
#include <QtCore/qmetaobject.h>
#include <QtCore/qobject.h>
#include <QtCore/qvariant.h>

namespace heliograph::qml {

/// The properties and signals that an element of QML declares beyond those of its C++ class. Left out is what cannot be meant for
/// the other end: names that begin with an underscore, read-only properties, and those that hold objects.
class DeclaredMembers : public QObject
{
    Q_OBJECT
public:
    /// Those of \a element, which owns this, and is complete, beyond \a ownClass.
    DeclaredMembers(QObject *element, const QMetaObject &ownClass);
    ~DeclaredMembers() override;

    /// The names of the properties.
    [[nodiscard]] QStringList propertyNames() const;
    /// The names of the signals, but for those that tell changes of properties.
    [[nodiscard]] QStringList signalNames() const;

    /// Gives the property \a name a value that came from the other end; does nothing if there is none of that name, or if it has
    /// that value already.
    void setValue(const QString &name, const QVariant &value);
    /// Emits the signal \a name with as many of \a arguments as it has parameters.
    void emitSignal(const QString &name, const QVariantList &arguments);

Q_SIGNALS:
    /// The program has given the property \a name another \a value.
    void written(const QString &name, const QVariant &value);

private:
    struct Property
    {
        QMetaProperty property;
        QVariant known; // what the other end has, or was sent, as it is read here
    };
    Q_SLOT void noteChange();
    void addProperties(const QMetaObject &ownClass);
    void addSignals(const QMetaObject &ownClass);
    [[nodiscard]] QVariant asRead(const QVariant &value, QMetaType type) const;

    QObject *const m_element;
    QList<Property> m_properties;
    QList<QMetaMethod> m_signals;
    QHash<QString, qsizetype> m_numbers;     // of properties, by name
    QHash<int, qsizetype> m_numbersByNotify; // by the index of their NOTIFY signals
};

} // namespace heliograph::qml
