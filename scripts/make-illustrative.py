#!/usr/bin/env python3
"""Make the figures of examples/illustrative: thirty analyses and the register of requests.

Everything that this script writes is made up: organisations, services, people, results. The
numbers are drawn at random from fixed seeds, and what can be computed is computed from what was
drawn, by the formulas of docs/analysis-format.md, so that each file agrees with itself.

Needs Python 3.11 or later and SciPy (quantiles of Student's t; made with SciPy 1.17.1, and another
version may differ in the last digit of a number).

    scripts/make-illustrative.py            write the files
    scripts/make-illustrative.py --check    write nothing; fail where the files are not these

It writes examples/illustrative/requests.csv and examples/illustrative/analyses/*/*.json. The
schedule, the commentaries and the README there are written by hand; the control totals of the
schedule are checked against the register.
"""

import csv
import datetime
import io
import json
import math
import pathlib
import random
import sys

from scipy import stats

ROOT = pathlib.Path(__file__).resolve().parent.parent / "examples" / "illustrative"
PUBLISHED = {"2013-10": "2013-10-10", "2013-11": "2013-11-14"}
CUT_OFF = {"2013-10": "2013-09-30", "2013-11": "2013-10-31"}
TAIL = 0.975


class Draw:
    """Random numbers that stay the same: only random() is promised not to change in Python."""

    def __init__(self, name):
        self._source = random.Random(f"ninethirty illustrative 1: {name}")

    def between(self, low, high):
        return low + (high - low) * self._source.random()

    def whole(self, low, high):
        return low + int((high - low + 1) * self._source.random())

    def choice(self, values):
        return values[self.whole(0, len(values) - 1)]

    def heads(self, people, probability):
        """How many of so many people have something that each has with this probability."""
        return sum(self._source.random() < probability for _ in range(people))

    def sample(self, values, count):
        rest = list(values)
        return [rest.pop(self.whole(0, len(rest) - 1)) for _ in range(count)]


# ------------------------------------------------------------------------------------------------
# Formulas


def group_interval(value, error, size, ceiling):
    half = stats.t.ppf(TAIL, size - 1) * error
    return {"low": float(max(0.0, value - half)), "high": float(min(ceiling, value + half))}


def compare(treatment, control):
    """The difference of two groups by Welch's t; each is (value, standard error, size)."""
    (t, st, nt), (c, sc, nc) = treatment, control
    variance = st**2 + sc**2
    error = math.sqrt(variance)
    freedom = variance**2 / (st**4 / (nt - 1) + sc**4 / (nc - 1))
    half = float(stats.t.ppf(TAIL, freedom)) * error
    difference = t - c
    low, high = difference - half, difference + half
    direction = "lower" if high < 0 else "higher" if low > 0 else "inconclusive"
    result = {
        "value": difference,
        "interval": {"low": low, "high": high},
        "pValue": float(2 * stats.t.sf(abs(difference / error), freedom)),
        "method": "welch-t",
    }
    return result, direction


def proportion_error(rate, size):
    return math.sqrt(rate * (1 - rate) / size)


def outcome(measure, people, cases, value, error, control_people, effective, control, control_error,
            title=None, unit=None):
    """One outcome as the file has it. `cases` is None for a mean."""
    ceiling = math.inf if cases is None else 1.0
    treated = {"people": people}
    if cases is not None:
        treated["reoffenders"] = cases
    treated |= {
        "value": value,
        "standardError": error,
        "interval": group_interval(value, error, people, ceiling),
    }
    difference, direction = compare((value, error, people), (control, control_error, effective))
    head = {"measure": measure}
    if title:
        head |= {"title": title, "unit": unit}
    return head | {
        "treatment": treated,
        "control": {
            "people": control_people,
            "effectivePeople": effective,
            "value": control,
            "standardError": control_error,
            "interval": group_interval(control, control_error, effective, ceiling),
        },
        "difference": difference,
        "conclusion": direction,
    }


# ------------------------------------------------------------------------------------------------
# Outcomes


