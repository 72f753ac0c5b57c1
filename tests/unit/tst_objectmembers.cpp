// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/objectmembers.h"

#include "meta/method.h"
#include "meta/target.h"

#include <QtCore/qfuture.h>
#include <QtTest/qtest.h>

#include <algorithm>
#include <array>

using namespace heliograph;

class Base : public QObject
{
    Q_OBJECT
    Q_PROPERTY(int inherited READ inherited CONSTANT)
    Q_PROPERTY(int redeclared READ inherited WRITE ignore NOTIFY changed)
public:
    Q_INVOKABLE void ofBase() {}
    [[nodiscard]] int inherited() const { return 1; }
    void ignore(int) {}
Q_SIGNALS:
    void changed();
};

class Sample : public Base
{
    Q_OBJECT
    Q_PROPERTY(int level READ level WRITE setLevel NOTIFY levelChanged)
    Q_PROPERTY(int silent READ level)
    Q_PROPERTY(int redeclared READ level WRITE setLevel NOTIFY levelChanged)
public:
    Q_INVOKABLE double mean(int minutes, const QString &unit = QStringLiteral("C"))
    {
        return minutes + int(unit.size());
    }
    Q_INVOKABLE void set(int) {}
    Q_INVOKABLE void set(const QString &) {}
    Q_INVOKABLE QFuture<int> later() { return {}; }
    Q_INVOKABLE void takesAPointer(QObject *) {}
    Q_INVOKABLE void _hidden() {}
    Q_INVOKABLE void qt_hidden() {}
    Q_INVOKABLE void deleteLater() {}
    [[nodiscard]] int level() const { return m_level; }
    void setLevel(int level) { m_level = level; }
    void notInvokable() {}

public Q_SLOTS:
    void slot() {}
    void on_button_clicked() {}

protected:
    Q_INVOKABLE void ofProtected() {}

private:
    Q_INVOKABLE void ofPrivate() {}
    int m_level = 0;

Q_SIGNALS:
    void levelChanged();
};

namespace {

QByteArrayList selectorsOf(const ObjectMembers &found)
{
    QByteArrayList selectors;
    for (const std::shared_ptr<const Method> &method : found.methods)
        selectors.append(method->selector());
    std::sort(selectors.begin(), selectors.end());
    return selectors;
}

} // namespace

class TestObjectMembers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyOwnInvokablesAndReadablePropertiesAreFound();
    void theRestNeedsAWord();
    void whatCannotTravelIsSkippedWithAReason();
    void methodsKnowTheirParameters();
    void methodsRun();
    void aPropertyDeclaredAgainHidesTheOneAbove();
    void aQtObjectHasNothingToExpose();
};

void TestObjectMembers::onlyOwnInvokablesAndReadablePropertiesAreFound()
{
    Sample sample;
    const QByteArrayList expected{"s.later()",      "s.level()",      "s.mean(int,QString)",
                                  "s.redeclared()", "s.set(QString)", "s.set(int)"};
    QCOMPARE(selectorsOf(membersOf(&sample, "s", {})), expected);
}

void TestObjectMembers::theRestNeedsAWord()
{
    Sample sample;
    const auto has = [&](const MemberSelection &selection, const QByteArray &selector) {
        return selectorsOf(membersOf(&sample, {}, selection)).contains(selector);
    };
    QVERIFY(has({.slotsToo = true}, "slot()"));
    QVERIFY(has({.writableProperties = true}, "level=(int)"));
    QVERIFY(has({.upTo = &Base::staticMetaObject}, "ofBase()"));
    QVERIFY(has({.upTo = &QObject::staticMetaObject}, "inherited()"));
    for (const char *never :
         {"deleteLater()", "_hidden()", "qt_hidden()", "ofProtected()", "ofPrivate()", "notInvokable()",
          "on_button_clicked()", "objectName()", "levelChanged()", "destroyed()"})
        QVERIFY2(!has({&QObject::staticMetaObject, true, true, {}}, never), never);
}

void TestObjectMembers::whatCannotTravelIsSkippedWithAReason()
{
    Sample sample;
    const ObjectMembers found = membersOf(&sample, "s", {});
    QCOMPARE(found.skipped.filter(QStringLiteral("takesAPointer")).size(), 1);
    QVERIFY2(found.skipped.filter(QStringLiteral("takesAPointer"))[0].contains(u"QObject*"),
             qPrintable(found.skipped.join(u'\n')));
}

void TestObjectMembers::methodsKnowTheirParameters()
{
    Sample sample;
    for (const std::shared_ptr<const Method> &method : membersOf(&sample, {}, {}).methods) {
        QVERIFY(method->target);
        if (method->name == "mean") {
            QCOMPARE(method->required, 1);
            QCOMPARE(method->signature(), QByteArray("mean(int minutes, QString unit = default) -> double"));
        }
        QCOMPARE(method->returnsFuture(), method->name == "later");
    }
}

void TestObjectMembers::methodsRun()
{
    Sample sample;
    for (const std::shared_ptr<const Method> &method :
         membersOf(&sample, {}, {.writableProperties = true}).methods) {
        if (method->name == "mean") {
            double result = 0;
            int minutes = 60;
            QString unit = QStringLiteral("Kelvin");
            std::array<void *, 3> argv{&result, &minutes, &unit};
            method->invoke(argv.data(), 2);
            QCOMPARE(result, 66.0);
            method->invoke(argv.data(), 1); // with moc's default
            QCOMPARE(result, 61.0);
        } else if (method->name == "level=") {
            int level = 5;
            int afterwards = 0;
            std::array<void *, 2> argv{&afterwards, &level};
            method->invoke(argv.data(), 1);
            QCOMPARE(sample.level(), 5);
            QCOMPARE(afterwards, 5);
        }
    }
    QCOMPARE(sample.level(), 5);
}

void TestObjectMembers::aPropertyDeclaredAgainHidesTheOneAbove()
{
    Sample sample;
    sample.setLevel(5);
    const ObjectMembers found =
        membersOf(&sample, {}, {.upTo = &Base::staticMetaObject, .writableProperties = true});
    const QByteArrayList selectors = selectorsOf(found);
    QCOMPARE(selectors.count("redeclared()"), 1);
    QCOMPARE(selectors.count("redeclared=(int)"), 1);
    int value = 0;
    void *argv[] = {&value, &value};
    for (const std::shared_ptr<const Method> &method : found.methods) {
        if (method->name == "redeclared") {
            method->invoke(argv, 0);
            QCOMPARE(value, 5);
        }
    }
    value = 6;
    for (const std::shared_ptr<const Method> &method : found.methods) {
        if (method->name == "redeclared=")
            method->invoke(argv, 1);
    }
    QCOMPARE(sample.level(), 6);
}

void TestObjectMembers::aQtObjectHasNothingToExpose()
{
    QObject object;
    const ObjectMembers found = membersOf(&object, {}, {});
    QVERIFY(found.methods.empty());
    QVERIFY(!found.error.isNull());
}

QTEST_APPLESS_MAIN(TestObjectMembers)
#include "tst_objectmembers.moc"
