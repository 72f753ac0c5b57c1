// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "meta/method.h"

#include <heliograph/error.h>

#include <QtCore/qbytearrayview.h>

#include <optional>

namespace heliograph {

class Arguments;

/// The arguments of a call as they came: an array of positional ones and, behind it, a map of named ones.
/// Finding the method comes first, because only it knows the types; then they are decoded into its storage.

/// Picks the overload of \a methods that \a payload suits best. An error lists the candidates when none suits,
/// or several do equally well. \a selector is the name that was called, which may spell one overload out.
struct OverloadChoice
{
    std::shared_ptr<const Method> method;
    std::optional<Error> error;
};
[[nodiscard]] OverloadChoice chooseOverload(const MethodSet &methods, QByteArrayView payload);

/// Decodes \a payload into \a arguments of \a method. \a given receives how many parameters have a value; the
/// rest keeps the method's default values. The error names position, name, expected and received type.
[[nodiscard]] std::optional<Error> bindArguments(const Method &method, QByteArrayView payload,
                                                 Arguments &arguments, qsizetype &given);

} // namespace heliograph
