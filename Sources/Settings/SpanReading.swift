import CivilTime

extension Value {
    /// A span of time as the configuration writes it: elapsed (`PT15M`), in calendar months (`P1M`) or in business hours
    /// (`4bh`), longer than nothing.
    func span() -> Span? {
        guard let span = anySpan() else { return nil }
        guard span.sign > 0 else {
            problem("\(code(name)) is \(code(span.text))", hint: "write a span longer than nothing")
            return nil
        }
        return span
    }

    /// A span that may also lie before its start, `-P2D`. Never nothing.
    func anySpan() -> Span? {
        guard let text = scalar() else { return nil }
        guard let span = Span(text: text), span.sign != 0 else {
            problem(
                "\(code(text)) is no span of time for \(code(name))",
                hint: "write elapsed time as in PT15M or P30D, calendar months as in P1M, or business hours as in 4bh")
            return nil
        }
        return span
    }
}

extension Span {
    /// -1 before the start, 0 at it, 1 after it.
    var sign: Int {
        switch self {
        case .elapsed(let elapsed), .business(let elapsed): Int(elapsed.milliseconds.signum())
        case .months(let count): count.signum()
        }
    }
}
