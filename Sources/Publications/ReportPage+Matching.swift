import Statistics

extension ReportPage {
  /// How the control group was made and how alike the groups are.
  func matching(_ writer: inout SourceWriter) throws(TextTableError) {
    writer.open("matching")
    switch analysis.matching {
    case .unknown(let reason):
      writer.element("method", said: texts.notStated)
      writer.element("control", .unavailable("matching.control", .people, reason: reason))
      try writer.paragraphs("matching.unknown", ["reason": .said(translator(reason))])
    case .known(let matching):
      writer.element("method", said: translator(matching.method))
      let isHidden = hidden.contains(.controlPeople(outcome: 0))
      writer.element(
        "control",
        isHidden
          ? .confidential("matching.control", .people)
          : .people("matching.control", matching.controlPeople))
      try writer.paragraphs("matching.intro", composition.standingArguments)
      try characteristics(matching.characteristics, &writer)
    }
    writer.close()
  }

  /// The characteristics in which the groups are not alike after matching, of those that are shown.
  var poorlyMatched: [Characteristic] {
    guard case .known(let matching) = analysis.matching,
      case .known(let list) = matching.characteristics
    else { return [] }
    return list.indices.filter {
      !hidden.contains(.characteristic($0))
        && list[$0].quality(composition.thresholds) == "red"
    }.map { list[$0] }
  }

  private func characteristics(
    _ characteristics: Fact<[Characteristic]>, _ writer: inout SourceWriter
  ) throws(TextTableError) {
    switch characteristics {
    case .unknown(let reason):
      try writer.paragraphs("matching.unknown", ["reason": .said(translator(reason))])
    case .known(let list):
      try writer.paragraphs("matching.bands", composition.standingArguments)
      if !poorlyMatched.isEmpty {
        let names = poorlyMatched.map { translator($0.name).text }.joined(separator: "; ")
        try writer.paragraphs("matching.poor", ["characteristics": .text(names)])
      }
      var rows: [MatchingChart.Row] = []
      for (index, characteristic) in list.enumerated() {
        let isHidden = hidden.contains(.characteristic(index))
        let id = "matching.\(index + 1)"
        let name = [characteristic.group, characteristic.name].map { translator($0).text }
        let row = try writer.row(id, named: name.joined(separator: ": ")) {
          writer throws(TextTableError) -> MatchingChart.Row in
          try self.characteristic(characteristic, id: id, isHidden: isHidden, &writer)
        }
        rows.append(row)
      }
      let poor = composition.thresholds.poorBalance.value
      try MatchingChart(rows, poor: poor, texts: texts)?.write(to: &writer)
    }
  }

  /// One row; a row that must not be shown has its name and nothing else, not even how alike the
  /// groups are: that says how close the hidden share is to the control group's.
  private func characteristic(
    _ characteristic: Characteristic, id: String, isHidden: Bool, _ writer: inout SourceWriter
  ) throws(TextTableError) -> MatchingChart.Row {
    let quality = isHidden ? "unknown" : characteristic.quality(composition.thresholds)
    writer.open("characteristic", [("quality", quality)])
    let name = translator(characteristic.name)
    writer.element("group", said: translator(characteristic.group))
    writer.element("name", said: name)
    writer.open("before")
    let before = balance(
      characteristic.before, id: "\(id).before", isHidden: isHidden,
      isTreatmentHidden: hidden.contains(.beforeMatching), &writer)
    writer.close()
    writer.open("after")
    let after = balance(
      characteristic.after, id: "\(id).after", isHidden: isHidden, isTreatmentHidden: false,
      &writer)
    writer.close()
    writer.element(
      "quality", said: try texts.said("quality.\(isHidden ? "confidential" : quality)"))
    writer.close()
    return MatchingChart.Row(
      name: name, before: before, after: after, quality: quality)
  }

  /// Both means and their standardised difference, which it gives back.
  private func balance(
    _ balance: Characteristic.Balance, id: String, isHidden: Bool, isTreatmentHidden: Bool,
    _ writer: inout SourceWriter
  ) -> Figure {
    func figure(_ name: String, _ unit: Figure.Unit, _ quantity: Quantity) -> Figure {
      let isConfidential = isHidden || isTreatmentHidden && name != "control"
      let id = "\(id).\(name)"
      return isConfidential ? .confidential(id, unit) : .number(id, unit, quantity, decimals: 2)
    }
    writer.element("treatment", figure("treatment", .mean, balance.treatment))
    writer.element("control", figure("control", .mean, balance.control))
    let difference = figure(
      "difference", .standardisedDifference, balance.standardisedDifference)
    writer.element("difference", difference)
    return difference
  }
}

extension Characteristic {
  /// How alike the groups are after matching: `green`, `amber`, `red` or `unknown`.
  func quality(_ thresholds: Thresholds) -> String {
    guard let difference = after.standardisedDifference.exactValue?.magnitude else {
      return "unknown"
    }
    if difference > thresholds.poorBalance.value { return "red" }
    return difference > thresholds.nearBalance.value ? "amber" : "green"
  }
}
