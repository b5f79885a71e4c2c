// Delivery: notices to HTTP.
//
// What it is for: one attempt goes in (`AttemptRequest`), one HTTP request is sent by libcurl, one outcome comes out
// (`AttemptOutcome`). Whether to try again, when, and whom to tell instead is decided elsewhere; this room knows
// channels, addresses and answers, and nothing of incidents.
//
// Who the parts are and how they hand over:
//
//     submit ──→ Inbox ──→ DeliveryLoop (its own thread) ──→ onOutcomes
//                            │  Admission: a queue per channel, who may start now; no faster than its product takes
//                            │  NameService ←──→ NamePool: names to addresses, on threads of their own
//                            │  AddressPolicy: may this address be spoken to
//                            └─ Transfer: one libcurl handle, from the pin to the outcome; what it writes is an
//                               `OutgoingRequest`, shaped by the channel's preset where it has one
//
// - `DeliveryEngine` is the face: start, submit, replaceChannels, stop. Any thread may call it.
// - `DeliveryLoop` owns every libcurl object, the epoll descriptor and the timer. Nothing of it is touched by another
//   thread.
// - `Admission` is bookkeeping without clock or network: a bounded queue per channel, round robin over the channels,
//   limits per channel, per host and in total. libcurl's own limits are not used as a queue: its pending list lets one
//   slow host delay another, and the wait counts against the transfer's timeout (measured with 7.88.1: 23 of 26
//   requests "timed out" unsent).
// - `NameService` resolves with getaddrinfo on a small pool. libcurl's threaded resolver is never used: removing a
//   transfer that is still resolving blocks the whole loop until getaddrinfo returns (measured: 5.5 s; curl #8515,
//   #4852).
// - `AddressPolicy` denies what is not public unless the operator excepted it. It judges three times: the channel's URL
//   and its addresses before libcurl is involved, the socket address when libcurl opens a connection, and the peer of
//   the connection (perhaps a kept one) right before the request is written.
//
// Promises:
// - Every submitted attempt yields exactly one outcome, whatever happens: also when its channel is unknown, its queue
//   is full, or the engine stops.
// - A channel that hangs delays no other: each has a queue and a limit of its own, and channels that have not answered
//   lately share half of the slots, so that the other half is always there for those that do.
// - `delivered` means that a complete header block with a status 200 to 299 arrived; where the channel has a preset,
//   that its product said so. `notDelivered` means that the request was certainly not written to a connection.
//   `ambiguous` is everything between.
// - At least once, never exactly once: when a kept connection dies before the first byte of the answer, libcurl sends
//   the same request again on a new one, inside one attempt. Receivers tell repeats by `webhook-id`, which is the
//   delivery's id and the same on every attempt.
// - An outcome's detail never holds the path or query of a channel's URL, nor a secret, nor a header's value: for most
//   chat products the path *is* the secret.
//
// The room imports libcurl, a few Linux calls, Hashing and Presets; sources of its rules: Standard Webhooks 1.0.0, the IANA
// special-purpose address registries, and what was measured on Debian 12's libcurl 7.88.1.
