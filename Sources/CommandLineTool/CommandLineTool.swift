// CommandLineTool: what `tocsin` does, as a library.
//
// The parts, and how they hand over: `Program` takes the arguments and a `World` (streams, clock, environment, files, the
// way to the daemon). ArgumentParser turns the arguments into a command, which is a value. A `DaemonCommand` says what it
// asks (`DaemonRequest`) and how an answer reads (`Page`); `DaemonClient` carries the request over the Unix socket with
// libcurl. With --config a configuration on disk answers in the daemon's place (`FileConfigurationReader`), by the same functions. The other commands (`listen`, `ledger verify`, `config check`, `new-secret`) work without a daemon. Each run
// ends in one `ExitStatus`.
//
// Data goes to standard output, talk to standard error. Every text that came from elsewhere is printed by `Page`, which
// makes control characters visible. ArgumentParser is known to this room and to the daemon's main only; nothing here runs on the cooperative
// pool, so blocking calls are fine.

internal import TocsinDaemon

/// The release this program belongs to.
package enum Release {
    /// The daemon's, since both are made together.
    package static var version: String { DaemonRelease.version }
}
