### What the bot says in English. Texts for messages may hold Telegram's HTML; those for buttons and notices hold none.

## Telegram's list of commands

command-subscribe = Follow a group, claim, place, channel or own words
command-subscriptions = What you follow
command-unsubscribe = Stop following
command-find = Search the posts that are stored
command-why = Why a post was told, or was not
command-channels = Which channels are read, and how well
command-digest = Digest now, or every day
command-quiet = Hours without alerts
command-status = What is covered, and what is not
command-language = Change the language
command-help = What I can do
command-forget = Delete everything about this chat
command-group = Who may change settings in this group
command-review = Decide about suggested links
command-newclaim = Make a claim
command-merge = Make two claims one
command-supersede = Say which claim corrects another
command-settle = Set the status of a claim
command-invite = Invite somebody
command-channel = Post alerts in a channel of yours
command-roles = Who has access, and as what
command-audit = Who did what
command-export = All that is kept about this chat, as a file

## Buttons

button-follow = ➕ Follow something
button-follow-one = ➕ Follow: { $name }
button-list = 📋 What I follow
button-digest = 🗞 Digest
button-quiet = 🌙 Quiet hours
button-digest-now = Digest now
button-digest-off = No daily digest
button-digest-html = 📄 As HTML
button-digest-csv = 📊 As a table (CSV)
button-status = 📶 Status
button-language = 🌐 Language
button-help = ❔ Help
button-snooze = 💤 Snooze
button-snooze-hour = 💤 1 hour
button-snooze-shift = 💤 8 hours
button-snooze-tomorrow = 💤 Until tomorrow
button-snooze-good = 💤 For good
button-snooze-end = 🔔 Snoozed until { $until } – end it
button-snooze-end-good = 🔔 Snoozed for good – end it
button-wake = 🔔 End the snooze: { $name }
button-seen = 👍 Seen
button-seen-by = 👍 { $who }, { $when }
button-translate = 🌍 Translate
button-open = ↗ Open post
button-why = Why?
button-wrong = ✗ Wrong match
button-undo = ↩ Take back: { $name }
button-wrong-stance = Right match, wrong stance
button-stop = 🔕 Unfollow
button-stop-some = 🔕 Unfollow…
button-follow-this = ✓ Follow this
button-change = ✏️ Change it
button-no = ✗ No
button-type = ✏️ A name or own words
button-other-times = ✏️ Other times
button-other-hours = ✏️ Other hours
button-propose = 💡 Propose { $channel }
button-these-words = 🔎 Follow these words
button-settings = ⚙️ Settings
button-mode = 🔔 When
button-score = 🎯 How sure
button-tongues = 🔤 Languages
button-stances = ⚖️ What posts say
button-pace = 🗂 Grouping
button-try = 🧪 Dry run
button-reword = ✏️ Other words
button-card = 💬 Claim { $claim }
button-show = 👁 Show it
button-back = ‹ Back
button-forget-yes = Yes, delete everything
button-forget-no = No, keep it

## Welcome and help

start =
    <b>Welcome to Seinpost.</b>

    I read public Telegram channels and tell you who says what, who denies it, and who merely repeats it.
start-how = Follow a group, a place, a channel or a claim (“the village has been taken”). Send me its name, such as <i>Legion</i> or <i>Tyotkino</i>, or a claim’s number, such as <i>A14</i>. Or choose with the first button.
start-how-group = Follow a group, a place, a channel or a claim (“the village has been taken”): choose with the first button, or write <code>/subscribe Legion</code>. In this group I hear commands and replies to my messages only.
start-again = <b>I had stopped writing to you. From now on I do again.</b>
help-title = What I can do
help-how = Send me a name, such as <i>Tyotkino</i> or <i>Legion</i>, the number of a claim, such as <i>A14</i>, or a channel, such as <i>@name</i>. I then write to you as soon as there is news about it.
help-how-group = Write <code>/subscribe Tyotkino</code>, <code>/subscribe A14</code> for a claim, or <code>/subscribe @name</code> for a channel. I then write here as soon as there is news about it. In this group I hear commands and replies to my messages only.
help =
    /subscribe – follow something
    /subscribe <i>words</i> – follow words of your own, for example <code>/subscribe Козинка -футбол, digest</code>
    /subscriptions – what you follow: change how you are told, or stop
    /digest – everything since the last digest
    /digest 08:00 18:00 – digests every day at those times
    /digest 08:00 Europe/Brussels – in that time zone
    /digest file html – the digest as a file; or csv, for a table
    /digest off – no more daily digest
    /claims – all claims, or search them: <code>/claims Tyotkino</code>
    /claim A14 – the card of a claim: who says it, who denies it, since when
    /find – search the posts, for example <code>/find Козинка since:2024-03-12</code>
    /why – in answer to an alert, or with the link of a post: why you were told, or were not
    /channels – which channels I read, how fresh they are; propose one
    /quiet 23:00-07:00 – no alerts in these hours; /quiet off ends that
    /status – what I cover, and what I do not
    /language – change the language
    /export – all that is kept about this chat, as a file
    /forget – delete everything about this chat
help-group = /group – who may change settings here
help-editors-title = For editors
help-editors =
    /review – decide about suggested links, one by one
    /newclaim – make a claim of one sentence; <code>/newclaim E001</code> and a sentence changes it
    /dropclaim E001 – drop a claim that was made in chat
    /merge E003 A14 – two claims become one
    /supersede E003 A14 – the first claim corrects the second
    /settle A14 refuted – set the status of a claim, with the reason
    /invite – invite somebody
    /channel – post alerts in a channel of yours
    /status full – accounts, queues, errors and backups as well
help-owners-title = For owners
help-owners =
    /roles – who has access, and as what
    /audit – who did what

## Following

