// Settings: Config/ → checked values.
//
// What it is for: people write YAML; the daemon wants values that cannot be wrong. This room reads the files, checks
// everything that can be checked before a report arrives, and hands over either one `LoadedSettings` or the list of
// *all* problems, each with file, line, column, what is wrong and what to do. Nothing in between: a configuration with
// a problem is not loaded at all. What is right and hardly meant loads, and is among its warnings.
//
// The parts, and how they hand over:
//
//   ConfigurationFiles   opens the files beneath the folder of tocsin.yaml, with limits, and digests what it read.
//   YAMLReader           bytes → a tree of scalars, mappings and sequences, each with its place. It speaks a plain
//                        subset of YAML: no anchors, aliases, tags, merge keys, duplicate keys or second documents.
//   Value, Fields        one node, or one mapping with known keys, read as what it should be. Every scalar is text
//                        until a typed reader converts it; a reader that cannot files a problem and returns nil.
//   …Reader              one file for one kind of thing: the daemon, parties, services, revisions, models, joint care,
//                        escalation, calendars, schedules, noise, watches. They `declare` names and `refer` to names in the
//                        `Catalogue`.
//   ZoneDirectory        the operating system's time zones, each read once, by the names that parties and calendars give.
//   Catalogue            every name and where it was written; says what is declared twice and what was never declared.
//   CrossChecks          what only shows when all files are known: desks of escalation that nobody answers for, channels
//                        and schedules that a party using the policy does not have.
//   WatchChecks          the same of noise and watches: whose windows and heartbeats they are, and of which assets.
//   ScheduleGaps         times in the coming two weeks in which nobody is on call: warnings.
//   BookAssembly         the parts of the responsibility book put together, and its own check, with places.
//
// What is relative to what: included files to the folder of tocsin.yaml, beneath which they must lie; secret files to
// the file that names them; the state directory and socket paths to the working directory of the daemon.
//
// Secrets are never written in the configuration. A file or a systemd credential holds them; `SecretReader` says what
// is accepted. They are no part of the digest, so that a rotated secret is not a changed arrangement.
//
// It reads files, the user database, the system's time zones and nothing else. It may import CYAML, CivilTime,
// Coordination, Hashing, OnCall and Responsibility. It knows nothing of sockets or HTTP: the daemon turns
// `DaemonSettings`, `PeerSettings` and `ChannelSettings` into the values that Intake and Delivery want.
