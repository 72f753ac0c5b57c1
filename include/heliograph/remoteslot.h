// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/caller.h>
#include <heliograph/remotemethod.h>

#include <tuple>
#include <type_traits>

namespace heliograph::detail {

/// A call whose value nobody wants, and whose error goes to the log.
class HELIOGRAPH_EXPORT LoggedCall final : public PendingCall
{
public:
    /// \a name is that of the method, for the log.
    explicit LoggedCall(QString name);
    ~LoggedCall() override;
    void succeed(QByteArrayView) override {}
    void fail(const Error &error) override;

private:
    QString m_name;
};

/// Calls a remote method with what a local signal was emitted with. May be called in any thread, also after the channel is
/// gone.
template <typename... Args>
class RemoteSlot
{
public:
    RemoteSlot(std::shared_ptr<Caller> caller, QAnyStringView name)
        : m_caller(std::move(caller)), m_name(name.toString())
    {
    }
    void operator()(const Args &...args) const
    {
        makeCall(*m_caller, m_name, {}, std::make_unique<LoggedCall>(m_name), args...);
    }

private:
    std::shared_ptr<Caller> m_caller;
    QString m_name;
};

// The last parameter of a private signal is an empty class that only its sender can name.
template <typename T>
inline constexpr bool isPrivateTag = std::is_class_v<T> &&std::is_empty_v<T>;

template <typename Done, typename... Left>
struct SlotFor;
template <typename... Done>
struct SlotFor<std::tuple<Done...>>
{
    using Type = RemoteSlot<Done...>;
};
template <typename... Done, typename Next, typename... Left>
struct SlotFor<std::tuple<Done...>, Next, Left...>
{
    using Type = typename std::conditional_t<isPrivateTag<Next>, SlotFor<std::tuple<Done...>>,
                                             SlotFor<std::tuple<Done..., Next>, Left...>>::Type;
};

/// The RemoteSlot that fits a signal of these parameters.
template <typename... Args>
struct RemoteSlotOf
{
    using Type = typename SlotFor<std::tuple<>, std::remove_cvref_t<Args>...>::Type;
};

} // namespace heliograph::detail
