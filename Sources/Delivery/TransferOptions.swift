internal import CCurl
internal import Glibc
internal import Presets

/// Every option a transfer relies on, set one by one: none is left to libcurl's defaults, the environment or a file.
///
/// Confined to the call that configures a transfer.
@safe final class TransferOptions {
    private let easy: UnsafeMutableRawPointer
    /// Whether any option was refused.
    private(set) var failed = false

    init(easy: UnsafeMutableRawPointer) { unsafe self.easy = easy }

    // MARK: - Where

    /// The handle that was judged, not its text: no second parser, no second opinion.
    func url(_ url: OpaquePointer) {
        note(unsafe tocsin_easy_set_url(easy, url))
    }

    func connection(_ setup: TransferSetup, pin: NetworkAddress, port: UInt16) {
        long(CURLOPT_TIMEOUT_MS, setup.timeoutMilliseconds)
        long(CURLOPT_CONNECTTIMEOUT_MS, min(setup.connectTimeoutMilliseconds, setup.timeoutMilliseconds))
        // No signals for timeouts: there are other threads.
        long(CURLOPT_NOSIGNAL, 1)
        // HTTP/2 brings nothing for a few small requests per host, and 7.88.1 fails on GOAWAY (curl #11859).
        long(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        long(CURLOPT_TCP_NODELAY, 1)
        long(CURLOPT_TCP_KEEPALIVE, 1)
        // Kept connections that the server has closed are the main source of silent repeats, hence short.
        long(CURLOPT_MAXAGE_CONN, setup.limits.connectionIdleSeconds)
        long(CURLOPT_MAXLIFETIME_CONN, setup.limits.connectionAgeSeconds)
        // The pin is an address, so libcurl's resolver has nothing to do; were it ever to, it must not block the loop.
        long(CURLOPT_QUICK_EXIT, 1)
        long(CURLOPT_IPRESOLVE, Int(CURL_IPRESOLVE_WHATEVER))
    }

    func restrictions() {
        text(CURLOPT_PROTOCOLS_STR, "http,https")
        // A redirect may point anywhere, also to where the policy forbids; it is an answer like any other.
        long(CURLOPT_FOLLOWLOCATION, 0)
        long(CURLOPT_MAXREDIRS, 0)
        // Otherwise http_proxy and its kin from the environment are honoured, and the gates see the proxy only.
        text(CURLOPT_PROXY, "")
        text(CURLOPT_NOPROXY, "*")
        long(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        long(CURLOPT_HTTP09_ALLOWED, 0)
        long(CURLOPT_NOPROGRESS, 1)
    }

    /// Debian's libcurl has a bundle and a directory of certificates compiled in. With the directory set, its cache of
    /// the parsed bundle is not used and every TLS connection costs 19.6 ms of processor time instead of 0.4
    /// (measured), so it is switched off.
    func certificates(_ bundle: String) {
        text(CURLOPT_CAINFO, bundle)
        note(unsafe tocsin_easy_set_text(easy, CURLOPT_CAPATH, nil))
        long(CURLOPT_CA_CACHE_TIMEOUT, Self.certificateCacheSeconds)
        long(CURLOPT_SSL_VERIFYPEER, 1)
        long(CURLOPT_SSL_VERIFYHOST, 2)
        long(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    }

    /// An update of the certificate bundle takes hold within an hour.
    private static let certificateCacheSeconds = 3600

    // MARK: - What

    func request(_ outgoing: OutgoingRequest, userAgent: String) {
        let body = outgoing.body
        long(CURLOPT_POST, 1)
        // Everything but the word is as for POST: the body, its length, and that a kept connection may be used.
        if outgoing.method != .post { text(CURLOPT_CUSTOMREQUEST, outgoing.method.rawValue) }
        text(CURLOPT_USERAGENT, userAgent)
        note(unsafe tocsin_easy_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
        guard !body.isEmpty else { return text(CURLOPT_COPYPOSTFIELDS, "") }
        // Copied by libcurl, by the size set before. The wrapper only reads, although C's signature cannot say so.
        unsafe body.withUnsafeBytes { bytes in
            let start = unsafe UnsafeMutableRawPointer(mutating: bytes.baseAddress)
            note(unsafe tocsin_easy_set_pointer(easy, CURLOPT_COPYPOSTFIELDS, start))
        }
    }

    /// Neither list is copied.
    func lists(headers: UnsafeMutablePointer<curl_slist>, connectTo: UnsafeMutablePointer<curl_slist>) {
        note(unsafe tocsin_easy_set_list(easy, CURLOPT_HTTPHEADER, headers))
        // Unlike CURLOPT_RESOLVE this writes no cache shared by all transfers, and it is part of what makes a kept
        // connection match: another pin means another connection. Host header, SNI and certificate check stay with the
        // name.
        note(unsafe tocsin_easy_set_list(easy, CURLOPT_CONNECT_TO, connectTo))
    }

    func errorBuffer(_ buffer: UnsafeMutablePointer<CChar>) {
        note(unsafe tocsin_easy_set_pointer(easy, CURLOPT_ERRORBUFFER, buffer))
    }

    /// `context` is the transfer, unretained: it outlives its handle.
    func callbacks(context: UnsafeMutableRawPointer) {
        note(unsafe tocsin_easy_set_write_function(easy, transferDidReceiveBody, context))
        note(unsafe tocsin_easy_set_header_function(easy, transferDidReceiveHeader, context))
        note(unsafe tocsin_easy_set_opensocket_function(easy, transferOpensSocket, context))
        note(unsafe tocsin_easy_set_prereq_function(easy, transferIsAboutToSend, context))
    }

    // MARK: - By kind

    private func long(_ option: CURLoption, _ value: Int) {
        note(unsafe tocsin_easy_set_long(easy, option, value))
    }

    private func text(_ option: CURLoption, _ value: String) {
        note(unsafe tocsin_easy_set_text(easy, option, value))
    }

    private func note(_ code: CURLcode) {
        if code != CURLE_OK { failed = true }
    }
}
