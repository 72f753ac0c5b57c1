// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#include "peer.h"

namespace heliograph::bench {

std::vector<std::unique_ptr<Peer>> availablePeers()
{
    std::vector<std::unique_ptr<Peer>> peers;
    peers.push_back(makeRawZmqPeer());
    peers.push_back(makeRawZmqCurvePeer());
#ifdef HELIOGRAPH_BENCH_REMOTEOBJECTS
    peers.push_back(makeRemoteObjectsPeer());
#endif
#ifdef HELIOGRAPH_BENCH_DBUS
    peers.push_back(makeDBusPeer());
#endif
#ifdef HELIOGRAPH_BENCH_HELIOGRAPH
    peers.push_back(makeHeliographFuturePeer());
    peers.push_back(makeHeliographCallbackPeer());
    peers.push_back(makeHeliographFanOutPeer());
    peers.push_back(makeHeliographSecretPeer());
    peers.push_back(makeHeliographCallbackSecretPeer());
    peers.push_back(makeHeliographFanOutSecretPeer());
    peers.push_back(makeHeliographCurvePeer());
#endif
    return peers;
}

} // namespace heliograph::bench
