import CivilTime

/// The time zones of the operating system, by the names that settings give them. Owned by one load, which reads each of
/// the system's files once, however many parties live in a zone.
final class ZoneDirectory {
    /// The system's directory of compiled zones, usually `/usr/share/zoneinfo`.
    private let path: String
    private var names: ZoneNames?
    /// By name as written.
    private var known: [String: Entry] = [:]

    private enum Entry {
        case rules(TimeZoneRules)
        case refused(String)
    }

    /// The text of the database, and any one zone of it, in bytes.
    private static let fileBytesMax = 1 << 20
    /// Names have up to three parts.
    private static let depthMax = 3

    init(path: String) { self.path = path }

    /// The rules of the zone that the value names; nil, and a problem, when there are none.
    func rules(_ value: Value) -> TimeZoneRules? {
        guard let text = value.scalar() else { return nil }
        switch entry(text) {
        case .rules(let rules): return rules
        case .refused(let why):
            value.sentenceProblem("\(code(text)) \(why)")
            return nil
        }
    }

    /// The rules of a zone that something other than a setting names; nil when there are none.
    func rules(named text: String) -> TimeZoneRules? {
        if case .rules(let rules) = entry(text) { rules } else { nil }
    }

    /// Every zone that was named, by that name and by its present one.
    var named: [ZoneName: TimeZoneRules] {
        var named: [ZoneName: TimeZoneRules] = [.utc: .utc]
        for (text, entry) in known {
            guard case .rules(let rules) = entry else { continue }
            named[rules.name] = rules
            if let name = try? ZoneName(text) { named[name] = rules }
        }
        return named
    }

    private func entry(_ text: String) -> Entry {
        let entry = known[text] ?? read(text)
        known[text] = entry
        return entry
    }

    private func read(_ text: String) -> Entry {
        let name: ZoneName
        do throws(ZoneNameError) {
            name = try zoneNames().canonical(text)
        } catch {
            return .refused(error.description)
        }
        if name == .utc { return .rules(.utc) }
        let file = FilePath.joined(path, name.text)
        do throws(FileReading.Failure) {
            let bytes = try FileReading.file(file, bytesMax: Self.fileBytesMax).bytes
            do throws(TZifError) {
                return .rules(try TimeZoneRules(name: name, tzif: bytes))
            } catch {
                return .refused(
                    "cannot be used: the file \(code(file, lengthMax: Limits.pathMax)) \(error.description)")
            }
        } catch {
            let reason = error.words(bytesMax: Self.fileBytesMax)
            return .refused(
                "cannot be used: the file \(code(file, lengthMax: Limits.pathMax)) cannot be read (\(reason));"
                    + " install the system's tzdata package")
        }
    }

    /// What the database itself lists; on a system that ships only the compiled zones, the names of their files.
    private func zoneNames() -> ZoneNames {
        if let names { return names }
        let read: ZoneNames =
            if let text = text("tzdata.zi") {
                ZoneNames(tzdataZi: text, zoneTab: self.text("zone.tab") ?? "")
            } else {
                ZoneNames(existing: filesBelow(path, prefix: "", depth: 1))
            }
        names = read
        return read
    }

    private func text(_ name: String) -> String? {
        guard let file = try? FileReading.file(FilePath.joined(path, name), bytesMax: Self.fileBytesMax) else {
            return nil
        }
        return String(decoding: file.bytes, as: UTF8.self)
    }

    private func filesBelow(_ folder: String, prefix: String, depth: Int) -> [String] {
        guard let names = try? FileReading.names(inFolder: folder) else { return [] }
        return names.flatMap { name -> [String] in
            let below = folder + "/" + name
            let deeper =
                depth < Self.depthMax ? filesBelow(below, prefix: prefix + name + "/", depth: depth + 1) : []
            return deeper.isEmpty ? [prefix + name] : deeper
        }
    }
}

extension Value {
    /// Files a problem whose sentence ends, after its last semicolon, with what to do.
    /// - Parameter hint: What to do where the sentence does not say it.
    func sentenceProblem(_ sentence: String, hint: String = "see the reference of the configuration") {
        guard let divider = sentence.ranges(of: "; ").last else { return problem(sentence, hint: hint) }
        problem(String(sentence[..<divider.lowerBound]), hint: String(sentence[divider.upperBound...]))
    }
}
