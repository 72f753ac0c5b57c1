// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <iterator>

namespace heliograph {

/// Those of \a names that are not among \a others. Both lists are sorted, and so is the result.
template <typename List>
[[nodiscard]] List namesWithout(const List &names, const List &others)
{
    List left;
    std::set_difference(names.begin(), names.end(), others.begin(), others.end(), std::back_inserter(left));
    return left;
}

} // namespace heliograph
