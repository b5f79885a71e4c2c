extension String {
    /// At most so many characters (grapheme clusters are never torn; counted in Unicode scalars, as most products do),
    /// with `…` as the last where something was cut.
    package func cut(toScalars max: Int) -> String {
        guard unicodeScalars.count > max else { return self }
        return prefix(while: { $0.unicodeScalars.count }, max: max - 1) + "…"
    }

    /// The same by bytes of UTF-8; the ellipsis takes three.
    package func cut(toBytes max: Int) -> String {
        guard utf8.count > max else { return self }
        return prefix(while: { $0.utf8.count }, max: max - 3) + "…"
    }

    /// The same by units of UTF-16.
    package func cut(toUTF16 max: Int) -> String {
        guard utf16.count > max else { return self }
        return prefix(while: { $0.utf16.count }, max: max - 1) + "…"
    }

    private func prefix(while size: (Character) -> Int, max: Int) -> String {
        var left = max
        return String(
            prefix { character in
                left -= size(character)
                return left >= 0
            })
    }
}
