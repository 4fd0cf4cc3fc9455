### Что бот говорит по-русски. В текстах сообщений может быть HTML Телеграма, в текстах кнопок – нет.

## Список команд в Телеграме

command-subscribe = Следить за группой, утверждением, местом, каналом или словами
command-subscriptions = За чем вы следите
command-unsubscribe = Перестать следить
command-find = Поиск по сохранённым постам
command-why = Почему пост пришёл или не пришёл
command-channels = Какие каналы читаются и насколько полно
command-digest = Сводка сейчас или каждый день
command-quiet = Часы без оповещений
command-status = Что охвачено, а что нет
command-language = Сменить язык
command-help = Что я умею
command-forget = Удалить всё об этом чате
command-group = Кто меняет настройки в этой группе
command-review = Решить о предложенных связях
command-newclaim = Создать утверждение
command-merge = Объединить два утверждения
command-supersede = Указать, какое утверждение исправляет другое
command-settle = Установить статус утверждения
command-invite = Пригласить кого-нибудь
command-channel = Публиковать оповещения в своём канале
command-roles = У кого какой доступ
command-audit = Кто что сделал
command-export = Всё, что хранится об этом чате, файлом

## Кнопки

button-follow = ➕ Следить за новым
button-follow-one = ➕ Следить: { $name }
button-list = 📋 Мои подписки
button-digest = 🗞 Сводка
button-quiet = 🌙 Тихие часы
button-digest-now = Сводка сейчас
button-digest-off = Без ежедневной сводки
button-digest-html = 📄 Файл HTML
button-digest-csv = 📊 Таблица (CSV)
button-status = 📶 Состояние
button-language = 🌐 Язык
button-help = ❔ Помощь
button-snooze = 💤 Пауза
button-snooze-hour = 💤 1 час
button-snooze-shift = 💤 8 часов
button-snooze-tomorrow = 💤 До завтра
button-snooze-good = 💤 Без срока
button-snooze-end = 🔔 Пауза до { $until } — снять
button-snooze-end-good = 🔔 Пауза без срока — снять
button-wake = 🔔 Снять паузу: { $name }
button-seen = 👍 Просмотрено
button-seen-by = 👍 { $who }, { $when }
button-translate = 🌍 Перевести
button-open = ↗ Открыть пост
button-why = Почему?
button-wrong = ✗ Не об этом
button-undo = ↩ Отменить: { $name }
button-wrong-stance = Об этом, но в другом смысле
button-stop = 🔕 Отписаться
button-stop-some = 🔕 Отписаться…
button-follow-this = ✓ Следить
button-change = ✏️ Изменить
button-no = ✗ Нет
button-type = ✏️ Название или свои слова
button-other-times = ✏️ Другое время
button-other-hours = ✏️ Другие часы
button-propose = 💡 Предложить { $channel }
button-these-words = 🔎 Следить за этими словами
button-settings = ⚙️ Настройки
button-mode = 🔔 Когда
button-score = 🎯 Уверенность
button-tongues = 🔤 Языки
button-stances = ⚖️ Что говорят посты
button-pace = 🗂 Объединение
button-try = 🧪 Проба
button-reword = ✏️ Другие слова
button-card = 💬 Утверждение { $claim }
button-show = 👁 Показать
button-back = ‹ Назад
button-forget-yes = Да, удалить всё
button-forget-no = Нет, оставить

## Приветствие и помощь

start =
    <b>Это Seinpost.</b>

    Я читаю открытые каналы Телеграма и сообщаю, кто что утверждает, кто это опровергает, а кто лишь повторяет.
start-how = Следить можно за группой, местом, каналом или утверждением («село взято»). Пришлите название, например <i>Легион</i> или <i>Тёткино</i>, либо номер утверждения, например <i>A14</i>. Или выберите первой кнопкой.
start-how-group = Следить можно за группой, местом, каналом или утверждением («село взято»): выберите первой кнопкой или напишите <code>/subscribe Легион</code>. В этой группе я вижу только команды и ответы на мои сообщения.
start-again = <b>Я перестал вам писать. Теперь снова пишу.</b>
help-title = Что я умею
help-how = Пришлите мне название, например <i>Тёткино</i> или <i>Легион</i>, номер утверждения, например <i>A14</i>, или канал, например <i>@name</i>. Я напишу, как только появятся новости.
help-how-group = Напишите <code>/subscribe Тёткино</code>, для утверждения <code>/subscribe A14</code>, для канала <code>/subscribe @name</code>. Я напишу здесь, как только появятся новости. В этой группе я вижу только команды и ответы на мои сообщения.
help =
    /subscribe — следить за новым
    /subscribe <i>слова</i> — следить за своими словами, например <code>/subscribe Козинка -футбол, сводка</code>
    /subscriptions — за чем вы следите; изменить или прекратить
    /digest — всё после прошлой сводки
    /digest 08:00 18:00 — сводки каждый день в это время
    /digest 08:00 Europe/Moscow — в этом часовом поясе
    /digest file html — сводка файлом; или csv, для таблицы
    /digest off — больше без ежедневной сводки
    /claims — все утверждения и поиск по ним: <code>/claims Тёткино</code>
    /claim A14 — карточка утверждения: кто утверждает, кто опровергает, с каких пор
    /find — поиск по постам, например <code>/find Козинка since:2024-03-12</code>
    /why — в ответ на оповещение или со ссылкой на пост: почему он пришёл или нет
    /channels — какие каналы я читаю и насколько они свежи; предложить канал
    /quiet 23:00-07:00 — без оповещений в эти часы; /quiet off отменяет это
    /status — что охвачено, а что нет
    /language — сменить язык
    /export — всё, что хранится об этом чате, файлом
    /forget — удалить всё об этом чате
help-group = /group — кто может менять здесь настройки
help-editors-title = Для редакторов
help-editors =
    /review — решать о предложенных связях, одна за другой
    /newclaim — составить утверждение из одной фразы; <code>/newclaim E001</code> с фразой изменит его
    /dropclaim E001 — удалить утверждение, созданное в чате
    /merge E003 A14 — объединить два утверждения
    /supersede E003 A14 — первое утверждение исправляет второе
    /settle A14 опровергнуто — установить статус утверждения и указать причину
    /invite — пригласить кого-нибудь
    /channel — публиковать оповещения в своём канале
    /status full — ещё и аккаунты, очереди, ошибки и резервные копии
help-owners-title = Для владельцев
help-owners =
    /roles — у кого какой доступ
    /audit — кто что сделал

## Подписки

kind-actors = 👥 Группы и люди
kind-claims = 💬 Утверждения
kind-places = 📍 Места
kind-channels = 📡 Каналы
kind-affiliations = ⚖️ Стороны
kind-languages = 🔤 Языки
follow = <b>За чем следить?</b>
follow-how = Выберите ниже или просто пришлите название, номер утверждения или свои слова.
follow-how-group = Выберите ниже. Чтобы ввести название, номер утверждения или свои слова, нажмите ✏️.
ask-follow =
    Ответьте на это сообщение: за чем следить?
    • название, номер или канал: <code>Легион</code>, <code>A14</code>, <code>@name</code>
    • слова в любой форме, без других: <code>Козинка -футбол</code>
    • именно эти слова: <code>"Лозовая Рудка"</code>
    • всё, что так начинается: <code>обстрел*</code>
    • несколько условий: <code>группа:lsr язык:nl</code>
    В конце можно добавить, как: <i>сводка</i>, <i>сразу</i>, <i>только опровержения</i> или <i>от 0,8</i>: <code>Козинка, сводка</code>
