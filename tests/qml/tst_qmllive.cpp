// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "child.h"

#include <heliograph/secret.h>

#include <QtQml/qqmlengine.h>

#define QUICK_TEST_SOURCE_DIR QML_PAGES "/live"
#include <QtQuickTest/quicktest.h>

// Runs the Qt Quick Tests in tests/qml/live: pages that stay while the process of their server comes and goes.

/// That process. Every one listens at the same url.
class ServerProcess : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QString url READ url CONSTANT FINAL)
    /// One to share with it, if start() is told so.
    Q_PROPERTY(QString secret MEMBER m_secret CONSTANT FINAL)
    /// One that it does not share.
    Q_PROPERTY(QString otherSecret MEMBER m_otherSecret CONSTANT FINAL)
public:
    [[nodiscard]] QString url() const { return m_endpoint.text(); }
    /// Starts one whose thermostat has \a target; false when that fails.
    Q_INVOKABLE bool start(double target, bool hasSecret = false)
    {
        QStringList arguments{m_endpoint.text(), QString::number(target)};
        if (hasSecret)
            arguments.append(m_secret);
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
