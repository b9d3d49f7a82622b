package import Diagnostics
package import Editions
import Notation
import Schedule
import Statistics

/// The schedule and where it was written.
package struct ProgrammeRecord: Sendable {
  package let programme: Programme
  package let file: String
  let root: JSONValue

  func place(_ path: String) -> Place {
    let value = root.nearest(to: path)
    return Place(file, line: value.line, column: value.column, path: path)
  }
}

/// Reads `schedule.json` (`docs/format.md` section 2).
package enum ScheduleReader {
  /// The programme, where nothing in the file is in error, and all findings.
  package static func read(
    _ bytes: [UInt8], file: String
  ) -> (record: ProgrammeRecord?, findings: [Finding]) {
    let (value, findings) = JSONReader.read(bytes, file: file)
    let collector = FindingCollector(file: file, findings: findings)
    guard let value else { return (nil, findings) }
    for finding in TextWalk(value, file: file, kind: kind).findings { collector.report(finding) }
    let programme = FieldReader(value, path: "$", collector: collector).object(programme)
    guard let programme, !collector.findings.hasErrors else { return (nil, collector.findings) }
    let record = ProgrammeRecord(programme: programme, file: file, root: value)
    let all = collector.findings + record.contradictions()
    return (all.hasErrors ? nil : record, all)
  }

  /// What the members of a schedule hold.
  private static func kind(_ name: String) -> TextCheck.Kind? {
    switch name {
    case "$schema", "format", "status", "identifier", "frequency", "weekday", "time", "zone",
      "first", "last", "coverFrom", "edition", "action", "to", "from", "announced", "ground",
      "asAt",
      "effective", "day", "id", "missed", "languages":
      nil
    case "title", "label", "producer", "coverage", "role", "organisation": .line
    case "source": .citation
    case "address", "telephone", "email": .contact
    default: .prose
    }
  }

  private static func programme(_ object: ObjectReader) -> Programme? {
    object.allow("$schema")
    format("ninethirty-schedule/1", object)
    let status = object.choice("status", of: Programme.Status.self)
    let series = object.object("series", self.series)
    let rule = object.object("rule", self.rule)
    let coverFrom = object.required("coverFrom")?.day()
    let exceptions = object.array("exceptions") { $0.object(self.exception) }
    let preRelease = object.object("preRelease", PreReleasePolicyReader.policy)
    let thresholds = object.object("thresholds", self.thresholds)
    let opening = object.optional("openingBalance").map { $0.object(self.openingBalance) }
    let plans = object.required("editions").flatMap(self.plans)
    let release = self.release(object)
    let makesPDF = object.optionalBool("pdf") ?? false
    let languages = self.languages(object)
    let phrases = TranslationReader.phrases(object)
    guard let status, let series, let rule, let coverFrom, let exceptions, let preRelease,
      let thresholds, let plans, let languages
    else { return nil }
    let schedule = ReleaseSchedule(rule: rule, exceptions: exceptions, preRelease: preRelease)
    var programme = Programme(
      status: status, series: series, schedule: schedule, coverFrom: coverFrom,
      thresholds: thresholds, openingBalance: opening ?? nil, plans: plans, release: release,
      makesPDF: makesPDF)
    programme.languages = languages
    programme.phrases = phrases
    return programme
  }

  // MARK: The series

  private static func series(_ object: ObjectReader) -> Series? {
    let title = object.string("title")
    let identifier = object.required("identifier")?.slug(limit: 40)
    let label = object.string("label")
    let producer = object.string("producer")
    let coverage = object.string("coverage")
    let licence = object.string("licence")
    let contacts = object.array("contacts") { $0.object(contact) }
    let source = object.optionalString("source")
    let siteAddress = object.optional("address").map { $0.siteAddress() }
    guard let title, let identifier, let label, let producer, let coverage, let licence,
      let contacts
    else { return nil }
    if contacts.isEmpty {
      object.report(
        "intake.schedule.contacts", about: "contacts", found: "there is no contact",
        rule: "a release names whom readers can ask", source: "Code of Practice T3.7",
        remedy: "add a contact with a telephone or an e-mail address")
    }
    return Series(
      title: title, identifier: identifier, label: label, producer: producer,
      coverage: coverage, licence: licence, contacts: contacts, source: source,
      address: siteAddress ?? nil)
  }

  private static func contact(_ object: ObjectReader) -> Contact? {
    let role = object.string("role")
    let organisation = object.string("organisation")
    let address = object.optionalString("address")
    let telephone = object.optionalString("telephone")
    let email = object.optionalString("email")
    if telephone == nil, email == nil {
      object.report(
        "intake.schedule.contact", found: "the contact has neither telephone nor e-mail",
        rule: "readers can reach a contact", source: "Code of Practice T3.7",
        remedy: "add \"telephone\" or \"email\"")
    }
    guard let role, let organisation else { return nil }
    return Contact(
      role: role, organisation: organisation, address: address, telephone: telephone,
      email: email)
  }

  // MARK: Time

  private static func rule(_ object: ObjectReader) -> ReleaseRule? {
    _ = object.choice("frequency", of: ["monthly"])
    let ordinal = object.integer("ordinal", in: -1...5)
    let weekday = object.choice("weekday", of: Weekday.self)
    let time = object.required("time").flatMap(timeOfDay)
    let zone = object.required("zone").flatMap(zone)
    let first = object.required("first")?.month()
    let last = object.optional("last").map { $0.month() }
    if ordinal == 0 {
      object.report(
        "intake.schedule.ordinal", about: "ordinal", found: "the ordinal is 0",
        rule: "it is 1 to 5, or -1 for the last of the month", remedy: "write 2 for the second")
    }
    guard let ordinal, let weekday, let time, let zone, let first else { return nil }
    return ReleaseRule(
      ordinal: ordinal, weekday: weekday, time: time, zone: zone, first: first,
      last: last ?? nil)
  }

  private static func timeOfDay(_ field: FieldReader) -> TimeOfDay? {
    guard let text = field.string() else { return nil }
    guard let time = TimeOfDay(text) else {
      field.report(
        "intake.schedule.time", found: "\(text.quoted) is no time of day",
        rule: "a time is written HH:MM, 00:00 to 23:59", remedy: "write it like 09:30")
      return nil
    }
    return time
  }

  private static func zone(_ field: FieldReader) -> Zone? {
    guard let text = field.string() else { return nil }
    guard let zone = Zone(text) else {
      field.report(
        "intake.schedule.zone", found: "the zone \(text.quoted) is unknown",
        rule: "the zone is a name of the IANA time zone database", source: "RFC 6557",
        remedy: "write it like Europe/London")
      return nil
    }
    return zone
  }

  private static func exception(_ object: ObjectReader) -> ScheduleException? {
    let edition = object.required("edition")?.month()
    let action = object.choice("action", of: ["moved", "cancelled"])
    let to = action == "moved" ? object.required("to").flatMap(wallTime) : nil
    let reason = object.string("reason")
    let announced = object.required("announced")?.day()
    guard let edition, let action, let reason, let announced else { return nil }
    guard action == "cancelled" || to != nil else { return nil }
    return ScheduleException(
      edition: edition, change: to.map { .moved(to: $0) } ?? .cancelled, reason: reason,
      announced: announced)
  }

  private static func wallTime(_ field: FieldReader) -> WallTime? {
    guard let text = field.string() else { return nil }
    guard let time = WallTime(text) else {
      field.report(
        "intake.date.impossible", found: "\(text.quoted) is no day and time that exist",
        rule: "a moved date is written YYYY-MM-DDTHH:MM in the schedule's zone",
        source: "docs/format.md section 2", remedy: "write it like 2014-08-21T09:30")
      return nil
    }
    return time
  }

  // MARK: Thresholds

  private static func thresholds(_ object: ObjectReader) -> Thresholds? {
    let cohort = whole("minimumCohort", object)
    let reoffenders = whole("minimumReoffenders", object)
    let expected = number("minimumExpected", object, in: 0...1e9)
    let significance = number("significance", object, in: 0.000001...0.5)
    let disclosure = whole("disclosure", object)
    let everyone = object.optional("everyone").map { $0.object(self.everyone) }
    let near = number("nearBalance", object, in: 0...10)
    let poor = number("poorBalance", object, in: 0...10)
    let windows = object.array("cohortWindows") { $0.object(window) }
    guard let cohort, let reoffenders, let expected, let significance, let disclosure, let near,
      let poor, let windows
    else { return nil }
    return Thresholds(
      minimumCohort: cohort, minimumReoffenders: reoffenders, minimumExpected: expected,
      significance: significance, disclosure: disclosure,
      everyone: (everyone ?? nil) ?? Thresholds.standardEveryone, nearBalance: near,
      poorBalance: poor, cohortWindows: windows)
  }

  private static func everyone(_ object: ObjectReader) -> Threshold<EveryoneRule>? {
    let value = object.choice("value", of: EveryoneRule.self)
    let source = object.string("source")
    guard let value, let source else { return nil }
    return Threshold(value, source: source)
  }

  private static func whole(_ name: String, _ object: ObjectReader) -> Threshold<Int>? {
    object.object(name) { object in
      let value = object.integer("value", in: 0...1_000_000)
      let source = object.string("source")
      guard let value, let source else { return nil }
      return Threshold(value, source: source)
    }
  }

  private static func number(
    _ name: String, _ object: ObjectReader, in range: ClosedRange<Double>
  ) -> Threshold<Double>? {
    object.object(name) { object in
      let value = object.number("value", in: range)
      let source = object.string("source")
      guard let value, let source else { return nil }
      return Threshold(value.value, source: source)
    }
  }

  private static func window(_ object: ObjectReader) -> CohortWindow? {
    let from = object.required("from")?.day()
    let to = object.required("to")?.day()
    let effective = object.required("effective")?.day()
    let source = object.string("source")
    guard let from, let to, let effective, let source else { return nil }
    return CohortWindow(
      days: DayRange(from: from, to: to), effective: effective, source: source)
  }

  // MARK: Editions

  private static func count(_ field: FieldReader) -> Count? {
    field.fact { $0.integer(in: 0...10_000_000) }
  }

  private static func openingBalance(_ object: ObjectReader) -> OpeningBalance? {
    let asAt = object.required("asAt")?.day()
    let requests = object.required("requests").flatMap(count)
    let reports = object.required("reports").flatMap(count)
    let notProcessed = object.required("notProcessed").flatMap(count)
    let source = object.string("source")
    guard let asAt, let requests, let reports, let notProcessed, let source else { return nil }
    return OpeningBalance(
      asAt: asAt, requests: requests, reports: reports, notProcessed: notProcessed,
      source: source)
  }

  private static func plans(_ field: FieldReader) -> [Month: EditionPlan]? {
    field.object { object in
      var plans: [Month: EditionPlan] = [:]
      var isSound = true
      for member in object.object.members {
        guard let field = object.optional(member.key), let month = field.month(member.key),
          let plan = field.object(plan)
        else {
          isSound = false
          continue
        }
        plans[month] = plan
      }
      return isSound ? plans : nil
    }
  }

  private static func plan(_ object: ObjectReader) -> EditionPlan? {
    if let notHeld = object.optional("notHeld") {
      return notHeld.object { entry in
        let reports = entry.optional("reports").map { $0.integer(in: 0...1_000_000) }
        guard let reason = entry.string("reason"), reports != .some(nil) else { return nil }
        return .notHeld(reason: reason, reports: reports ?? nil)
      }
    }
    let totals = object.object("controlTotals", controlTotals)
    let partial = object.optional("partial").map { $0.object { $0.string("reason") } }
    let opening = object.optional("openingBalance").map { $0.object(openingBalance) }
    let updates = object.optional("updates").map { $0.array { $0.object(update) } } ?? []
    guard let totals, let updates else { return nil }
    return .held(
      HeldEdition(
        controlTotals: totals, partialReason: partial ?? nil, openingBalance: opening ?? nil,
        updates: updates))
  }

  private static func controlTotals(_ object: ObjectReader) -> ControlTotals? {
    let requests = object.required("requestsToDate").flatMap(count)
    let month = object.required("reportsThisMonth").flatMap(count)
    let toDate = object.required("reportsToDate").flatMap(count)
    let notProcessed = object.required("notProcessed").flatMap(count)
    let source = object.string("source")
    guard let requests, let month, let toDate, let notProcessed, let source else { return nil }
    return ControlTotals(
      requestsToDate: requests, reportsThisMonth: month, reportsToDate: toDate,
      notProcessed: notProcessed, source: source)
  }

  private static func update(_ object: ObjectReader) -> EditionUpdate? {
    let day = object.required("day")?.day()
    let note = object.string("note")
    guard let day, let note else { return nil }
    return EditionUpdate(day: day, note: note)
  }
}