hint-follow = Название, номер или слова
follow-hint = Нажмите на название, чтобы следить; нажмите ещё раз, чтобы перестать.
follow-none = Здесь пока не за чем следить.
follow-channels-unread = { $count ->
    [one] Ещё { $count } канал пока не прочитан; следить за ним можно будет после этого.
    [few] Ещё { $count } канала пока не прочитаны; следить за ними можно будет после этого.
   *[other] Ещё { $count } каналов пока не прочитаны; следить за ними можно будет после этого.
}
follow-claims =
    <b>Утверждения</b>
    О каком событии?
follow-claims-hint = Нажмите на номер, чтобы следить за утверждением; нажмите ещё раз, чтобы перестать.
incident-none = Другие утверждения
followed = ✓ Теперь вы следите: { $name }. Я напишу, как только появятся новости.
followed-digest = ✓ Теперь вы следите: { $name }. Новости об этом придут в сводках.
followed-silent = ✓ Теперь вы следите: { $name }. Вам ничего не придёт; это лишь хранится для /why.
followed-undigested = ⚠️ Ежедневной сводки у вас пока нет, поэтому само ничего не придёт. Выберите время: /digest
followed-more = Что-то ещё? Пришлите название или номер.
followed-already = Вы уже следите: { $name }.
stopped = Вы больше не следите: { $name }.
stopped-already = Вы и не следили: { $name }.
toast-followed = Теперь вы следите
toast-stopped = Вы больше не следите
suggest-none = Я не знаю ничего с названием «{ $asked }». Следите за самими словами или выберите из списков:
suggest-close = Я не знаю «{ $asked }». Может быть, вы имели в виду:
suggest-several = «{ $asked }» может означать разное. Что именно?
stop-unknown = Среди ваших подписок нет «{ $asked }». Вот за чем вы следите:
channel-unread = { $asked } есть в списке наблюдения, но прочитать его пока не удалось. Попробуйте позже; /status покажет, в чём дело.
channel-off = { $asked } есть в списке наблюдения, но отключён. Попросите оператора включить его или выберите другое:
channel-unknown = { $asked } нет в списке наблюдения. Предложите его или выберите другое:
channel-unnamed = канал { $id }
posts-in = посты на языке «{ $language }»
affiliation-official = официальные каналы обеих сторон
phrase-word = «{ $words }»
phrase-exactly = в точности «{ $words }»
phrase-without = без: { $what }
phrase-or = или
list = { $count ->
    [one] <b>{ $count } подписка.</b> Нажмите на неё, чтобы изменить или прекратить.
    [few] <b>{ $count } подписки.</b> Нажмите на любую, чтобы изменить или прекратить.
   *[other] <b>{ $count } подписок.</b> Нажмите на любую, чтобы изменить или прекратить.
}
list-empty = <b>Вы пока ни за чем не следите.</b> Выберите:
mode-both = сразу и в сводке
mode-at-once = сразу, не в сводке
mode-digest = только в сводке
mode-silent = никогда, только хранить для /why
score-any = любая
score-from = от { $percent } %
tongues-any = все языки
stances-any = любые
stances-assertions = утверждения
stances-denials = опровержения
stances-others = вопросы и др.
pace-usual = как обычно
pace-each = каждое оповещение отдельно
pace-more = одно сообщение на 2 часа
pace-wait = ждать 10 минут, потом вместе
pace-own = настроено иначе
set-mode = 🔔 Когда: { $mode }
set-score = 🎯 Уверенность: { $score }
set-tongues = 🔤 Языки: { $languages }
set-stances = ⚖️ Что говорят посты: { $stances }
set-pace = 🗂 Объединение: { $pace }
toast-set = Готово
toast-set-undigested = Сохранено. Но ежедневной сводки у вас пока нет: выберите время через /digest
toast-gone = Вы за этим больше не следите
toast-unreadable = Это больше нельзя разобрать: задайте другие слова
card-unreadable = ⚠️ Это больше нельзя разобрать, и ничего не находится. Задайте другие слова.
reword-how = Ответьте на это сообщение новыми словами или названием либо напишите <code>/subscribe #{ $number } Козинка -футбол</code>. Настройки сохранятся.
reword-twice = Именно за этим вы уже следите: /subscriptions
wording-dropped = Ничего не изменилось.
wording-again = Кнопки этого сообщения устарели. Пришлите его снова с /subscribe.
wording-change = Ответьте на это сообщение новой формулировкой. Пока она такая: <code>{ $line }</code>
trial-alerts = { $count ->
    [0] За последние 7 дней оповещений об этом не было бы.
    [one] За последние 7 дней об этом пришло бы { $count } оповещение.
    [few] За последние 7 дней об этом пришло бы { $count } оповещения.
   *[other] За последние 7 дней об этом пришло бы { $count } оповещений.
}
trial-alerts-daily = { $count ->
    [one] За последние 7 дней об этом пришло бы { $count } оповещение, примерно { $daily } в день.
    [few] За последние 7 дней об этом пришло бы { $count } оповещения, примерно { $daily } в день.
   *[other] За последние 7 дней об этом пришло бы { $count } оповещений, примерно { $daily } в день.
}
trial-digest = { $count ->
    [0] За последние 7 дней в сводках об этом не было бы ни одного поста.
    [one] За последние 7 дней в сводках об этом был бы { $count } пост.
    [few] За последние 7 дней в сводках об этом было бы { $count } поста.
   *[other] За последние 7 дней в сводках об этом было бы { $count } постов.
}
trial-joined = { $count ->
    [one] Ещё { $count } сообщение добавилось бы к ним без звука.
    [few] Ещё { $count } сообщения добавились бы к ним без звука.
   *[other] Ещё { $count } сообщений добавились бы к ним без звука.
}
trial-more = { $count ->
    [one] Ещё { $count } пост был бы только в сводках.
    [few] Ещё { $count } поста были бы только в сводках.
   *[other] Ещё { $count } постов были бы только в сводках.
}
trial-silent = Вам ничего не придёт; это лишь хранится для /why.
trial-cut = Этого слишком много, чтобы просмотреть всё: подсчёт с { $since }.
trial-examples = Самые новые:
one-actor = группа
one-place = место
one-claim = утверждение
one-channel = канал
one-affiliation = сторона
one-language = язык
query-bad-long = Слишком длинно. Не больше { $most } знаков.
query-bad-many = Слишком много слов и названий сразу. Не больше { $most }.
query-bad-deep = Слишком много скобок друг в друге. Не больше { $most }.
query-bad-empty = Здесь нечего искать. Напишите слово или название.
query-bad-quote = Кавычка не закрыта. Поставьте её в конце: <code>"Лозовая Рудка"</code>
query-bad-open = Скобка не закрыта. Поставьте её в конце: <code>(Козинка ИЛИ Тёткино)</code>
query-bad-closed = Эта скобка не была открыта. Уберите её или откройте раньше.
query-bad-dangling = Рядом с { $asked } чего-то не хватает. Напишите слово или название с обеих сторон: <code>Козинка И НЕ футбол</code>
query-bad-beginning = «{ $asked }» — слишком короткое начало. Нужно букв не меньше { $least }: <code>обс*</code>
query-bad-qualifier = Я не знаю «{ $asked }:». Перед двоеточием может стоять: { $known }
query-bad-value = После «{ $asked }:» ничего нет. Напишите без пробела: <code>группа:lsr</code>
query-bad-unknown = Я не знаю: { $kind } «{ $asked }». Может быть: { $close }? Или возьмите в кавычки, чтобы искать сами слова.
query-bad-unknown-at-all = Я не знаю: { $kind } «{ $asked }». Что я знаю, покажет /subscribe; или возьмите в кавычки, чтобы искать сами слова.
query-bad-several = «{ $asked }» может означать разное ({ $kind }). Напишите одно из этого: { $close }
query-bad-only-not = Под это подойдёт почти любой пост. Напишите слово или название, которое должно быть: <code>Козинка -футбол</code>

