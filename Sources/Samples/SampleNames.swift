import Editions
import Statistics

/// Names of organisations and services that do not exist.
enum SampleNames {
  // A place is made of three parts. No part begins in the middle of another place, so that no
  // organisation's name stands inside another's.
  private static let beginnings = [
    "Tar", "Quil", "Osk", "Vel", "Sker", "Glim", "Pin", "Esk", "Dun", "Orm", "Yar", "Fern",
    "Wen", "Cor", "Lath", "Heth", "Brack", "Sal", "Stav", "Jor", "Kel", "Mar", "Thren", "Wex",
  ]
  private static let middles = [
    "ro", "la", "en", "wi", "ma", "er", "ha", "sa", "ni", "ke", "du", "po",
  ]
  private static let endings = [
    "mere", "by", "wick", "brook", "den", "ford", "shaw", "holm", "garth", "stow", "field",
    "moor", "thwaite", "bridge", "dale", "ham", "ley", "worth", "combe", "gill", "firth", "nook",
    "croft", "fell", "mouth", "beck", "cote", "hurst", "stead", "ridge",
  ]
  static let placeCount = beginnings.count * middles.count * endings.count

  static func place(_ index: Int) -> String {
    let index = index % placeCount
    let (rest, ending) = index.quotientAndRemainder(dividingBy: endings.count)
    let (beginning, middle) = rest.quotientAndRemainder(dividingBy: middles.count)
    return beginnings[beginning] + middles[middle] + endings[ending]
  }

  // # stands for the place.
  private static let forms = [
    "# Resettlement Trust", "# Learning Partnership", "The # Housing Fund", "# Court Chaplaincy",
    "Ymddiriedolaeth T\u{0177} #", "# Family Links", "# Debt Advice", "# Employment Alliance",
    "# & District Mentors", "# Lodge", "# Women's Project", "# Rowing Club", "# Drama Company",
    "# College", "Canolfan D\u{0175}r #", "# Restorative Meetings", "# Anglers\u{2019} Fund",
    "# Data Co-operative", "# Hostels", "Caf\u{E9} # \u{201C}Second Cup\u{201D}",
    "# Advice, Training and Care", "# Walled Gardens", "# Bakery", "# Veterans\u{2019} Network",
    "# Legal Clinic", "# Weavers", "# Fold Farm", "# Repair Shop", "# Reading Room",
    "The #, Lower # & Upper # Association for the Resettlement, Training, Employment and Family "
      + "Support of People Leaving Custody in the North",
  ]
  static let organisationCount = placeCount * forms.count

  /// The organisation of a number below ``organisationCount``; each number has another name.
  static func organisation(_ number: Int, seed: UInt64) -> Organisation {
    var draw = Draw(seed: seed, "organisations")
    // A step without a common divisor with the count comes by every name once.
    let start = draw.whole(0, organisationCount - 1)
    let slot = (start + number * 104_729) % organisationCount
    let place = place(slot / forms.count)
    let name = forms[slot % forms.count].replacing("#", with: place)
    return Organisation(id: Slug.make(name, limit: 60), name: name)
  }

  /// What a service is called and what it does.
  static let services: [(name: String, text: String)] = [
    (
      "Gatehouse mentoring",
      "A volunteer mentor met each person twice before release and weekly for six months after it."
    ),
    ("Workshop certificates", "Courses in joinery and catering that end with a certificate."),
    ("Community befriending", "Volunteers befriended people in the first year of their sentence."),
    ("First tenancy", "A rent deposit, a settled address and a support worker for nine months."),
    ("Saturday activity", "Work on Saturdays, with an hour of group discussion at the end."),
    (
      "Gweithdy\u{2019}r Gw\u{0177}dd (the weaving workshop)",
      "Weaving taught in Welsh and English."
    ),
    ("The Thursday group", "A weekly group with child care on the spot and a key worker each."),
    ("Visits and letters", "Help with visits, letters and telephone calls between families."),
    ("Clean slate", "Four meetings with a money adviser, and letters written together."),
    ("The whole-family programme", "A plan made with the family and reviewed every month."),
    ("Allotments", "Two days a week on allotments that the organisation looks after."),
    ("Route to work", "A job coach, a work trial and travel costs for the first month of work."),
    (
      "Short-sentence mentoring",
      "For people with a sentence of < 12 months & no settled address: \"as often as it's wanted\"."
    ),
    ("Residential programme", "A place in a shared house for up to nine months."),
    ("Employment desk", "A desk in the visitors' centre where people find a first job."),
    ("Early boats", "Rowing at six in the morning, three times a week, with breakfast after it."),
    ("Rehearsal room", "Eight weeks of theatre work that end with a performance."),
    ("Evening reporting centre", "A place to report in the evening for people who work by day."),
    ("Learning grants", "Grants for courses by post, chosen together with a tutor."),
    ("Fitness at work", "Certificates in sports coaching, with a placement in a gymnasium."),
    ("Waterside days", "Ten days of angling and care of river banks."),
    ("Digital first steps", "Basic digital skills taught on computers without a network."),
    ("Release supper", "A shared meal on the day of release and a weekly supper after it."),
    ("Reading partners", "Learning to read with a partner, five times a week for twenty minutes."),
  ]
}
