import Foundation

/// The shipped world and a number of made-up agreements beside it, each with a customer, a channel with its secret,
/// one or two services and ten assets of all kinds. The same number always makes the same bytes.
struct AgreementWorld {
    let folder: URL
    let agreements: Int

    static let assetsPerAgreement = 10

    /// Writes it into a folder that does not exist yet.
    init(agreements: Int, shipped: URL, folder: URL) throws {
        self.folder = folder
        self.agreements = agreements
        let secrets = folder.appending(path: "var/secrets")
        try FileManager.default.createDirectory(at: secrets, withIntermediateDirectories: true)
        let config = folder.appending(path: "Config")
        try FileManager.default.copyItem(at: shipped, to: config)
        for (position, name) in try Self.secretNames(in: config).enumerated() {
            try Self.writeSecret(position, to: secrets.appending(path: name))
        }
        for number in 0..<agreements {
            try Self.agreement(number).write(
                to: config.appending(path: "agreements/\(Self.name(number)).yaml"), atomically: false, encoding: .utf8)
            try Self.writeSecret(1_000_000 + number, to: secrets.appending(path: Self.name(number)))
        }
    }

    var main: URL { folder.appending(path: "Config/tocsin.yaml") }

    /// Every file of the configuration, without the secrets.
    func files() throws -> [URL] {
        let config = folder.appending(path: "Config")
        return try FileManager.default.subpathsOfDirectory(atPath: config.path)
            .filter { $0.hasSuffix(".yaml") }.sorted().map { config.appending(path: $0) }
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// The secrets that the shipped files name.
    private static func secretNames(in config: URL) throws -> [String] {
        var names: Set<String> = []
        for path in try FileManager.default.subpathsOfDirectory(atPath: config.path) where path.hasSuffix(".yaml") {
            let text = try String(contentsOf: config.appending(path: path), encoding: .utf8)
            for line in text.split(separator: "\n") where !line.contains("#") && line.contains("secret_file:") {
                if let name = line.split(separator: "/").last { names.insert(String(name)) }
            }
        }
        return names.sorted()
    }

    private static func writeSecret(_ number: Int, to file: URL) throws {
        let key = Data((0..<32).map { UInt8(truncatingIfNeeded: number >> ($0 % 8 * 8)) })
        let descriptor = open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw BenchError("cannot write \(file.path)") }
        defer { close(descriptor) }
        let text = Array("whsec_\(key.base64EncodedString())\n".utf8)
        guard write(descriptor, text, text.count) == text.count else { throw BenchError("cannot write \(file.path)") }
    }

    /// `customer-00042`.
    private static func name(_ number: Int) -> String { String(format: "customer-%05d", number) }

    private static func agreement(_ number: Int) -> String {
        let name = name(number)
        return """
            # Customer \(number), made up for a benchmark.

            agreement: agr-\(name)

            customer:
              id: \(name)
              name: Customer number \(number)
              channels:
                - id: \(name)
                  url: https://hooks.\(name).example/tocsin
                  secret_file: ../../var/secrets/\(name)
              contacts:
                ops: [\(name)]
                sec: [\(name)]
                dpo: [\(name)]
                owner: [\(name)]
              escalation:
                ops: customer
                sec: customer

            revisions:
              - revision: 1
                from: 2025-01-01T00:00:00+07:00
                models: [hosting@2026-01-01]
                # Where each side agreed to be told.
                designated_channel: {provider: prov-sec, customer: \(name)}
                immediately: {critical: PT15M, high: PT15M, medium: PT60M, low: PT4H}
                response: {critical: PT15M, high: PT30M, medium: PT4H, low: PT24H}
                breach_notice: PT24H
                retention: P30D
                services:
            \(services(number, name))
            """
    }

    /// A server the provider looks after; every second customer has a web site of its own beside it.
    private static func services(_ number: Int, _ name: String) -> String {
        let all = assets(number, name)
        let split = number.isMultiple(of: 2) ? all.count : 6
        let server = """
                  - id: svc-\(name)
                    type: vps
                    managed: true
                    managed_scope: [os, panel, httpd, php, mariadb]
                    tls_terminator: provider
                    assets:
            \(all[..<split].joined(separator: "\n"))

            """
        guard split < all.count else { return server }
        return server + """
                  - id: web-\(name)
                    type: web
                    managed: true
                    tls_terminator: provider
                    assets:
            \(all[split...].joined(separator: "\n"))

            """
    }

    /// By address, host name, domain and block of addresses, in both notations of YAML.
    private static func assets(_ number: Int, _ name: String) -> [String] {
        let (high, low) = (number >> 8, number & 0xFF)
        let servers = (1...3).map { server in
            """
                      - id: \(name)-vps\(server)
                        hostnames: [vps\(server).\(name).example, panel\(server).\(name).example]
                        addresses: [10.\(high).\(low).\(server)]
            """
        }
        let indent = String(repeating: " ", count: 10)
        return servers
            + [
                "- {id: \(name)-six, addresses: [\"2001:db8:\(String(number, radix: 16))::1\"]}",
                "- {id: \(name)-net, addresses: [10.\(high).\(low).64/28, \"2001:db8:\(String(number, radix: 16))::/48\"]}",
                "- {id: \(name)-db, hostnames: [db.\(name).example]}",
                "- {id: \(name)-site, domains: [\(name).example], addresses: [192.0.2.12]}",
                "- {id: \(name)-shop, domains: [shop-\(number).example, shop-\(number).test]}",
                "- {id: \(name)-mail, hostnames: [mail.\(name).example], addresses: [10.\(high).\(low).4]}",
                "- {id: \(name)-office, at_client_site: true}",
            ].map { indent + $0 }
    }
}