def primary_outcome(draw, spec, control_people, effective):
    """The one-year proven rate, drawn until the interval lies where the case wants it."""
    people = spec["analysed"]
    for _ in range(10_000):
        cases = spec.get("reoffenders") or draw.heads(people, spec["rate"])
        rate = cases / people
        if spec["wanted"] == "near-zero":
            control = near_zero_control(rate, people, effective)
        else:
            # How far the control rate lies above the treatment rate, in standard errors.
            low, high = {"lower": (2.2, 3.4), "higher": (-4, -2.5), "inconclusive": (-1, 1.5)}[
                spec["wanted"]]
            control = rate + draw.between(low, high) * proportion_error(rate, people)
        if not 0.05 < control < 0.95:
            continue
        result = outcome(
            "one-year-proven-rate", people, cases, rate, proportion_error(rate, people),
            control_people, effective, control, proportion_error(control, effective))
        wanted = "lower" if spec["wanted"] == "near-zero" else spec["wanted"]
        bounds = result["difference"]["interval"].values()
        clear = spec["wanted"] == "near-zero" or min(abs(bound) for bound in bounds) > 0.006
        if result["conclusion"] == wanted and clear:
            return result
    raise RuntimeError(f"no draw fits {spec['id']}")


def near_zero_control(rate, people, effective):
    """The control rate for which the upper bound of the difference is just below zero."""
    low, high = rate, rate + 0.3
    for _ in range(80):
        middle = (low + high) / 2
        difference, _ = compare(
            (rate, proportion_error(rate, people), people),
            (middle, proportion_error(middle, effective), effective))
        low, high = (middle, high) if difference["interval"]["high"] > -0.0021 else (low, middle)
    return high


def frequency_outcome(draw, primary, people, control_people, effective):
    cases = primary["treatment"]["reoffenders"]
    offences = round(cases * draw.between(2.4, 4.2))
    value = offences / people
    ratio = primary["control"]["value"] / primary["treatment"]["value"]
    control = value * ratio * draw.between(0.92, 1.1)
    error = value * draw.between(1.6, 2.1) / math.sqrt(people)
    control_error = control * draw.between(1.6, 2.1) / math.sqrt(effective)
    return outcome("frequency", people, None, value, error, control_people, effective, control,
                   control_error)


def time_outcome(draw, primary, control_people, effective):
    cases = primary["treatment"]["reoffenders"]
    rate = primary["control"]["value"]
    value = round(cases * draw.between(118, 176)) / cases
    control = value + draw.between(-14, 10)
    people, size = round(control_people * rate), effective * rate
    error = draw.between(84, 102) / math.sqrt(cases)
    control_error = draw.between(84, 102) / math.sqrt(size)
    return outcome("time-to-first-reoffence", cases, None, value, error, people, size, control,
                   control_error)


def custody_outcome(draw, primary, people, control_people, effective):
    cases = max(5, round(primary["treatment"]["reoffenders"] * draw.between(0.3, 0.45)))
    rate = cases / people
    control = primary["control"]["value"] * draw.between(0.34, 0.42)
    return outcome(
        "custody-rate", people, cases, rate, proportion_error(rate, people), control_people,
        effective, control, proportion_error(control, effective),
        title="Custodial sentences within one year", unit="proportion")


# ------------------------------------------------------------------------------------------------
# Attrition and matching

STEPS = [
    ("People found on the Police National Computer",
     "No record could be matched to the names and dates of birth given."),
    ("People with a sentence or release in the years of the data",
     "No community sentence or release from custody was found in the years for which there are "
     "data."),
    ("People whose service fits their sentence",
     "The service began too long before or after the sentence that was found."),
    ("People with a full set of matching characteristics",
     "A characteristic that is needed for matching was missing."),
    ("People matched to a control group, and analysed",
     "No one in the control pool was similar enough."),
]


