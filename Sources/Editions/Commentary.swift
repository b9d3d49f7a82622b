/// A block of the statisticians' commentary.
package indirect enum Block: Sendable, Hashable {
  /// A heading of level 2 or 3.
  case heading(level: Int, [Inline])
  case paragraph([Inline])
  case list(isNumbered: Bool, items: [[Block]])
  case quotation([Block])
  case preformatted(String)
  case rule
}

/// A run of text inside a block.
package indirect enum Inline: Sendable, Hashable {
  case text(String)
  case emphasis([Inline])
  case strong([Inline])
  case code(String)
  case link(destination: String, [Inline])
  case lineBreak
}
