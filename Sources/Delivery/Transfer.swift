internal import CCurl
internal import Glibc

/// One attempt inside libcurl: an easy handle and everything it points to.
///
/// A fresh handle per attempt: it costs 2 µs and carries nothing over from another channel. The lists and the error
/// buffer are not copied by libcurl and live exactly as long as this object, which the loop keeps until it has taken
/// the handle out. Confined to the delivery thread; libcurl's callbacks run on it too, inside the loop's calls.
@safe final class Transfer {
    let attempt: LiveAttempt
    private let outgoing: OutgoingRequest
    let easy: UnsafeMutableRawPointer
    var gate: ConnectionGate
    var meter: ResponseMeter
    private var lists: [UnsafeMutablePointer<curl_slist>] = unsafe []
    private let errorBuffer: UnsafeMutablePointer<CChar>
    private let url: OpaquePointer

    /// Nil when memory is short.
    init?(
        _ attempt: LiveAttempt, _ outgoing: OutgoingRequest, target: TargetURL, gate: ConnectionGate,
        limits: DeliveryLimits
    ) {
        guard let easy = unsafe curl_easy_init() else { return nil }
        guard let url = unsafe target.parsed.duplicate(adding: outgoing.pathSuffix, query: outgoing.query) else {
            unsafe curl_easy_cleanup(easy)
            return nil
        }
        unsafe self.easy = easy
        unsafe self.url = url
        unsafe errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        self.attempt = attempt
        self.outgoing = outgoing
        self.gate = gate
        meter = ResponseMeter(
            limits: limits,
            keeping: attempt.channel.configuration.preset == nil ? 0 : DeliveryLimits.responseBodyKeptBytes)
    }

    deinit {
        unsafe curl_easy_cleanup(easy)
        unsafe curl_url_cleanup(url)
        while let list = unsafe lists.popLast() { unsafe curl_slist_free_all(list) }
        unsafe errorBuffer.deallocate()
    }

    /// What its outcome must not repeat, beside what the channel's address holds.
    var confidential: [String] { outgoing.confidential }

    /// Whether the answer repeats what opens the door. Then its words are withheld whole, because a piece that was cut out of them may
    /// hold a part that nobody would recognise.
    var answerIsConfidential: Bool {
        let answer = String(decoding: meter.bodyKept, as: UTF8.self)
        return (attempt.channel.confidential + confidential).contains(where: answer.contains)
    }

    /// What dictionaries know the transfer by.
    var key: UInt { unsafe UInt(bitPattern: easy) }

    // MARK: - Setting up

    /// Sets every option the transfer relies on; false when libcurl refuses one, which only shortage of memory
    /// explains.
    func configure(_ setup: TransferSetup) -> Bool {
        let options = unsafe TransferOptions(easy: easy)
        unsafe options.url(url)
        options.connection(setup, pin: gate.pin, port: gate.port)
        options.restrictions()
        options.certificates(setup.certificateAuthorities)
        options.request(outgoing, userAgent: setup.userAgent)
        unsafe options.errorBuffer(errorBuffer)
        unsafe options.callbacks(context: Unmanaged.passUnretained(self).toOpaque())
        guard let headers = unsafe Self.list(outgoing.headers),
            let pin = unsafe Self.list(["::\(gate.pin.unmapped.bracketed):\(gate.port)"])
        else { return false }
        unsafe lists = [headers, pin]
        unsafe options.lists(headers: headers, connectTo: pin)
        return !options.failed
    }

    /// A list of texts in libcurl's form, to be freed by the caller; nil when memory is short.
    private static func list(_ texts: [String]) -> UnsafeMutablePointer<curl_slist>? {
        var list: UnsafeMutablePointer<curl_slist>?
        for text in texts {
            guard let longer = unsafe curl_slist_append(list, text) else {
                unsafe curl_slist_free_all(list)
                return nil
            }
            unsafe list = longer
        }
        return unsafe list
    }

    // MARK: - The end

    /// Reads what became of it. Before the handle leaves the multi handle.
    func reading(_ code: CURLcode) -> TransferReading {
        var reading = TransferReading(code: code.rawValue)
        reading.status = meter.status
        reading.body = meter.bodyKept
        reading.redirect = OutcomeDetail.redirect(to: meter.location)
        reading.wasSent = wasSent
        reading.systemError = Int32(truncatingIfNeeded: long(CURLINFO_OS_ERRNO))
        reading.denial = gate.denial
        reading.socketFailure = gate.socketFailure
        reading.retryAfterSeconds = Int64(offset(CURLINFO_RETRY_AFTER))
        reading.words = unsafe String(cString: errorBuffer)
        if reading.words.isEmpty { reading.words = unsafe String(cString: curl_easy_strerror(code)) }
        return reading
    }

    /// Whether the connection was ready and the request began to be written.
    var wasSent: Bool { offset(CURLINFO_PRETRANSFER_TIME_T) > 0 }

    private func long(_ info: CURLINFO) -> Int {
        var value = 0
        return unsafe tocsin_easy_get_long(easy, info, &value) == CURLE_OK ? value : 0
    }

    private func offset(_ info: CURLINFO) -> Int {
        var value = 0
        return unsafe tocsin_easy_get_offset(easy, info, &value) == CURLE_OK ? value : 0
    }
}

/// What the loop adds to an attempt for sending it.
struct TransferSetup {
    let userAgent: String
    let certificateAuthorities: String
    let timeoutMilliseconds: Int
    let connectTimeoutMilliseconds: Int
    let limits: DeliveryLimits
}
