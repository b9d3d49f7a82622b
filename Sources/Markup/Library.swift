internal import CLibXML

/// What must be done once in a process before libxml2 and libxslt are used.
///
/// The external-entity loader, the catalogs and libxslt's loader and messages are global to the
/// process. No other code in it may set them; FoundationXML does, which is why nothing in the
/// package imports it. `xmlCleanupParser` is never called: Foundation may share the library.
enum Library {
  /// Makes the libraries ready; true when that is done.
  ///
  /// The language runs the initialiser of a `static let` once, whatever the threads do. That
  /// matters for `xmlSchemaInitTypes`, which was not synchronised before libxml2 2.15.
  static let isReady: Bool = {
    xmlInitParser()
    xmlCatalogSetDefaults(XML_CATA_ALLOW_NONE)
    xmlSetExternalEntityLoader(loadEntity)
    xmlSchemaInitTypes()
    xsltInit()
    xsltSetLoaderFunc(loadStylesheet)
    clibxml_xslt_errors(noteText)
    return true
  }()

  /// Makes the libraries ready unless they are.
  static func prepare() { precondition(isReady) }
}

/// The versions of the libraries that this process runs with, for the description of a build.
package struct MarkupVersions: Sendable, Hashable {
  /// For example `2.9.14`.
  package let libxml2: String
  /// For example `1.1.35`.
  package let libxslt: String

  /// The versions that run now, which may be later ones than those compiled against.
  package static let running = MarkupVersions(
    libxml2: dotted(Int(String(cString: clibxml_xml_version()).prefix { $0.isNumber }) ?? 0),
    libxslt: dotted(Int(clibxml_xslt_version())))

  /// 20914 as `2.9.14`.
  private static func dotted(_ number: Int) -> String {
    "\(number / 10_000).\(number / 100 % 100).\(number % 100)"
  }
}
