### Wat de bot in het Nederlands zegt. Teksten voor berichten mogen Telegrams HTML bevatten, die voor knoppen niet.

## Telegrams lijst van opdrachten

command-subscribe = Volg een groep, bewering, plaats, kanaal of eigen woorden
command-subscriptions = Wat je volgt
command-unsubscribe = Stop met volgen
command-find = De bewaarde berichten doorzoeken
command-why = Waarom iets gemeld werd, of niet
command-channels = Welke kanalen ik lees, en hoe goed
command-digest = Overzicht, nu of elke dag
command-quiet = Uren zonder meldingen
command-status = Wat er gelezen wordt en wat niet
command-language = Andere taal
command-help = Wat ik kan
command-forget = Wis alles over deze chat
command-group = Wie in deze groep instellingen mag wijzigen
command-review = Over voorgestelde verbanden beslissen
command-newclaim = Een bewering maken
command-merge = Van twee beweringen één maken
command-supersede = Zeggen welke bewering een andere corrigeert
command-settle = De status van een bewering instellen
command-invite = Iemand uitnodigen
command-channel = Meldingen in een eigen kanaal plaatsen
command-roles = Wie toegang heeft, en als wat
command-audit = Wie deed wat
command-export = Alles wat over deze chat wordt bewaard, als bestand

## Knoppen

button-follow = ➕ Iets volgen
button-follow-one = ➕ Volg: { $name }
button-list = 📋 Wat ik volg
button-digest = 🗞 Overzicht
button-quiet = 🌙 Stille uren
button-digest-now = Overzicht nu
button-digest-off = Geen dagelijks overzicht
button-digest-html = 📄 Als HTML
button-digest-csv = 📊 Als tabel (CSV)
button-status = 📶 Stand van zaken
button-language = 🌐 Taal
button-help = ❔ Hulp
button-snooze = 💤 Sluimeren
button-snooze-hour = 💤 1 uur
button-snooze-shift = 💤 8 uur
button-snooze-tomorrow = 💤 Tot morgen
button-snooze-good = 💤 Voorgoed
button-snooze-end = 🔔 Sluimert tot { $until } – beëindigen
button-snooze-end-good = 🔔 Sluimert voorgoed – beëindigen
button-wake = 🔔 Niet meer sluimeren: { $name }
button-seen = 👍 Gezien
button-seen-by = 👍 { $who }, { $when }
button-translate = 🌍 Vertalen
button-open = ↗ Open bericht
button-why = Waarom?
button-wrong = ✗ Klopt niet
button-undo = ↩ Terugnemen: { $name }
button-wrong-stance = Wel dit, maar anders bedoeld
button-stop = 🔕 Ontvolgen
button-stop-some = 🔕 Ontvolgen…
button-follow-this = ✓ Volgen
button-change = ✏️ Veranderen
button-no = ✗ Nee
button-type = ✏️ Een naam of eigen woorden
button-other-times = ✏️ Andere tijden
button-other-hours = ✏️ Andere uren
button-propose = 💡 { $channel } voorstellen
button-these-words = 🔎 Deze woorden volgen
button-settings = ⚙️ Instellingen
button-mode = 🔔 Wanneer
button-score = 🎯 Hoe zeker
button-tongues = 🔤 Talen
button-stances = ⚖️ Wat berichten zeggen
button-pace = 🗂 Samenvoegen
button-try = 🧪 Proef
button-reword = ✏️ Andere woorden
button-card = 💬 Bewering { $claim }
button-show = 👁 Toon het
button-back = ‹ Terug
button-forget-yes = Ja, wis alles
button-forget-no = Nee, bewaar het

## Welkom en hulp

start =
    <b>Welkom bij Seinpost.</b>

    Ik lees openbare Telegramkanalen en vertel je wie wat zegt, wie het ontkent en wie het alleen maar herhaalt.
start-how = Volg een groep, een plaats, een kanaal of een bewering (‘het dorp is ingenomen’). Stuur me de naam, zoals <i>Legioen</i> of <i>Tjotkino</i>, of het nummer van een bewering, zoals <i>A14</i>. Of kies met de eerste knop.
start-how-group = Volg een groep, een plaats, een kanaal of een bewering (‘het dorp is ingenomen’): kies met de eerste knop, of schrijf <code>/subscribe Legioen</code>. In deze groep lees ik alleen opdrachten en antwoorden op mijn berichten.
start-again = <b>Ik schreef je niet meer. Vanaf nu weer wel.</b>
help-title = Wat ik kan
help-how = Stuur me een naam, zoals <i>Tjotkino</i> of <i>Legioen</i>, het nummer van een bewering, zoals <i>A14</i>, of een kanaal, zoals <i>@naam</i>. Dan schrijf ik je zodra er nieuws over is.
help-how-group = Schrijf <code>/subscribe Tjotkino</code>, <code>/subscribe A14</code> voor een bewering of <code>/subscribe @naam</code> voor een kanaal. Dan schrijf ik hier zodra er nieuws over is. In deze groep lees ik alleen opdrachten en antwoorden op mijn berichten.
help =
    /subscribe – iets volgen
    /subscribe <i>woorden</i> – eigen woorden volgen, bijvoorbeeld <code>/subscribe Козинка -футбол, overzicht</code>
    /subscriptions – wat je volgt: verander hoe je het hoort, of stop
    /digest – alles sinds het vorige overzicht
    /digest 08:00 18:00 – elke dag om die tijden een overzicht
    /digest 08:00 Europe/Brussels – in die tijdzone
    /digest file html – het overzicht als bestand; of csv, voor een tabel
    /digest off – geen dagelijks overzicht meer
    /claims – alle beweringen, of zoek erin: <code>/claims Tjotkino</code>
    /claim A14 – de kaart van een bewering: wie zegt het, wie ontkent het, sinds wanneer
    /find – berichten doorzoeken, bijvoorbeeld <code>/find Козинка since:2024-03-12</code>
    /why – als antwoord op een melding, of met de link van een bericht: waarom je het hoorde, of niet
    /channels – welke kanalen ik lees, hoe actueel ze zijn; stel er een voor
    /quiet 23:00-07:00 – geen meldingen in deze uren; /quiet off stopt dat
    /status – wat ik lees en wat niet
    /language – andere taal
    /export – alles wat over deze chat wordt bewaard, als bestand
    /forget – wis alles over deze chat
help-group = /group – wie hier instellingen mag wijzigen
help-editors-title = Voor redacteuren
help-editors =
    /review – over voorgestelde verbanden beslissen, één voor één
    /newclaim – van één zin een bewering maken; <code>/newclaim E001</code> met een zin wijzigt die
    /dropclaim E001 – een bewering die in de chat gemaakt is, weer weghalen
    /merge E003 A14 – van twee beweringen één maken
    /supersede E003 A14 – de eerste bewering corrigeert de tweede
    /settle A14 weerlegd – de status van een bewering instellen, met de reden
    /invite – iemand uitnodigen
    /channel – meldingen in een eigen kanaal plaatsen
    /status full – ook accounts, wachtrijen, fouten en reservekopieën
help-owners-title = Voor eigenaren
help-owners =
    /roles – wie toegang heeft, en als wat
    /audit – wie deed wat

## Volgen

