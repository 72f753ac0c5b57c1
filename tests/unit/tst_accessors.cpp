// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/exposedobject.h"
#include "meta/objectmembers.h"

#include <heliograph/domain.h>
#include <heliograph/types.h>

#include <QtCore/qproperty.h>
#include <QtTest/qtest.h>

using namespace heliograph;

/// One accessor of each property is marked.
class GetterByName : public QObject
{
    Q_OBJECT
    Q_PROPERTY(int level READ level CONSTANT)
public:
    HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE int level() const { return 1; }
};

class GetterOfOtherName : public QObject
{
    Q_OBJECT
    Q_PROPERTY(int level READ getLevel CONSTANT)
public:
    HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE int getLevel() const { return 1; }
};

class GetterIs : public QObject
{
    Q_OBJECT
    Q_PROPERTY(bool open READ isOpen NOTIFY openChanged)
public:
    HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE bool isOpen() const { return true; }
    Q_SIGNAL void openChanged();
};

class GetterSlot : public QObject
{
    Q_OBJECT
    Q_PROPERTY(int level READ level CONSTANT)
public:
    HELIOGRAPH_DOMAIN(admin) Q_SLOT int level() const { return 1; }
};

class GetterNotPublic : public QObject
{
    Q_OBJECT
    Q_PROPERTY(int level READ level CONSTANT)
private:
    HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE int level() const { return 1; }
};

class GetterInBase : public QObject
{
    Q_OBJECT
public:
    HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE int level() const { return 1; }
};

class PropertyBelow : public GetterInBase
{
    Q_OBJECT
    Q_PROPERTY(int level READ level CONSTANT)
};

class OverloadOfGetter : public QObject
{
    Q_OBJECT
    Q_PROPERTY(int level READ level CONSTANT)
public:
    Q_INVOKABLE int level() const { return 1; }
    HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE int level(int) const { return 1; }
};

/// Setters, by which the property can be read by all.
class Setter : public QObject
{
    Q_OBJECT
    Q_PROPERTY(int level READ level WRITE setLevel NOTIFY levelChanged)
public:
    Q_INVOKABLE int level() const { return m_level; }
    HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE void setLevel(int level) { m_level = level; }
    Q_SIGNAL void levelChanged();

private:
    int m_level = 1;
};

class SetterBelow : public Setter
{
    Q_OBJECT
    Q_PROPERTY(int level READ level WRITE setLevel NOTIFY levelChanged)
public:
    Q_INVOKABLE void setLevel(double) {}
    void setLevel(int level) { Setter::setLevel(level); }
};

class SetterWithoutNotify : public QObject
{
    Q_OBJECT
    Q_PROPERTY(int level READ level WRITE setLevel)
public:
    int level() const { return 1; }
    HELIOGRAPH_DOMAIN(admin) Q_SLOT void setLevel(int) {}
};

class SetterOfMember : public QObject
{
    Q_OBJECT
    Q_PROPERTY(int waterLevel MEMBER m_level NOTIFY changed)
public:
    HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE void set_water_level(int level) { m_level = level; }
    Q_SIGNAL void changed();

private:
    int m_level = 1;
};

class SetterOfBindable : public QObject
{
    Q_OBJECT
    Q_PROPERTY(int level READ level WRITE store BINDABLE bindableLevel)
public:
    int level() const { return m_level; }
    void store(int level) { m_level = level; }
    QBindable<int> bindableLevel() { return &m_level; }
    HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE void setLevel(int level) { m_level = level; }

private:
    QProperty<int> m_level{1};
};

class SetterOfIs : public QObject
{
    Q_OBJECT
    Q_PROPERTY(bool isOpen READ isOpen WRITE setOpen NOTIFY openChanged)
public:
    bool isOpen() const { return true; }
    HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE void setOpen(bool) {}
    Q_SIGNAL void openChanged();
};

/// What can be read only when it is written.
class GetterWithoutNotify : public QObject
{
    Q_OBJECT
    Q_PROPERTY(int level READ getLevel WRITE setLevel)
public:
    HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE int getLevel() const { return 1; }
    Q_INVOKABLE void setLevel(int) {}
};

