// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/registry.h>

#include <QtCore/qobject.h>
#include <QtCore/qpointer.h>
#include <QtQml/qqmlparserstatus.h>
#include <QtQml/qqmlregistration.h>

#include <optional>

namespace heliograph::qml {

/// An object that a Server exposes, of QML or of C++. Of an object of QML: the properties, signals and functions that are declared in QML, in its
/// own file or where it is made, and nothing of the C++ class below. Of an object of C++: what Registry::expose() says.
class Exposed : public QObject, public QQmlParserStatus
{
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT
    /// What clients know it by.
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY nameChanged FINAL)
    Q_PROPERTY(QObject *object READ object WRITE setObject NOTIFY objectChanged FINAL)
    /// Whether clients may write its properties.
    Q_PROPERTY(bool writable READ isWritable WRITE setWritable NOTIFY writableChanged FINAL)
    /// The domain that it belongs to: see Server::setPredicate(). Empty: everybody's.
    Q_PROPERTY(QString domain READ domain WRITE setDomain NOTIFY domainChanged FINAL)
    /// The name of the topmost C++ class whose members are exposed too; empty: as said above.
    Q_PROPERTY(QString upTo READ upTo WRITE setUpTo NOTIFY upToChanged FINAL)
public:
    explicit Exposed(QObject *parent = nullptr);
    ~Exposed() override;

    [[nodiscard]] QString name() const { return m_name; }
    void setName(const QString &name);
    [[nodiscard]] QObject *object() const { return m_object; }
    void setObject(QObject *object);
    [[nodiscard]] bool isWritable() const { return m_isWritable; }
    void setWritable(bool writable);
    [[nodiscard]] QString domain() const { return m_domain; }
    void setDomain(const QString &domain);
    [[nodiscard]] QString upTo() const { return m_upTo; }
    void setUpTo(const QString &upTo);

    /// Exposes it in \a registry, and in no other one any more; nothing: in none.
    void exposeIn(const std::optional<Registry> &registry);

    void classBegin() override {}
    void componentComplete() override;

Q_SIGNALS:
    void nameChanged();
    void objectChanged();
    void writableChanged();
    void domainChanged();
    void upToChanged();

private:
    void exposeAnew();
    void withdraw();

    QString m_name;
    QPointer<QObject> m_object;
    bool m_isWritable = false;
    QString m_domain;
    QString m_upTo;
    bool m_isComplete = false;
    std::optional<Registry> m_registry;
    QPointer<QObject> m_exposed; // what is exposed there now
    QString m_exposedName;
};

} // namespace heliograph::qml