def attrition(draw, spec):
    """Steps from people submitted to people analysed; no loss is 1 or 2 unless asked for."""
    submitted, analysed = spec["submitted"], spec["analysed"]
    steps = STEPS if spec.get("steps", 5) == 5 else [STEPS[0], STEPS[1], STEPS[4]]
    total = submitted - analysed
    losses = spec.get("losses")
    while not losses:
        shares = [draw.between(0.5, 4) for _ in steps]
        drawn = [int(total * share / sum(shares)) for share in shares]
        drawn[1] += total - sum(drawn)
        if all(loss == 0 or loss >= 3 for loss in drawn):
            losses = drawn
    if len(losses) != len(steps) or sum(losses) != total:
        raise RuntimeError(f"the losses of {spec['id']} do not add up")
    result = [{"step": "People submitted", "people": submitted}]
    left = submitted
    for (step, reason), loss in zip(steps, losses):
        left -= loss
        reason = reason if loss else "No one was lost at this step."
        result.append({"step": step, "people": left, "reason": reason})
    return result


# group, name, lowest and highest mean, standard deviation (None: a proportion)
CHARACTERISTICS = [
    ("About the person", "Men", 0.78, 0.95, None),
    ("About the person", "Age at start of the follow-up year (years)", 26, 38, (7.5, 11)),
    ("About the person", "White ethnic background", 0.62, 0.9, None),
    ("About the person", "UK nationality", 0.86, 0.98, None),
    ("Index offence", "Theft and handling", 0.15, 0.35, None),
    ("Index offence", "Violence against the person", 0.1, 0.26, None),
    ("Index offence", "Drug offences", 0.06, 0.2, None),
    ("Index offence", "Sentence served in custody", 0.3, 0.7, None),
    ("Criminal history", "Age at first contact with the police (years)", 15.5, 19.5, (4, 6.5)),
    ("Criminal history", "Previous convictions", 6, 22, (6.5, 19)),
    ("Criminal history", "Previous custodial sentences", 1, 6, (2, 6)),
    ("Criminal history", "Copas rate of offending", -1.4, -0.5, (0.6, 0.9)),
    ("Employment and benefits", "In employment in the year before", 0.12, 0.34, None),
    ("Employment and benefits", "Out-of-work benefits in the year before", 0.5, 0.8, None),
]


def characteristics(draw, spec):
    people = spec["analysed"]
    pool = [entry for entry in CHARACTERISTICS if not (spec.get("women") and entry[1] == "Men")]
    count = min(len(pool), draw.whole(10, 14))
    chosen = draw.sample(range(len(pool)), count)
    poor = dict(zip(draw.sample(sorted(chosen), len(spec.get("balance", ""))),
                    spec.get("balance", "")))
    result = []
    for index in sorted(chosen):
        group, name, low, high, deviations = pool[index]
        if deviations is None:
            mean = round(draw.between(low, high) * people) / people
            deviation = math.sqrt(mean * (1 - mean) * people / (people - 1))
        else:
            mean = round(draw.between(low, high) * people) / people
            deviation = draw.between(*deviations)
        size = {None: (0.002, 0.044), "a": (0.055, 0.094), "r": (0.106, 0.17)}[poor.get(index)]
        before = draw.between(0.08, 0.45) * draw.choice([-1, 1])
        after = draw.between(*size) * draw.choice([-1, 1])
        # A proportion stays one: turn round a difference that would leave 0 to 1.
        if deviations is None:
            before = inside(mean, before, deviation)
            after = inside(mean, after, deviation)
        result.append({
            "group": group,
            "name": name,
            "standardDeviation": deviation,
            "before": balance(mean, mean - before * deviation, deviation),
            "after": balance(mean, mean - after * deviation, deviation),
        })
    return result


def inside(mean, standardised, deviation):
    control = mean - standardised * deviation
    return standardised if 0.005 < control < 0.995 else -standardised


def balance(treatment, control, deviation):
    return {
        "treatment": treatment,
        "control": control,
        "standardisedDifference": (treatment - control) / deviation,
    }


