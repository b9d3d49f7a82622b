extension FaultKind {
  /// Analyses that cannot be read to their end.
  static let reading: [FaultKind] = notation + values

  /// Files that are no JSON, or JSON with an accident.
  private static let notation: [FaultKind] = [
    FaultKind(
      "file-cut-off", "intake.json.syntax", .reading, "the last third of the file is missing",
      .bytes { $0.removeLast($0.count / 3) }),
    FaultKind(
      "file-empty", "intake.json.empty", .reading, "the file is empty", .bytes { $0 = [] }),
    FaultKind(
      "file-of-another-encoding", "intake.json.encoding", .reading,
      "a letter is in Latin-1",
      .bytes { bytes in
        // The first letter of the first step's label.
        if let place = bytes.firstRange(of: Array("People".utf8)) { bytes[place.lowerBound] = 0xE9 }
      }),
    FaultKind(
      "text-after-the-end", "intake.json.trailing", .reading, "a second value follows the first",
      .bytes { $0 += Array("{}\n".utf8) }),
    FaultKind(
      "member-twice", "intake.json.duplicate-key", .reading, "a member stands twice",
      .document(path: nil) { document in
        guard case .object(let members) = document else { return }
        document = .object(members + [.init("completed", members.last!.value)])
      }),
    FaultKind(
      "half-a-character", "intake.json.lone-surrogate", .reading,
      "half a surrogate pair stands in a text",
      .document(path: nil) { $0.set("analyst", to: .literal("\"analyst \\ud83d\"")) }),
    FaultKind(
      "number-not-json", "intake.json.number", .reading, "a number begins with its point",
      .document(path: nil) { document in
        document.set("outcomes", 0, "difference", "pValue", to: .literal(".05"))
      }),
    FaultKind(
      "nested-too-deeply", "intake.json.depth", .reading, "lists stand in one another 500 deep",
      .document(path: nil) { document in
        let open = String(repeating: "[", count: 500)
        let close = String(repeating: "]", count: 500)
        document.set("analyst", to: .literal(open + close))
      }),
  ]

  /// Values that the format does not allow.
  private static let values: [FaultKind] = [
    FaultKind(
      "format-of-tomorrow", "intake.format", .reading, "the format has another version",
      .document(path: "$.format") { $0.set("format", to: .string("ninethirty-analysis/9")) }),
    FaultKind(
      "member-unknown", "intake.json.unknown-field", .reading, "there is a member \"remarks\"",
      .document(path: "$.remarks") { $0["remarks"] = .string("Looks fine.") }),
    FaultKind(
      "member-missing", "intake.json.missing-field", .reading,
      "the member \"qualityAssurer\" is missing",
      .document(path: "$.qualityAssurer") { $0["qualityAssurer"] = nil }),
    FaultKind(
      "number-as-text", "intake.json.wrong-type", .reading, "a number stands between quotes",
      .document(path: "$.attrition[0].people") { document in
        document.set("attrition", 0, "people", to: .string("1464"))
      }),
    FaultKind(
      "word-unknown", "intake.json.choice", .reading, "the service started in \"prison\"",
      .document(path: "$.service.started") { $0.set("service", "started", to: .string("prison")) }),
    FaultKind(
      "text-blank", "intake.json.blank", .reading, "the name of the service is blank",
      .document(path: "$.service.name") { $0.set("service", "name", to: .string("  ")) }),
    FaultKind(
      "rate-in-per-cent", "intake.json.out-of-range", .reading,
      "a rate is in per cent instead of a proportion",
      .document(path: "$.outcomes[0].treatment.value") { document in
        document.set("outcomes", 0, "treatment", "value", to: .literal("38.2"))
      }),
    FaultKind(
      "control-character", "intake.text.xml-character", .reading,
      "a character that XML cannot carry",
      .document(path: nil) { document in
        document.set("service", "description", to: .string("A plan.\u{1} And a review."))
      }),
    FaultKind(
      "organisation-no-slug", "intake.text.slug", .reading,
      "the identifier of the organisation has a space",
      .document(path: "$.organisation.id") { document in
        document.set("organisation", "id", to: .string("Tarrowmere Trust"))
      }),
    FaultKind(
      "identifier-of-another-form", "intake.text.identifier", .reading,
      "the identifier of the analysis has a slash",
      .document(path: "$.analysis") { $0.set("analysis", to: .string("A/2013/7")) }),
    FaultKind(
      "day-impossible", "intake.date.impossible", .reading, "completed on 31 September",
      .document(path: "$.completed") { $0.set("completed", to: .string("2013-09-31")) }),
    FaultKind(
      "period-backwards", "intake.date.order", .reading, "the period ends before it begins",
      .document(path: "$.service.period.to") { document in
        document.set("service", "period", "to", to: .string("1999-12-31"))
      }),
    FaultKind(
      "figure-as-printed", "intake.number.published-in-official", .reading,
      "a figure is known only as it was printed",
      .document(path: "$.outcomes[0].treatment.value") { document in
        document.set(
          "outcomes", 0, "treatment", "value",
          to: .object(["published": .string("38"), "source": .string("A page.")]))
      }),
    FaultKind(
      "attrition-of-one-step", "intake.attrition.steps", .reading,
      "the attrition has one step only",
      .document(path: "$.attrition") { $0.change(["attrition"]) { $0 = .array([$0.elements[0]]) } }),
    FaultKind(
      "no-outcome", "intake.outcomes.none", .reading, "there is no outcome",
      .document(path: "$.outcomes") { $0.set("outcomes", to: .array([])) }),
    FaultKind(
      "rate-not-first", "intake.outcomes.first", .reading,
      "the one-year proven rate is not the first outcome",
      .document(path: "$.outcomes[0]") { document in
        document.change(["outcomes"]) { $0.elements.swapAt(0, 1) }
      }),
    FaultKind(
      "outcome-twice", "intake.outcomes.repeated", .reading, "an outcome stands twice",
      .document(path: "$.outcomes[2]") { document in
        document.change(["outcomes"]) { $0.elements.insert($0.elements[1], at: 2) }
      }),
  ]
}
