## Navigation

skip-to-content = Перейти к основному содержанию
menu = Меню
main-navigation = Основная навигация
menu-about = О нас
breadcrumb-label = Вы находитесь здесь
home = Главная
contents = Содержание
heading-link = Ссылка на раздел «{ $title }»
pages-in-section = Страницы раздела
section-empty = На этом языке ({ $language }) здесь пока ничего нет.
results-count =
    { $n ->
        [one] { $n } материал
        [few] { $n } материала
        [many] { $n } материалов
       *[other] { $n } материала
    }
page-x-of-y = Страница { $page } из { $pages }
pagination-label = Страницы списка
previous-page = Предыдущая страница
next-page = Следующая страница
previous-chapter = Предыдущая глава
next-chapter = Следующая глава
a-z = Алфавитный указатель
a-z-intro = Страницы, вопросы, реестры и темы в алфавитном порядке.
a-z-letters = Буквы указателя
a-z-dated = Тексты с датой в указатель не входят. Их можно найти по теме, году или виду:
filter-label = Сузить список
filter-topic = Тема
filter-year = Год
filter-kind = Вид
filter-all = Показать весь список
chapters = Главы
all-chapters = Все главы
site-sections = Что есть на этом сайте

## Languages

language = Язык
languages = Языки
language-switcher-label = Языки этой страницы
choose-language = Выберите язык
current-language = Текущий язык
this-page-in = Эта страница на языке
read-in = Читать на языке
available-languages = Доступные языки
not-available-in-this-language = Эта страница пока недоступна на этом языке: { $language }
not-yet-available = пока недоступно
leads-to-parent = ведёт на ближайшую доступную страницу: { $title }
page-in-language = (язык: { $language })
also-in-other-languages =
    { $n ->
        [one] ещё { $n } текст на других языках
        [few] ещё { $n } текста на других языках
        [many] ещё { $n } текстов на других языках
       *[other] ещё { $n } текста на других языках
    }
chooser-title = Выберите язык
chooser-text = Сайт публикуется на перечисленных ниже языках. Не все страницы есть на каждом из них.
stale-translation = Исходная версия ({ $source }) изменилась после того, как был сделан этот перевод. Приведённый ниже текст мог устареть.
stale-read-source = Читать исходную версию ({ $source })
languages-missing = Эта страница пока недоступна на языках: { $languages }.

## Kinds, subtypes and states

kind-page = Страница
kind-statement = Заявление
kind-faq = Вопрос и ответ
kind-register = Реестр
subtype-press-release = Пресс-релиз
subtype-statement = Заявление
subtype-joint-statement = Совместное заявление
subtype-speech = Выступление
subtype-readout = Сообщение о беседе
subtype-transcript = Стенограмма
subtype-holding = Предварительное заявление
subtype-media-note = Информация для СМИ
subtype-correction-notice = Уведомление об исправлении
draft-mark = Черновик
scheduled-mark = Запланировано
embargoed-mark = Под эмбарго
reserve-mark = В резерве, не опубликовано
state-withdrawn = Отозвано
state-corrected = Исправлено

## Dates, reference and ownership

published-on = Опубликовано
updated-on = Обновлено
reviewed-on = Проверено
review-due = Следующая проверка
valid-from = Действует с
valid-until = Действует до
reference = Номер документа
formerly = Прежний номер документа
section = Раздел
topic = Тема
time-of-city = местное время, { $city }
topics = Темы
all-topics = Все темы
topics-empty = Пока ни в одной теме нет материалов на этом языке.
items-in-topic =
    { $n ->
        [one] { $n } материал по теме
        [few] { $n } материала по теме
        [many] { $n } материалов по теме
       *[other] { $n } материала по теме
    }
related = Материалы по теме

## Statements

