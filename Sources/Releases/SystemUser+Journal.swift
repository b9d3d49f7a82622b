import Notation
import Storage

/// Under which users of the system something was done, as the journal keeps it.
extension SystemUser {
  /// What stands in an entry's `system`.
  var json: CanonicalJSON {
    var members: [String: CanonicalJSON] = ["user": .string(name), "uid": .integer(realID)]
    members["loginUser"] = loginName.map { .string($0) }
    members["loginUID"] = loginID.map { .integer($0) }
    members["sudoUID"] = sudoID.map { .integer($0) }
    return .object(members)
  }

  /// Reads what `json` wrote; nil for an entry that has none.
  init?(_ json: CanonicalJSON?) {
    guard case .object(let members)? = json, case .string(let name)? = members["user"],
      case .integer(let uid)? = members["uid"]
    else { return nil }
    func number(_ name: String) -> Int? {
      if case .integer(let value)? = members[name] { value } else { nil }
    }
    var login: String?
    if case .string(let name)? = members["loginUser"] { login = name }
    self.init(
      name: name, realID: uid, loginID: number("loginUID"), loginName: login,
      sudoID: number("sudoUID"))
  }
}
