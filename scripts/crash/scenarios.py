"""What is played: the commands before, the command that is broken, and those that recover.

A new verb joins by one entry in SCENARIOS.
"""
import dataclasses

# The edition that is under embargo, and a name that stands in its pages and in no other.
EDITION = "2013-11"
BEFORE = "2013-10"
MARKER = b"Glimsford"
# One analysis of each edition of the example.
ANALYSES = {BEFORE: "A-2013-0001", EDITION: "A-2013-0008"}

# In a command: the folder beside the workspace, with its keys and what is handed over.
AROUND = "{around}"


@dataclasses.dataclass(frozen=True)
class Scenario:
    name: str
    # What is done before, without faults: verbs, and the steps of `steps.py`.
    before: tuple
    # The command under test.
    tested: tuple
    # What is done after the fault, without faults; each must succeed.
    recovery: tuple
    # Kills the last command of `before` at its first call of this name on this path.
    killed_at: tuple = ()
    # What a recovery may say with exit 64 or 73, because the command under test had done its work.
    done: tuple = ()
    # How many of the last published states are finished ones: a rotation of keys can be repeated.
    ends: int = 1
    # What is damaged at the beginning; it is mended whole or left as it was.
    damaged: tuple = ()
    # Events of the journal that stand in it exactly as often as in a run without faults.
    once: tuple = ()


SEAL = ("seal", EDITION, "--by", "test")
# A seal may stand already where one was interrupted: then it is replaced with a reason only.
SEAL_AGAIN = (*SEAL, "--reason", "A word was wrong.")
UNSEAL = ("unseal", EDITION, "--reason", "A word was wrong.", "--by", "test")
RELEASE = ("release", EDITION)
BY = ("--by", "a.example")
ANNOUNCE = ("announce", "2030-06", *BY)
MOVE = ("move", "2030-06", "--to", "2030-06-20T09:30", "--reason", "The data come late.", *BY)
CANCEL = ("cancel", "2030-06", "--reason", "There will be no data.", *BY)
OUT = (("seal", BEFORE, "--by", "test"), ("release", BEFORE))
BOTH_OUT = OUT + (SEAL, RELEASE)
# A release that was killed before its archive: the version is out, logged, and lies sealed.
UNARCHIVED = ("mkdir", "publications/sealed/.new-2013-11.open")

# An edition that is out is taken back, by one person or by two.
WITHDRAW = ("withdraw", EDITION, "--reason", "The figures are of other people.", *BY)
AGREE = ("withdraw", EDITION, "--agree", "--by", "b.example", "--override-four-eyes",
         "One machine for both.")
ABANDON = ("withdraw", EDITION, "--abandon", "--reason", "They are the right people.", "--by",
           "c.example")
PROPOSED = BOTH_OUT + (("people",), WITHDRAW)
TWICE = "it is not withdrawn twice"

# An edition that is out is corrected while the one after it is under embargo.
CORRECT = ("correct", BEFORE, "--wrong", "The effective number was that of another group.",
           "--changed", "The number.", "--effect", "The conclusion stands.", *BY)
NOT_CORRECT = ("correct", BEFORE, "--abandon", "--reason", "The number was right.", *BY)
EDIT = ("edit", f"analyses/{BEFORE}/{ANALYSES[BEFORE]}.json", "18634.004902583903", "18500.5")
SEAL_CORRECTION = ("seal", BEFORE, "--by", "test")
SEAL_CORRECTION_AGAIN = (*SEAL_CORRECTION, "--reason", "A word was wrong.")
RELEASE_CORRECTION = ("release", BEFORE)

# What is handed over, and what comes back.
REPAIR = ("repair", "--apply")
ARCHIVED = f"publications/archive/{EDITION}"
BAGS = f"{AROUND}/bags"
BAG = f"{BAGS}/illustrative-data-lab-{EDITION}"
EXPORT = ("export", EDITION, "--to", BAGS)
EXPORTS = tuple(("export", edition, "--to", BAGS) for edition in ANALYSES)
IMPORT = ("import", f"{BAG}.tar.gz", "--edition", EDITION, *BY)
KEEP = ("import", f"{AROUND}/old", "--edition", "2012-04", "--source", "A web archive",
        "--reason", "From before ninethirty.", "--published", "2012-04-12", *BY)
OLD = (("write", f"{AROUND}/old/bulletin.pdf", "%PDF-1.4 a bulletin\n"),
       ("write", f"{AROUND}/old/tables/1.csv", "year,value\n2011,4\n"))

ROTATE = ("key", "rotate")
STATEMENT = f"{AROUND}/statement.txt"
BREACH = ("breach", BEFORE, "--publish", STATEMENT, *BY)

