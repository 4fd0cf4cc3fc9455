### Що бот каже українською. У текстах повідомлень може бути HTML Телеграму, у текстах кнопок – ні.

## Список команд у Телеграмі

command-subscribe = Стежити за групою, твердженням, місцем, каналом чи словами
command-subscriptions = За чим ви стежите
command-unsubscribe = Перестати стежити
command-find = Пошук у збережених дописах
command-why = Чому допис надійшов або ні
command-channels = Які канали читаються і наскільки повно
command-digest = Огляд зараз або щодня
command-quiet = Години без сповіщень
command-status = Що охоплено, а що ні
command-language = Змінити мову
command-help = Що я вмію
command-forget = Видалити все про цей чат
command-group = Хто змінює налаштування в цій групі
command-review = Вирішити щодо запропонованих зв’язків
command-newclaim = Створити твердження
command-merge = Об’єднати два твердження
command-supersede = Вказати, яке твердження виправляє інше
command-settle = Встановити статус твердження
command-invite = Запросити когось
command-channel = Публікувати сповіщення у своєму каналі
command-roles = Хто який доступ має
command-audit = Хто що зробив
command-export = Усе, що зберігається про цей чат, файлом

## Кнопки

button-follow = ➕ Стежити за новим
button-follow-one = ➕ Стежити: { $name }
button-list = 📋 Мої підписки
button-digest = 🗞 Огляд
button-quiet = 🌙 Тихі години
button-digest-now = Огляд зараз
button-digest-off = Без щоденного огляду
button-digest-html = 📄 Файл HTML
button-digest-csv = 📊 Таблиця (CSV)
button-status = 📶 Стан
button-language = 🌐 Мова
button-help = ❔ Допомога
button-snooze = 💤 Пауза
button-snooze-hour = 💤 1 година
button-snooze-shift = 💤 8 годин
button-snooze-tomorrow = 💤 До завтра
button-snooze-good = 💤 Без строку
button-snooze-end = 🔔 Пауза до { $until } — зняти
button-snooze-end-good = 🔔 Пауза без строку — зняти
button-wake = 🔔 Зняти паузу: { $name }
button-seen = 👍 Переглянуто
button-seen-by = 👍 { $who }, { $when }
button-translate = 🌍 Перекласти
button-open = ↗ Відкрити допис
button-why = Чому?
button-wrong = ✗ Не про це
button-undo = ↩ Скасувати: { $name }
button-wrong-stance = Про це, але в іншому сенсі
button-stop = 🔕 Відписатися
button-stop-some = 🔕 Відписатися…
button-follow-this = ✓ Стежити
button-change = ✏️ Змінити
button-no = ✗ Ні
button-type = ✏️ Назва або власні слова
button-other-times = ✏️ Інший час
button-other-hours = ✏️ Інші години
button-propose = 💡 Запропонувати { $channel }
button-these-words = 🔎 Стежити за цими словами
button-settings = ⚙️ Налаштування
button-mode = 🔔 Коли
button-score = 🎯 Певність
button-tongues = 🔤 Мови
button-stances = ⚖️ Що кажуть дописи
button-pace = 🗂 Об’єднання
button-try = 🧪 Проба
button-reword = ✏️ Інші слова
button-card = 💬 Твердження { $claim }
button-show = 👁 Показати
button-back = ‹ Назад
button-forget-yes = Так, видалити все
button-forget-no = Ні, залишити

## Вітання і допомога

start =
    <b>Це Seinpost.</b>

    Я читаю відкриті канали Телеграму й повідомляю, хто що стверджує, хто це заперечує, а хто лише повторює.
start-how = Стежити можна за групою, місцем, каналом чи твердженням («село взято»). Надішліть назву, наприклад <i>Легіон</i> або <i>Тьоткіно</i>, чи номер твердження, наприклад <i>A14</i>. Або оберіть першою кнопкою.
start-how-group = Стежити можна за групою, місцем, каналом чи твердженням («село взято»): оберіть першою кнопкою або напишіть <code>/subscribe Легіон</code>. У цій групі я бачу лише команди та відповіді на мої повідомлення.
start-again = <b>Я перестав вам писати. Тепер пишу знову.</b>
help-title = Що я вмію
help-how = Надішліть мені назву, наприклад <i>Тьоткіно</i> або <i>Легіон</i>, номер твердження, наприклад <i>A14</i>, або канал, наприклад <i>@name</i>. Я напишу, щойно з’являться новини.
help-how-group = Напишіть <code>/subscribe Тьоткіно</code>, для твердження <code>/subscribe A14</code>, для каналу <code>/subscribe @name</code>. Я напишу тут, щойно з’являться новини. У цій групі я бачу лише команди та відповіді на мої повідомлення.
help =
    /subscribe — стежити за новим
    /subscribe <i>слова</i> — стежити за своїми словами, наприклад <code>/subscribe Козинка -футбол, огляд</code>
    /subscriptions — за чим ви стежите; змінити або припинити
    /digest — усе після попереднього огляду
    /digest 08:00 18:00 — огляди щодня о цій порі
    /digest 08:00 Europe/Kyiv — у цьому часовому поясі
    /digest file html — огляд файлом; або csv, для таблиці
    /digest off — більше без щоденного огляду
    /claims — усі твердження та пошук серед них: <code>/claims Тьоткіно</code>
    /claim A14 — картка твердження: хто стверджує, хто заперечує, відколи
    /find — пошук у дописах, наприклад <code>/find Козинка since:2024-03-12</code>
    /why — у відповідь на сповіщення або з посиланням на допис: чому він надійшов чи ні
    /channels — які канали я читаю і наскільки вони свіжі; запропонувати канал
    /quiet 23:00-07:00 — без сповіщень у ці години; /quiet off скасовує це
    /status — що охоплено, а що ні
    /language — змінити мову
    /export — усе, що зберігається про цей чат, файлом
    /forget — видалити все про цей чат
help-group = /group — хто може змінювати тут налаштування
help-editors-title = Для редакторів
help-editors =
    /review — вирішувати щодо запропонованих зв’язків, один за одним
    /newclaim — скласти твердження з одного речення; <code>/newclaim E001</code> з реченням змінить його
    /dropclaim E001 — видалити твердження, створене в чаті
    /merge E003 A14 — об’єднати два твердження
    /supersede E003 A14 — перше твердження виправляє друге
    /settle A14 спростовано — встановити статус твердження й указати причину
    /invite — запросити когось
    /channel — публікувати сповіщення у своєму каналі
    /status full — ще й облікові записи, черги, помилки та резервні копії
help-owners-title = Для власників
help-owners =
    /roles — хто який доступ має
    /audit — хто що зробив

## Підписки

kind-actors = 👥 Групи та люди
kind-claims = 💬 Твердження
kind-places = 📍 Місця
kind-channels = 📡 Канали
kind-affiliations = ⚖️ Сторони
kind-languages = 🔤 Мови
follow = <b>За чим стежити?</b>
follow-how = Оберіть нижче або просто надішліть назву, номер твердження чи власні слова.
follow-how-group = Оберіть нижче. Щоб увести назву, номер твердження чи власні слова, натисніть ✏️.
ask-follow =
    Дайте відповідь на це повідомлення: за чим стежити?
    • назва, номер або канал: <code>Легіон</code>, <code>A14</code>, <code>@name</code>
    • слова в будь-якій формі, без інших: <code>Козинка -футбол</code>
    • саме ці слова: <code>"Лозова Рудка"</code>
    • усе, що так починається: <code>обстріл*</code>
    • кілька умов: <code>група:lsr мова:nl</code>
    Наприкінці можна додати, як: <i>огляд</i>, <i>одразу</i>, <i>лише заперечення</i> або <i>від 0,8</i>: <code>Козинка, огляд</code>
