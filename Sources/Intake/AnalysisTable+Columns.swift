import Diagnostics
import Notation
import Statistics

/// What the cells of a column hold.
enum CellKind: Sendable, Hashable {
  /// Always this text.
  case constant(String)
  case text
  /// Letters, digits and single hyphens, of either case.
  case identifier
  /// Lower-case letters, digits and single hyphens.
  case slug
  case choice([String])
  case day
  case number
  /// A number as it was printed: a text of digits.
  case printedNumber
  /// Nothing, or `[]` for a list without elements.
  case list
}

/// The fields of an analysis in the order of the format (`docs/format.md` section 3).
indirect enum AnalysisForm: Sendable {
  case leaf(CellKind)
  case list(AnalysisForm)
  case members([(name: String, form: AnalysisForm)])

  static let root: AnalysisForm = .members([
    ("$schema", .leaf(.text)),
    ("format", .leaf(.constant("ninethirty-analysis/1"))),
    ("analysis", .leaf(.identifier)),
    ("request", .leaf(.identifier)),
    ("label", .leaf(.text)),
    ("organisation", .members([("id", .leaf(.slug)), ("name", .leaf(.text))])),
    (
      "service",
      .members([
        ("name", .leaf(.text)), ("description", .leaf(.text)),
        ("period", .members([("from", .leaf(.day)), ("to", .leaf(.day))])),
        ("started", choice(Service.Setting.self)),
      ])
    ),
    (
      "attrition",
      .list(
        .members([
          ("step", .leaf(.text)), ("people", .leaf(.number)), ("reason", .leaf(.text)),
        ]))
    ),
    ("outcomes", .list(outcome)),
    (
      "matching",
      .members([
        ("method", .leaf(.text)), ("controlPeople", .leaf(.number)),
        ("characteristics", .list(characteristic)),
      ])
    ),
    ("completed", .leaf(.day)),
    ("analyst", .leaf(.text)),
    ("qualityAssurer", .leaf(.text)),
    ("sources", .list(.leaf(.text))),
  ])

  private static let outcome: AnalysisForm = .members([
    ("measure", .leaf(.slug)), ("title", .leaf(.text)), ("unit", choice(Statistics.Unit.self)),
    (
      "treatment",
      .members([
        ("people", .leaf(.number)), ("reoffenders", .leaf(.number)), ("value", .leaf(.number)),
        ("standardError", .leaf(.number)), ("interval", interval),
      ])
    ),
    (
      "control",
      .members([
        ("people", .leaf(.number)), ("effectivePeople", .leaf(.number)),
        ("value", .leaf(.number)), ("standardError", .leaf(.number)), ("interval", interval),
      ])
    ),
    (
      "difference",
      .members([
        ("value", .leaf(.number)), ("interval", interval), ("pValue", .leaf(.number)),
        ("method", choice(DifferenceResult.Method.self)),
      ])
    ),
    ("conclusion", choice(Direction.self)),
  ])

  private static let characteristic: AnalysisForm = .members([
    ("group", .leaf(.text)), ("name", .leaf(.text)), ("kind", choice(Characteristic.Kind.self)),
    ("set", .leaf(.text)), ("standardDeviation", .leaf(.number)),
    ("before", balance), ("after", balance),
  ])

  private static let interval: AnalysisForm = .members([
    ("low", .leaf(.number)), ("high", .leaf(.number)),
  ])

  private static let balance: AnalysisForm = .members([
    ("treatment", .leaf(.number)), ("control", .leaf(.number)),
    ("standardisedDifference", .leaf(.number)),
  ])

  private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ type: Choice.Type
  ) -> AnalysisForm {
    .leaf(.choice(Choice.allCases.map(\.rawValue)))
  }
}

/// A column of the CSV form: the path of a field without `$.`, such as
/// `outcomes[0].treatment.people`.
struct AnalysisColumn: Sendable {
  /// One part of the way to a field.
  enum Step: Sendable, Hashable {
    case member(String)
    case element(Int)
  }