kind-actors = 👥 Groups and people
kind-claims = 💬 Claims
kind-places = 📍 Places
kind-channels = 📡 Channels
kind-affiliations = ⚖️ Sides
kind-languages = 🔤 Languages
follow = <b>What would you like to follow?</b>
follow-how = Choose below, or just send me a name, a claim’s number or words of your own.
follow-how-group = Choose below. To type a name, a claim’s number or words of your own, press ✏️.
ask-follow =
    Answer this message with what you would like to follow:
    • a name, a number or a channel: <code>Legion</code>, <code>A14</code>, <code>@name</code>
    • words in any form, without others: <code>Козинка -футбол</code>
    • exactly these words: <code>"Лозовая Рудка"</code>
    • all that begins so: <code>обстрел*</code>
    • several at once: <code>group:lsr lang:nl</code>
    You may add how, such as <i>digest</i>, <i>at once</i>, <i>only denials</i> or <i>from 0.8</i>: <code>Козинка, digest</code>
hint-follow = A name, a number or words
follow-hint = Press a name to follow it; press it again to stop.
follow-none = There is nothing here to follow yet.
follow-channels-unread = { $count ->
    [one] { $count } more channel has not been read yet; it can be followed once it has been.
   *[other] { $count } more channels have not been read yet; they can be followed once they have been.
}
follow-claims =
    <b>Claims</b>
    About which event?
follow-claims-hint = Press a number to follow that claim; press it again to stop.
incident-none = Other claims
followed = ✓ You follow { $name }. I will write to you as soon as there is news.
followed-digest = ✓ You follow { $name }. What is new about it comes in your digests.
followed-silent = ✓ You follow { $name }. Nothing of it is sent to you; it is only kept for /why.
followed-undigested = ⚠️ You get no daily digest yet, so nothing of this would come by itself. Choose when: /digest
followed-more = Something else? Send me its name or number.
followed-already = You already follow { $name }.
stopped = You no longer follow { $name }.
stopped-already = You do not follow { $name }.
toast-followed = You follow it
toast-stopped = You no longer follow it
suggest-none = I know nothing called “{ $asked }”. Follow the words themselves, or choose from the lists:
suggest-close = I do not know “{ $asked }”. Did you mean:
suggest-several = “{ $asked }” may be several things. Which one?
stop-unknown = You follow nothing called “{ $asked }”. This is what you follow:
channel-unread = { $asked } is on the watchlist, but could not be read yet. Try again later; /status says what is wrong.
channel-off = { $asked } is on the watchlist, but switched off. Ask the operator to switch it on, or choose something else:
channel-unknown = { $asked } is not on the watchlist. Propose it, or choose something else:
channel-unnamed = channel { $id }
posts-in = posts in { $language }
affiliation-official = both sides’ official channels
phrase-word = “{ $words }”
phrase-exactly = exactly “{ $words }”
phrase-without = without { $what }
phrase-or = or
list = { $count ->
    [one] <b>You follow { $count } thing.</b> Press it to change or stop it.
   *[other] <b>You follow { $count } things.</b> Press one to change or stop it.
}
list-empty = <b>You follow nothing yet.</b> Choose something:
mode-both = at once and in the digest
mode-at-once = at once, not in the digest
mode-digest = in the digest only
mode-silent = never, only kept for /why
score-any = any match
score-from = { $percent }% or more
tongues-any = all languages
stances-any = all
stances-assertions = assertions
stances-denials = denials
stances-others = questions etc.
pace-usual = as usual
pace-each = each alert by itself
pace-more = one message for 2 hours
pace-wait = wait 10 minutes, then together
pace-own = set otherwise
set-mode = 🔔 When: { $mode }
set-score = 🎯 How sure: { $score }
set-tongues = 🔤 Languages: { $languages }
set-stances = ⚖️ What posts say: { $stances }
set-pace = 🗂 Grouping: { $pace }
toast-set = Set
toast-set-undigested = Set. But you get no daily digest yet: choose when with /digest
toast-gone = You do not follow that any more
toast-unreadable = This can’t be understood any more: give it other words
card-unreadable = ⚠️ This can’t be understood any more, and finds nothing. Give it other words.
reword-how = Answer this message with the new words or name, or write <code>/subscribe #{ $number } Козинка -футбол</code>. Its settings stay.
reword-twice = You follow exactly that already: /subscriptions
wording-dropped = Nothing was changed.
wording-again = This message is too old for its buttons. Send it again with /subscribe.
wording-change = Answer this message with the new wording. So far it is: <code>{ $line }</code>
trial-alerts = { $count ->
    [0] In the last 7 days this would have sent you no alert.
    [one] In the last 7 days this would have sent you { $count } alert.
   *[other] In the last 7 days this would have sent you { $count } alerts.
}
trial-alerts-daily = { $count ->
    [one] In the last 7 days this would have sent you { $count } alert, about { $daily } a day.
   *[other] In the last 7 days this would have sent you { $count } alerts, about { $daily } a day.
}
trial-digest = { $count ->
    [0] In the last 7 days no post would have been in your digests for this.
    [one] In the last 7 days { $count } post would have been in your digests for this.
   *[other] In the last 7 days { $count } posts would have been in your digests for this.
}
trial-joined = { $count ->
    [one] { $count } more would have been added to these without ringing.
   *[other] { $count } more would have been added to these without ringing.
}
trial-more = { $count ->
    [one] { $count } more post would be in digests only.
   *[other] { $count } more posts would be in digests only.
}
trial-silent = Nothing would be sent to you; it is only kept for /why.
trial-cut = There is too much of it to look at it all: counted since { $since }.
trial-examples = The newest:
one-actor = group
one-place = place
one-claim = claim
one-channel = channel
one-affiliation = side
one-language = language
query-bad-long = That is too long. Use at most { $most } characters.
query-bad-many = Those are too many words and names at once. Use at most { $most }.
query-bad-deep = There are too many brackets within one another. Use at most { $most }.
query-bad-empty = There is nothing to look for here. Write a word or a name.
query-bad-quote = A quotation mark is not closed. Put one at the end: <code>"Лозовая Рудка"</code>
query-bad-open = A bracket is not closed. Put one at the end: <code>(Козинка OR Тёткино)</code>
query-bad-closed = This bracket was not opened. Leave it out, or open one before it.
query-bad-dangling = Something is missing beside { $asked }. Write a word or name on both sides: <code>Козинка AND NOT футбол</code>
query-bad-beginning = “{ $asked }” is too short a beginning. Give me { $least } letters at least: <code>обс*</code>
query-bad-qualifier = I do not know “{ $asked }:”. Before a colon may stand: { $known }
query-bad-value = What stands behind “{ $asked }:” is missing. Write it without a space: <code>group:lsr</code>
query-bad-unknown = I know no { $kind } “{ $asked }”. Did you mean: { $close }? Or put it in quotation marks, to look for the words.
query-bad-unknown-at-all = I know no { $kind } “{ $asked }”. /subscribe lists what I know; or put it in quotation marks, to look for the words.
query-bad-several = “{ $asked }” may be several things ({ $kind }). Write one of these: { $close }
query-bad-only-not = Nearly every post would match this. Write a word or name that must be there: <code>Козинка -футбол</code>

