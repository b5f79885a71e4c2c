import UnixSignals

/// SIGHUP reloads; SIGTERM and SIGINT stop.
struct SignalWatch: Sendable {
    let reload: @Sendable () async -> Void

    /// Returns when the process was told to stop.
    func untilToldToStop() async {
        for await signal in await UnixSignalsSequence(trapping: .sighup, .sigterm, .sigint) {
            guard signal == .sighup else { return }
            await reload()
        }
    }
}
