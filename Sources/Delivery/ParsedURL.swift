internal import CCurl
internal import Presets

/// libcurl's parsed URL: the owner of a CURLU handle.
///
/// Confined to the thread that made it: libcurl's handles are not shared between threads.
@safe final class ParsedURL {
    private let handle: OpaquePointer

    /// Throws libcurl's words when it cannot read the text. They do not repeat it.
    init(_ text: String) throws(Failure) {
        guard let handle = unsafe curl_url() else { throw Failure(words: "out of memory") }
        let code = unsafe curl_url_set(handle, CURLUPART_URL, text, 0)
        guard code == CURLUE_OK else {
            unsafe curl_url_cleanup(handle)
            throw Failure(words: Self.words(for: code))
        }
        unsafe self.handle = handle
    }

    /// Why libcurl cannot read a URL.
    struct Failure: Error {
        let words: String
    }

    deinit { unsafe curl_url_cleanup(handle) }

    /// A part, percent-encoded as given except for the host, which libcurl decodes; nil when it is not there.
    func part(_ part: CURLUPart, flags: Int32 = 0) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard unsafe curl_url_get(handle, part, &text, UInt32(flags)) == CURLUE_OK, let text = unsafe text else {
            return nil
        }
        defer { unsafe curl_free(text) }
        return unsafe String(cString: text)
    }

    /// A copy for one transfer, to be freed by the caller with `curl_url_cleanup`; nil when memory is short, or libcurl refuses what
    /// is added. Only path and query change, never where it leads.
    ///
    /// - Parameters:
    ///   - path: Follows the path, percent-encoded, beginning with a slash; empty: nothing does.
    ///   - query: Follows the query; libcurl encodes the values.
    func duplicate(adding path: String, query: [PresetRequest.Field]) -> OpaquePointer? {
        guard let copy = unsafe curl_url_dup(handle) else { return nil }
        var code = CURLUE_OK
        if !path.isEmpty {
            var base = part(CURLUPART_PATH) ?? ""
            while base.hasSuffix("/") { base.removeLast() }
            code = unsafe curl_url_set(copy, CURLUPART_PATH, base + path, 0)
        }
        for field in query where code == CURLUE_OK {
            code = unsafe curl_url_set(
                copy, CURLUPART_QUERY, "\(field.name)=\(field.value)", UInt32(CURLU_APPENDQUERY | CURLU_URLENCODE))
        }
        guard code == CURLUE_OK else {
            unsafe curl_url_cleanup(copy)
            return nil
        }
        return unsafe copy
    }

    private static func words(for code: CURLUcode) -> String {
        guard let words = unsafe curl_url_strerror(code) else { return "error \(code.rawValue)" }
        return unsafe String(cString: words)
    }
}
