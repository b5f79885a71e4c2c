/// The zones that a machine knows, with the legacy names of each. Made from the text of the database itself, so that a
/// zone renamed by an update of the operating system is known at once.
package struct ZoneNames: Hashable, Sendable {
    /// `2025b`; nil where the text does not say.
    package let version: String?
    private let zones: Set<String>
    /// From a legacy name to what it stands for.
    private let links: [String: String]

    /// Links in the database point at zones, or at links of an earlier time; no chain is longer than two.
    private static let linkStepsMax = 8

    /// Reads `tzdata.zi`, or the database's source files joined: the lines that begin with `Z` (`Zone`) and `L`
    /// (`Link`). Other lines are passed over.
    ///
    /// A distribution may write one country's zone as a link to another's, where both had the same clocks since 1970
    /// (`Europe/Stockholm` to `Europe/Berlin`). Those are no legacy names: a place in `zone.tab`, which names one zone
    /// for each part of each country, stays itself.
    /// - Parameter zoneTab: the text of `zone.tab`; empty when the machine has none.
    package init(tzdataZi text: String, zoneTab: String = "") {
        var version: String?
        var zones: Set<String> = []
        var links: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.split(maxSplits: 3, whereSeparator: { $0 == " " || $0 == "\t" })
            switch words.first {
            case "Z", "Zone":
                if words.count >= 2 { zones.insert(String(words[1])) }
            case "L", "Link":
                if words.count >= 3 { links[String(words[2])] = String(words[1]) }
            case "#":
                if version == nil, words.count >= 3, words[1] == "version" { version = String(words[2]) }
            default: break
            }
        }
        for line in zoneTab.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard columns.count >= 3, links.removeValue(forKey: String(columns[2])) != nil else { continue }
            zones.insert(String(columns[2]))
        }
        self.version = version
        self.zones = zones
        self.links = links
    }

    /// For a machine without `tzdata.zi`: the names of the files below the database's directory. Legacy names are then
    /// zones like any other, for no one says what they stand for.
    package init(existing names: some Sequence<String>) {
        version = nil
        zones = Set(names)
        links = [:]
    }

    /// All names that `canonical` answers with, sorted.
    package var all: [ZoneName] { (zones.compactMap { try? ZoneName($0) } + [.utc]).sorted() }

    /// The name that the database gives the zone today: `Europe/Kyiv` for `Europe/Kiev`, and itself for most.
    package func canonical(_ text: String) throws(ZoneNameError) -> ZoneName {
        if text == ZoneName.utc.text { return .utc }
        // A legacy name with a region of its own (`US/Eastern`) is clear enough to be read; one without (`Japan`) is
        // refused like every other word, with what to write.
        if text.contains("/"), let target = target(of: text) { return target }
        let name: ZoneName
        do {
            name = try ZoneName(text)
        } catch {
            throw refusal(text, error)
        }
        guard zones.contains(text) else {
            throw .unknown(text, version: version, write: suggestion(for: text))
        }
        return name
    }

    private func refusal(_ text: String, _ error: ZoneNameError) -> ZoneNameError {
        let better = target(of: text)?.text ?? suggestion(for: text)
        switch error {
        case .malformed: return better.map { .unknown(text, version: version, write: $0) } ?? error
        case .noRegion(_, let write): return .noRegion(text, write: write ?? better)
        case .unknown: return .unknown(text, version: version, write: better)
        }
    }

    /// What a legacy name stands for, if that has a region.
    private func target(of text: String) -> ZoneName? {
        guard var name = links[text] else { return nil }
        for _ in 0..<Self.linkStepsMax {
            guard let next = links[name] else { return zones.contains(name) ? try? ZoneName(name) : nil }
            name = next
        }
        return nil
    }

    /// The zone of the same city, whatever its region, case and blanks: for `Berlin`, `europe/berlin` and
    /// `Europe/Bangkok`.
    private func suggestion(for text: String) -> String? {
        func key(_ name: some StringProtocol) -> String { name.lowercased().replacing(blank: "_") }
        guard text.utf8.count <= ZoneName.bytesMax else { return nil }
        let whole = key(text)
        let city = whole.split(separator: "/").last.map(String.init) ?? whole
        let names = all.map(\.text)
        return names.first { key($0) == whole }
            ?? names.first { key($0.split(separator: "/").last ?? "") == city }
    }
}

extension String {
    fileprivate func replacing(blank replacement: Character) -> String {
        String(map { $0 == " " ? replacement : $0 })
    }
}
