// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "meta/method.h"

#include <heliograph/function.h>

#include <memory>
#include <vector>

/// The method \a name that calls \a callable. The last parameters, from \a required on, have default values, which
/// are those that the types are constructed with; -1: none has one.
template <typename F>
std::shared_ptr<heliograph::Method> makeMethod(const QByteArray &name, F callable,
                                               const QList<QByteArray> &parameterNames = {},
                                               qsizetype required = -1)
{
    heliograph::Function function = heliograph::detail::makeFunction(std::move(callable));
    auto method = std::make_shared<heliograph::Method>();
    method->name = name;
    for (size_t i = 0; i < function.parameters.size(); ++i)
        method->parameters.push_back({parameterNames.value(qsizetype(i)), function.parameters[i]});
    method->required = required < 0 ? qsizetype(function.parameters.size()) : required;
    method->returnType = function.returnType;
    method->result = function.result;
    method->future = {std::move(function.eraseFuture), function.firstResult};
    method->invoke = [invoke = std::move(function.invoke)](void **argv, qsizetype) { invoke(argv); };
    return method;
}

/// All overloads of a name.
inline heliograph::MethodSet setOf(std::vector<std::shared_ptr<const heliograph::Method>> methods)
{
    const QByteArray name = methods.front()->name;
    return {name, name, QStringLiteral("test"), std::move(methods)};
}
