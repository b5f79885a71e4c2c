/// What is known of a transfer when libcurl is done with it: plain values, so that the judgement can be tested without
/// a network.
struct TransferReading {
    /// libcurl's result.
    var code: UInt32 = 0
    /// The status of the last complete header block.
    var status: Int?
    /// Whether the request began to be written: from then on it may have arrived.
    var wasSent = false
    /// errno of the last failed system call on the connection.
    var systemError: Int32 = 0
    /// Why our own gate said no, if it did.
    var denial: AddressDenial?
    /// errno of a socket that could not be made.
    var socketFailure: Int32?
    /// Seconds, as libcurl parsed Retry-After; zero or less for none.
    var retryAfterSeconds: Int64 = 0
    /// libcurl's words for the failure.
    var words = ""
    /// The beginning of the body, where a preset judges it.
    var body: [UInt8] = []
    /// Where a redirect points.
    var redirect: String?
}

/// How an attempt ended, before it is put together with the attempt.
struct Judgement: Hashable {
    let result: AttemptResult
    let reason: AttemptReason
    var status: Int?
    var retryAfterMilliseconds: Int64?
    var detail: String?

    func because(_ reason: AttemptReason) -> Judgement {
        Judgement(
            result: result, reason: reason, status: status, retryAfterMilliseconds: retryAfterMilliseconds,
            detail: detail)
    }
}
