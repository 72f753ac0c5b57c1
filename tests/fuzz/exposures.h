// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/registry.h>

#include <QtCore/qfuture.h>
#include <QtCore/qobject.h>
#include <QtCore/qpromise.h>

#include <deque>
#include <functional>
#include <memory>

namespace fuzz {

/// An object with some of everything.
class Bell : public QObject
{
    Q_OBJECT
    Q_PROPERTY(int volume READ volume WRITE setVolume NOTIFY volumeChanged)
    Q_PROPERTY(QByteArray tune MEMBER m_tune NOTIFY tuneChanged)
    Q_PROPERTY(QString maker READ maker CONSTANT)
public:
    Q_INVOKABLE int ring(int times, const QString &how = QStringLiteral("softly"));
    [[nodiscard]] int volume() const { return m_volume; }
    void setVolume(int volume);
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

private:
    static constexpr int usualVolume = 3;
    [[nodiscard]] static QByteArray usualTune() { return "do re mi"; }

    int m_volume = usualVolume;
    QByteArray m_tune = usualTune();
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
    /// Whether the domain "staff", in which "hidden" is, exists for peers.
    void setStaff(bool isStaff);
    /// The oldest call of "later" gets its answer.
    void answerLater(int value);

    heliograph::Registry registry;
    std::unique_ptr<Bell> bell = std::make_unique<Bell>();
    /// What the handler "nest" does, as if it ran an event loop.
    std::function<void()> nest = [] {};
    /// What the handler "leave" does.
    std::function<void()> leave = [] {};
    int runs = 0; ///< handlers that were started

private:
    QFuture<int> later();

    bool m_isStaff = false;
    bool m_hasBell = false;
    std::deque<QPromise<int>> m_later;
};

} // namespace fuzz