dateline-separator = { " — " }
latest = Последние материалы
latest-statements = Последние заявления
all-statements = Все заявления
issued-by = Орган, выпустивший документ
speaker = Выступающий
attribution = Порядок цитирования
delivery-as-prepared = Текст, подготовленный для выступления
delivery-as-delivered = Текст произнесённого выступления
delivery-transcript = Стенограмма выступления
authentic-single = Аутентичным является текст на следующем языке: { $language }.
authentic-equal = Равно аутентичными являются тексты на следующих языках: { $languages }.
authentic-oral = Аутентичным является устное выступление.
quick-facts = Коротко о главном
notes-to-editors = Примечания для редакций
quotes = Цитаты
press-contacts = Контакты для прессы
for-the-press = Для прессы
share = Поделиться
share-mail = Отправить по электронной почте
permalink = Постоянный адрес

## Contacts

contact = Контакт
contacts = Контакты
email = Эл. почта
telephone = Телефон
hours = Часы работы
address = Адрес

## Attachments and files

attachments = Приложения
attachment-format = { $format }, { $size }
download = Скачать
opens-file = открывает файл
file-size-bytes =
    { $n ->
        [one] { $n } байт
        [few] { $n } байта
        [many] { $n } байт
       *[other] { $n } байта
    }
file-size-kb = { $n } КБ
file-size-mb = { $n } МБ

## Corrections, withdrawal and removal

corrected-title = Исправление
corrected-by = В этот текст { $date } внесены исправления документом { $reference }.
corrects = Этим уведомлением вносятся исправления в { $reference }.
withdrawn-title = Этот текст отозван
withdrawn-on = Дата отзыва: { $date }
expired-title = Этот ответ больше не действителен
expired-text = Он действовал по { $date } включительно и сохранён только для справки: не полагайтесь на него.
gone-title = Эта страница удалена
gone-text = Страница, находившаяся по этому адресу, удалена и не будет восстановлена. Адрес сохранён, чтобы старые ссылки не вводили в заблуждение.
held-title = Эта страница временно недоступна
held-text = Страница, находившаяся по этому адресу, временно снята с публикации и может появиться снова.
moved-title = Страница перемещена
moved-text = Эта страница перемещена по адресу { $url }.

## Changes and history

changes = Изменения на этой странице
no-changes = С момента публикации эта страница не менялась.
history-absent = При сборке сайта история его изменений была недоступна.
recent-changes = Последние изменения
recent-changes-intro = Что было добавлено, изменено, исправлено или отозвано на сайте, начиная с самого нового.
change-added = Добавлено
change-changed = Изменено
change-withdrawn = Отозвано
change-corrected = Исправлено

## Questions and answers

what-people-ask = О чём спрашивают
how-can-we-help = Чем мы можем помочь?
all-questions = Все вопросы
short-answer = Краткий ответ
asked-also = Этот вопрос задают и так
sources = Источники
answer-owner = Автор ответа

## Feeds

feeds = Ленты
feeds-intro = Следите за новыми публикациями с помощью программы для чтения лент. Каждая лента ведётся на одном языке.
feed-rss = Лента RSS
feed-atom = Лента Atom
feed-json = Лента JSON
feed-all = Все публикации
subscribe = Подписаться

## Transparency and translation coverage

transparency = Открытость
transparency-intro = Реестры, которые мы публикуем, изменения на сайте и состояние его переводов.
translation-coverage = Состояние переводов
coverage-intro = Какая часть сайта есть на каждом языке и какие переводы требуют внимания.
coverage-complete = Актуально
coverage-missing = Отсутствует
coverage-stale = Устарело
coverage-unstamped = Версия источника не указана
coverage-of = { $done } из { $total }

## Registers and tables of data

register = Реестр
registers = Реестры
registers-intro = Реестры, публикуемые по правилам открытости: каждый можно прочитать как таблицу и скачать как набор данных.
period = Период
period-range = { $start } – { $end }
frequency = Периодичность публикации
frequency-monthly = Ежемесячно
frequency-quarterly = Ежеквартально
frequency-yearly = Ежегодно
legal-basis = Правовая основа
licence = Лицензия
nil-return = За этот период сведений не поступило.
rows-count =
    { $n ->
        [one] { $n } строка
        [few] { $n } строки
        [many] { $n } строк
       *[other] { $n } строки
    }