## Оповещения

headline-claim = Утверждение { $claim } — { $what }
headline-named = { $name } — упоминание в канале { $channel }
headline-posted = { $channel } — новый пост
headline-edited = { $channel } — изменён пост, о котором вы уже знаете
headline-deleted = { $channel } — удалён пост, о котором вы уже знаете
claim-stated = Утверждение: { $statement }
claim-denied = Опровергается: { $statement }
figure-new = Число в этом посте: { $now }
figure-changed = Новое число: { $now } (в утверждении: { $before })
also = Также: { $things }
also-claim = утверждение { $claim } ({ $stance })
also-claim-alone = утверждение { $claim }
says = Говорит: { $who }
passed-on = Передаёт: { $who }
in-channel = Канал: { $channel }
published = Опубликовано: { $when }
moment-in-zone = { $moment } ({ $zone })
forwarded = Переслано из: { $origin }
copies = Повторяет пост канала { $channel }, { $when }
edited = Пост изменили после публикации.
deleted = Пост удалили после публикации.
said-changed = Что изменилось (<s>убрано</s>, <u>добавлено</u>):
said-before = Раньше в нём говорилось:
quote-withheld = На посты этого канала мы ссылаемся, но не цитируем их.
quote-empty = В посте нет текста.
attachments = { $count ->
    [one] 📎 { $count } вложение
    [few] 📎 { $count } вложения
   *[other] 📎 { $count } вложений
}
added-channels = { $count ->
    [one] ➕ ещё { $count } канал
    [few] ➕ ещё { $count } канала
   *[other] ➕ ещё { $count } каналов
}
added-posts = { $count ->
    [one] ➕ ещё { $count } пост этого канала
    [few] ➕ ещё { $count } поста этого канала
   *[other] ➕ ещё { $count } постов этого канала
}
added-earlier = { $count ->
    [one] • до них { $count } канал
    [few] • до них { $count } канала
   *[other] • до них { $count } каналов
}
added-line = • { $channel }, { $when } — { $what }
added-copy = повтор
added-mention = упоминание
added-newest = Новейшее, { $channel }:
why = Почему: { $reason }
matched = Совпало: { $words }
matched-by = «{ $words }» ({ $rule })
matched-words = «{ $words }»

stance-asserts = утверждает { $who }
stance-attributes = со ссылкой на источник: { $who }
stance-denies = опровержение: { $who }
stance-reports-denial = сообщается об опровержении: { $who }
stance-asks = вопрос: { $who }
stance-recalls = напоминание: { $who }
stance-mocks = насмешка: { $who }
stance-corrects = поправка: { $who }
stance-mentions = упоминание: { $who }

stance-word-asserts = утверждается
stance-word-attributes = со ссылкой на источник
stance-word-denies = опровергается
stance-word-reports-denial = сообщается об опровержении
stance-word-asks = вопрос
stance-word-recalls = напоминание
stance-word-mocks = насмешка
stance-word-corrects = поправка
stance-word-mentions = упоминание

reason-first = первое, что вы об этом узнаёте
reason-new-source = новый источник этого утверждения
reason-denial = это утверждение опровергают
reason-changed = изменилось число
reason-words = в нём ваши слова
reason-silent = вы следите за этим без оповещений
reason-filtered = отсеяно вашим фильтром
reason-again = ещё один пост о том, за чем вы следите
reason-updated = добавлено к более раннему оповещению
reason-edited = изменили пост, о котором вы уже знаете
reason-deleted = удалили пост, о котором вы уже знаете
reason-duplicate = копия поста, о котором вы уже знаете
reason-repeated = тот же источник повторяет
reason-digest-only = отложено для сводки
reason-quiet = пост пришёлся на тихие часы
reason-muted = была пауза
reason-backlog = старый пост, собранный для архива
reason-suggested = неуверенное совпадение, ждёт редактора

rule-name = название
rule-own = ваши слова
rule-form = форма названия
rule-short = сокращение
rule-hashtag = хештег
rule-handle = имя в Телеграме
rule-label = так называют другие
rule-role = должность
rule-we = собственный канал говорит «мы»
rule-surname = фамилия
rule-spelling = название в другом написании
rule-shared = общее с другими название
rule-event = слова о таком событии
rule-denial = слова опровержения
rule-reads = по этим словам «{ $stance }»
rule-wording = известная формулировка
rule-date = дата
rule-figure = число

status-unverified = не проверено
status-contested = оспаривается
status-confirmed = подтверждено
status-refuted = опровергнуто

side-russia = российская сторона
side-ukraine = украинская сторона
side-neither = ни одна из сторон
tie-state = власти
tie-state-media = государственное СМИ
tie-armed-group = вооружённая группа
tie-aligned = частный, открыто на этой стороне
tie-independent = независимый

## Утверждения