hint-follow = Назва, номер або слова
follow-hint = Натисніть на назву, щоб стежити; натисніть ще раз, щоб перестати.
follow-none = Тут поки що немає за чим стежити.
follow-channels-unread = { $count ->
    [one] Ще { $count } канал поки не прочитано; стежити за ним можна буде після цього.
    [few] Ще { $count } канали поки не прочитано; стежити за ними можна буде після цього.
   *[other] Ще { $count } каналів поки не прочитано; стежити за ними можна буде після цього.
}
follow-claims =
    <b>Твердження</b>
    Про яку подію?
follow-claims-hint = Натисніть на номер, щоб стежити за твердженням; натисніть ще раз, щоб перестати.
incident-none = Інші твердження
followed = ✓ Тепер ви стежите: { $name }. Я напишу, щойно з’являться новини.
followed-digest = ✓ Тепер ви стежите: { $name }. Новини про це надійдуть в оглядах.
followed-silent = ✓ Тепер ви стежите: { $name }. Вам нічого не надійде; це лише зберігається для /why.
followed-undigested = ⚠️ Щоденного огляду у вас поки немає, тож само нічого не надійде. Оберіть час: /digest
followed-more = Ще щось? Надішліть назву чи номер.
followed-already = Ви вже стежите: { $name }.
stopped = Ви більше не стежите: { $name }.
stopped-already = Ви й не стежили: { $name }.
toast-followed = Тепер ви стежите
toast-stopped = Ви більше не стежите
suggest-none = Я не знаю нічого з назвою «{ $asked }». Стежте за самими словами або оберіть зі списків:
suggest-close = Я не знаю «{ $asked }». Можливо, ви мали на увазі:
suggest-several = «{ $asked }» може означати різне. Що саме?
stop-unknown = Серед ваших підписок немає «{ $asked }». Ось за чим ви стежите:
channel-unread = { $asked } є у списку спостереження, але прочитати його поки не вдалося. Спробуйте пізніше; /status покаже, у чому річ.
channel-off = { $asked } є у списку спостереження, але вимкнений. Попросіть оператора ввімкнути його або оберіть інше:
channel-unknown = { $asked } немає у списку спостереження. Запропонуйте його або оберіть інше:
channel-unnamed = канал { $id }
posts-in = дописи мовою «{ $language }»
affiliation-official = офіційні канали обох сторін
phrase-word = «{ $words }»
phrase-exactly = точно «{ $words }»
phrase-without = без: { $what }
phrase-or = або
list = { $count ->
    [one] <b>{ $count } підписка.</b> Натисніть на неї, щоб змінити або припинити.
    [few] <b>{ $count } підписки.</b> Натисніть на будь-яку, щоб змінити або припинити.
   *[other] <b>{ $count } підписок.</b> Натисніть на будь-яку, щоб змінити або припинити.
}
list-empty = <b>Ви поки ні за чим не стежите.</b> Оберіть:
mode-both = одразу й в огляді
mode-at-once = одразу, не в огляді
mode-digest = лише в огляді
mode-silent = ніколи, лише зберігати для /why
score-any = будь-яка
score-from = від { $percent } %
tongues-any = усі мови
stances-any = будь-які
stances-assertions = твердження
stances-denials = заперечення
stances-others = запитання тощо
pace-usual = як завжди
pace-each = кожне сповіщення окремо
pace-more = одне повідомлення на 2 години
pace-wait = чекати 10 хвилин, потім разом
pace-own = налаштовано інакше
set-mode = 🔔 Коли: { $mode }
set-score = 🎯 Певність: { $score }
set-tongues = 🔤 Мови: { $languages }
set-stances = ⚖️ Що кажуть дописи: { $stances }
set-pace = 🗂 Об’єднання: { $pace }
toast-set = Готово
toast-set-undigested = Збережено. Але щоденного огляду у вас поки немає: оберіть час через /digest
toast-gone = Ви за цим більше не стежите
toast-unreadable = Це більше не можна розібрати: задайте інші слова
card-unreadable = ⚠️ Це більше не можна розібрати, і нічого не знаходиться. Задайте інші слова.
reword-how = Дайте відповідь на це повідомлення новими словами чи назвою або напишіть <code>/subscribe #{ $number } Козинка -футбол</code>. Налаштування лишаться.
reword-twice = Саме за цим ви вже стежите: /subscriptions
wording-dropped = Нічого не змінилося.
wording-again = Кнопки цього повідомлення застаріли. Надішліть його знову з /subscribe.
wording-change = Дайте відповідь на це повідомлення новим формулюванням. Поки воно таке: <code>{ $line }</code>
trial-alerts = { $count ->
    [0] За останні 7 днів сповіщень про це не було б.
    [one] За останні 7 днів про це надійшло б { $count } сповіщення.
    [few] За останні 7 днів про це надійшло б { $count } сповіщення.
   *[other] За останні 7 днів про це надійшло б { $count } сповіщень.
}
trial-alerts-daily = { $count ->
    [one] За останні 7 днів про це надійшло б { $count } сповіщення, приблизно { $daily } на день.
    [few] За останні 7 днів про це надійшло б { $count } сповіщення, приблизно { $daily } на день.
   *[other] За останні 7 днів про це надійшло б { $count } сповіщень, приблизно { $daily } на день.
}
trial-digest = { $count ->
    [0] За останні 7 днів в оглядах про це не було б жодного допису.
    [one] За останні 7 днів в оглядах про це був би { $count } допис.
    [few] За останні 7 днів в оглядах про це було б { $count } дописи.
   *[other] За останні 7 днів в оглядах про це було б { $count } дописів.
}
trial-joined = { $count ->
    [one] Ще { $count } повідомлення додалося б до них без звуку.
    [few] Ще { $count } повідомлення додалися б до них без звуку.
   *[other] Ще { $count } повідомлень додалися б до них без звуку.
}
trial-more = { $count ->
    [one] Ще { $count } допис був би лише в оглядах.
    [few] Ще { $count } дописи були б лише в оглядах.
   *[other] Ще { $count } дописів були б лише в оглядах.
}
trial-silent = Вам нічого не надійде; це лише зберігається для /why.
trial-cut = Цього забагато, щоб переглянути все: підраховано з { $since }.
trial-examples = Найновіші:
one-actor = група
one-place = місце
one-claim = твердження
one-channel = канал
one-affiliation = сторона
one-language = мова
query-bad-long = Задовго. Не більше { $most } знаків.
query-bad-many = Забагато слів і назв одразу. Не більше { $most }.
query-bad-deep = Забагато дужок одна в одній. Не більше { $most }.
query-bad-empty = Тут нема чого шукати. Напишіть слово або назву.
query-bad-quote = Лапки не закрито. Поставте їх у кінці: <code>"Лозова Рудка"</code>
query-bad-open = Дужку не закрито. Поставте її в кінці: <code>(Козинка АБО Тьоткіно)</code>
query-bad-closed = Цю дужку не було відкрито. Приберіть її або відкрийте раніше.
query-bad-dangling = Поряд із { $asked } чогось бракує. Напишіть слово чи назву з обох боків: <code>Козинка ТА НЕ футбол</code>
query-bad-beginning = «{ $asked }» — закороткий початок. Потрібно літер не менше { $least }: <code>обс*</code>
query-bad-qualifier = Я не знаю «{ $asked }:». Перед двокрапкою може стояти: { $known }
query-bad-value = Після «{ $asked }:» нічого немає. Напишіть без пробілу: <code>група:lsr</code>
query-bad-unknown = Я не знаю: { $kind } «{ $asked }». Можливо: { $close }? Або візьміть у лапки, щоб шукати самі слова.
query-bad-unknown-at-all = Я не знаю: { $kind } «{ $asked }». Що я знаю, покаже /subscribe; або візьміть у лапки, щоб шукати самі слова.
query-bad-several = «{ $asked }» може означати різне ({ $kind }). Напишіть одне з цього: { $close }
query-bad-only-not = Під це підійде майже кожен допис. Напишіть слово чи назву, яка має бути: <code>Козинка -футбол</code>

