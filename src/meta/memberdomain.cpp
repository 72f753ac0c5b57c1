// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/memberdomain.h"

#include "meta/memberpolicy.h"

#include <QtCore/qstringlist.h>

#include <algorithm>

namespace heliograph {

namespace {

// As domain.h has it.
constexpr QLatin1StringView tagPrefix("heliograph_domain_");
constexpr QByteArrayView infoName("heliograph.domain");

// moc joins what stands before a method by spaces: others may have tags of their own.
QStringList domainsIn(const QMetaMethod &method)
{
    QStringList domains;
    const QStringList tokens = QString::fromUtf8(method.tag()).split(u' ');
    for (const QString &token : tokens) {
        if (token.startsWith(tagPrefix))
            domains.append(token.sliced(tagPrefix.size()));
    }
    return domains;
}

// The domains of all tags in the class alone: those that the methods have, and those that were written.
QStringList attached(const QMetaObject *meta)
{
    QStringList domains;
    for (int i = meta->methodOffset(); i < meta->methodCount(); ++i) {
        if (const QMetaMethod method = meta->method(i); !(method.attributes() & QMetaMethod::Cloned))
            domains += domainsIn(method);
    }
    return domains;
}

QStringList written(const QMetaObject *meta)
{
    QStringList domains;
    for (int i = meta->classInfoOffset(); i < meta->classInfoCount(); ++i) {
        if (const QMetaClassInfo info = meta->classInfo(i); info.name() == infoName)
            domains.append(QString::fromUtf8(info.value()));
    }
    return domains;
}

bool hasTwo(const QMetaObject *meta)
{
    for (int i = meta->methodOffset(); i < meta->methodCount(); ++i) {
        if (domainsIn(meta->method(i)).size() > 1)
            return true;
    }
    return false;
}

} // namespace

std::optional<QString> taggedDomain(const QMetaMethod &method)
{
    if (const QStringList domains = domainsIn(method); !domains.isEmpty())
        return domains.constFirst();
    // moc knows nothing of overriding. The nearest class counts.
    for (int i = method.enclosingMetaObject()->methodOffset() - 1; i >= 0; --i) {
        const QMetaMethod above = method.enclosingMetaObject()->method(i);
        if (!haveSameSignature(above, method))
            continue;
        if (const QStringList domains = domainsIn(above); !domains.isEmpty())
            return domains.constFirst();
    }
    return std::nullopt;
}

QString tagFault(const QMetaObject *meta)
{
    for (; meta; meta = meta->superClass()) {
        QStringList all = written(meta);
        for (const QString &domain : attached(meta))
            all.removeOne(domain);
        if (!all.isEmpty() || hasTwo(meta))
            return QStringLiteral("A HELIOGRAPH_DOMAIN(%1) in %2 belongs to no member: write it once, right "
                                  "before Q_INVOKABLE, Q_SLOT or "
                                  "Q_SIGNAL, with virtual, static, inline and attributes before it.")
                .arg(all.value(0), QLatin1StringView(meta->className()));
    }
    return {};
}

} // namespace heliograph
