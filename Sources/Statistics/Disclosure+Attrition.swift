extension Disclosure {
  /// The way from the people submitted to the people analysed, as far as the counts are known.
  struct Attrition {
    /// The steps whose number of people is known, by their place in the attrition.
    private let known: [Int]
    private let counts: [Int]
    private let isPublished: [Bool]
    private let threshold: Int

    init(_ steps: [AttritionStep], threshold: Int) {
      known = steps.indices.filter { steps[$0].people.count != nil }
      counts = known.map { steps[$0].people.count! }
      isPublished = known.map { steps[$0].people.isPublished }
      self.threshold = threshold
    }

    /// The people lost between two known steps; nothing where the numbers grow, which is an error
    /// of its own.
    private func lost(_ place: Int) -> Int { max(0, counts[place - 1] - counts[place]) }

    /// What must not be shown.
    ///
    /// A loss of a few people is not shown. It could be worked out from the people before and
    /// after it, so the number left after that step is not shown either, and with it the loss of
    /// the next step (of the one before it, at the last step), until the losses that are hidden
    /// together are not small. Where all losses together are small, the number submitted is hidden
    /// with them. Where so few people are left that their number is small itself, nothing of the
    /// attrition is shown: which numbers beside it are hidden would tell how small.
    var hidden: Set<DisclosureCell> {
      let lost = counts.indices.map { $0 == 0 ? 0 : self.lost($0) }
      let small = counts.indices.dropFirst().filter {
        isSmall(lost[$0], threshold: threshold) && !(isPublished[$0 - 1] && isPublished[$0])
      }
      let blocks = blocks(
        around: small, in: Array(counts.indices.dropFirst())
      ) { block in
        block.count > 1 && !isSmall(block.reduce(0) { $0 + lost[$1] }, threshold: threshold)
      }
      var losses = Set(blocks.flatMap(\.self))
      var people = Set(blocks.flatMap { $0.dropLast() })
      if blocks.contains(where: { isSmall($0.reduce(0) { $0 + lost[$1] }, threshold: threshold) }) {
        people.insert(0)
      }
      if counts.contains(where: { isSmall($0, threshold: threshold) }) {
        people.formUnion(counts.indices)
        losses.formUnion(counts.indices)
      }
      // What a source has printed is known, whatever is done here.
      let shown = people.filter { !isPublished[$0] }.map { DisclosureCell.step(known[$0]) }
      let hidden = losses.filter { $0 > 0 }.flatMap { place in
        (known[place - 1] + 1...known[place]).map { DisclosureCell.lost($0) }
      }
      return Set(shown).union(hidden)
    }

    func add(to table: inout DisclosureTable) {
      for (place, step) in known.enumerated() {
        let isSmall = isSmall(counts[place], threshold: threshold)
        table.add(.step(step), counts[place], isSensitive: isSmall && !isPublished[place])
        guard place > 0, counts[place] <= counts[place - 1] else { continue }
        let isLossSmall = Disclosure.isSmall(lost(place), threshold: threshold)
        let isNext = known[place - 1] + 1 == step
        let loss = isNext ? DisclosureCell.lost(step) : .implied("lost before step \(step + 1)")
        table.add(
          loss, lost(place),
          isSensitive: isLossSmall && !(isPublished[place - 1] && isPublished[place]))
        table.relate(.step(known[place - 1]), to: [.step(step), loss])
      }
    }
  }
}
