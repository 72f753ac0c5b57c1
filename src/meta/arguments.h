// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qmetatype.h>

#include <array>
#include <cstddef>
#include <memory>

namespace heliograph {

struct Method;

/// Storage for one call of a method: the result and all arguments, default-constructed as their declared
/// types, in one block. Arguments are decoded straight into it and the method runs straight out of it.
class Arguments
{
public:
    /// The most parameters a method may have (Qt's own metacalls pass ten at most; functions may take more).
    static constexpr qsizetype maximum = 32;

    /// \a method outlives this.
    explicit Arguments(const Method &method);
    ~Arguments();
    Q_DISABLE_COPY_MOVE(Arguments)

    /// Where the argument \a index (from 0) is.
    [[nodiscard]] void *argument(qsizetype index) { return m_argv[size_t(index) + 1]; }
    /// Where the result is; nullptr for a method without one.
    [[nodiscard]] void *result() { return m_argv[0]; }
    /// The result and the arguments in the form of QObject::qt_metacall.
    [[nodiscard]] void **argv() { return m_argv.data(); }

private:
    void destroy();

    const Method &m_method;
    std::array<void *, maximum + 1> m_argv;
    qsizetype m_constructed = 0; // entries of m_argv that hold a value, for a constructor that throws
    alignas(std::max_align_t) std::array<std::byte, 160> m_inline; // enough for most signatures
    std::unique_ptr<std::byte[]> m_heap;
};

} // namespace heliograph