## Сповіщення

headline-claim = Твердження { $claim } — { $what }
headline-named = { $name } — згадка в каналі { $channel }
headline-posted = { $channel } — новий допис
headline-edited = { $channel } — змінено допис, про який ви вже знаєте
headline-deleted = { $channel } — видалено допис, про який ви вже знаєте
claim-stated = Твердження: { $statement }
claim-denied = Заперечується: { $statement }
figure-new = Число в цьому дописі: { $now }
figure-changed = Нове число: { $now } (у твердженні: { $before })
also = Також: { $things }
also-claim = твердження { $claim } ({ $stance })
also-claim-alone = твердження { $claim }
says = Каже: { $who }
passed-on = Передає: { $who }
in-channel = Канал: { $channel }
published = Опубліковано: { $when }
moment-in-zone = { $moment } ({ $zone })
forwarded = Переслано з: { $origin }
copies = Повторює допис каналу { $channel }, { $when }
edited = Допис змінили після публікації.
deleted = Допис видалили після публікації.
said-changed = Що змінилося (<s>прибрано</s>, <u>додано</u>):
said-before = Раніше в ньому йшлося:
quote-withheld = На дописи цього каналу ми посилаємося, але не цитуємо їх.
quote-empty = У дописі немає тексту.
attachments = { $count ->
    [one] 📎 { $count } вкладення
    [few] 📎 { $count } вкладення
   *[other] 📎 { $count } вкладень
}
added-channels = { $count ->
    [one] ➕ ще { $count } канал
    [few] ➕ ще { $count } канали
   *[other] ➕ ще { $count } каналів
}
added-posts = { $count ->
    [one] ➕ ще { $count } допис цього каналу
    [few] ➕ ще { $count } дописи цього каналу
   *[other] ➕ ще { $count } дописів цього каналу
}
added-earlier = { $count ->
    [one] • до них { $count } канал
    [few] • до них { $count } канали
   *[other] • до них { $count } каналів
}
added-line = • { $channel }, { $when } — { $what }
added-copy = повтор
added-mention = згадка
added-newest = Найновіше, { $channel }:
why = Чому: { $reason }
matched = Збіг: { $words }
matched-by = «{ $words }» ({ $rule })
matched-words = «{ $words }»

stance-asserts = стверджує { $who }
stance-attributes = з посиланням на джерело: { $who }
stance-denies = заперечення: { $who }
stance-reports-denial = повідомляється про заперечення: { $who }
stance-asks = запитання: { $who }
stance-recalls = нагадування: { $who }
stance-mocks = глузування: { $who }
stance-corrects = уточнення: { $who }
stance-mentions = згадка: { $who }

stance-word-asserts = стверджується
stance-word-attributes = з посиланням на джерело
stance-word-denies = заперечується
stance-word-reports-denial = повідомляється про заперечення
stance-word-asks = запитання
stance-word-recalls = нагадування
stance-word-mocks = глузування
stance-word-corrects = уточнення
stance-word-mentions = згадка

reason-first = перше, що ви про це дізнаєтеся
reason-new-source = нове джерело цього твердження
reason-denial = це твердження заперечують
reason-changed = змінилося число
reason-words = у ньому ваші слова
reason-silent = ви стежите за цим без сповіщень
reason-filtered = відсіяно вашим фільтром
reason-again = ще один допис про те, за чим ви стежите
reason-updated = додано до ранішого сповіщення
reason-edited = змінили допис, про який ви вже знаєте
reason-deleted = видалили допис, про який ви вже знаєте
reason-duplicate = копія допису, про який ви вже знаєте
reason-repeated = те саме джерело повторює
reason-digest-only = відкладено для огляду
reason-quiet = допис припав на тихі години
reason-muted = була пауза
reason-backlog = давній допис, зібраний для архіву
reason-suggested = непевний збіг, чекає на редактора

rule-name = назва
rule-own = ваші слова
rule-form = форма назви
rule-short = скорочення
rule-hashtag = гештег
rule-handle = ім’я в Телеграмі
rule-label = так називають інші
rule-role = посада
rule-we = власний канал каже «ми»
rule-surname = прізвище
rule-spelling = назва в іншому написанні
rule-shared = спільна з іншими назва
rule-event = слова про таку подію
rule-denial = слова заперечення
rule-reads = за цими словами «{ $stance }»
rule-wording = відоме формулювання
rule-date = дата
rule-figure = число

status-unverified = не перевірено
status-contested = оскаржується
status-confirmed = підтверджено
status-refuted = спростовано

side-russia = російська сторона
side-ukraine = українська сторона
side-neither = жодна зі сторін
tie-state = влада
tie-state-media = державне ЗМІ
tie-armed-group = озброєна група
tie-aligned = приватний, відкрито на цій стороні
tie-independent = незалежний

## Твердження

