// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "security/descriptor.h"

#include <QtCore/qbytearraylist.h>
#include <QtCore/qstring.h>

#include <optional>

struct stat;

namespace heliograph {

/// The way to a file, gone from "/" on as the system goes it, folder by folder and link by link: each is opened, looked at, and only
/// then followed. It is trusted if none but this process's user and root could turn it elsewhere: folders and links belong to them,
/// and nobody else may write to the folders. A folder such as /tmp will do, where each may only touch what is his.
class TrustedPath
{
public:
    /// What is done where the last name is that of a link.
    enum class LastLink : quint8 {
        Followed, ///< it leads on, as for reading
        Kept,     ///< it is what is meant, as for putting something in its place
    };

    /// Goes to \a path, of which only the file itself may be missing, and only with LastLink::Kept.
    TrustedPath(const QString &path, LastLink lastLink);

    /// Why the way is not trusted, or leads nowhere, in words that go on after the name of the file.
    [[nodiscard]] std::optional<QString> fault() const { return m_fault; }
    /// The folder in which the way ends, for openat(), while this lives.
    [[nodiscard]] int folder() const { return m_folder.number(); }
    /// The name of the file there.
    [[nodiscard]] QByteArray name() const { return m_name; }

private:
    [[nodiscard]] std::optional<QString> go(LastLink lastLink);
    [[nodiscard]] std::optional<QString> enter(Descriptor folder, const QByteArray &path);
    [[nodiscard]] std::optional<QString> follow(const Descriptor &link, const struct stat &status,
                                                const QByteArray &path);

    QByteArrayList m_ahead; // names that are still to be gone
    Descriptor m_folder;
    QByteArray m_path; // of m_folder, with a / at its end
    QByteArray m_name = ".";
    int m_links = 0;
    std::optional<QString> m_fault;
};

} // namespace heliograph
