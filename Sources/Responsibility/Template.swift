/// A text that names one customer in places, and is otherwise the same for all customers.
struct Template: Sendable {
    /// Stands for the customer's name while a text is made. No name and no text of a configuration holds it: control
    /// characters are refused there.
    static let placeholder = "\u{1}"

    private let pieces: [String]

    /// - Parameter text: with `placeholder` wherever the customer's name belongs.
    init(_ text: String) {
        pieces = text.split(separator: Self.placeholder, omittingEmptySubsequences: false).map(String.init)
    }

    func filled(with name: String) -> String {
        guard pieces.count > 1 else { return pieces.first ?? "" }
        var text = ""
        text.reserveCapacity(pieces.reduce(0) { $0 + $1.utf8.count } + (pieces.count - 1) * name.utf8.count)
        for (index, piece) in pieces.enumerated() {
            if index > 0 { text += name }
            text += piece
        }
        return text
    }
}
