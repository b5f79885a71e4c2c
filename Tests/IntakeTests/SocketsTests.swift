import CLinux
import Coordination
import Foundation
import Logging
import Testing

@testable import Intake

/// How listening sockets come and go.
struct SocketsTests {
    private func server(_ endpoint: ListenerConfiguration.Endpoint) -> IntakeServer {
        IntakeServer(
            listeners: [ListenerConfiguration(name: "s", endpoint: endpoint)], peers: ownPeers, handler: FakeHandler(),
            now: { testNow }, logger: .init(label: "intake"))
    }

    private func mode(_ path: String) -> UInt32? {
        var status = stat()
        return unsafe lstat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
    }

    private func group(_ path: String) -> UInt32? {
        var status = stat()
        return unsafe lstat(path, &status) == 0 ? status.st_gid : nil
    }

    @Test(arguments: [UInt32(0o600), 0o660, 0o666, 0o622])
    func theModeIsTheConfiguredOne(_ wanted: UInt32) throws {
        let directory = try SocketDirectory()
        let server = server(.unix(path: directory("s"), mode: wanted, group: nil))
        try server.bind()
        #expect(mode(directory("s")) == wanted)
        server.stop()
        #expect(mode(directory("s")) == nil, "an own socket is gone after the stop")
    }

    @Test func theModeIsFinalAtFirstSight() throws {
        let directory = try SocketDirectory()
        let watch = inotify_init1(Int32(IN_NONBLOCK))
        defer { close(watch) }
        #expect(unsafe inotify_add_watch(watch, directory.path, UInt32(IN_CREATE) | UInt32(IN_ATTRIB)) > 0)
        let server = server(.unix(path: directory("s"), mode: 0o600, group: nil))
        try server.bind()
        // The file was made and never changed after that, so what it is now it was from the first moment.
        #expect(eventMasks(watch) == [UInt32(IN_CREATE)])
        #expect(mode(directory("s")) == 0o600)
        server.stop()
    }