# ------------------------------------------------------------------------------------------------
# The cases. `wanted` is where the interval of the rate shall lie. `balance`: a for a characteristic
# that is amber after matching, r for one that is red.

LONG_NAME = (
    "The Eskerholm, Dunnabeck & Upper Kettlegarth Association for the Resettlement, Training, "
    "Employment and Family Support of People Leaving Custody in the North"
)

CASES = [
    # October 2013
    dict(edition="2013-10", org="tarrowmere-resettlement-trust", name="Tarrowmere Resettlement Trust",
         service="Gatehouse mentoring", started="custody", submitted=2417, analysed=1284, rate=0.36,
         wanted="lower", own=True,
         text="A volunteer mentor met each person twice before release and weekly for six months "
              "after it.\n\nPeople were offered the service when they had between four and twelve "
              "weeks left to serve."),
    dict(edition="2013-10", org="quillanby-learning", name="Quillanby Learning Partnership",
         service="Workshop certificates", started="custody", submitted=388, analysed=212, rate=0.44,
         wanted="inconclusive",
         text="Courses in joinery and catering, held in prison workshops and ending with a "
              "certificate."),
    dict(edition="2013-10", org="oskeld-court-chaplaincy", name="Oskeld Court Chaplaincy",
         service="Community befriending", started="community", submitted=171, analysed=96, rate=0.41,
         wanted="inconclusive", balance="a",
         text="Volunteers of all faiths and none befriended people in their first year after a "
              "community sentence."),
    dict(edition="2013-10", org="nettlewick-housing-fund", name="The Nettlewick Housing Fund",
         service="First tenancy", started="community", submitted=1006, analysed=538, rate=0.38,
         wanted="lower",
         text="A rent deposit, a settled address and a support worker for the first nine months of "
              "a tenancy."),
    dict(edition="2013-10", org="vellenbrook-offender-services", name="Vellenbrook Offender Services",
         service="Saturday activity order", started="community", submitted=1133, analysed=671,
         rate=0.47, wanted="higher", balance="aa",
         text="Unpaid work on Saturdays, with an hour of group discussion at the end of each day."),
    dict(edition="2013-10", org="ty-gwydd-llanferwydd", name="Ymddiriedolaeth Tŷ Gwŷdd Llanferwydd",
         service="Gweithdy’r Gwŷdd (the weaving workshop)", started="community", submitted=266,
         analysed=148, rate=0.37, wanted="inconclusive",
         text="Weaving and design taught in Welsh and in English, two days a week for twelve weeks."),
    dict(edition="2013-10", org="skerriden-womens-project", name="Skerriden Women's Project",
         service="The Thursday group", started="both", submitted=152, analysed=87, rate=0.37,
         wanted="inconclusive", women=True, steps=3,
         text="A weekly group for women, with child care on the spot and a key worker for each "
              "woman."),
    # November 2013
    dict(org="glimsford-family-links", name="Glimsford Family Links", service="Visits and letters",
         started="custody", submitted=63, analysed=41, rate=0.41, reoffenders=15, wanted="lower",
         time=False, steps=3, losses=[7, 9, 6], balance="ar",
         text="Help with visits, letters and telephone calls between people in prison and their "
              "children."),
    dict(org="pinnockshaw-debt-advice", name="Pinnockshaw Debt Advice", service="Clean slate",
         started="both", submitted=489, analysed=263, rate=0.42, wanted="inconclusive",
         losses=[71, 113, 2, 17, 23],
         text="Four meetings with a money adviser, and letters to creditors written together."),
    dict(org="eskerholm-association", name=LONG_NAME, service="The whole-family programme",
         started="both", submitted=874, analysed=455, rate=0.4, wanted="inconclusive", balance="a",
         text="A plan made with the person and the family, reviewed every month from three months "
              "before release to a year after it."),
    dict(org="mossbrigg-community-trust", name="Mossbrigg Community Trust",
         service="Allotments", started="community", submitted=233, analysed=131, rate=0.39,
         wanted="inconclusive",
         text="Two days a week on allotments that the trust looks after in the north of Mossbrigg."),
    dict(org="mossbrigg-community-trust-south", name="Mossbrigg Community Trust",
         service="Repair shop", started="community", submitted=306, analysed=167, rate=0.43,
         wanted="inconclusive",
         text="Repair of bicycles and household goods. This trust and the other of the same name "
              "are not connected."),
    dict(org="ormsgarth-employment-alliance", name="Ormsgarth Employment Alliance",
         service="Route to work: started in custody", started="custody", submitted=1520,
         analysed=802, rate=0.45, wanted="inconclusive", own=True,
         text="A job coach, a work trial and travel costs for the first month of work. This report "
              "covers people who started in custody."),
    dict(org="ormsgarth-employment-alliance", name="Ormsgarth Employment Alliance",
         service="Route to work: started in the community", started="community", submitted=1874,
         analysed=1046, rate=0.33, wanted="lower",
         text="A job coach, a work trial and travel costs for the first month of work. This report "
              "covers people who started in the community."),
    dict(org="yarlstow-district-mentors", name="Yarlstow & District Mentors",
         service="Short-sentence mentoring", started="custody", submitted=702, analysed=359,
         rate=0.49, wanted="inconclusive",
         text="For people with a sentence of < 12 months & no settled address: a mentor's visit in "
              "the first week, then \"as often as it's wanted\".\n\nThe mentors are volunteers with "
              "at least forty hours' training."),
    dict(org="fernmarrow-lodge", name="Fernmarrow Lodge", service="Residential programme",
         started="community", submitted=341, analysed=186, rate=0.3, wanted="near-zero",
         text="A place in a shared house for up to nine months, with a working day of gardening, "
              "cooking and study."),
    dict(org="tarrowmere-resettlement-trust", name="Tarrowmere Resettlement Trust",
         service="Gatehouse employment desk", started="custody", submitted=957, analysed=497,
         rate=0.41, wanted="lower",
         text="A desk in the visitors' centre where people find a first job before they are "
              "released."),
    dict(org="dunnabeck-rowing-club", name="Dunnabeck Rowing Club", service="Early boats",
         started="community", submitted=118, analysed=68, rate=0.47, wanted="inconclusive", steps=3,
         time=False, text="Rowing at six in the morning, three times a week, with breakfast after it."),
    dict(org="wendlecombe-drama-company", name="Wendlecombe Drama Company",
         service="Rehearsal room", started="custody", submitted=204, analysed=119, rate=0.42,
         wanted="inconclusive", balance="a",
         text="Eight weeks of theatre work that end with a performance for families."),
    dict(org="vellenbrook-offender-services", name="Vellenbrook Offender Services",
         service="Evening reporting centre", started="community", submitted=1288, analysed=733,
         rate=0.48, wanted="higher",
         text="A place to report in the evening for people who work by day, open from five to nine."),
    dict(org="corrinshaw-college", name="Corrinshaw College", service="Learning grants",
         started="custody", submitted=3908, analysed=1962, rate=0.29, wanted="lower",
         text="Grants for courses by post, chosen by the learner together with a tutor."),
    dict(org="lathomere-health-works", name="Lathomere Health Works", service="Fitness at work",
         started="both", submitted=429, analysed=241, rate=0.4, wanted="inconclusive",
         text="Certificates in sports coaching and health and safety, with a placement in a local "
              "gymnasium."),
    dict(org="hethermoor-restorative", name="Hethermoor Restorative Meetings",
         service="Meetings with those harmed", started="custody", submitted=355, analysed=178,
         rate=0.35, wanted="inconclusive", frequency=False, time=False,
         text="Prepared meetings between people who committed an offence and those whom it harmed, "
              "where both wished it."),
    dict(org="brackenfirth-anglers-fund", name="Brackenfirth Anglers’ Fund",
         service="Waterside days", started="community", submitted=147, analysed=83, rate=0.45,
         wanted="inconclusive", steps=3,
         text="Ten days of angling and care of river banks, with a youth worker."),
    dict(org="sallowfield-data-cooperative", name="Sallowfield Data Co-operative",
         service="Digital first steps", started="custody", submitted=511, analysed=286, rate=0.37,
         wanted="inconclusive", label="Experimental Statistics", balance="a",
         text="Basic digital skills taught on computers without a network, for six weeks."),
    dict(org="oskeld-court-chaplaincy", name="Oskeld Court Chaplaincy", service="Release supper",
         started="custody", submitted=193, analysed=104, rate=0.5, wanted="inconclusive",
         text="A shared meal on the day of release and an invitation to a weekly supper after it."),
    dict(org="stavenholt-hostels", name="Stavenholt Hostels", service="Supported lodging",
         started="community", submitted=1611, analysed=894, rate=0.5, wanted="higher", balance="ar",
         text="A bed in a shared house with staff on the premises by day."),
    dict(org="nettlewick-housing-fund", name="The Nettlewick Housing Fund", service="Lodgings",
         started="custody", submitted=620, analysed=331, rate=0.46, wanted="inconclusive",
         text="A room with a host family for the first three months after release."),
    dict(org="harrowgill-young-people", name="Harrowgill Young People’s Centre",
         service="Eighteen and over", started="community", submitted=782, analysed=421, rate=0.43,
         wanted="lower",
         text="A key worker, sports and paid work experience for people from 18 to 24 years of age."),
    dict(org="quillanby-learning", name="Quillanby Learning Partnership",
         service="Reading partners", started="custody", submitted=574, analysed=302, rate=0.45,
         wanted="inconclusive", time=True,
         text="Learning to read with another prisoner as partner, five times a week for twenty "
              "minutes."),
]


