internal import Coordination
internal import Hummingbird
internal import HummingbirdCore
internal import Responsibility
internal import StrictJSON

// Silences, and the calls of those who promised them.
extension RequestIntake {
    var noiseRoutes: [Route] {
        [
            Route(.get, "/v1/silences") { request, context in try await ask(.silences, request, context) },
            Route(.post, "/v1/silences") { request, context in
                try await answer(.silence(silence(request, context, isPreview: false)), context)
            },
            Route(.post, "/v1/silences/preview") { request, context in
                try await answer(.previewSilence(silence(request, context, isPreview: true)), context)
            },
            Route(.post, "/v1/silences/{id}/expire") { request, context in
                let id: SilenceID = try name(context, else: .unknownSilence, "silence")
                return try await tell(.endSilence(id), request, context)
            },
            Route(.get, "/v1/heartbeats") { request, context in try await ask(.heartbeats, request, context) },
            Route(.post, "/v1/heartbeats/{id}") { request, context in
                let id: HeartbeatID = try name(context, else: .unknownHeartbeat, "heartbeat")
                return try await tell(.beat(id), request, context)
            },
        ]
    }

    private func silence(
        _ request: Request, _ context: IntakeContext, isPreview: Bool
    ) async throws -> SilenceRequest {
        let actor = try context.identity.get()
        let (object, source) = try await nativeBody(request)
        var asked = try SilenceReader(check: check(source, actor), isPreview: isPreview).request(object)
        asked.idempotencyKey = try idempotencyKey(of: request)
        return asked
    }

    /// A question without fields.
    private func ask(_ asked: PeerRequest, _ request: Request, _ context: IntakeContext) async throws -> Reply {
        let actor = try context.identity.get()
        try ReportReader.nothing(Body.query(of: request.head.path), check: check(.form, actor))
        return try await answer(asked, context)
    }

    /// A request without fields, with or without a body.
    private func tell(_ told: PeerRequest, _ request: Request, _ context: IntakeContext) async throws -> Reply {
        let actor = try context.identity.get()
        let (object, source) = try await actionBody(request)
        try ReportReader.nothing(object, check: check(source, actor))
        return try await answer(told, context)
    }

    /// What cannot be a name is nobody's, like any other that is not the asker's.
    private func name<Kind>(
        _ context: IntakeContext, else code: Problem.Code, _ what: String
    ) throws(Problem) -> Identifier<Kind> {
        let id = context.parameters.get("id") ?? ""
        guard (1...64).contains(id.utf8.count), FieldCheck.isName(id) else {
            throw Problem(code, "there is no such \(what) among yours; list them with GET /v1/\(what)s")
        }
        return Identifier(id)
    }
}
