// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qhash.h>
#include <QtCore/qobject.h>
#include <QtCore/qproperty.h>

#include <memory>
#include <mutex>
#include <vector>

namespace heliograph {

class ExposedObject;

/// Hears the signals of one object, whatever their types, for everything that the object is exposed as. A child of
/// the object: it follows it into other threads and dies with it, and not before, because another thread may be
/// emitting at any time.
///
/// Has no Q_OBJECT: qt_metacall() takes a "slot" for each signal, behind those of QObject, as QSignalSpy does.
class SignalRelay final : public QObject
{
public:
    /// The relay of \a object; made if there is none. In the object's thread, as all that follows.
    [[nodiscard]] static SignalRelay &of(QObject &object);

    /// Tells \a listener of the signal \a index (QMetaMethod::methodIndex()) from now on. Calls are counted.
    void connectSignal(int index, const std::shared_ptr<ExposedObject> &listener);
    /// Takes one connectSignal() back.
    void disconnectSignal(int index, const ExposedObject *listener);
    /// Tells \a listener when the bindable property \a number, at \a index of the meta object, changes.
    void connectProperty(int index, size_t number, const std::shared_ptr<ExposedObject> &listener);
    /// Takes all of connectProperty() back.
    void disconnectProperties(const ExposedObject *listener);

    int qt_metacall(QMetaObject::Call call, int id, void **argv) override;

private:
    struct Listener
    {
        std::weak_ptr<ExposedObject> object;
        const ExposedObject *key;
        int uses;
    };
    struct Followed
    {
        const ExposedObject *key;
        QPropertyNotifier notifier;
    };
    explicit SignalRelay(QObject &object);

    std::mutex m_mutex; // protects m_listeners, which is read in the thread that emits
    QHash<int, std::vector<Listener>> m_listeners; // by signal
    std::vector<Followed> m_followed;
};

} // namespace heliograph