## Alerts

headline-claim = Claim { $claim } – { $what }
headline-named = { $name } – named in { $channel }
headline-posted = { $channel } – new post
headline-edited = { $channel } – a post that you were told about was edited
headline-deleted = { $channel } – a post that you were told about was deleted
claim-stated = Claim: { $statement }
claim-denied = Denies: { $statement }
figure-new = Figure in this post: { $now }
figure-changed = Changed figure: { $now } (the claim says { $before })
also = Also: { $things }
also-claim = claim { $claim } ({ $stance })
also-claim-alone = claim { $claim }
says = Says: { $who }
passed-on = Passed on by: { $who }
in-channel = Channel: { $channel }
published = Posted: { $when }
moment-in-zone = { $moment } ({ $zone })
forwarded = Forwarded from: { $origin }
copies = Copies a post of { $channel }, { $when }
edited = This post was edited after it had been published.
deleted = This post was deleted after it had been published.
said-changed = What changed (<s>left out</s>, <u>new</u>):
said-before = It said before:
quote-withheld = Posts of this channel are linked here, not quoted.
quote-empty = The post has no text.
attachments = { $count ->
    [one] 📎 { $count } attachment
   *[other] 📎 { $count } attachments
}
added-channels = { $count ->
    [one] ➕ { $count } more channel
   *[other] ➕ { $count } more channels
}
added-posts = { $count ->
    [one] ➕ { $count } more post of this channel
   *[other] ➕ { $count } more posts of this channel
}
added-earlier = { $count ->
    [one] • { $count } channel before these
   *[other] • { $count } channels before these
}
added-line = • { $channel }, { $when } – { $what }
added-copy = a copy
added-mention = named
added-newest = Newest, { $channel }:
why = Why: { $reason }
matched = Matched: { $words }
matched-by = “{ $words }” ({ $rule })
matched-words = “{ $words }”

stance-asserts = asserted by { $who }
stance-attributes = attributed to { $who }
stance-denies = denied by { $who }
stance-reports-denial = denial by { $who } reported
stance-asks = asked about by { $who }
stance-recalls = recalled by { $who }
stance-mocks = mocked by { $who }
stance-corrects = corrected by { $who }
stance-mentions = mentioned by { $who }

stance-word-asserts = asserted
stance-word-attributes = attributed
stance-word-denies = denied
stance-word-reports-denial = denial reported
stance-word-asks = asked about
stance-word-recalls = recalled
stance-word-mocks = mocked
stance-word-corrects = corrected
stance-word-mentions = mentioned

reason-first = the first that you hear of this
reason-new-source = a new source for this claim
reason-denial = this claim is being denied
reason-changed = a figure has changed
reason-words = your own words are in it
reason-silent = you follow this silently
reason-filtered = left out by a filter of yours
reason-again = another post about what you follow
reason-updated = added to an earlier alert
reason-edited = a post that you were told about was edited
reason-deleted = a post that you were told about was deleted
reason-duplicate = a copy of a post that you were told about
reason-repeated = the same source says it again
reason-digest-only = kept for the digest
reason-quiet = it came in your quiet hours
reason-muted = it was snoozed
reason-backlog = an older post, collected for the record
reason-suggested = an unsure match, waiting for an editor

rule-name = its name
rule-own = your own words
rule-form = a form of its name
rule-short = its abbreviation
rule-hashtag = its hashtag
rule-handle = its Telegram name
rule-label = a label that others give it
rule-role = the title of its office
rule-we = its own channel says “we”
rule-surname = the surname
rule-spelling = its name in another spelling
rule-shared = its name, shared with others
rule-event = words of such an event
rule-denial = words of a denial
rule-reads = by these words “{ $stance }”
rule-wording = a known wording of the claim
rule-date = a date
rule-figure = a figure

status-unverified = unverified
status-contested = contested
status-confirmed = confirmed
status-refuted = refuted

side-russia = Russian side
side-ukraine = Ukrainian side
side-neither = neither side
tie-state = state
tie-state-media = state media
tie-armed-group = armed group
tie-aligned = private, openly on that side
tie-independent = independent

## Claims