kind-actors = 👥 Groepen en personen
kind-claims = 💬 Beweringen
kind-places = 📍 Plaatsen
kind-channels = 📡 Kanalen
kind-affiliations = ⚖️ Kanten
kind-languages = 🔤 Talen
follow = <b>Wat wil je volgen?</b>
follow-how = Kies hieronder, of stuur me gewoon een naam, het nummer van een bewering of eigen woorden.
follow-how-group = Kies hieronder. Tik op ✏️ om een naam, het nummer van een bewering of eigen woorden te typen.
ask-follow =
    Antwoord op dit bericht met wat je wilt volgen:
    • een naam, nummer of kanaal: <code>Legioen</code>, <code>A14</code>, <code>@naam</code>
    • woorden in elke vorm, zonder andere: <code>Козинка -футбол</code>
    • precies deze woorden: <code>"Лозовая Рудка"</code>
    • alles wat zo begint: <code>обстрел*</code>
    • verschillende tegelijk: <code>groep:lsr taal:nl</code>
    Erachter mag staan hoe, zoals <i>overzicht</i>, <i>meteen</i>, <i>alleen ontkenningen</i> of <i>vanaf 0,8</i>: <code>Козинка, overzicht</code>
hint-follow = Een naam, nummer of woorden
follow-hint = Tik op een naam om die te volgen, en nog eens om te stoppen.
follow-none = Hier is nog niets om te volgen.
follow-channels-unread = { $count ->
    [one] Nog { $count } kanaal is nog niet gelezen; daarna kun je het volgen.
   *[other] Nog { $count } kanalen zijn nog niet gelezen; daarna kun je ze volgen.
}
follow-claims =
    <b>Beweringen</b>
    Over welke gebeurtenis?
follow-claims-hint = Tik op een nummer om die bewering te volgen, en nog eens om te stoppen.
incident-none = Andere beweringen
followed = ✓ Je volgt { $name }. Ik schrijf je zodra er nieuws is.
followed-digest = ✓ Je volgt { $name }. Nieuws erover staat in je overzichten.
followed-silent = ✓ Je volgt { $name }. Je krijgt er niets van; het wordt alleen bewaard voor /why.
followed-undigested = ⚠️ Je krijgt nog geen dagelijks overzicht, dus hiervan komt niets vanzelf. Kies wanneer: /digest
followed-more = Nog iets volgen? Stuur me de naam of het nummer.
followed-already = Je volgt { $name } al.
stopped = Je volgt { $name } niet meer.
stopped-already = Je volgt { $name } niet.
toast-followed = Je volgt het
toast-stopped = Je volgt het niet meer
suggest-none = Iets dat ‘{ $asked }’ heet ken ik niet. Volg de woorden zelf, of kies uit de lijsten:
suggest-close = ‘{ $asked }’ ken ik niet. Bedoel je:
suggest-several = ‘{ $asked }’ kan van alles zijn. Welke bedoel je?
stop-unknown = Je volgt niets dat ‘{ $asked }’ heet. Dit volg je:
channel-unread = { $asked } staat op de volglijst, maar kon nog niet worden gelezen. Probeer het later; /status zegt wat er mis is.
channel-off = { $asked } staat op de volglijst, maar is uitgezet. Vraag de beheerder het aan te zetten, of kies iets anders:
channel-unknown = { $asked } staat niet op de volglijst. Stel het voor, of kies iets anders:
channel-unnamed = kanaal { $id }
posts-in = berichten in het { $language }
affiliation-official = officiële kanalen van beide kanten
phrase-word = ‘{ $words }’
phrase-exactly = precies ‘{ $words }’
phrase-without = zonder { $what }
phrase-or = of
list = { $count ->
    [one] <b>Je volgt { $count } ding.</b> Tik erop om het te veranderen of te stoppen.
   *[other] <b>Je volgt { $count } dingen.</b> Tik op een ervan om het te veranderen of te stoppen.
}
list-empty = <b>Je volgt nog niets.</b> Kies iets:
mode-both = meteen en in het overzicht
mode-at-once = meteen, niet in het overzicht
mode-digest = alleen in het overzicht
mode-silent = nooit, alleen bewaard voor /why
score-any = elke treffer
score-from = { $percent }% of meer
tongues-any = alle talen
stances-any = alles
stances-assertions = beweringen
stances-denials = ontkenningen
stances-others = vragen e.d.
pace-usual = zoals anders
pace-each = elke melding apart
pace-more = één bericht per 2 uur
pace-wait = 10 minuten wachten, dan samen
pace-own = anders ingesteld
set-mode = 🔔 Wanneer: { $mode }
set-score = 🎯 Hoe zeker: { $score }
set-tongues = 🔤 Talen: { $languages }
set-stances = ⚖️ Wat berichten zeggen: { $stances }
set-pace = 🗂 Samenvoegen: { $pace }
toast-set = Ingesteld
toast-set-undigested = Ingesteld. Maar je krijgt nog geen dagelijks overzicht: kies wanneer met /digest
toast-gone = Dat volg je niet meer
toast-unreadable = Dit is niet meer te begrijpen: geef het andere woorden
card-unreadable = ⚠️ Dit is niet meer te begrijpen en vindt niets. Geef het andere woorden.
reword-how = Antwoord op dit bericht met de nieuwe woorden of naam, of schrijf <code>/subscribe #{ $number } Козинка -футбол</code>. De instellingen blijven.
reword-twice = Precies dat volg je al: /subscriptions
wording-dropped = Er is niets veranderd.
wording-again = Dit bericht is te oud voor de knoppen. Stuur het opnieuw met /subscribe.
wording-change = Antwoord op dit bericht met de nieuwe verwoording. Tot nu toe is het: <code>{ $line }</code>
trial-alerts = { $count ->
    [0] In de laatste 7 dagen had je hiervan geen melding gekregen.
    [one] In de laatste 7 dagen had je hiervan { $count } melding gekregen.
   *[other] In de laatste 7 dagen had je hiervan { $count } meldingen gekregen.
}
trial-alerts-daily = { $count ->
    [one] In de laatste 7 dagen had je hiervan { $count } melding gekregen, ongeveer { $daily } per dag.
   *[other] In de laatste 7 dagen had je hiervan { $count } meldingen gekregen, ongeveer { $daily } per dag.
}
trial-digest = { $count ->
    [0] In de laatste 7 dagen had hiervan geen bericht in je overzichten gestaan.
    [one] In de laatste 7 dagen had hiervan { $count } bericht in je overzichten gestaan.
   *[other] In de laatste 7 dagen hadden hiervan { $count } berichten in je overzichten gestaan.
}
trial-joined = { $count ->
    [one] Nog { $count } zou eraan zijn toegevoegd zonder geluid.
   *[other] Nog { $count } zouden eraan zijn toegevoegd zonder geluid.
}
trial-more = { $count ->
    [one] Nog { $count } bericht zou alleen in overzichten staan.
   *[other] Nog { $count } berichten zouden alleen in overzichten staan.
}
trial-silent = Je zou er niets van krijgen; het wordt alleen bewaard voor /why.
trial-cut = Het is te veel om alles te bekijken: geteld vanaf { $since }.
trial-examples = De nieuwste:
one-actor = groep
one-place = plaats
one-claim = bewering
one-channel = kanaal
one-affiliation = kant
one-language = taal
query-bad-long = Dat is te lang. Gebruik hoogstens { $most } tekens.
query-bad-many = Dat zijn te veel woorden en namen tegelijk. Gebruik er hoogstens { $most }.
query-bad-deep = Er staan te veel haakjes in elkaar. Gebruik er hoogstens { $most }.
query-bad-empty = Hier is niets om te zoeken. Schrijf een woord of een naam.
query-bad-quote = Een aanhalingsteken is niet gesloten. Zet er een aan het eind: <code>"Лозовая Рудка"</code>
query-bad-open = Een haakje is niet gesloten. Zet er een aan het eind: <code>(Козинка OF Тёткино)</code>
query-bad-closed = Dit haakje was niet geopend. Laat het weg, of open er eerst een.
query-bad-dangling = Naast { $asked } ontbreekt iets. Schrijf aan beide kanten een woord of naam: <code>Козинка EN NIET футбол</code>
query-bad-beginning = ‘{ $asked }’ is een te kort begin. Geef minstens { $least } letters: <code>обс*</code>
query-bad-qualifier = ‘{ $asked }:’ ken ik niet. Voor een dubbelepunt mag staan: { $known }
query-bad-value = Wat achter ‘{ $asked }:’ hoort ontbreekt. Schrijf het zonder spatie: <code>groep:lsr</code>
query-bad-unknown = Ik ken geen { $kind } ‘{ $asked }’. Bedoel je: { $close }? Of zet het tussen aanhalingstekens om de woorden te zoeken.
query-bad-unknown-at-all = Ik ken geen { $kind } ‘{ $asked }’. /subscribe toont wat ik ken; of zet het tussen aanhalingstekens om de woorden te zoeken.
query-bad-several = ‘{ $asked }’ kan van alles zijn ({ $kind }). Schrijf een van deze: { $close }
query-bad-only-not = Bijna elk bericht zou hieraan voldoen. Schrijf een woord of naam die er moet staan: <code>Козинка -футбол</code>

