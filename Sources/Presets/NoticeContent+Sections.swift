// Texts for products that take one: title, sentences and facts below one another.
extension NoticeContent {
    /// The most that the parts of a text may take, in units of its dialect.
    struct Room: Sendable {
        var paragraphMax: Int
        var factMax: Int
        var listMax: Int
        var lineMax = 300
    }

    /// Everything but the title. `label` writes the name of a part, for example in bold.
    func sections(_ dialect: Dialect, _ room: Room, label: (String) -> String) -> String {
        var blocks: [String] = []
        if !members.isEmpty { blocks.append(dialect.list(memberLines, lineMax: room.lineMax, max: room.listMax)) }
        blocks += paragraphs.map { label($0.label) + " " + dialect.sentences($0.value, max: room.paragraphMax) }
        let lines = facts.map { label($0.label) + " " + dialect.line($0.value, max: room.factMax) }
        blocks.append(lines.joined(separator: "\n"))
        if let shownCommand {
            blocks.append(label("Acknowledge with") + " " + dialect.code(shownCommand, max: room.factMax))
        }
        return blocks.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }
}