card-title = Твердження { $claim }
card-status = Статус: { $status }
card-status-set = Статус: { $status } — { $reason } ({ $when })
card-unheard = Жоден прочитаний допис поки цього не каже.
card-since = { $count ->
    [one] { $count } допис: уперше { $since }, востаннє { $until }.
    [few] { $count } дописи: уперше { $since }, востаннє { $until }.
    [many] { $count } дописів: уперше { $since }, востаннє { $until }.
   *[other] { $count } допису: уперше { $since }, востаннє { $until }.
}
card-others = { $count ->
    [one] Ще { $count } допис питає про це, згадує чи висміює це.
    [few] Ще { $count } дописи питають про це, згадують чи висміюють це.
    [many] Ще { $count } дописів питають про це, згадують чи висміюють це.
   *[other] Ще { $count } допису питають про це, згадують чи висміюють це.
}
card-asserting = Стверджують
card-denying = Заперечують
card-voice = { $who }: { $when }
card-relayed = { $count ->
    [one] { $count } допис, з них чужих: { $relayed }
    [few] { $count } дописи, з них чужих: { $relayed }
    [many] { $count } дописів, з них чужих: { $relayed }
   *[other] { $count } допису, з них чужих: { $relayed }
}
card-repeated = { $count ->
    [one] { $count } допис
    [few] { $count } дописи
    [many] { $count } дописів
   *[other] { $count } допису
}
card-more = … і ще { $count }
card-figures = Цифри
card-figure = • { $unit }: { $value } — { $who }, { $when }
card-versions = Інші версії
card-alike = Не плутати з
a-channel = один канал
several = кілька
qualifier-about = близько { $number }
qualifier-more = понад { $number }
qualifier-least = щонайменше { $number }
qualifier-most = до { $number }
qualifier-fewer = менше ніж { $number }
corroboration-nobody = Ніхто цього не стверджує.
corroboration-unplaced = Стверджують джерела, які в списку спостереження не віднесено до жодної сторони.
corroboration-one-side = Це стверджує лише одна сторона.
corroboration-both-sides = Це стверджують обидві сторони.
corroboration-independent = Це стверджує джерело, не залежне від жодної зі сторін.
unit-armoured-vehicles = бронемашини
unit-artillery-pieces = гармати
unit-attempts = спроби
unit-civilians-killed = загиблі цивільні
unit-civilians-wounded = поранені цивільні
unit-fighters = бійці
unit-fighters-killed = убиті бійці
unit-fighters-wounded = поранені бійці
unit-strongpoints = опорні пункти
unit-tanks = танки
unit-vehicles = машини
review-title = { $count ->
    [one] Твердження { $claim }? Чекає { $count } пропозиція.
    [few] Твердження { $claim }? Чекають { $count } пропозиції.
    [many] Твердження { $claim }? Чекають { $count } пропозицій.
   *[other] Твердження { $claim }? Чекають { $count } пропозиції.
}
review-stance = Допис і твердження: можливо, { $stance }.
review-confirmed = Зараховано. Підписники дізнаються про це.
review-rejected = Записано: допис не про це.
review-gone = Хтось випередив вас, або допису чи твердження вже немає.
review-done = Жодна пропозиція вас не чекає.
review-passed = Це була найстаріша. Пропущено: { $count }. /review починає спочатку.
button-confirm = ✓ Про це
button-reject = ✗ Ні
button-pass = ⏭ Далі
claims-found = Твердження про «{ $asked }»:
claims-none = Жодне твердження не говорить про «{ $asked }». Спробуйте одне слово або виберіть:
settle-how = Напишіть: /settle A14 refuted, а потім чому. Статуси: unverified, contested, confirmed, refuted.
settle-which = Який статус у { $claim }?
settle-bad-status = Статусу «{ $asked }» немає. Є такі: { $statuses }. Натисніть на потрібний або напишіть, наприклад: <code>/settle { $claim } спростовано</code>, а потім чому.
settle-ask = <b>{ $claim }: { $status }.</b> Дайте відповідь на це повідомлення з причиною; її прочитають усі, хто стежить за твердженням.
settle-done = { $claim }: тепер { $status }. Підписники дізнаються про це.
settled-title = Твердження { $claim }: тепер { $status }
settled-reason = Чому: { $reason }
settled-before = Раніше: { $status }
reason-version = нова версія твердження, за яким ви стежите
claim-corrects = Виправляє { $claim }: { $statement }
timeline-asserted = стверджують
timeline-denied = заперечують
side-unplaced = поза сторонами
timeline-caption = { $claim }: дописи, що це стверджують (угорі) і заперечують (унизу)
timeline-empty = Поки жоден допис цього не стверджував і не заперечував.
button-timeline = 📈 У часі
command-claims = Усі твердження та пошук серед них
command-claim = Картка твердження: хто стверджує, хто заперечує

## Паузи

snoozed-until = 💤 { $name }: пауза до { $until }
snoozed-for-good = 💤 { $name }: пауза без строку
snooze-over = { $count ->
    [0] Пауза скінчилася: { $name }. За цей час нічого не затримано.
    [one] Пауза скінчилася: { $name }. За цей час затримано { $count } сповіщення.
    [few] Пауза скінчилася: { $name }. За цей час затримано { $count } сповіщення.
   *[many] Пауза скінчилася: { $name }. За цей час затримано { $count } сповіщень.
}
snooze-nothing = Ні на що з цього ви більше не підписані.
toast-snooze-what = Про що?
toast-snooze-how-long = На який час?
toast-snoozed = Про це нічого до { $until }
toast-snoozed-good = Про це більше нічого, крім оглядів
toast-snooze-ended = Пауза скінчилася
toast-seen = Позначено: переглянуто

## Тихі години

quiet-none = Тихих годин немає: сповіщення надходять будь-коли.
quiet-daily = З <b>{ $begins }</b> до <b>{ $ends }</b> ({ $zone }) сповіщень немає.
quiet-digest = Усе за ці години буде у наступному щоденному огляді.
quiet-summary = Усе за ці години надійде одним повідомленням, коли вони закінчаться.
quiet-hint =
    Виберіть або напишіть так: <code>/quiet 22:30-06:00</code>
    В іншому часовому поясі: <code>/quiet 23:00-07:00 Europe/Brussels</code>
ask-quiet =
    Дайте відповідь на це повідомлення: у які години не надсилати сповіщень? Наприклад <code>22:30-06:00</code>.
    В іншому часовому поясі: <code>23:00-07:00 Europe/Brussels</code>
quiet-off = ✓ Тихих годин більше немає.
quiet-bad = «{ $asked }» — це не години. Напишіть так: <code>/quiet 23:00-07:00</code>
quiet-bad-zone = Не знаю часового поясу «{ $asked }». Напишіть місто: <code>/quiet { $hours } Europe/Brussels</code>
button-quiet-off = Без тихих годин

## Чому

why-title = <b>Чому допис підійшов</b>
why-told = Вас про це сповіщено
why-not-told = Одразу вас про це не сповіщено
why-untold = Ваші підписки цього не знайшли
why-untold-line = Ось про що цей допис; стежити можна через /subscribe.
why-subscription = • { $name } — { $reason }.
why-by-itself = • { $reason }
why-how = Дайте відповідь на сповіщення командою /why, перешліть його мені або напишіть посилання на допис: <code>/why https://t.me/name/5</code>
why-unknown = Такого допису немає в базі. Що читається, покаже /channels; або напишіть посилання: <code>/why https://t.me/name/5</code>
why-stance = Допис і твердження: { $stance }
why-score = Певність: { $percent } %
why-score-unsure = Певність: { $percent } %. Цього замало, щоб зарахувати без редактора.
why-channel = Канал
why-channel-line = Ви стежите за цим каналом: підходить кожен допис.
why-nothing = Більше нічого
why-nothing-line = Список спостереження відтоді змінився, або ви більше не стежите за тим, що збіглося.
why-gone = Цього допису більше немає в базі.
wrong-which = Який збіг хибний?
wrong-thanks = Дякуємо. Позначено: цей допис не про це. Кнопка скасує позначку.
wrong-stance-thanks = Дякуємо. Позначено: допис про це, але в іншому сенсі.
right-thanks = Дякуємо. Позначено: збіг правильний.
wrong-vanished = Цього запису більше немає у списку спостереження.
undone = Скасовано.
translation = 🌍 <b>Машинний переклад</b>: { $host }
translation-from = 🌍 <b>Машинний переклад</b>: { $host } — оригінал: { $tongue }
translation-mind = У ньому можуть бути помилки. Цитуйте оригінал.
translate-off = Тут не налаштовано перекладача. Попросіть про це оператора.
translate-slow = Перекладач не відповів вчасно. Спробуйте за хвилину.
translate-unreachable = Перекладач недоступний. Спробуйте пізніше або повідомте оператора.
translate-busy = Перекладач перевантажений. Спробуйте за хвилину.
translate-refused = Перекладач нам відмовляє. Повідомте оператора: можливо, хибний ключ.
translate-language = Перекладач не знає однієї з двох мов. Повідомте оператора.
translate-broken = Відповідь перекладача не вдалося прочитати. Спробуйте пізніше або повідомте оператора.

