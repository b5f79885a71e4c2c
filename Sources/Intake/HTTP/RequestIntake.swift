internal import CivilTime
internal import Coordination
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Responsibility
internal import StrictJSON

/// The functions behind the routes: from HTTP to `PeerRequest`, from `PeerAnswer` or `Refusal` to HTTP.
struct RequestIntake: Sendable {
    let handler: any RequestHandler
    let limits: IntakeLimits
    let now: @Sendable () -> Instant

    /// Everything that can be asked.
    var routes: Routes {
        Routes(
            table: [
                Route(.post, "/v1/reports", report),
                Route(.get, "/v1/incidents", incidents),
                Route(.get, "/v1/incidents/{id}", incident),
                Route(.get, "/v1/incidents/{id}/owner", owner),
                Route(.get, "/v1/status") { _, context in try await answer(.status, context) },
                Route(.post, "/v1/reload") { _, context in try await answer(.reload, context) },
                Route(.post, "/v1/schedules/{id}/overrides", override),
                Route(.post, "/v1/overrides/{id}/end", endOverride),
                Route(.post, "/v1/adapters/alertmanager", alertmanager),
                Route(.post, "/api/v2/alerts", prometheus),
                Route(openTo: .get, "/healthz") { _, _ in .json(200, ["status": "ok"]) },
                Route(openTo: .get, "/readyz") { _, _ in readiness() },
            ] + ActionRoute.allCases.map(route) + noiseRoutes + ConfigurationRoute.allCases.map(route))
    }

    private func route(_ route: ConfigurationRoute) -> Route {
        Route(.get, route.rawValue) { request, context in
            let actor = try context.identity.get()
            let query = try Body.query(of: request.head.path, lists: route.lists)
            let asked = try route.request(
                id: context.parameters.get("id") ?? "", query: query, check: check(.form, actor))
            let answer = try await peerAnswer(to: asked, context)
            if route == .calendar, CalendarReply.isWanted(request.headers) { return CalendarReply.reply(answer) }
            return Reply(answer)
        }
    }

    private func readiness() -> Reply {
        let readiness = handler.readiness()
        return .json(readiness == .ready ? 200 : 503, ["status": .string(readiness.rawValue)])
    }

    /// Checks the role, asks the handler and turns what it says into a reply.
    func answer(_ request: PeerRequest, _ context: IntakeContext) async throws -> Reply {
        Reply(try await peerAnswer(to: request, context))
    }

    private func peerAnswer(to request: PeerRequest, _ context: IntakeContext) async throws -> PeerAnswer {
        let actor = try context.identity.get()
        try permit(request.action, actor)
        switch await handler.answer(request, from: actor) {
        case .success(let answer): return answer
        case .failure(let refusal): throw Problem(refusal)
        }
    }

    private func permit(_ action: PeerRole.Action, _ actor: Actor) throws(Problem) {
        guard actor.role.permits(action) else {
            throw Problem(
                .notPermitted,
                "the role \(actor.role.rawValue) may not \(action.rawValue); who may: "
                    + PeerRole.allCases.filter { $0.permits(action) }.map(\.rawValue).joined(separator: ", "))
        }
    }
}

// The native routes.
extension RequestIntake {
    private func report(_ request: Request, _ context: IntakeContext) async throws -> Reply {
        let actor = try context.identity.get()
        let (object, source) = try await nativeBody(request)
        let report = try ReportReader.report(
            object, idempotencyKey: request.headers[.idempotencyKey], check: check(source, actor))
        return try await answer(.report(report), context)
    }

    private func incidents(_ request: Request, _ context: IntakeContext) async throws -> Reply {
        let actor = try context.identity.get()
        let query = try Body.query(of: request.head.path)
        return try await answer(.incidents(ReportReader.filter(query, check: check(.form, actor))), context)
    }

    private func incident(_ request: Request, _ context: IntakeContext) async throws -> Reply {
        try await answer(.incident(incidentID(context)), context)
    }

    private func owner(_ request: Request, _ context: IntakeContext) async throws -> Reply {
        let actor = try context.identity.get()
        let query = try Body.query(of: request.head.path)
        let check = check(.form, actor)
        let instant = try ReportReader.instant(query, mayBeFuture: false, check: check) ?? check.now
        return try await answer(.owner(incidentID(context), at: instant), context)
    }

