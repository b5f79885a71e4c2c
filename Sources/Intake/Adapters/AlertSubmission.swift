internal import Coordination
internal import StrictJSON

/// Hands the reports of one adapter request to the handler, several at a time, so that a group of alerts waits for
/// few syncs of the disk and not for one each. Reports with one dedup key keep their order.
struct AlertSubmission: Sendable {
    let handler: any RequestHandler
    let actor: Actor
    let inFlightMax: Int

    /// What became of one report.
    struct Result: Sendable {
        let answer: JSONObject?
        let problem: Problem?

        var isAccepted: Bool { problem == nil }

        /// One element of `results`.
        var json: JSON {
            [
                "report": answer?["report"] ?? .null, "incident": answer?["incident"] ?? .null,
                "disposition": answer?["disposition"] ?? .null, "error": problem.map { .string($0.detail) } ?? .null,
            ]
        }
    }

    /// Submits all reports; the results are in the reports' order.
    ///
    /// - Throws: `unavailable` when any report was refused for now: the senders retry on 5xx only, and repeats are
    ///   harmless. `not_permitted` when the actor may not report at all.
    func submit(_ reports: [Report]) async throws(Problem) -> [Result] {
        var results: [Result] = []
        results.reserveCapacity(reports.count)
        for wave in waves(reports) {
            let answered = await submitTogether(wave)
            for result in answered {
                guard let problem = result.problem else { continue }
                if problem.code.isTemporary { throw Problem(.unavailable, problem.detail) }
                if problem.code == .notPermitted { throw problem }
            }
            results += answered
        }
        return results
    }

    /// Runs of reports that may be under way together: no dedup key twice, no more than the limit.
    private func waves(_ reports: [Report]) -> [[Report]] {
        var waves: [[Report]] = []
        var keys: Set<String> = []
        for report in reports {
            let isNew = report.dedupKey.map { keys.insert($0).inserted } ?? true
            if waves.isEmpty || !isNew || waves[waves.count - 1].count == inFlightMax {
                waves.append([])
                keys = report.dedupKey.map { [$0] } ?? []
            }
            waves[waves.count - 1].append(report)
        }
        return waves
    }

    private func submitTogether(_ reports: [Report]) async -> [Result] {
        await withTaskGroup(of: (Int, Result).self) { tasks in
            for (index, report) in reports.enumerated() { tasks.addTask { (index, await submit(report)) } }
            var results = [Result?](repeating: nil, count: reports.count)
            for await (index, result) in tasks { results[index] = result }
            return results.compactMap(\.self)
        }
    }

    /// A report whose asset or fields are refused goes to triage, with all it said; its sender would not send it
    /// again.
    private func submit(_ report: Report) async -> Result {
        switch await handler.answer(.report(report), from: actor) {
        case .success(let answer): return Result(answer: answer.body, problem: nil)
        case .failure(let refusal):
            guard [.notYours, .invalidFields].contains(refusal.code) else {
                return Result(answer: nil, problem: Problem(refusal))
            }
            switch await handler.answer(.report(report.forTriage(because: refusal)), from: actor) {
            case .success(let answer): return Result(answer: answer.body, problem: nil)
            case .failure(let refusal): return Result(answer: nil, problem: Problem(refusal))
            }
        }
    }
}
