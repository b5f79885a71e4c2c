/// Where the members of an object go, one after the other: into a value, or straight into a text. What is written often and read by
/// nobody in between is spared the value.
package protocol JSONMembers {
    /// Adds a member. Each name is used once.
    mutating func set(_ name: String, _ value: JSON)
    /// Adds a member that is an object.
    mutating func set(_ name: String, members: (inout Self) -> Void)
    /// Adds a member that is an array of so many objects, each told its position.
    mutating func set(_ name: String, objects count: Int, _ members: (inout Self, Int) -> Void)
}

extension JSONObject: JSONMembers {
    package mutating func set(_ name: String, members: (inout JSONObject) -> Void) {
        var object = JSONObject(expecting: 8)
        members(&object)
        set(name, .object(object))
    }

    package mutating func set(_ name: String, objects count: Int, _ members: (inout JSONObject, Int) -> Void) {
        var objects: [JSON] = []
        objects.reserveCapacity(count)
        for position in 0..<count {
            var object = JSONObject(expecting: 8)
            members(&object, position)
            objects.append(.object(object))
        }
        set(name, .array(objects))
    }
}

/// The canonical text of an object, written as its members come: the same as of a `JSONObject` with these members.
package struct JSONText: JSONMembers {
    private var bytes: [UInt8] = []
    private var isFirst = true

    /// The object with the members that `members` sets.
    ///
    /// - Parameter expecting: How many bytes it will about have.
    package static func object(expecting: Int = 2048, _ members: (inout JSONText) -> Void) -> String {
        var text = JSONText()
        text.bytes.reserveCapacity(expecting)
        text.braced { members(&$0) }
        return JSON.text(ofTrusted: text.bytes)
    }

    package mutating func set(_ name: String, _ value: JSON) {
        begin(name)
        value.append(to: &bytes)
    }

    package mutating func set(_ name: String, members: (inout JSONText) -> Void) {
        begin(name)
        braced(members)
    }

    package mutating func set(_ name: String, objects count: Int, _ members: (inout JSONText, Int) -> Void) {
        begin(name)
        bytes.append(UInt8(ascii: "["))
        for position in 0..<count {
            if position > 0 { bytes.append(UInt8(ascii: ",")) }
            braced { members(&$0, position) }
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func begin(_ name: String) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        JSON.appendString(name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func braced(_ members: (inout JSONText) -> Void) {
        bytes.append(UInt8(ascii: "{"))
        isFirst = true
        members(&self)
        isFirst = false
        bytes.append(UInt8(ascii: "}"))
    }
}