    private func route(_ route: ActionRoute) -> Route {
        Route(.post, "/v1/incidents/{id}/\(route.rawValue)") { request, context in
            let actor = try context.identity.get()
            let (object, source) = try await actionBody(request)
            let asked = try ActionReader(route: route, check: check(source, actor))
                .request(object, idempotencyKey: request.headers[.idempotencyKey])
            return try await answer(.act(incidentID(context), asked), context)
        }
    }

    /// What cannot be an incident's id is no incident, like any other id that is not ours.
    private func incidentID(_ context: IntakeContext) throws(Problem) -> IncidentID {
        let id = context.parameters.get("id") ?? ""
        guard (1...64).contains(id.utf8.count), FieldCheck.isName(id) else {
            throw Problem(.unknownIncident, "there is no such incident, or it is not yours")
        }
        return IncidentID(id)
    }

    /// The key under which a request may be repeated.
    func idempotencyKey(of request: Request) throws(Problem) -> String? {
        guard let key = request.headers[.idempotencyKey] else { return nil }
        guard ReportReader.isIdempotencyKey(key) else {
            throw .invalidFields([.init("Idempotency-Key", "must have 1 to 200 visible ASCII characters")])
        }
        return key
    }

    /// What comes with an action; no body at all is fine.
    func actionBody(_ request: Request) async throws -> (JSONObject, FieldSource) {
        let bytes = try await Body.bytes(of: request, max: limits.bodyBytesMax)
        if bytes.isEmpty { return (JSONObject(), .json) }
        return try Body.object(bytes, headers: request.headers, max: limits.bodyBytesMax)
    }

    func nativeBody(_ request: Request) async throws -> (JSONObject, FieldSource) {
        let bytes = try await Body.bytes(of: request, max: limits.bodyBytesMax)
        return try Body.object(bytes, headers: request.headers, max: limits.bodyBytesMax)
    }

    func check(_ source: FieldSource, _ actor: Actor) -> FieldCheck {
        // A gateway stands on the provider's side and speaks for outsiders.
        FieldCheck(source: source, now: now(), side: actor.role == .gateway ? .customer : actor.side)
    }
}

// The adapters.
extension RequestIntake {
    /// Alertmanager's webhook, version 4.
    private func alertmanager(_ request: Request, _ context: IntakeContext) async throws -> Reply {
        let json = try await adapterBody(request)
        let reports = try AlertmanagerWebhook.reports(json, now: now(), limits: limits)
        let results = try await submission(context).submit(reports)
        return .json(
            200,
            [
                "accepted": .integer(Int64(results.count { $0.isAccepted })),
                "results": .array(results.map(\.json)),
            ])
    }

    /// What Prometheus sends to an Alertmanager. Elements that are no alerts are told after all others were stored.
    private func prometheus(_ request: Request, _ context: IntakeContext) async throws -> Reply {
        let json = try await adapterBody(request)
        let (reports, problems) = try PrometheusAlerts.reports(json, now: now(), limits: limits)
        let results = try await submission(context).submit(reports)
        let refused = results.enumerated().compactMap { index, result in
            result.problem.map { Refusal.Field("alert \(index)", $0.detail) }
        }
        guard problems.isEmpty, refused.isEmpty else { throw Problem.invalidFields(problems + refused) }
        return Reply(status: 200)
    }

    private func submission(_ context: IntakeContext) throws -> AlertSubmission {
        let actor = try context.identity.get()
        try permit(.report, actor)
        return AlertSubmission(handler: handler, actor: actor, inFlightMax: limits.alertsInFlightMax)
    }

    private func adapterBody(_ request: Request) async throws -> JSON {
        let bytes = try await Body.bytes(of: request, max: limits.adapterBodyBytesMax)
        try Body.mediaType(request.headers, accepted: [.json])
        return try Body.json(
            bytes, limits: JSONLimits(bytesMax: limits.adapterBodyBytesMax, membersMax: limits.alertsMax))
    }
}

extension HTTPField.Name {
    /// Groups retries of one request (draft-ietf-httpapi-idempotency-key-header).
    static var idempotencyKey: HTTPField.Name {
        guard let name = HTTPField.Name("Idempotency-Key") else { preconditionFailure("a valid header name") }
        return name
    }
}
