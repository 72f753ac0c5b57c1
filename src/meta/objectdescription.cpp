// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/objectdescription.h"

#include "meta/description.h"

#include <heliograph/types.h>

#include <algorithm>
#include <utility>

namespace heliograph {

ObjectDescription::ObjectDescription(const std::vector<std::shared_ptr<Method>> &methods,
                                     const QByteArray &prefix, const std::vector<Property> &properties,
                                     const std::vector<Signal> &signalList, DomainNumber domain)
{
    for (const std::shared_ptr<Method> &method : methods) {
        Method relative = *method;
        relative.name = method->name.sliced(prefix.size());
        m_methods.push_back(entry(method->domain, describe(relative)));
    }
    for (const Property &property : properties)
        m_properties.push_back(entry(domain, describe(property)));
    for (const Signal &signal : signalList)
        m_signals.push_back(entry(signal.domain, describe(signal)));
    m_whole = join([](const Entry &) { return true; });
}

ObjectDescription::Entry ObjectDescription::entry(DomainNumber domain, const QVariantMap &description)
{
    const QVariant value(description);
    Encoder encoder;
    codecFor<QVariant>().encode(encoder, &value);
    return {domain, encoder.take()};
}

template <typename IsWanted>
QByteArray ObjectDescription::join(IsWanted isWanted) const
{
    Encoder encoder;
    encoder.writeMap(3);
    for (const auto &[kind, entries] :
         {std::pair("methods", &m_methods), {"properties", &m_properties}, {"signals", &m_signals}}) {
        encoder.writeString(QUtf8StringView(kind));
        encoder.writeArray(quint32(std::count_if(entries->begin(), entries->end(), isWanted)));
        for (const Entry &entry : *entries) {
            if (isWanted(entry))
                encoder.writeRaw(entry.bytes);
        }
    }
    return encoder.take();
}

QByteArray ObjectDescription::forPeer(const PeerDomains &domains) const
{
    const auto isThere = [&](const Entry &entry) { return domains.has(entry.domain); };
    const auto areThere = [&](const Entries &entries) {
        return std::all_of(entries.begin(), entries.end(), isThere);
    };
    // Who sees the object sees its properties, whose places in the list are how their values are named.
    return areThere(m_methods) && areThere(m_signals)
               ? m_whole
               : join([&](const Entry &entry) { return isThere(entry); });
}

} // namespace heliograph