card-title = Утверждение { $claim }
card-status = Статус: { $status }
card-status-set = Статус: { $status } — { $reason } ({ $when })
card-unheard = Ни один прочитанный пост пока этого не говорит.
card-since = { $count ->
    [one] { $count } пост: впервые { $since }, в последний раз { $until }.
    [few] { $count } поста: впервые { $since }, в последний раз { $until }.
    [many] { $count } постов: впервые { $since }, в последний раз { $until }.
   *[other] { $count } поста: впервые { $since }, в последний раз { $until }.
}
card-others = { $count ->
    [one] Ещё { $count } пост спрашивает об этом, вспоминает или высмеивает это.
    [few] Ещё { $count } поста спрашивают об этом, вспоминают или высмеивают это.
    [many] Ещё { $count } постов спрашивают об этом, вспоминают или высмеивают это.
   *[other] Ещё { $count } поста спрашивают об этом, вспоминают или высмеивают это.
}
card-asserting = Утверждают
card-denying = Опровергают
card-voice = { $who }: { $when }
card-relayed = { $count ->
    [one] { $count } пост, из них чужих: { $relayed }
    [few] { $count } поста, из них чужих: { $relayed }
    [many] { $count } постов, из них чужих: { $relayed }
   *[other] { $count } поста, из них чужих: { $relayed }
}
card-repeated = { $count ->
    [one] { $count } пост
    [few] { $count } поста
    [many] { $count } постов
   *[other] { $count } поста
}
card-more = … и ещё { $count }
card-figures = Цифры
card-figure = • { $unit }: { $value } — { $who }, { $when }
card-versions = Другие версии
card-alike = Не путать с
a-channel = один канал
several = несколько
qualifier-about = около { $number }
qualifier-more = больше { $number }
qualifier-least = не менее { $number }
qualifier-most = до { $number }
qualifier-fewer = меньше { $number }
corroboration-nobody = Никто этого не утверждает.
corroboration-unplaced = Утверждают источники, которые в списке наблюдения не отнесены ни к одной стороне.
corroboration-one-side = Это утверждает только одна сторона.
corroboration-both-sides = Это утверждают обе стороны.
corroboration-independent = Это утверждает источник, не зависящий ни от одной из сторон.
unit-armoured-vehicles = бронемашины
unit-artillery-pieces = орудия
unit-attempts = попытки
unit-civilians-killed = погибшие мирные жители
unit-civilians-wounded = раненые мирные жители
unit-fighters = бойцы
unit-fighters-killed = убитые бойцы
unit-fighters-wounded = раненые бойцы
unit-strongpoints = опорные пункты
unit-tanks = танки
unit-vehicles = машины
review-title = { $count ->
    [one] Утверждение { $claim }? Ждёт { $count } предложение.
    [few] Утверждение { $claim }? Ждут { $count } предложения.
    [many] Утверждение { $claim }? Ждут { $count } предложений.
   *[other] Утверждение { $claim }? Ждут { $count } предложения.
}
review-stance = Пост и утверждение: возможно, { $stance }.
review-confirmed = Засчитано. Подписчики узнают об этом.
review-rejected = Записано: пост не об этом.
review-gone = Кто-то опередил вас, или поста либо утверждения больше нет.
review-done = Ни одно предложение вас не ждёт.
review-passed = Это было самое старое. Пропущено: { $count }. /review начинает сначала.
button-confirm = ✓ Об этом
button-reject = ✗ Нет
button-pass = ⏭ Дальше
claims-found = Утверждения о «{ $asked }»:
claims-none = Ни одно утверждение не говорит о «{ $asked }». Попробуйте одно слово или выберите:
settle-how = Напишите: /settle A14 refuted, а затем почему. Статусы: unverified, contested, confirmed, refuted.
settle-which = Какой статус у { $claim }?
settle-bad-status = Статуса «{ $asked }» нет. Есть такие: { $statuses }. Нажмите на нужный или напишите, например: <code>/settle { $claim } опровергнуто</code>, а затем почему.
settle-ask = <b>{ $claim }: { $status }.</b> Ответьте на это сообщение причиной; её прочтут все, кто следит за утверждением.
settle-done = { $claim }: теперь { $status }. Подписчики узнают об этом.
settled-title = Утверждение { $claim }: теперь { $status }
settled-reason = Почему: { $reason }
settled-before = Раньше: { $status }
reason-version = новая версия утверждения, за которым вы следите
claim-corrects = Исправляет { $claim }: { $statement }
timeline-asserted = утверждают
timeline-denied = опровергают
side-unplaced = вне сторон
timeline-caption = { $claim }: посты, которые это утверждают (вверху) и опровергают (внизу)
timeline-empty = Пока ни один пост этого не утверждал и не опровергал.
button-timeline = 📈 По времени
command-claims = Все утверждения и поиск по ним
command-claim = Карточка утверждения: кто утверждает, кто опровергает

## Паузы

snoozed-until = 💤 { $name }: пауза до { $until }
snoozed-for-good = 💤 { $name }: пауза без срока
snooze-over = { $count ->
    [0] Пауза закончилась: { $name }. За это время ничего не задержано.
    [one] Пауза закончилась: { $name }. За это время задержано { $count } оповещение.
    [few] Пауза закончилась: { $name }. За это время задержано { $count } оповещения.
   *[many] Пауза закончилась: { $name }. За это время задержано { $count } оповещений.
}
snooze-nothing = Ни на что из этого вы больше не подписаны.
toast-snooze-what = О чём?
toast-snooze-how-long = На какое время?
toast-snoozed = Об этом ничего до { $until }
toast-snoozed-good = Об этом больше ничего, кроме сводок
toast-snooze-ended = Пауза закончилась
toast-seen = Отмечено: просмотрено

## Тихие часы

quiet-none = Тихих часов нет: оповещения приходят в любое время.
quiet-daily = С <b>{ $begins }</b> до <b>{ $ends }</b> ({ $zone }) оповещений нет.
quiet-digest = Всё за эти часы будет в следующей ежедневной сводке.
quiet-summary = Всё за эти часы придёт одним сообщением, когда они закончатся.
quiet-hint =
    Выберите или напишите так: <code>/quiet 22:30-06:00</code>
    В другом часовом поясе: <code>/quiet 23:00-07:00 Europe/Brussels</code>
ask-quiet =
    Ответьте на это сообщение: в какие часы не присылать оповещений? Например <code>22:30-06:00</code>.
    В другом часовом поясе: <code>23:00-07:00 Europe/Brussels</code>
quiet-off = ✓ Тихих часов больше нет.
quiet-bad = «{ $asked }» — это не часы. Напишите так: <code>/quiet 23:00-07:00</code>
quiet-bad-zone = Не знаю часового пояса «{ $asked }». Напишите город: <code>/quiet { $hours } Europe/Brussels</code>
button-quiet-off = Без тихих часов

## Почему

why-title = <b>Почему пост подошёл</b>
why-told = Вам об этом сообщено
why-not-told = Сразу вам об этом не сообщено
why-untold = Ваши подписки этого не нашли
why-untold-line = Вот о чём этот пост; следить можно через /subscribe.
why-subscription = • { $name } — { $reason }.
why-by-itself = • { $reason }
why-how = Ответьте на оповещение командой /why, перешлите его мне или напишите ссылку на пост: <code>/why https://t.me/name/5</code>
why-unknown = Такого поста нет в базе. Что читается, покажет /channels; или напишите ссылку: <code>/why https://t.me/name/5</code>
why-stance = Пост и утверждение: { $stance }
why-score = Уверенность: { $percent } %
why-score-unsure = Уверенность: { $percent } %. Этого мало, чтобы засчитать без редактора.
why-channel = Канал
why-channel-line = Вы следите за этим каналом: подходит каждый пост.
why-nothing = Больше ничего
why-nothing-line = Список наблюдения с тех пор изменился, или вы больше не следите за тем, что совпало.
why-gone = Этого поста больше нет в базе.
wrong-which = Какое совпадение неверно?
wrong-thanks = Спасибо. Отмечено: этот пост не об этом. Кнопка отменит отметку.
wrong-stance-thanks = Спасибо. Отмечено: пост об этом, но в другом смысле.
right-thanks = Спасибо. Отмечено: совпадение верное.
wrong-vanished = Этой записи больше нет в списке наблюдения.
undone = Отменено.
translation = 🌍 <b>Машинный перевод</b>: { $host }
translation-from = 🌍 <b>Машинный перевод</b>: { $host } — оригинал: { $tongue }
translation-mind = В нём могут быть ошибки. Цитируйте оригинал.
translate-off = Здесь не настроен переводчик. Попросите об этом оператора.
translate-slow = Переводчик не ответил вовремя. Попробуйте через минуту.
translate-unreachable = Переводчик недоступен. Попробуйте позже или сообщите оператору.
translate-busy = Переводчик перегружен. Попробуйте через минуту.
translate-refused = Переводчик нам отказывает. Сообщите оператору: возможно, неверный ключ.
translate-language = Переводчик не знает одного из двух языков. Сообщите оператору.
translate-broken = Ответ переводчика не удалось прочитать. Попробуйте позже или сообщите оператору.

