// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/types.h>

#include <QtCore/qfuture.h>
#include <QtCore/qfutureinterface.h>

#include <functional>
#include <memory>
#include <type_traits>
#include <vector>

namespace heliograph {

/// A callable with its types erased, as Registry::expose() builds it. An extension point of the library's own
/// templates; applications never meet it.
struct Function
{
    /// The parameters' types, in order.
    std::vector<const TypeCodec *> parameters;
    /// What invoke() writes; QFuture<T> included; QMetaType::Void for nothing.
    QMetaType returnType;
    /// How the value is sent; nullptr when there is none.
    const TypeCodec *result = nullptr;
    /// For a callable that returns a QFuture: the same future without its type.
    std::function<QFuture<void>(const void *future)> eraseFuture;
    /// For a callable that returns a QFuture: its first result once finished, or nullptr.
    const void *(*firstResult)(const QFuture<void> &future) = nullptr;
    /// Calls it: argv[0] is storage of returnType, argv[1...] the arguments, which it may move from.
    std::function<void(void **argv)> invoke;
};

namespace detail {

/// What expose() takes without an object: functions, lambdas and function objects, but no pointer to an object.
template <typename F>
concept PlainCallable =
    !std::is_pointer_v<std::decay_t<F>> || std::is_function_v<std::remove_pointer_t<std::decay_t<F>>>;

/// A pointer to a member function.
template <typename F>
concept MemberFunction = std::is_member_function_pointer_v<F>;

template <typename T>
struct IsFuture : std::false_type
{
};
template <typename T>
struct IsFuture<QFuture<T>> : std::true_type
{
    using Result = T;
};

// The parameters and the result of anything that can be called in one way only.
template <typename F>
struct Signature : Signature<decltype(&F::operator())>
{
};
template <typename R, typename... Args>
struct Signature<R (*)(Args...)>
{
    using Result = R;
    template <template <typename...> typename To>
    using Parameters = To<Args...>;
};
template <typename R, typename... Args>
struct Signature<R (*)(Args...) noexcept> : Signature<R (*)(Args...)>
{
};
template <typename C, typename R, typename... Args>
struct Signature<R (C::*)(Args...)> : Signature<R (*)(Args...)>
{
};
template <typename C, typename R, typename... Args>
struct Signature<R (C::*)(Args...) const> : Signature<R (*)(Args...)>
{
};
template <typename C, typename R, typename... Args>
struct Signature<R (C::*)(Args...) noexcept> : Signature<R (*)(Args...)>
{
};
template <typename C, typename R, typename... Args>
struct Signature<R (C::*)(Args...) const noexcept> : Signature<R (*)(Args...)>
{
};

template <typename T>
const void *firstResultOf(const QFuture<void> &future)
{
    const QFutureInterfaceBase interface = QFutureInterfaceBase::get(future);
    if (interface.resultCount() == 0)
        return nullptr; // an empty store's iterator may not even be asked whether it is valid
    const QMutexLocker lock(&interface.mutex());
    const QtPrivate::ResultIteratorBase result = interface.resultStoreBase().resultAt(0);
    return result.isValid() ? result.pointer<T>() : nullptr;
}

// What a parameter of declared type Arg receives: moved when taken by value, else a reference.
template <typename Arg>
decltype(auto) passArgument(void *value)
{
    using Stored = std::remove_cvref_t<Arg>;
    static_assert(!std::is_pointer_v<Stored>, "pointers cannot be sent to another process");
    static_assert(!std::is_lvalue_reference_v<Arg> || std::is_const_v<std::remove_reference_t<Arg>>,
                  "a remote call cannot change its caller's arguments: take values or const references");
    if constexpr (std::is_lvalue_reference_v<Arg>)
        return static_cast<const Stored &>(*static_cast<Stored *>(value));
    else
        return static_cast<Stored &&>(*static_cast<Stored *>(value));
}

template <typename R>
void describeResult(Function &function)
{
    if constexpr (std::is_void_v<R>) {
        function.returnType = QMetaType(QMetaType::Void);
    } else if constexpr (IsFuture<R>::value) {
        using Value = typename IsFuture<R>::Result;
        function.returnType = QMetaType::fromType<R>();
        function.eraseFuture = [](const void *future) {
            return QFuture<void>(*static_cast<const R *>(future));
        };
        if constexpr (!std::is_void_v<Value>) {
            function.result = &codecFor<Value>();
            function.firstResult = firstResultOf<Value>;
        }
    } else {
        function.returnType = QMetaType::fromType<R>();
        function.result = &codecFor<R>();
    }
}

template <typename... Args>
struct FunctionBuilder
{
    template <typename R, typename F>
    static Function build(F callable)
    {
        Function function;
        function.parameters = {&codecFor<std::remove_cvref_t<Args>>()...};
        describeResult<R>(function);
        // Shared, because std::function wants to copy and not every callable can be copied.
        function.invoke = [shared = std::make_shared<F>(std::move(callable))](void **argv) {
            call<R>(*shared, argv, std::index_sequence_for<Args...>());
        };
        return function;
    }

private:
    template <typename R, typename F, size_t... I>
    static void call(F &callable, [[maybe_unused]] void **argv, std::index_sequence<I...>)
    {
        if constexpr (std::is_void_v<R>)
            callable(passArgument<Args>(argv[I + 1])...);
        else
            *static_cast<R *>(argv[0]) = callable(passArgument<Args>(argv[I + 1])...);
    }
};

/// Erases the types of a function, lambda or function object with one call operator.
template <typename F>
[[nodiscard]] Function makeFunction(F &&callable)
{
    using Callable = std::decay_t<F>;
    using Types = Signature<Callable>;
    using Result = std::remove_cvref_t<typename Types::Result>;
    return Types::template Parameters<FunctionBuilder>::template build<Result>(
        Callable(std::forward<F>(callable)));
}

/// Erases the types of a member function bound to \a object.
template <typename C, typename Member>
[[nodiscard]] Function makeMemberFunction(C *object, Member member)
{
    using Types = Signature<Member>;
    using Result = std::remove_cvref_t<typename Types::Result>;
    auto bound = [object, member](auto &&...arguments) ->
        typename Types::Result { return (object->*member)(std::forward<decltype(arguments)>(arguments)...); };
    return Types::template Parameters<FunctionBuilder>::template build<Result>(std::move(bound));
}

} // namespace detail
} // namespace heliograph
