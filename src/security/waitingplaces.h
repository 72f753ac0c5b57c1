// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qstring.h>

#include <memory>

namespace heliograph {

/// Places for those who wait: so many, and only some of them for those of one origin. Any thread.
class WaitingPlaces
{
public:
    /// Taken until its last copy is destroyed, also when all this is gone.
    using Place = std::shared_ptr<void>;

    /// At most \a most places, and \a mostOfOrigin for each origin.
    WaitingPlaces(int most, int mostOfOrigin);

    /// A place for one of \a origin; null if there is none. Those of the empty origin are only counted together with all.
    [[nodiscard]] Place take(const QString &origin);

private:
    struct Counts;
    const std::shared_ptr<Counts> m_counts;
};

} // namespace heliograph