rows-shown = Показаны первые { $shown } записей из { $n }. Итоги и диаграммы учитывают все записи; файлы для скачивания содержат их полностью.
download-note = Данные приведены в том виде, в каком они были внесены. Программа электронных таблиц может принять ячейку, которая начинается с =, + или @, за формулу: импортируйте файл как текст.
download-csv = Скачать в формате CSV
download-json = Скачать в формате JSON
row-permalink = Ссылка на строку { $row }
table-total = Итого
table-label = Таблица
data-table = Таблица данных
all-registers = Все реестры
chart-title = { $column }: { $what }
chart-entries = Записи
chart-month = Месяц
chart-year = Год
chart-not-stated = Не указано
chart-description =
    { $n ->
        [one] Диаграмма: { $n } столбец.
        [few] Диаграмма: { $n } столбца.
        [many] Диаграмма: { $n } столбцов.
       *[other] Диаграмма: { $n } столбца.
    } Наибольшее значение: { $highest }, { $highest_value }. Наименьшее: { $lowest }, { $lowest_value }.

## Text elements

footnotes = Сноски
footnote-ref = Сноска { $n }
footnote-back = Вернуться к ссылке { $n }
alert-note = Примечание
alert-tip = Совет
alert-important = Важно
alert-warning = Предупреждение
alert-caution = Осторожно
notice-info = Информация
notice-success = Подтверждено
notice-warning = Предупреждение
notice-danger = Опасность
severity-info = Информация
severity-warning = Предупреждение
severity-crisis = Кризисная ситуация
task-done = Выполнено
task-open = Не выполнено
labelled = { $label }:
marked-title = { $mark }: { $title }
figure = Рисунок
image-credit = Источник изображения
picture = Изображение
video-transcript = Текстовая расшифровка видео
video-captions = Субтитры
quote-source = Источник
code-label = Код

## Search

search = Поиск
search-label = Что вы ищете?
search-button = Найти
search-narrow = Уточнить
search-kind = Вид
search-year = Год
search-all = Все
search-more = Показать ещё
search-busy = Идёт поиск…
search-count =
    { $n ->
        [one] { $n } результат по запросу «{ $query }»
        [few] { $n } результата по запросу «{ $query }»
        [many] { $n } результатов по запросу «{ $query }»
       *[other] { $n } результата по запросу «{ $query }»
    }
search-count-all =
    { $n ->
        [one] { $n } страница
        [few] { $n } страницы
        [many] { $n } страниц
       *[other] { $n } страницы
    }
search-none = По запросу «{ $query }» ничего не найдено. Попробуйте другое слово или меньше слов.
search-none-all = Нет страниц, подходящих под все выбранные условия. Выберите «Все» в одном из списков.
search-failed = Поиск сейчас недоступен. Список «Найти без поиска» ведёт к тем же материалам.
search-without-script = Для поиска нужен сценарий, который ваш браузер не выполняет. Страницы ниже ведут ко всему, что можно было бы найти здесь.
search-instead = Найти без поиска

## Pages that are not found

not-found-title = Страница не найдена
not-found-text = По этому адресу страницы нет. Возможно, адрес введён с ошибкой или страница перемещена.
not-found-help = Начните с главной страницы или с одного из списков ниже либо выберите другой язык.

## Footer, print and citation

site-footer = Об этом сайте
site-owner = Ответственный за страницу
foreign-hosts = Сторонние серверы, с которых загружается содержимое
licence-text = Тексты этого сайта можно использовать повторно на условиях { $licence }.
print-address = Адрес этой страницы
cite = Как цитировать эту страницу
cite-text = { $institution }, «{ $title }», { $reference }, { $date }, { $url }
digest = Контрольная сумма
digest-text = Контрольная сумма вычисляется по содержанию. Если для вашей копии получается то же значение, её содержание не изменено.
digests = Контрольные суммы всех файлов
digests-intro = По строке на каждый файл сайта — чтобы проверить, совпадает ли копия с опубликованным.
