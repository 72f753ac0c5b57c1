// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qobject.h>

#include <functional>
#include <memory>
#include <mutex>

namespace heliograph {

/// An exposed object, seen from any thread while the object may be dying in its own. Shared between the
/// table of methods and the calls under way.
class Target
{
public:
    /// Watches \a object until it dies. Must be called in the object's thread or while it cannot die.
    [[nodiscard]] static std::shared_ptr<Target> watch(QObject *object);
    ~Target();
    Q_DISABLE_COPY_MOVE(Target)

    /// Runs \a task, in the object's thread, when the object dies; at most one. Any thread.
    void whenGone(std::function<void()> task);

    /// Where the object stands, as seen from the calling thread.
    enum class Place : quint8 {
        Here,      ///< alive and of this thread: object() is safe until control returns to foreign code
        Elsewhere, ///< alive in another thread: post()
        Gone       ///< dead, or its thread has ended
    };
    [[nodiscard]] Place place() const;
    /// The object; nullptr once it is dead. Only to be used in the object's own thread.
    [[nodiscard]] QObject *object() const;
    /// Runs \a task in the object's thread, or drops it when the object dies first. False when it is dead.
    bool post(std::function<void()> task) const;
    /// Class name, address and object name, as it was when the object was exposed; for messages.
    [[nodiscard]] QString description() const { return m_description; }

private:
    explicit Target(QObject *object);
    void forget();

    mutable std::mutex
        m_mutex; // protects m_object, which ~QObject clears in the object's thread, and m_whenGone
    QObject *m_object;
    std::function<void()> m_whenGone;
    QMetaObject::Connection m_watch;
    QString m_description;
};

} // namespace heliograph
