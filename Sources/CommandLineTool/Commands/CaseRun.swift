internal import StrictJSON

/// Tries files of cases against a configuration, and shows every case that does not hold.
struct CaseRun {
    /// The path of the configuration.
    let configuration: String
    let files: [String]
    let asJSON: Bool

    func perform(in world: World) -> ExitStatus {
        switch world.configurationReader.read(path: configuration) {
        case .problems(let problems): return world.show(problems, asJSON: asJSON)
        case .read(let configuration): return show(files.map { configuration.run(casesOf: $0) }, in: world)
        }
    }

    private func show(_ results: [CaseFileResult], in world: World) -> ExitStatus {
        let bad = results.compactMap(\.problems)
        guard bad.isEmpty else {
            let problems = ConfigurationProblems(bad.flatMap(\.list), isUnreadable: bad.allSatisfy(\.isUnreadable))
            return world.show(problems, asJSON: asJSON, of: "the cases")
        }
        let failed = results.flatMap(\.failed)
        let count = results.map(\.count).reduce(0, +)
        let shown = asJSON ? world.show(json(failed, of: count)) : world.show(list(failed))
        world.say(summary(failed.count, of: count))
        return shown == .good && !failed.isEmpty ? .differs : shown
    }

    private func list(_ failed: [FailedCase]) -> Page {
        var page = Page()
        for one in failed {
            let title = one.title.map { "  \($0)" } ?? ""
            page.line([Span("\(one.file):\(one.line): "), Span(one.id, .strong), Span(title)])
            page.fields(one.differences.map { Field($0.key, "expected \($0.expected), got \($0.got)") })
        }
        return page
    }

    private func summary(_ failed: Int, of count: Int) -> Page {
        let cases = count == 1 ? "1 case" : "\(count) cases"
        var page = Page()
        if failed == 0 {
            page.line("\(cases), all hold.")
        } else {
            page.line([Span("tocsin: ", .bad), Span("\(failed) of \(cases) \(failed == 1 ? "does" : "do") not hold")])
        }
        return page
    }

    private func json(_ failed: [FailedCase], of count: Int) -> JSON {
        ["cases": .integer(Int64(count)), "differing": .array(failed.map(\.json))]
    }
}

extension FailedCase {
    var json: JSON {
        [
            "file": .string(file), "line": .integer(Int64(line)), "id": .string(id),
            "title": title.map { .string($0) } ?? .null,
            "differences": .array(
                differences.map {
                    ["key": .string($0.key), "expected": .string($0.expected), "got": .string($0.got)]
                }),
        ]
    }
}