def numbered(cases):
    for number, case in enumerate(cases, 1):
        yield {"edition": "2013-11"} | case | {
            "id": f"A-2013-{number:04d}", "request": f"R-2013-{number:04d}"}


# ------------------------------------------------------------------------------------------------
# The register

HEADER = ("request,organisation_id,organisation,service,state,reason,received,checking,rejected,"
          "matching,analysis,complete,published,withdrawn").split(",")

# organisation, name, service, reason, month in which it was received, month in which rejected
REJECTED = [
    ("thrennet-mere-choir", "Thrennet Mere Choir", "Singing in custody", "minimum-cohort", 5, 6),
    ("oskeld-court-chaplaincy", "Oskeld Court Chaplaincy", "Prayer group", "minimum-cohort", 6, 7),
    ("gannerside-advice", "Gannerside Advice, Training and Care", "Advice \"on the spot\"",
     "missing-identifiers", 6, 7),
    ("corrinshaw-college", "Corrinshaw College", "Open evenings", "missing-identifiers", 7, 8),
    ("lowmarl-youth-boats", "Lowmarl Youth Boats", "Canal crew", "outside-window", 7, 8),
    ("pellinmoor-house", "Pellinmoor House", "Therapeutic community", "excluded-group", 8, 9),
    ("wexhollow-partnership", "Wexhollow Partnership", "Three services of four members",
     "joint-request", 8, 10),
    ("quernfell-research", "Quernfell Research", "Comparison of other providers", "speculative", 9,
     10),
    ("harrowgill-young-people", "Harrowgill Young People’s Centre", "Summer camps",
     "incomplete-data", 10, 10),
]