## Meldingen

headline-claim = Bewering { $claim } – { $what }
headline-named = { $name } – genoemd in { $channel }
headline-posted = { $channel } – nieuw bericht
headline-edited = { $channel } – een bericht dat je kreeg is gewijzigd
headline-deleted = { $channel } – een bericht dat je kreeg is verwijderd
claim-stated = Bewering: { $statement }
claim-denied = Ontkent: { $statement }
figure-new = Getal in dit bericht: { $now }
figure-changed = Ander getal: { $now } (de bewering zegt { $before })
also = Ook: { $things }
also-claim = bewering { $claim } ({ $stance })
also-claim-alone = bewering { $claim }
says = Zegt: { $who }
passed-on = Doorgegeven door: { $who }
in-channel = Kanaal: { $channel }
published = Geplaatst: { $when }
moment-in-zone = { $moment } ({ $zone })
forwarded = Doorgestuurd van: { $origin }
copies = Neemt een bericht over van { $channel }, { $when }
edited = Dit bericht is na plaatsing gewijzigd.
deleted = Dit bericht is na plaatsing verwijderd.
said-changed = Wat er veranderd is (<s>weg</s>, <u>nieuw</u>):
said-before = Eerder stond er:
quote-withheld = Berichten van dit kanaal worden hier gelinkt, niet geciteerd.
quote-empty = Het bericht heeft geen tekst.
attachments = { $count ->
    [one] 📎 { $count } bijlage
   *[other] 📎 { $count } bijlagen
}
added-channels = { $count ->
    [one] ➕ nog { $count } kanaal
   *[other] ➕ nog { $count } kanalen
}
added-posts = { $count ->
    [one] ➕ nog { $count } bericht van dit kanaal
   *[other] ➕ nog { $count } berichten van dit kanaal
}
added-earlier = { $count ->
    [one] • { $count } kanaal daarvoor
   *[other] • { $count } kanalen daarvoor
}
added-line = • { $channel }, { $when } – { $what }
added-copy = overgenomen
added-mention = genoemd
added-newest = Nieuwste, { $channel }:
why = Waarom: { $reason }
matched = Gevonden: { $words }
matched-by = ‘{ $words }’ ({ $rule })
matched-words = ‘{ $words }’

stance-asserts = beweerd door { $who }
stance-attributes = toegeschreven aan { $who }
stance-denies = ontkend door { $who }
stance-reports-denial = ontkenning door { $who } gemeld
stance-asks = als vraag gesteld door { $who }
stance-recalls = in herinnering gebracht door { $who }
stance-mocks = bespot door { $who }
stance-corrects = gecorrigeerd door { $who }
stance-mentions = genoemd door { $who }

stance-word-asserts = beweerd
stance-word-attributes = toegeschreven
stance-word-denies = ontkend
stance-word-reports-denial = ontkenning gemeld
stance-word-asks = als vraag gesteld
stance-word-recalls = in herinnering gebracht
stance-word-mocks = bespot
stance-word-corrects = gecorrigeerd
stance-word-mentions = genoemd

reason-first = het eerste dat je hierover hoort
reason-new-source = een nieuwe bron voor deze bewering
reason-denial = deze bewering wordt ontkend
reason-changed = een getal is veranderd
reason-words = je eigen woorden staan erin
reason-silent = je volgt dit in stilte
reason-filtered = tegengehouden door je filter
reason-again = nog een bericht over wat je volgt
reason-updated = toegevoegd aan een eerdere melding
reason-edited = een bericht dat je al kreeg is gewijzigd
reason-deleted = een bericht dat je al kreeg is verwijderd
reason-duplicate = een kopie van een bericht dat je al kreeg
reason-repeated = dezelfde bron zegt het opnieuw
reason-digest-only = bewaard voor het overzicht
reason-quiet = het kwam in je stille uren
reason-muted = het sluimerde
reason-backlog = een ouder bericht, verzameld voor het archief
reason-suggested = een onzekere vondst, wacht op een redacteur

rule-name = de naam
rule-own = je eigen woorden
rule-form = een vorm van de naam
rule-short = de afkorting
rule-hashtag = de hashtag
rule-handle = de Telegramnaam
rule-label = zo noemen anderen het
rule-role = het ambt
rule-we = het eigen kanaal zegt ‘wij’
rule-surname = de achternaam
rule-spelling = de naam in andere spelling
rule-shared = een naam die het met andere deelt
rule-event = woorden voor zo’n gebeurtenis
rule-denial = woorden van ontkenning
rule-reads = naar deze woorden ‘{ $stance }’
rule-wording = een bekende verwoording
rule-date = een datum
rule-figure = een getal

status-unverified = niet geverifieerd
status-contested = omstreden
status-confirmed = bevestigd
status-refuted = weerlegd

side-russia = Russische kant
side-ukraine = Oekraïense kant
side-neither = geen van beide kanten
tie-state = overheid
tie-state-media = staatsmedia
tie-armed-group = gewapende groep
tie-aligned = particulier, openlijk aan die kant
tie-independent = onafhankelijk

## Beweringen

