import Testing
@Suite("Dump")
struct DumpTests {
    @Test("dump") func dump() throws {
        for (name, list) in [("Daemon", Breakage.daemon), ("Parties", Breakage.parties), ("Others", Breakage.others), ("Time", Breakage.time), ("Agreements", Breakage.agreements), ("Services", Breakage.services), ("Models", Breakage.models), ("Pages", Breakage.pages), ("Care", Breakage.care), ("Rules", Breakage.rules)] {
            for (index, item) in list.enumerated() {
                let world = try World()
                do { try world.edit(item.file, item.old, item.new) } catch { print("DUMP|\(name)|\(index)|NOEDIT"); continue }
                print("DUMP|\(name)|\(index)|" + world.problems().joined(separator: "§"))
            }
        }
    }
}
