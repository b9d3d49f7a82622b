extension Disclosure {
  /// The table of characteristics, as counts of people.
  struct Balance {
    private let list: [Characteristic]
    private let people: Int
    private let controlPeople: Int?
    /// The people whom the means before matching are taken over, where they can be told.
    private let peopleBefore: Int
    private let threshold: Int
    private let hidesEveryone: Bool
    /// Whether the number of people before matching must not be known.
    private let hidesBefore: Bool

    /// Nil where the characteristics, or the number of people, are not known.
    ///
    /// `hidden` is what is hidden of the rest of the report.
    init?(_ analysis: Analysis, thresholds: Thresholds, hidden: Set<DisclosureCell>) {
      guard case .known(let matching) = analysis.matching,
        case .known(let list) = matching.characteristics,
        let people = analysis.primary.treatment.people.count
      else { return nil }
      self.list = list
      self.people = people
      controlPeople = matching.controlPeople.count
      threshold = thresholds.disclosure.value
      hidesEveryone = thresholds.everyone.value == .hidden
      let differs = list.contains { row in
        zip(row.before.treatment.exactValue, row.after.treatment.exactValue)
          .map { $0 != $1 } ?? false
      }
      let steps = analysis.attrition.value ?? []
      let before = differs ? steps.dropLast().last?.people.count : people
      peopleBefore = before ?? people
      let unmatched = DisclosureCell.step(steps.count - 2)
      hidesBefore =
        differs
        && (hidden.contains(unmatched)
          || Disclosure.isSmall(peopleBefore - people, threshold: threshold))
    }

    private func isSmall(_ count: Int) -> Bool {
      Disclosure.isSmall(count, threshold: threshold)
    }

    private func isSensitive(_ count: Int, of group: Int) -> Bool {
      isSmall(count) || isSmall(group - count)
        || hidesEveryone && group > 0 && (count == 0 || count == group)
    }

    // MARK: Counts

    /// What a row says of the people analysed, of those before matching, and of those whom
    /// matching lost, as counts of people who have it; nil for what is not known exactly.
    private struct Row {
      var analysed: Int
      var before: Int?
      var lost: Int?
      var control: Int?
    }

    private func row(_ index: Int) -> Row? {
      let characteristic = list[index]
      guard characteristic.isShare, let mean = characteristic.after.treatment.exactValue,
        (0...1).contains(mean)
      else { return nil }
      var row = Row(analysed: count(mean, of: people, isShare: true))
      if let mean = characteristic.before.treatment.exactValue, (0...1).contains(mean) {
        let before = count(mean, of: peopleBefore, isShare: true)
        row.before = before
        let lost = before - row.analysed
        if peopleBefore > people, (0...peopleBefore - people).contains(lost) { row.lost = lost }
      }
      if let size = controlPeople, let mean = characteristic.after.control.exactValue,
        (0...1).contains(mean)
      {
        row.control = count(mean, of: size, isShare: true)
      }
      return row
    }

    /// Whether a row must not be shown for what it says itself.
    private func isSensitive(_ index: Int) -> Bool {
      if isSmall(people) || controlPeople.map(isSmall) ?? false { return true }
      guard let row = row(index) else {
        // A mean that is no share: so few offences, say, that few people can have any.
        let means = [list[index].before.treatment, list[index].after.treatment]
        return means.compactMap(\.exactValue).contains { mean in
          mean > 0 && isSmall(count(mean, of: people, isShare: false))
        }
      }
      if isSensitive(row.analysed, of: people) { return true }
      if let before = row.before, isSensitive(before, of: peopleBefore) { return true }
      if let control = row.control, isSensitive(control, of: controlPeople!) { return true }
      guard let lost = row.lost else { return false }
      return isSmall(lost) || isSmall(peopleBefore - people - lost)
    }

    // MARK: Sets of categories

    /// The sets of mutually exclusive categories: those that the analyst names, and rows one after
    /// another under one heading that make up everybody, or all but a small group.
    var sets: [[Int]] {
      var named: [(key: [String], rows: [Int])] = []
      var sets: [[Int]] = []
      for (index, characteristic) in list.enumerated() where row(index) != nil {
        guard let set = characteristic.set else {
          sets += runs(from: index)
          continue
        }
        let key = [characteristic.group, set]
        if let place = named.firstIndex(where: { $0.key == key }) {
          named[place].rows.append(index)
        } else {
          named.append((key, [index]))
        }
      }
      return sets + named.map(\.rows)
    }

    private func runs(from first: Int) -> [[Int]] {
      var runs: [[Int]] = []
      var sum = 0
      for index in first..<list.count {
        guard list[index].set == nil, list[index].group == list[first].group,
          let row = row(index)
        else { break }
        sum += row.analysed
        if sum > people { break }
        if index > first, sum > people - max(threshold, 1) { runs.append(Array(first...index)) }
      }
      return runs
    }

    /// What of the table must not be shown.
    ///
    /// A row that tells of a small group is not shown at all: the control group resembles the
    /// treatment group, and the match says how closely. With it go the categories of its set that
    /// stand next to it, until those that are hidden are not small together.
    var hidden: Set<DisclosureCell> {
      var rows = Set(list.indices.filter(isSensitive))
      let sets = self.sets
      var number = -1
      while number != rows.count {
        number = rows.count
        for set in sets { rows.formUnion(hidden(in: set, already: rows)) }
      }
      return Set(rows.map { .characteristic($0) }).union(hidesBefore ? [.beforeMatching] : [])
    }

    /// The categories of a set that must be hidden, so that those hidden already, and those in
    /// no category that is listed, cannot be worked out.
    private func hidden(in set: [Int], already: Set<Int>) -> [Int] {
      let totals = [people, peopleBefore, peopleBefore - people, controlPeople ?? 0]
      let counts = set.map { index in
        row(index).map { [$0.analysed, $0.before, $0.lost, $0.control] } ?? []
      }
      // What can be told of a set: the people analysed always, the others where all are known.
      let told = totals.indices.filter { kind in
        totals[kind] > 0 && counts.allSatisfy { $0[kind] != nil }
      }
      let others = totals.indices.map { kind in
        counts.reduce(totals[kind]) { $0 - ($1[kind] ?? 0) }
      }
      // The last place stands for those in no category of the set.
      let all = Array(set.indices) + (others[0] > 0 ? [set.count] : [])
      let sensitive = all.filter { place in
        place < set.count ? already.contains(set[place]) : isSmall(others[0])
      }
      let blocks = blocks(around: sensitive, in: all) { block in
        block.count > 1
          && told.allSatisfy { kind in
            // Shares of a weighted group are rounded to counts, so that they need not add up.
            if others[kind] < 0 { return true }
            let sum = block.reduce(0) { $0 + ($1 < set.count ? counts[$1][kind]! : others[kind]) }
            return sum >= threshold
          }
      }
      return blocks.flatMap(\.self).filter { $0 < set.count }.map { set[$0] }
    }

    // MARK: The tables

    /// The rows, each with those who do not have it.
    func add(to table: inout DisclosureTable) {
      let total = DisclosureCell.people(outcome: 0)
      table.add(total, people, isSensitive: isSmall(people))
      for index in list.indices {
        let cell = DisclosureCell.characteristic(index)
        guard let row = row(index) else {
          table.add(cell, 0, isSensitive: isSensitive(index))
          continue
        }
        let rest = DisclosureCell.implied("people without: \(list[index].name)")
        table.add(cell, row.analysed, isSensitive: isSensitive(index))
        table.add(rest, people - row.analysed, isSensitive: isSmall(people - row.analysed))
        table.relate(total, to: [cell, rest])
      }
    }

    /// A table for each set of categories: which of them a reader knows to be one is not known.
    var setTables: [DisclosureTable] {
      sets.compactMap { set in
        let others = people - set.reduce(0) { $0 + row($1)!.analysed }
        guard others >= 0 else { return nil }
        var table = DisclosureTable()
        table.add(.people(outcome: 0), people, isSensitive: false)
        var cells = set.map { DisclosureCell.characteristic($0) }
        for index in set {
          table.add(
            .characteristic(index), row(index)!.analysed, isSensitive: isSensitive(index))
        }
        if others > 0 {
          let rest = DisclosureCell.implied(
            "people in no category of: \(set.map { list[$0].name }.joined(separator: ", "))")
          table.add(rest, others, isSensitive: isSmall(others))
          cells.append(rest)
        }
        table.relate(.people(outcome: 0), to: cells)
        return table
      }
    }
  }
}

/// Both values, where there are both.
private func zip<A, B>(_ a: A?, _ b: B?) -> (A, B)? {
  if let a, let b { (a, b) } else { nil }
}