## Сводки

digest-span = { $since } – { $until }
digest-moved = { $count ->
    [one] { $count } утверждение в движении
    [few] { $count } утверждения в движении
   *[other] { $count } утверждений в движении
}
digest-denials = { $count ->
    [one] { $count } первое опровержение
    [few] { $count } первых опровержения
   *[other] { $count } первых опровержений
}
digest-posts = { $count ->
    [one] { $count } пост
    [few] { $count } поста
   *[other] { $count } постов
}
digest-news = <b>🆕 Что изменилось</b>
digest-first-seen = • впервые: { $who }, { $when }
digest-new-version = • исправленная версия: { $who }, { $when }
digest-first-denial = • 🚫 первое опровержение: { $who }, { $when }
digest-new-sources = { $count ->
    [one] • { $count } новый источник — { $sides }
    [few] • { $count } новых источника — { $sides }
   *[other] • { $count } новых источников — { $sides }
}
digest-new-deniers = { $count ->
    [one] • опровергает ещё { $count } источник — { $sides }
    [few] • опровергают ещё { $count } источника — { $sides }
   *[other] • опровергают ещё { $count } источников — { $sides }
}
digest-status = • статус: { $before } → { $now } ({ $when })
digest-most-repeated = <b>🔁 Чаще всего повторяли, каналов: { $count }</b>
digest-held = 🔕 Задержано до сих пор: { $what }
digest-held-muted = { $count } во время паузы
digest-held-quiet = { $count } в тихие часы
digest-figure = • { $unit }: { $before } → { $now } ({ $who }, { $when })
digest-claim = <b>{ $claim }</b> { $statement }
digest-asserts = утверждает
digest-denies = ✖ опровергает
digest-others = упоминает
digest-via = (канал { $channel })
digest-repeated = ↳ повторили также: { $channels }
digest-repeated-more = { $count ->
    [one] ↳ повторили также: { $channels } и ещё { $count } канал
    [few] ↳ повторили также: { $channels } и ещё { $count } канала
   *[other] ↳ повторили также: { $channels } и ещё { $count } каналов
}
digest-uncovered = <b>⚠️ Не охвачено</b>
continued = { $heading } (продолжение)
and-more = +{ $count }
digest-deleted = (удалён)
digest-nothing = С { $since } ничего нового.
digest-nothing-followed = Вы пока ни за чем не следите, поэтому рассказать не о чем. Выберите:
digest-coming = Сводка сейчас придёт.
digest-none = Ежедневной сводки нет.
digest-daily = Сводка приходит каждый день в <b>{ $at }</b> ({ $zone }).
digest-hint =
    Нажмите на время, чтобы добавить его, ещё раз, чтобы убрать. Своё время: <code>/digest 07:30 18:00</code>
    Ваш часовой пояс: { $zone }. Другой: <code>/digest 08:00 Europe/Brussels</code>
ask-digest =
    Ответьте на это сообщение: в какое время присылать сводку? Например <code>07:30 18:00</code>.
    В другом часовом поясе: <code>08:00 Europe/Brussels</code>
digest-set = ✓ Сводка будет приходить каждый день в <b>{ $at }</b> ({ $zone }). Ближайшая: { $next }.
digest-set-off = ✓ Ежедневной сводки больше не будет. /digest пришлёт её в любой момент.
digest-bad-time = «{ $asked }» — это не время. Напишите так: <code>/digest 08:00</code>
digest-bad-file = Файл бывает html или csv, а не «{ $asked }». Напишите так: <code>/digest file csv</code>
digest-file-empty = С { $since } нет ничего для файла.
digest-file = Сводка за { $since } – { $until }
picture-others = { $count ->
    [one] ещё { $count } источник
    [few] ещё { $count } источника
   *[other] ещё { $count } источников
}
digest-picture = Посты по группам, { $since } – { $until }
digest-too-many = Сводок может быть не больше { $most } в день. Напишите меньше, например: <code>/digest 08:00 18:00</code>
toast-digest-gone = От этой сводки ничего не сохранилось.
toast-digest-many = Не больше { $most } сводок в день: сначала уберите одно время.
digest-bad-zone = { $at } — понятно, а «{ $asked }» — нет. Если это часовой пояс, напишите город, например так: <code>/digest { $at } Europe/Moscow</code>
digest-bad-zone-close = { $at } — понятно, а «{ $asked }» — нет. Если это часовой пояс, то, может быть, <code>/digest { $at } { $zone }</code>?

## Состояние

status-uncovered = Не охвачено каналов: { $missed } из { $all }
status-doubt = { $count ->
    [one] ⚠️ { $channel }: с { $since }, похоже, пропал { $count } пост — слишком много сразу, чтобы в это поверить. Удалённым ничего не считается; оператору стоит посмотреть и набрать: seinpost deletions { $channel } --believe (или --dismiss).
    [few] ⚠️ { $channel }: с { $since }, похоже, пропали { $count } поста — слишком много сразу, чтобы в это поверить. Удалённым ничего не считается; оператору стоит посмотреть и набрать: seinpost deletions { $channel } --believe (или --dismiss).
   *[many] ⚠️ { $channel }: с { $since }, похоже, пропало { $count } постов — слишком много сразу, чтобы в это поверить. Удалённым ничего не считается; оператору стоит посмотреть и набрать: seinpost deletions { $channel } --believe (или --dismiss).
}
gap = • { $channel }: { $why }
gap-since = • { $channel }: { $why }, с { $since }
gaps-more = … и ещё { $count }
problem-not-found = такого канала (больше) нет
problem-private = закрытый канал
problem-blocked = заблокирован в нашей стране
problem-flood-wait = Телеграм просит подождать
problem-no-account = нет аккаунта, чтобы его читать
problem-unreachable = недоступен
problem-broken = не удалось разобрать ответ
problem-not-yet = ещё не прочитан
problem-late = чтение запаздывает
status-awake = Seinpost работает.
status-asleep = Seinpost стоит: ни один канал не читается. Сообщите оператору.
status-covered = { $count ->
    [one] Охвачен { $count } канал.
    [few] Охвачено { $count } канала.
   *[other] Охвачено { $count } каналов.
}
status-last = Последнее чтение: { $when }
status-fresh = Половина постов доходит сюда за { $half } после публикации, девять из десяти — за { $most }.
status-started = Работает с { $when }
status-watchlist = Список наблюдения { $version } действует с { $since }
status-watchlist-bad = ⚠️ С { $since } в файлах списка наблюдения ошибки: действует предыдущая версия.
status-off = { $count ->
    [one] { $count } канал из списка наблюдения отключён.
    [few] { $count } канала из списка наблюдения отключены.
   *[other] { $count } каналов из списка наблюдения отключены.
}
status-following = { $count ->
    [0] Вы пока ни за чем не следите: /subscribe
    [one] У вас { $count } подписка: /subscriptions
    [few] У вас { $count } подписки: /subscriptions
   *[other] У вас { $count } подписок: /subscriptions
}
status-pending = { $count ->
    [0] Отправки вам ничего не ждёт.
    [one] Отправки вам ждёт { $count } сообщение.
    [few] Отправки вам ждут { $count } сообщения.
   *[other] Отправки вам ждут { $count } сообщений.
}
status-failed = { $count ->
    [one] { $count } сообщение не удалось вам отправить.
    [few] { $count } сообщения не удалось вам отправить.
   *[other] { $count } сообщений не удалось вам отправить.
}
status-uncertain = { $count ->
    [one] { $count } сообщение могло до вас не дойти. Кнопка его покажет:
    [few] { $count } сообщения могли до вас не дойти. Кнопки их покажут:
   *[other] { $count } сообщений могли до вас не дойти. Кнопки их покажут:
}
uncertain-notice = Одно оповещение могло до вас не дойти.
show-done = Оно уже показано.
show-gone = Его больше нет в базе.

