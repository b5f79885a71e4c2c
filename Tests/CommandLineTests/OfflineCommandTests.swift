import FoundationEssentials
import Glibc
import Hashing
import StrictJSON
import Testing

@testable import CommandLineTool

@Suite("Commands that need no daemon")
struct OfflineCommandTests {
    private static let good = LedgerAudit(ledger: "agr-tern", size: 12, root: "ab", fault: nil)
    private static let bad = LedgerAudit(
        ledger: "house", size: 3, root: "cd",
        fault: LedgerAudit.Fault(index: 2, what: "the entry does not hash to its leaf"))

    @Test("ledgers that are good")
    func ledgersGood() {
        var bench = Bench()
        bench.audits = .success([Self.good])
        let outcome = bench.run("ledger", "verify", "--state", "/s")
        #expect(outcome.data == "LEDGER    SIZE  ROOT  VERDICT\nagr-tern  12    ab    good\n")
        #expect(outcome.talk == "1 ledger in /s, all good.\n")
        #expect(outcome.status == .good)
    }

    @Test("a bad ledger is named with the entry")
    func ledgersBad() {
        var bench = Bench()
        bench.audits = .success([Self.good, Self.bad])
        let outcome = bench.run("ledger", "verify")
        #expect(
            outcome.data == """
                LEDGER    SIZE  ROOT  VERDICT
                agr-tern  12    ab    good
                house     3     cd    BAD at entry 2: the entry does not hash to its leaf

                """)
        #expect(outcome.talk.hasPrefix("tocsin: 1 of 2 ledgers in /var/lib/tocsin cannot be trusted\n"))
        #expect(outcome.status == .refused)
    }

    @Test("ledgers as JSON")
    func ledgersJSON() throws {
        var bench = Bench()
        bench.audits = .success([Self.bad])
        let outcome = bench.run("ledger", "verify", "--json")
        #expect(
            try JSON(parsing: outcome.data) == [
                [
                    "ledger": "house", "size": 3, "root": "cd", "good": false, "index": 2,
                    "problem": "the entry does not hash to its leaf",
                ]
            ])
        #expect(outcome.status == .refused)
    }

    @Test("ledgers that cannot be read")
    func ledgersUnreadable() {
        var bench = Bench()
        bench.audits = .failure(Failure(.unreadable, "there are no ledgers in /s"))
        let outcome = bench.run("ledger", "verify")
        #expect(outcome.status == .unreadable)
        #expect(outcome.talk == "tocsin: there are no ledgers in /s\n")
        #expect(outcome.data.isEmpty)
    }

    @Test("a configuration that is good")
    func configurationGood() {
        var bench = Bench()
        bench.configuration = .good(digest: "ab12", files: ["tocsin.yaml", "joint-care.yaml"], warnings: [])
        bench.existing = ["./Config/tocsin.yaml"]
        let outcome = bench.run("config", "check")
        #expect(outcome.data == "./Config/tocsin.yaml is good: 2 files, settings ab12\n")
        #expect(outcome.status == .good)
        #expect(bench.run("--json", "config", "check").data.contains("\"settings\": \"ab12\""))
    }

    @Test("what is right and hardly meant is said before the verdict, and is no failure")
    func configurationWarned() throws {
        var bench = Bench()
        bench.configuration = .good(
            digest: "ab12", files: ["tocsin.yaml"],
            warnings: [ConfigurationProblem(file: "a.yaml", line: 3, column: 7, what: "a gap", hint: "close it")])
        let outcome = bench.run("config", "check", "--config", "c")
        #expect(outcome.data == "a.yaml:3:7: warning: a gap — close it\nc is good: 1 file, settings ab12\n")
        #expect(outcome.status == .good)
        bench.console = MemoryConsole()
        let json = try JSON(parsing: bench.run("config", "check", "--json").data)
        #expect(json["problems"] == [])
        #expect(
            json["warnings"]
                == [["file": "a.yaml", "line": 3, "column": 7, "what": "a gap", "hint": "close it"]])
    }

    @Test("every problem of a configuration is on a line of its own")
    func configurationBad() throws {
        var bench = Bench()
        bench.configuration = .problems(
            ConfigurationProblems([
                ConfigurationProblem(file: "a.yaml", line: 3, column: 7, what: "unknown key", hint: "remove it"),
                ConfigurationProblem(file: "b.yaml", line: nil, column: nil, what: "cannot be read", hint: nil),
            ]))
        let outcome = bench.run("config", "check")
        #expect(outcome.data == "a.yaml:3:7: unknown key — remove it\nb.yaml: cannot be read\n")
        #expect(outcome.talk.hasPrefix("tocsin: 2 problems in the configuration"))
        #expect(outcome.status == .configuration)
        bench.console = MemoryConsole()
        let json = try JSON(parsing: bench.run("config", "check", "--json").data)
        #expect(json["problems"]?.array?.count == 2)
        #expect(json["problems"]?.array?.first?["line"] == 3)
    }

    @Test("a new secret is 32 bytes in the form of Standard Webhooks")
    func secret() throws {
        let outcome = Bench().run("new-secret")
        let text = try #require(outcome.data.hasPrefix("whsec_") ? String(outcome.data.dropFirst(6).dropLast()) : nil)
        #expect(Base64.decode(text) == [UInt8](0..<32))
        #expect(outcome.talk.isEmpty)
    }

    @Test("two real secrets differ")
    func randomness() {
        let random = World.system().randomBytes
        #expect(random(32).count == 32)
        #expect(random(32) != random(32))
    }

    @Test("a secret goes into a new file for its owner only; an existing file or link is left alone")
    func secretFile() throws {
        let folder = try TemporaryFolder([:])
        let path = folder.path + "/secret"
        defer { _ = unsafe unlink(path) }
        let outcome = Bench().run("new-secret", "--out", path)
        #expect(outcome.status == .good)
        #expect(outcome.data.isEmpty)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let before = try Files.read(path, bytesMax: 100)
        #expect(String(decoding: before, as: UTF8.self).hasPrefix("whsec_AAEC"))

        let again = Bench().run("new-secret", "--out", path)
        #expect(again.status == .cannotCreate)
        #expect(again.talk.contains("left as it is"))
        #expect(try Files.read(path, bytesMax: 100) == before)

        let link = folder.path + "/link"
        let isLinked = unsafe symlink("target", link) == 0
        #expect(isLinked)
        defer { _ = unsafe unlink(link) }
        #expect(Bench().run("new-secret", "--out", link).status == .cannotCreate)
        #expect(!World.system().exists(folder.path + "/target"))
        #expect(Bench().run("new-secret", "--out", folder.path + "/none/x").status == .cannotCreate)
    }
}
