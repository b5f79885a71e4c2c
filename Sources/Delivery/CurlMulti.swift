internal import CCurl
internal import CLinux
internal import Glibc

/// libcurl's set of transfers, driven by epoll.
///
/// libcurl says through two callbacks which descriptors it waits for and until when; this keeps an epoll set and a
/// deadline accordingly. Confined to the delivery thread from its first use on.
@safe final class CurlMulti {
    private let multi: UnsafeMutableRawPointer
    let epoll: Descriptor
    /// When libcurl wants to be called even if no descriptor is ready.
    private(set) var deadline: MonotonicTime?

    init(limits: DeliveryLimits) throws(DeliveryStartError) {
        guard Self.isGlobalReady else { throw .libcurl("curl_global_init failed") }
        epoll = try Descriptor(epoll_create1(Int32(EPOLL_CLOEXEC)), from: "epoll_create1")
        guard let multi = unsafe curl_multi_init() else { throw .libcurl("curl_multi_init failed") }
        unsafe self.multi = multi
        // Connections in use count too. Too small a number turns keeping connections off (measured: 40,000/s became
        // 7,300/s).
        set(CURLMOPT_MAXCONNECTS, limits.inFlightTotalMax + limits.idleConnectionsMax)
        // Limits are admission's; libcurl's would queue transfers with their timeouts running.
        set(CURLMOPT_MAX_TOTAL_CONNECTIONS, 0)
        set(CURLMOPT_MAX_HOST_CONNECTIONS, 0)
        set(CURLMOPT_PIPELINING, Int(CURLPIPE_NOTHING))
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe tocsin_multi_set_socket_function(multi, multiWaitsForSocket, context)
        unsafe tocsin_multi_set_timer_function(multi, multiWaitsUntil, context)
    }

    /// All transfers must have been removed. Kept connections are closed without telling epoll, which goes too.
    deinit {
        unsafe tocsin_multi_set_socket_function(multi, nil, nil)
        unsafe tocsin_multi_set_timer_function(multi, nil, nil)
        unsafe curl_multi_cleanup(multi)
    }

    /// Once per process; never undone, because other parts of the process may use libcurl.
    private static let isGlobalReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private func set(_ option: CURLMoption, _ value: Int) {
        let code = unsafe tocsin_multi_set_long(multi, option, value)
        precondition(code == CURLM_OK, "libcurl knows the option")
    }

    // MARK: - Transfers

    /// Starts a transfer; false when libcurl cannot take it.
    func add(_ transfer: Transfer) -> Bool {
        unsafe curl_multi_add_handle(multi, transfer.easy) == CURLM_OK
    }

    /// Takes a transfer out, finished or not. Its connection is kept only if it finished well.
    func remove(_ transfer: Transfer) {
        let code = unsafe curl_multi_remove_handle(multi, transfer.easy)
        precondition(code == CURLM_OK, "a transfer is removed once, and not from a callback")
    }

    /// Lets libcurl work on a ready descriptor.
    func work(on descriptor: Int32, ready events: UInt32) {
        var bits: Int32 = 0
        if events & EPOLLIN.rawValue != 0 { bits |= CURL_CSELECT_IN }
        if events & EPOLLOUT.rawValue != 0 { bits |= CURL_CSELECT_OUT }
        // A hang-up shows as readable: the read tells what happened.
        if events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { bits |= CURL_CSELECT_ERR | CURL_CSELECT_IN }
        act(descriptor, bits)
    }

    /// Lets libcurl do what is due.
    func workIfDue(now: MonotonicTime) {
        guard let deadline, deadline <= now else { return }
        self.deadline = nil
        // CURL_SOCKET_TIMEOUT
        act(-1, 0)
    }

    private func act(_ descriptor: Int32, _ bits: Int32) {
        var running: Int32 = 0
        let code = unsafe curl_multi_socket_action(multi, descriptor, bits, &running)
        // Out of memory shows in the transfers; anything else would be a misuse.
        precondition(code == CURLM_OK || code == CURLM_OUT_OF_MEMORY, "libcurl's event interface is used as documented")
    }

    /// The next transfer that is done: its key and libcurl's result.
    func nextDone() -> (key: UInt, code: CURLcode)? {
        var left: Int32 = 0
        while let message = unsafe curl_multi_info_read(multi, &left) {
            guard unsafe message.pointee.msg == CURLMSG_DONE else { continue }
            return unsafe (UInt(bitPattern: message.pointee.easy_handle), message.pointee.data.result)
        }
        return nil
    }

    // MARK: - What libcurl waits for

    fileprivate func wait(for descriptor: Int32, _ what: Int32, isKnown: Bool) {
        guard what != CURL_POLL_REMOVE else {
            // It may be closed already, and then is gone from the set too.
            _ = epoll_ctl(epoll.number, EPOLL_CTL_DEL, descriptor, nil)
            return
        }
        var events: UInt32 = 0
        if what & CURL_POLL_IN != 0 { events |= EPOLLIN.rawValue }
        if what & CURL_POLL_OUT != 0 { events |= EPOLLOUT.rawValue }
        var event = unsafe epoll_event(events: events, data: epoll_data(fd: descriptor))
        let result = unsafe epoll_ctl(epoll.number, isKnown ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, descriptor, &event)
        if result == 0 {
            // Any value but nil: libcurl hands it back with the next call for this descriptor.
            if !isKnown { unsafe curl_multi_assign(multi, descriptor, UnsafeMutableRawPointer(bitPattern: 1)) }
            return
        }
        // Numbers are used again: what libcurl or we believed of this one may be outdated.
        _ = unsafe epoll_ctl(epoll.number, isKnown ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor, &event)
    }

    fileprivate func wait(milliseconds: Int) {
        deadline = milliseconds < 0 ? nil : MonotonicTime.now().adding(milliseconds: milliseconds)
    }
}

/// CURLMOPT_SOCKETFUNCTION: what libcurl waits for on a descriptor. The context is the `CurlMulti`, unretained.
private func multiWaitsForSocket(
    _ easy: UnsafeMutableRawPointer?, _ descriptor: curl_socket_t, _ what: Int32, _ context: UnsafeMutableRawPointer?,
    _ known: UnsafeMutableRawPointer?
) -> Int32 {
    guard let context = unsafe context else { return -1 }
    let multi = unsafe Unmanaged<CurlMulti>.fromOpaque(context).takeUnretainedValue()
    multi.wait(for: descriptor, what, isKnown: unsafe known != nil)
    return 0
}

/// CURLMOPT_TIMERFUNCTION: until when libcurl waits. It must not be called from here; the loop does when the time has
/// come.
private func multiWaitsUntil(
    _ multi: UnsafeMutableRawPointer?, _ milliseconds: Int, _ context: UnsafeMutableRawPointer?
) -> Int32 {
    guard let context = unsafe context else { return -1 }
    unsafe Unmanaged<CurlMulti>.fromOpaque(context).takeUnretainedValue().wait(milliseconds: milliseconds)
    return 0
}