card-title = Claim { $claim }
card-status = Status: { $status }
card-status-set = Status: { $status } – { $reason } ({ $when })
card-unheard = No post that was read has said so yet.
card-since = { $count ->
    [one] Heard once, { $since }.
   *[other] First heard { $since }, last { $until }, in { $count } posts.
}
card-others = { $count ->
    [one] { $count } more post asks about it, recalls or mocks it.
   *[other] { $count } more posts ask about it, recall or mock it.
}
card-asserting = Asserted by
card-denying = Denied by
card-voice = { $who }: { $when }
card-relayed = { $count ->
    [one] { $count } post, by others
   *[other] { $count } posts, { $relayed } of them by others
}
card-repeated = { $count ->
    [one] { $count } post
   *[other] { $count } posts
}
card-more = … and { $count } more
card-figures = Figures
card-figure = • { $unit }: { $value } – { $who }, { $when }
card-versions = Other versions
card-alike = Not to be confused with
a-channel = a channel
several = several
qualifier-about = about { $number }
qualifier-more = more than { $number }
qualifier-least = at least { $number }
qualifier-most = up to { $number }
qualifier-fewer = fewer than { $number }
corroboration-nobody = Nobody asserts it.
corroboration-unplaced = Asserted by sources that the watchlist puts on no side.
corroboration-one-side = Only one side asserts it.
corroboration-both-sides = Both sides assert it.
corroboration-independent = A source that is independent of both sides asserts it.
unit-armoured-vehicles = armoured vehicles
unit-artillery-pieces = artillery pieces
unit-attempts = attempts
unit-civilians-killed = civilians killed
unit-civilians-wounded = civilians wounded
unit-fighters = fighters
unit-fighters-killed = fighters killed
unit-fighters-wounded = fighters wounded
unit-strongpoints = strongpoints
unit-tanks = tanks
unit-vehicles = vehicles
review-title = { $count ->
    [one] Claim { $claim }? { $count } suggestion waits.
   *[other] Claim { $claim }? { $count } suggestions wait.
}
review-stance = The post may have it { $stance }.
review-confirmed = It counts. Followers are told.
review-rejected = Noted: it is no match.
review-gone = Somebody was faster, or the post or the claim is gone.
review-done = No suggestion waits for you.
review-passed = That was the oldest. Passed over: { $count }. /review begins again.
button-confirm = ✓ It is about this
button-reject = ✗ It is not
button-pass = ⏭ Next
claims-found = Claims about “{ $asked }”:
claims-none = No claim speaks of “{ $asked }”. Try one word of it, or choose:
settle-how = Write: /settle A14 refuted, and then why. The statuses: unverified, contested, confirmed, refuted.
settle-which = Which status shall { $claim } have?
settle-bad-status = “{ $asked }” is no status. These are: { $statuses }. Press one, or write for example: <code>/settle { $claim } refuted</code>, and then why.
settle-ask = <b>{ $claim }: { $status }.</b> Answer this message with the reason; everybody who follows the claim will read it.
settle-done = { $claim } is { $status } now. Its followers are told.
settled-title = Claim { $claim } is { $status } now
settled-reason = Why: { $reason }
settled-before = Before: { $status }
reason-version = a new version of a claim that you follow
claim-corrects = Corrects { $claim }: { $statement }
timeline-asserted = asserted
timeline-denied = denied
side-unplaced = on no side
timeline-caption = { $claim }: posts that assert it (above) and deny it (below)
timeline-empty = No post has asserted or denied it yet.
button-timeline = 📈 Over time
command-claims = All claims, or search them
command-claim = A claim's card: who says it, who denies it

## Snoozing

snoozed-until = 💤 { $name }: snoozed until { $until }
snoozed-for-good = 💤 { $name }: snoozed for good
snooze-over = { $count ->
    [0] The snooze of { $name } has ended. It held nothing back.
    [one] The snooze of { $name } has ended. It held back { $count } alert.
   *[other] The snooze of { $name } has ended. It held back { $count } alerts.
}
snooze-nothing = You follow nothing of this any more.
toast-snooze-what = About what?
toast-snooze-how-long = For how long?
toast-snoozed = Nothing about it until { $until }
toast-snoozed-good = Nothing about it any more, except in digests
toast-snooze-ended = The snooze has ended
toast-seen = Noted: seen

## Quiet hours

quiet-none = You have no quiet hours: alerts come at any time.
quiet-daily = No alerts come from <b>{ $begins }</b> to <b>{ $ends }</b> ({ $zone }).
quiet-digest = What falls into them is in the next daily digest.
quiet-summary = What falls into them comes in one message when they end.
quiet-hint =
    Choose, or write it: <code>/quiet 22:30-06:00</code>
    In another time zone: <code>/quiet 23:00-07:00 Europe/Brussels</code>
ask-quiet =
    Answer this message with the hours in which you want no alerts, such as <code>22:30-06:00</code>.
    In another time zone: <code>23:00-07:00 Europe/Brussels</code>
quiet-off = ✓ You have no quiet hours any more.
quiet-bad = “{ $asked }” are no hours. Write them like this: <code>/quiet 23:00-07:00</code>
quiet-bad-zone = I do not know the time zone “{ $asked }”. Write a city, like this: <code>/quiet { $hours } Europe/Brussels</code>
button-quiet-off = No quiet hours

## Why

why-title = <b>Why this matched</b>
why-told = You were told of it
why-not-told = You were not told of it at once
why-untold = Nothing that you follow found it
why-untold-line = This is what the post is about; follow any of it with /subscribe.
why-subscription = • { $name } – { $reason }.
why-by-itself = • { $reason }
why-how = Answer an alert with /why, forward one to me, or write the link of a post: <code>/why https://t.me/name/5</code>
why-unknown = That post is not stored. /channels lists what is read; or write its link: <code>/why https://t.me/name/5</code>
why-stance = The post and the claim: { $stance }
why-score = How sure: { $percent }%
why-score-unsure = How sure: { $percent }%. That is too little to count without an editor.
why-channel = The channel
why-channel-line = You follow this channel: every post counts.
why-nothing = Nothing any more
why-nothing-line = The watchlist has changed since, or you no longer follow what matched.
why-gone = This post is no longer stored.
wrong-which = Which match is wrong?
wrong-thanks = Thanks. Noted: this post is not about that. A button takes it back.
wrong-stance-thanks = Thanks. Noted: the post is about it, in another way.
right-thanks = Thanks. Noted: this match is right.
wrong-vanished = This is no longer on the watchlist.
undone = Taken back.
translation = 🌍 <b>Machine translation</b> by { $host }
translation-from = 🌍 <b>Machine translation</b> by { $host } – original: { $tongue }
translation-mind = It may be wrong. Quote the original.
translate-off = No translator is set up here. Ask the operator for one.
translate-slow = The translator took too long. Try again in a minute.
translate-unreachable = The translator can’t be reached. Try again later, or tell the operator.
translate-busy = The translator has too much to do. Try again in a minute.
translate-refused = The translator refuses us. Tell the operator: its key may be wrong.
translate-language = The translator does not know one of the two languages. Tell the operator.
translate-broken = The translator’s answer could not be read. Try again later, or tell the operator.

