// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "child.h"
#include "usersfile.h"

#include <heliograph/keypair.h>
#include <heliograph/secret.h>

#include <QtCore/qtemporarydir.h>
#include <QtQml/qqmlengine.h>

#define QUICK_TEST_SOURCE_DIR QML_PAGES "/live"
#include <QtQuickTest/quicktest.h>

// Runs the Qt Quick Tests in tests/qml/live: pages that stay while the process of their server comes and goes.

/// That process. Every one listens at the same url.
class ServerProcess : public QObject
{
    Q_OBJECT
    /// Where it listens.
    Q_PROPERTY(QString url READ url CONSTANT FINAL)
    /// What it shares with whom it lets in, when start() is told "secret".
    Q_PROPERTY(QString secret MEMBER m_secret CONSTANT FINAL)
    /// One that it does not share.
    Q_PROPERTY(QString otherSecret MEMBER m_otherSecret CONSTANT FINAL)
    /// Files of keys: those of "eve", who is let in when start() is told "keys", of somebody else, and the server's.
    Q_PROPERTY(QString evesKeys MEMBER m_evesKeys CONSTANT FINAL)
    Q_PROPERTY(QString othersKeys MEMBER m_othersKeys CONSTANT FINAL)
    Q_PROPERTY(QString serversKeys MEMBER m_serversKeys CONSTANT FINAL)
public:
    ServerProcess()
    {
        const heliograph::KeyPair eve = heliograph::KeyPair::generate();
        const bool isWritten = !eve.save(m_evesKeys) && !heliograph::KeyPair::generate().save(m_othersKeys)
                               && !heliograph::KeyPair::generate().save(m_serversKeys)
                               && m_users.write({{eve, "eve"}});
        if (!isWritten)
            qFatal("cannot write the keys");
    }

    [[nodiscard]] QString url() const { return m_endpoint.text(); }
    /// Starts one whose thermostat has \a target, and which lets in whoever comes, or who has the "secret", the "password" of bob, which
    /// is builder, or eve's "keys". False when that fails.
    Q_INVOKABLE bool start(double target, const QString &access = {})
    {
        QStringList arguments{m_endpoint.text(), QString::number(target), access};
        if (access == u"secret")
            arguments += m_secret;
        else if (access == u"password")
            arguments += {QStringLiteral("bob"), QStringLiteral("builder")};
        else if (access == u"keys")
            arguments += {m_serversKeys, m_users.path()};
        m_child = std::make_unique<Child>(QStringLiteral(PAGE_CHILD), arguments);
        return m_child->isReady();
    }
    /// Sends it SIGKILL and waits for its end.
    Q_INVOKABLE bool kill() { return m_child && m_child->kill(); }
    /// Stops it, or lets it go on.
    Q_INVOKABLE void freeze() { m_child->freeze(); }
    Q_INVOKABLE void thaw() { m_child->thaw(); }

private:
    Endpoint m_endpoint{QStringLiteral("ipc")};
    const UsersFile m_users;
    const QTemporaryDir m_folder;
    const QString m_evesKeys = m_folder.filePath(QStringLiteral("eve"));
    const QString m_othersKeys = m_folder.filePath(QStringLiteral("other"));
    const QString m_serversKeys = m_folder.filePath(QStringLiteral("server"));
    const QString m_secret = heliograph::generateSecret();
    const QString m_otherSecret = heliograph::generateSecret();
    std::unique_ptr<Child> m_child;
};

/// Nothing is registered for the pages but the process.
class Setup : public QObject
{
    Q_OBJECT
public Q_SLOTS:
    void qmlEngineAvailable(QQmlEngine *engine)
    {
        engine->addImportPath(QStringLiteral(QML_IMPORT_PATH));
        qmlRegisterType<ServerProcess>("ServerProcess", 1, 0, "ServerProcess");
    }
};

QUICK_TEST_MAIN_WITH_SETUP(qmllive, Setup)

#include "tst_qmllive.moc"