# organisation, name, service, state reached, month in which it was received
WAITING = [
    ("marrowdene-gardens", "Marrowdene Gardens", "Walled garden", "complete", 7),
    ("stavenholt-hostels", "Stavenholt Hostels", "Night support", "complete", 7),
    ("fernmarrow-lodge", "Fernmarrow Lodge", "Day programme", "analysis", 7),
    ("tarrowmere-resettlement-trust", "Tarrowmere Resettlement Trust", "Gatehouse housing desk",
     "analysis", 8),
    ("ellermoss-fold-farm", "Ellermoss Fold Farm", "Farm placements", "analysis", 8),
    ("lathomere-health-works", "Lathomere Health Works", "Kitchen skills", "analysis", 8),
    ("ty-gwydd-llanferwydd", "Ymddiriedolaeth Tŷ Gwŷdd Llanferwydd", "Cwrs y gaeaf (winter course)",
     "analysis", 8),
    ("kelderwick-veterans", "Kelderwick Veterans’ Network", "Peer support", "matching", 8),
    ("sallowfield-data-cooperative", "Sallowfield Data Co-operative", "Coding club", "matching", 9),
    ("pinnockshaw-debt-advice", "Pinnockshaw Debt Advice", "Credit union", "matching", 9),
    ("wendlecombe-drama-company", "Wendlecombe Drama Company", "Radio workshop", "matching", 9),
    ("dunnabeck-rowing-club", "Dunnabeck Rowing Club", "Boat building", "matching", 9),
    ("yarlstow-district-mentors", "Yarlstow & District Mentors", "Family mentors", "checking", 9),
    ("askerdale-bakery", "Askerdale Bakery", "Bread & work", "checking", 9),
    ("hethermoor-restorative", "Hethermoor Restorative Meetings", "Letters", "checking", 10),
    ("glimsford-family-links", "Glimsford Family Links", "Homework by post", "checking", 10),
    ("skerriden-womens-project", "Skerriden Women's Project", "Moving on", "received", 10),
    ("mossbrigg-community-trust-south", "Mossbrigg Community Trust", "Paint store", "received", 10),
    ("tallowbridge-legal-clinic", "Tallowbridge Legal Clinic", "Fines clinic", "received", 10),
]


