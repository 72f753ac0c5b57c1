// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "codec/exceptiontable.h"

#include <heliograph/exceptions.h>

#include <QtCore/qdebug.h>
#include <QtCore/qexception.h>
#include <QtCore/qhash.h>

#include <cstdlib>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

#if __has_include(<cxxabi.h>)
#    include <cxxabi.h>
#endif

namespace heliograph {

namespace {

struct ExceptionClass
{
    QString name;
    detail::DetailsFunction toDetails;
    detail::RestoreFunction restore;
};

/// The registered classes of this process, where a class is the same class everywhere. Never forgets one, so that
/// the application's functions can be called without the lock.
class ExceptionTable
{
public:
    /// Never destroyed: destructors of the application's static objects may still call.
    static ExceptionTable &instance()
    {
        static ExceptionTable &table = *new ExceptionTable;
        return table;
    }

    bool add(std::type_index type, ExceptionClass registered)
    {
        const std::unique_lock lock(m_mutex);
        if (m_byName.contains(registered.name) || m_byType.contains(type))
            return false;
        const QString name = registered.name;
        const auto entry = std::make_shared<const ExceptionClass>(std::move(registered));
        m_byType.emplace(type, entry);
        m_byName.insert(name, entry);
        return true;
    }

    std::shared_ptr<const ExceptionClass> find(std::type_index type) const
    {
        const std::shared_lock lock(m_mutex);
        const auto found = m_byType.find(type);
        return found == m_byType.end() ? nullptr : found->second;
    }

    std::shared_ptr<const ExceptionClass> find(const QString &name) const
    {
        const std::shared_lock lock(m_mutex);
        return m_byName.value(name);
    }

private:
    ExceptionTable() = default;

    mutable std::shared_mutex m_mutex;
    std::unordered_map<std::type_index, std::shared_ptr<const ExceptionClass>> m_byType;
    QHash<QString, std::shared_ptr<const ExceptionClass>> m_byName;
};

QString readableName(const std::type_info &type)
{
#if __has_include(<cxxabi.h>)
    const std::unique_ptr<char, decltype(&std::free)> name(
        abi::__cxa_demangle(type.name(), nullptr, nullptr, nullptr), &std::free);
    if (name)
        return QString::fromUtf8(name.get());
#endif
    return QString::fromUtf8(type.name());
}

QVariant detailsOf(const ExceptionClass &registered, const std::exception &exception)
{
    try {
        return registered.toDetails(exception);
    } catch (...) {
        qWarning("heliograph: the details of exception %s stay behind: its toDetails function threw",
                 qUtf8Printable(registered.name));
        return QVariant();
    }
}

Error describe(const std::exception &exception)
{
    const auto registered = ExceptionTable::instance().find(std::type_index(typeid(exception)));
    if (!registered) {
        // One without a code was thrown nonetheless, and its caller must not take it for a success.
        const auto *own = dynamic_cast<const Error *>(&exception);
        if (own && own->code() != ErrorCode::None)
            return *own;
    }
    const char *const what = exception.what();
    const QString message = what ? QString::fromUtf8(what) : QString();
    if (registered)
        return Error(registered->name, message, detailsOf(*registered, exception));
    return Error(readableName(typeid(exception)), message);
}

} // namespace

Error captureException(const std::exception_ptr &exception)
{
    if (exception) {
        try {
            std::rethrow_exception(exception);
        } catch (const QUnhandledException &caught) { // in which QtConcurrent puts all that is no QException
            return caught.exception() ? captureException(caught.exception()) : describe(caught);
        } catch (const std::exception &caught) {
            return describe(caught);
        } catch (...) {
            return Error(QString(), QStringLiteral("unknown exception"));
        }
    }
    return Error(QString(), QStringLiteral("unknown exception"));
}

std::exception_ptr restoreException(const Error &error)
{
    if (error.code() == ErrorCode::RemoteException) {
        const auto registered = ExceptionTable::instance().find(error.className());
        try {
            std::exception_ptr restored =
                registered ? registered->restore(error.message(), error.details()) : nullptr;
            if (restored)
                return restored;
        } catch (...) {
            qWarning("heliograph: exception %s arrives as an Error: its restore function threw",
                     qUtf8Printable(registered->name));
        }
    }
    return std::make_exception_ptr(error);
}

namespace detail {

bool registerException(const QString &name, std::type_index type, DetailsFunction toDetails,
                       RestoreFunction restore)
{
    const QString typeName = QString::fromUtf8(type.name());
    if (!name.isEmpty()
        && ExceptionTable::instance().add(type, {name, std::move(toDetails), std::move(restore)}))
        return true;
    qWarning("heliograph: exception %s cannot be registered as \"%s\": the name is empty, or the name or the "
             "class "
             "is registered already",
             qUtf8Printable(typeName), qUtf8Printable(name));
    return false;
}

} // namespace detail

} // namespace heliograph
