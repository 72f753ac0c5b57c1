// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/method.h"

#include <algorithm>

namespace heliograph {

QByteArray Method::signature() const
{
    QByteArray text = name + '(';
    for (qsizetype i = 0; i < qsizetype(parameters.size()); ++i) {
        const Parameter &parameter = parameters[size_t(i)];
        if (i > 0)
            text += ", ";
        text += parameter.codec->typeName();
        if (!parameter.name.isEmpty())
            text += ' ' + parameter.name;
        if (i >= required)
            text += " = default";
    }
    text += ')';
    if (result)
        text += " -> " + result->typeName();
    return text;
}

QByteArray Method::selector() const
{
    QByteArray text = name + '(';
    for (const Parameter &parameter : parameters) {
        if (&parameter != &parameters.front())
            text += ',';
        text += parameter.codec->typeName();
    }
    return text + ')';
}

quint32 MethodSet::rank(const PeerDomains &domains) const
{
    if (!isMixed)
        return domains.rank(domain);
    quint32 rank = 0;
    for (const std::shared_ptr<const Method> &method : overloads)
        rank = std::max(rank, domains.rank(method->domain));
    return rank;
}

bool MethodSet::meets(const MethodSet &other) const
{
    return std::any_of(overloads.begin(), overloads.end(), [&](const auto &method) {
        return std::any_of(other.overloads.begin(), other.overloads.end(),
                           [&](const auto &it) { return it->domain == method->domain; });
    });
}

std::shared_ptr<const MethodSet> partOf(const std::shared_ptr<const MethodSet> &set,
                                        const PeerDomains &domains)
{
    const auto isHidden = [&](const std::shared_ptr<const Method> &method) {
        return !domains.has(method->domain);
    };
    if (!set->isMixed || std::none_of(set->overloads.begin(), set->overloads.end(), isHidden))
        return set;
    auto part = std::make_shared<MethodSet>(*set);
    std::erase_if(part->overloads, isHidden);
    return part;
}

} // namespace heliograph