## Digests

digest-span = { $since } – { $until }
digest-moved = { $count ->
    [one] { $count } claim moved
   *[other] { $count } claims moved
}
digest-denials = { $count ->
    [one] { $count } first denial
   *[other] { $count } first denials
}
digest-posts = { $count ->
    [one] { $count } post
   *[other] { $count } posts
}
digest-news = <b>🆕 What changed</b>
digest-first-seen = • first seen: { $who }, { $when }
digest-new-version = • a corrected version: { $who }, { $when }
digest-first-denial = • 🚫 first denial: { $who }, { $when }
digest-new-sources = { $count ->
    [one] • one new source – { $sides }
   *[other] • { $count } new sources – { $sides }
}
digest-new-deniers = { $count ->
    [one] • one more denies it – { $sides }
   *[other] • { $count } more deny it – { $sides }
}
digest-status = • status: { $before } → { $now } ({ $when })
digest-most-repeated = <b>🔁 Repeated most: in { $count } channels</b>
digest-held = 🔕 Held back until now: { $what }
digest-held-muted = { $count } while snoozed
digest-held-quiet = { $count } in quiet hours
digest-figure = • { $unit }: { $before } → { $now } ({ $who }, { $when })
digest-claim = <b>{ $claim }</b> { $statement }
digest-asserts = asserts
digest-denies = ✖ denies
digest-others = mentions
digest-via = (via { $channel })
digest-repeated = ↳ also repeated by { $channels }
digest-repeated-more = { $count ->
    [one] ↳ also repeated by { $channels } and { $count } more
   *[other] ↳ also repeated by { $channels } and { $count } more
}
digest-uncovered = <b>⚠️ Not covered</b>
continued = { $heading } (continued)
and-more = +{ $count }
digest-deleted = (deleted)
digest-nothing = Nothing new since { $since }.
digest-nothing-followed = You follow nothing yet, so there is nothing to tell. Choose something:
digest-coming = The digest is on its way.
digest-none = You get no daily digest.
digest-daily = The digest comes every day at <b>{ $at }</b> ({ $zone }).
digest-hint =
    Tap a time to add it, once more to remove it. Your own: <code>/digest 07:30 18:00</code>
    Your time zone is { $zone }. Another one: <code>/digest 08:00 Europe/Brussels</code>
ask-digest =
    Answer this message with the times at which you want a digest, such as <code>07:30 18:00</code>.
    In another time zone: <code>08:00 Europe/Brussels</code>
digest-set = ✓ The digest comes every day at <b>{ $at }</b> ({ $zone }). The next one: { $next }.
digest-set-off = ✓ No more daily digest. /digest gives you one at any time.
digest-bad-time = “{ $asked }” is not a time. Write it like this: <code>/digest 08:00</code>
digest-bad-file = File types are html and csv; “{ $asked }” is not one. Write it like this: <code>/digest file csv</code>
digest-file-empty = Nothing to put into a file since { $since }.
digest-file = The digest of { $since } – { $until }
picture-others = { $count ->
    [one] { $count } other
   *[other] { $count } others
}
digest-picture = Posts by group, { $since } – { $until }
digest-too-many = At most { $most } digests a day are possible. Write fewer times, like this: <code>/digest 08:00 18:00</code>
toast-digest-gone = Nothing of this digest is stored any more.
toast-digest-many = At most { $most } digests a day: remove a time first.
digest-bad-zone = I understood { $at }, but not “{ $asked }”. If that is a time zone, write a city, like this: <code>/digest { $at } Europe/Brussels</code>
digest-bad-zone-close = I understood { $at }, but not “{ $asked }”. If that is a time zone, did you mean <code>/digest { $at } { $zone }</code>?

## Status

status-uncovered = Not covered: { $missed } of { $all } channels
status-doubt = { $count ->
    [one] ⚠️ { $channel }: { $count } post seems to be gone since { $since }, too much at once to be believed. Nothing is taken for deleted; an operator should look, and type: seinpost deletions { $channel } --believe (or --dismiss).
   *[other] ⚠️ { $channel }: { $count } posts seem to be gone since { $since }, too many at once to be believed. Nothing is taken for deleted; an operator should look, and type: seinpost deletions { $channel } --believe (or --dismiss).
}
gap = • { $channel }: { $why }
gap-since = • { $channel }: { $why }, since { $since }
gaps-more = … and { $count } more
problem-not-found = there is no such channel (any more)
problem-private = not public
problem-blocked = blocked in our country
problem-flood-wait = Telegram makes us wait
problem-no-account = no account to read it with
problem-unreachable = unreachable
problem-broken = its answer could not be read
problem-not-yet = not read yet
problem-late = behind schedule
status-awake = Seinpost is awake.
status-asleep = Seinpost is asleep: no channel is being read. Tell the operator.
status-covered = { $count ->
    [one] { $count } channel is covered.
   *[other] { $count } channels are covered.
}
status-last = Last read: { $when }
status-fresh = Half of the posts are here within { $half } of being published, nine in ten within { $most }.
status-started = Running since { $when }
status-watchlist = Watchlist { $version } in force since { $since }
status-watchlist-bad = ⚠️ The watchlist’s files have had errors since { $since }: the version before them stays in force.
status-off = { $count ->
    [one] { $count } channel of the watchlist is switched off.
   *[other] { $count } channels of the watchlist are switched off.
}
status-following = { $count ->
    [0] You follow nothing yet: /subscribe
    [one] You follow { $count } thing: /subscriptions
   *[other] You follow { $count } things: /subscriptions
}
status-pending = { $count ->
    [0] Nothing is waiting to be sent to you.
    [one] { $count } message is waiting to be sent to you.
   *[other] { $count } messages are waiting to be sent to you.
}
status-failed = { $count ->
    [one] { $count } message could not be sent to you.
   *[other] { $count } messages could not be sent to you.
}
status-uncertain = { $count ->
    [one] { $count } message may not have reached you. The button shows it:
   *[other] { $count } messages may not have reached you. The buttons show them:
}
uncertain-notice = An alert may not have reached you.
show-done = It has been shown already.
show-gone = It is no longer stored.

