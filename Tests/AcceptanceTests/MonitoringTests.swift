import Foundation
import Testing

/// Debian's own Prometheus finds a target down; its alert becomes an incident, and the end of the alert the
/// incident's end.
@Suite(
    .ownThread,
    .enabled(
        if: FileManager.default.isExecutableFile(atPath: Installation.prometheus)
            && FileManager.default.isExecutableFile(atPath: Installation.alertmanager),
        "`scripts/setup test` brings Prometheus and Alertmanager"))
struct MonitoringTests {
    @Test func alertReachesTheOwnerThroughAlertmanager() throws {
        let bench = try Bench()
        let alertmanagerPort = try SocketName.freePort()
        try bench.write(
            "alertmanager.yml",
            """
            route:
              receiver: tocsin
              group_wait: 0s
              group_interval: 500ms
              repeat_interval: 1h
            receivers:
              - name: tocsin
                webhook_configs:
                  - url: http://127.0.0.1:\(bench.port)/v1/adapters/alertmanager
                    send_resolved: true
                    http_config:
                      authorization: {credentials_file: \(bench.folder)/var/secrets/agent.token}
            """)
        let alertmanager = try bench.launch(
            Installation.alertmanager,
            [
                "--config.file=alertmanager.yml", "--storage.path=am", "--cluster.listen-address=",
                "--web.listen-address=127.0.0.1:\(alertmanagerPort)",
            ])
        let prometheus = try bench.launchPrometheus(
            alertmanager: "static_configs: [{targets: ['127.0.0.1:\(alertmanagerPort)']}]")
        try bench.checkAlertAndItsEnd(tool: "alertmanager")
        withExtendedLifetime((alertmanager, prometheus)) {}
    }

    @Test func alertReachesTheOwnerStraightFromPrometheus() throws {
        let bench = try Bench()
        let prometheus = try bench.launchPrometheus(
            alertmanager: """
                authorization: {credentials_file: \(bench.folder)/var/secrets/agent.token}
                      static_configs: [{targets: ['127.0.0.1:\(bench.port)']}]
                """)
        try bench.checkAlertAndItsEnd(tool: "prometheus")
        withExtendedLifetime(prometheus) {}
    }

    /// A daemon with an open loopback listener, and a target that is down.
    private struct Bench {
        let daemon: DaemonUnderTest
        let port: Int
        let targetPort: Int

        var folder: String { daemon.world.folder }

        init() throws {
            let world = try World()
            port = try world.openLoopback()
            targetPort = try SocketName.freePort()
            daemon = DaemonUnderTest(world)
            try daemon.start()
        }

        func write(_ name: String, _ text: String) throws {
            try text.write(toFile: "\(folder)/\(name)", atomically: false, encoding: .utf8)
        }

        func launch(_ program: String, _ arguments: [String]) throws -> ChildProcess {
            let name = program.split(separator: "/").last.map(String.init) ?? "peer"
            return try ChildProcess(
                program, arguments, in: folder, output: "\(folder)/\(name).out", errors: "\(folder)/\(name).log")
        }

        func launchPrometheus(alertmanager: String) throws -> ChildProcess {
            try write(
                "rules.yml",
                """
                groups:
                  - name: hosts
                    rules:
                      - alert: WebsiteDown
                        expr: up == 0
                        labels: {severity: critical, tocsin_asset: mango-site, tocsin_layer: application}
                        annotations: {summary: 'The site of {{ $labels.job }} is down'}
                """)
            try write(
                "prometheus.yml",
                """
                global: {scrape_interval: 200ms, scrape_timeout: 200ms, evaluation_interval: 200ms}
                rule_files: [rules.yml]
                scrape_configs:
                  - job_name: mango
                    static_configs: [{targets: ['127.0.0.1:\(targetPort)']}]
                alerting:
                  alertmanagers:
                    - \(alertmanager)
                """)
            let listen = try SocketName.freePort()
            return try launch(
                Installation.prometheus,
                [
                    "--config.file=prometheus.yml", "--storage.tsdb.path=tsdb", "--rules.alert.resend-delay=1s",
                    "--web.listen-address=127.0.0.1:\(listen)",
                ])
        }

        func logs() -> String {
            ["prometheus", "prometheus-alertmanager"].compactMap {
                try? String(contentsOfFile: "\(folder)/\($0).log", encoding: .utf8)
            }.joined(separator: "\n") + daemon.log
        }

        func checkAlertAndItsEnd(tool: String) throws {
            let opened: Webhook
            do {
                opened = try daemon.receiver.first("the owner's notice", within: 25) { $0.kind == "opened" }
            } catch {
                throw Trouble("\(error)\n\(logs())")
            }
            #expect(opened.channel == "mango")
            #expect(opened.data["severity"].string == "critical")
            #expect(opened.data["asset"].string == "mango-site")
            #expect(opened.data["summary"].string == "The site of mango is down")
            let incidents = try daemon.provider.ask(.get("/v1/incidents")).json["incidents"].items
            #expect(incidents.count == 1, "an alert that goes on is one incident: \(incidents)")
            let shown = try daemon.incident(opened.incident)
            #expect(shown["incident"]["owner_party"].string == "mango")
            #expect(shown["timeline"].items.contains { $0["text"].string?.contains("(agent)") == true })

            // The target comes up: Prometheus says so by itself.
            let target = try WebhookReceiver(port: targetPort) { _, _ in .page("works 1\n") }
            let resolved: Webhook
            do {
                resolved = try daemon.receiver.first("the end", within: 25) { $0.kind == "resolved" }
            } catch {
                throw Trouble("\(error)\n\(logs())")
            }
            #expect(resolved.incident == opened.incident)
            #expect(try daemon.state(of: opened.incident) != "open")
            #expect(try SignatureJudge.verify([opened, resolved], in: daemon.world) == [true, true])
            target.close()
        }
    }
}
