// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qmetaobject.h>
#include <QtCore/qobject.h>
#include <QtCore/qproperty.h>
#include <QtCore/qstring.h>

#include <stdexcept>

/// A class with a signal and a property, which another one inherits.
class Device : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QString label READ label WRITE setLabel NOTIFY renamed)
public:
    [[nodiscard]] QString label() const { return m_label; }
    void setLabel(const QString &label)
    {
        m_label = label;
        Q_EMIT renamed();
    }

Q_SIGNALS:
    void renamed();

private:
    QString m_label = QStringLiteral("hall");
};

/// What the tests of remote objects expose.
class Thermostat : public Device
{
    Q_OBJECT
    Q_PROPERTY(double target READ target WRITE setTarget NOTIFY targetChanged)
    Q_PROPERTY(double temperature READ temperature NOTIFY measured)
    Q_PROPERTY(int step MEMBER m_step NOTIFY renamed)
    Q_PROPERTY(int level READ level WRITE setLevel BINDABLE bindableLevel)
    Q_PROPERTY(QString serial READ serial CONSTANT)
public:
    enum class Mode { Off, Heat, Cool };
    Q_ENUM(Mode)

    [[nodiscard]] double target() const { return m_target; }
    void setTarget(double target)
    {
        if (target < 0)
            throw std::invalid_argument("below zero");
        target = qMin(target, 30.0);
        if (target == m_target)
            return;
        m_target = target;
        Q_EMIT targetChanged();
    }
    [[nodiscard]] double temperature() const { return m_temperature; }
    void measure(double temperature)
    {
        m_temperature = temperature;
        Q_EMIT measured(temperature);
    }
    [[nodiscard]] int level() const { return m_level; }
    void setLevel(int level) { m_level = level; }
    [[nodiscard]] QBindable<int> bindableLevel() { return &m_level; }
    [[nodiscard]] QString serial() const { return QStringLiteral("T-1"); }

    /// True when anyone is connected to the signal.
    [[nodiscard]] bool isHeard(const char *signal) const
    {
        return isSignalConnected(metaObject()->method(metaObject()->indexOfSignal(signal)));
    }

    Q_INVOKABLE void heat(double target) { setTarget(target); }
    Q_INVOKABLE double mean(int minutes) const { return minutes + m_temperature; }
    /// Emits many signals at once.
    Q_INVOKABLE void flood(int count)
    {
        for (int i = 0; i < count; ++i)
            Q_EMIT ticked(i);
    }

Q_SIGNALS:
    void targetChanged();
    void measured(double celsius);
    void ticked(int number);
    void overheated(double celsius, const QString &where);
    void switched(Thermostat::Mode mode);
    void moved(int x);
    void moved(int x, int y);

private:
    double m_target = 20;
    double m_temperature = 18.5;
    int m_step = 1;
    Q_OBJECT_BINDABLE_PROPERTY(Thermostat, int, m_level)
};
