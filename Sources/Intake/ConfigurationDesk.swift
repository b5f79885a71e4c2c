package import CivilTime
package import Coordination
internal import Responsibility
package import StrictJSON

/// Answers what a configuration alone can answer, word for word as a daemon that has it in force would.
package struct ConfigurationDesk: Sendable {
    private let arrangements: Arrangements
    private let viewer: Viewer
    private let now: Instant

    /// An answer with its HTTP status: what was asked for, or a problem document.
    package struct Answer: Sendable {
        package let status: Int
        package let body: JSON
    }

    /// - Parameters:
    ///   - viewer: For whom it answers.
    ///   - now: When it is asked.
    package init(arrangements: Arrangements, viewer: Viewer, now: Instant) {
        self.arrangements = arrangements
        self.viewer = viewer
        self.now = now
    }

    /// Answers a GET.
    ///
    /// - Parameters:
    ///   - path: The components, decoded.
    ///   - query: Names and values, decoded.
    package func answer(path: [String], query: [(name: String, value: String)]) -> Answer {
        do throws(Problem) {
            return Answer(status: 200, body: .object(try body(path, query)))
        } catch {
            return Answer(status: error.code.status, body: error.json)
        }
    }

    private func body(_ path: [String], _ query: [(name: String, value: String)]) throws(Problem) -> JSONObject {
        var id = ""
        guard let route = ConfigurationRoute(path: path, id: &id) else {
            throw Problem(.unknownRoute, "a configuration cannot answer this; ask a daemon")
        }
        let check = FieldCheck(source: .form, now: now, side: viewer.side)
        for (index, item) in query.enumerated()
        where !route.lists.contains(item.name) && query[..<index].contains(where: { $0.name == item.name }) {
            throw Problem(.malformedForm, "the query is wrong: the field \"\(item.name)\" appears twice")
        }
        let request = try route.request(id: id, query: Body.object(ofQuery: query), check: check)
        do throws(Refusal) {
            return try arrangements.answer(request, to: viewer, at: now)
        } catch {
            throw Problem(error)
        }
    }
}
