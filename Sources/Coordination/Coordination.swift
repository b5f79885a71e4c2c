// Coordination: what must happen now.
//
// What it is for: it turns reports, acknowledgements, delivery outcomes and the passing of time into entries of the ledger. The
// parts, and how they hand over:
//
//   Arrangements   what the configuration says: the responsibility book, escalation policies. Replaced whole by a reload.
//   Command        what somebody wants, or what happened. `State.decide` refuses it with a `Refusal` or turns it into entries.
//   Entry          one fact on a ledger. `State.evolve` applies it; replaying a ledger is `evolve` over its entries.
//   State          all open incidents, their obligations, notices, deliveries and escalations, and one timer heap.
//   Effect         what may leave the process once the entries it rests on are durable: attempts to send, and the reply.
//
// Pure: time, ids and randomness are arguments; no file, no clock, no network. It may import CivilTime, OnCall, Responsibility
// and StrictJSON.