    /// What happened to the files of a watched directory.
    private func eventMasks(_ watch: Int32) -> [UInt32] {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(watch, $0.baseAddress, $0.count) }
        func number(_ offset: Int) -> UInt32 { (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) } }
        var masks: [UInt32] = []
        var offset = 0
        while offset + 16 <= count {
            masks.append(number(offset + 4))
            offset += 16 + Int(number(offset + 12))
        }
        return masks
    }

    @Test func theGroupIsTheConfiguredOne() throws {
        guard geteuid() == 0 else { return }
        let directory = try SocketDirectory()
        let server = server(.unix(path: directory("s"), mode: 0o660, group: 61_003))
        try server.bind()
        #expect(mode(directory("s")) == 0o660)
        #expect(group(directory("s")) == 61_003)
        server.stop()
    }

    @Test func pathsHaveAtMost107Bytes() async throws {
        let directory = try SocketDirectory()
        let longest = directory(String(repeating: "x", count: 106 - directory.path.utf8.count))
        #expect(longest.utf8.count == 107)
        let server = server(.unix(path: longest, mode: 0o600, group: nil))
        try server.bind()
        async let run: Void = server.run()
        let reply = try await onThread {
            let client = try RawClient(path: longest)
            client.send(request("GET", "/healthz"))
            return try client.reply()
        }
        #expect(reply.status == 200)
        server.stop()
        try await run
        #expect(mode(longest) == nil)
        for bad in [longest + "x", "", "a\u{0}b"] {
            #expect(throws: ListenerError.badPath(bad, bytes: bad.utf8.count)) {
                try self.server(.unix(path: bad, mode: 0o600, group: nil)).bind()
            }
        }
    }

    @Test func aStaleSocketIsReplaced() throws {
        let directory = try SocketDirectory()
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        #expect(unsafe tocsin_bind_unix(descriptor, directory("s")) == 0)
        close(descriptor)
        #expect(mode(directory("s")) != nil)
        let server = server(.unix(path: directory("s"), mode: 0o600, group: nil))
        try server.bind()
        #expect(mode(directory("s")) == 0o600)
        server.stop()
    }

    @Test func aLiveSocketIsLeftAlone() throws {
        let directory = try SocketDirectory()
        let first = server(.unix(path: directory("s"), mode: 0o600, group: nil))
        try first.bind()
        #expect(throws: ListenerError.inUse(path: directory("s"))) {
            try server(.unix(path: directory("s"), mode: 0o600, group: nil)).bind()
        }
        _ = try RawClient(path: directory("s"))
        first.stop()
    }

    @Test func aLiveSocketWithAFullBacklogIsLeftAlone() throws {
        let directory = try SocketDirectory()
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        #expect(unsafe tocsin_bind_unix(listener, directory("s")) == 0)
        #expect(listen(listener, 0) == 0)
        let waiting = try RawClient(path: directory("s"))
        #expect(throws: ListenerError.inUse(path: directory("s"))) {
            try server(.unix(path: directory("s"), mode: 0o600, group: nil)).bind()
        }
        withExtendedLifetime(waiting) {}
    }

    @Test func whatIsNoSocketIsLeftAlone() throws {
        let directory = try SocketDirectory()
        let file = directory("file")
        let link = directory("link")
        let folder = directory("folder")
        try "precious".write(toFile: file, atomically: true, encoding: .utf8)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        for path in [file, link, folder] {
            #expect(throws: ListenerError.notASocket(path: path)) {
                try server(.unix(path: path, mode: 0o600, group: nil)).bind()
            }
        }
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "precious")
    }

    @Test func aSocketOfAnotherUserIsLeftAlone() throws {
        guard geteuid() == 0 else { return }
        let directory = try SocketDirectory()
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        #expect(unsafe tocsin_bind_unix(descriptor, directory("s")) == 0)
        close(descriptor)
        #expect(unsafe lchown(directory("s"), 61_004, 61_004) == 0)
        #expect(throws: ListenerError.ownedByAnother(path: directory("s"), uid: 61_004)) {
            try server(.unix(path: directory("s"), mode: 0o600, group: nil)).bind()
        }
        #expect(mode(directory("s")) != nil)
    }

    @Test func aFilePutInOurPlaceIsNotRemoved() throws {
        let directory = try SocketDirectory()
        let server = server(.unix(path: directory("s"), mode: 0o600, group: nil))
        try server.bind()
        try FileManager.default.removeItem(atPath: directory("s"))
        try "other".write(toFile: directory("s"), atomically: false, encoding: .utf8)
        server.stop()
        #expect(FileManager.default.fileExists(atPath: directory("s")))
    }

    @Test func allSocketsOrNone() throws {
        let directory = try SocketDirectory()
        try "x".write(toFile: directory("b"), atomically: false, encoding: .utf8)
        let listeners = ["a", "b"].map {
            ListenerConfiguration(name: $0, endpoint: .unix(path: directory($0), mode: 0o600, group: nil))
        }
        let server = IntakeServer(
            listeners: listeners, peers: ownPeers, handler: FakeHandler(), now: { testNow },
            logger: .init(label: "intake"))
        #expect(throws: ListenerError.notASocket(path: directory("b"))) { try server.bind() }
        #expect(mode(directory("a")) == nil)
        let twins = IntakeServer(
            listeners: [listeners[0], listeners[0]], peers: ownPeers, handler: FakeHandler(), now: { testNow },
            logger: .init(label: "intake"))
        #expect(throws: ListenerError.duplicateName("a")) { try twins.bind() }
    }

    @Test func onlyLoopbackAddressesAreBound() throws {
        for address in ["0.0.0.0", "192.0.2.1", "::", "localhost", "127.0.0.1.", ""] {
            #expect(throws: ListenerError.notLoopback(address: address), "\(address)") {
                try server(.tcp(address: address, port: 0)).bind()
            }
        }
        let first = server(.tcp(address: "127.0.0.1", port: 0))
        let port = try #require(try first.bind()["s"])
        #expect(port > 0)
        #expect(throws: ListenerError.system(call: "bind", subject: "127.0.0.1:\(port)", errno: EADDRINUSE)) {
            try server(.tcp(address: "127.0.0.1", port: port)).bind()
        }
        first.stop()
    }

    @Test func anAdoptedSocketIsServedAndStays() async throws {
        let directory = try SocketDirectory()
        let path = directory("s")
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        #expect(unsafe tocsin_bind_unix(listener, path) == 0)
        #expect(listen(listener, 8) == 0)
        // As the service manager: it keeps the socket.
        let kept = dup(listener)
        defer { close(kept) }
        let server = server(.descriptor(listener))
        try server.bind()
        #expect(fcntl(listener, F_GETFD) & FD_CLOEXEC == FD_CLOEXEC)
        async let run: Void = server.run()
        let reply = try await onThread {
            let client = try RawClient(path: path)
            client.send(request("GET", "/v1/status"))
            return try client.reply()
        }
        #expect(reply.status == 200)
        server.stop()
        try await run
        #expect(mode(path) != nil, "the file is not ours")
        _ = try RawClient(path: path)
    }

    @Test(arguments: [UInt32(0o666), 0o662, 0o660, 0o600])
    func anAdoptedSocketThatSpeaksForAPartyIsNotOpenToEverybody(_ mode: UInt32) throws {
        let directory = try SocketDirectory()
        let path = directory("s")
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        #expect(unsafe tocsin_bind_unix(listener, path) == 0)
        #expect(listen(listener, 8) == 0)
        #expect(unsafe chmod(path, mode) == 0)
        func bind(_ audience: Actor?, isPrivate: Bool) throws {
            let copy = dup(listener)
            let configuration = ListenerConfiguration(
                name: "s", endpoint: .descriptor(copy), audience: audience, requiresPrivateSocket: isPrivate)
            let server = IntakeServer(
                listeners: [configuration], peers: ownPeers, handler: FakeHandler(), now: { testNow },
                logger: .init(label: "intake"))
            do {
                try server.bind()
                server.stop()
            } catch {
                close(copy)
                throw error
            }
        }
        try bind(nil, isPrivate: false)
        for (audience, isPrivate) in [(tern, false), (nil, true)] as [(Actor?, Bool)] {
            if mode & 0o002 == 0 {
                try bind(audience, isPrivate: isPrivate)
                continue
            }
            let error = #expect(throws: ListenerError.notPrivate(socket: path, mode: mode)) {
                try bind(audience, isPrivate: isPrivate)
            }
            let words = error.map { "\($0)" } ?? ""
            #expect(words.contains(path) && words.contains("mode 0\(String(mode, radix: 8))"))
        }
        // Without its file nothing says who may connect.
        #expect(unsafe unlink(path) == 0)
        #expect(throws: ListenerError.notPrivate(socket: path, mode: nil)) { try bind(tern, isPrivate: false) }
    }

    @Test func onlyListeningStreamSocketsAreAdopted() throws {
        let stream = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let datagram = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        defer {
            close(stream)
            close(datagram)
        }
        for descriptor in [stream, datagram, 9999] {
            let error = #expect(throws: ListenerError.self) { try server(.descriptor(descriptor)).bind() }
            #expect(error?.code == "listener_not_a_listener")
        }
    }

    @Test func descriptorsOfTheServiceManager() throws {
        let descriptor = dup(1)
        defer { close(descriptor) }
        func take(_ environment: [String: String], pid: Int32 = 7) throws -> [String] {
            try ListenDescriptors.take(environment: environment, pid: pid, first: descriptor).map {
                "\($0.name)=\($0.descriptor - descriptor)"
            }
        }
        #expect(try take(["LISTEN_PID": "7", "LISTEN_FDS": "1", "LISTEN_FDNAMES": "report"]) == ["report=0"])
        #expect(fcntl(descriptor, F_GETFD) & FD_CLOEXEC == FD_CLOEXEC)
        #expect(try take(["LISTEN_PID": "7", "LISTEN_FDS": "1"]) == ["unknown=0"])
        #expect(try take(["LISTEN_PID": "8", "LISTEN_FDS": "1"]) == [])
        #expect(try take([:]) == [])
        #expect(try take(["LISTEN_PID": "7", "LISTEN_FDS": "0", "LISTEN_FDNAMES": ""]) == [])
        let bad: [[String: String]] = [
            ["LISTEN_PID": "x", "LISTEN_FDS": "1"], ["LISTEN_PID": "7", "LISTEN_FDS": "-1"],
            ["LISTEN_PID": "7", "LISTEN_FDS": "65"],
            ["LISTEN_PID": "7", "LISTEN_FDS": "1", "LISTEN_FDNAMES": "a:b"],
        ]
        for environment in bad {
            let error = #expect(throws: ListenerError.self) { try take(environment) }
            #expect(error?.code == "listener_bad_environment")
        }
    }
}
