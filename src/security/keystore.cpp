// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/keystore.h>

#include "security/currentkeys.h"
#include "security/filestate.h"

#include <QtCore/qfileinfo.h>
#include <QtCore/qpointer.h>
#include <QtCore/qtimer.h>

#include <new>
#include <utility>
#include <vector>

namespace heliograph {

namespace {

// A look costs some tens of microseconds. Being told by the system would not be enough: it tells nothing of folders that links lead
// to, of network file systems, or when it has no watches left.
constexpr std::chrono::milliseconds lookInterval(200);

} // namespace

struct KeyStore::Private
{
    Private(KeyStore &owner, const QStringList &given)
        : store(owner), files(given), looking(&owner) // moved with it
    {
        for (QString &file : files)
            file = QFileInfo(file).absoluteFilePath(); // also when the program changes its folder
        states = look(); // before reading, so that a change meanwhile is noticed
        keys->replace(read());
        QObject::connect(&looking, &QTimer::timeout, &store, [this] { lookAgain(); });
        looking.start(lookInterval);
    }
    // Whoever still asks is told of nobody.
    ~Private() { keys->replace({}); }

    [[nodiscard]] std::vector<FileState> look() const
    {
        std::vector<FileState> found;
        for (const QString &file : files)
            found.push_back(stateOf(file));
        return found;
    }

    // Who writes a file, or puts another in its place, does so in several steps: a change is read at the next look.
    // That reading is the last one only if nothing has changed since the look before: the clock of a file system has ticks, in which
    // a second change would not show. So what changes without an end is read again and again, not put off.
    void lookAgain()
    {
        std::vector<FileState> found = look();
        const bool hasChanged = found != states;
        states = std::move(found);
        if (std::exchange(isStale, hasChanged))
            update();
    }

    [[nodiscard]] KeyTable read() const
    {
        try {
            KeyTable read;
            for (const QString &file : files)
                read.addFile(file);
            return read;
        } catch (const std::bad_alloc &) {
            KeyTable nobody;
            nobody.fail(
                Error(ErrorCode::InvalidKey, QStringLiteral("There is no memory to read files of keys.")));
            return nobody;
        }
    }

    void update()
    {
        KeyTable newer = read();
        const std::shared_ptr<const KeyTable> older = keys->table();
        const Error error = newer.error();
        const bool isOtherError = error.message() != older->error().message();
        if (newer == *older && !isOtherError)
            return;
        const QPointer<KeyStore> alive(&store);
        const QList<PublicKey> revoked = keys->replace(std::move(newer));
        if (!alive) // whoever was told may have let it go
            return;
        if (!revoked.isEmpty())
            Q_EMIT store.revoked(revoked);
        if (alive)
            Q_EMIT store.changed();
        if (alive && isOtherError && error.code() != ErrorCode::None)
            Q_EMIT store.errorOccurred(error);
    }

    KeyStore &store;
    QStringList files;
    QTimer looking;
    std::vector<FileState> states; // at the last look
    bool isStale = true;           // what was read is read once more, as it may have been changing then
    const std::shared_ptr<CurrentKeys> keys = std::make_shared<CurrentKeys>();
};

KeyStore::KeyStore(const QString &file, QObject *parent) : KeyStore(QStringList(file), parent) {}

KeyStore::KeyStore(const QStringList &files, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(*this, files))
{
}

KeyStore::~KeyStore() = default;

QStringList KeyStore::files() const
{
    return d->files;
}

QString KeyStore::user(const PublicKey &key) const
{
    return d->keys->user(key);
}

Error KeyStore::error() const
{
    return d->keys->table()->error();
}

std::shared_ptr<CurrentKeys> CurrentKeys::of(const KeyStore &store)
{
    return store.d->keys;
}

} // namespace heliograph
