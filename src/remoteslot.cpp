// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/remoteslot.h>

namespace heliograph::detail {

LoggedCall::LoggedCall(QString name) : m_name(std::move(name)) {}
LoggedCall::~LoggedCall() = default;

void LoggedCall::fail(const Error &error)
{
    LogError{m_name}(error);
}

} // namespace heliograph::detail
