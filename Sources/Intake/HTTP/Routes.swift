internal import CivilTime
internal import Coordination
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore

/// One row of the route table.
struct Route: Sendable {
    typealias Function = @Sendable (Request, IntakeContext) async throws -> Reply

    let method: HTTPRequest.Method
    /// With `{name}` for what varies.
    let path: String
    /// Answered to anybody, unidentified peers included.
    let isOpen: Bool
    let function: Function

    /// A route for identified peers.
    init(_ method: HTTPRequest.Method, _ path: String, _ function: @escaping Function) {
        self.method = method
        self.path = path
        self.function = function
        isOpen = false
    }

    /// A route that tells nothing about anybody.
    init(openTo method: HTTPRequest.Method, _ path: String, _ function: @escaping Function) {
        self.method = method
        self.path = path
        self.function = function
        isOpen = true
    }

    /// Whether a path is this route's, whatever the method.
    func matches(_ path: String) -> Bool {
        let pattern = self.path.split(separator: "/")
        let parts = path.split(separator: "/")
        return pattern.count == parts.count && zip(pattern, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
}

/// All routes.
struct Routes: Sendable {
    let table: [Route]

    /// Makes what finds the route of a request.
    func responder(now: @escaping @Sendable () -> Instant) -> RouteResponder {
        let router = Router(context: IntakeContext.self, options: .autoGenerateHeadEndpoints)
        for route in table {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                if !route.isOpen { _ = try context.identity.get() }
                return try await route.function(request, context).response(at: now())
            }
        }
        return RouteResponder(routes: self, router: router.buildResponder())
    }

    /// The methods of a path, GET with HEAD; empty when there is no such path.
    func methods(of path: String) -> [String] {
        table.filter { $0.matches(path) }.flatMap { $0.method == .get ? ["GET", "HEAD"] : [$0.method.rawValue] }
    }
}

/// Finds a request's route and answers. A path or method that is not there is a problem like any other.
struct RouteResponder: Sendable {
    let routes: Routes
    let router: RouterResponder<IntakeContext>

    /// - Throws: `Problem`, or an error of the connection.
    func response(to request: Request, context: IntakeContext) async throws -> Response {
        let methods = routes.methods(of: request.uri.path)
        if methods.contains(request.method.rawValue) { return try await router.respond(to: request, context: context) }
        // Peers that speak for nobody learn that, not which routes there are.
        _ = try context.identity.get()
        if methods.isEmpty { throw Problem(.unknownRoute, "there is no \(LogText.escaped(request.uri.path)) here") }
        var problem = Problem(.methodNotAllowed, "this path takes \(methods.joined(separator: ", "))")
        problem.allow = methods
        throw problem
    }
}