## Огляди

digest-span = { $since } – { $until }
digest-moved = { $count ->
    [one] { $count } твердження в русі
    [few] { $count } твердження в русі
   *[other] { $count } тверджень у русі
}
digest-denials = { $count ->
    [one] { $count } перше заперечення
    [few] { $count } перші заперечення
   *[other] { $count } перших заперечень
}
digest-posts = { $count ->
    [one] { $count } допис
    [few] { $count } дописи
   *[other] { $count } дописів
}
digest-news = <b>🆕 Що змінилося</b>
digest-first-seen = • уперше: { $who }, { $when }
digest-new-version = • виправлена версія: { $who }, { $when }
digest-first-denial = • 🚫 перше заперечення: { $who }, { $when }
digest-new-sources = { $count ->
    [one] • { $count } нове джерело — { $sides }
    [few] • { $count } нові джерела — { $sides }
   *[other] • { $count } нових джерел — { $sides }
}
digest-new-deniers = { $count ->
    [one] • заперечує ще { $count } джерело — { $sides }
    [few] • заперечують ще { $count } джерела — { $sides }
   *[other] • заперечують ще { $count } джерел — { $sides }
}
digest-status = • статус: { $before } → { $now } ({ $when })
digest-most-repeated = <b>🔁 Найчастіше повторювали, каналів: { $count }</b>
digest-held = 🔕 Затримано досі: { $what }
digest-held-muted = { $count } під час паузи
digest-held-quiet = { $count } у тихі години
digest-figure = • { $unit }: { $before } → { $now } ({ $who }, { $when })
digest-claim = <b>{ $claim }</b> { $statement }
digest-asserts = стверджує
digest-denies = ✖ заперечує
digest-others = згадує
digest-via = (канал { $channel })
digest-repeated = ↳ повторили також: { $channels }
digest-repeated-more = { $count ->
    [one] ↳ повторили також: { $channels } і ще { $count } канал
    [few] ↳ повторили також: { $channels } і ще { $count } канали
   *[other] ↳ повторили також: { $channels } і ще { $count } каналів
}
digest-uncovered = <b>⚠️ Не охоплено</b>
continued = { $heading } (продовження)
and-more = +{ $count }
digest-deleted = (видалено)
digest-nothing = Від { $since } нічого нового.
digest-nothing-followed = Ви поки ні за чим не стежите, тож розповісти немає про що. Оберіть:
digest-coming = Огляд зараз прийде.
digest-none = Щоденного огляду немає.
digest-daily = Огляд приходить щодня о <b>{ $at }</b> ({ $zone }).
digest-hint =
    Натисніть на час, щоб додати його, ще раз, щоб прибрати. Свій час: <code>/digest 07:30 18:00</code>
    Ваш часовий пояс: { $zone }. Інший: <code>/digest 08:00 Europe/Brussels</code>
ask-digest =
    Дайте відповідь на це повідомлення: о котрій надсилати огляд? Наприклад <code>07:30 18:00</code>.
    В іншому часовому поясі: <code>08:00 Europe/Brussels</code>
digest-set = ✓ Огляд приходитиме щодня о <b>{ $at }</b> ({ $zone }). Найближчий: { $next }.
digest-set-off = ✓ Щоденного огляду більше не буде. /digest надішле його будь-коли.
digest-bad-time = «{ $asked }» — це не час. Напишіть так: <code>/digest 08:00</code>
digest-bad-file = Файл буває html або csv, а не «{ $asked }». Напишіть так: <code>/digest file csv</code>
digest-file-empty = Від { $since } немає нічого для файлу.
digest-file = Огляд за { $since } – { $until }
picture-others = { $count ->
    [one] ще { $count } джерело
    [few] ще { $count } джерела
   *[other] ще { $count } джерел
}
digest-picture = Дописи за групами, { $since } – { $until }
digest-too-many = Оглядів може бути щонайбільше { $most } на день. Напишіть менше, наприклад: <code>/digest 08:00 18:00</code>
toast-digest-gone = Від цього огляду нічого не збереглося.
toast-digest-many = Щонайбільше { $most } оглядів на день: спершу приберіть один час.
digest-bad-zone = { $at } — зрозуміло, а «{ $asked }» — ні. Якщо це часовий пояс, напишіть місто, наприклад так: <code>/digest { $at } Europe/Kyiv</code>
digest-bad-zone-close = { $at } — зрозуміло, а «{ $asked }» — ні. Якщо це часовий пояс, то, можливо, <code>/digest { $at } { $zone }</code>?

## Стан

status-uncovered = Не охоплено каналів: { $missed } з { $all }
status-doubt = { $count ->
    [one] ⚠️ { $channel }: з { $since }, схоже, зник { $count } допис — забагато одразу, щоб у це повірити. Видаленим нічого не вважається; операторові варто подивитися й набрати: seinpost deletions { $channel } --believe (або --dismiss).
    [few] ⚠️ { $channel }: з { $since }, схоже, зникли { $count } дописи — забагато одразу, щоб у це повірити. Видаленим нічого не вважається; операторові варто подивитися й набрати: seinpost deletions { $channel } --believe (або --dismiss).
   *[many] ⚠️ { $channel }: з { $since }, схоже, зникло { $count } дописів — забагато одразу, щоб у це повірити. Видаленим нічого не вважається; операторові варто подивитися й набрати: seinpost deletions { $channel } --believe (або --dismiss).
}
gap = • { $channel }: { $why }
gap-since = • { $channel }: { $why }, від { $since }
gaps-more = … і ще { $count }
problem-not-found = такого каналу (вже) немає
problem-private = закритий канал
problem-blocked = заблокований у нашій країні
problem-flood-wait = Телеграм просить зачекати
problem-no-account = немає облікового запису, щоб його читати
problem-unreachable = недоступний
problem-broken = не вдалося розібрати відповідь
problem-not-yet = ще не прочитаний
problem-late = читання запізнюється
status-awake = Seinpost працює.
status-asleep = Seinpost стоїть: жоден канал не читається. Повідомте оператора.
status-covered = { $count ->
    [one] Охоплено { $count } канал.
    [few] Охоплено { $count } канали.
   *[other] Охоплено { $count } каналів.
}
status-last = Останнє читання: { $when }
status-fresh = Половина дописів доходить сюди за { $half } після публікації, дев’ять із десяти — за { $most }.
status-started = Працює від { $when }
status-watchlist = Список спостереження { $version } чинний від { $since }
status-watchlist-bad = ⚠️ Від { $since } у файлах списку спостереження помилки: чинною лишається попередня версія.
status-off = { $count ->
    [one] { $count } канал зі списку спостереження вимкнено.
    [few] { $count } канали зі списку спостереження вимкнено.
   *[other] { $count } каналів зі списку спостереження вимкнено.
}
status-following = { $count ->
    [0] Ви поки ні за чим не стежите: /subscribe
    [one] У вас { $count } підписка: /subscriptions
    [few] У вас { $count } підписки: /subscriptions
   *[other] У вас { $count } підписок: /subscriptions
}
status-pending = { $count ->
    [0] Ніщо не чекає на надсилання вам.
    [one] На надсилання вам чекає { $count } повідомлення.
    [few] На надсилання вам чекають { $count } повідомлення.
   *[other] На надсилання вам чекають { $count } повідомлень.
}
status-failed = { $count ->
    [one] { $count } повідомлення не вдалося вам надіслати.
    [few] { $count } повідомлення не вдалося вам надіслати.
   *[other] { $count } повідомлень не вдалося вам надіслати.
}
status-uncertain = { $count ->
    [one] { $count } повідомлення могло до вас не дійти. Кнопка його покаже:
    [few] { $count } повідомлення могли до вас не дійти. Кнопки їх покажуть:
   *[other] { $count } повідомлень могли до вас не дійти. Кнопки їх покажуть:
}
uncertain-notice = Одне сповіщення могло до вас не дійти.
show-done = Його вже показано.
show-gone = Його більше немає в базі.