def day(month, number):
    return datetime.date(2013, month, number)


def working(date):
    """This day, or the Monday after a weekend."""
    return date + datetime.timedelta(days={5: 2, 6: 1}.get(date.weekday(), 0))


def dates(draw, names, first, last):
    """Days in order for these states, the first and the last being given."""
    span = (last - first).days
    cuts = sorted(draw.between(0.15, 0.9) for _ in names[2:])
    inner = [working(first + datetime.timedelta(days=int(span * cut))) for cut in cuts]
    # The Monday after a weekend is still in order: both neighbours move the same way.
    return dict(zip(names, [first, *[min(max(d, first), last) for d in inner], last]))


def register(cases):
    rows = []
    for case in cases:
        draw = Draw(case["request"])
        late = case["edition"] == "2013-11"
        first = working(day(draw.whole(5, 7) if late else draw.whole(4, 5), draw.whole(4, 26)))
        last = working(day(10, draw.whole(7, 30)) if late else day(9, draw.whole(9, 27)))
        if case["id"] in ("A-2013-0021", "A-2013-0029"):
            # Finished after the cut-off of the edition that carries it.
            last = day(11, 5)
        reached = dates(draw, ["received", "checking", "matching", "analysis", "complete"], first,
                        last)
        reached["published"] = PUBLISHED[case["edition"]]
        rows.append((case["org"], case["name"], case["service"], "published", "", reached))
    for org, name, service, reason, received, rejected in REJECTED:
        draw = Draw(f"{org} {service}")
        first = working(day(received, draw.whole(3, 12)))
        last = working(day(rejected, draw.whole(16, 26)))
        reached = dates(draw, ["received", "checking", "rejected"], first, last)
        rows.append((org, name, service, "rejected", reason, reached))
    order = ["received", "checking", "matching", "analysis", "complete"]
    for org, name, service, state, received in WAITING:
        draw = Draw(f"{org} {service}")
        names = order[: order.index(state) + 1]
        first = working(day(received, draw.whole(3, 20)))
        last = day(10, 31) if state == "complete" else working(day(10, draw.whole(22, 27)))
        reached = dates(draw, names, first, last) if len(names) > 1 else {"received": first}
        rows.append((org, name, service, state, "", reached))
    return rows


def register_text(rows):
    # The rows of published reports have their numbers from the cases; the others follow.
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for number, (org, name, service, state, reason, reached) in enumerate(rows, 1):
        writer.writerow([f"R-2013-{number:04d}", org, name, service, state, reason,
                         *[str(reached.get(column, "")) for column in HEADER[6:]]])
    return text.getvalue()