SCENARIOS = {
    scenario.name: scenario
    for scenario in (
        # The first sealing of an edition, one earlier edition out.
        Scenario("seal", OUT, SEAL, (SEAL_AGAIN, RELEASE)),
        # The same edition sealed again: the sealed one is replaced.
        Scenario("seal-again", OUT + (SEAL,), SEAL_AGAIN, (SEAL_AGAIN, RELEASE)),
        Scenario("unseal", OUT + (SEAL,), UNSEAL, (UNSEAL, SEAL, RELEASE),
                 done=("is not sealed",), once=("unsealed",)),
        # Arm, switch, log, archive, log to the public tree.
        Scenario("release", OUT + (SEAL,), RELEASE, (RELEASE,)),
        # The first edition of a series: there is no public tree yet.
        Scenario("first-release", (("seal", BEFORE, "--by", "test"),), ("release", BEFORE),
                 (("release", BEFORE), SEAL, RELEASE)),
        # A release that a crash stopped behind its switch, finished by the run under test.
        Scenario("finish", BOTH_OUT, RELEASE, (RELEASE,),
                 killed_at=("write", "publications/log.jsonl")),
        # A version that is out and waits for the archive is archived by the run under test.
        Scenario("archive", BOTH_OUT, RELEASE, (RELEASE,), killed_at=UNARCHIVED),
        # One that waits for the archive is taken back.
        Scenario("withdraw-waiting", BOTH_OUT, WITHDRAW, (WITHDRAW, RELEASE), done=(TWICE,),
                 killed_at=UNARCHIVED),
        # What a crash left before the switch is cleared by the run under test.
        Scenario("clear", BOTH_OUT, RELEASE, (RELEASE,),
                 killed_at=("symlink", "publications/.public-next")),
        # A date, its change and its end: schedule, log and the pages of the site say the same.
        Scenario("announce", OUT + (SEAL,), ANNOUNCE, (ANNOUNCE, RELEASE)),
        Scenario("move", OUT + (SEAL, ANNOUNCE), MOVE, (MOVE, RELEASE)),
        Scenario("cancel", OUT + (SEAL, ANNOUNCE), CANCEL, (CANCEL, RELEASE)),
        # An edition that is out is taken back: arm, switch, log, archive of a second version.
        Scenario("withdraw", BOTH_OUT, WITHDRAW, (WITHDRAW, RELEASE), done=(TWICE,)),
        # Two people decide: one proposes, another agrees, or it is given up.
        Scenario("withdraw-propose", PROPOSED[:-1], WITHDRAW, (WITHDRAW, AGREE, RELEASE),
                 done=("proposed it on",), once=("withdrawal-proposed",)),
        Scenario("withdraw-agree", PROPOSED, AGREE, (AGREE, RELEASE), done=(TWICE,)),
        Scenario("withdraw-abandon", PROPOSED, ABANDON, (ABANDON,),
                 done=("there is no proposal to give up",), once=("withdrawal-abandoned",)),
        # The edition before is corrected: opened, sealed as its second version, released.
        Scenario("correct", OUT + (EDIT,), CORRECT,
                 ((*CORRECT, "--replace"), SEAL_CORRECTION, RELEASE_CORRECTION)),
        Scenario("correct-abandon", OUT + (EDIT, CORRECT, ("draft", BEFORE)), NOT_CORRECT,
                 (NOT_CORRECT,), done=("no correction",)),
        Scenario("seal-correction", OUT + (EDIT, CORRECT), SEAL_CORRECTION,
                 (SEAL_CORRECTION_AGAIN, RELEASE_CORRECTION)),
        Scenario("release-correction", OUT + (EDIT, CORRECT, SEAL_CORRECTION),
                 RELEASE_CORRECTION, (RELEASE_CORRECTION,)),
        # Damage is mended from what is sound: the archive, the public tree, its link, the log.
        Scenario("repair-archive",
                 BOTH_OUT + (("flip", f"{ARCHIVED}/v1/content/renditions/bulletin.xml"),
                             ("remove", f"{ARCHIVED}/inventory.json.sha512")),
                 REPAIR, (REPAIR,), damaged=(ARCHIVED,)),
        Scenario("repair-tree", BOTH_OUT + (("flip", f"publications/public/{EDITION}/index.html"),),
                 REPAIR, (REPAIR,), damaged=(f"publications/public/{EDITION}/index.html",)),
        Scenario("repair-link", BOTH_OUT + (("remove", "publications/public"),),
                 REPAIR, (REPAIR,), damaged=("publications/public",)),
        Scenario("repair-log", BOTH_OUT + (("cut-line", "publications/log.jsonl"),),
                 REPAIR, (REPAIR, REPAIR), damaged=("publications/log.jsonl",)),
        # Whoever only looks changes nothing, and says so where the disk does not answer.
        Scenario("verify", BOTH_OUT, ("verify",), (("verify",),)),
        # Bags of what is out, and the way back: of an edition that the archive has lost, and of
        # what others published.
        Scenario("export", BOTH_OUT, ("export", "--all", "--to", BAGS), EXPORTS,
                 done=("stands there already",)),
        Scenario("import-bag", BOTH_OUT + (EXPORT, ("pack", BAG), ("remove", ARCHIVED)),
                 IMPORT, (IMPORT,), damaged=(ARCHIVED,), once=("imported",)),
        Scenario("import-kept", BOTH_OUT + OLD, KEEP, (KEEP,), once=("imported",)),
        # The key that signs the public log is replaced; run again, it is replaced once more.
        Scenario("key-rotate", OUT, ROTATE, (ROTATE,), ends=2),
        # What the public is told of a breach.
        Scenario("breach", OUT + (("write", STATEMENT, "A page was seen before its time.\n"),),
                 BREACH, (BREACH,), once=("breach-published",)),
    )
}
