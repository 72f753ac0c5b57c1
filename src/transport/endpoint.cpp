// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/endpoint.h"

#include <QtCore/qfile.h>
#include <QtCore/qstringbuilder.h>

#include <sys/un.h>

namespace heliograph {

namespace {

constexpr qsizetype maximumIpcPath = sizeof(sockaddr_un::sun_path) - 1;
constexpr qsizetype maximumInprocName = 255; // zmq_inproc(7): the name is shorter than 256

Error invalid(const QString &text, const QString &reason)
{
    return Error(
        ErrorCode::InvalidAddress,
        QStringLiteral("\"%1\" is no endpoint: %2. Expected tcp://host:port, ipc://path or inproc://name.")
            .arg(text, reason));
}

/// What is wrong with a tcp host; empty when nothing is.
QString hostFault(QStringView host, Endpoint::Use use)
{
    if (host.isEmpty())
        return QStringLiteral("the host is missing");
    if (host == u"*" && use == Endpoint::Use::Connect)
        return QStringLiteral("\"*\" is a host to bind to, not to connect to");
    const bool bracketed = host.startsWith(u'[') && host.endsWith(u']') && host.size() > 2;
    if (!bracketed && (host.contains(u':') || host.contains(u'[') || host.contains(u']')))
        return QStringLiteral("an IPv6 address goes in brackets, as in tcp://[::1]:5555");
    if (host.contains(u'/') || host.contains(u' ') || host.contains(u';'))
        return QStringLiteral("the host \"%1\" has characters that no host has").arg(host);
    return {};
}

/// What is wrong with a tcp port; empty when nothing is.
QString portFault(QStringView port, Endpoint::Use use)
{
    if (port == u"*") {
        return use == Endpoint::Use::Bind ? QString()
                                          : QStringLiteral("\"*\" is a port to bind to, not to connect to");
    }
    bool isNumber = false;
    const uint number = port.toUInt(&isNumber);
    const uint lowest = use == Endpoint::Use::Bind ? 0 : 1;
    if (!isNumber || !port.front().isDigit() || number < lowest || number > 65535)
        return QStringLiteral("the port \"%1\" is not a number from %2 to 65535").arg(port).arg(lowest);
    return {};
}

QString tcpFault(QStringView address, Endpoint::Use use)
{
    const qsizetype colon = address.lastIndexOf(u':');
    if (colon < 0 || colon == address.size() - 1 || address.endsWith(u']'))
        return QStringLiteral("the port is missing");
    const QString fault = hostFault(address.left(colon), use);
    return fault.isEmpty() ? portFault(address.mid(colon + 1), use) : fault;
}

QString ipcFault(const QByteArray &path, Endpoint::Use use)
{
    if (path.isEmpty() || path == "@")
        return QStringLiteral("the path is missing");
    if (path == "*" && use == Endpoint::Use::Connect)
        return QStringLiteral("\"*\" is a path to bind to, not to connect to");
    if (path.size() > maximumIpcPath) {
        return QStringLiteral("the path has %1 bytes, and the system allows %2")
            .arg(path.size())
            .arg(maximumIpcPath);
    }
    return {};
}

QString inprocFault(const QByteArray &name)
{
    if (name.isEmpty())
        return QStringLiteral("the name is missing");
    if (name.size() > maximumInprocName)
        return QStringLiteral("the name has %1 bytes, and %2 are allowed")
            .arg(name.size())
            .arg(maximumInprocName);
    return {};
}

} // namespace

QByteArray Endpoint::toByteArray() const
{
    switch (transport) {
    case Transport::Tcp: return "tcp://" + address;
    case Transport::Ipc: return "ipc://" + address;
    case Transport::Inproc: break;
    }
    return "inproc://" + address;
}

bool Endpoint::isIpcFile() const
{
    return transport == Transport::Ipc && address != "*" && !address.startsWith('@');
}

std::variant<Endpoint, Error> parseEndpoint(const QString &text, Endpoint::Use use)
{
    const qsizetype separator = text.indexOf(QStringLiteral("://"));
    if (separator < 0)
        return invalid(text, QStringLiteral("it does not name a transport"));
    if (text.contains(QChar::Null))
        return invalid(text, QStringLiteral("it contains a null character"));

    const QStringView scheme = QStringView(text).left(separator);
    const QStringView rest = QStringView(text).mid(separator + 3);
    Endpoint endpoint{Endpoint::Transport::Tcp, QFile::encodeName(rest.toString())};
    QString fault;
    if (scheme == u"tcp") {
        endpoint.isIpv6 = rest.startsWith(u'[');
        fault = tcpFault(rest, use);
    } else if (scheme == u"ipc") {
        endpoint.transport = Endpoint::Transport::Ipc;
        fault = ipcFault(endpoint.address, use);
    } else if (scheme == u"inproc") {
        endpoint.transport = Endpoint::Transport::Inproc;
        fault = inprocFault(endpoint.address);
    } else {
        fault = QStringLiteral("the transport \"%1\" is unknown").arg(scheme);
    }
    if (!fault.isEmpty())
        return invalid(text, fault);
    return endpoint;
}

} // namespace heliograph
