// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/error.h>
#include <heliograph/export.h>
#include <heliograph/function.h>
#include <heliograph/identity.h>

#include <QtCore/qanystringview.h>
#include <QtCore/qstringlist.h>

#include <chrono>
#include <concepts>
#include <functional>
#include <memory>

class QObject;
class QThreadPool;
struct QMetaObject;

namespace heliograph {

/// Says whether a domain exists for \a who; see Registry::setPredicate().
using Predicate = std::function<bool(const Identity &who)>;

/// How something is exposed.
struct ExposeOptions
{
    /// The domain that its names belong to: they exist for whom the domain does, see Registry::setPredicate(). Empty: the
    /// default domain, which is everybody's. Methods and signals with HELIOGRAPH_DOMAIN belong to their own.
    QString domain = {};
    /// Objects: the topmost class whose members are exposed, &Base::staticMetaObject; null: only the members of
    /// the object's own class. Members of QObject, QWidget and their like are never exposed.
    const QMetaObject *upTo = nullptr;
    /// Objects: expose public slots too, not Q_INVOKABLE methods alone.
    bool includeSlots = false;
    /// Objects: let peers write properties. "name.property=" is then a method that takes the new value.
    /// Readable properties (with NOTIFY, BINDABLE or CONSTANT) always are methods without parameters.
    bool writableProperties = false;
    /// Objects: the least time between two messages about changed properties, up to 24 days, which then tell the last values; 0:
    /// what changes in one turn of the object's event loop is told at its end, or before what happens next.
    std::chrono::milliseconds propertyInterval{};
    /// Functions: the parameters' names, in order, for callers that name their arguments.
    QStringList parameterNames = {};
    /// Functions: the pool whose threads run it; null: the thread of the Server or Client. Not owned; must
    /// outlive the exposure.
    QThreadPool *pool = nullptr;
};

/// What peers can call, by dotted name. A Registry is a handle: copies share one table. Each Server and Client
/// has a registry of its own, may look into one that several share, and looks into global() last.
/// Thread-safe. What is exposed or withdrawn at run time is so for live sessions at once.
class HELIOGRAPH_EXPORT Registry
{
public:
    /// A new, empty registry.
    Registry();
    ~Registry();
    Registry(const Registry &);
    Registry &operator=(const Registry &);

    /// The registry of the whole process, which every Server and Client looks into after its own.
    [[nodiscard]] static Registry global();

    /// Exposes the members of \a object as "name.member": public Q_INVOKABLE methods of its class, and what
    /// \a options add. They run in the object's thread. The object is not owned; when it dies its methods are
    /// withdrawn. Call it in the object's thread. False with error() when the name is taken in its domain (the error
    /// names both holders) or nothing of the object can be exposed.
    bool expose(QAnyStringView name, QObject *object, const ExposeOptions &options = {});
    /// The same without a name in front: the members are called by their own names.
    bool expose(QObject *object, const ExposeOptions &options = {});

    /// Exposes a function, lambda or function object as \a name. Its parameter and result types are checked when
    /// it compiles. It runs in the thread of the Server or Client that the call came to, or in
    /// ExposeOptions::pool; it may return QFuture<T>, and the answer goes out when that finishes.
    template <detail::PlainCallable F>
    bool expose(QAnyStringView name, F &&callable, const ExposeOptions &options = {})
    {
        return addFunction(name, detail::makeFunction(std::forward<F>(callable)), nullptr, options);
    }
    /// Exposes a member function of \a object as \a name. It runs in the object's thread and is withdrawn when
    /// the object dies.
    template <std::derived_from<QObject> C, detail::MemberFunction Member>
    bool expose(QAnyStringView name, C *object, Member member, const ExposeOptions &options = {})
    {
        return addFunction(name, detail::makeMemberFunction(object, member), object, options);
    }

    /// Says for whom \a domain (empty: the default one) exists: for those for whom \a predicate returns true. To all others
    /// its names are as if nobody had exposed them, in calls, subscriptions and lists. Without a predicate a domain exists for
    /// nobody, the default one for everybody; a null \a predicate takes it back.
    ///
    /// A name may be exposed in several domains. Of those that exist for a caller counts the one whose predicate was set last
    /// (set anew, it keeps its place), and the default domain when there is no other.
    ///
    /// A predicate decides about this registry alone, not about shared or global ones. It is asked once in each session, and again
    /// after setPredicate() and permissionsChanged(), in the thread of the Server or Client; in several at once when they share
    /// the registry, and perhaps still when another has taken its place: it owns what it uses. It must return soon, without running an event loop. One that throws says no.
    void setPredicate(QAnyStringView domain, Predicate predicate);
    /// What the predicates go by has changed: they are asked again. Calls that come from now on follow what they say; live
    /// subscriptions end, as if withdrawn, or begin, when control returns to the event loop, or before the next event or change is told.
    void permissionsChanged();

    /// Withdraws what was exposed as \a name, in all domains; false when nothing was. Calls that run already are not disturbed.
    bool withdraw(QAnyStringView name);
    /// Withdraws everything that \a object was exposed as.
    bool withdraw(const QObject *object);

    /// The names that can be called now, in any domain, sorted.
    [[nodiscard]] QStringList names() const;
    /// Why the last expose() of any thread returned false; ErrorCode::None before.
    [[nodiscard]] Error error() const;

private:
    friend class RegistryChain;
    struct Private;
    explicit Registry(std::shared_ptr<Private> shared);
    bool exposeObject(const QByteArray &exposure, const QByteArray &name, QObject *object,
                      const ExposeOptions &options);
    bool addFunction(QAnyStringView name, Function function, QObject *object, const ExposeOptions &options);
    bool fail(const Error &error);

    std::shared_ptr<Private> d;
};

/// What Server and Client have in common: a registry of their own and short ways to fill it.
class HELIOGRAPH_EXPORT RegistryOwner
{
public:
    /// What the peers of this server or client may call, before they look into shared and global registries.
    [[nodiscard]] Registry registry() const { return m_registry; }

    /// As in Registry, each of them.
    bool expose(QAnyStringView name, QObject *object, const ExposeOptions &options = {})
    {
        return m_registry.expose(name, object, options);
    }
    /// As in Registry.
    bool expose(QObject *object, const ExposeOptions &options = {})
    {
        return m_registry.expose(object, options);
    }
    /// As in Registry.
    template <detail::PlainCallable F>
    bool expose(QAnyStringView name, F &&callable, const ExposeOptions &options = {})
    {
        return m_registry.expose(name, std::forward<F>(callable), options);
    }
    /// As in Registry.
    template <std::derived_from<QObject> C, detail::MemberFunction Member>
    bool expose(QAnyStringView name, C *object, Member member, const ExposeOptions &options = {})
    {
        return m_registry.expose(name, object, member, options);
    }
    /// As in Registry.
    void setPredicate(QAnyStringView domain, Predicate predicate)
    {
        m_registry.setPredicate(domain, std::move(predicate));
    }
    /// As in Registry.
    void permissionsChanged() { m_registry.permissionsChanged(); }
    /// As in Registry.
    bool withdraw(QAnyStringView name) { return m_registry.withdraw(name); }
    /// As in Registry.
    bool withdraw(const QObject *object) { return m_registry.withdraw(object); }

protected:
    RegistryOwner() = default;
    ~RegistryOwner() = default;
    Q_DISABLE_COPY_MOVE(RegistryOwner)

private:
    Registry m_registry;
};

} // namespace heliograph