## Looking back

find-how =
    <b>Search the posts that are stored</b>, newest first:
    <code>/find Козинка</code> – a word in any of its forms
    <code>/find "Лозовая Рудка"</code> – exactly these words
    <code>/find мост -футбол</code> – without a word
    <code>/find обстрел*</code> – all that begins so
    <code>/find мост channel:@name since:2024-03-12 lang:ru</code> – in one channel, from a day on, in a language
find-none = No stored post says so. Try fewer words, or the beginning of one, like this: <code>/find обстрел*</code>
find-count = { $first }–{ $last } of { $total }, newest first.
find-count-more = { $first }–{ $last } of more than { $most } posts, newest first. A date makes it fewer: <code>since:2024-03-12</code>
find-bad-words = Give me at least one word to look for, like this: <code>/find Козинка -футбол</code>
find-bad-quote = A quotation mark is missing. Write it like this: <code>/find "Лозовая Рудка"</code>
find-bad-beginning = “{ $asked }” is too short to search by its beginning. Give me three letters at least, like this: <code>/find обс*</code>
find-bad-date = “{ $asked }” is not a day. Write it like this: <code>since:2024-03-12</code>
find-bad-lang = “{ $asked }” is not a language. Write it in two letters, like this: <code>lang:ru</code>
find-bad-channel = “{ $asked }” is not a channel’s name. Write it like this: <code>channel:@name</code>
find-no-channel = No posts of { $asked } are stored. /channels lists what is read.
find-bad-long = That is too long. Ask in at most { $most } characters, like this: <code>/find Козинка мост</code>
find-bad-many = That is too much at once. Ask for at most { $most } words or phrases, like this: <code>/find Козинка мост</code>
find-slow = That took too long. Add a word or a date, like this: <code>/find Козинка since:2024-03-12</code>
find-again = This search is too old for its buttons. Search again with /find.
channels-title = { $count ->
    [one] <b>{ $count } channel is on the watchlist</b>, { $off } switched off.
   *[other] <b>{ $count } channels are on the watchlist</b>, { $off } switched off.
}
channels-read = read { $when }
channels-delay = posts are here within { $span }
channels-live = heard live
channels-trouble = not covered: { $why }
channels-lost = not covered: { $why }; last read { $when }
channels-off = switched off
channels-off-why = switched off: { $why }
channels-propose = Is one missing? Forward me a post of it, or propose it like this: <code>/channels @name</code>
channels-how = “{ $asked }” is no channel’s name. Write <code>/channels @name</code>, its link, or forward me a post of it.
channels-number = I read no channel with the number { $asked }. Give me its name, or forward me a post of it: <code>/channels @name</code>
channels-invited = An invitation link leads to a private channel; I read public ones only. Give me the name of a public channel, like this: <code>@name</code>
channels-private = “{ $name }” has no public name, and I read public channels only. Choose another: /channels
channels-unlisted = { $channel } is not on the watchlist. The button proposes it to the operators, without your name.
channels-proposed = ✓ { $channel } is proposed. The operators are told, without your name.
channels-proposed-often = You have proposed a channel already today. Try again with { $channel } tomorrow.
change-proposed = 💡 A reader proposes a channel: { $channel }. To read it, add it to the watchlist.

## For operators

operators-title = For the operator
change-renamed = ✏️ { $before } is now called { $after }.
change-username = 🏷 { $channel }: { $before } is now { $after }. Correct the entry in the watchlist.
change-username-lost = 🏷 { $channel } no longer has the name { $before }. It is still being read.
change-username-given = 🏷 { $channel } now has the name { $after }.
change-flag-set = 🏷 { $channel }: Telegram now marks it as { $flag }.
change-flag-cleared = 🏷 { $channel }: Telegram no longer marks it as { $flag }.
change-uncovered = ⚠️ No longer covered: { $channels } ({ $why })
change-covered = ✅ Covered again: { $channels }
change-account-rests = 🔴 Account { $account } can read nothing until you act: <i>{ $why }</i>
change-account-back = 🟢 Account { $account } reads again.
change-watchlist-refused = 🔴 The watchlist’s files have errors. Version { $version } stays in force until they are mended: <i>{ $why }</i>
change-watchlist-mended = 🟢 The watchlist is mended: version { $version } is in force.
change-entry-refused = 🔴 { $entry }, made in chat, does not fit the watchlist’s files and counts for nothing until it does (change it with /newclaim, or drop it): <i>{ $why }</i>
change-parked = ⛔ Parked at the stage { $stage }: { $count }, since each broke it ({ $why }). What comes behind goes on. seinpost parked lists them, seinpost parked --retry tries again.
change-stage-stopped = 🔴 The stage { $stage } gets nothing done any more. Look at the log, and at seinpost status; then start the lookout again.
change-stage-resumed = 🟢 The stage { $stage } works again.
change-database-out = 🔴 The database takes nothing: { $why }. Nothing is told until that is mended: look at the space on the disk, and at the database’s server. What channels publish meanwhile is read afterwards.
change-database-back = 🟢 The database takes everything again. What was published meanwhile is being read.
change-backup-failed = 🔴 No backup can be made in { $folder }: <i>{ $why }</i> It is tried again every half hour.
change-backup-made = 🟢 Backups are made in { $folder } again.
vanished = No longer on the watchlist: { $names }. You will hear nothing more of this until it comes back. To stop following it: /subscriptions
unreadable = What you follow as { $name } can’t be understood any more. You will hear nothing of it until you word it anew: press it in /subscriptions
full-rests = 🔴 Account { $account } has been resting since { $since }.
full-flood = ⏳ Account { $account } must wait with { $request } until { $until }.
full-live = Channels that accounts joined, to hear of posts at once: { $channels }
full-queue = Posts that wait to be matched: { $unmatched }; parked: { $parked }
full-parked = ⛔ Parked at the stage { $stage }: { $count } ({ $why }). `seinpost parked` lists them.
full-deliveries = Messages to everybody: { $pending } waiting, { $sent } sent, { $uncertain } in doubt, { $failed } failed
full-failed = • failed { $count }×: { $why }
full-backup = Last good backup: { $when }
full-backup-bad = ⚠️ No backup could be made at { $when }: `seinpost status` says why.
full-backup-none = ⚠️ No backup was ever made. Set SEINPOST_BACKUP__FOLDER to a folder, and they are made by themselves.
full-slowest = Slowest: { $channels }
full-unseen = Message ids never seen: { $channels }
flag-verified = verified
flag-scam = a scam
flag-fake = a fake
flag-restricted = restricted

