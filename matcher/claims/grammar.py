"""Function words of Russian, Ukrainian, English and Dutch that decide what a sentence says of an event.

Closed classes only: negations, conjunctions, complementisers, pronouns. Words with a meaning of their own (to deny, to
say, allegedly) are in the watchlist's lexicon, where editors can add to them.
"""


def listed(*lines: str) -> frozenset[str]:
    """The words of these lines."""
    return frozenset(" ".join(lines).split())


# Negates what follows it closely: "не взяли", "n'a pas". Several in one Russian or Ukrainian clause are one negation.
NOT = listed(
    "не ни ані ні",
    "not never n't isn't wasn't weren't aren't didn't don't doesn't haven't hasn't hadn't won't couldn't can't cannot",
    "niet níet nooit nóóit",
)
# Negates its clause wherever it stands in it.
NONE = listed(
    "нет нету немає нема никто никого никому никакой никакого никаких никакая никогда ничего нигде",
    "ніхто нікого ніякого ніяких ніякий жоден жодного жодна жодної жодних ніколи ніде",
    "no none nobody neither nor without nowhere noone hardly scarcely zero",
    "geen géén niemand nergens zonder nee nauwelijks amper",
)
# "Nobody who denies it": what such a clause tells nobody does.
NOBODY = listed("никто никого ніхто нікого nobody noone niemand")
WHO = listed("кто хто who that die")
# Right behind a verb: "they repelled nothing".
NOTHING = listed("nothing niets niks нічого")
# All that a sentence says: "No."
NO = listed("нет неа нету ні нє no nope nah nee neen welnee")
# "ни один", "ні разу", "not a single": as far as those.
NOT_ONE = listed("ни ні ані not")
NEITHER = listed("ни ні ані")  # in a row
ONE = listed("один одна одно одного одной одну одному единого единой разу одне a one single")
DUTCH_NOT = listed("niet níet nooit nóóit")  # stands before a participle, but behind a finite verb and its object
# Before these a "not" is no negation: "не только", "not only", "не менее ста"; before MORE if THAN follows.
ONLY = listed(
    "только лишь лише тільки only just merely simply alleen enkel slechts менее меньше более больше менше більше",
    "просто впервые вперше раз сразу одразу",
)
MORE = listed("more less fewer meer minder")
THAN = listed("than dan")
# "Nobody but X", "нет ничего, кроме": what these except is so.
EXCEPT = listed("кроме крім окрім except besides behalve")
# As good as a negation of what they do: "few doubted".
FEW = listed("мало небагато few weinig weinigen")
INSTEAD = listed("а але but maar")  # "not five but ten"
BUT = listed("но а однако зато але проте однак but yet however maar echter doch")
MERE = listed("een één 'n n zo'n")  # "maar een": only a
THAT = listed("что чтобы якобы будто що нібито ніби that whether dat")
CLAUSE = (
    BUT
    | THAT
    | listed(
        "и когда пока хотя который которая которые которое которых та і й коли хоча який яка які",
        "and while although after before who which where as",
        "en terwijl hoewel nadat voordat die waar",
    )
)
# Too common to tell one statement from another.
STOP = (THAT | CLAUSE) - NOT | listed(
    "в во на с со по к ко у за из от до о об для под при над без это эти они их его мы вы как был",
    "была были быть есть же",
    "з із зі й та від про це ці вони їх його ми ви був була були бути є",
    "the a an of in on at to by for with from and or is are was were be been has have had it its they their this there",
    "de het een van op te aan met voor door om er bij en of zijn is was werd worden wordt heeft hebben had deze",
)
# Who an earlier sentence named.
HE = listed("он она he she hij він вона")
THEIRS = listed("его ее их його її їх їхні its his her their zijn haar hun")
# "as the governor says", "zoals het ministerie stelt": what somebody says beside the sentence's own statement.
ECHO = listed("as like как як zoals wat what whatever хоч хоть")
EVER = listed("бы б")  # "что бы ни", "що б не"
# "exactly as the governor says", "как и писали": the writer says so too.
AGREEING = listed("exactly just precisely точно именно ровно саме точнісінько precies net exact")
ALSO = listed("и і й")
AND = listed("и і й та and en")
# "dismissed it as a diversion": what follows is said, not denied.
AS = listed("as als как як")
# What points at the sentence before.
THIS = listed("это этом этим этому це цьому цим that this so dat dit zo hierover daarover")
# Who uses one of these may look back at something long over, though no day of it is named.
REMEMBERING = listed(
    "помню помните помнишь помнит помним помнят вспоминаю вспоминает вспоминаем вспоминают вспомним вспомните",
    "вспомнил вспомнила вспомнили вспомнилось вспомнился вспомнилась вспоминается напомним напомню напоминаем",
    "годовщина годовщину годовщины годовщине годовщиной архив архива архиве ретроспектива перечитываю пересматриваю",
    "пам'ятаю пам'ятаєте пам'ятаєш пам'ятає пам'ятаємо пам'ятають згадую згадуєте згадуємо згадаймо згадав згадала",
    "згадали згадалося згадується пригадую пригадуєте пригадуємо пригадав пригадала пригадайте нагадаємо нагадаю",
    "річниця річницю річниці річницею архів архіву архіві перечитую передивляюся",
    "remember remembers remembered remembering recall recalls recalled recalling anniversary archive archives",
    "throwback flashback hindsight",
    "herinner herinnert herinneren herinnering herdenken herdenkt terugblik terugblikken terugkijkend destijds weet",
    "weten indertijd toentertijd jubileum archief achteraf",
)
ARTICLES = listed("the a an to no their its his de het een te")
ABOUT = listed("о об про about of over van")
RELATIVE = listed(
    "который которая которое которые которого которой которых котором которую",
    "який яка яке які якого якої яких якому яку which whom die waarvan waarover",
)
# Behind what they say: "was not", "did not", "is er niet".
AUXILIARY = listed(
    "is are was were be been being has have had did does do will would can could",
    "isn't wasn't weren't aren't didn't don't doesn't haven't hasn't hadn't won't couldn't can't cannot",
)
SPEAKERS = listed("я мы ми i we ik wij we")
WE = listed(
    "мы нас нам нами наш наша наше наши наших нашим ми нас нам нами наші наших нашої we us our ours wij we ons onze"
)

