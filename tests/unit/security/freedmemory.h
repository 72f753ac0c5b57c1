// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearrayview.h>

#include <malloc.h>

#include <cstdlib>
#include <cstring>

// Looks into all memory that is given back to malloc, for what should have been wiped. To be included by one file of a program, whose
// functions take the place of malloc's; not together with a sanitizer, which does the same.

extern "C" void __libc_free(void *memory); // NOLINT(bugprone-reserved-identifier): glibc's own

namespace freedmemory {

inline QByteArrayView wanted; // in the thread that looks, no other allocates meanwhile
inline int found = 0;

inline void look(void *memory)
{
    if (memory && !wanted.isEmpty()
        && ::memmem(memory, ::malloc_usable_size(memory), wanted.data(), std::size_t(wanted.size())))
        ++found;
}

/// In how many pieces of memory that \a task gives back \a bytes are found.
template <typename Task>
int countOf(QByteArrayView bytes, Task task)
{
    found = 0;
    wanted = bytes;
    task();
    wanted = {};
    return found;
}

} // namespace freedmemory

void free(void *memory) noexcept // NOLINT(misc-definitions-in-headers)
{
    freedmemory::look(memory);
    __libc_free(memory);
}

// Always elsewhere, so that the old place is looked at.
void *realloc(void *memory, std::size_t size) noexcept // NOLINT(misc-definitions-in-headers)
{
    void *const other = std::malloc(size);
    if (memory && other) {
        std::memcpy(other, memory, std::min(size, ::malloc_usable_size(memory)));
        free(memory);
    }
    return other;
}
