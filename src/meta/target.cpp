// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/target.h"

#include <heliograph/post.h>

#include <QtCore/qthread.h>

namespace heliograph {

namespace {

QString describeObject(const QObject *object)
{
    QString text = QLatin1StringView(object->metaObject()->className()) + u" at 0x"
                   + QString::number(quintptr(object), 16);
    if (!object->objectName().isEmpty())
        text += u" \"" + object->objectName() + u'"';
    return text;
}

} // namespace

Target::Target(QObject *object) : m_object(object), m_description(describeObject(object)) {}

Target::~Target()
{
    QObject::disconnect(m_watch);
}

std::shared_ptr<Target> Target::watch(QObject *object)
{
    std::shared_ptr<Target> target(new Target(object));
    target->m_watch = QObject::connect(object, &QObject::destroyed, object,
                                       detail::SealedTask([weak = std::weak_ptr<Target>(target)] {
                                           if (const std::shared_ptr<Target> alive = weak.lock())
                                               alive->forget();
                                       }),
                                       Qt::DirectConnection);
    return target;
}

void Target::forget()
{
    std::function<void()> task;
    {
        const std::lock_guard lock(m_mutex);
        m_object = nullptr;
        task = std::exchange(m_whenGone, nullptr);
    }
    if (task)
        task();
}

void Target::whenGone(std::function<void()> task)
{
    const std::lock_guard lock(m_mutex);
    m_whenGone = std::move(task);
}

Target::Place Target::place() const
{
    const std::lock_guard lock(m_mutex);
    if (!m_object)
        return Place::Gone;
    QThread *thread = m_object->thread();
    if (thread == QThread::currentThread())
        return Place::Here;
    return thread && !thread->isFinished() ? Place::Elsewhere : Place::Gone;
}

QObject *Target::object() const
{
    const std::lock_guard lock(m_mutex);
    return m_object;
}

bool Target::post(std::function<void()> task) const
{
    const std::lock_guard lock(m_mutex);
    if (!m_object)
        return false;
    detail::post(m_object, std::move(task));
    return true;
}

} // namespace heliograph