card-title = Bewering { $claim }
card-status = Status: { $status }
card-status-set = Status: { $status } – { $reason } ({ $when })
card-unheard = Nog geen enkel gelezen bericht zegt dit.
card-since = { $count ->
    [one] Eén keer gehoord, op { $since }.
   *[other] Voor het eerst gehoord op { $since }, het laatst op { $until }, in { $count } berichten.
}
card-others = { $count ->
    [one] Nog { $count } bericht stelt er een vraag over, haalt het aan of spot ermee.
   *[other] Nog { $count } berichten stellen er een vraag over, halen het aan of spotten ermee.
}
card-asserting = Beweerd door
card-denying = Ontkend door
card-voice = { $who }: { $when }
card-relayed = { $count ->
    [one] { $count } bericht, van een ander
   *[other] { $count } berichten, waarvan { $relayed } van anderen
}
card-repeated = { $count ->
    [one] { $count } bericht
   *[other] { $count } berichten
}
card-more = … en nog { $count }
card-figures = Cijfers
card-figure = • { $unit }: { $value } – { $who }, { $when }
card-versions = Andere versies
card-alike = Niet te verwarren met
a-channel = een kanaal
several = meerdere
qualifier-about = ongeveer { $number }
qualifier-more = meer dan { $number }
qualifier-least = minstens { $number }
qualifier-most = hoogstens { $number }
qualifier-fewer = minder dan { $number }
corroboration-nobody = Niemand beweert dit.
corroboration-unplaced = Beweerd door bronnen die op de volglijst bij geen kant horen.
corroboration-one-side = Slechts één kant beweert dit.
corroboration-both-sides = Beide kanten beweren dit.
corroboration-independent = Een bron die van beide kanten onafhankelijk is, beweert dit.
unit-armoured-vehicles = pantservoertuigen
unit-artillery-pieces = stuks geschut
unit-attempts = pogingen
unit-civilians-killed = gedode burgers
unit-civilians-wounded = gewonde burgers
unit-fighters = strijders
unit-fighters-killed = gedode strijders
unit-fighters-wounded = gewonde strijders
unit-strongpoints = steunpunten
unit-tanks = tanks
unit-vehicles = voertuigen
review-title = { $count ->
    [one] Bewering { $claim }? Er wacht { $count } suggestie.
   *[other] Bewering { $claim }? Er wachten { $count } suggesties.
}
review-stance = Het bericht en de bewering: misschien { $stance }.
review-confirmed = Het telt mee. De volgers krijgen bericht.
review-rejected = Genoteerd: het hoort er niet bij.
review-gone = Iemand was sneller, of het bericht of de bewering is weg.
review-done = Er wacht geen suggestie op je.
review-passed = Dat was de oudste. Overgeslagen: { $count }. /review begint opnieuw.
button-confirm = ✓ Gaat hierover
button-reject = ✗ Nee
button-pass = ⏭ Volgende
claims-found = Beweringen over ‘{ $asked }’:
claims-none = Geen enkele bewering gaat over ‘{ $asked }’. Probeer één woord ervan, of kies:
settle-how = Schrijf: /settle A14 refuted, met daarachter waarom. De statussen: unverified, contested, confirmed, refuted.
settle-which = Welke status krijgt { $claim }?
settle-bad-status = ‘{ $asked }’ is geen status. Dit zijn ze: { $statuses }. Tik er een aan, of schrijf bijvoorbeeld: <code>/settle { $claim } weerlegd</code>, met daarachter waarom.
settle-ask = <b>{ $claim }: { $status }.</b> Beantwoord dit bericht met de reden; iedereen die de bewering volgt, leest die.
settle-done = { $claim } is nu { $status }. De volgers krijgen bericht.
settled-title = Bewering { $claim } is nu { $status }
settled-reason = Waarom: { $reason }
settled-before = Eerst: { $status }
reason-version = een nieuwe versie van een bewering die je volgt
claim-corrects = Corrigeert { $claim }: { $statement }
timeline-asserted = beweerd
timeline-denied = ontkend
side-unplaced = bij geen kant ingedeeld
timeline-caption = { $claim }: berichten die dit beweren (boven) en ontkennen (onder)
timeline-empty = Nog geen bericht beweert of ontkent dit.
button-timeline = 📈 In de tijd
command-claims = Alle beweringen, of zoek erin
command-claim = De kaart van een bewering: wie zegt het, wie ontkent het

## Sluimeren

snoozed-until = 💤 { $name }: sluimert tot { $until }
snoozed-for-good = 💤 { $name }: sluimert voorgoed
snooze-over = { $count ->
    [0] { $name } sluimert niet meer. Er is niets achtergehouden.
    [one] { $name } sluimert niet meer. Er is { $count } melding achtergehouden.
   *[other] { $name } sluimert niet meer. Er zijn { $count } meldingen achtergehouden.
}
snooze-nothing = Je volgt hier niets meer van.
toast-snooze-what = Waarover?
toast-snooze-how-long = Hoe lang?
toast-snoozed = Niets hierover tot { $until }
toast-snoozed-good = Niets meer hierover, behalve in overzichten
toast-snooze-ended = Sluimert niet meer
toast-seen = Genoteerd: gezien

## Stille uren

quiet-none = Je hebt geen stille uren: meldingen komen op elk moment.
quiet-daily = Van <b>{ $begins }</b> tot <b>{ $ends }</b> ({ $zone }) komen er geen meldingen.
quiet-digest = Wat erin valt, staat in het volgende dagelijkse overzicht.
quiet-summary = Wat erin valt, komt in één bericht als ze voorbij zijn.
quiet-hint =
    Kies, of schrijf het zo: <code>/quiet 22:30-06:00</code>
    In een andere tijdzone: <code>/quiet 23:00-07:00 Europe/Brussels</code>
ask-quiet =
    Antwoord op dit bericht met de uren waarin je geen meldingen wilt, zoals <code>22:30-06:00</code>.
    In een andere tijdzone: <code>23:00-07:00 Europe/Brussels</code>
quiet-off = ✓ Je hebt geen stille uren meer.
quiet-bad = ‘{ $asked }’ zijn geen uren. Schrijf ze zo: <code>/quiet 23:00-07:00</code>
quiet-bad-zone = Ik ken de tijdzone ‘{ $asked }’ niet. Schrijf een stad, zo: <code>/quiet { $hours } Europe/Brussels</code>
button-quiet-off = Geen stille uren

## Waarom

why-title = <b>Waarom dit gevonden is</b>
why-told = Je kreeg er een melding van
why-not-told = Je kreeg er niet meteen een melding van
why-untold = Niets wat je volgt vond het
why-untold-line = Hierover gaat het bericht; volg er iets van met /subscribe.
why-subscription = • { $name } – { $reason }.
why-by-itself = • { $reason }
why-how = Antwoord op een melding met /why, stuur er een aan me door, of schrijf de link van een bericht: <code>/why https://t.me/naam/5</code>
why-unknown = Dat bericht is niet opgeslagen. /channels toont wat gelezen wordt; of schrijf de link: <code>/why https://t.me/naam/5</code>
why-stance = Bericht en bewering: { $stance }
why-score = Zekerheid: { $percent }%
why-score-unsure = Zekerheid: { $percent }%. Dat is te weinig om zonder redacteur te tellen.
why-channel = Het kanaal
why-channel-line = Je volgt dit kanaal: elk bericht telt.
why-nothing = Niets meer
why-nothing-line = De volglijst is sindsdien veranderd, of je volgt niet meer wat gevonden was.
why-gone = Dit bericht is niet meer opgeslagen.
wrong-which = Wat klopt er niet?
wrong-thanks = Dank je. Genoteerd: dit bericht gaat daar niet over. Met een knop neem je het terug.
wrong-stance-thanks = Dank je. Genoteerd: het gaat erover, maar op een andere manier.
right-thanks = Dank je. Genoteerd: dit klopt.
wrong-vanished = Dit staat niet meer op de volglijst.
undone = Teruggenomen.
translation = 🌍 <b>Machinevertaling</b> door { $host }
translation-from = 🌍 <b>Machinevertaling</b> door { $host } – origineel: { $tongue }
translation-mind = Er kunnen fouten in zitten. Citeer het origineel.
translate-off = Hier is geen vertaler ingesteld. Vraag de beheerder erom.
translate-slow = De vertaler deed er te lang over. Probeer het over een minuut opnieuw.
translate-unreachable = De vertaler is onbereikbaar. Probeer het later opnieuw, of meld het de beheerder.
translate-busy = De vertaler heeft het te druk. Probeer het over een minuut opnieuw.
translate-refused = De vertaler weigert ons. Meld het de beheerder: misschien klopt de sleutel niet.
translate-language = De vertaler kent een van de twee talen niet. Meld het de beheerder.
translate-broken = Het antwoord van de vertaler was onleesbaar. Probeer het later opnieuw, of meld het de beheerder.

