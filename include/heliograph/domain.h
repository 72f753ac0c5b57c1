// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qobjectdefs.h>

/// Puts one method or signal of a class into the domain \a name, an identifier, whatever domain its object is exposed in:
///
///     HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE void reset();
///     virtual HELIOGRAPH_DOMAIN(admin) Q_SLOT void restart();
///     HELIOGRAPH_DOMAIN(admin) Q_SIGNAL void loggedIn(const QString &user);
///
/// It stands right before Q_INVOKABLE, Q_SLOT or Q_SIGNAL, and behind virtual, static, inline and [[attributes]]: elsewhere moc
/// loses it, which Registry::expose() notices and refuses the object. Sections (signals:, slots:) do not take it. A method that
/// overrides one in a domain is in the same one unless it says otherwise. moc has to find this header, as it does with CMake's AUTOMOC.
#ifdef Q_MOC_RUN
// moc keeps the token as QMetaMethod::tag(). The class info stays when it loses the token.
#    define HELIOGRAPH_DOMAIN(name) Q_CLASSINFO("heliograph.domain", #    name) heliograph_domain_##name
#else
#    define HELIOGRAPH_DOMAIN(name)
#endif
