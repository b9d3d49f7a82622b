internal import CLibXML

extension Document {
  /// The document in Canonical XML 1.1 without comments.
  func canonical(named file: String) throws(MarkupError) -> [UInt8] {
    let (bytes, problems) = Session.run(file: file) { session in
      var output: UnsafeMutablePointer<xmlChar>?
      let byteCount = withPointer {
        xmlC14NDocDumpMemory($0, nil, Int32(XML_C14N_1_1.rawValue), nil, 0, &output)
      }
      defer { if let output { clibxml_free(output) } }
      if byteCount < 0, session.problems.isEmpty {
        session.note(MarkupProblem(file: file, message: "libxml2 gave no canonical form"))
      }
      let bytes = UnsafeBufferPointer(start: output, count: max(0, Int(byteCount)))
      return (Array(bytes), session.problems)
    }
    guard problems.isEmpty else { throw MarkupError(.notCanonical, problems) }
    return bytes
  }
}

extension Document {
  /// The text of a result without elements, in UTF-8.
  var text: [UInt8] {
    withChildren { nodes in nodes.filter(\.isText).flatMap { Array($0.content.utf8) } }
  }
}