# Words of every text, which tell no topic.
COMMON = listed(
    "около более менее несколько один одна одного второй первый также тоже после перед между через против только уже",
    "ещё еще всё все всех всего весь этого этот этом эта эти того тот тем там тут здесь сейчас теперь потом если чем",
    "себя своих свой свою своего своей будет будут было был были быть может могут можно нужно надо лишь даже снова",
    "опять наконец почти очень такой такие такое таких сами сам само кто как год года году лет день дня дней говорит",
    "говорят заявляет заявил сообщает сообщил пишут якобы сторона стороны люди людей человек область области район",
    "округ близько більше менше кілька другий перший також після між проти лише вже іще всі всіх всього цього цей",
    "цьому тоді зараз тепер потім якщо себе свій свого своєї буде будуть було може можуть можна треба навіть знову",
    "нарешті майже дуже такий такі таке самі хто рік року років каже заявляє повідомляє заявив нібито області боку",
    "about around more most less than then some several other another also again only just even still already almost",
    "very such same into onto over under between against through during because could would should will shall must",
    "been being have were this that these those there here where when what which whom whose does done made make said",
    "says year years last first second time times people side area region oblast district them they their well good",
    "used ongeveer meer meest minder enkele meerdere ander andere ook weer opnieuw alleen zelfs nog reeds bijna zeer",
    "zulke onder tussen tegen tijdens omdat kunnen kon konden zouden zullen moet moeten geweest hebben heeft hadden",
    "waren deze daar hier waar wanneer welke doet gedaan gaat gaan komt komen zegt zeggen jaar jaren laatste eerste",
    "tweede mensen kant gebied regio zich zelf goed veel naar door voor niet worden wordt werd zijn haar hun",
)
