// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/post.h>

#include <QtCore/qobject.h>

namespace heliograph {

void detail::post(QObject *receiver, std::function<void()> task)
{
    QMetaObject::invokeMethod(receiver, SealedTask(std::move(task)), Qt::QueuedConnection);
}

} // namespace heliograph
