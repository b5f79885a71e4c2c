internal import Glibc

/// The sockets that the service manager passes to us, sd_listen_fds(3).
package enum ListenDescriptors {
    /// The variables that carry them. The caller removes them with `forget` before it starts threads.
    package static let variables = ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"]

    /// The passed sockets with their names, in order; empty when none were passed to this process. Each is set to
    /// close on exec.
    ///
    /// - Parameters:
    ///   - environment: the process's variables.
    ///   - pid: our own process id; variables meant for another process are not ours.
    ///   - first: the first descriptor, which is 3 by convention.
    package static func take(
        environment: [String: String], pid: Int32, first: Int32 = 3
    ) throws(ListenerError) -> [(name: String, descriptor: Int32)] {
        guard let pidText = environment["LISTEN_PID"], let countText = environment["LISTEN_FDS"] else { return [] }
        guard let intended = Int32(pidText) else { throw .badEnvironment("LISTEN_PID is no number") }
        guard intended == pid else { return [] }
        guard let count = Int32(countText), (0...Int32(IntakeLimits.descriptorsMax)).contains(count) else {
            throw .badEnvironment("LISTEN_FDS is no number from 0 to \(IntakeLimits.descriptorsMax)")
        }
        let names = try names(environment["LISTEN_FDNAMES"], count: Int(count))
        var taken: [(name: String, descriptor: Int32)] = []
        for (offset, name) in names.enumerated() {
            let descriptor = first + Int32(offset)
            guard fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 else {
                throw .system(call: "fcntl", subject: "descriptor \(descriptor)", errno: errno)
            }
            taken.append((name, descriptor))
        }
        return taken
    }

    /// Removes the variables from the process's environment, so that no child believes they are meant for it. Only
    /// while the process has one thread: setting variables races with reading them.
    package static func forget() {
        for variable in variables { _ = unsafe unsetenv(variable) }
    }

    /// `unknown` is what the service manager's own library says when names are missing.
    private static func names(_ text: String?, count: Int) throws(ListenerError) -> [String] {
        guard let text else { return Array(repeating: "unknown", count: count) }
        let names = count == 0 ? [] : text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard names.count == count else {
            throw .badEnvironment("LISTEN_FDNAMES has \(names.count) names for \(count) descriptors")
        }
        return names
    }
}
