/// Makes foreign text fit our fields. What is cut is marked.
enum Trim {
    /// One line of at most `max` characters: control characters become spaces, white space at the ends goes.
    static func line(_ text: String, max: Int) -> String {
        var scalars = text.unicodeScalars.map { FieldCheck.breaksLine($0) ? " " : $0 }[...]
        while scalars.first?.properties.isWhitespace == true { scalars.removeFirst() }
        while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
        if scalars.count > max { scalars = scalars.prefix(max - 1) + ["…"] }
        var line = ""
        line.unicodeScalars.append(contentsOf: scalars)
        return line
    }

    /// A text of at most `bytesMax` bytes: control characters other than line breaks and tabs become spaces.
    static func text(_ text: String, bytesMax: Int) -> String {
        let mark: Unicode.Scalar = "…"
        var result = ""
        var bytes = 0
        for scalar in text.unicodeScalars {
            let scalar: Unicode.Scalar = FieldCheck.isControl(scalar) ? " " : scalar
            bytes += UTF8.width(scalar)
            if bytes > bytesMax - UTF8.width(mark) {
                result.unicodeScalars.append(mark)
                break
            }
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}
