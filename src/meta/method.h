// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "meta/domains.h"

#include <heliograph/typecodec.h>

#include <QtCore/qfuture.h>
#include <QtCore/qmetatype.h>

#include <functional>
#include <memory>
#include <vector>

class QThreadPool;

namespace heliograph {

class ExposedObject;
class Target;

/// One parameter of a method.
struct Parameter
{
    QByteArray name; ///< empty when the method does not tell
    const TypeCodec *codec = nullptr;
};

/// How to wait for a QFuture<T> whose T is only known at run time. Null functions: the method returns no future.
struct FutureAccess
{
    /// The future at \a future, without its type.
    std::function<QFuture<void>(const void *future)> erase;
    /// The first result of a finished future; nullptr when it has none.
    const void *(*firstResult)(const QFuture<void> &future) = nullptr;
};

/// One signature that can be called: built once at exposure and never changed, so that a call costs no lookup
/// of names or types. Shared by all threads.
struct Method
{
    QByteArray name; ///< dotted, as the peer calls it
    std::vector<Parameter> parameters;
    qsizetype required = 0;            ///< parameters without a default value come first
    QMetaType returnType;              ///< of what invoke() writes; may be QFuture<T>; void: QMetaType::Void
    const TypeCodec *result = nullptr; ///< of the value that is sent back; nullptr when there is none
    FutureAccess future;
    std::shared_ptr<Target> target; ///< the object to run in; null: runs in the server's thread or in pool
    std::shared_ptr<ExposedObject> object; ///< whose method it is; null for a function
    QThreadPool *pool = nullptr;           ///< where a function runs; not owned
    DomainNumber domain = defaultDomain;
    /// Runs it: argv[0] is constructed storage of returnType (nullptr for void), argv[1..given] the arguments.
    /// \a given is between required and parameters.size(). May throw anything.
    std::function<void(void **argv, qsizetype given)> invoke;

    [[nodiscard]] bool returnsFuture() const { return bool(future.erase); }
    /// "name(int a, QString b = default) -> double", for messages and introspection.
    [[nodiscard]] QByteArray signature() const;
    /// "name(int,QString)": how a caller picks one overload.
    [[nodiscard]] QByteArray selector() const;
};

/// All signatures of one name that one exposure has.
struct MethodSet
{
    QByteArray name;
    QByteArray exposure; ///< the name given to expose()
    QString origin;      ///< what was exposed, for messages
    std::vector<std::shared_ptr<const Method>> overloads;
    DomainNumber exposureDomain = defaultDomain; ///< the one given to expose()
    DomainNumber domain = defaultDomain;         ///< of all overloads, unless isMixed
    bool isMixed = false;                        ///< they are of several domains
    PermissionChanges changes = nullptr;         ///< of the table's permissions; null: none has any

    /// The highest rank of its overloads for a peer with \a domains; 0 when none exists for it.
    [[nodiscard]] quint32 rank(const PeerDomains &domains) const;
    /// Whether one of its overloads and one of \a other are of the same domain.
    [[nodiscard]] bool meets(const MethodSet &other) const;
};

/// \a set as far as it exists for a peer with \a domains: itself, unless some of its overloads do not.
[[nodiscard]] std::shared_ptr<const MethodSet> partOf(const std::shared_ptr<const MethodSet> &set,
                                                      const PeerDomains &domains);

} // namespace heliograph