## Overzichten

digest-span = { $since } – { $until }
digest-moved = { $count ->
    [one] { $count } bewering in beweging
   *[other] { $count } beweringen in beweging
}
digest-denials = { $count ->
    [one] { $count } eerste ontkenning
   *[other] { $count } eerste ontkenningen
}
digest-posts = { $count ->
    [one] { $count } bericht
   *[other] { $count } berichten
}
digest-news = <b>🆕 Wat er veranderde</b>
digest-first-seen = • voor het eerst gezien: { $who }, { $when }
digest-new-version = • een gecorrigeerde versie: { $who }, { $when }
digest-first-denial = • 🚫 eerste ontkenning: { $who }, { $when }
digest-new-sources = { $count ->
    [one] • één nieuwe bron – { $sides }
   *[other] • { $count } nieuwe bronnen – { $sides }
}
digest-new-deniers = { $count ->
    [one] • nog één ontkent het – { $sides }
   *[other] • nog { $count } ontkennen het – { $sides }
}
digest-status = • status: { $before } → { $now } ({ $when })
digest-most-repeated = <b>🔁 Het vaakst herhaald: in { $count } kanalen</b>
digest-held = 🔕 Tot nu toe achtergehouden: { $what }
digest-held-muted = { $count } tijdens het sluimeren
digest-held-quiet = { $count } in de stille uren
digest-figure = • { $unit }: { $before } → { $now } ({ $who }, { $when })
digest-claim = <b>{ $claim }</b> { $statement }
digest-asserts = beweert
digest-denies = ✖ ontkent
digest-others = noemt
digest-via = (via { $channel })
digest-repeated = ↳ ook herhaald door { $channels }
digest-repeated-more = { $count ->
    [one] ↳ ook herhaald door { $channels } en nog { $count }
   *[other] ↳ ook herhaald door { $channels } en nog { $count }
}
digest-uncovered = <b>⚠️ Niet gelezen</b>
continued = { $heading } (vervolg)
and-more = +{ $count }
digest-deleted = (verwijderd)
digest-nothing = Niets nieuws sinds { $since }.
digest-nothing-followed = Je volgt nog niets, dus er is niets te vertellen. Kies iets:
digest-coming = Het overzicht komt eraan.
digest-none = Je krijgt geen dagelijks overzicht.
digest-daily = Het overzicht komt elke dag om <b>{ $at }</b> ({ $zone }).
digest-hint =
    Tik op een tijd om die toe te voegen, nog eens om die weg te halen. Zelf schrijven: <code>/digest 07:30 18:00</code>
    Je tijdzone is { $zone }. Een andere: <code>/digest 08:00 Europe/Brussels</code>
ask-digest =
    Antwoord op dit bericht met de tijden waarop je een overzicht wilt, zoals <code>07:30 18:00</code>.
    In een andere tijdzone: <code>08:00 Europe/Brussels</code>
digest-set = ✓ Het overzicht komt elke dag om <b>{ $at }</b> ({ $zone }). Het volgende: { $next }.
digest-set-off = ✓ Geen dagelijks overzicht meer. Met /digest krijg je er altijd een.
digest-bad-time = ‘{ $asked }’ is geen tijd. Schrijf het zo: <code>/digest 08:00</code>
digest-bad-file = Een bestand is html of csv, niet ‘{ $asked }’. Schrijf het zo: <code>/digest file csv</code>
digest-file-empty = Sinds { $since } is er niets om in een bestand te zetten.
digest-file = Het overzicht van { $since } – { $until }
picture-others = { $count ->
    [one] nog { $count }
   *[other] { $count } andere
}
digest-picture = Berichten per groep, { $since } – { $until }
digest-too-many = Er zijn hooguit { $most } overzichten per dag mogelijk. Schrijf minder tijden, zo: <code>/digest 08:00 18:00</code>
toast-digest-gone = Van dit overzicht is niets meer bewaard.
toast-digest-many = Hooguit { $most } overzichten per dag: haal eerst een tijd weg.
digest-bad-zone = { $at } begrijp ik, maar ‘{ $asked }’ niet. Is dat een tijdzone, schrijf dan een stad, zo: <code>/digest { $at } Europe/Brussels</code>
digest-bad-zone-close = { $at } begrijp ik, maar ‘{ $asked }’ niet. Is dat een tijdzone, bedoel je dan <code>/digest { $at } { $zone }</code>?

## Stand van zaken

status-uncovered = Niet gelezen: { $missed } van { $all } kanalen
status-doubt = { $count ->
    [one] ⚠️ { $channel }: { $count } bericht lijkt weg sinds { $since }, te veel ineens om te geloven. Niets geldt als verwijderd; een beheerder moet kijken, en typt dan: seinpost deletions { $channel } --believe (of --dismiss).
   *[other] ⚠️ { $channel }: { $count } berichten lijken weg sinds { $since }, te veel ineens om te geloven. Niets geldt als verwijderd; een beheerder moet kijken, en typt dan: seinpost deletions { $channel } --believe (of --dismiss).
}
gap = • { $channel }: { $why }
gap-since = • { $channel }: { $why }, sinds { $since }
gaps-more = … en nog { $count }
problem-not-found = dat kanaal bestaat niet (meer)
problem-private = niet openbaar
problem-blocked = geblokkeerd in ons land
problem-flood-wait = Telegram laat ons wachten
problem-no-account = geen account om het mee te lezen
problem-unreachable = onbereikbaar
problem-broken = het antwoord was onleesbaar
problem-not-yet = nog niet gelezen
problem-late = loopt achter
status-awake = Seinpost is wakker.
status-asleep = Seinpost slaapt: er wordt geen kanaal gelezen. Meld het de beheerder.
status-covered = { $count ->
    [one] { $count } kanaal wordt gelezen.
   *[other] { $count } kanalen worden gelezen.
}
status-last = Laatst gelezen: { $when }
status-fresh = De helft van de berichten is hier binnen { $half } na plaatsing, negen van de tien binnen { $most }.
status-started = Draait sinds { $when }
status-watchlist = Volglijst { $version } geldt sinds { $since }
status-watchlist-bad = ⚠️ Sinds { $since } staan er fouten in de bestanden van de volglijst: de vorige versie blijft gelden.
status-off = { $count ->
    [one] { $count } kanaal van de volglijst is uitgezet.
   *[other] { $count } kanalen van de volglijst zijn uitgezet.
}
status-following = { $count ->
    [0] Je volgt nog niets: /subscribe
    [one] Je volgt { $count } ding: /subscriptions
   *[other] Je volgt { $count } dingen: /subscriptions
}
status-pending = { $count ->
    [0] Er wacht niets om naar je gestuurd te worden.
    [one] Er wacht { $count } bericht om naar je gestuurd te worden.
   *[other] Er wachten { $count } berichten om naar je gestuurd te worden.
}
status-failed = { $count ->
    [one] { $count } bericht kon niet naar je gestuurd worden.
   *[other] { $count } berichten konden niet naar je gestuurd worden.
}
status-uncertain = { $count ->
    [one] { $count } bericht heeft je misschien niet bereikt. De knop toont het:
   *[other] { $count } berichten hebben je misschien niet bereikt. De knoppen tonen ze:
}
uncertain-notice = Een melding heeft je misschien niet bereikt.
show-done = Het is al getoond.
show-gone = Het is niet meer opgeslagen.

