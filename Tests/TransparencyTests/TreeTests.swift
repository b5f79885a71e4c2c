import Hashing
import Testing
import Transparency

@Suite struct TreeTests {
    /// Roots of the trees over "tocsin test entry 0", "… 1" and so on, computed by an independent implementation and checked with
    /// golang.org/x/mod.
    static let roots: [(Int, String)] = [
        (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (1, "ad0b2eec3d3b9311849a757c1e01dd26ca10af0f78f2ae07edcd3d3b87185b53"),
        (2, "51d79cbc7493dbe935db29f3a6d2c52a2a6aaf14650ad63a6216f8afde3144bf"),
        (3, "9ac7201ae04c4f0e42f28179c792e52d53ecb4fb21e89a462b84f50499fa4eaa"),
        (4, "67b162a488a5d22c4e433c6217fd118ac9ac0de64036571824ca77b79f5f8513"),
        (5, "fc9675f77f47c595a139836c0d4cfe490679f789013f90ad9eb7d40a439a7d0b"),
        (6, "1e7b4cb8128a003175229b59fb9b130203c9a54148bd5b6d3af5c33a7fb3da6f"),
        (7, "ae5dfa26befeab1521da8bc76ec07846d15ec7e2966f9239801c35014e78489d"),
        (8, "757e258fd9163f9b7871b8def4d213a420fcd780f1013cc1a74bdf4478ce2eb9"),
        (9, "6082ce59f6213c2012e467b0d65b123022d7959df7379bc1771771c1b3e5b7bb"),
        (10, "924baa09cf355b28e5ed05f27277322f3a9a786da9310dd3b55d1c799661cd19"),
        (255, "5f65f3aa080fbf9e48f028313601908c030f5612ecd2a56ca5648f5f19fd5aeb"),
        (256, "213ffb5adb4f7a9f5a764c0f8801ccf738d73f96e780fd7a001b9963ff55a7c4"),
        (257, "9b76e63ccb9a783684f726f8118626c331289be33fcfcf5bcd18a3837de10665"),
        (1000, "22d82c3344e6c34dd3d82e5a41224d3446dca5a4e2f21274f396e2d2049cfaf7"),
    ]

    static func leaves(_ count: Int) -> [Digest256] {
        (0..<count).map { TreeHash.leaf(Array("tocsin test entry \($0)".utf8)) }
    }

    @Test(arguments: roots) func rootIsThatOfOthers(_ size: Int, _ root: String) {
        let leaves = Self.leaves(size)
        var frontier = TreeFrontier()
        for leaf in leaves { frontier.append(leaf) }
        #expect(frontier.root.hex == root)
        #expect(TreeHash.root(of: leaves[...]).hex == root)
        #expect(frontier.size == Int64(size))
    }

    @Test func frontierIsRestored() throws {
        var frontier = TreeFrontier()
        for leaf in Self.leaves(300) {
            frontier.append(leaf)
            let restored = try #require(TreeFrontier(size: frontier.size, subtrees: frontier.subtrees))
            #expect(restored == frontier)
        }
        #expect(TreeFrontier(size: 3, subtrees: Self.leaves(1)) == nil)
        #expect(TreeFrontier(size: -1, subtrees: []) == nil)
    }

    @Test func leavesAndNodesDiffer() {
        let left = TreeHash.leaf([1])
        let right = TreeHash.leaf([2])
        #expect(TreeHash.node(left, right) != TreeHash.leaf(left.bytes + right.bytes))
        #expect(TreeHash.node(left, right) != TreeHash.node(right, left))
    }
}
