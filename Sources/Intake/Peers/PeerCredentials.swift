internal import CLinux

/// Who connected, as the kernel fixed it at connect(2). A typed value made once, at accept; it is never formatted
/// and parsed back (CVE-2019-7304), and never looked up again (CVE-2021-3560).
package struct PeerCredentials: Hashable, Sendable {
    package let uid: UInt32
    package let gid: UInt32
    /// Supplementary groups.
    package let groups: [UInt32]
    /// A hint for people only: process ids are reused.
    package let pid: Int32

    package init(uid: UInt32, gid: UInt32, groups: [UInt32], pid: Int32 = 0) {
        self.uid = uid
        self.gid = gid
        self.groups = groups
        self.pid = pid
    }

    /// What the kernel shows for ids that do not exist in our user namespace. It stands for nobody in particular.
    package static let overflowID: UInt32 = 65_534

    /// The groups that can stand for somebody: the primary one first, without the overflow id.
    var usableGroups: [UInt32] { ([gid] + groups).filter { $0 != Self.overflowID } }

    /// Reads the credentials of a connected Unix-domain socket. Nil when the kernel does not tell: such a peer is
    /// nobody.
    static func ofPeer(descriptor: Int32) -> PeerCredentials? {
        var process = tocsin_peer_credentials()
        guard unsafe tocsin_peer_credentials_of(descriptor, &process) == 0 else { return nil }
        guard let groups = peerGroups(descriptor: descriptor) else { return nil }
        return PeerCredentials(uid: process.uid, gid: process.gid, groups: groups, pid: process.pid)
    }

    /// First with room for what people have, then for what the kernel allows.
    private static func peerGroups(descriptor: Int32) -> [UInt32]? {
        for capacity in [64, groupsMax] {
            var count: Int32 = -1
            let groups = unsafe [UInt32](unsafeUninitializedCapacity: capacity) { buffer, initialized in
                if let base = buffer.baseAddress {
                    unsafe base.initialize(repeating: 0, count: capacity)
                    count = unsafe tocsin_peer_groups_of(descriptor, base, Int32(capacity))
                }
                initialized = capacity
            }
            if count >= 0 { return Array(groups.prefix(Int(count))) }
        }
        return nil
    }

    /// NGROUPS_MAX of Linux.
    private static let groupsMax = 65_536
}