## Terugzoeken

find-how =
    <b>Doorzoek de bewaarde berichten</b>, nieuwste eerst:
    <code>/find Козинка</code> – een woord in al zijn vormen
    <code>/find "Лозовая Рудка"</code> – precies deze woorden
    <code>/find мост -футбол</code> – zonder een woord
    <code>/find обстрел*</code> – alles wat zo begint
    <code>/find мост channel:@naam since:2024-03-12 lang:ru</code> – in één kanaal, vanaf een dag, in een taal
find-none = Geen bewaard bericht zegt dit. Probeer minder woorden, of het begin van een woord, zo: <code>/find обстрел*</code>
find-count = { $first }–{ $last } van { $total }, nieuwste eerst.
find-count-more = { $first }–{ $last } van meer dan { $most } berichten, nieuwste eerst. Met een datum worden het er minder: <code>since:2024-03-12</code>
find-bad-words = Geef minstens één woord om naar te zoeken, zo: <code>/find Козинка -футбол</code>
find-bad-quote = Er ontbreekt een aanhalingsteken. Schrijf het zo: <code>/find "Лозовая Рудка"</code>
find-bad-beginning = ‘{ $asked }’ is te kort om op het begin te zoeken. Geef minstens drie letters, zo: <code>/find обс*</code>
find-bad-date = ‘{ $asked }’ is geen dag. Schrijf het zo: <code>since:2024-03-12</code>
find-bad-lang = ‘{ $asked }’ is geen taal. Schrijf die in twee letters, zo: <code>lang:ru</code>
find-bad-channel = ‘{ $asked }’ is geen kanaalnaam. Schrijf het zo: <code>channel:@naam</code>
find-no-channel = Van { $asked } zijn geen berichten bewaard. /channels toont wat gelezen wordt.
find-bad-long = Dat is te lang. Vraag het in hoogstens { $most } tekens, zo: <code>/find Козинка мост</code>
find-bad-many = Dat is te veel tegelijk. Vraag hoogstens { $most } woorden of woordgroepen, zo: <code>/find Козинка мост</code>
find-slow = Dat duurde te lang. Voeg een woord of een datum toe, zo: <code>/find Козинка since:2024-03-12</code>
find-again = Deze zoekopdracht is te oud voor de knoppen. Zoek opnieuw met /find.
channels-title = { $count ->
    [one] <b>{ $count } kanaal op de volglijst</b>, { $off } uitgezet.
   *[other] <b>{ $count } kanalen op de volglijst</b>, { $off } uitgezet.
}
channels-read = gelezen { $when }
channels-delay = berichten zijn hier binnen { $span }
channels-live = live gehoord
channels-trouble = niet gelezen: { $why }
channels-lost = niet gelezen: { $why }; laatst gelezen { $when }
channels-off = uitgezet
channels-off-why = uitgezet: { $why }
channels-propose = Ontbreekt er een? Stuur me een bericht eruit door, of stel het zo voor: <code>/channels @naam</code>
channels-how = ‘{ $asked }’ is geen kanaalnaam. Schrijf <code>/channels @naam</code>, de link, of stuur me een bericht eruit door.
channels-number = Ik lees geen kanaal met het nummer { $asked }. Geef de naam, of stuur me een bericht eruit door: <code>/channels @naam</code>
channels-invited = Een uitnodigingslink leidt naar een besloten kanaal; ik lees alleen openbare. Geef de naam van een openbaar kanaal, zo: <code>@naam</code>
channels-private = ‘{ $name }’ heeft geen openbare naam, en ik lees alleen openbare kanalen. Kies een ander: /channels
channels-unlisted = { $channel } staat niet op de volglijst. Met de knop stel je het aan de beheerders voor, zonder je naam.
channels-proposed = ✓ { $channel } is voorgesteld. De beheerders horen het, zonder je naam.
channels-proposed-often = Je hebt vandaag al een kanaal voorgesteld. Probeer het morgen opnieuw met { $channel }.
change-proposed = 💡 Een lezer stelt een kanaal voor: { $channel }. Voeg het aan de volglijst toe om het te lezen.

## Voor de beheerder

operators-title = Voor de beheerder
change-renamed = ✏️ { $before } heet nu { $after }.
change-username = 🏷 { $channel }: { $before } is nu { $after }. Pas de volglijst aan.
change-username-lost = 🏷 { $channel } heeft de naam { $before } niet meer. Het kanaal wordt nog wel gelezen.
change-username-given = 🏷 { $channel } heeft nu de naam { $after }.
change-flag-set = 🏷 { $channel }: Telegram geeft nu aan: { $flag }.
change-flag-cleared = 🏷 { $channel }: Telegram geeft niet meer aan: { $flag }.
change-uncovered = ⚠️ Niet meer gelezen: { $channels } ({ $why })
change-covered = ✅ Weer gelezen: { $channels }
change-account-rests = 🔴 Account { $account } kan niets lezen tot je ingrijpt: <i>{ $why }</i>
change-account-back = 🟢 Account { $account } leest weer.
change-watchlist-refused = 🔴 Er staan fouten in de bestanden van de volglijst. Versie { $version } blijft gelden tot ze hersteld zijn: <i>{ $why }</i>
change-watchlist-mended = 🟢 De volglijst is hersteld: versie { $version } geldt.
change-entry-refused = 🔴 { $entry }, gemaakt in de chat, past niet bij de bestanden van de volglijst en telt niet mee tot het past (wijzig het met /newclaim, of verwijder het): <i>{ $why }</i>
change-parked = ⛔ Geparkeerd bij de stap { $stage }: { $count }, omdat die er telkens op stukliep ({ $why }). Wat erachter komt gaat door. seinpost parked toont ze, seinpost parked --retry probeert het opnieuw.
change-stage-stopped = 🔴 De stap { $stage } krijgt niets meer af. Kijk in het logboek en naar seinpost status, en start de uitkijk dan opnieuw.
change-stage-resumed = 🟢 De stap { $stage } werkt weer.
change-database-out = 🔴 De database neemt niets meer aan: { $why }. Er wordt niets gemeld tot dat verholpen is: kijk naar de vrije ruimte op de schijf en naar de databaseserver. Wat kanalen intussen publiceren, wordt daarna gelezen.
change-database-back = 🟢 De database neemt alles weer aan. Wat intussen verscheen, wordt nu gelezen.
change-backup-failed = 🔴 Er kan geen reservekopie worden gemaakt in { $folder }: <i>{ $why }</i> Elk halfuur wordt het opnieuw geprobeerd.
change-backup-made = 🟢 In { $folder } worden weer reservekopieën gemaakt.
vanished = Niet meer op de volglijst: { $names }. Je hoort hier niets meer over tot het terugkomt. Niet meer volgen: /subscriptions
unreadable = Wat je volgt als { $name } is niet meer te begrijpen. Je hoort er niets over tot je het opnieuw verwoordt: tik erop in /subscriptions
full-rests = 🔴 Account { $account } rust sinds { $since }.
full-flood = ⏳ Account { $account } moet met { $request } wachten tot { $until }.
full-live = Kanalen waarvan accounts lid zijn, om berichten meteen op te merken: { $channels }
full-queue = Berichten die op vergelijking wachten: { $unmatched }; terzijde gelegd: { $parked }
full-parked = ⛔ Terzijde gelegd bij de stap { $stage }: { $count } ({ $why }). `seinpost parked` toont ze.
full-deliveries = Berichten aan iedereen: { $pending } wachten, { $sent } verstuurd, { $uncertain } onzeker, { $failed } mislukt
full-failed = • { $count }× mislukt: { $why }
full-backup = Laatste goede reservekopie: { $when }
full-backup-bad = ⚠️ Op { $when } kon geen reservekopie worden gemaakt: `seinpost status` zegt waarom.
full-backup-none = ⚠️ Er is nog nooit een reservekopie gemaakt. Stel SEINPOST_BACKUP__FOLDER in op een map, dan gebeurt het vanzelf.
full-slowest = Traagst: { $channels }
full-unseen = Berichtnummers nooit gezien: { $channels }
flag-verified = geverifieerd
flag-scam = oplichting
flag-fake = nep
flag-restricted = beperkt toegankelijk

