"""The small words of English that steer a talk: few, closed, and the same whatever it is about."""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words that speak of one person who is neither the reader nor the program.
SOMEBODY: Final = _words(
    """
    he him his himself hes she her hers herself shes
    """
)
#: Words that speak of whoever is neither the reader nor the program.
OTHERS: Final = SOMEBODY | _words(
    """
    they them their theirs themself themselves theyre
    """
)
#: Words that speak of the reader.
SELF: Final = _words(
    """
    i im ive ill id me my mine myself we us our
    """
)
#: Words that point to what was said before.
POINTING: Final = _words(
    """
    it its this that these those thats
    """
)
#: Words of somebody who looks for help: "who do i call", "where can i go", "what do i say".
SEEKING: Final = _words(
    """
    go call ring phone turn talk speak tell say contact reach run hide stay sleep live act
    """
)
#: Words that somebody may say of life, who speaks of nothing else: "will it get better".
HOPING: Final = _words(
    """
    better worse end ends stop stops stopped over worth help helps ever hurt hurts
    """
)
#: Words that say that the worst is over ...
OVER: Final = _words(
    """
    ok okay alright safe calm calmer calmed fine better awake conscious stable hospital medics
    paramedics
    """
)
#: ... and those that a reader also says who leaves it at that.
CALMED: Final = OVER | _words(
    """
    thanks thank sorry anyway anyways clear
    """
)
#: With those, words of the help that came; by themselves they may tell of a danger.
HELP: Final = OVER | _words(
    """
    ambulance line helped breathing picking
    """
)
#: All that is in a sentence which says nothing but that help came: "the ambulance is here, hes
#: awake now". What could tell of a danger is left out, such as "took", "going" and "gone".
ALL_CLEAR: Final = HELP | SOMEBODY | _words(
    """
    i im my we were us our me they them theyre the a an is was are has have been being and now again
    already all here there with by at to in up very much just thanks thank you god phew oh yes yeah
    friend friends wife husband mom mum mother dad father son daughter kid brother sister partner
    boyfriend girlfriend neighbor neighbour roommate cat dog
    doctor doctors nurse vet crew people poison control er clinic police
    came arrived called rang phoned talked spoke checked seen looked said says told woke sitting
    talking laughing resting home well good pulled over
    """
)  # fmt: skip
#: Words that turn those into their opposite.
DENYING: Final = _words(
    """
    not no never none nothing nobody isnt arent aint dont doesnt cant cannot wont wasnt without
    """
)
#: Words that a "not" after them belongs to: "if it does not", "whether or not".
BEFORE_NOT: Final = _words(
    """
    do does did is are was were am will would can could should may might must has have had or if
    why it its im i better rather please
    """
)
#: A word to the number of the choice that it names; -1 is the last.
NUMBERS: Final = {
    "one": 1, "first": 1, "1st": 1, "two": 2, "second": 2, "2nd": 2, "three": 3, "third": 3,
    "3rd": 3, "four": 4, "fourth": 4, "4th": 4, "last": -1,
}  # fmt: skip
AROUND_A_NUMBER: Final = _words(
    """
    the number option choice question answer topic nr no please one then ok okay id like take i
    ill want would go with lets try for maybe think pick choose
    """
)
BOTH: Final = _words(
    """
    both all everything
    """
)
AROUND_BOTH: Final = _words(
    """
    of them please the two these those i want ok
    """
)
YES: Final = _words(
    """
    yes yeah yep yup y ya yea sure exactly correct absolutely definitely
    """
)
AROUND_YES: Final = _words(
    """
    please that one thats is it right what i meant mean the this ok okay thanks
    """
)
NO: Final = _words(
    """
    no nope nah neither none nothing n
    """
)
AROUND_NO: Final = _words(
    """
    of these those them the above thanks really not thats it what i meant mean asked is was sorry
    one either any both two three fit fits
    """
)
ACKNOWLEDGED: Final = _words(
    """
    ok okay k kk kkk alright right hm hmm mm mmm mhm ah oh aha understood noted cool great nice good
    interesting fine wow gotcha perfect huh sorry fascinating fair roger copy brilliant lovely
    amazing awesome sweet neat haha lol hehe aight chill damn dang darn boy jeez geez sheesh whoa
    woah yikes oof ugh gosh golly omg phew crikey blimey reassuring comforting helpful
    """
)
ACKNOWLEDGED_PHRASES: Final = frozenset(
    {
        "i see", "got it", "i got it", "i understand", "makes sense", "that makes sense",
        "good to know", "fair enough", "never mind", "nevermind", "thats good", "thats helpful",
        "that helps", "sounds good", "will do", "lets see", "let me think", "one moment", "wait",
    }
)  # fmt: skip
AROUND_ACKNOWLEDGED: Final = _words(
    """
    so then well that is thats very i the and all enough just boss mate man sir really pretty thank
    thanks you
    """
)
#: A question of these words alone asks, but does not say about what.
ASKING: Final = _words(
    """
    how long many often soon fast far when where who which for is are does do did will it they the
    last lasts take takes usually really exactly about each would can at until then
    """
)
#: A question of these words alone may ask for money or for an amount of medicine.
AMOUNT: Final = _words("how much")
#: What is said of something that happens to somebody: it is another thing after each topic.
OF_WHAT_HAPPENS: Final = _words(
    """
    common hurt hurts mild normal painful permanent permenant permanently rare reversible serious
    severe temporary
    """
)
#: Words that say nothing of the subject.
EMPTY: Final = _words(
    """
    how long many often soon fast far when where who which what whats why for is are was does do
    did can could will would should it they the a an of in to at and so then usually last lasts
    take takes time times happen happens next after afterwards before really exactly about if but
    or not that this those these them each one i you we me my your there be been have has get gets
    got any some all too also very just still even only from with by as than
    """
)
#: Words that say something of almost anything.
GENERAL: Final = _words(
    """
    away common normal usual reversible permanent temporary bad good dangerous safe risky harmful
    serious severe mild rare real true worth scary painful hard easy worse better best different
    same treat treated treatable cure cured curable prevent prevented avoid avoided stop stopped
    help helps helped helpful hurt hurts work works working mean means called kind type kinds
    types start starts started begin end ends come comes go goes back stay stays feel feels
    feeling like look looks sound symptoms signs cause causes caused need needed make makes made
    do done give given use used choose possible likely chance chances odds risk risks know known
    tell notice manage managed handle reduce check checked measured cost costs much expensive
    approved legal required necessary available recommended allowed improve improves continue
    first enough long longer forever always never ever sometimes everyone everybody anyone people
    most home worry worried concerned
    """
)
