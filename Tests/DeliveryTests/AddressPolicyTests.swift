import Delivery
import Testing

private func address(_ text: String) throws -> NetworkAddress { try #require(NetworkAddress(text)) }

@Suite struct AddressTableTests {
    @Test(arguments: [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1",
        "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1",
        "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.168.0.1", "192.175.48.1", "198.18.0.1",
        "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1",
        "255.255.255.255", "168.63.129.16",
        "::", "::1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:0:8.8.8.8", "64:ff9b::8.8.8.8",
        "64:ff9b:1::1", "100::1", "100:0:0:1::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fd20:ce::254", "fe80::1",
        "febf::1", "fec0::1", "ff02::1", "2001::1", "2001:2::1", "2001:20::1", "2001:1ff::1", "2001:db8::1",
        "2002:7f00:1::", "2620:4f:8000::1", "3fff::1", "3fff:fff::1", "4000::1", "9000::1", "c123::1", "e000::1",
        "2a00:1450:4001:81b:0:5efe:808:808", "2a00:1450:4001:81b:200:5efe:7f00:1",
    ])
    func deniedByDefault(text: String) throws {
        let verdict = AddressPolicy().judge(address: try address(text), port: 443, scheme: .https)
        #expect(verdict.denial?.code == .addressSpecial)
    }

    @Test(arguments: [
        "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
        "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.0.3.0",
        "192.88.98.1", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
        "168.63.129.15", "168.63.129.17", "::ffff:8.8.8.8",
        "2000::1", "2001:200::1", "2001:4860:4860::8888", "2001:db7::1", "2001:db9::1", "2003::1",
        "2620:4f:8001::1", "2a00:1450:4001:81b::200e", "3ffe::1", "3fff:1000::1",
    ])
    func allowedByDefault(text: String) throws {
        #expect(AddressPolicy().judge(address: try address(text), port: 443, scheme: .https) == .allowed(by: nil))
    }

    @Test func everyKindExplainsItself() throws {
        let denial = AddressPolicy().judge(address: try address("169.254.169.254"), port: 443, scheme: .https).denial
        #expect(denial?.sentence.contains("169.254.169.254 is a link-local (cloud metadata lives there)") == true)
        #expect(denial?.sentence.contains("169.254.0.0/16") == true)
    }

    @Test func ownAddressesAreDeniedUnlessExcepted() throws {
        let own = try address("8.8.8.8")
        let policy = AddressPolicy(ownAddresses: [own])
        #expect(policy.judge(address: own, port: 443, scheme: .https).denial?.code == .addressOwn)
        #expect(
            policy.judge(address: try address("::ffff:8.8.8.8"), port: 443, scheme: .https).denial?.code == .addressOwn)
        let exception = try AddressException(parsing: "8.8.8.8:443")
        let excepting = AddressPolicy(allow: [exception], ownAddresses: [own])
        #expect(excepting.judge(address: own, port: 443, scheme: .https) == .allowed(by: exception))
        #expect(excepting.judge(address: own, port: 8443, scheme: .https).denial?.code == .addressOwn)
    }

    @Test(arguments: [
        (443, true), (80, true), (1024, true), (8443, true), (65535, true), (25, false), (22, false), (1023, false),
        (2375, false), (2376, false), (2379, false), (2380, false), (3306, false), (5432, false), (5672, false),
        (6379, false), (6443, false), (8500, false), (9200, false), (9300, false), (10250, false), (11211, false),
        (15672, false), (27017, false),
    ])
    func ports(port: UInt16, allowed: Bool) throws {
        let verdict = AddressPolicy().judge(address: try address("8.8.8.8"), port: port, scheme: .https)
        #expect((verdict.denial == nil) == allowed)
        if !allowed { #expect(verdict.denial?.code == .portDenied) }
    }

    @Test func plainHTTPTakesAnException() throws {
        let target = try address("8.8.8.8")
        #expect(AddressPolicy().judge(address: target, port: 80, scheme: .http).denial?.code == .plainHTTP)
        let policy = AddressPolicy(allow: [try AddressException(parsing: "http://8.8.8.0/24")])
        #expect(policy.judge(address: target, port: 80, scheme: .http).denial == nil)
        #expect(policy.judge(address: target, port: 9200, scheme: .http).denial != nil)
        #expect(policy.judge(address: try address("8.8.4.4"), port: 80, scheme: .http).denial?.code == .plainHTTP)
        #expect(policy.judge(address: try address("8.8.4.4"), port: 443, scheme: .https).denial == nil)
    }

    @Test func anExceptionOpensAServicePortOnlyByNamingIt() throws {
        let target = try address("10.20.3.4")
        let wide = AddressPolicy(allow: [try AddressException(parsing: "10.20.0.0/16")])
        #expect(wide.judge(address: target, port: 8443, scheme: .https).denial == nil)
        #expect(wide.judge(address: target, port: 9200, scheme: .https).denial != nil)
        let named = AddressPolicy(allow: [try AddressException(parsing: "10.20.0.0/16:9200")])
        #expect(named.judge(address: target, port: 9200, scheme: .https).denial == nil)
        #expect(named.judge(address: target, port: 8443, scheme: .https).denial != nil)
    }

    @Test func anExceptionForIPv4HoldsForTheMappedForm() throws {
        let policy = AddressPolicy(allow: [try AddressException(parsing: "127.0.0.0/8")])
        #expect(policy.judge(address: try address("::ffff:127.0.0.1"), port: 8080, scheme: .http).denial == nil)
        #expect(policy.judge(address: try address("::1"), port: 8080, scheme: .http).denial != nil)
    }
}

@Suite struct AddressPolicyURLTests {
    /// https and http allowed by scheme, so that the verdict on the address shows.
    private func verdict(_ url: String) throws -> AddressVerdict {
        AddressPolicy(allow: [try AddressException(parsing: "http://8.8.8.8")]).judge(url: url)
    }

    @Test(arguments: [
        // Forms that libcurl normalises to an address.
        ("http://127.0.0.1/", AddressDenial.Code.addressSpecial), ("http://127.1/", .addressSpecial),
        ("http://127.0.1/", .addressSpecial), ("http://0177.0.0.1/", .addressSpecial),
        ("http://017700000001/", .addressSpecial), ("http://00000177.0.0.1/", .addressSpecial),
        ("http://127.00000.00000.1/", .addressSpecial), ("http://0x7f.1/", .addressSpecial),
        ("http://0x7f000001/", .addressSpecial), ("http://2130706433/", .addressSpecial),
        ("http://%31%32%37.0.0.1/", .addressSpecial), ("http://2852039166/", .addressSpecial),
        ("http://0xA9FEA9FE/", .addressSpecial), ("http://0251.0376.0251.0376/", .addressSpecial),
        ("http://0/", .addressSpecial), ("http://[::]/", .addressSpecial), ("http://[::1]/", .addressSpecial),
        ("http://[::ffff:127.0.0.1]/", .addressSpecial), ("http://[::ffff:7f00:1]/", .addressSpecial),
        ("http://[2002:7f00:1::]/", .addressSpecial), ("https://[64:ff9b::7f00:1]/", .addressSpecial),
        ("https://[fe80::1]/", .addressSpecial), ("https://10.0.0.1/", .addressSpecial),
        // Forms that parsers disagree about.
        ("http://127.0.0.1@good.example/", .urlUserinfo), ("https://user:secret@good.example/", .urlUserinfo),
        ("https://@good.example/", .urlUserinfo), ("http://good.example\\@127.0.0.1/", .urlCharacters),
        ("https://good.example\\.evil.example/", .urlCharacters), ("//127.0.0.1/", .urlScheme),
        ("127.0.0.1/", .urlScheme), (" http://8.8.8.8/", .urlCharacters), ("https://good.example/a b", .urlCharacters),
        ("https://good.example/\u{7F}", .urlCharacters), ("https://good.example/\r\nX: y", .urlCharacters),
        ("https:/good.example/", .urlSlashes), ("https:///good.example/", .urlSlashes),
        ("https:good.example", .urlSlashes), ("https://", .urlNotParsed), ("https:///", .urlSlashes),
        ("http://①②⑦.⓪.⓪.①/", .urlCharacters), ("http://127。0。0。1/", .urlCharacters),
        ("http://ⓛocalhost/", .urlCharacters), ("http://exаmple.com/", .urlCharacters),
        ("https://good.example/#part", .urlFragment), ("https://good.example#", .urlFragment),
        ("https://[fe80::1%25eth0]/", .urlZone), ("https://[fe80::1%eth0]/", .urlZone),
        ("https://127.0.0.1./", .urlHost), ("https://1.2.3.4.5/", .urlHost), ("https://256.256.256.256/", .urlHost),
        ("https://good..example/", .urlHost), ("https://.good.example/", .urlHost),
        ("https://good.example../", .urlHost),
        ("https://0x7f.1./", .urlHost), ("https://good.0x7f/", .urlHost),
        ("https://good.example:0/", .urlPort), ("https://good.example:65536/", .urlNotParsed),
        ("ftp://good.example/", .urlScheme), ("file:///etc/passwd", .urlScheme), ("gopher://good.example/", .urlScheme),
        ("", .urlScheme), ("https", .urlScheme),
        // Names and ports.
        ("https://localhost/", .nameDenied), ("https://LOCALHOST/", .nameDenied), ("https://localhost./", .nameDenied),
        ("https://%6cocalhost/", .nameDenied), ("https://foo.localhost/", .nameDenied),
        ("https://printer.local/", .nameDenied), ("https://metadata.google.internal/", .nameDenied),
        ("https://nas.home.arpa/", .nameDenied), ("https://abc.onion/", .nameDenied),
        ("https://intranet/", .nameDenied),
        ("https://good.example:22/", .portDenied), ("https://good.example:6379/", .portDenied),
        ("https://8.8.8.8:9200/", .portDenied),
    ])
    func denied(url: String, code: AddressDenial.Code) throws {
        #expect(try verdict(url).denial?.code == code)
    }

    @Test(arguments: [
        "https://good.example/", "HTTPS://Good.Example/hook?x=1&y=@", "https://good.example/../x", "https://8.8.8.8/",
        "https://[2a00:1450:4001:81b::200e]:8443/x", "https://good.example./", "https://under_score.example/",
        "https://xn--exmple-4nf.com/", "https://good.example:8443/", "http://8.8.8.8/", "https://good.example/a:b@c",
        "https://internal.example/", "https://notlocalhost.example/", "https://good.example:443",
    ])
    func allowed(url: String) throws {
        #expect(try verdict(url).denial == nil)
    }

    @Test func aLongURLIsRefused() throws {
        let base = "https://good.example/"
        let fits = base + String(repeating: "a", count: 2048 - base.count)
        #expect(try verdict(fits).denial == nil)
        #expect(try verdict(fits + "a").denial?.code == .urlTooLong)
    }

    @Test func plainHTTPToANameTakesAnException() {
        #expect(AddressPolicy().judge(url: "http://good.example/").denial?.code == .plainHTTP)
    }

    @Test func noDenialRepeatsTheURL() throws {
        for url in [
            "https://u:hunter22@good.example/", "https://good.example:0/T0secret", "https://good..x/T0secret?k=v",
        ] {
            let denial = try #require(try verdict(url).denial)
            #expect(!denial.sentence.contains("hunter22") && !denial.sentence.contains("T0secret"))
        }
    }
}

@Suite struct AddressExceptionTests {
    @Test(arguments: [
        ("127.0.0.0/8", "127.0.0.0/8"), ("10.20.0.0/16:443", "10.20.0.0/16:443"),
        ("http://127.0.0.0/8:9100", "http://127.0.0.0/8:9100"), ("HTTPS://10.0.0.7", "https://10.0.0.7/32"),
        ("10.0.0.7:8080", "10.0.0.7/32:8080"), ("fd00:1::/32", "fd00:1::/32"),
        ("[fd00:1::/32]:443", "[fd00:1::/32]:443"), ("http://[::1]:80", "http://[::1/128]:80"), ("::1", "::1/128"),
        ("fc00::/7", "fc00::/7"),
    ])
    func parses(text: String, canonical: String) throws {
        let exception = try AddressException(parsing: text)
        #expect(exception.description == canonical)
        #expect(try AddressException(parsing: canonical) == exception)
    }

    @Test(arguments: [
        ("", "exception_bad_address"), ("localhost", "exception_bad_address"),
        ("intranet.example:443", "exception_bad_address"),
        ("10.0.0.0/33", "exception_bad_prefix"), ("10.0.0.0/", "exception_bad_prefix"),
        ("10.0.0.0/+8", "exception_bad_prefix"),
        ("10.20.1.5/16", "exception_bits_beyond_prefix"), ("0.0.0.0/0", "exception_too_wide"),
        ("8.0.0.0/7", "exception_too_wide"), ("2000::/3", "exception_too_wide"), ("10.0.0.0/8:0", "exception_bad_port"),
        ("10.0.0.0/8:65536", "exception_bad_port"), ("10.0.0.0/8:", "exception_bad_port"),
        ("ftp://10.0.0.0/8", "exception_bad_scheme"), ("[fd00::/8", "exception_bad_address"),
        ("[fd00::/8]443", "exception_bad_address"), ("::ffff:10.0.0.1", "exception_bad_address"),
        ("10.0.0.0/8/8", "exception_bad_prefix"),
    ])
    func refuses(text: String, code: String) {
        let error = #expect(throws: AddressExceptionError.self) { try AddressException(parsing: text) }
        #expect(error?.code == code)
    }

    @Test func suggestsTheNetworkThatWasMeant() {
        let error = #expect(throws: AddressExceptionError.self) { try AddressException(parsing: "10.20.1.5/16") }
        #expect(error == .bitsBeyondPrefix(suggestion: "10.20.0.0/16"))
    }
}

@Suite struct NetworkAddressTests {
    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1"), ("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("::", "::"), ("::1", "::1"),
        ("1::", "1::"), ("1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"), ("::ffff:1.2.3.4", "::ffff:102:304"),
    ])
    func readsAndPrints(text: String, printed: String) throws {
        #expect(try #require(NetworkAddress(text)).description == printed)
    }

    @Test(arguments: ["", "127.1", "0177.0.0.1", "1.2.3.4.5", "[::1]", "fe80::1%eth0", "::g", "1.2.3.256"])
    func refuses(text: String) {
        #expect(NetworkAddress(text) == nil)
    }
}
