import Settings
import Testing

/// One edit of the shipped configuration, and the one line that must come of it.
struct Breakage: Sendable, CustomTestStringConvertible {
    let file: String
    let old: String
    let new: String
    /// The whole line.
    let problem: String

    init(_ file: String, _ old: String, _ new: String, _ problem: String) {
        self.file = file
        self.old = old
        self.new = new
        self.problem = problem
    }

    var testDescription: String { problem }
}

@Suite("A broken configuration")
struct BrokenWorldTests {
    @Test("is refused with file, line, column, what and hint", arguments: Breakage.all)
    func refused(_ breakage: Breakage) throws {
        let world = try World()
        try world.edit(breakage.file, breakage.old, breakage.new)
        #expect(world.problems() == [breakage.problem])
    }
}
