package import StrictJSON

/// Conditions that must all hold. Written as Alertmanager and Prometheus write them: `severity="high",
/// asset=~"web-.*"`, with or without braces around.
package struct MatcherSet: Hashable, Sendable, CustomStringConvertible {
    /// In the order in which they were written; at least one, at most `NoiseLimits.matchersMax`.
    package let matchers: [Matcher]

    /// Takes at most `NoiseLimits.matcherTextBytesMax` bytes of matchers, so that a set fits an entry of the ledger.
    package init(_ matchers: [Matcher]) throws(MatcherError) {
        guard !matchers.isEmpty else { throw .noMatcher }
        guard matchers.count <= NoiseLimits.matchersMax else { throw .tooMany }
        self.matchers = matchers
        let bytes = text.utf8.count
        guard bytes <= NoiseLimits.matcherTextBytesMax else { throw .tooLong(bytes: bytes) }
    }

    /// Reads a set of at most `NoiseLimits.matcherTextBytesMax` bytes.
    package init(text: String) throws(MatcherError) {
        try self.init(try MatcherReader.read(text))
    }

    /// Whether all conditions hold.
    package func matches(_ fields: Matchable) -> Bool {
        matchers.allSatisfy { $0.matches(fields) }
    }

    /// Whether it matches what has no fields at all, so that it names nothing in particular: `asset!="web-1"`,
    /// `asset=~".*"`. Alertmanager refuses such silences, and so does Tocsin.
    package var namesNothing: Bool { matches(Matchable()) }

    /// Reads as the same set.
    package var text: String { matchers.map(\.text).joined(separator: ", ") }
    package var description: String { text }

    /// The form in the record: an array of the matchers' forms.
    package var written: JSON { .array(matchers.map { .object($0.written) }) }

    /// Reads the written form back.
    package init(written: JSON) throws(NoiseFormError) {
        let form = NoiseForm(kind: "matchers", object: JSONObject([.init("matchers", written)]))
        var matchers: [Matcher] = []
        for element in try form.array("matchers") {
            guard let object = element.object else { throw form.failure("matchers", "not all are objects") }
            matchers.append(try Matcher(written: object))
        }
        do {
            try self.init(matchers)
        } catch {
            throw form.failure("matchers", "\(error)")
        }
    }
}
