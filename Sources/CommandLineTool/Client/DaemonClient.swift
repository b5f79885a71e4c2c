internal import CCurl
import Glibc
internal import StrictJSON

/// HTTP over the daemon's Unix socket, one blocking libcurl transfer for each request. Every option relied on is set: the
/// environment (`http_proxy`), redirects and other protocols have no say.
struct DaemonClient: DaemonTransport {
    let socketPath: String
    let totalMilliseconds: Int
    let answerBytesMax: Int

    init(
        socketPath: String, totalMilliseconds: Int = ClientLimits.totalMilliseconds,
        answerBytesMax: Int = ClientLimits.answerBytesMax
    ) {
        self.socketPath = socketPath
        self.totalMilliseconds = totalMilliseconds
        self.answerBytesMax = answerBytesMax
    }

    /// libcurl wants to be set up once per process; since 7.84 that may happen on any thread.
    private static let isSetUp = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    func send(_ request: DaemonRequest) throws(TransportError) -> DaemonAnswer {
        precondition(Self.isSetUp, "libcurl cannot be set up")
        guard let transfer = Transfer() else { throw .broken(reason: "libcurl has no memory") }
        let sink = AnswerSink(bytesMax: answerBytesMax)
        configure(transfer, for: request, into: sink)
        let code = withExtendedLifetime(sink) { transfer.perform() }
        guard code == CURLE_OK else {
            throw error(for: code, systemError: transfer.number(CURLINFO_OS_ERRNO), sink: sink)
        }
        return DaemonAnswer(httpStatus: transfer.number(CURLINFO_RESPONSE_CODE), body: sink.bytes)
    }

    private func configure(_ transfer: Transfer, for request: DaemonRequest, into sink: AnswerSink) {
        transfer.set(CURLOPT_URL, "http://tocsin" + request.target)
        transfer.set(CURLOPT_UNIX_SOCKET_PATH, socketPath)
        transfer.set(CURLOPT_PROXY, "")
        transfer.set(CURLOPT_PROTOCOLS_STR, "http")
        transfer.set(CURLOPT_USERAGENT, "tocsin/" + Release.version)
        transfer.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        transfer.set(CURLOPT_FOLLOWLOCATION, 0)
        transfer.set(CURLOPT_PATH_AS_IS, 1)
        transfer.set(CURLOPT_NOSIGNAL, 1)
        transfer.set(CURLOPT_CONNECTTIMEOUT_MS, min(ClientLimits.connectMilliseconds, totalMilliseconds))
        transfer.set(CURLOPT_TIMEOUT_MS, totalMilliseconds)
        transfer.set(CURLOPT_MAXFILESIZE, answerBytesMax)
        transfer.receive(into: sink)
        transfer.add(header: "accept: application/json, application/problem+json")
        transfer.add(header: "expect:")
        for header in request.headers { transfer.add(header: "\(header.name): \(header.value)") }
        if request.method == .post { transfer.post(request.body?.bytes) }
        transfer.useHeaders()
    }

    private func error(for code: CURLcode, systemError: Int, sink: AnswerSink) -> TransportError {
        if sink.overflowed || code == CURLE_FILESIZE_EXCEEDED { return .answerTooLarge(bytesMax: answerBytesMax) }
        switch code {
        case CURLE_COULDNT_CONNECT where systemError == Int(EACCES) || systemError == Int(EPERM):
            return .forbidden(socketPath: socketPath)
        case CURLE_COULDNT_CONNECT:
            return .unreachable(socketPath: socketPath, isMissing: systemError == Int(ENOENT))
        case CURLE_OPERATION_TIMEDOUT: return .timedOut(seconds: totalMilliseconds / 1000)
        default: return .broken(reason: unsafe String(cString: curl_easy_strerror(code)))
        }
    }
}

/// Collects the bytes of an answer up to a limit. Used by one thread, the one that performs the transfer.
private final class AnswerSink {
    private(set) var bytes: [UInt8] = []
    private(set) var overflowed = false
    private let bytesMax: Int

    init(bytesMax: Int) { self.bytesMax = bytesMax }

    /// False ends the transfer.
    func take(_ piece: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count + piece.count <= bytesMax else {
            overflowed = true
            return false
        }
        unsafe bytes.append(contentsOf: piece)
        return true
    }
}

/// libcurl's easy handle with typed setters. It owns the handle and the header list; libcurl copies every other argument,
/// and the sink outlives the transfer by `send`. That makes its interface safe.
@safe private final class Transfer {
    private let easy: UnsafeMutableRawPointer
    private var headers: UnsafeMutablePointer<curl_slist>?

    /// Nil when there is no memory.
    init?() {
        guard let easy = unsafe curl_easy_init() else { return nil }
        unsafe self.easy = easy
    }

    deinit {
        unsafe curl_easy_cleanup(easy)
        unsafe curl_slist_free_all(headers)
    }

    func perform() -> CURLcode { unsafe curl_easy_perform(easy) }

    func set(_ option: CURLoption, _ value: Int) { Self.check(unsafe tocsin_easy_set_long(easy, option, value)) }
    func set(_ option: CURLoption, _ value: String) { Self.check(unsafe tocsin_easy_set_text(easy, option, value)) }

    func add(header: String) {
        guard let grown = unsafe curl_slist_append(headers, header) else {
            preconditionFailure("no memory for a header")
        }
        unsafe headers = grown
    }

    func useHeaders() { Self.check(unsafe tocsin_easy_set_list(easy, CURLOPT_HTTPHEADER, headers)) }

    /// The method, the length and a copy of the body, in the order libcurl wants them.
    func post(_ body: [UInt8]?) {
        set(CURLOPT_POST, 1)
        set(CURLOPT_POSTFIELDSIZE, body?.count ?? 0)
        set(CURLOPT_COPYPOSTFIELDS, String(decoding: body ?? [], as: UTF8.self))
        add(header: body == nil ? "content-type:" : "content-type: application/json")
    }

    func receive(into sink: AnswerSink) {
        let context = unsafe Unmanaged.passUnretained(sink).toOpaque()
        Self.check(
            unsafe tocsin_easy_set_write_function(
                easy,
                { bytes, size, count, context in
                    guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
                    let sink = unsafe Unmanaged<AnswerSink>.fromOpaque(context).takeUnretainedValue()
                    let piece = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
                    return unsafe sink.take(piece) ? size * count : 0
                }, context))
    }

    func number(_ info: CURLINFO) -> Int {
        var value = 0
        Self.check(unsafe tocsin_easy_get_long(easy, info, &value))
        return value
    }

    /// The options are constants this libcurl knows; a refusal is a programming error or no memory.
    private static func check(_ code: CURLcode) { precondition(code == CURLE_OK, "libcurl refuses an option") }
}
