internal import Coordination
internal import Hummingbird
internal import HummingbirdCore
internal import OnCall

// Changes of who is on call. What is only asked is a `ConfigurationRoute`.
extension RequestIntake {
    func override(_ request: Request, _ context: IntakeContext) async throws -> Reply {
        let actor = try context.identity.get()
        let schedule = try ScheduleReader.scheduleID(context.parameters.get("id") ?? "")
        let (object, source) = try await nativeBody(request)
        var asked = try ScheduleReader.override(object, of: schedule, check: check(source, actor))
        asked.idempotencyKey = try idempotencyKey(of: request)
        return try await answer(.override(asked), context)
    }

    func endOverride(_ request: Request, _ context: IntakeContext) async throws -> Reply {
        let actor = try context.identity.get()
        let id = try ScheduleReader.overrideID(context.parameters.get("id") ?? "")
        let (object, source) = try await actionBody(request)
        try ReportReader.nothing(object, check: check(source, actor))
        return try await answer(.endOverride(id), context)
    }
}
