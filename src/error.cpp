// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/error.h>

#include <QtCore/qdebug.h>
#include <QtCore/qstringbuilder.h>

namespace heliograph {

namespace {

const char *words(ErrorCode code)
{
    switch (code) {
    case ErrorCode::None: return "Nothing failed; go on.";
    case ErrorCode::UnknownName: return "Nothing of that name is exposed to this caller; check the name.";
    case ErrorCode::WrongArguments:
        return "The arguments fit no overload; check their number, types and names.";
    case ErrorCode::NoPermission: return "This caller may not do this; ask for a domain that may.";
    case ErrorCode::Busy: return "Too many calls wait or run already; try again later.";
    case ErrorCode::TooLarge:
        return "The message is over the size limit and was not sent; send less or raise the limit.";
    case ErrorCode::Canceled: return "The caller gave the call up; call again if the answer is still wanted.";
    case ErrorCode::TimedOut:
        return "The deadline passed and the call may still have run; check before trying again.";
    case ErrorCode::NeverSent: return "The call did not leave this process; it is safe to try again.";
    case ErrorCode::OutcomeUnknown:
        return "The session was lost after sending: the call ran once or not at all; check before trying "
               "again.";
    case ErrorCode::RemoteException: return "The handler threw; see the class name and what it says.";
    case ErrorCode::HandlerGone: return "The object or its promise died before it answered; expose it again.";
    case ErrorCode::EncodingFailed: return "A value has no form on the wire; register its type.";
    case ErrorCode::WrongResult:
        return "The answer does not fit the wanted type; ask for the type that is declared.";
    case ErrorCode::ProtocolError: return "The peer broke the protocol; check that it speaks this dialect.";
    case ErrorCode::VersionMismatch:
        return "The peers speak no common version of the protocol; update the older one.";
    case ErrorCode::InvalidAddress:
        return "The endpoint is not understood; write it as tcp://host:port or ipc://path.";
    case ErrorCode::AddressInUse:
        return "Another socket holds the endpoint; close it or choose another endpoint.";
    case ErrorCode::NameTaken:
        return "Something else is exposed by that name; withdraw it or choose another name.";
    case ErrorCode::NotExposable: return "This member or type cannot be exposed; see docs for what can.";
    case ErrorCode::Refused: return "The peer refused the session; check the keys and the secret.";
    case ErrorCode::PeerClosed: return "The peer said goodbye; connect again when it is back.";
    case ErrorCode::ConnectionLost:
        return "The link broke without a goodbye; a Client connects again by itself.";
    case ErrorCode::ConnectionFailed:
        return "Nothing answered at the endpoint; check that the server runs there.";
    case ErrorCode::Closed: return "This end was closed; open it again before calling.";
    case ErrorCode::TooSlow:
        return "An end did not read what it was sent for too long; have it do less in its event loop.";
    case ErrorCode::InvalidKey:
        return "A key, secret or password, or the file that holds it, cannot be used; see what is said of "
               "it.";
    case ErrorCode::WrongSecret: return "The ends do not share a secret; give both the same.";
    case ErrorCode::WrongServerKey:
        return "The server has another key than the one expected; compare fingerprints before trusting it.";
    case ErrorCode::UnknownKey:
        return "The server lets nobody in with this key; have its public half added to the server's users.";
    case ErrorCode::WrongPassword:
        return "The server lets nobody in with this name and password; check both.";
    case ErrorCode::MechanismMismatch:
        return "The ends do not show who they are in the same way; give the client the credentials that the "
               "server's authenticator asks for.";
    case ErrorCode::NoAnswer:
        return "Something listens at the endpoint but does not answer; check that it is the right server.";
    }
    return "An error that this version does not know; update it to read the reason."; // a newer peer's number
}

} // namespace

QString describe(ErrorCode code)
{
    return QString::fromLatin1(words(code));
}

Error::Error() : m_code(ErrorCode::None) {}

Error::Error(ErrorCode code, const QString &message)
    : m_code(code), m_message(message.isEmpty() ? describe(code) : message),
      m_what(QByteArray::number(int(code)) + ": " + m_message.toUtf8())
{
}

Error::Error(const QString &className, const QString &message, const QVariant &details)
    : Error(ErrorCode::RemoteException, message)
{
    m_className = className;
    m_details = details;
}

Error::~Error() = default;
Error::Error(const Error &) = default;
Error &Error::operator=(const Error &) = default;
Error::Error(Error &&) noexcept = default;
Error &Error::operator=(Error &&) noexcept = default;

ErrorCode Error::code() const
{
    return m_code;
}

QString Error::className() const
{
    return m_className;
}

QString Error::message() const
{
    return m_message;
}

QVariant Error::details() const
{
    return m_details;
}

QString Error::remoteTrace() const
{
    return m_remoteTrace;
}

bool Error::isSafeToRetry() const
{
    switch (m_code) {
    case ErrorCode::UnknownName:
    case ErrorCode::WrongArguments:
    case ErrorCode::NoPermission:
    case ErrorCode::Busy:
    case ErrorCode::TooLarge:
    case ErrorCode::NeverSent:
    case ErrorCode::VersionMismatch:
    case ErrorCode::InvalidAddress:
    case ErrorCode::AddressInUse:
    case ErrorCode::NameTaken:
    case ErrorCode::NotExposable:
    case ErrorCode::Refused:
    case ErrorCode::ConnectionFailed:
    case ErrorCode::InvalidKey:
    case ErrorCode::WrongSecret:
    case ErrorCode::WrongServerKey:
    case ErrorCode::UnknownKey:
    case ErrorCode::WrongPassword:
    case ErrorCode::MechanismMismatch:
    case ErrorCode::NoAnswer: return true;
    default: // also EncodingFailed: it may be the result that could not be encoded
        return false;
    }
}

Error Error::withRemoteTrace(const QString &trace) const
{
    Error copy(*this);
    copy.m_remoteTrace = trace;
    return copy;
}

Error Error::withDetails(const QVariant &details) const
{
    Error copy(*this);
    copy.m_details = details;
    return copy;
}

Error Error::withClassName(const QString &className) const
{
    Error copy(*this);
    copy.m_className = className;
    return copy;
}

const char *Error::what() const noexcept
{
    return m_what.constData();
}

void Error::raise() const
{
    throw *this;
}

Error *Error::clone() const
{
    return new Error(*this);
}

QDebug operator<<(QDebug debug, const Error &error)
{
    const QDebugStateSaver saver(debug);
    debug.nospace() << "Error(" << error.code();
    if (!error.className().isEmpty())
        debug << ", " << qUtf8Printable(error.className());
    return debug << ", " << error.message() << ")";
}

} // namespace heliograph