## Editors' own claims

draft-title = Not on the watchlist: { $what }
draft-told = Channels that tell it in words of their own: { $channels }. Posts, with copies: { $posts }.
draft-languages = Languages: { $languages }
draft-holders = By the word of: { $names }
draft-alike = Known claims about this place in these days, and these posts are not linked to them: { $claims }
draft-refused = Noted: it is no claim. These posts are not asked about again.
draft-gone = That has been decided already.
draft-posts = Posts of draft { $number }
slot-where = Where: { $names }
slot-what = What: { $names }
slot-when = When: { $first } – { $last }
slot-who = Who: { $names }
slot-figures = Figures: { $figures }
figure-range = { $low } to { $high }
proposal-title = Draft { $number }.
proposal-change = It changes { $claim }.
proposal-trial = In the last 7 days this would have linked { $linked } of the { $tried } posts that name the place.
proposal-answer = Answer this message to word it otherwise.
proposal-no-place = It names no place of the watchlist: answer with a sentence that does.
proposal-no-event = What kind of event is it? Choose one or more below.
button-make = ✓ Make it a claim
button-no-claim = ✗ Not a claim
button-posts = Show posts
button-keep = ✓ Keep it
button-discard = ✗ Drop it
newclaim-how = Write: /newclaim and one sentence, in any language, that says what happened and where. /newclaim E001 and a sentence changes a claim that was made so.
newclaim-waiting = These were found in posts and wait for you:
newclaim-unknown = There is no claim { $claim } that was made in chat. Those of the watchlist’s files are changed there.
newclaim-worded = { $claim } is worded in { $language } now.
statement-in = (in { $language }) { $statement }
card-unworded = ✏️ Not worded yet in { $languages }. Write: { $line }
newclaim-made = { $claim } is a claim now. Within seconds posts are linked to it, and earlier ones are looked through: you hear what was found, its followers don’t. /claim { $claim } shows it, /dropclaim { $claim } takes it back.
backfilled = { $count ->
    [0] { $claim }: no post of the last { $days } days is about it.
    [one] { $claim }: one post of the last { $days } days is about it.
   *[other] { $claim }: { $count } posts of the last { $days } days are about it.
}
backfilled-untold = They count for the claim. Its followers were not alerted of them; shall they be?
backfilled-posts = Earlier posts about { $claim }
backfilled-gone = There are none left.
backfilled-told = Its followers hear of them now.
button-tell = 🔔 Alert followers
full-backfill = Posts matched again with the new watchlist: { $done }, about { $left } left
dropclaim-how = Write: /dropclaim E001. Only claims that were made in chat can be dropped.
dropclaim-ask = Drop { $claim }? No post is linked to it from then on. What was said of it is kept.
dropclaim-done = { $claim } is dropped.
dropclaim-kept = { $claim } stays.
button-drop = ✗ Drop { $claim }
button-stay = Keep { $claim }
merge-how = Write: /merge E003 A14. The first claim becomes one with the second; /merge E003 shows what it was merged into.
claim-unknown = I know no claim “{ $asked }”. /claims lists them.
merge-same = These are one claim already.
merge-done = { $claim } is one with { $into } now: its posts, voices and figures count for { $into }, and who follows the one hears of the other.
merge-undone = { $claim } is a claim of its own again.
merge-none = { $claim } is merged into no other claim.
card-merged = { $claim } is merged into this claim.
button-part = Part { $claim } again
supersede-how = Write: /supersede E003 A14. The first claim then corrects the second; /supersede E003 shows what it corrects.
supersede-done = { $claim } corrects { $older } now: both stay, their cards name one another, and who follows the one hears of the other.
supersede-itself = That is one claim, { $claim }, and it can’t correct itself. Name another one: /claims lists them.
supersede-circle = { $older } corrects { $claim } already, by itself or by way of others; it can’t be both ways round. If the other way is right, take that back first: /supersede { $older }
supersede-files = The watchlist’s files say that { $claim } corrects { $older }. Change it there.
supersede-none = { $claim } corrects no other claim.
supersede-undone = { $claim } corrects no other claim any more.
button-uncorrect = { $claim } is no correction

## Language, forgetting, owner, errors

language = The language is <b>{ $language }</b>. Choose another:
language-set = ✓ From now on I speak <b>{ $language }</b>.
forget =
    <b>Delete everything about this chat?</b>
    What you follow, your settings and all alerts sent to you are deleted from my database. The messages in this chat stay; you can delete those yourself.
