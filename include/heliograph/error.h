// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/export.h>

#include <QtCore/qexception.h>
#include <QtCore/qmetatype.h>
#include <QtCore/qstring.h>
#include <QtCore/qvariant.h>

namespace heliograph {
Q_NAMESPACE_EXPORT(HELIOGRAPH_EXPORT)

/// Why a call, an exposure or a link failed. The numbers travel on the wire and never change.
enum class ErrorCode : quint16 {
    None = 0,               ///< nothing went wrong; never travels
    UnknownName = 1,        ///< nothing of that name is exposed to this caller
    WrongArguments = 2,     ///< the arguments fit no overload; the message names position, name and types
    NoPermission = 3,       ///< the caller is known, but may not do this
    Busy = 4,               ///< too many calls wait or run already; try again later
    TooLarge = 5,           ///< the message is over the size limit; nothing of it was sent
    Canceled = 6,           ///< the caller gave the call up
    TimedOut = 7,           ///< the deadline passed after the call was sent; it may still have run
    NeverSent = 8,          ///< the call did not leave this process; it is safe to try again
    OutcomeUnknown = 9,     ///< the session was lost after sending; the call ran once or not at all
    RemoteException = 10,   ///< the handler threw; className() and message() are the exception's own
    HandlerGone = 11,       ///< the object, or the handler's promise, died before it answered
    EncodingFailed = 12,    ///< a value has no form on the wire; the message names its type
    WrongResult = 13,       ///< the answer does not fit the type that the caller asked for
    ProtocolError = 14,     ///< the peer broke the protocol
    VersionMismatch = 15,   ///< the peers speak no common version of the protocol
    InvalidAddress = 16,    ///< the endpoint is not one that this transport understands
    AddressInUse = 17,      ///< another socket holds the endpoint
    NameTaken = 18,         ///< something else is exposed by that name
    NotExposable = 19,      ///< a member or type that cannot be exposed; the message says why
    Refused = 20,           ///< the peer refused the session; the message is the peer's reason
    PeerClosed = 21,        ///< the peer said goodbye
    ConnectionLost = 22,    ///< the link broke without a goodbye
    ConnectionFailed = 23,  ///< nothing answered at the endpoint
    Closed = 24,            ///< this end was closed or destroyed
    TooSlow = 25,           ///< an end did not read what it was sent for too long
    InvalidKey = 26,        ///< a key, secret or password, or the file that holds it, cannot be used
    WrongSecret = 27,       ///< the ends do not share a secret
    WrongServerKey = 28,    ///< the server has another key than the one that the client expects
    UnknownKey = 29,        ///< the server lets nobody in with the client's key
    WrongPassword = 30,     ///< the server lets nobody in with that name and password
    MechanismMismatch = 31, ///< the ends do not show who they are in the same way
    NoAnswer = 32,          ///< something listens at the endpoint, but does not answer as this library does
};
Q_ENUM_NS(ErrorCode)

/// One sentence for \a code: what happened and what to do about it.
[[nodiscard]] HELIOGRAPH_EXPORT QString describe(ErrorCode code);

/// A failure as a value and as an exception: futures throw it, callbacks receive it, handlers may throw it
/// to choose what their caller sees. A value type; safe to copy between threads.
class HELIOGRAPH_EXPORT Error : public QException
{
public:
    /// No error: code() is None.
    Error();
    /// An error with \a code and \a message; an empty message is replaced by describe(code).
    explicit Error(ErrorCode code, const QString &message = QString());
    /// The error of a handler: code RemoteException, a \a className chosen by the application, a \a message
    /// and \a details of any type that can be sent.
    Error(const QString &className, const QString &message, const QVariant &details = QVariant());
    ~Error() override;
    Error(const Error &);
    Error &operator=(const Error &);
    Error(Error &&) noexcept;
    Error &operator=(Error &&) noexcept;

    /// What kind of failure this is.
    [[nodiscard]] ErrorCode code() const;
    /// The class of the exception at its origin ("std::out_of_range"); empty when nothing was thrown.
    [[nodiscard]] QString className() const;
    /// What went wrong and what was expected, in one or two sentences.
    [[nodiscard]] QString message() const;
    /// What the handler attached; invalid when nothing.
    [[nodiscard]] QVariant details() const;
    /// Where it happened on the other end, for a log; may be empty.
    [[nodiscard]] QString remoteTrace() const;
    /// True when the call has certainly not run, so that trying again cannot run it twice.
    [[nodiscard]] bool isSafeToRetry() const;

    /// The same error with another remote trace, details or class name.
    [[nodiscard]] Error withRemoteTrace(const QString &trace) const;
    [[nodiscard]] Error withDetails(const QVariant &details) const;
    [[nodiscard]] Error withClassName(const QString &className) const;

    /// "<code>: <message>" in UTF-8, for code that knows std::exception only; valid while this error lives.
    [[nodiscard]] const char *what() const noexcept override;
    void raise() const override;
    [[nodiscard]] Error *clone() const override;

private:
    ErrorCode m_code;
    QString m_className;
    QString m_message;
    QVariant m_details;
    QString m_remoteTrace;
    QByteArray m_what;
};

/// Prints the code by its name, class name and message.
HELIOGRAPH_EXPORT QDebug operator<<(QDebug debug, const Error &error);

} // namespace heliograph

Q_DECLARE_METATYPE(heliograph::Error)
