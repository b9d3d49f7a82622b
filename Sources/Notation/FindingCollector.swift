package import Diagnostics

/// The findings of one file, gathered by all readers of its parts.
package final class FindingCollector {
  /// The file's name, for the places of findings.
  package let file: String
  /// What was reported so far, in the order of the reports.
  package private(set) var findings: [Finding]

  /// Begins with the findings of earlier checks of the same file.
  package init(file: String, findings: [Finding] = []) {
    self.file = file
    self.findings = findings
  }

  /// Takes a finding.
  package func report(_ finding: Finding) {
    findings.append(finding)
  }
}

extension JSONReader {
  /// Reads a file whose value is an object, with a reader for its members.
  ///
  /// The findings hold all there is to say: about the notation, about the members that `body`
  /// read, and about those that it did not ask for. The value is what `body` gave; where the
  /// findings have errors it is not to be worked with.
  package static func readObject<Value>(
    _ bytes: [UInt8], file: String, _ body: (ObjectReader) -> Value?
  ) -> (value: Value?, findings: [Finding]) {
    let (value, findings) = read(bytes, file: file)
    let collector = FindingCollector(file: file, findings: findings)
    guard let value else { return (nil, findings) }
    let result = FieldReader(value, path: "$", collector: collector).object(body)
    return (result, collector.findings)
  }
}
