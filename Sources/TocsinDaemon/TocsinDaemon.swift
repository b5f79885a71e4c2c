// TocsinDaemon: the loop that joins the rooms.
//
// What it is for: it is the only place that knows everybody. The parts, and how they hand over:
//
//   Daemon          starts everything in order, owns it, and stops it in reverse.
//   Coordinator     one thread that owns the coordination `State`. A turn: take what is queued, read the clock once, decide and
//                   evolve, hand the entries over as one batch.
//   Journal         turns entries into sealed bytes, and ledger bytes back into entries.
//   LedgerWriter    (Ledger) makes batches durable; only then are a batch's answers and attempts released.
//   DeliveryEngine  (Delivery) sends attempts; outcomes come back to the coordinator as commands.
//   IntakeServer    (Intake) speaks HTTP with the peers; `PeerDesk` is the desk it asks.
//   Archive         reads closed incidents and timelines from the ledgers, on a thread of its own.
//   ServiceManager  talks to systemd: ready, reloading, status, watchdog, stopping.
//
// Nothing leaves the process before what it rests on is durable. When a commit's outcome is unknown the process ends at once:
// what start-up reads from the ledger is the only truth.
