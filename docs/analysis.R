# Writes one analysis from a fitted match, as a row of CSV (docs/analysis-format.md).
#   m           what MatchIt's matchit() returned, for the effect on the treated (its default)
#   reoffended  TRUE or FALSE for each person of the data that went into it, in the same order
#   about       list of all that is told, not computed: analysis, request, organisation.id, …
#   steps       data frame of step, people, reason; the people of the last step are filled in here
write_analysis <- function(m, reoffended, about, steps, file) {
  from0 <- function(n, make) setNames(lapply(seq_len(n), make), seq_len(n) - 1)
  interval <- function(x, se, df, least, most) {
    half <- qt(0.975, df) * se
    list(low = max(least, x - half), high = min(most, x + half))
  }
  group <- function(treated) {
    w <- m$weights[m$treat == treated & m$weights > 0]
    x <- reoffended[m$treat == treated & m$weights > 0]
    n <- sum(w)^2 / sum(w^2); p <- weighted.mean(x, w); se <- sqrt(p * (1 - p) / n)
    list(people = length(x), reoffenders = sum(x), effectivePeople = n, value = p,
         standardError = se, interval = interval(p, se, n - 1, 0, 1))
  }
  a <- group(1); b <- group(0); d <- a$value - b$value
  v <- c(a$standardError, b$standardError)^2
  df <- sum(v)^2 / sum(v^2 / (c(a$effectivePeople, b$effectivePeople) - 1))
  ci <- interval(d, sqrt(sum(v)), df, -1, 1)
  steps$people[nrow(steps)] <- a$people
  before <- summary(m)$sum.all; after <- summary(m)$sum.matched
  balance <- function(x) list(treatment = x[[1]], control = x[[2]], standardisedDifference = x[[3]])
  row <- unlist(c(list(format = "ninethirty-analysis/1"), about, list(
    attrition = from0(nrow(steps), function(i) as.list(steps[i, ])),
    outcomes.0 = list(measure = "one-year-proven-rate", treatment = a[-3], control = b[-2],
      difference = list(value = d, interval = ci, pValue = 2 * pt(-abs(d) / sqrt(sum(v)), df),
                        method = "welch-t"),
      conclusion = if (ci$high < 0) "lower" else if (ci$low > 0) "higher" else "inconclusive"),
    matching = list(controlPeople = b$people,
      characteristics = from0(nrow(before), function(i) list(
        group = "Matched on", name = rownames(before)[i],
        standardDeviation = (before[i, 1] - before[i, 2]) / before[i, 3],
        before = balance(before[i, ]), after = balance(after[i, ])))))))
  write.csv(t(row), file, row.names = FALSE)
}
