import Coordination
import Delivery
import Intake
import Logging
import Settings
import StrictJSON
import Synchronization

/// Puts a new configuration in force, or says why not. The whole new configuration is read and checked first; a bad one changes
/// nothing. One reload at a time.
final class Reloader: Sendable {
    private struct Parts {
        var coordinator: Coordinator
        var engine: DeliveryEngine
        var server: IntakeServer
        var desk: PeerDesk
    }

    private let options: Daemon.Options
    private let logger: Logger
    private let manager: ServiceManager
    private let current: Mutex<PreparedSettings>
    private let parts = Mutex<Parts?>(nil)
    private let isReloading = Mutex(false)

    init(options: Daemon.Options, logger: Logger, manager: ServiceManager, current: PreparedSettings) {
        self.options = options
        self.logger = logger
        self.manager = manager
        self.current = Mutex(current)
    }

    func connect(coordinator: Coordinator, engine: DeliveryEngine, server: IntakeServer, desk: PeerDesk) {
        parts.withLock { $0 = Parts(coordinator: coordinator, engine: engine, server: server, desk: desk) }
    }

    /// The digest of the configuration in force.
    var digest: String { current.withLock { $0.settings.digest } }

    func reload() async -> Result<PeerAnswer, Refusal> {
        let isFirst = isReloading.withLock { busy in
            defer { busy = true }
            return !busy
        }
        guard isFirst else {
            logger.warning("reload refused: another is under way")
            return .failure(Refusal(.overloaded, "another reload is under way; ask again when it has ended"))
        }
        manager.reloading()
        let result = await reloadAlone()
        manager.ready(status: result.status)
        isReloading.withLock { $0 = false }
        return result
    }

    private func reloadAlone() async -> Result<PeerAnswer, Refusal> {
        let (path, environment) = (options.configurationPath, options.settingsEnvironment)
        let prepared: Result<PreparedSettings, ConfigurationError> = await BlockingWork.run(name: "reload") {
            do throws(ConfigurationError) {
                return .success(try PreparedSettings(path: path, environment: environment))
            } catch {
                return .failure(error)
            }
        }
        switch prepared {
        case .failure(let error): return .failure(refuse(error.problems))
        case .success(let new):
            let old = current.withLock { $0 }
            let fixed = old.differencesThatNeedRestart(to: new)
            guard fixed.isEmpty else {
                let place = ConfigurationPlace(file: options.configurationPath)
                return .failure(
                    refuse(
                        fixed.map {
                            ConfigurationProblem(place, "\($0) differs", hint: "restart the daemon to change it")
                        }))
            }
            await adopt(new)
            let changed = old.settings.digest != new.settings.digest
            logger.notice(
                "configuration reloaded",
                metadata: ["settings": "\(new.settings.digest.prefix(12))", "changed": "\(changed)"])
            new.settings.logWarnings(to: logger)
            return .success(
                PeerAnswer(
                    .ok,
                    JSONObject([.init("settings", .string(new.settings.digest)), .init("changed", .bool(changed))])))
        }
    }

    /// Channels first, so that what is decided under the new arrangements can be sent; then the coordinator; then who may speak.
    private func adopt(_ new: PreparedSettings) async {
        guard let parts = parts.withLock({ $0 }) else { return }
        parts.engine.replaceChannels(new.channels)
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let accepted = parts.coordinator.submitAlways(
                .adopt(new.settings.arrangements, done: { continuation.resume() }))
            if !accepted { continuation.resume() }
        }
        parts.server.replacePeers(new.peers)
        parts.desk.set(digest: new.settings.digest)
        current.withLock { $0 = new }
    }

    private func refuse(_ problems: [ConfigurationProblem]) -> Refusal {
        for problem in problems { logger.error("configuration not reloaded", metadata: ["problem": "\(problem)"]) }
        return Refusal(
            .badConfiguration, "the new configuration has \(problems.count) problem(s); the old one stays in force",
            fields: problems.map { Refusal.Field("\($0.place)", "\($0.what)\n\($0.hint)") })
    }
}

extension Result<PeerAnswer, Refusal> {
    fileprivate var status: String {
        switch self {
        case .success(let answer): "ready; configuration \(answer.body["settings"]?.string?.prefix(12) ?? "") in force"
        case .failure(let refusal): "ready; last reload refused: \(refusal.detail)"
        }
    }
}

extension PreparedSettings {
    /// What is fixed while the daemon runs, as far as it differs.
    func differencesThatNeedRestart(to new: PreparedSettings) -> [String] {
        var differences: [String] = []
        let (old, daemon) = (settings.daemon, new.settings.daemon)
        if old.stateDirectory != daemon.stateDirectory { differences.append("state_directory") }
        if old.logLevel != daemon.logLevel { differences.append("log_level") }
        if old.reportBytesMax != daemon.reportBytesMax || old.openIncidentsMax != daemon.openIncidentsMax {
            differences.append("limits")
        }
        if old.coordination != daemon.coordination { differences.append("coordination") }
        func endpoints(_ daemon: DaemonSettings) -> [String] {
            daemon.sockets.map { socket in
                // For whom a socket speaks belongs to it: whether it may be open to everybody was judged when it was opened.
                let speaker = socket.speaksFor.map { "\($0)" } ?? "-"
                return "\(socket.name) \(socket.path) \(socket.mode) \(socket.group.map(String.init) ?? "-") \(speaker)"
            }
        }
        if endpoints(old) != endpoints(daemon) { differences.append("sockets") }
        func loopback(_ daemon: DaemonSettings) -> [String] {
            daemon.loopback.map { loopback in
                ["\(loopback.address.rawValue):\(loopback.port)"]
                    + loopback.tokens.map { "\($0.name) \($0.sha256) \($0.standing)" }
            } ?? []
        }
        if loopback(old) != loopback(daemon) { differences.append("loopback") }
        return differences
    }
}
