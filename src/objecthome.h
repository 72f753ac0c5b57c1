// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "meta/target.h"
#include "session/homethread.h"

#include <memory>

namespace heliograph {

/// The thread of an object, for as long as the object lives.
class ObjectHome final : public HomeThread
{
public:
    explicit ObjectHome(QObject *object) : m_object(Target::watch(object)) {}
    [[nodiscard]] bool isHere() const override { return m_object->place() == Target::Place::Here; }
    void post(std::function<void()> task) override { m_object->post(std::move(task)); }

private:
    const std::shared_ptr<Target> m_object;
};

} // namespace heliograph