  let steps: [Step]
  let kind: CellKind
  /// Where the column stands among all: columns are in the order of their keys.
  let key: [Int]

  /// Lists have fewer elements than this.
  static let elementLimit = 10_000

  /// Nil where the format has no such field.
  ///
  /// Points, brackets, low lines and spaces part the names, so that `outcomes[0].treatment.people`,
  /// `outcomes.0.treatment.people` and R's `outcomes.0..treatment.people` are one column.
  init?(_ name: String) {
    let parts = name.split(whereSeparator: { ".[]_ ".contains($0) }).map(String.init)
    guard !parts.isEmpty, parts.count <= 12 else { return nil }
    // R writes X.schema for $schema.
    self.init(parts == ["X", "schema"] ? ["$schema"] : parts)
  }

  private init?(_ parts: [String]) {
    var form = AnalysisForm.root
    var steps: [Step] = []
    var key: [Int] = []
    for (index, part) in parts.enumerated() {
      if let (step, position, inner) = form.step(part) {
        steps.append(step)
        key.append(position)
        form = inner
      } else if index > 0, index == parts.count - 1, let (name, order) = form.wrapper(part) {
        self.steps = steps + [.member(name)]
        self.key = key + [Self.elementLimit + order]
        kind = name == "published" ? .printedNumber : .text
        return
      } else {
        return nil
      }
    }
    switch form {
    case .leaf(let kind): self.kind = kind
    case .list: kind = .list
    case .members: return nil
    }
    self.steps = steps
    self.key = key
  }

  /// The name in the normal spelling.
  var name: String { Self.name(of: steps) }

  static func name(of steps: some Sequence<Step>) -> String {
    var name = ""
    for step in steps {
      switch step {
      case .member(let member): name += name.isEmpty ? member : ".\(member)"
      case .element(let index): name += "[\(index)]"
      }
    }
    return name
  }
}

extension AnalysisForm {
  /// The step to the part of this name, its place among the parts, and its form.
  fileprivate func step(_ part: String) -> (AnalysisColumn.Step, Int, AnalysisForm)? {
    switch self {
    case .leaf: return nil
    case .list(let element):
      guard let index = Int(part), (0..<AnalysisColumn.elementLimit).contains(index) else {
        return nil
      }
      return (.element(index), index, element)
    case .members(let members):
      let lower = part.lowercased()
      let found =
        members.firstIndex { $0.name == part }
        ?? members.firstIndex { $0.name.lowercased() == lower }
      guard let found else { return nil }
      return (.member(members[found].name), found, members[found].form)
    }
  }

  /// What may stand in place of the value: `unknown` everywhere, `published` and its `source` for
  /// a number.
  fileprivate func wrapper(_ part: String) -> (String, Int)? {
    let names: [String] =
      if case .leaf(.number) = self { ["published", "source", "unknown"] } else { ["unknown"] }
    let found = names.firstIndex(of: part.lowercased())
    return found.map { (names[$0], $0) }
  }
}

extension AnalysisForm {
  /// The column that was probably meant by these parts of a name; nil where none is near.
  static func nearest(to parts: [String]) -> String? {
    var form = root
    var name = ""
    for (index, part) in parts.enumerated() {
      if let (step, _, inner) = form.step(part) {
        name += Self.text(of: step, after: name)
        form = inner
        continue
      }
      if index > 0, index == parts.count - 1, form.wrapper(part) != nil { return name + "." + part }
      guard case .members(let members) = form,
        let near = NearestName.of(part, among: members.map(\.name)),
        let (step, _, inner) = form.step(near)
      else { return nil }
      name += Self.text(of: step, after: name)
      form = inner
    }
    guard AnalysisColumn(name) != nil else { return nil }
    return name
  }

  private static func text(of step: AnalysisColumn.Step, after name: String) -> String {
    switch step {
    case .member(let member): name.isEmpty ? member : ".\(member)"
    case .element(let index): "[\(index)]"
    }
  }
}
