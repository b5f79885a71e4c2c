import Glibc

/// Users and groups of this machine, by the system's name service.
enum Accounts {
    /// `nobody` and `nogroup`: what unmapped ids of other user namespaces look like. It identifies no one.
    static let overflowID: UInt32 = 65_534

    private static let bufferBytes = 64 << 10

    /// The uid of a user name; nil when there is no such user.
    static func user(_ name: String) -> UInt32? {
        var record = unsafe passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: bufferBytes)
        let status = unsafe getpwnam_r(name, &record, &buffer, buffer.count, &found)
        return unsafe status == 0 && found != nil ? record.pw_uid : nil
    }

    /// The gid of a group name; nil when there is no such group.
    static func group(_ name: String) -> UInt32? {
        var record = unsafe Glibc.group()
        var found: UnsafeMutablePointer<Glibc.group>?
        var buffer = [CChar](repeating: 0, count: bufferBytes)
        let status = unsafe getgrnam_r(name, &record, &buffer, buffer.count, &found)
        return unsafe status == 0 && found != nil ? record.gr_gid : nil
    }
}

/// Reads who is meant by a user or group.
struct AccountReader {
    /// False: a name is taken to exist, and yields no number.
    let looksUpNames: Bool

    /// A user by name or number.
    func user(_ value: Value) -> UInt32? { account(value, "user", Accounts.user) }

    /// A group by name or number.
    func group(_ value: Value) -> UInt32? { account(value, "group", Accounts.group) }

    private func account(_ value: Value, _ kind: String, _ lookUp: (String) -> UInt32?) -> UInt32? {
        guard let name = value.scalar() else { return nil }
        let isNumber = !name.isEmpty && name.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isNumber || looksUpNames else { return nil }
        guard let id = isNumber ? UInt32(name) : lookUp(name) else {
            value.problem("there is no \(kind) \(code(name)) on this machine", hint: "create it, or write its number")
            return nil
        }
        // The highest number is -1 to the system calls, which means "leave it".
        guard id != Accounts.overflowID, id != .max else {
            value.problem(
                "the \(kind) \(code(name)) (\(id)) identifies no one", hint: "give the peer a \(kind) of its own")
            return nil
        }
        return id
    }
}
