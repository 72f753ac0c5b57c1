// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/binding.h"
#include "transport/context.h"

#include <QtTest/qtest.h>

using namespace heliograph;

/// An endpoint that is held before there is a socket for it.
class TestReservedEndpoint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatNoSocketTakesOverIsGivenUp();
};

void TestReservedEndpoint::whatNoSocketTakesOverIsGivenUp()
{
    const auto context = Context::shared();
    auto reserved = ReservedEndpoint::reserve(*context, QStringLiteral("tcp://127.0.0.1:*"));
    auto &endpoint = std::get<ReservedEndpoint>(reserved);
    const QString place = endpoint.boundEndpoint();
    QVERIFY(std::holds_alternative<Error>(ReservedEndpoint::reserve(*context, place)));

    zmq::context_t ended(1);
    zmq::socket_t socket(ended, zmq::socket_type::router);
    ended.shutdown();
    Binding binding(context);
    QVERIFY(binding.bind(socket, std::move(endpoint)));
    QVERIFY(std::holds_alternative<ReservedEndpoint>(ReservedEndpoint::reserve(*context, place)));
}

QTEST_GUILESS_MAIN(TestReservedEndpoint)

#include "tst_reservedendpoint.moc"
