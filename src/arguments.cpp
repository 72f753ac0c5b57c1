// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/arguments.h>

namespace heliograph {

int detail::encodeVariants(Encoder &encoder, const QVariantList &positional, const QVariantMap &named)
{
    const TypeCodec &codec = codecFor<QVariant>();
    int number = 0;
    const auto write = [&](const QVariant &value) {
        ++number;
        codec.encode(encoder, &value);
        return encoder.ok();
    };
    encoder.writeArray(quint32(positional.size()));
    for (const QVariant &value : positional) {
        if (!write(value))
            return number;
    }
    if (named.isEmpty())
        return 0;
    encoder.writeMap(quint32(named.size()));
    for (auto it = named.begin(); it != named.end(); ++it) {
        encoder.writeString(it.key());
        if (!write(it.value()))
            return number;
    }
    return 0;
}

} // namespace heliograph
