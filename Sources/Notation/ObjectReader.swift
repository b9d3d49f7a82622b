package import Diagnostics

/// The members of one JSON object, asked for by name.
///
/// It remembers the names asked for, so ask for every member that the format has before leaving
/// early: `finish` reports all others as unknown.
package final class ObjectReader {
  /// The members as they stand.
  package let object: JSONObject
  /// The object itself, for its place and for findings about it.
  package let field: FieldReader

  /// The names that the format has, in the order in which they were asked for.
  private var known: [String] = []
  /// Where the first member of each name stands, for an object of very many members, such as the
  /// list of the files of an edition; empty for any other.
  private let indices: [String: Int]
  private var isFinished = false

  /// How many members are looked through one by one.
  private static let few = 64

  /// How many unknown members of one object are reported one by one.
  private static let unknownLimit = 50

  init(_ object: JSONObject, of field: FieldReader) {
    self.object = object
    self.field = field
    guard object.members.count > Self.few else {
      indices = [:]
      return
    }
    indices = Dictionary(
      object.members.enumerated().lazy.map { ($0.element.key, $0.offset) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The object's place in the file's tree.
  package var path: String { field.path }
  /// Where findings go.
  package var collector: FindingCollector { field.collector }

  /// Names members that the format has and that are read elsewhere, or not at all.
  package func allow(_ names: String...) {
    known += names
  }

  /// The member's value as it stands; nil where there is none.
  package func value(_ name: String) -> JSONValue? {
    if object.members.count > Self.few || !known.contains(name) { known.append(name) }
    if indices.isEmpty { return object[name] }
    return indices[name].map { object.members[$0].value }
  }

  /// The member with its path; nil where there is none.
  package func optional(_ name: String) -> FieldReader? {
    value(name).map { FieldReader($0, path: path(of: name), collector: collector) }
  }

  /// The member with its path; where there is none, a finding.
  package func required(_ name: String) -> FieldReader? {
    if let field = optional(name) { return field }
    let place = field.place
    collector.report(
      Finding(
        "intake.json.missing-field",
        at: Place(place.file, line: place.line, column: place.column, path: path(of: name)),
        found: "the member \(name.quoted) is missing",
        rule: "the object has a member \(name.quoted)",
        remedy: "add \(name.quoted) to the object that begins here"))
    return nil
  }

  /// Reports something about the object, or about one of its members.
  package func report(
    _ id: String, _ severity: Severity = .error, about name: String? = nil, found: String,
    rule: String, source: String? = nil, remedy: String
  ) {
    var field = field
    if let name, let value = object[name] {
      field = FieldReader(value, path: path(of: name), collector: collector)
    }
    field.report(id, severity, found: found, rule: rule, source: source, remedy: remedy)
  }

  /// Reports the members that nobody asked for; a second call does nothing.
  package func finish() {
    guard !isFinished else { return }
    isFinished = true
    // Names are mostly asked for in the order of the file, so that most are found at once.
    var expected = known[...]
    let unexpected = object.members.filter { member in
      guard expected.first == member.key else { return true }
      expected.removeFirst()
      return false
    }
    guard !unexpected.isEmpty else { return }
    let names = Set(known)
    let unknown = unexpected.filter { !names.contains($0.key) }
    for member in unknown.prefix(Self.unknownLimit) { report(unknown: member) }
    guard unknown.count > Self.unknownLimit else { return }
    field.report(
      "intake.json.unknown-field",
      found: "\(unknown.count - Self.unknownLimit) more members are unknown",
      rule: "an object has the members of its format only", remedy: "remove them")
  }

  private func report(unknown member: JSONObject.Member) {
    // A member that is there already is not what was meant.
    let absent = known.filter { (indices.isEmpty ? object[$0] == nil : indices[$0] == nil) }
    let suggestion = NearestName.of(member.key, among: absent)
    collector.report(
      Finding(
        "intake.json.unknown-field",
        at: Place(
          collector.file, line: member.keyLine, column: member.keyColumn,
          path: path(of: member.key)),
        found: "the member \(member.key.quoted) is unknown",
        rule: "an object has the members of its format only",
        remedy: suggestion.map { "did you mean \($0.quoted)?" } ?? "remove it"))
  }

  /// The path of a member, in the normal form of RFC 9535 but with dots for plain names.
  private func path(of name: String) -> String {
    var written = name
    let isPlain = written.withUTF8 { bytes in
      bytes.count <= 80 && bytes.first?.isDigit == false
        && bytes.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") }
    }
    if isPlain {
      var path = path
      path.reserveCapacity(path.utf8.count + 1 + name.utf8.count)
      path += "."
      path += name
      return path
    }
    // Names of files, as maps of digests have them by the thousand.
    let isShort = written.withUTF8 { bytes in
      bytes.count <= 80 && !bytes.contains { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "'") }
    }
    if isShort { return "\(path)['\(name)']" }
    let short = name.count > 80 ? String(name.prefix(77)) + "…" : name
    let escaped = short.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
    return "\(path)['\(escaped)']"
  }
}
