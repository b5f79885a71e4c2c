import Glibc

/// Where a configuration begins, for those who name its folder.
enum ConfigurationPath {
    /// What a folder's first file is called.
    private static let fileName = "tocsin.yaml"

    /// The first file of the configuration at a path: in a folder its tocsin.yaml, whether there is one or not.
    static func file(at path: String) -> String {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return path }
        return path.hasSuffix("/") ? path + fileName : path + "/" + fileName
    }
}