## Eigen beweringen van redacteuren

draft-title = Niet op de volglijst: { $what }
draft-told = Kanalen die het in eigen woorden vertellen: { $channels }. Berichten, met kopieën: { $posts }.
draft-languages = Talen: { $languages }
draft-holders = Op gezag van: { $names }
draft-alike = Bekende beweringen over deze plaats in deze dagen, waaraan deze berichten niet gekoppeld zijn: { $claims }
draft-refused = Genoteerd: het is geen bewering. Over deze berichten wordt niet meer gevraagd.
draft-gone = Daarover is al beslist.
draft-posts = Berichten bij voorstel { $number }
slot-where = Waar: { $names }
slot-what = Wat: { $names }
slot-when = Wanneer: { $first } – { $last }
slot-who = Wie: { $names }
slot-figures = Cijfers: { $figures }
figure-range = { $low } tot { $high }
proposal-title = Voorstel { $number }.
proposal-change = Het wijzigt { $claim }.
proposal-trial = In de afgelopen 7 dagen zouden { $linked } van de { $tried } berichten die de plaats noemen eraan gekoppeld zijn.
proposal-answer = Beantwoord dit bericht om het anders te verwoorden.
proposal-no-place = Het noemt geen plaats van de volglijst: antwoord met een zin die dat wel doet.
proposal-no-event = Wat voor gebeurtenis is het? Kies er hieronder een of meer.
button-make = ✓ Maak er een bewering van
button-no-claim = ✗ Geen bewering
button-posts = Toon berichten
button-keep = ✓ Bewaren
button-discard = ✗ Weggooien
newclaim-how = Schrijf: /newclaim en één zin, in welke taal ook, die zegt wat er gebeurd is en waar. /newclaim E001 en een zin wijzigt een bewering die zo gemaakt is.
newclaim-waiting = Deze zijn in berichten gevonden en wachten op je:
newclaim-unknown = Er is geen bewering { $claim } die in de chat is gemaakt. Die in de bestanden van de volglijst worden daar gewijzigd.
newclaim-worded = { $claim } is nu verwoord in het { $language }.
statement-in = (in het { $language }) { $statement }
card-unworded = ✏️ Nog niet verwoord in het { $languages }. Schrijf: { $line }
newclaim-made = { $claim } is nu een bewering. Binnen enkele seconden worden er berichten aan gekoppeld, en eerdere berichten worden doorzocht: jij hoort wat er gevonden is, volgers niet. /claim { $claim } toont de kaart, /dropclaim { $claim } gooit de bewering weg.
backfilled = { $count ->
    [0] { $claim }: geen bericht van de laatste { $days } dagen gaat erover.
    [one] { $claim }: één bericht van de laatste { $days } dagen gaat erover.
   *[other] { $claim }: { $count } berichten van de laatste { $days } dagen gaan erover.
}
backfilled-untold = Ze tellen mee voor de bewering. Wie haar volgt, kreeg er geen melding van; moet dat alsnog?
backfilled-posts = Eerdere berichten over { $claim }
backfilled-gone = Er zijn er geen meer.
backfilled-told = Wie de bewering volgt, hoort er nu van.
button-tell = 🔔 Volgers melden
full-backfill = Opnieuw vergeleken met de nieuwe volglijst: { $done }, nog ongeveer { $left }
dropclaim-how = Schrijf: /dropclaim E001. Alleen beweringen die in de chat gemaakt zijn, kunnen weg.
dropclaim-ask = { $claim } weggooien? Er wordt dan geen bericht meer aan gekoppeld. Wat erover gezegd is, blijft bewaard.
dropclaim-done = { $claim } is weggegooid.
dropclaim-kept = { $claim } blijft.
button-drop = ✗ { $claim } weggooien
button-stay = { $claim } houden
merge-how = Schrijf: /merge E003 A14. De eerste bewering wordt één met de tweede; /merge E003 toont waarin die is opgegaan.
claim-unknown = Ik ken geen bewering ‘{ $asked }’. /claims toont ze.
merge-same = Dit is al één bewering.
merge-done = { $claim } is nu één met { $into }: de berichten, stemmen en cijfers tellen mee voor { $into }, en wie de ene volgt, hoort van de andere.
merge-undone = { $claim } is weer een eigen bewering.
merge-none = { $claim } is in geen andere bewering opgegaan.
card-merged = { $claim } is opgegaan in deze bewering.
button-part = { $claim } weer losmaken
supersede-how = Schrijf: /supersede E003 A14. Dan corrigeert de eerste bewering de tweede; /supersede E003 toont wat die corrigeert.
supersede-done = { $claim } corrigeert nu { $older }: beide blijven bestaan, hun kaarten verwijzen naar elkaar, en wie de ene volgt, hoort van de andere.
supersede-itself = Dat is één bewering, { $claim }, en die kan zichzelf niet corrigeren. Noem een andere: /claims toont ze.
supersede-circle = { $older } corrigeert { $claim } al, rechtstreeks of via andere beweringen; allebei kan niet. Is het andersom, neem dat dan eerst terug: /supersede { $older }
supersede-files = Volgens de bestanden van de volglijst corrigeert { $claim } bewering { $older }. Wijzig het daar.
supersede-none = { $claim } corrigeert geen andere bewering.
supersede-undone = { $claim } corrigeert geen andere bewering meer.
button-uncorrect = { $claim } is geen correctie

## Taal, vergeten, eigenaar, fouten

language = De taal is <b>{ $language }</b>. Kies een andere:
language-set = ✓ Vanaf nu spreek ik <b>{ $language }</b>.
forget =
    <b>Alles over deze chat wissen?</b>
    Wat je volgt, je instellingen en alle meldingen aan jou verdwijnen uit mijn database. De berichten in deze chat blijven staan; die kun je zelf wissen.
forget-done = ✓ Alles over deze chat is gewist. Met /start begin je opnieuw.
forget-kept = Er is niets gewist.
owner-done = ✓ Je bent nu de eigenaar van deze Seinpost.
owner-already = Deze Seinpost heeft al een eigenaar. Vraag die om je uit te nodigen of er ook een te maken.
owner-wrong = Dat is niet de code. De beheerder vindt die waar Seinpost is gestart.
owner-none = Er is geen code actief. De beheerder krijgt er een door Seinpost zonder eigenaar te starten.
owner-private = Stuur de code in een privéchat met mij, niet hier.
unknown-command = Die opdracht ken ik niet. /help zegt wat ik kan.
unknown-message = Ik lees alleen tekst. Stuur me de naam van een groep, plaats of kanaal, of /help.
unknown-button = Deze knop is van een oudere versie. /help zegt wat ik nu kan.
gone-entry = Dit staat niet meer op de volglijst.
error = Er ging iets mis, aan onze kant. Probeer het opnieuw; gebeurt het weer, vertel het dan de beheerder.