# ------------------------------------------------------------------------------------------------


def analysis(spec, completed):
    draw = Draw(spec["id"])
    people = spec["analysed"]
    control_people = people * draw.whole(9, 60) + draw.whole(0, people)
    effective = control_people * draw.between(0.35, 0.8)
    primary = primary_outcome(draw, spec, control_people, effective)
    outcomes = [primary]
    if spec.get("frequency", True):
        outcomes.append(frequency_outcome(draw, primary, people, control_people, effective))
    if spec.get("time", True):
        outcomes.append(time_outcome(draw, primary, control_people, effective))
    if spec.get("own"):
        outcomes.append(custody_outcome(draw, primary, people, control_people, effective))
    from_year = draw.whole(2002, 2008)
    to_year = min(2010, from_year + draw.whole(1, 4))
    analyst = draw.whole(1, 5)
    assurer = (analyst + draw.whole(1, 4) - 1) % 5 + 1
    document = {
        "format": "ninethirty-analysis/1",
        "analysis": spec["id"],
        "request": spec["request"],
    }
    if "label" in spec:
        document["label"] = spec["label"]
    return document | {
        "organisation": {"id": spec["org"], "name": spec["name"]},
        "service": {
            "name": spec["service"],
            "description": spec["text"],
            "period": {
                "from": f"{from_year}-{draw.choice(['01-01', '04-01', '09-01'])}",
                "to": f"{to_year}-{draw.choice(['03-31', '09-30', '12-31'])}",
            },
            "started": spec["started"],
        },
        "attrition": attrition(draw, spec),
        "outcomes": outcomes,
        "matching": {
            "method": "Propensity score matching: everyone in the control pool whose score lies "
                      f"within {draw.choice(['0.0001', '0.0005', '0.001'])} of a treated person's "
                      "is a match, and the matches of each treated person share a weight of one",
            "controlPeople": control_people,
            "characteristics": characteristics(draw, spec),
        },
        "completed": str(completed),
        "analyst": f"analyst-{analyst}",
        "qualityAssurer": f"analyst-{assurer}",
    }


def made():
    """Every file that this script makes: path and text."""
    cases = list(numbered(CASES))
    rows = register(cases)
    files = {ROOT / "requests.csv": register_text(rows)}
    for case, row in zip(cases, rows):
        document = analysis(case, row[5]["complete"])
        path = ROOT / "analyses" / case["edition"] / f"{case['id']}.json"
        files[path] = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    check_totals(rows, cases)
    return files


def check_totals(rows, cases):
    """The control totals of the schedule are what the register comes to."""
    editions = json.loads((ROOT / "schedule.json").read_text(encoding="utf-8"))["editions"]
    for edition, cut_off in CUT_OFF.items():
        counted = {
            "requestsToDate": sum(str(row[5]["received"]) <= cut_off for row in rows),
            "reportsThisMonth": sum(case["edition"] == edition for case in cases),
            "reportsToDate": sum(case["edition"] <= edition for case in cases),
            "notProcessed": sum(str(row[5].get("rejected", "9")) <= cut_off for row in rows),
        }
        stated = editions[edition]["controlTotals"]
        if any(stated[name] != count for name, count in counted.items()):
            raise RuntimeError(f"{edition}: counted {counted}, the schedule states {stated}")


def main():
    files = made()
    if sys.argv[1:] == ["--check"]:
        different = [path for path, text in files.items()
                     if not path.exists() or path.read_bytes() != text.encode()]
        extra = [path for path in ROOT.glob("analyses/*/*.json") if path not in files]
        for path in different + extra:
            print(f"{path.relative_to(ROOT)}: not what this script makes", file=sys.stderr)
        return 1 if different or extra else 0
    if sys.argv[1:]:
        print(__doc__.split("\n\n")[3], file=sys.stderr)
        return 64
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
