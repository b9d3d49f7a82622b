import Diagnostics
import Editions
import Notation
import Schedule
import Statistics

/// The forms of a value that `docs/format.md` section 1 describes.
extension FieldReader {
  /// Whether the value is written as unknown, well or badly.
  private var isWrittenAsUnknown: Bool {
    value.object?.members.contains { $0.key == "unknown" } == true
  }

  /// The reason of `{"unknown": "…"}`; nil where the value has another form.
  private func unknownReason() -> String? {
    object { $0.string("unknown") }
  }

  /// What `read` makes of the value, or the reason why it is unknown.
  func fact<Value: Sendable & Hashable>(_ read: (FieldReader) -> Value?) -> Fact<Value>? {
    if isWrittenAsUnknown { return unknownReason().map { .unknown(reason: $0) } }
    return read(self).map { .known($0) }
  }

  /// A number: unrounded, as published, or unknown.
  func quantity(_ limits: QuantityLimits) -> Quantity? {
    if isWrittenAsUnknown { return unknownReason().map { .unknown(reason: $0) } }
    if let object = value.object, object["published"] != nil || object["source"] != nil {
      return published(limits)
    }
    if limits.isWhole {
      return integer(in: Int(limits.least)...Numeral.exactIntegers.upperBound)
        .map { .exact(Double($0), decimals: 0) }
    }
    return number(in: limits.least...limits.most)
      .map { .exact($0.value, decimals: $0.decimals) }
  }

  private func published(_ limits: QuantityLimits) -> Quantity? {
    let numeral = object { object -> PublishedNumeral? in
      let text = object.string("published")
      let source = object.string("source")
      guard let text, let source else { return nil }
      guard let numeral = PublishedNumeral(text, source: source) else {
        object.report(
          "intake.number.published", about: "published",
          found: "\(text.quoted) is no plain decimal number",
          rule: "a published figure is written in the digits that were printed",
          remedy: "write digits, a point and a minus sign only, such as \"-0.2\"")
        return nil
      }
      return numeral
    }
    guard let numeral else { return nil }
    guard limits.allowsPublished else {
      report(
        "intake.number.published-in-official",
        found: "the figure \(numeral.text.quoted) is known only as it was printed",
        rule: "an official release is made from unrounded values",
        source: "docs/format.md section 1",
        remedy: "write the unrounded value; printed figures are for reconstructions")
      return nil
    }
    return .published(numeral)
  }

  /// A day of the calendar.
  func day() -> Day? {
    guard let text = string() else { return nil }
    guard let day = Day(text) else {
      let isForm = text.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil
      report(
        "intake.date.impossible",
        found: isForm
          ? "the day \(text.quoted) does not exist" : "\(text.quoted) is no day",
        rule: "a day is written YYYY-MM-DD and exists in the calendar", source: "ISO 8601",
        remedy: isForm
          ? "correct the day of the month" : "write it like 2013-10-31, with hyphens and zeros")
      return nil
    }
    return day
  }

  /// The name of an edition.
  func month() -> Month? {
    guard let text = string() else { return nil }
    return month(text)
  }

  /// The name of an edition that stands as the name of a member.
  func month(_ text: String) -> Month? {
    guard let month = Month(text) else {
      report(
        "intake.date.edition", found: "\(text.quoted) is no edition",
        rule: "an edition is named by its month, YYYY-MM", source: "docs/format.md section 2",
        remedy: "write it like 2013-11")
      return nil
    }
    return month
  }

  /// A slug: `a-z`, `0-9` and single hyphens.
  func slug(limit: Int) -> String? {
    guard let text = string() else { return nil }
    guard text.isSafeName, text.utf8.count <= limit
    else {
      report(
        "intake.text.slug", found: "\(text.quoted) is no safe name",
        rule: "such a name has a-z, 0-9 and single hyphens, at most \(limit) characters",
        source: "docs/format.md section 2", remedy: "write it like \"blue-harbour-trust\"")
      return nil
    }
    return text
  }

  /// The address at which the public tree stands: `https://statistics.example.org/data-lab/`.
  func siteAddress() -> SiteAddress? {
    guard let text = string() else { return nil }
    guard let address = SiteAddress(text) else {
      report(
        "intake.schedule.address", found: "\(text.quoted) is no address of a site",
        rule: "it is https://, a host name, and folders without query or fragment",
        source: "RFC 3986 section 3", remedy: "write it like https://statistics.example.org/")
      return nil
    }
    return address
  }

  /// An identifier of letters, digits and hyphens.
  func identifier() -> String? {
    guard let text = string() else { return nil }
    guard text.isHyphenated, text.utf8.count <= 24 else {
      report(
        "intake.text.identifier", found: "\(text.quoted) is no identifier",
        rule: "an identifier has letters, digits and single hyphens, at most 24 characters",
        source: "docs/format.md section 3", remedy: "write it like \"A-2013-0031\"")
      return nil
    }
    return text
  }

  /// Two days, the second not before the first.
  func dayRange() -> DayRange? {
    object { object in
      let from = object.required("from")?.day()
      let to = object.required("to")?.day()
      guard let from, let to else { return nil }
      guard from <= to else {
        object.report(
          "intake.date.order", about: "to", found: "the period ends on \(to), before \(from)",
          rule: "a period does not end before it begins", remedy: "correct one of the days")
        return nil
      }
      return DayRange(from: from, to: to)
    }
  }
}

/// What a number may be.
struct QuantityLimits {
  var least: Double
  var most: Double
  var isWhole: Bool
  var allowsPublished: Bool
}

extension JSONValue {
  /// The value at a path such as `$.outcomes[0].treatment.value`, or the nearest value above it
  /// that is there.
  func nearest(to path: String) -> JSONValue {
    var here = self
    var rest = path.dropFirst()
    while let mark = rest.first {
      // `.name`, `[0]` or `['name']`.
      let step: Substring
      if mark == "." {
        step = rest.dropFirst().prefix { $0 != "." && $0 != "[" }
        rest = rest[step.endIndex...]
      } else {
        step = rest.dropFirst().prefix { $0 != "]" }
        rest = rest[step.endIndex...].dropFirst()
      }
      if mark == "[", let index = Int(step) {
        guard let array = here.array, array.indices.contains(index) else { return here }
        here = array[index]
      } else {
        let name = step.hasPrefix("'") ? step.dropFirst().dropLast() : step
        guard let next = here.object?[String(name)] else { return here }
        here = next
      }
    }
    return here
  }
}

// Asked for every name of every file, so not with regular expressions, which are compiled anew
// each time.
extension String {
  /// Whether this is a safe name: `a-z`, digits and single hyphens between them.
  var isSafeName: Bool { isHyphenated && !utf8.contains(where: \.isCapital) }

  /// Whether this is ASCII letters and digits, with single hyphens between them.
  var isHyphenated: Bool {
    var isAfterWord = false
    for byte in utf8 {
      let isHyphen = byte == UInt8(ascii: "-")
      guard isHyphen ? isAfterWord : byte.isASCIILetterOrDigit else { return false }
      isAfterWord = !isHyphen
    }
    return isAfterWord
  }
}

extension UInt8 {
  fileprivate var isCapital: Bool { UInt8(ascii: "A") <= self && self <= UInt8(ascii: "Z") }

  fileprivate var isASCIILetterOrDigit: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
    default: isCapital
    }
  }
}
