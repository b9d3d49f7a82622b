package import Diagnostics
import Editions
import Notation
package import Schedule

/// `schedule.json` with one exception more, or another one for the same edition; every other byte
/// stays as it is.
package enum ScheduleEditing {
  /// The file with this exception.
  ///
  /// Nil where the file cannot be used, before or after: the findings say why. The exception is
  /// added at the end of `exceptions`; one that the edition has already is replaced, because there
  /// is one date for an edition.
  package static func setting(
    _ exception: ScheduleException, in bytes: [UInt8], file: String
  ) -> (bytes: [UInt8]?, findings: [Finding]) {
    let (record, findings) = ScheduleReader.read(bytes, file: file)
    guard let record, let list = record.root.object?["exceptions"], let elements = list.array
    else { return (nil, findings) }
    let editing = JSONEditing(bytes)
    let present = elements.first {
      $0.object?["edition"]?.string == exception.edition.description
    }
    let edited =
      present.map { editing.replacing($0, withObject: members(of: exception)) }
      ?? editing.appending(object: members(of: exception), to: list)
    let (after, found) = ScheduleReader.read(edited, file: file)
    // What was read back must be what was meant, whatever the file looked like.
    guard let schedule = after?.programme.schedule,
      schedule.exceptions.filter({ $0.edition == exception.edition }) == [exception]
    else { return (nil, found) }
    return (edited, found)
  }

  private static func members(
    of exception: ScheduleException
  ) -> [(name: String, value: CanonicalJSON)] {
    var members: [(name: String, value: CanonicalJSON)] = [
      ("edition", .string(exception.edition.description))
    ]
    switch exception.change {
    case .moved(let to):
      members += [("action", .string("moved")), ("to", .string(to.description))]
    case .cancelled: members.append(("action", .string("cancelled")))
    }
    return members + [
      ("reason", .string(exception.reason)), ("announced", .string("\(exception.announced)")),
    ]
  }
}
