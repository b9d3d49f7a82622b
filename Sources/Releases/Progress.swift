/// Hears how far a long piece of work is.
///
/// It is called from many threads, often; it decides itself what to show.
package protocol ProgressObserver: Sendable {
  /// The work at hand, in words for people; how much of it is done, of how much.
  func advance(_ work: String, done: Int, of total: Int)
  /// The end of the work, whether it went well or not.
  func finish()
}

/// Says nothing.
package struct SilentProgress: ProgressObserver {
  package init() {}
  package func advance(_ work: String, done: Int, of total: Int) {}
  package func finish() {}
}