## Поиск

find-how =
    <b>Поиск по сохранённым постам</b>, сначала новые:
    <code>/find Козинка</code> — слово в любой форме
    <code>/find "Лозовая Рудка"</code> — именно эти слова
    <code>/find мост -футбол</code> — без какого-то слова
    <code>/find обстрел*</code> — всё, что так начинается
    <code>/find мост channel:@name since:2024-03-12 lang:ru</code> — в одном канале, с такого-то дня, на одном языке
find-none = Ни в одном сохранённом посте этого нет. Попробуйте меньше слов или начало слова, например: <code>/find обстрел*</code>
find-count = { $first }–{ $last } из { $total }, сначала новые.
find-count-more = { $first }–{ $last } более чем из { $most } постов, сначала новые. С датой их станет меньше: <code>since:2024-03-12</code>
find-bad-words = Напишите хотя бы одно слово для поиска, например: <code>/find Козинка -футбол</code>
find-bad-quote = Не хватает кавычки. Напишите так: <code>/find "Лозовая Рудка"</code>
find-bad-beginning = «{ $asked }» — слишком короткое начало слова. Нужны хотя бы три буквы, например: <code>/find обс*</code>
find-bad-date = «{ $asked }» — не дата. Напишите так: <code>since:2024-03-12</code>
find-bad-lang = «{ $asked }» — не язык. Укажите его двумя буквами: <code>lang:ru</code>
find-bad-channel = «{ $asked }» — не имя канала. Напишите так: <code>channel:@name</code>
find-no-channel = Постов { $asked } нет. Что читается, показывает /channels.
find-bad-long = Слишком длинно. Не больше { $most } знаков, например: <code>/find Козинка мост</code>
find-bad-many = Слишком много сразу. Не больше { $most } слов или фраз, например: <code>/find Козинка мост</code>
find-slow = Поиск занял слишком много времени. Добавьте слово или дату, например: <code>/find Козинка since:2024-03-12</code>
find-again = Кнопки этого поиска устарели. Повторите поиск через /find.
channels-title = { $count ->
    [one] <b>В списке наблюдения { $count } канал</b>, выключено: { $off }.
    [few] <b>В списке наблюдения { $count } канала</b>, выключено: { $off }.
   *[many] <b>В списке наблюдения { $count } каналов</b>, выключено: { $off }.
}
channels-read = прочитан { $when }
channels-delay = задержка постов обычно { $span }
channels-live = новые посты слышны сразу
channels-trouble = не охвачен: { $why }
channels-lost = не охвачен: { $why }; последний раз прочитан { $when }
channels-off = выключен
channels-off-why = выключен: { $why }
channels-propose = Какого-то не хватает? Перешлите мне пост оттуда или предложите так: <code>/channels @name</code>
channels-how = «{ $asked }» — не название канала. Напишите <code>/channels @name</code>, ссылку или перешлите мне пост оттуда.
channels-number = Канала с номером { $asked } я не читаю. Напишите название или перешлите мне пост оттуда: <code>/channels @name</code>
channels-invited = Ссылка-приглашение ведёт в закрытый канал, а я читаю только открытые. Напишите название открытого канала, например так: <code>@name</code>
channels-private = У канала «{ $name }» нет открытого названия, а я читаю только открытые каналы. Выберите другой: /channels
channels-unlisted = { $channel } нет в списке наблюдения. Кнопка предложит его операторам, без вашего имени.
channels-proposed = ✓ Канал { $channel } предложен. Операторы узнают об этом, но не от кого.
channels-proposed-often = Сегодня вы уже предложили канал. { $channel } можно предложить завтра.
change-proposed = 💡 Читатель предлагает канал: { $channel }. Чтобы читать его, добавьте его в список наблюдения.

## Для оператора

operators-title = Для оператора
change-renamed = ✏️ { $before } теперь называется { $after }.
change-username = 🏷 { $channel }: { $before } сменился на { $after }. Исправьте запись в списке наблюдения.
change-username-lost = 🏷 { $channel }: имени { $before } больше нет. Канал пока читается.
change-username-given = 🏷 { $channel }: появилось имя { $after }.
change-flag-set = 🏷 { $channel }: новая отметка Телеграма — { $flag }.
change-flag-cleared = 🏷 { $channel }: снята отметка Телеграма — { $flag }.
change-uncovered = ⚠️ Больше не охвачено: { $channels } ({ $why })
change-covered = ✅ Снова охвачено: { $channels }
change-account-rests = 🔴 Аккаунт { $account } ничего не прочтёт без вашего вмешательства: <i>{ $why }</i>
change-account-back = 🟢 Аккаунт { $account } снова читает.
change-watchlist-refused = 🔴 В файлах списка наблюдения ошибки. До их исправления действует версия { $version }: <i>{ $why }</i>
change-watchlist-mended = 🟢 Список наблюдения исправлен: действует версия { $version }.
change-entry-refused = 🔴 { $entry } из чата не подходит к файлам списка наблюдения и пока не учитывается (измените через /newclaim или удалите): <i>{ $why }</i>
change-parked = ⛔ Отложено на этапе { $stage }: { $count }, на каждом он сломался ({ $why }). Остальное идёт дальше. seinpost parked покажет отложенное, seinpost parked --retry попробует снова.
change-stage-stopped = 🔴 Этап { $stage } больше ничего не завершает. Посмотрите журнал и seinpost status, затем перезапустите программу.
change-stage-resumed = 🟢 Этап { $stage } снова работает.
change-database-out = 🔴 База данных ничего не принимает: { $why }. Пока это не исправлено, никому ничего не сообщается: проверьте свободное место на диске и сервер базы данных. То, что каналы опубликуют за это время, будет прочитано потом.
change-database-back = 🟢 База данных снова всё принимает. Опубликованное за это время сейчас читается.
change-backup-failed = 🔴 В { $folder } не удаётся сделать резервную копию: <i>{ $why }</i> Новая попытка — каждые полчаса.
change-backup-made = 🟢 В { $folder } снова создаются резервные копии.
vanished = Больше нет в списке наблюдения: { $names }. Новых сообщений об этом не будет, пока запись не вернётся. Отписаться: /subscriptions
unreadable = То, за чем вы следите ({ $name }), больше нельзя разобрать. Новостей об этом не будет, пока вы не сформулируете это заново: нажмите на него в /subscriptions
full-rests = 🔴 Аккаунт { $account } не работает с { $since }.
full-flood = ⏳ Аккаунт { $account }: запросы { $request } — не раньше { $until }.
full-live = Каналы, на которые подписаны аккаунты, чтобы сразу узнавать о постах: { $channels }
full-queue = Ждут сопоставления: { $unmatched }; отложено: { $parked }
full-parked = ⛔ Отложено на этапе { $stage }: { $count } ({ $why }). Их покажет `seinpost parked`.
full-deliveries = Сообщения всем: ждут { $pending }, отправлено { $sent }, под вопросом { $uncertain }, не отправлено { $failed }
full-failed = • не отправлено ({ $count }): { $why }
full-backup = Последняя исправная резервная копия: { $when }
full-backup-bad = ⚠️ { $when } резервную копию сделать не удалось: причину покажет `seinpost status`.
full-backup-none = ⚠️ Резервных копий ещё не было. Укажите папку в SEINPOST_BACKUP__FOLDER, и они будут создаваться сами.
full-slowest = Медленнее всех: { $channels }
full-unseen = Номера сообщений, которых никто не видел: { $channels }
flag-verified = подтверждённый
flag-scam = мошенничество
flag-fake = подделка
flag-restricted = доступ ограничен