## Пошук

find-how =
    <b>Пошук у збережених дописах</b>, спершу нові:
    <code>/find Козинка</code> — слово в будь-якій формі
    <code>/find "Лозова Рудка"</code> — саме ці слова
    <code>/find міст -футбол</code> — без якогось слова
    <code>/find обстріл*</code> — усе, що так починається
    <code>/find міст channel:@name since:2024-03-12 lang:uk</code> — в одному каналі, від певного дня, однією мовою
find-none = У жодному збереженому дописі цього немає. Спробуйте менше слів або початок слова, наприклад: <code>/find обстріл*</code>
find-count = { $first }–{ $last } з { $total }, спершу нові.
find-count-more = { $first }–{ $last } більш ніж із { $most } дописів, спершу нові. З датою їх стане менше: <code>since:2024-03-12</code>
find-bad-words = Напишіть хоча б одне слово для пошуку, наприклад: <code>/find Козинка -футбол</code>
find-bad-quote = Бракує лапки. Напишіть так: <code>/find "Лозова Рудка"</code>
find-bad-beginning = «{ $asked }» — закороткий початок слова. Потрібні хоча б три літери, наприклад: <code>/find обс*</code>
find-bad-date = «{ $asked }» — не дата. Напишіть так: <code>since:2024-03-12</code>
find-bad-lang = «{ $asked }» — не мова. Вкажіть її двома літерами: <code>lang:uk</code>
find-bad-channel = «{ $asked }» — не назва каналу. Напишіть так: <code>channel:@name</code>
find-no-channel = Дописів { $asked } немає. Що читається, показує /channels.
find-bad-long = Задовго. Не більше { $most } знаків, наприклад: <code>/find Козинка міст</code>
find-bad-many = Забагато одразу. Не більше { $most } слів або фраз, наприклад: <code>/find Козинка міст</code>
find-slow = Пошук тривав задовго. Додайте слово або дату, наприклад: <code>/find Козинка since:2024-03-12</code>
find-again = Кнопки цього пошуку застаріли. Повторіть пошук через /find.
channels-title = { $count ->
    [one] <b>У списку спостереження { $count } канал</b>, вимкнено: { $off }.
    [few] <b>У списку спостереження { $count } канали</b>, вимкнено: { $off }.
   *[many] <b>У списку спостереження { $count } каналів</b>, вимкнено: { $off }.
}
channels-read = прочитано { $when }
channels-delay = затримка дописів зазвичай { $span }
channels-live = нові дописи чути одразу
channels-trouble = не охоплено: { $why }
channels-lost = не охоплено: { $why }; востаннє прочитано { $when }
channels-off = вимкнено
channels-off-why = вимкнено: { $why }
channels-propose = Якогось бракує? Перешліть мені допис звідти або запропонуйте так: <code>/channels @name</code>
channels-how = «{ $asked }» — не назва каналу. Напишіть <code>/channels @name</code>, посилання або перешліть мені допис звідти.
channels-number = Каналу з номером { $asked } я не читаю. Напишіть назву або перешліть мені допис звідти: <code>/channels @name</code>
channels-invited = Посилання-запрошення веде до закритого каналу, а я читаю лише відкриті. Напишіть назву відкритого каналу, наприклад так: <code>@name</code>
channels-private = Канал «{ $name }» не має відкритої назви, а я читаю лише відкриті канали. Оберіть інший: /channels
channels-unlisted = { $channel } немає у списку спостереження. Кнопка запропонує його операторам, без вашого імені.
channels-proposed = ✓ Канал { $channel } запропоновано. Оператори дізнаються про це, але не від кого.
channels-proposed-often = Сьогодні ви вже запропонували канал. { $channel } можна запропонувати завтра.
change-proposed = 💡 Читач пропонує канал: { $channel }. Щоб читати його, додайте його до списку спостереження.

## Для оператора

operators-title = Для оператора
change-renamed = ✏️ { $before } тепер називається { $after }.
change-username = 🏷 { $channel }: { $before } змінився на { $after }. Виправте запис у списку спостереження.
change-username-lost = 🏷 { $channel }: імені { $before } більше немає. Канал поки читається.
change-username-given = 🏷 { $channel }: з’явилося ім’я { $after }.
change-flag-set = 🏷 { $channel }: нова позначка Телеграму — { $flag }.
change-flag-cleared = 🏷 { $channel }: знято позначку Телеграму — { $flag }.
change-uncovered = ⚠️ Більше не охоплено: { $channels } ({ $why })
change-covered = ✅ Знову охоплено: { $channels }
change-account-rests = 🔴 Обліковий запис { $account } нічого не прочитає без вашого втручання: <i>{ $why }</i>
change-account-back = 🟢 Обліковий запис { $account } знову читає.
change-watchlist-refused = 🔴 У файлах списку спостереження помилки. До їх виправлення чинною лишається версія { $version }: <i>{ $why }</i>
change-watchlist-mended = 🟢 Список спостереження виправлено: чинна версія { $version }.
change-entry-refused = 🔴 { $entry } з чату не підходить до файлів списку спостереження і поки не враховується (змініть через /newclaim або видаліть): <i>{ $why }</i>
change-parked = ⛔ Відкладено на етапі { $stage }: { $count }, на кожному він зламався ({ $why }). Решта йде далі. seinpost parked покаже відкладене, seinpost parked --retry спробує знову.
change-stage-stopped = 🔴 Етап { $stage } більше нічого не завершує. Перегляньте журнал і seinpost status, потім перезапустіть програму.
change-stage-resumed = 🟢 Етап { $stage } знову працює.
change-database-out = 🔴 База даних нічого не приймає: { $why }. Поки це не виправлено, нікому нічого не повідомляється: перевірте вільне місце на диску й сервер бази даних. Те, що канали опублікують за цей час, буде прочитано потім.
change-database-back = 🟢 База даних знову все приймає. Опубліковане за цей час зараз читається.
change-backup-failed = 🔴 У { $folder } не вдається зробити резервну копію: <i>{ $why }</i> Нова спроба — що пів години.
change-backup-made = 🟢 У { $folder } знову створюються резервні копії.
vanished = Більше немає у списку спостереження: { $names }. Нових повідомлень про це не буде, доки запис не повернеться. Відписатися: /subscriptions
unreadable = Те, за чим ви стежите ({ $name }), більше не можна розібрати. Новин про це не буде, поки ви не сформулюєте це заново: натисніть на нього в /subscriptions
full-rests = 🔴 Обліковий запис { $account } не працює від { $since }.
full-flood = ⏳ Обліковий запис { $account }: запити { $request } — не раніше { $until }.
full-live = Канали, на які підписані облікові записи, щоб одразу дізнаватися про дописи: { $channels }
full-queue = Чекають на зіставлення: { $unmatched }; відкладено: { $parked }
full-parked = ⛔ Відкладено на етапі { $stage }: { $count } ({ $why }). Їх покаже `seinpost parked`.
full-deliveries = Повідомлення всім: чекають { $pending }, надіслано { $sent }, під питанням { $uncertain }, не надіслано { $failed }
full-failed = • не надіслано ({ $count }): { $why }
full-backup = Остання справна резервна копія: { $when }
full-backup-bad = ⚠️ { $when } резервну копію зробити не вдалося: причину покаже `seinpost status`.
full-backup-none = ⚠️ Резервних копій ще не було. Вкажіть теку в SEINPOST_BACKUP__FOLDER, і вони створюватимуться самі.
full-slowest = Найповільніші: { $channels }
full-unseen = Номери повідомлень, яких ніхто не бачив: { $channels }
flag-verified = підтверджений
flag-scam = шахрайство
flag-fake = підробка
flag-restricted = доступ обмежено

