// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearrayview.h>
#include <QtCore/qloggingcategory.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

// What the fuzz targets share. A target is one file with the two functions below; libFuzzer calls them, or replay.cpp.

/// Runs the target on one input. Always returns 0; what is wrong ends the program.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
/// Once, before the first input.
extern "C" int LLVMFuzzerInitialize(int *argc, char ***argv);

/// What the sanitizers know about memory; null without them.
extern "C" __attribute__((weak)) size_t
__sanitizer_get_current_allocated_bytes(); // NOLINT(bugprone-reserved-identifier)

namespace fuzz {

/// Ends the program, which is a finding, unless \a fact.
inline void require(bool fact, const char *what)
{
    if (fact)
        return;
    std::fprintf(stderr, "fuzz: not so: %s\n", what);
    std::abort();
}

/// Bytes on the heap; 0 where nobody knows.
inline qsizetype allocatedBytes()
{
    return __sanitizer_get_current_allocated_bytes ? qsizetype(__sanitizer_get_current_allocated_bytes()) : 0;
}

/// The library's warnings are right here, and far too many.
inline void beQuiet()
{
    QLoggingCategory::setFilterRules(QStringLiteral("*=false"));
}

/// Turns an input into decisions. When it is used up, everything is 0.
class Input
{
public:
    Input(const uint8_t *data, size_t size) : m_rest(data, qsizetype(size)) {}

    [[nodiscard]] bool isEmpty() const { return m_rest.isEmpty(); }
    [[nodiscard]] quint8 byte()
    {
        const auto bytes = take(1);
        return bytes.isEmpty() ? 0 : quint8(bytes[0]);
    }
    /// Less than \a end.
    [[nodiscard]] quint32 below(quint32 end) { return byte() % end; }
    /// Any number: small ones in one byte, others with their bytes behind one that says how many.
    [[nodiscard]] quint64 number()
    {
        const quint8 first = byte();
        if (first < smallNumbers)
            return first;
        quint64 value = 0;
        for (const char each : take((first - smallNumbers) % 8 + 1))
            value = value << 8 | quint8(each);
        return value;
    }
    /// As many bytes as the number in front of them says.
    [[nodiscard]] QByteArrayView bytes()
    {
        const quint64 size = number();
        return take(qsizetype(std::min(size, quint64(m_rest.size()))));
    }
    [[nodiscard]] QByteArrayView rest() { return take(m_rest.size()); }

private:
    static constexpr quint8 smallNumbers = 240;

    QByteArrayView take(qsizetype size)
    {
        const QByteArrayView taken = m_rest.first(std::min(size, m_rest.size()));
        m_rest = m_rest.sliced(taken.size());
        return taken;
    }

    QByteArrayView m_rest;
};

} // namespace fuzz