## Собственные утверждения редакторов

draft-title = Нет в списке наблюдения: { $what }
draft-told = Каналов, пишущих об этом своими словами: { $channels }. Постов вместе с копиями: { $posts }.
draft-languages = Языки: { $languages }
draft-holders = Со слов: { $names }
draft-alike = Известные утверждения об этом месте в эти дни, с которыми эти посты не связаны: { $claims }
draft-refused = Записано: это не утверждение. Об этих постах больше не спросят.
draft-gone = Об этом уже решено.
draft-posts = Посты черновика { $number }
slot-where = Где: { $names }
slot-what = Что: { $names }
slot-when = Когда: { $first } – { $last }
slot-who = Кто: { $names }
slot-figures = Числа: { $figures }
figure-range = от { $low } до { $high }
proposal-title = Черновик { $number }.
proposal-change = Он изменит { $claim }.
proposal-trial = За последние 7 дней подошло бы { $linked } из { $tried } постов, где названо это место.
proposal-answer = Ответьте на это сообщение, чтобы сказать иначе.
proposal-no-place = Здесь нет места из списка наблюдения: ответьте фразой, где оно названо.
proposal-no-event = Что произошло? Выберите ниже одно или несколько.
button-make = ✓ Сделать утверждением
button-no-claim = ✗ Не утверждение
button-posts = Показать посты
button-keep = ✓ Сохранить
button-discard = ✗ Отбросить
newclaim-how = Напишите: /newclaim и одну фразу на любом языке о том, что и где произошло. /newclaim E001 и фраза меняет созданное так утверждение.
newclaim-waiting = Найдено в постах и ждёт вас:
newclaim-unknown = Утверждения { $claim }, созданного в чате, нет. Те, что в файлах списка наблюдения, меняют там.
newclaim-worded = { $claim }: есть формулировка, язык — { $language }.
statement-in = (язык: { $language }) { $statement }
card-unworded = ✏️ Ещё нет формулировки: { $languages }. Напишите: { $line }
newclaim-made = { $claim } теперь утверждение. Через несколько секунд с ним будут связываться посты, а прежние посты просматриваются: о найденном узнаете вы, подписчики — нет. /claim { $claim } покажет его, /dropclaim { $claim } отменит.
backfilled = { $count ->
    [0] { $claim }: за последние { $days } дн. постов о нём нет.
    [one] { $claim }: за последние { $days } дн. о нём { $count } пост.
    [few] { $claim }: за последние { $days } дн. о нём { $count } поста.
    [many] { $claim }: за последние { $days } дн. о нём { $count } постов.
   *[other] { $claim }: за последние { $days } дн. о нём { $count } поста.
}
backfilled-untold = Они учтены в утверждении. Подписчикам о них не сообщалось; сообщить?
backfilled-posts = Прежние посты о { $claim }
backfilled-gone = Таких больше нет.
backfilled-told = Подписчики узнают о них сейчас.
button-tell = 🔔 Сообщить подписчикам
full-backfill = Сопоставлено заново с новым списком: { $done }, осталось около { $left }
dropclaim-how = Напишите: /dropclaim E001. Удалить можно только утверждения, созданные в чате.
dropclaim-ask = Удалить { $claim }? Посты больше не будут с ним связываться. Сказанное о нём сохранится.
dropclaim-done = { $claim } удалено.
dropclaim-kept = { $claim } остаётся.
button-drop = ✗ Удалить { $claim }
button-stay = Оставить { $claim }
merge-how = Напишите: /merge E003 A14. Первое утверждение станет одним со вторым; /merge E003 покажет, с чем оно объединено.
claim-unknown = Я не знаю утверждения «{ $asked }». Список: /claims.
merge-same = Это уже одно утверждение.
merge-done = { $claim } теперь одно с { $into }: его посты, голоса и числа считаются за { $into }, и кто следит за одним, узнаёт о другом.
merge-undone = { $claim } снова отдельное утверждение.
merge-none = { $claim } ни с чем не объединено.
card-merged = { $claim } объединено с этим утверждением.
button-part = Снова отделить { $claim }
supersede-how = Напишите: /supersede E003 A14. Тогда первое утверждение исправляет второе; /supersede E003 покажет, что оно исправляет.
supersede-done = { $claim } теперь исправляет { $older }: остаются оба, их карточки ссылаются друг на друга, и кто следит за одним, узнаёт о другом.
supersede-itself = Это одно утверждение, { $claim }, и само себя оно исправить не может. Назовите другое; список: /claims.
supersede-circle = { $older } уже исправляет { $claim }, прямо или через другие утверждения; исправлять друг друга они не могут. Если верно обратное, сначала отмените это: /supersede { $older }
supersede-files = По файлам списка наблюдения { $claim } исправляет { $older }. Измените это там.
supersede-none = { $claim } не исправляет других утверждений.
supersede-undone = { $claim } больше не исправляет других утверждений.
button-uncorrect = { $claim } — не исправление

## Язык, удаление, владелец, ошибки

language = Сейчас язык — <b>{ $language }</b>. Выберите другой:
language-set = ✓ Теперь я говорю на этом языке: <b>{ $language }</b>.
forget =
    <b>Удалить всё об этом чате?</b>
    Подписки, настройки и все отправленные вам оповещения будут удалены из моей базы. Сообщения в этом чате останутся; их вы можете удалить сами.
forget-done = ✓ Всё об этом чате удалено. /start — начать заново.
forget-kept = Ничего не удалено.
owner-done = ✓ Теперь вы владелец этого Seinpost.
owner-already = У этого Seinpost уже есть владелец. Попросите его пригласить вас или сделать вас владельцем.
owner-wrong = Это не тот код. Оператор найдёт его там, где запущен Seinpost.
owner-none = Сейчас нет действующего кода. Оператор получит его, запустив Seinpost без владельца.
owner-private = Пришлите код в личный чат со мной, не сюда.
unknown-command = Я не знаю такой команды. /help покажет, что я умею.
unknown-message = Я читаю только текст. Пришлите название группы, места или канала или /help.
unknown-button = Эта кнопка от прежней версии. /help покажет, что я умею теперь.
gone-entry = Этого больше нет в списке наблюдения.
error = Произошёл сбой — у нас, не у вас. Попробуйте ещё раз; если повторится, сообщите оператору.

