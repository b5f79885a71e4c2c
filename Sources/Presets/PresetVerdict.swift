/// What an answer means for the delivery.
package enum PresetVerdict: Hashable, Sendable {
    case delivered
    /// It was refused for now, and may be tried again: by the ordinary schedule, and not before the wait is over.
    case refusedForNow(why: String, retryAfterMilliseconds: Int64?)
    /// It was refused, and the same request will be refused again: the next channel is tried.
    case refused(why: String)
    /// The channel is gone, or we are no longer let in: somebody has to mend it, and no repeat will.
    case channelGone(why: String)
    /// What HTTP says by the status counts, as for a channel without a preset: somebody's own receiver answers.
    case byStatus
}

extension PresetVerdict {
    /// What a failure means by its status, for products that say success in words of their own: a success that was not recognised is
    /// none; 408, 425, 429 and 5xx are for now; 410 is for good; everything else is a refusal.
    ///
    /// - Parameters:
    ///   - gone: The statuses by which this product says that the channel is gone or that we are not let in.
    ///   - retryAfter: What a wait in the answer's body comes to.
    static func ofFailure(
        _ answer: PresetAnswer, gone: Set<Int> = [], retryAfterMilliseconds retryAfter: Int64? = nil
    ) -> PresetVerdict {
        let status = answer.status
        if gone.contains(status) { return .channelGone(why: answer.why("the receiver answered \(status)")) }
        switch status {
        case 200...299:
            return .refused(why: answer.why("the receiver answered \(status), but not as this product does"))
        case 300...399: return .refused(why: "the receiver answered \(status), a redirect; it is not followed")
        case 408, 425, 429, 500...599:
            return .refusedForNow(
                why: answer.why("the receiver answered \(status)"),
                retryAfterMilliseconds: answer.retryAfter(orMilliseconds: retryAfter))
        case 410: return .channelGone(why: answer.why("the receiver answered 410"))
        default: return .refused(why: answer.why("the receiver answered \(status)"))
        }
    }
}