forget-done = ✓ Everything about this chat is deleted. /start begins anew.
forget-kept = Nothing was deleted.
owner-done = ✓ You are now the owner of this Seinpost.
owner-already = This Seinpost has an owner already. Ask them to invite you, or to make you one.
owner-wrong = That is not the code. The operator finds it where Seinpost was started.
owner-none = No code is active. The operator starts Seinpost without an owner to get one.
owner-private = Please send the code in a private chat with me, not here.
unknown-command = I do not know that command. /help says what I can do.
unknown-message = I only read text. Send me the name of a group, place or channel, or /help.
unknown-button = This button is from an older version. /help says what I can do now.
gone-entry = This is no longer on the watchlist.
error = Something went wrong on our side, not yours. Please try again; if it happens again, tell the operator.

## Who may do what

role-reader = reader
role-editor = editor
role-owner = owner
no-access = This bot is not open to everybody. Ask the person who told you of it for an invitation link, and open that.
refused-editors = Only editors may do this. Ask an owner to make you one.
refused-owners = Only an owner may do this. Ask one to do it.
refused-administrators = In this group only its administrators may change settings. Ask one of them; /group shows the rule.
refused-not-asked = I asked { $name } that. An administrator of this group may answer as well.
refused-private = This works in a private chat with me only.
slow-down = That was a lot at once. Wait a minute, then go on.
too-many-subscriptions = { $count ->
    [one] This chat may follow { $count } thing at most. Stop following it first: /subscriptions
   *[other] This chat may follow { $count } things at most. Stop following one first: /subscriptions
}
invite-how =
    Write: <code>/invite</code>, <code>/invite reader 5 14</code> or <code>/invite editor</code>.
    The first number says how many people may use the link (1 to { $uses }), the second for how many days (1 to { $days }).
invite-allowlist = Readers come in by the allow list here: ask the operator to add the person’s id to SEINPOST_BOT__ALLOWED.
invite-made = { $count ->
    [one]
        <b>Invitation ({ $role })</b>
        { $link }
        For { $count } person, until { $until }. Who has the link can come in: send it to nobody else.
   *[other]
        <b>Invitation ({ $role })</b>
        { $link }
        For { $count } people, until { $until }. Who has the link can come in: send it to nobody else.
}
invitations = Valid invitations
invitations-none = No invitation is valid now. Make one:
invitation-line = { $count ->
    [one] #{ $number }: { $role }, { $count } use left, until { $until }
   *[other] #{ $number }: { $role }, { $count } uses left, until { $until }
}
invitation-used = ✓ You are in. Your role here: <b>{ $role }</b>.
invitation-void = This invitation is no longer valid. Ask who sent it for a new one.
invitation-needless = You have access already; the invitation was not used up.
invitation-revoked = No longer valid
invitation-gone = That invitation was no longer valid
button-revoke = ✕ Take this invitation back
button-invitations = 📋 All invitations
roles = { $count ->
    [one] <b>{ $count } member.</b> Press the name to change the role.
   *[other] <b>{ $count } members.</b> Press a name to change the role.
}
role-line = { $name }: { $role } since { $since }
role-changed = ✓ Changed
role-gone = That person has no role here any more.
role-last-owner = The last owner stays one. Make somebody else an owner first.
button-role-remove = ✕ No access any more
audit = Who did what
audit-none = Nothing has been written down yet.
audit-line = { $when } · { $who }: { $deed } { $subject }
audit-forgotten = (forgotten)
button-older = Older ›
deed-role-given = gave the role to
deed-role-removed = took the role from
deed-invited = made invitation
deed-invitation-used = used invitation
deed-invitation-revoked = took back invitation
deed-status-set = set the status of
deed-claim-made = made claim
deed-claim-changed = changed claim
deed-claim-dropped = dropped claim
deed-draft-refused = refused draft
deed-earlier-told = had followers told of earlier posts of claim
deed-claims-merged = merged claim
deed-merge-undone = parted claim
deed-correction-said = marked as a correction: claim
deed-correction-undone = took back as a correction: claim
deed-link-confirmed = confirmed a link to
deed-link-rejected = rejected a link to
deed-access-refused = was refused:
deed-group-set = set who may change group
deed-channel-linked = linked channel
deed-channel-unlinked = unlinked channel
deed-forgotten = deleted everything about
group-only = Send /group in the group that it is about.
group-everyone =
    <b>Who may change settings here: all members with access.</b>
    Administrators of the group may change that.
group-administrators =
    <b>Who may change settings here: the group’s administrators with access.</b>
    Administrators of the group may change that.
button-group-everyone = Let all members with access
button-group-administrators = Administrators only
export-caption = Everything that is kept about this chat. /forget deletes it.
channel-how =
    I can post alerts in a channel of yours. Make me an administrator there who may post, then forward me a post of it, or write <code>/channel @name</code>; its link or number will do as well.
    <code>/channel @name Tyotkino</code> has it told of something.
channel-not-found = I can’t see a channel { $asked }. Check the name; if the channel is private, make me its administrator first and forward me a post of it.
channel-invited = An invitation link does not tell me which channel it is. Make me an administrator there, then forward me a post of it.
channel-unreadable = “{ $asked }” is no channel’s name. Write <code>/channel @name</code>, its link or its number, or forward me a post of it.
channel-not-forwarded = That message was not forwarded from a channel, or Telegram hides from which one. Write <code>/channel @name</code>.
channel-is-group = “{ $name }” is a group, not a channel. Write /subscribe in that group.
channel-is-person = “{ $name }” is a person or a bot, not a channel. Write <code>/channel @name</code> with the name of a channel.
channel-not-admitted = I may not post in “{ $name }”. Make me an administrator there with the right to post, then try again.
channel-not-yours = You are no administrator of “{ $name }”. Ask one of them to link it.
channel-what = I do not know exactly what “{ $asked }” is. Write its number or its full name; /subscribe lists them.
channel-page = { $count ->
    [0] <b>{ $name }</b> is linked, and is told of nothing yet.
    [one] <b>{ $name }</b> is told of { $count } thing. Press it to stop.
   *[other] <b>{ $name }</b> is told of { $count } things. Press one to stop.
}
channel-gone = That channel is not linked by you any more.
channel-unlinked = I post nothing in { $name } any more.
button-unlink = ✕ Unlink this channel
