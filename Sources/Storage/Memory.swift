import CSystem

/// The memory of this process.
package enum Memory {
  /// Puts what was freed in order, so that nothing later waits for that.
  ///
  /// After an edition of 10,000 reports was made ready, the heap has a million freed pieces. glibc joins and
  /// sorts them at the next larger allocation: milliseconds, which came between the instant and the switch.
  package static func settle() { csystem_settle_memory() }
}
