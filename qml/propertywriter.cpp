// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "propertywriter.h"

#include <heliograph/exceptions.h>

#include <QtCore/qfuturewatcher.h>
#include <QtCore/qpointer.h>

namespace heliograph::qml {

namespace {

/// Why \a write, which has finished, has failed; nothing when it has not.
std::optional<Error> failureOf(QFuture<void> write)
{
    try {
        write.waitForFinished(); // only throws what it holds
    } catch (...) {
        return captureException(std::current_exception());
    }
    return {};
}

} // namespace

PropertyWriter::PropertyWriter(heliograph::RemoteObject *remote) : QObject(remote), m_remote(remote) {}
PropertyWriter::~PropertyWriter() = default;

void PropertyWriter::write(const QString &name, const QVariant &value)
{
    if (const auto way = m_ways.find(name); way != m_ways.end())
        way->next = value;
    else
        start(name, value);
}

void PropertyWriter::flush()
{
    const QPointer self(this);
    const QStringList names = busyNames();
    for (const QString &name : names) {
        const auto way = m_ways.find(name);
        if (way == m_ways.end() || !way->next)
            continue;
        const QVariant next = *std::exchange(way->next, std::nullopt);
        start(name, next);
        if (!self)
            return;
    }
}

void PropertyWriter::start(const QString &name, const QVariant &value)
{
    ++m_ways[name].writes;
    const QPointer self(this);
    const QFuture<void> sent = m_remote->setValue(name, value); // when it fails at once that is told at once
    if (!self)
        return;
    auto *const watcher = new QFutureWatcher<void>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, name, watcher] {
        watcher->deleteLater();
        end(name, watcher->future());
    });
    watcher->setFuture(sent);
}

void PropertyWriter::end(const QString &name, const QFuture<void> &write)
{
    const QPointer self(this);
    Way &way = m_ways[name];
    --way.writes;
    if (way.writes == 0 && way.next) {
        const QVariant next = *std::exchange(way.next, std::nullopt);
        start(name, next);
    } else if (way.writes == 0) {
        m_ways.remove(name);
        Q_EMIT settled(name);
    }
    if (const std::optional<Error> failure = self ? failureOf(write) : std::nullopt)
        Q_EMIT failed(name, *failure);
}

} // namespace heliograph::qml