/// Names that only begin or end alike.
class Alike : public QObject
{
    Q_OBJECT
    Q_PROPERTY(int level READ level WRITE setLevel NOTIFY levelChanged)
    Q_PROPERTY(int tings READ level CONSTANT)
public:
    int level() const { return 1; }
    void setLevel(int) {}
    HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE void setLevels(int) {}
    HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE void resetLevel() {}
    HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE void settings() {}
    HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE int get() { return 1; }
    HELIOGRAPH_DOMAIN(admin) Q_SIGNAL void levelChanged();
};

// What a mark closes must not stay open as a property.
class TestAccessors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMarkedGetterIsRefused_data();
    void aMarkedGetterIsRefused();
    void aMarkedSetterIsRefusedWherePropertiesAreWritten_data();
    void aMarkedSetterIsRefusedWherePropertiesAreWritten();
    void anObjectInTheDomainOfTheMarkIsTaken();
    void othersMayHaveNamesThatAreAlike();

private:
    [[nodiscard]] QString errorOf(QObject &object, bool writable, const char *domain = "")
    {
        return membersOf(&object, "it",
                         {.writableProperties = writable,
                          .domain = m_domains.number(QString::fromLatin1(domain)),
                          .domains = &m_domains})
            .error;
    }
    template <typename Class>
    void addRow(const char *property, const char *method)
    {
        QTest::newRow(Class::staticMetaObject.className())
            << std::shared_ptr<QObject>(std::make_shared<Class>()) << QString::fromLatin1(property)
            << QString::fromLatin1(method);
    }
    static void addColumns()
    {
        QTest::addColumn<std::shared_ptr<QObject>>("object");
        QTest::addColumn<QString>("property");
        QTest::addColumn<QString>("method");
    }
    Domains m_domains;
};

void TestAccessors::aMarkedGetterIsRefused_data()
{
    addColumns();
    addRow<GetterByName>("level", "level()");
    addRow<GetterOfOtherName>("level", "getLevel()");
    addRow<GetterIs>("open", "isOpen()");
    addRow<GetterSlot>("level", "level()");
    addRow<GetterNotPublic>("level", "level()");
    addRow<PropertyBelow>("level", "level()");
    addRow<OverloadOfGetter>("level", "level(int)");
}

void TestAccessors::aMarkedGetterIsRefused()
{
    QFETCH(std::shared_ptr<QObject>, object);
    QFETCH(QString, property);
    QFETCH(QString, method);
    for (const bool writable : {false, true}) {
        const QString error = errorOf(*object, writable);
        QVERIFY2(error.contains(u'"' + property + u'"') && error.contains(method), qUtf8Printable(error));
        QVERIFY2(error.contains(u"HELIOGRAPH_DOMAIN(admin)"), qUtf8Printable(error));
        QVERIFY(errorOf(*object, writable, "admin").isNull());
    }
}

void TestAccessors::aMarkedSetterIsRefusedWherePropertiesAreWritten_data()
{
    addColumns();
    addRow<Setter>("level", "setLevel(int)");
    addRow<SetterBelow>("level", "setLevel(int)");
    addRow<SetterWithoutNotify>("level", "setLevel(int)");
    addRow<SetterOfMember>("waterLevel", "set_water_level(int)");
    addRow<SetterOfBindable>("level", "setLevel(int)");
    addRow<SetterOfIs>("isOpen", "setOpen(bool)");
    addRow<GetterWithoutNotify>("level", "getLevel()");
}

void TestAccessors::aMarkedSetterIsRefusedWherePropertiesAreWritten()
{
    QFETCH(std::shared_ptr<QObject>, object);
    QFETCH(QString, property);
    QFETCH(QString, method);
    const QString error = errorOf(*object, true);
    QVERIFY2(error.contains(u'"' + property + u'"') && error.contains(method), qUtf8Printable(error));
    QVERIFY2(error.contains(u"HELIOGRAPH_DOMAIN(admin)"), qUtf8Printable(error));
    QVERIFY2(errorOf(*object, false).isNull(), qUtf8Printable(errorOf(*object, false)));
}

void TestAccessors::anObjectInTheDomainOfTheMarkIsTaken()
{
    Setter setter;
    QVERIFY(errorOf(setter, true, "admin").isNull());
    QVERIFY(!errorOf(setter, true, "audit").isNull());
}

void TestAccessors::othersMayHaveNamesThatAreAlike()
{
    Alike object;
    QVERIFY2(errorOf(object, true).isNull(), qUtf8Printable(errorOf(object, true)));
}

QTEST_APPLESS_MAIN(TestAccessors)
#include "tst_accessors.moc"
