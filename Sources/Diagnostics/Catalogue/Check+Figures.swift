extension Check {
  /// Checks of the figures of one analysis.
  static let figures: [Check] = [
    Check(
      "figures.attrition.end", "The attrition ends at another number of people than were analysed"),
    Check(
      "figures.attrition.grows", "A step of the attrition has more people than the one before it"),
    Check("figures.attrition.step-twice", "Two steps of the attrition have one name"),
    Check("figures.characteristic-twice", "A characteristic stands twice under one heading"),
    Check("figures.cohort.minimum", "Fewer people were submitted than the minimum"),
    Check("figures.conclusion", "The conclusion is not the one that the interval gives"),
    Check(
      "figures.control.effective",
      "The control group's effective size is larger than its number of people"),
    Check(
      "figures.control.people",
      "The matched control group and the control group of the rate differ in size"),
    Check(
      "figures.frequency.below-rate",
      "Fewer re-offences for each person than people who re-offended"),
    Check("figures.frequency.people", "The frequency is taken over other people than the rate"),
    Check("figures.group.empty", "A group has no one in it"),
    Check("figures.identity", "A number is not what its parts give exactly"),
    Check("figures.interval.around", "A value lies outside its own interval"),
    Check("figures.interval.order", "The low bound of an interval is above the high one"),
    Check(
      "figures.recomputed",
      "An interval, standard error or p-value is not what the stated method gives"),
    Check("figures.sign", "The difference has the wrong sign"),
    Check("figures.significance", "The p-value and the interval disagree about significance"),
    Check(
      "figures.time.people",
      "The time to the first re-offence is taken over others than those who re-offended"),
    Check("figures.time.range", "The mean time to the first re-offence is longer than a year"),
    Check("figures.treatment.reoffenders", "More people re-offended than there were"),
  ]
}
