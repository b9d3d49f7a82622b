extension Check {
  /// Checks of `prerelease.json` against the Order, SI 2008/2998.
  static let preRelease: [Check] = [
    Check("prerelease.age-key", "A recipient's key is no public key of age"),
    Check("prerelease.board", "The Statistics Board was not informed of an exceptional grant"),
    Check("prerelease.breach", "A breach by a recipient or their support was not reviewed"),
    Check("prerelease.declaration", "No declaration was signed for market sensitive statistics"),
    Check("prerelease.exceptional", "An exceptional grant is not one that paragraph 5 allows"),
    Check("prerelease.granter", "A grant was not made by the person responsible"),
    Check("prerelease.grown", .warning, "The list is longer than for the edition before"),
    Check("prerelease.hours", "A grant is for longer than the law allows"),
    Check("prerelease.hours-published", "A grant is for longer than the published list says"),
    Check("prerelease.identifier", "An id has characters or a length that it cannot have"),
    Check("prerelease.journalist", "A journalist has access without conditions"),
    Check("prerelease.kind", "A grant is under paragraph 12 or 13"),
    Check("prerelease.mode", "Others may read prerelease.json"),
    Check("prerelease.name-published", "A recipient's name stands in what is published"),
    Check("prerelease.not-granted", "A post of the published list has no grant"),
    Check("prerelease.not-published", "The post of a grant is not in the published list"),
    Check("prerelease.opinion", "No opinion says why somebody is eligible"),
    Check("prerelease.producer", "Somebody who makes the publication has a grant"),
    Check("prerelease.reasons", "The reasons of an exceptional grant are not published"),
    Check("prerelease.recipient-twice", "A recipient stands twice on the list"),
    Check("prerelease.responsible", "The schedule names nobody as the person responsible"),
    Check("prerelease.sealing-key", "A recipient's key opens what is sealed before access begins"),
    Check("prerelease.support", "Somebody shares access who may not"),
  ]
}
