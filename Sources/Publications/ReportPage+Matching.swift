import Statistics

extension ReportPage {
  /// How the control group was made and how alike the groups are.
  func matching(_ writer: inout SourceWriter) throws(TextTableError) {
    writer.open("matching")
    switch analysis.matching {
    case .unknown(let reason):
      writer.element("method", texts.notStated)
      writer.element("control", .unavailable("matching.control", .people, reason: reason))
      try writer.paragraphs("matching.unknown", ["reason": .text(reason)])
    case .known(let matching):
      writer.element("method", matching.method)
      writer.element("control", .people("matching.control", matching.controlPeople))
      try writer.paragraphs("matching.intro", composition.standingArguments)
      try characteristics(matching.characteristics, &writer)
    }
    writer.close()
  }

  private func characteristics(
    _ characteristics: Fact<[Characteristic]>, _ writer: inout SourceWriter
  ) throws(TextTableError) {
    switch characteristics {
    case .unknown(let reason):
      try writer.paragraphs("matching.unknown", ["reason": .text(reason)])
    case .known(let list):
      try writer.paragraphs("matching.bands", composition.standingArguments)
      for (index, characteristic) in list.enumerated() {
        try self.characteristic(characteristic, id: "matching.\(index + 1)", &writer)
      }
    }
  }

  private func characteristic(
    _ characteristic: Characteristic, id: String, _ writer: inout SourceWriter
  ) throws(TextTableError) {
    let quality = characteristic.quality(composition.thresholds)
    writer.open("characteristic", [("quality", quality)])
    writer.element("group", characteristic.group)
    writer.element("name", characteristic.name)
    for (name, balance) in [("before", characteristic.before), ("after", characteristic.after)] {
      writer.open(name)
      writer.element(
        "treatment", .number("\(id).\(name).treatment", .mean, balance.treatment, decimals: 2))
      writer.element(
        "control", .number("\(id).\(name).control", .mean, balance.control, decimals: 2))
      writer.element(
        "difference",
        .number(
          "\(id).\(name).difference", .standardisedDifference, balance.standardisedDifference,
          decimals: 2))
      writer.close()
    }
    writer.element("quality", try texts.string("quality.\(quality)"))
    writer.close()
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