## Кому что можно

role-reader = читатель
role-editor = редактор
role-owner = владелец
no-access = Этот бот открыт не для всех. Попросите пригласительную ссылку у того, кто вам о нём рассказал, и откройте её.
refused-editors = Это могут только редакторы. Попросите владельца сделать вас редактором.
refused-owners = Это может только владелец. Попросите его об этом.
refused-administrators = В этой группе настройки меняют только её администраторы. Обратитесь к ним; /group покажет правило.
refused-not-asked = Об этом я спрашиваю: { $name }. Ответить может и администратор этой группы.
refused-private = Это работает только в личном чате со мной.
slow-down = Слишком много сразу. Подождите минуту и продолжайте.
too-many-subscriptions = { $count ->
    [one] В этом чате можно следить не более чем за { $count } темой. Сначала откажитесь от одной: /subscriptions
    [few] В этом чате можно следить не более чем за { $count } темами. Сначала откажитесь от одной из них: /subscriptions
   *[other] В этом чате можно следить не более чем за { $count } темами. Сначала откажитесь от какой-нибудь: /subscriptions
}
invite-how =
    Напишите: <code>/invite</code>, <code>/invite читатель 5 14</code> или <code>/invite редактор</code>.
    Первое число — сколько человек могут воспользоваться ссылкой (от 1 до { $uses }), второе — сколько дней (от 1 до { $days }).
invite-allowlist = Читатели допускаются здесь по списку: попросите оператора добавить id человека в SEINPOST_BOT__ALLOWED.
invite-made = { $count ->
    [one]
        <b>Приглашение ({ $role })</b>
        { $link }
        На { $count } человека, до { $until }. Войти сможет каждый, у кого есть ссылка: не посылайте её больше никому.
    [few]
        <b>Приглашение ({ $role })</b>
        { $link }
        На { $count } человека, до { $until }. Войти сможет каждый, у кого есть ссылка: не посылайте её больше никому.
   *[other]
        <b>Приглашение ({ $role })</b>
        { $link }
        На { $count } человек, до { $until }. Войти сможет каждый, у кого есть ссылка: не посылайте её больше никому.
}
invitations = Действующие приглашения
invitations-none = Действующих приглашений нет. Создайте:
invitation-line = { $count ->
    [one] №{ $number }: { $role }, остался { $count } вход, до { $until }
    [few] №{ $number }: { $role }, осталось { $count } входа, до { $until }
   *[other] №{ $number }: { $role }, осталось { $count } входов, до { $until }
}
invitation-used = ✓ Доступ открыт. Ваша роль: <b>{ $role }</b>.
invitation-void = Это приглашение больше не действует. Попросите новое у того, кто его прислал.
invitation-needless = У вас уже есть доступ; приглашение не израсходовано.
invitation-revoked = Больше не действует
invitation-gone = Это приглашение уже не действовало
button-revoke = ✕ Отозвать это приглашение
button-invitations = 📋 Все приглашения
roles = { $count ->
    [one] <b>{ $count } участник.</b> Нажмите на имя, чтобы изменить роль.
    [few] <b>{ $count } участника.</b> Нажмите на имя, чтобы изменить роль.
   *[other] <b>{ $count } участников.</b> Нажмите на имя, чтобы изменить роль.
}
role-line = { $name }: { $role } с { $since }
role-changed = ✓ Изменено
role-gone = У этого человека здесь больше нет роли.
role-last-owner = Последний владелец остаётся. Сначала назначьте другого владельца.
button-role-remove = ✕ Закрыть доступ
audit = Кто что сделал
audit-none = Записей пока нет.
audit-line = { $when } · { $who }: { $deed } { $subject }
audit-forgotten = (удалён)
button-older = Раньше ›
deed-role-given = изменение роли:
deed-role-removed = доступ закрыт:
deed-invited = создано приглашение
deed-invitation-used = использовано приглашение
deed-invitation-revoked = отозвано приглашение
deed-status-set = установлен статус
deed-claim-made = создано утверждение
deed-claim-changed = изменено утверждение
deed-claim-dropped = удалено утверждение
deed-draft-refused = отклонён черновик
deed-earlier-told = подписчикам показаны прежние посты об утверждении
deed-claims-merged = объединено утверждение
deed-merge-undone = снова отделено утверждение
deed-correction-said = отмечено как исправление утверждение
deed-correction-undone = больше не отмечено как исправление утверждение
deed-link-confirmed = подтверждена связь с
deed-link-rejected = отклонена связь с
deed-access-refused = отказано:
deed-group-set = кто меняет настройки группы
deed-channel-linked = подключён канал
deed-channel-unlinked = отключён канал
deed-forgotten = удалено всё о
group-only = Пришлите /group в той группе, о которой речь.
group-everyone =
    <b>Настройки здесь могут менять все участники с доступом.</b>
    Изменить это могут администраторы группы.
group-administrators =
    <b>Настройки здесь могут менять администраторы группы, у которых есть доступ.</b>
    Изменить это могут администраторы группы.
button-group-everyone = Разрешить всем с доступом
button-group-administrators = Только администраторам
export-caption = Всё, что хранится об этом чате. /forget удалит это.
channel-how =
    Я могу публиковать оповещения в вашем канале. Назначьте меня там администратором с правом публикации, затем перешлите мне пост оттуда или напишите <code>/channel @name</code>; подойдут и ссылка, и номер.
    <code>/channel @name Тёткино</code> — канал будет получать оповещения об этом.
channel-not-found = Канал { $asked } мне не виден. Проверьте название; если канал закрытый, сначала назначьте меня администратором и перешлите мне пост оттуда.
channel-invited = По ссылке-приглашению я не узнаю, что это за канал. Назначьте меня там администратором и перешлите мне пост оттуда.
channel-unreadable = «{ $asked }» — не название канала. Напишите <code>/channel @name</code>, ссылку или номер, или перешлите мне пост оттуда.
channel-not-forwarded = Это сообщение переслано не из канала, или Телеграм скрывает, из какого. Напишите <code>/channel @name</code>.
channel-is-group = «{ $name }» — группа, а не канал. Напишите /subscribe в самой группе.
channel-is-person = «{ $name }» — человек или бот, а не канал. Напишите <code>/channel @name</code> с названием канала.
channel-not-admitted = В «{ $name }» мне нельзя публиковать. Сделайте меня администратором с правом публикации и попробуйте снова.
channel-not-yours = Вы не администратор «{ $name }». Попросите кого-нибудь из них подключить канал.
channel-what = Не могу точно понять, что такое «{ $asked }». Напишите номер или полное название; их покажет /subscribe.
channel-page = { $count ->
    [0] <b>{ $name }</b> подключён, но пока ни на что не подписан.
    [one] <b>{ $name }</b>: { $count } подписка. Нажмите на неё, чтобы прекратить.
    [few] <b>{ $name }</b>: { $count } подписки. Нажмите на любую, чтобы прекратить.
   *[other] <b>{ $name }</b>: { $count } подписок. Нажмите на любую, чтобы прекратить.
}
channel-gone = Этот канал вами больше не подключён.
channel-unlinked = В { $name } я больше ничего не публикую.
button-unlink = ✕ Отключить этот канал
