import Foundation
import Glibc

/// Where the programs under test and their peers are.
enum Installation {
    /// The package's own folder.
    static let root = ancestor(of: #filePath, levels: 4)

    /// The programs under test: `$TOCSIN_BIN_DIR`, else where a debug build puts them.
    static let programs = environment["TOCSIN_BIN_DIR"] ?? root + "/.build/debug"

    /// The shipped configuration, which every test begins with.
    static let configuration = environment["TOCSIN_CONFIG_DIR"] ?? root + "/Config"

    static let daemon = programs + "/tocsind"
    static let commandLine = programs + "/tocsin"
    /// Debian's own, as `scripts/setup test` unpacks them.
    static let prometheus = root + "/.build/peers/usr/bin/prometheus"
    static let alertmanager = root + "/.build/peers/usr/bin/prometheus-alertmanager"
    /// Knows the PyPI package `standardwebhooks`.
    static let python = root + "/.build/venv/bin/python"

    static var isRoot: Bool { geteuid() == 0 }

    static let environment = ProcessInfo.processInfo.environment

    private static func ancestor(of path: String, levels: Int) -> String {
        path.split(separator: "/").dropLast(levels).map { "/" + $0 }.joined()
    }
}

/// Why a test could not go on.
struct Trouble: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    /// The last system call failed.
    static func system(_ what: String) -> Trouble {
        Trouble("\(what): \(String(decoding: errorText(errno), as: UTF8.self))")
    }

    private static func errorText(_ code: Int32) -> [UInt8] {
        var buffer = [CChar](repeating: 0, count: 200)
        _ = unsafe strerror_r(code, &buffer, buffer.count)
        return buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    }
}
