internal import Responsibility

/// What an alert is about when its rule carries no `tocsin_category`: told by words in its name, for the rule sets
/// people use (node, kube and blackbox exporters, mixins). The first row with a word wins; the rows go from the
/// telling words to the vague ones.
enum AlertNames {
    static let table: [(category: Category, words: [String])] = [
        (.ddos, ["ddos", "synflood"]),
        (.tls, ["cert", "tls", "ssl", "acme"]),
        (.backup, ["backup", "snapshot", "restic", "borg"]),
        (.intrusion, ["intrusion", "rootkit", "bruteforce", "falco"]),
        (.malware, ["malware", "virus", "clamav"]),
        (.vulnerability, ["vulnerab", "cve", "outdated", "rebootrequired", "updatespending"]),
        (
            .hardware,
            [
                "raid", "smart", "ecc", "edac", "temperature", "fan", "psu", "powersupply", "hardware", "ipmi",
                "bonddegraded",
            ]
        ),
        (.network, ["network", "interface", "packetloss", "bgp", "conntrack", "dns", "receiveerr", "transmiterr"]),
        (
            .resource,
            [
                "disk", "filesystem", "inode", "memory", "oom", "swap", "cpu", "quota", "filling", "spaceleft",
                "filedescriptor",
            ]
        ),
        (.performance, ["slow", "latency", "load", "throttl", "saturation", "lag", "queue", "errorrate", "pressure"]),
        (
            .availability,
            [
                "down", "unreachable", "unavailable", "absent", "missing", "probe", "notready", "crash", "restart",
                "failed",
            ]
        ),
    ]

    /// The category for an alert's name; availability when no word tells.
    static func category(of alertName: String) -> Category {
        let name = alertName.lowercased()
        return table.first { row in row.words.contains { name.contains($0) } }?.category ?? .availability
    }
}
