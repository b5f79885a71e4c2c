package import CivilTime

/// Every bound of the intake, in one place. What exceeds one gets an answer that says so.
package struct IntakeLimits: Sendable {
    /// Bytes of a request's target and header fields together; beyond: 413 and the connection is closed.
    package var headerBytesMax = 16 * 1024
    /// Header fields of one request.
    package var headerFieldsMax = 100
    /// Bytes of one native request body (domain rule: 256 KiB, up to 16 MiB for evidence); beyond: 413.
    package var bodyBytesMax = 256 * 1024
    /// Bytes of one adapter's body. Alert managers send whole groups in one request and drop what is answered with
    /// 4xx.
    package var adapterBodyBytesMax = 4 * 1024 * 1024
    /// Bytes of request bodies that arrived and are not answered yet, of all peers together; beyond: 429 and the
    /// connection is closed. Every connection may send a whole body, and there are many connections.
    package var bodyBytesInFlightMax = 64 * 1024 * 1024
    /// The same of one user id (or of all peers of the network listeners together). At least as much as the largest
    /// body, which could never be sent otherwise.
    package var bodyBytesInFlightPerUserMax = 16 * 1024 * 1024
    /// Alerts in one adapter request.
    package var alertsMax = 4096
    /// Reports of one adapter request that wait for the handler at the same time.
    package var alertsInFlightMax = 32
    /// Connections of all peers together; beyond: 429 and the connection is closed.
    package var connectionsMax = 1024
    /// Connections of one user id (or of all peers of the network listeners together); beyond: 429.
    package var connectionsPerUserMax = 256
    /// A connection without a request is closed after this.
    package var idleTimeout = Elapsed.seconds(60)
    /// From a request's first byte to its last; beyond: 408 and the connection is closed.
    package var requestReceiveTimeout = Elapsed.seconds(30)
    /// From the head of a response to its last byte; a peer that takes no more bytes loses its connection then.
    package var responseWriteTimeout = Elapsed.seconds(30)
    /// How long a connection whose last response was written still takes (and drops) bytes, so that the peer can
    /// read it.
    package var lingerTimeout = Elapsed.seconds(2)
    /// How long a stop waits for requests in flight.
    package var stopTimeout = Elapsed.seconds(10)

    /// The limits documented above.
    package init() {}

    /// Connections the kernel queues before they are accepted.
    static let listenBacklog: Int32 = 512
    /// Members of a form or query.
    static let formFieldsMax = 128
    /// Bytes of a bearer token.
    static let tokenBytesMax = 512
    /// Characters of an `Idempotency-Key`.
    static let idempotencyKeyMax = 200
    /// Incidents in one list.
    static let incidentsListedMax = 500
    /// Bytes of a note with an acknowledgement or resolution.
    static let noteBytesMax = 2000
    /// Characters of one peer-supplied value in a log line.
    static let logTextMax = 200
    /// Characters of a wrong value that an error message repeats.
    static let echoMax = 40
    /// Sockets taken over from the service manager.
    static let descriptorsMax = 64
}
