internal import Coordination
internal import Hummingbird
internal import Logging

/// What a route's function is given beside the request.
struct IntakeContext: RequestContext {
    /// What it is made of.
    struct Source: RequestContextSource {
        let logger: Logger
        let identity: Result<Actor, Problem>
    }

    var coreContext: CoreRequestContextStorage
    /// Who speaks, or why nobody does.
    let identity: Result<Actor, Problem>

    init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source)
        identity = source.identity
    }
}
