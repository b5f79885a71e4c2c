internal import CCurl
internal import Glibc
internal import Presets

/// Sorts what became of a transfer into results and reasons.
enum OutcomeJudgement {
    /// - Parameter preset: Reads the answer of its product; nil: the status alone counts.
    static func judge(_ reading: TransferReading, _ preset: (any Preset)? = nil) -> Judgement {
        if let status = reading.status { return judge(status: status, reading, preset) }
        if let denial = reading.denial {
            return Judgement(result: .notDelivered, reason: .blockedAddress, detail: denial.sentence)
        }
        if let failure = reading.socketFailure {
            let words = unsafe String(cString: strerror(failure))
            return Judgement(result: .notDelivered, reason: .localError, detail: "no socket could be made: \(words)")
        }
        let reason = reason(for: CURLcode(reading.code), reading)
        return Judgement(
            result: isUnsent(reason, reading) ? .notDelivered : .ambiguous, reason: reason, detail: reading.words)
    }

    /// Judges a transfer that we end ourselves, because the engine stops.
    static func judgeInterrupted(_ reading: TransferReading, _ preset: (any Preset)? = nil) -> Judgement {
        if let status = reading.status { return judge(status: status, reading, preset) }
        return Judgement(
            result: reading.wasSent ? .ambiguous : .notDelivered, reason: .interrupted,
            detail: OutcomeWords.interrupted)
    }

    // MARK: - An answer

    /// A complete header block decides, whatever happened to the body: a slow, cut or endless one changes nothing. Where the product
    /// says in the body that it refused, that counts as far as it arrived.
    private static func judge(status: Int, _ reading: TransferReading, _ preset: (any Preset)?) -> Judgement {
        let plain = judge(status: status, reading)
        // A redirect is not followed, and nobody has read the request behind it.
        guard let preset, (200...299).contains(status) || (400...599).contains(status) else { return plain }
        let answer = PresetAnswer(
            status: status, body: reading.body, retryAfterMilliseconds: plain.retryAfterMilliseconds)
        var judgement = plain
        switch preset.judge(answer) {
        case .byStatus: return plain
        case .delivered: return Judgement(result: .delivered, reason: .ok, status: status)
        case .refusedForNow(let why, let wait):
            judgement = refused(plain, .productBusy, why)
            judgement.retryAfterMilliseconds = wait.map {
                min(max($0, 0), DeliveryLimits.retryAfterMillisecondsMax)
            }
            // A reason that the status gives already is the better known.
            if [.http429, .http5xx].contains(plain.reason) { judgement = judgement.because(plain.reason) }
        // A success whose words were cut off may well have been one.
        case .refused where plain.result == .delivered && CURLcode(reading.code) != CURLE_OK:
            judgement = Judgement(
                result: .ambiguous, reason: .connectionLost, status: status,
                detail: "the receiver answered \(status), and the answer was cut off")
        case .refused(let why): judgement = refused(plain, .rejected, why)
        case .channelGone(let why): judgement = refused(plain, .channelGone, why)
        }
        return judgement
    }

    private static func refused(_ plain: Judgement, _ reason: AttemptReason, _ why: String) -> Judgement {
        Judgement(result: .refused, reason: reason, status: plain.status, detail: why)
    }

    private static func judge(status: Int, _ reading: TransferReading) -> Judgement {
        let reason: AttemptReason
        switch status {
        case 200...299: return Judgement(result: .delivered, reason: .ok, status: status)
        case 300...399: reason = .http3xx
        case 410: reason = .http410
        case 429: reason = .http429
        case 400...499: reason = .http4xx
        case 500...599: reason = .http5xx
        default:
            return Judgement(
                result: .ambiguous, reason: .protocolError, status: status,
                detail: "the receiver answered with a status that HTTP does not have")
        }
        var detail = "the receiver answered \(status)"
        if reason == .http3xx {
            detail +=
                reading.redirect.map { "; redirects are not followed, this one points to \($0)" }
                ?? ", a redirect; it is not followed"
        }
        return Judgement(
            result: .refused, reason: reason, status: status, retryAfterMilliseconds: retryAfter(reading),
            detail: detail)
    }

    /// libcurl yields a negative number for a date that is past, and has no upper bound.
    private static func retryAfter(_ reading: TransferReading) -> Int64? {
        guard reading.retryAfterSeconds > 0 else { return nil }
        let secondsMax = DeliveryLimits.retryAfterMillisecondsMax / 1000
        return min(reading.retryAfterSeconds, secondsMax) * 1000
    }

    // MARK: - No answer

    /// Reasons of which some name a stage before the request is written; for the rest it depends.
    private static func isUnsent(_ reason: AttemptReason, _ reading: TransferReading) -> Bool {
        switch reason {
        case .connectRefused, .connectFailed, .connectTimeout, .blockedAddress, .badURL: true
        default: !reading.wasSent
        }
    }

    private static func reason(for code: CURLcode, _ reading: TransferReading) -> AttemptReason {
        switch code {
        case CURLE_COULDNT_CONNECT:
            reading.systemError == ECONNREFUSED ? .connectRefused : .connectFailed
        case CURLE_OPERATION_TIMEDOUT:
            reading.wasSent ? .timeout : .connectTimeout
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_INVALIDCERTSTATUS:
            .tlsCertificate
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_USE_SSL_FAILED:
            .tlsFailed
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE:
            .connectionLost
        case CURLE_ABORTED_BY_CALLBACK:
            .blockedAddress
        case CURLE_OK, CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_WRITE_ERROR, CURLE_HTTP2,
            CURLE_BAD_CONTENT_ENCODING, CURLE_HTTP2_STREAM:
            // An unsupported protocol is what libcurl calls an answer that is not HTTP; write error is our limit on
            // headers.
            reading.wasSent ? .protocolError : .localError
        case CURLE_URL_MALFORMAT:
            .badURL
        default:
            // Memory, certificate files, client certificates, options: nothing the receiver did.
            .localError
        }
    }
}
