import Markup
import Notation

/// What this program is, for the archive's description of a build.
package enum Build {
  /// The version of ninethirty.
  package static let version = "0.1.0"

  /// The version of Swift that compiled it.
  static var swift: String {
    #if compiler(>=6.4)
      "6.4 or later"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }

  /// Versions of everything that takes part in making the bytes, and how documents are read and
  /// written; no time, no machine.
  ///
  /// The digest of the program itself stands in the seal.
  static var description: CanonicalJSON {
    .object([
      "format": .string("ninethirty-build/1"), "ninethirty": .string(version),
      "swift": .string(swift), "libxml2": .string(MarkupVersions.running.libxml2),
      "libxslt": .string(MarkupVersions.running.libxslt),
      "options": .object([
        // The Recommendation's own identifier of the form without comments.
        "canonicalForm": .string("http://www.w3.org/2006/12/xml-c14n11"),
        "documentTypes": .string("refused"), "network": .string("refused"),
        "stylesheets": .string("http://www.w3.org/1999/XSL/Transform version 1.0"),
      ]),
    ])
  }
}
