internal import CivilTime
import Glibc

/// All that a run touches outside itself. `system()` is the real one; tests bring their own.
package struct World: Sendable {
    package var console: any Console
    package var environment: [String: String]
    /// Whether something exists at a path.
    var exists: @Sendable (String) -> Bool
    /// The wall clock.
    var now: @Sendable () -> Instant
    /// That many unpredictable bytes.
    var randomBytes: @Sendable (Int) -> [UInt8]
    /// The way to the daemon that answers at a socket path.
    var transport: @Sendable (String) -> any DaemonTransport
    /// Receives webhooks.
    var webhookServer: any WebhookServing
    /// Verifies ledgers offline.
    var ledgerAuditor: any LedgerAuditing
    /// Checks configurations offline.
    var configurationChecker: any ConfigurationChecking
    /// Reads configurations that answer in a daemon's place.
    var configurationReader: any ConfigurationReading
    /// Judges the addresses of channels.
    var addressJudge: any AddressJudging
}

extension World {
    /// The process's own streams, environment, clock, files and sockets.
    package static func system() -> World {
        let environment = processEnvironment()
        return World(
            console: SystemConsole(),
            environment: environment,
            exists: { path in unsafe access(path, F_OK) == 0 },
            now: wallClock,
            randomBytes: systemRandomBytes,
            transport: { DaemonClient(socketPath: $0) },
            webhookServer: LoopbackWebhookServer(now: wallClock),
            ledgerAuditor: StoredLedgerAuditor(),
            configurationChecker: SettingsChecker(
                credentialsDirectory: environment["CREDENTIALS_DIRECTORY"], ownUserID: geteuid(), now: wallClock),
            configurationReader: FileConfigurationReader(),
            addressJudge: SystemAddressJudge()
        )
    }

    /// Whether the stream shows colour: only a terminal does, and not with NO_COLOR (no-color.org) or a dumb terminal.
    func showsColour(_ stream: OutputStream) -> Bool {
        console.isTerminal(stream) && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
    }
}

/// In whole seconds, as precise as anything printed.
private func wallClock() -> Instant { Instant(milliseconds: Int64(time(nil)) * 1000) }

/// From the standard library's generator, which on Linux is getrandom(2).
private func systemRandomBytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in generator.next() }
}

private func processEnvironment() -> [String: String] {
    var variables: [String: String] = [:]
    let names = ["CREDENTIALS_DIRECTORY", "NO_COLOR", "TERM", "TOCSIN_CONFIG", "TOCSIN_SOCKET", "TOCSIN_STATE"]
    for name in names {
        if let value = unsafe getenv(name) { variables[name] = unsafe String(cString: value) }
    }
    return variables
}
