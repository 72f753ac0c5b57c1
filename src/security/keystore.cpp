// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/keystore.h>

#include "security/keytable.h"

#include <QtCore/qfileinfo.h>
#include <QtCore/qfilesystemwatcher.h>
#include <QtCore/qpointer.h>
#include <QtCore/qtimer.h>

#include <algorithm>
#include <mutex>
#include <utility>

namespace heliograph {

namespace {

// Who writes a file, or puts another in its place, does so in several steps.
constexpr std::chrono::milliseconds settlingTime(100);
// How often a file is looked at that cannot be watched, because its folder is not there, or the system has no watches left.
constexpr std::chrono::milliseconds lookInterval(1000);

} // namespace

struct KeyStore::Private
{
    Private(KeyStore &owner, const QStringList &given)
        : store(owner), files(given), watcher(&owner), settling(&owner), looking(&owner) // moved with it
    {
        for (QString &file : files)
            file = QFileInfo(file).absoluteFilePath(); // also when the program changes its folder
        settling.setSingleShot(true);
        settling.setInterval(settlingTime);
        looking.setInterval(lookInterval);
        const auto schedule = [this] {
            if (!settling.isActive()) // or changes without an end would put it off without an end
                settling.start();
        };
        QObject::connect(&watcher, &QFileSystemWatcher::fileChanged, &store, schedule);
        QObject::connect(&watcher, &QFileSystemWatcher::directoryChanged, &store, schedule);
        QObject::connect(&settling, &QTimer::timeout, &store, [this] { update(); });
        QObject::connect(&looking, &QTimer::timeout, &store, [this] { update(); });
    }

    // Before reading, so that a change meanwhile is noticed. Anew each time: a watch stays with a file that another has
    // replaced. The folders tell of files that appear.
    void watch()
    {
        const QStringList old = watcher.files() + watcher.directories();
        if (!old.isEmpty())
            watcher.removePaths(old);
        bool isBlind = false;
        for (const QString &file : std::as_const(files)) {
            const QString folder = QFileInfo(file).path();
            isBlind |= !watcher.directories().contains(folder) && !watcher.addPath(folder);
            isBlind |= !watcher.addPath(file) && QFileInfo::exists(file);
        }
        if (!isBlind)
            looking.stop();
        else if (!looking.isActive())
            looking.start();
    }

    [[nodiscard]] KeyTable read()
    {
        watch();
        KeyTable read;
        for (const QString &file : std::as_const(files))
            read.addFile(file);
        return read;
    }

    void update()
    {
        KeyTable newer = read();
        const QList<PublicKey> revoked = table->revokedIn(newer);
        const bool isOtherError = newer.error().message() != table->error().message();
        if (newer == *table && !isOtherError)
            return;
        const Error error = newer.error();
        replace(std::move(newer));
        const QPointer<KeyStore> alive(&store);
        if (!revoked.isEmpty())
            Q_EMIT store.revoked(revoked);
        if (alive)
            Q_EMIT store.changed();
        if (alive && isOtherError && error.code() != ErrorCode::None)
            Q_EMIT store.errorOccurred(error);
    }

    void replace(KeyTable newer)
    {
        auto next = std::make_shared<const KeyTable>(std::move(newer));
        const std::lock_guard lock(mutex);
        table.swap(next);
    }

    [[nodiscard]] std::shared_ptr<const KeyTable> snapshot() const
    {
        const std::lock_guard lock(mutex);
        return table;
    }

    KeyStore &store;
    QStringList files;
    QFileSystemWatcher watcher;
    QTimer settling;
    QTimer looking;
    mutable std::mutex mutex;
    std::shared_ptr<const KeyTable>
        table; // protected by mutex, except from the store's own thread, which alone replaces it
};

KeyStore::KeyStore(const QString &file, QObject *parent) : KeyStore(QStringList(file), parent) {}

KeyStore::KeyStore(const QStringList &files, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(*this, files))
{
    d->replace(d->read());
}

KeyStore::~KeyStore() = default;

QStringList KeyStore::files() const
{
    return d->files;
}

QString KeyStore::user(const PublicKey &key) const
{
    return d->snapshot()->user(key);
}

Error KeyStore::error() const
{
    return d->snapshot()->error();
}

} // namespace heliograph
