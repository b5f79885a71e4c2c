internal import CCurl
internal import Glibc

// What libcurl calls while it works on a transfer, on the delivery thread. The context is the `Transfer`, unretained:
// the loop keeps it until its handle is taken out. Nothing here calls libcurl, which forbids that.

private func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    guard let context = unsafe context else { return nil }
    return unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
}

/// Bytes of the body, which are counted and mostly dropped. A short count ends the transfer.
func transferDidReceiveBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    let bytes = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
    return unsafe transfer(context)?.meter.body(bytes) == true ? size * count : 0
}

/// One header line. A short count ends the transfer.
func transferDidReceiveHeader(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    let line = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
    return unsafe transfer(context)?.meter.header(line) == true ? size * count : 0
}

/// A socket for a new connection, to the address that libcurl is really about to connect to.
func transferOpensSocket(
    _ context: UnsafeMutableRawPointer?, _ purpose: curlsocktype, _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let transfer = unsafe transfer(context), let address = unsafe address,
        let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr)
    else { return CURL_SOCKET_BAD }
    // The last member is declared as long as an IPv4 address needs; libcurl stores longer ones there as well.
    let start = unsafe UnsafeRawPointer(address).advanced(by: offset)
    let endpoint = unsafe NetworkAddress.endpoint(of: start.assumingMemoryBound(to: sockaddr.self))
    let (family, type, number) = unsafe (
        address.pointee.family, address.pointee.socktype, address.pointee.protocol
    )
    return transfer.gate.openSocket(family: family, type: type, protocol: number, to: endpoint)
}

/// The connection, new or kept, is ready and the request not yet written.
func transferIsAboutToSend(
    _ context: UnsafeMutableRawPointer?, _ primaryAddress: UnsafeMutablePointer<CChar>?,
    _ localAddress: UnsafeMutablePointer<CChar>?, _ primaryPort: Int32, _ localPort: Int32
) -> Int32 {
    guard let transfer = unsafe transfer(context), let primaryAddress = unsafe primaryAddress else {
        return CURL_PREREQFUNC_ABORT
    }
    let address = NetworkAddress(unsafe String(cString: primaryAddress))
    let permitted = transfer.gate.permits(address, port: UInt16(truncatingIfNeeded: primaryPort))
    return permitted ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}
