// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "registry_p.h"

#include "meta/arguments.h"
#include "meta/exposedobject.h"
#include "meta/log.h"
#include "meta/objectmembers.h"
#include "meta/target.h"

#include <heliograph/post.h>

#include <QtCore/qloggingcategory.h>
#include <QtCore/qpointer.h>

#include <algorithm>

namespace heliograph {

namespace {

// Names are dotted words; '=' and brackets belong to properties and overloads.
bool isName(const QByteArray &name)
{
    const auto isWordCharacter = [](char c) {
        return uchar(c) > 0x20 && c != 0x7f && c != '(' && c != ')' && c != '=';
    };
    return !name.isEmpty() && name.size() <= 255 && !name.startsWith('.') && !name.endsWith('.')
           && !name.contains("..") && std::all_of(name.begin(), name.end(), isWordCharacter);
}

Error badName(const QByteArray &name)
{
    return Error(
        ErrorCode::NotExposable,
        QStringLiteral("\"%1\" is no name: expected words joined by dots, 255 bytes at most, without spaces, "
                       "brackets or '='.")
            .arg(QString::fromUtf8(name)));
}

// The key under which an object without a name of its own is exposed.
QByteArray keyOf(const QObject *object)
{
    return "(object 0x" + QByteArray::number(quintptr(object), 16) + ')';
}

// Takes the exposure back when the object dies; the table may be gone by then, and with it this.
void withdrawWith(const std::shared_ptr<Target> &target, const std::shared_ptr<void> &table,
                  MethodTable *methods, const QByteArray &exposure)
{
    target->whenGone([alive = std::weak_ptr<void>(table), methods, exposure, key = target.get()] {
        if (const std::shared_ptr<void> held = alive.lock())
            methods->removeTarget(exposure, key);
    });
}

} // namespace

Registry::Registry() : d(std::make_shared<Private>()) {}
Registry::Registry(std::shared_ptr<Private> shared) : d(std::move(shared)) {}
Registry::~Registry() = default;
Registry::Registry(const Registry &) = default;
Registry &Registry::operator=(const Registry &) = default;

Registry Registry::global()
{
    static const std::shared_ptr<Private> shared = std::make_shared<Private>();
    return Registry(shared);
}

bool Registry::fail(const Error &error)
{
    qCWarning(lcExpose).noquote() << error.message();
    const std::lock_guard lock(d->mutex);
    d->error = error;
    return false;
}

Error Registry::error() const
{
    const std::lock_guard lock(d->mutex);
    return d->error;
}

bool Registry::expose(QAnyStringView name, QObject *object, const ExposeOptions &options)
{
    if (!object)
        return fail(Error(ErrorCode::NotExposable, QStringLiteral("There is no object to expose.")));
    const QByteArray exposure = name.toString().toUtf8();
    if (!isName(exposure))
        return fail(badName(exposure));
    return exposeObject(exposure, exposure, object, options);
}

bool Registry::expose(QObject *object, const ExposeOptions &options)
{
    if (!object)
        return fail(Error(ErrorCode::NotExposable, QStringLiteral("There is no object to expose.")));
    return exposeObject(keyOf(object), {}, object, options);
}

bool Registry::exposeObject(const QByteArray &exposure, const QByteArray &name, QObject *object,
                            const ExposeOptions &options)
{
    Domains &domains = d->table.domains();
    const DomainNumber domain = domains.number(options.domain);
    ObjectMembers members = membersOf(object, name,
                                      {options.upTo, options.includeSlots, options.writableProperties,
                                       options.propertyInterval, domain, &domains});
    for (const QString &skipped : members.skipped)
        qCWarning(lcExpose).noquote() << "not exposed:" << skipped;
    if (!members.error.isNull())
        return fail(Error(ErrorCode::NotExposable, members.error));
    if (members.methods.empty() && members.object->signalList().empty())
        return fail(
            Error(ErrorCode::NotExposable, QStringLiteral("%1 has no member that can be exposed; is it "
                                                          "Q_INVOKABLE and public?")
                                               .arg(members.origin)));
    const std::shared_ptr<Target> target = members.object->target();
    if (const std::optional<Error> error = d->table.add({exposure, members.origin, std::move(members.methods),
                                                         std::move(members.object), target, domain}))
        return fail(*error);
    withdrawWith(target, d, &d->table, exposure);
    return true;
}

bool Registry::addFunction(QAnyStringView name, Function function, QObject *object,
                           const ExposeOptions &options)
{
    auto method = std::make_shared<Method>();
    method->name = name.toString().toUtf8();
    if (!isName(method->name))
        return fail(badName(method->name));
    if (qsizetype(function.parameters.size()) > Arguments::maximum)
        return fail(Error(ErrorCode::NotExposable, QStringLiteral("\"%1\" takes more than %2 parameters.")
                                                       .arg(QString::fromUtf8(method->name))
                                                       .arg(Arguments::maximum)));
    if (!options.parameterNames.isEmpty()
        && options.parameterNames.size() != qsizetype(function.parameters.size()))
        return fail(Error(ErrorCode::NotExposable,
                          QStringLiteral("\"%1\" takes %2 parameters, but %3 names were given.")
                              .arg(QString::fromUtf8(method->name))
                              .arg(function.parameters.size())
                              .arg(options.parameterNames.size())));
    for (qsizetype i = 0; i < qsizetype(function.parameters.size()); ++i)
        method->parameters.push_back(
            {options.parameterNames.value(i).toUtf8(), function.parameters[size_t(i)]});
    method->required = qsizetype(function.parameters.size());
    method->returnType = function.returnType;
    method->result = function.result;
    method->future = {std::move(function.eraseFuture), function.firstResult};
    method->pool = object ? nullptr : options.pool;
    method->domain = d->table.domains().number(options.domain);
    method->invoke = [invoke = std::move(function.invoke)](void **argv, qsizetype) { invoke(argv); };
    if (object)
        method->target = Target::watch(object);
    const QString origin =
        object ? method->target->description() : u"function " + QString::fromUtf8(method->signature());
    if (const std::optional<Error> error =
            d->table.add({method->name, origin, {method}, nullptr, method->target, method->domain}))
        return fail(*error);
    if (object)
        withdrawWith(method->target, d, &d->table, method->name);
    return true;
}

void Registry::setPredicate(QAnyStringView domain, Predicate predicate)
{
    d->table.domains().setPredicate(domain.toString(), std::move(predicate));
    d->table.tellWatchers();
}

void Registry::permissionsChanged()
{
    d->table.domains().forgetAnswers();
    d->table.tellWatchers();
}

bool Registry::withdraw(QAnyStringView name)
{
    return d->table.remove(name.toString().toUtf8());
}

bool Registry::withdraw(const QObject *object)
{
    return d->table.removeObject(object);
}

QStringList Registry::names() const
{
    QStringList names;
    for (const QByteArray &name : d->table.methodNames())
        names.append(QString::fromUtf8(name));
    return names;
}

} // namespace heliograph