## Власні твердження редакторів

draft-title = Немає у списку спостереження: { $what }
draft-told = Каналів, що пишуть про це своїми словами: { $channels }. Дописів разом із копіями: { $posts }.
draft-languages = Мови: { $languages }
draft-holders = Зі слів: { $names }
draft-alike = Відомі твердження про це місце в ці дні, з якими ці дописи не пов’язані: { $claims }
draft-refused = Записано: це не твердження. Про ці дописи більше не питатимуть.
draft-gone = Про це вже вирішено.
draft-posts = Дописи чернетки { $number }
slot-where = Де: { $names }
slot-what = Що: { $names }
slot-when = Коли: { $first } – { $last }
slot-who = Хто: { $names }
slot-figures = Числа: { $figures }
figure-range = від { $low } до { $high }
proposal-title = Чернетка { $number }.
proposal-change = Вона змінить { $claim }.
proposal-trial = За останні 7 днів підійшло б { $linked } із { $tried } дописів, де названо це місце.
proposal-answer = Дайте відповідь на це повідомлення, щоб сказати інакше.
proposal-no-place = Тут немає місця зі списку спостереження: дайте відповідь реченням, де воно назване.
proposal-no-event = Що сталося? Виберіть нижче одне або кілька.
button-make = ✓ Зробити твердженням
button-no-claim = ✗ Не твердження
button-posts = Показати дописи
button-keep = ✓ Зберегти
button-discard = ✗ Відкинути
newclaim-how = Напишіть: /newclaim і одне речення будь-якою мовою про те, що і де сталося. /newclaim E001 і речення змінює створене так твердження.
newclaim-waiting = Знайдено в дописах і чекає на вас:
newclaim-unknown = Твердження { $claim }, створеного в чаті, немає. Ті, що у файлах списку спостереження, змінюють там.
newclaim-worded = { $claim }: є формулювання, мова — { $language }.
statement-in = (мова: { $language }) { $statement }
card-unworded = ✏️ Ще немає формулювання: { $languages }. Напишіть: { $line }
newclaim-made = { $claim } тепер твердження. За кілька секунд із ним пов’язуватимуться дописи, а попередні дописи переглядаються: про знайдене дізнаєтеся ви, підписники — ні. /claim { $claim } покаже його, /dropclaim { $claim } скасує.
backfilled = { $count ->
    [0] { $claim }: за останні { $days } дн. дописів про нього немає.
    [one] { $claim }: за останні { $days } дн. про нього { $count } допис.
    [few] { $claim }: за останні { $days } дн. про нього { $count } дописи.
    [many] { $claim }: за останні { $days } дн. про нього { $count } дописів.
   *[other] { $claim }: за останні { $days } дн. про нього { $count } допису.
}
backfilled-untold = Їх враховано у твердженні. Підписникам про них не повідомлялося; повідомити?
backfilled-posts = Попередні дописи про { $claim }
backfilled-gone = Таких більше немає.
backfilled-told = Підписники дізнаються про них зараз.
button-tell = 🔔 Повідомити підписників
full-backfill = Зіставлено заново з новим списком: { $done }, лишилося близько { $left }
dropclaim-how = Напишіть: /dropclaim E001. Видалити можна лише твердження, створені в чаті.
dropclaim-ask = Видалити { $claim }? Дописи більше не пов’язуватимуться з ним. Сказане про нього збережеться.
dropclaim-done = { $claim } видалено.
dropclaim-kept = { $claim } лишається.
button-drop = ✗ Видалити { $claim }
button-stay = Залишити { $claim }
merge-how = Напишіть: /merge E003 A14. Перше твердження стане одним із другим; /merge E003 покаже, з чим його об’єднано.
claim-unknown = Я не знаю твердження «{ $asked }». Список: /claims.
merge-same = Це вже одне твердження.
merge-done = { $claim } тепер одне з { $into }: його дописи, голоси й числа рахуються за { $into }, і хто стежить за одним, дізнається про інше.
merge-undone = { $claim } знову окреме твердження.
merge-none = { $claim } ні з чим не об’єднано.
card-merged = { $claim } об’єднано з цим твердженням.
button-part = Знову відокремити { $claim }
supersede-how = Напишіть: /supersede E003 A14. Тоді перше твердження виправляє друге; /supersede E003 покаже, що воно виправляє.
supersede-done = { $claim } тепер виправляє { $older }: лишаються обидва, їхні картки посилаються одна на одну, і хто стежить за одним, дізнається про інше.
supersede-itself = Це одне твердження, { $claim }, і саме себе воно виправити не може. Назвіть інше; список: /claims.
supersede-circle = { $older } уже виправляє { $claim }, прямо чи через інші твердження; виправляти одне одного вони не можуть. Якщо правильно навпаки, спершу скасуйте це: /supersede { $older }
supersede-files = За файлами списку спостереження { $claim } виправляє { $older }. Змініть це там.
supersede-none = { $claim } не виправляє інших тверджень.
supersede-undone = { $claim } більше не виправляє інших тверджень.
button-uncorrect = { $claim } — не виправлення

## Мова, видалення, власник, помилки

language = Зараз мова — <b>{ $language }</b>. Оберіть іншу:
language-set = ✓ Тепер я розмовляю цією мовою: <b>{ $language }</b>.
forget =
    <b>Видалити все про цей чат?</b>
    Підписки, налаштування та всі надіслані вам сповіщення буде видалено з моєї бази. Повідомлення в цьому чаті залишаться; їх ви можете видалити самі.
forget-done = ✓ Усе про цей чат видалено. /start — почати знову.
forget-kept = Нічого не видалено.
owner-done = ✓ Тепер ви власник цього Seinpost.
owner-already = Цей Seinpost уже має власника. Попросіть його запросити вас або зробити вас власником.
owner-wrong = Це не той код. Оператор знайде його там, де запущено Seinpost.
owner-none = Зараз немає чинного коду. Оператор отримає його, запустивши Seinpost без власника.
owner-private = Надішліть код в особистий чат зі мною, не сюди.
unknown-command = Я не знаю такої команди. /help покаже, що я вмію.
unknown-message = Я читаю лише текст. Надішліть назву групи, місця чи каналу або /help.
unknown-button = Ця кнопка з попередньої версії. /help покаже, що я вмію тепер.
gone-entry = Цього більше немає у списку спостереження.
error = Стався збій — у нас, не у вас. Спробуйте ще раз; якщо повториться, повідомте оператора.

