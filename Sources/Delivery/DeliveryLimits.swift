/// Every limit of the engine that is not a channel's own, in one place. All are positive.
package struct DeliveryLimits: Sendable, Hashable {
    /// Attempts between admission and outcome, over all channels.
    package var inFlightTotalMax = 1024
    /// Attempts in flight to one host and port. libcurl searches the connections of a host one by one, so this stays
    /// small.
    package var inFlightHostMax = 16
    /// Attempts that wait in one channel's queue; one more is answered `queue_full`.
    package var queuedPerChannelMax = 10_000
    /// Submitted attempts that the thread has not yet picked up; one more is answered `queue_full`.
    package var inboxAttemptsMax = 100_000
    /// Bytes of a request body; a larger one is answered `body_too_large`.
    package var requestBodyBytesMax = 256 * 1024
    /// Bytes of a response body that are read (and dropped); then the connection is closed and the status decides.
    package var responseBodyBytesMax = 64 * 1024
    /// Bytes of response header lines, informational answers included.
    package var responseHeaderBytesMax = 16 * 1024

    /// Connections kept open while idle, above those in use.
    package var idleConnectionsMax = 512
    /// A kept connection idle for longer is not used again. Servers commonly close theirs after 5 to 75 seconds.
    package var connectionIdleSeconds = 50
    /// A kept connection older than this is not used again, so that changes of address take hold.
    package var connectionAgeSeconds = 300

    /// Threads that resolve names; started when first needed. Names whose last lookup failed or was late have half of
    /// them at most.
    package var resolverThreadsMax = 8
    /// Names that wait for a resolver thread, half of them at most after a failed or late lookup; one more is answered
    /// `dns_failed`.
    package var resolverQueueMax = 1024
    /// How long an attempt waits for its name; then `dns_timeout`.
    package var nameBudgetMilliseconds = 5000
    /// How long found addresses are used without asking again.
    package var nameFoundMilliseconds = 30_000
    /// How long a failed lookup is believed.
    package var nameFailedMilliseconds = 10_000
    /// Found addresses of up to this age stand in while the name servers fail.
    package var nameStaleMilliseconds = 300_000
    /// Names remembered; beyond it the outdated ones are forgotten, and if none is, all.
    package var namesMax = 4096

    /// How often the addresses of the machine's own interfaces are read.
    package var interfacesMilliseconds = 30_000
    /// The thread makes a turn at least this often, so that a supervisor can tell idle from stuck.
    package var idleTurnMilliseconds = 1000

    /// The limits above as they stand.
    package init() {}

    /// Retry-After is believed up to six hours; libcurl 7.88.1 itself has no bound.
    package static let retryAfterMillisecondsMax: Int64 = 6 * 3600 * 1000
    /// Bytes of a response body that are kept for a preset's judgement.
    package static let responseBodyKeptBytes = 4096
    /// Characters of an outcome's detail.
    package static let detailCharactersMax = 200
    /// Bytes of a channel's URL.
    package static let urlBytesMax = 2048
    /// Characters of a delivery's id.
    package static let deliveryCharactersMax = 128

    /// Stops the process when a limit makes no sense; limits come from our own code or from checked settings.
    func check() {
        let all = [
            inFlightTotalMax, inFlightHostMax, queuedPerChannelMax, inboxAttemptsMax, requestBodyBytesMax,
            responseBodyBytesMax, responseHeaderBytesMax, idleConnectionsMax, connectionIdleSeconds,
            connectionAgeSeconds, resolverThreadsMax, resolverQueueMax, nameBudgetMilliseconds,
            namesMax, interfacesMilliseconds, idleTurnMilliseconds,
        ]
        precondition(all.allSatisfy { $0 > 0 }, "every delivery limit is positive")
        precondition(min(nameFoundMilliseconds, nameFailedMilliseconds, nameStaleMilliseconds) >= 0)
    }
}
