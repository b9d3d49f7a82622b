extension Check {
  /// Checks of `people.json`: who may sign an edition off.
  static let people: [Check] = [
    Check("people.id-form", "The id of a person has characters that it cannot have"),
    Check("people.id-twice", "Two people have one id"),
    Check("people.same-person", "Two names or ids look the same: one person could sign twice"),
    Check("people.ssh-key-form", "A key is no public key of OpenSSH"),
    Check("people.ssh-key-twice", "Two people have one key"),
    Check("people.system-user-twice", "Two people have one user of the operating system"),
  ]
}
