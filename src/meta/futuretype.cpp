// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/futuretype.h"

#include <QtCore/qfutureinterface.h>

namespace heliograph {

std::optional<FutureType> futureType(QMetaType type)
{
    constexpr QByteArrayView prefix("QFuture<");
    const QByteArrayView name(type.name());
    if (!name.startsWith(prefix) || !name.endsWith('>'))
        return std::nullopt;
    const QByteArray inner = name.sliced(prefix.size(), name.size() - prefix.size() - 1).toByteArray();
    (void)type.id(); // registers the type, and with it Qt's conversion to QFuture<void>
    const QMetaType result = QMetaType::fromName(inner);
    if (!result.isValid())
        return std::nullopt;
    FutureAccess access;
    access.erase = [type](const void *future) {
        QFuture<void> erased;
        QMetaType::convert(type, future, QMetaType::fromType<QFuture<void>>(), &erased);
        return erased;
    };
    if (type == QMetaType::fromType<QFuture<void>>())
        access.erase = [](const void *future) { return *static_cast<const QFuture<void> *>(future); };
    access.firstResult = firstFutureResult;
    return FutureType{result, std::move(access)};
}

// QFutureInterfaceBase is in a public header, and the only public way to a result whose type has no name here;
// Qt WebChannel reads futures in the same way. The first result of a batch lies at the batch's beginning, so
// that its size does not matter.
const void *firstFutureResult(const QFuture<void> &future)
{
    QFutureInterfaceBase interface = QFutureInterfaceBase::get(future);
    if (interface.resultCount() == 0)
        return nullptr; // an empty store's iterator may not even be asked whether it is valid
    QMutexLocker lock(&interface.mutex());
    const QtPrivate::ResultIteratorBase result = interface.resultStoreBase().resultAt(0);
    return result.isValid() ? result.pointer<char>() : nullptr;
}

} // namespace heliograph
