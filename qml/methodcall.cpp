// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "methodcall.h"

#include "log.h"
#include "value.h"

namespace heliograph::qml {

namespace {

constexpr QLatin1StringView named{"named"};
constexpr QLatin1StringView timeout{"timeout"};
constexpr QLatin1StringView waitForSession{"waitForSession"};

/// Why \a method cannot be called with \a options; nothing when it can.
std::optional<Error> obstacle(const std::optional<RemoteMethod> &method, const QVariantMap &options)
{
    for (auto option = options.cbegin(); option != options.cend(); ++option) {
        const bool isKnown =
            option.key() == named || option.key() == timeout || option.key() == waitForSession;
        if (!isKnown)
            return Error(ErrorCode::WrongArguments,
                         QStringLiteral("Calls have no option \"%1\".").arg(option.key()));
    }
    if (!method)
        return Error(ErrorCode::NeverSent, QStringLiteral("There is no client, or no name."));
    return {};
}

RemoteMethod withOptions(RemoteMethod method, const QVariantMap &options)
{
    if (options.contains(timeout))
        method = method.withTimeout(std::chrono::milliseconds(options[timeout].toLongLong()));
    if (options.contains(waitForSession))
        method = method.waitingForSession(options[waitForSession].toBool());
    return method;
}

} // namespace

QFuture<QVariant> callMethod(const std::optional<RemoteMethod> &method, const QVariantList &arguments,
                             const QVariantMap &options)
{
    if (const std::optional<Error> error = obstacle(method, options))
        return QtFuture::makeExceptionalFuture<QVariant>(*error);
    return withOptions(*method, options)
        .invoke(fromScript(arguments).toList(), fromScript(options.value(named)).toMap());
}

void notifyMethod(const std::optional<RemoteMethod> &method, const QString &name,
                  const QVariantList &arguments, const QVariantMap &options)
{
    if (const std::optional<Error> error = obstacle(method, options))
        qCWarning(lcQml).noquote() << name << "was not called:" << error->message();
    else
        withOptions(*method, options)
            .invokeOneWay(fromScript(arguments).toList(), fromScript(options.value(named)).toMap());
}

} // namespace heliograph::qml
