import CivilTime
import Coordination
import Delivery
import Glibc
import Intake
import Ledger
package import Logging
import Responsibility
package import Settings
import Synchronization

/// The whole daemon: starts everything in order, owns it, and stops it in reverse.
package final class Daemon: Sendable {
    /// What the process was started with.
    package struct Options: Sendable {
        package let configurationPath: String
        package let version: String
        package let environment: [String: String]
        /// Sockets handed over by the service manager, by name.
        package let descriptors: [(name: String, descriptor: Int32)]

        package init(
            configurationPath: String, version: String, environment: [String: String],
            descriptors: [(name: String, descriptor: Int32)]
        ) {
            self.configurationPath = configurationPath
            self.version = version
            self.environment = environment
            self.descriptors = descriptors
        }

        package var settingsEnvironment: SettingsEnvironment {
            SettingsEnvironment(
                credentialsDirectory: environment["CREDENTIALS_DIRECTORY"], ownUserID: geteuid(),
                now: { WallClock().now() })
        }
    }

    /// How long deliveries under way may take when the daemon stops. systemd's own limit must be longer.
    private static let stopGraceMilliseconds = 8000

    private let options: Options
    private let logger: Logger
    private let manager: ServiceManager
    private let claim: StateClaim
    private let writer: LedgerWriter
    private let engine: DeliveryEngine
    private let coordinator: Coordinator
    private let archive: Archive
    private let desk: PeerDesk
    private let server: IntakeServer
    private let reloader: Reloader

    /// Opens the ledger, folds what is open, and starts the threads. Nothing listens yet. Blocks.
    package init(options: Options, prepared: PreparedSettings, logger: Logger) throws {
        try Self.refuseStrangeSockets(options.descriptors, prepared.listeners)
        self.options = options
        self.logger = logger
        prepared.settings.logWarnings(to: logger)
        manager = ServiceManager(environment: options.environment, processID: getpid())
        let directory = StateDirectory(prepared.settings.daemon.stateDirectory)
        claim = try directory.claim()
        let store = try SQLiteLedgerStore(claim: claim)
        let reader = try LedgerReader(directory)
        var state = State(arrangements: prepared.settings.arrangements, limits: prepared.coordinationLimits)
        let newest = try Recovery.fold(into: &state, from: reader)
        logger.notice(
            "recovered",
            metadata: ["incidents": "\(state.incidents.count)", "newest": "\(newest.map(\.rfc3339) ?? "nothing yet")"])

        let fail = Self.failure(logger)
        let clock = WallClock(notBefore: newest ?? Instant(milliseconds: 0))
        let results = OutcomeInbox()
        engine = try DeliveryEngine(
            limits: DeliveryLimits(), channels: prepared.channels, userAgent: "Tocsin/\(options.version)",
            onOutcomes: { results.take($0) })
        writer = LedgerWriter(store: store)
        coordinator = Coordinator(
            writer: writer, clock: clock, version: options.version, logger: logger,
            send: { [engine] in engine.submit($0.map(\.request)) },
            fail: { fail("the ledger cannot be written", $0) })
        results.connect(coordinator)
        archive = try Archive(
            open: { try LedgerReader(directory) }, logger: logger, fail: { fail("the ledger cannot be read", $0) })
        reloader = Reloader(options: options, logger: logger, manager: manager, current: prepared)
        desk = PeerDesk(
            coordinator: coordinator, archive: archive, version: options.version,
            provider: prepared.settings.arrangements.book.provider.id, digest: prepared.settings.digest,
            reload: { [reloader] in await reloader.reload() })
        server = IntakeServer(
            listeners: Self.listeners(prepared.listeners, descriptors: options.descriptors), peers: prepared.peers,
            handler: desk, limits: prepared.intakeLimits, now: { clock.now() }, logger: logger)
        reloader.connect(coordinator: coordinator, engine: engine, server: server, desk: desk)
        try coordinator.start(with: state, entropy: .fromSystem())
    }

    /// Nobody would ever answer on a socket that no configured one has the name of.
    private static func refuseStrangeSockets(
        _ descriptors: [(name: String, descriptor: Int32)], _ listeners: [ListenerConfiguration]
    ) throws(DaemonFailure) {
        let known = listeners.map(\.name)
        let strange = descriptors.map(\.name).filter { !known.contains($0) }
        guard strange.isEmpty else {
            throw DaemonFailure(
                .configuration,
                "the service manager passed a socket named \(strange.joined(separator: ", ")), and the configuration has none "
                    + "of that name; set FileDescriptorName= to one of: \(known.joined(separator: ", "))")
        }
    }

    /// Sockets that the service manager made replace those of the same name.
    private static func listeners(
        _ configured: [ListenerConfiguration], descriptors: [(name: String, descriptor: Int32)]
    ) -> [ListenerConfiguration] {
        configured.map { listener in
            guard let passed = descriptors.first(where: { $0.name == listener.name }) else { return listener }
            return ListenerConfiguration(
                name: listener.name, endpoint: .descriptor(passed.descriptor), audience: listener.audience,
                tokens: listener.tokens, requiresPrivateSocket: listener.requiresPrivateSocket)
        }
    }

    /// When nothing is known but what is on disk, the process ends at once and start-up reads it.
    private static func failure(_ logger: Logger) -> @Sendable (String, any Error) -> Void {
        { what, error in
            logger.critical("stopping at once", metadata: ["what": "\(what)", "error": "\(error)"])
            _exit(ExitCode.inputOutput.rawValue)
        }
    }

    /// Serves until SIGTERM or SIGINT, then drains and returns.
    ///
    /// - Throws: `ListenerError` when a socket cannot be made; everything that was started has been stopped then.
    package func run() async throws {
        do {
            try server.bind()
            try await serve()
        } catch {
            await stop()
            throw error
        }
        await stop()
    }

    private func serve() async throws {
        try await withThrowingTaskGroup(of: Void.self) { watching in
            watching.addTask { [manager, coordinator] in
                await Watchdog(manager: manager, coordinator: coordinator).run()
            }
            defer { watching.cancelAll() }
            try await serveUntilStopped()
        }
    }

    private func serveUntilStopped() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [server] in try await server.run() }
            group.addTask { [self] in
                desk.set(.ready)
                manager.ready(status: "ready")
                logger.notice(
                    "ready", metadata: ["version": "\(options.version)", "settings": "\(reloader.digest.prefix(12))"])
                await SignalWatch(reload: { [reloader] in _ = await reloader.reload() }).untilToldToStop()
                manager.stopping()
                desk.set(.stopping)
                logger.notice("stopping")
                server.stop()
            }
            // After a signal both end by themselves, the server when its requests are answered; an error of its ends both.
            defer { group.cancelAll() }
            try await group.waitForAll()
        }
    }

    /// In reverse order of the start. Outcomes that deliveries still report are put on record before the ledger is closed.
    private func stop() async {
        await BlockingWork.run(name: "stop") { [engine, coordinator, writer, archive] in
            engine.stop(graceMilliseconds: Self.stopGraceMilliseconds)
            coordinator.stop()
            writer.stop()
            archive.stop()
        }
        logger.notice("stopped")
    }
}

