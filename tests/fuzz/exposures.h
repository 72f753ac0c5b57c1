// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/domain.h>
#include <heliograph/registry.h>

#include <QtCore/qfuture.h>
#include <QtCore/qobject.h>
#include <QtCore/qpromise.h>

#include <deque>
#include <functional>
#include <memory>

namespace fuzz {

/// Whether a peer is staff, and what is told to it then and else.
class Staff
{
public:
    Staff();

    bool isHere = false;
    /// What hidden members tell: nobody who is not staff may get to see it. Other bytes in each process, so that no input has them.
    [[nodiscard]] QByteArray word() const { return isHere ? QByteArray("welcome") : m_secret; }
    [[nodiscard]] bool isKeptIn(QByteArrayView bytes) const { return !bytes.contains(m_secret); }
    /// A hidden member runs.
    void requireHere() const;

private:
    const QByteArray m_secret;
};

/// An object with some of everything.
class Bell : public QObject
{
    Q_OBJECT
    Q_PROPERTY(int volume READ volume WRITE setVolume NOTIFY volumeChanged)
    Q_PROPERTY(QByteArray tune MEMBER m_tune NOTIFY tuneChanged)
    Q_PROPERTY(QString maker READ maker CONSTANT)
public:
    explicit Bell(const Staff &staff) : m_staff(staff) {}

    Q_INVOKABLE int ring(int times, const QString &how = QStringLiteral("softly"));
    [[nodiscard]] int volume() const { return m_volume; }
    void setVolume(int volume);
    HELIOGRAPH_DOMAIN(staff) Q_INVOKABLE void melt() { m_staff.requireHere(); }
    HELIOGRAPH_DOMAIN(staff) Q_SIGNAL void cracked(const QByteArray &word);
    /// As it was in the beginning.
    void reset();
    [[nodiscard]] QString maker() const { return QStringLiteral("anon"); }

Q_SIGNALS:
    void volumeChanged(int volume);
    void tuneChanged();
    void rang(int times);
    void tolled(const QByteArray &sound);
    void moved(int x);
    void moved(int x, int y);
    void pealed(int times, const QByteArray &sound);

private:
    static constexpr int usualVolume = 3;
    [[nodiscard]] static QByteArray usualTune() { return "do re mi"; }

    const Staff &m_staff;
    int m_volume = usualVolume;
    QByteArray m_tune = usualTune();
};

/// An object that is for staff alone.
class Vault : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QByteArray word READ word NOTIFY wordChanged)
public:
    explicit Vault(const Staff &staff) : m_staff(staff) {}

    Q_INVOKABLE void open() { m_staff.requireHere(); }
    [[nodiscard]] QByteArray word() const { return m_staff.word(); }

Q_SIGNALS:
    void wordChanged();
    void opened(const QByteArray &word);

private:
    const Staff &m_staff;
};

/// What an end lets its peer reach: functions of all kinds, and a Bell that comes and goes. Outlives the ends that have it, one
/// after the other, because it takes longer to make than most inputs to work off.
class Exposures
{
public:
    Exposures();
    Q_DISABLE_COPY_MOVE(Exposures)

    /// As it was in the beginning.
    void reset();

    /// The bell comes back, or is withdrawn.
    void setBell(bool isThere);
    /// It dies, and another one takes its place.
    void breakBell();
    [[nodiscard]] bool hasBell() const { return m_hasBell; }
    /// Whether the domain "staff" exists for peers: "hidden", the vault, and some of the bell.
    void setStaff(bool isStaff);
    /// The hidden signals and properties tell what they know.
    void tellStaff();
    /// The oldest call of "later" gets its answer.
    void answerLater(int value);

    heliograph::Registry registry;
    Staff staff;
    std::unique_ptr<Bell> bell = std::make_unique<Bell>(staff);
    /// What the handler "nest" does, as if it ran an event loop.
    std::function<void()> nest = [] {};
    /// What the handler "leave" does.
    std::function<void()> leave = [] {};
    int runs = 0; ///< functions that were started
    /// The argument of the last "count" was not more than that of the one before.
    bool hasMiscounted = false;

private:
    QFuture<int> later();

    Vault m_vault{staff};
    int m_counted = 0;
    bool m_hasBell = false;
    std::deque<QPromise<int>> m_later;
};

} // namespace fuzz
