package import Diagnostics

/// What reading one analysis gave: the analysis, where nothing in it is in error, and what was
/// found.
package struct AnalysisReading: Sendable {
  package let record: AnalysisRecord?
  package let findings: [Finding]

  /// Whether it could not be read.
  package var isUnread: Bool { record == nil && findings.hasErrors }

  package init(record: AnalysisRecord?, findings: [Finding]) {
    self.record = record
    self.findings = findings
  }
}