## Wie mag wat

role-reader = lezer
role-editor = redacteur
role-owner = eigenaar
no-access = Deze bot is niet voor iedereen open. Vraag wie je erover vertelde om een uitnodigingslink, en open die.
refused-editors = Dat mogen alleen redacteuren. Vraag een eigenaar om je er een te maken.
refused-owners = Dat mag alleen een eigenaar. Vraag er een om het te doen.
refused-administrators = In deze groep wijzigen alleen de beheerders instellingen. Vraag het een van hen; /group toont de regel.
refused-not-asked = Dat vroeg ik aan { $name }. Een beheerder van deze groep mag ook antwoorden.
refused-private = Dit werkt alleen in een privéchat met mij.
slow-down = Dat was veel tegelijk. Wacht een minuut en ga dan verder.
too-many-subscriptions = { $count ->
    [one] Deze chat mag hoogstens { $count } ding volgen. Stop daar eerst mee: /subscriptions
   *[other] Deze chat mag hoogstens { $count } dingen volgen. Stop eerst met een ervan: /subscriptions
}
invite-how =
    Schrijf: <code>/invite</code>, <code>/invite lezer 5 14</code> of <code>/invite redacteur</code>.
    Het eerste getal zegt hoeveel mensen de link mogen gebruiken (1 tot { $uses }), het tweede hoeveel dagen (1 tot { $days }).
invite-allowlist = Lezers komen hier binnen via de toegangslijst: vraag de beheerder om het id van die persoon in SEINPOST_BOT__ALLOWED te zetten.
invite-made = { $count ->
    [one]
        <b>Uitnodiging ({ $role })</b>
        { $link }
        Voor { $count } persoon, tot { $until }. Wie de link heeft, kan binnenkomen: stuur hem aan niemand anders.
   *[other]
        <b>Uitnodiging ({ $role })</b>
        { $link }
        Voor { $count } personen, tot { $until }. Wie de link heeft, kan binnenkomen: stuur hem aan niemand anders.
}
invitations = Uitnodigingen die gelden
invitations-none = Er geldt nu geen uitnodiging. Maak er een:
invitation-line = { $count ->
    [one] #{ $number }: { $role }, nog { $count } keer te gebruiken, tot { $until }
   *[other] #{ $number }: { $role }, nog { $count } keer te gebruiken, tot { $until }
}
invitation-used = ✓ Je bent binnen. Je rol hier: <b>{ $role }</b>.
invitation-void = Deze uitnodiging geldt niet meer. Vraag de afzender om een nieuwe.
invitation-needless = Je hebt al toegang; de uitnodiging is niet verbruikt.
invitation-revoked = Geldt niet meer
invitation-gone = Die uitnodiging gold al niet meer
button-revoke = ✕ Deze uitnodiging intrekken
button-invitations = 📋 Alle uitnodigingen
roles = { $count ->
    [one] <b>{ $count } lid.</b> Tik op de naam om de rol te wijzigen.
   *[other] <b>{ $count } leden.</b> Tik op een naam om de rol te wijzigen.
}
role-line = { $name }: { $role } sinds { $since }
role-changed = ✓ Gewijzigd
role-gone = Die persoon heeft hier geen rol meer.
role-last-owner = De laatste eigenaar blijft dat. Maak eerst iemand anders eigenaar.
button-role-remove = ✕ Geen toegang meer
audit = Wie deed wat
audit-none = Er is nog niets opgeschreven.
audit-line = { $when } · { $who }: { $deed } { $subject }
audit-forgotten = (vergeten)
button-older = Ouder ›
deed-role-given = gaf de rol aan
deed-role-removed = nam de rol af van
deed-invited = maakte uitnodiging
deed-invitation-used = gebruikte uitnodiging
deed-invitation-revoked = trok uitnodiging in
deed-status-set = zette de status van
deed-claim-made = maakte bewering
deed-claim-changed = wijzigde bewering
deed-claim-dropped = gooide bewering weg
deed-draft-refused = wees af: voorstel
deed-earlier-told = liet volgers eerdere berichten horen over bewering
deed-claims-merged = voegde bewering samen
deed-merge-undone = maakte bewering weer los
deed-correction-said = noteerde als correctie: bewering
deed-correction-undone = nam terug als correctie: bewering
deed-link-confirmed = bevestigde een verband met
deed-link-rejected = verwierp een verband met
deed-access-refused = werd geweigerd:
deed-group-set = bepaalde wie instellingen wijzigt in groep
deed-channel-linked = koppelde kanaal
deed-channel-unlinked = ontkoppelde kanaal
deed-forgotten = wiste alles over
group-only = Stuur /group in de groep waar het om gaat.
group-everyone =
    <b>Wie hier instellingen mag wijzigen: alle leden met toegang.</b>
    Beheerders van de groep kunnen dat veranderen.
group-administrators =
    <b>Wie hier instellingen mag wijzigen: de beheerders van de groep die toegang hebben.</b>
    Beheerders van de groep kunnen dat veranderen.
button-group-everyone = Alle leden met toegang
button-group-administrators = Alleen beheerders
export-caption = Alles wat over deze chat wordt bewaard. /forget wist het.
channel-how =
    Ik kan meldingen in een kanaal van jou plaatsen. Maak mij daar beheerder die mag plaatsen, en stuur me dan een bericht uit het kanaal door, of schrijf <code>/channel @naam</code>; de link of het nummer mag ook.
    Met <code>/channel @naam Tjotkino</code> krijgt het kanaal daar meldingen van.
channel-not-found = Een kanaal { $asked } kan ik niet zien. Kijk de naam na; is het kanaal besloten, maak mij er dan eerst beheerder en stuur me een bericht eruit door.
channel-invited = Een uitnodigingslink zegt mij niet welk kanaal het is. Maak mij daar beheerder en stuur me een bericht eruit door.
channel-unreadable = ‘{ $asked }’ is geen kanaalnaam. Schrijf <code>/channel @naam</code>, de link of het nummer, of stuur me een bericht eruit door.
channel-not-forwarded = Dat bericht is niet uit een kanaal doorgestuurd, of Telegram verbergt uit welk. Schrijf <code>/channel @naam</code>.
channel-is-group = ‘{ $name }’ is een groep, geen kanaal. Schrijf /subscribe in die groep.
channel-is-person = ‘{ $name }’ is een persoon of een bot, geen kanaal. Schrijf <code>/channel @naam</code> met de naam van een kanaal.
channel-not-admitted = In ‘{ $name }’ mag ik niet plaatsen. Maak mij daar beheerder met het recht om te plaatsen, en probeer het opnieuw.
channel-not-yours = Je bent geen beheerder van ‘{ $name }’. Vraag een van hen om het te koppelen.
channel-what = Ik weet niet precies wat ‘{ $asked }’ is. Schrijf het nummer of de volledige naam; /subscribe toont ze.
channel-page = { $count ->
    [0] <b>{ $name }</b> is gekoppeld en krijgt nog nergens meldingen van.
    [one] <b>{ $name }</b> krijgt meldingen van { $count } ding. Tik erop om te stoppen.
   *[other] <b>{ $name }</b> krijgt meldingen van { $count } dingen. Tik erop om te stoppen.
}
channel-gone = Dat kanaal is niet meer door jou gekoppeld.
channel-unlinked = In { $name } plaats ik niets meer.
button-unlink = ✕ Dit kanaal ontkoppelen
