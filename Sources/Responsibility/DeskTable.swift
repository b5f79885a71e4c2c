/// Which desk of a party takes which category.
package struct DeskTable: Sendable {
    /// The first row that applies decides: one whose categories contain the category, or whose causes contain the
    /// cause.
    package struct Row: Sendable {
        package let role: ContactRole
        package let categories: Set<Category>
        package let causes: Set<String>
        /// The row does not apply when the customer concerned reported it itself.
        package let exceptSelfReports: Bool

        package init(
            role: ContactRole, categories: Set<Category>, causes: Set<String> = [], exceptSelfReports: Bool = false
        ) {
            self.role = role
            self.categories = categories
            self.causes = causes
            self.exceptSelfReports = exceptSelfReports
        }
    }

    package let rows: [Side: [Row]]
    package let otherwise: [Side: ContactRole]

    package init(rows: [Side: [Row]], otherwise: [Side: ContactRole]) {
        self.rows = rows
        self.otherwise = otherwise
    }

    /// Every role of a side that the table names, and the operations centre of the provider, in the order of the roles'
    /// list.
    func roles(on side: Side) -> [ContactRole] {
        let named = (rows[side] ?? []).map(\.role) + (side == .provider ? [.noc] : [])
        let roles = Set(named + [otherwise[side] ?? Self.usual(side)])
        return ContactRole.allCases.filter(roles.contains)
    }

    private static func usual(_ side: Side) -> ContactRole { side == .provider ? .noc : .ops }

    /// The desk that takes a category.
    package func desk(
        of side: Side, for category: Category, cause: String? = nil, selfReported: Bool
    ) -> ContactRole {
        let row = rows[side]?.first { row in
            (row.categories.contains(category) || cause.map(row.causes.contains) ?? false)
                && !(row.exceptSelfReports && selfReported)
        }
        return row?.role ?? otherwise[side] ?? Self.usual(side)
    }
}
