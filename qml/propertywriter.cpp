// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "propertywriter.h"

#include <QtCore/qfuturewatcher.h>

namespace heliograph::qml {

PropertyWriter::PropertyWriter(heliograph::RemoteObject *remote) : QObject(remote), m_remote(remote) {}
PropertyWriter::~PropertyWriter() = default;

void PropertyWriter::write(const QString &name, const QVariant &value)
{
    if (const auto waiting = m_waiting.find(name); waiting != m_waiting.end())
        *waiting = value;
    else
        start(name, value);
}

void PropertyWriter::start(const QString &name, const QVariant &value)
{
    m_waiting.insert(name, std::nullopt);
    auto *const watcher = new QFutureWatcher<void>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, name, watcher] {
        watcher->deleteLater();
        end(name, watcher->future());
    });
    watcher->setFuture(m_remote->setValue(name, value));
}

void PropertyWriter::end(const QString &name, const QFuture<void> &write)
{
    const std::optional<QVariant> next = m_waiting.take(name);
    if (next)
        start(name, *next);
    try {
        QFuture<void>(write).waitForFinished(); // has finished: only throws what it holds
    } catch (const Error &error) {
        Q_EMIT failed(name, error);
    } catch (const std::exception &exception) {
        Q_EMIT failed(
            name, Error(QString::fromLatin1(typeid(exception).name()), QString::fromUtf8(exception.what())));
    }
    if (!next)
        Q_EMIT settled(name);
}

} // namespace heliograph::qml
