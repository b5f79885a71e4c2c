// Intake: the local socket.
//
// What it is for: it turns HTTP/1.1 requests of local peers into a `PeerRequest` and an `Actor`, asks a
// `RequestHandler`, and turns the `PeerAnswer` or `Refusal` into a response. It decides nothing about incidents; it
// decides who speaks, and whether what was said is well formed. The parts, in the order in which a request meets them:
//
//   Sockets/    `ListenerConfiguration` says where to listen; `ListeningSocket` makes the socket without a moment in
//               which its mode is wider than configured, or adopts one of the service manager (`ListenDescriptors`).
//   Server/     `ConnectionServer` owns one event-loop thread and every connection. `ConnectionTable` admits
//               connections within the limits; `RequestGuard` sits in each connection's pipeline and ends what is
//               malformed, too slow or last.
//   Peers/      `PeerCredentials` are read once, at accept, and never again. `PeerTable` says for which party a peer
//               speaks; it is looked up for every request, so a reload takes effect on connections that are open.
//   HTTP/       `Routes` is the table of what can be asked, `RequestIntake` has the functions behind it, `Body` reads
//               and bounds, `Problem` is the one shape of every error.
//   Fields/     `ReportFields` is the table of the native report: every field, its limit, its accepted words. All
//               errors are told at once.
//   Adapters/   one file for each foreign format. What they cannot map goes to triage, never away.
//
// `IntakeServer` joins them. `PlainHTTPReceiver` is apart: a small loopback receiver for the developer's tool and for
// tests.
//
// Rules kept here: identity comes from the connection, never from a body; limits are checked before memory is taken; no
// ancillary data is received; text of a peer reaches a log only as an escaped value. It may import CLinux, CivilTime,
// Coordination, Hashing, Responsibility, StrictJSON, Hummingbird, NIO, swift-log and ServiceLifecycle.
