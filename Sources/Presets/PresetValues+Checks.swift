extension PresetValues {
    /// A text that goes into a header or an address as it is.
    func visible(_ name: String) throws(PresetProblem) -> String? {
        guard let value = self[name] else { return nil }
        guard value.isVisibleASCII else {
            throw PresetProblem(
                name, "holds blanks, line breaks or characters beyond ASCII",
                hint: "copy it again from where the product shows it, without anything around it")
        }
        return value
    }

    /// The same of one that has to be there.
    func requiredVisible(_ name: String) throws(PresetProblem) -> String {
        guard let value = try visible(name) else {
            throw PresetProblem(name, "is missing", hint: "write it beside the address of the channel")
        }
        return value
    }
}

extension String {
    /// ASCII letters, digits and some more characters only, and as many as allowed.
    func isMade(of more: String, count: ClosedRange<Int>) -> Bool {
        count.contains(utf8.count)
            && unicodeScalars.allSatisfy { scalar in
                scalar.isASCII && scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                    || more.unicodeScalars.contains(scalar)
            }
    }
}