extension Turn.Send {
    /// The attempt as the sender takes it.
    var request: AttemptRequest {
        AttemptRequest(
            delivery: delivery.rawValue, attempt: attempt, channel: channel.rawValue, body: Array(body.utf8))
    }
}

/// Hands outcomes to the coordinator, which is made after the engine that produces them.
final class OutcomeInbox: Sendable {
    private let coordinator = Mutex<Coordinator?>(nil)

    func connect(_ coordinator: Coordinator) { self.coordinator.withLock { $0 = coordinator } }

    /// After the coordinator has stopped, outcomes are dropped: the attempts are on record as started, and start-up repeats them.
    func take(_ outcomes: [AttemptOutcome]) {
        let results = outcomes.map(Coordination.AttemptResult.init)
        _ = coordinator.withLock { $0 }?.submitAlways(.results(results))
    }
}

extension Coordination.AttemptResult {
    init(_ outcome: AttemptOutcome) {
        let result: Class =
            switch outcome.result {
            case .delivered: .delivered
            case .refused: .refused
            case .notDelivered: .notDelivered
            case .ambiguous: .ambiguous
            }
        self.init(
            delivery: DeliveryID(outcome.delivery), attempt: outcome.attempt, result: result,
            reason: outcome.reason.rawValue,
            status: outcome.status, retryAfter: outcome.retryAfterMilliseconds.map { Elapsed(milliseconds: $0) },
            latencyMilliseconds: outcome.latencyMilliseconds, detail: outcome.detail)
    }
}

extension PreparedSettings {
    var intakeLimits: IntakeLimits {
        var limits = IntakeLimits()
        limits.bodyBytesMax = settings.daemon.reportBytesMax
        return limits
    }
}