## Кому що можна

role-reader = читач
role-editor = редактор
role-owner = власник
no-access = Цей бот відкритий не для всіх. Попросіть посилання-запрошення в того, хто вам про нього розповів, і відкрийте його.
refused-editors = Це можуть лише редактори. Попросіть власника зробити вас редактором.
refused-owners = Це може лише власник. Попросіть його про це.
refused-administrators = У цій групі налаштування змінюють лише її адміністратори. Зверніться до них; /group покаже правило.
refused-not-asked = Про це я питаю: { $name }. Відповісти може й адміністратор цієї групи.
refused-private = Це працює лише в приватному чаті зі мною.
slow-down = Забагато відразу. Зачекайте хвилину й продовжуйте.
too-many-subscriptions = { $count ->
    [one] У цьому чаті можна стежити не більше ніж за { $count } темою. Спершу відмовтеся від неї: /subscriptions
    [few] У цьому чаті можна стежити не більше ніж за { $count } темами. Спершу відмовтеся від однієї з них: /subscriptions
   *[other] У цьому чаті можна стежити не більше ніж за { $count } темами. Спершу відмовтеся від якоїсь: /subscriptions
}
invite-how =
    Напишіть: <code>/invite</code>, <code>/invite читач 5 14</code> або <code>/invite редактор</code>.
    Перше число — скільки людей можуть скористатися посиланням (від 1 до { $uses }), друге — скільки днів (від 1 до { $days }).
invite-allowlist = Читачів тут допускають за списком: попросіть оператора додати id людини до SEINPOST_BOT__ALLOWED.
invite-made = { $count ->
    [one]
        <b>Запрошення ({ $role })</b>
        { $link }
        На { $count } людину, до { $until }. Увійти зможе кожен, хто має посилання: не надсилайте його більше нікому.
    [few]
        <b>Запрошення ({ $role })</b>
        { $link }
        На { $count } людини, до { $until }. Увійти зможе кожен, хто має посилання: не надсилайте його більше нікому.
   *[other]
        <b>Запрошення ({ $role })</b>
        { $link }
        На { $count } людей, до { $until }. Увійти зможе кожен, хто має посилання: не надсилайте його більше нікому.
}
invitations = Чинні запрошення
invitations-none = Чинних запрошень немає. Створіть:
invitation-line = { $count ->
    [one] №{ $number }: { $role }, лишився { $count } вхід, до { $until }
    [few] №{ $number }: { $role }, лишилося { $count } входи, до { $until }
   *[other] №{ $number }: { $role }, лишилося { $count } входів, до { $until }
}
invitation-used = ✓ Доступ відкрито. Ваша роль: <b>{ $role }</b>.
invitation-void = Це запрошення вже не чинне. Попросіть нове в того, хто його надіслав.
invitation-needless = Ви вже маєте доступ; запрошення не витрачено.
invitation-revoked = Більше не чинне
invitation-gone = Це запрошення вже не було чинним
button-revoke = ✕ Відкликати це запрошення
button-invitations = 📋 Усі запрошення
roles = { $count ->
    [one] <b>{ $count } учасник.</b> Натисніть на ім’я, щоб змінити роль.
    [few] <b>{ $count } учасники.</b> Натисніть на ім’я, щоб змінити роль.
   *[other] <b>{ $count } учасників.</b> Натисніть на ім’я, щоб змінити роль.
}
role-line = { $name }: { $role } з { $since }
role-changed = ✓ Змінено
role-gone = Ця людина тут більше не має ролі.
role-last-owner = Останній власник лишається. Спершу призначте іншого власника.
button-role-remove = ✕ Закрити доступ
audit = Хто що зробив
audit-none = Записів поки немає.
audit-line = { $when } · { $who }: { $deed } { $subject }
audit-forgotten = (видалено)
button-older = Раніше ›
deed-role-given = зміна ролі:
deed-role-removed = доступ закрито:
deed-invited = створено запрошення
deed-invitation-used = використано запрошення
deed-invitation-revoked = відкликано запрошення
deed-status-set = встановлено статус
deed-claim-made = створено твердження
deed-claim-changed = змінено твердження
deed-claim-dropped = вилучено твердження
deed-draft-refused = відхилено чернетку
deed-earlier-told = підписникам показано попередні дописи про твердження
deed-claims-merged = об’єднано твердження
deed-merge-undone = знову відокремлено твердження
deed-correction-said = позначено як виправлення твердження
deed-correction-undone = більше не позначено як виправлення твердження
deed-link-confirmed = підтверджено зв’язок з
deed-link-rejected = відхилено зв’язок з
deed-access-refused = відмовлено:
deed-group-set = хто змінює налаштування групи
deed-channel-linked = під’єднано канал
deed-channel-unlinked = від’єднано канал
deed-forgotten = вилучено все про
group-only = Надішліть /group у тій групі, про яку йдеться.
group-everyone =
    <b>Налаштування тут можуть змінювати всі учасники з доступом.</b>
    Змінити це можуть адміністратори групи.
group-administrators =
    <b>Налаштування тут можуть змінювати адміністратори групи, які мають доступ.</b>
    Змінити це можуть адміністратори групи.
button-group-everyone = Дозволити всім із доступом
button-group-administrators = Лише адміністраторам
export-caption = Усе, що зберігається про цей чат. /forget вилучить це.
channel-how =
    Я можу публікувати сповіщення у вашому каналі. Призначте мене там адміністратором із правом публікації, потім перешліть мені допис звідти або напишіть <code>/channel @name</code>; підійдуть і посилання, і номер.
    <code>/channel @name Тьоткіно</code> — канал отримуватиме сповіщення про це.
channel-not-found = Канал { $asked } мені не видно. Перевірте назву; якщо канал закритий, спершу призначте мене адміністратором і перешліть мені допис звідти.
channel-invited = З посилання-запрошення я не дізнаюся, що це за канал. Призначте мене там адміністратором і перешліть мені допис звідти.
channel-unreadable = «{ $asked }» — не назва каналу. Напишіть <code>/channel @name</code>, посилання чи номер або перешліть мені допис звідти.
channel-not-forwarded = Це повідомлення переслано не з каналу, або Телеграм приховує, з якого. Напишіть <code>/channel @name</code>.
channel-is-group = «{ $name }» — група, а не канал. Напишіть /subscribe у самій групі.
channel-is-person = «{ $name }» — людина або бот, а не канал. Напишіть <code>/channel @name</code> з назвою каналу.
channel-not-admitted = У «{ $name }» мені не можна публікувати. Зробіть мене адміністратором із правом публікації та спробуйте знову.
channel-not-yours = Ви не адміністратор «{ $name }». Попросіть когось із них під’єднати канал.
channel-what = Не можу точно зрозуміти, що таке «{ $asked }». Напишіть номер або повну назву; їх покаже /subscribe.
channel-page = { $count ->
    [0] <b>{ $name }</b> під’єднано, але поки ні на що не підписано.
    [one] <b>{ $name }</b>: { $count } підписка. Натисніть на неї, щоб припинити.
    [few] <b>{ $name }</b>: { $count } підписки. Натисніть на будь-яку, щоб припинити.
   *[other] <b>{ $name }</b>: { $count } підписок. Натисніть на будь-яку, щоб припинити.
}
channel-gone = Цей канал вами більше не під’єднано.
channel-unlinked = У { $name } я більше нічого не публікую.
button-unlink = ✕ Від’єднати цей канал
