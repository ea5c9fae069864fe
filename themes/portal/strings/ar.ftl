## Navigation

skip-to-content = انتقل إلى المحتوى الرئيسي
menu = القائمة
main-navigation = التنقل الرئيسي
menu-about = نبذة
breadcrumb-label = أنت هنا
home = الصفحة الرئيسية
contents = المحتويات
heading-link = رابط إلى قسم «{ $title }»
pages-in-section = صفحات هذا القسم
section-empty = لا يوجد محتوى هنا باللغة { $language } بعد.
results-count =
    { $n ->
        [zero] لا توجد مواد
        [one] مادة واحدة
        [two] مادتان
        [few] { $n } مواد
        [many] { $n } مادة
       *[other] { $n } مادة
    }
page-x-of-y = الصفحة { $page } من { $pages }
pagination-label = صفحات القائمة
previous-page = الصفحة السابقة
next-page = الصفحة التالية
previous-chapter = الفصل السابق
next-chapter = الفصل التالي
a-z = الفهرس الأبجدي
a-z-intro = الصفحات والأسئلة والسجلات والمواضيع مرتبةً ترتيبًا أبجديًا.
a-z-letters = حروف هذا الفهرس
a-z-dated = لا يضم هذا الفهرس النصوص المؤرخة. ابحث عنها بحسب الموضوع أو السنة أو النوع:
filter-label = تضييق هذه القائمة
filter-topic = الموضوع
filter-year = السنة
filter-kind = النوع
filter-all = عرض القائمة كاملة
chapters = الفصول
all-chapters = جميع الفصول
site-sections = محتويات هذا الموقع

## Languages

language = اللغة
languages = اللغات
language-switcher-label = لغات هذه الصفحة
choose-language = اختر اللغة
current-language = اللغة الحالية
this-page-in = هذه الصفحة باللغة
read-in = اقرأ باللغة
available-languages = اللغات المتاحة
not-available-in-this-language = هذه الصفحة غير متاحة بعد باللغة { $language }
not-yet-available = غير متاحة بعد
leads-to-parent = يؤدي إلى أقرب صفحة متاحة: { $title }
page-in-language = (باللغة { $language })
also-in-other-languages =
    { $n ->
        [zero] لا نصوص أخرى بلغات أخرى
        [one] نص واحد آخر بلغة أخرى
        [two] نصان آخران بلغات أخرى
        [few] { $n } نصوص أخرى بلغات أخرى
        [many] { $n } نصًا آخر بلغات أخرى
       *[other] { $n } نص آخر بلغات أخرى
    }
chooser-title = اختر لغتك
chooser-text = يُنشر هذا الموقع باللغات المبيَّنة أدناه، ولا تتوافر كل صفحة بجميع اللغات.
stale-translation = عُدِّلت النسخة المحررة باللغة { $source } بعد إعداد هذه الترجمة، وقد لا يكون النص التالي محدَّثًا.
stale-read-source = اقرأ النسخة المحررة باللغة { $source }
languages-missing = هذه الصفحة غير متاحة بعد باللغات الآتية: { $languages }.

## Kinds, subtypes and states

kind-page = صفحة
kind-statement = بيان
kind-faq = سؤال وجواب
kind-register = سجل
subtype-press-release = بيان صحفي
subtype-statement = بيان
subtype-joint-statement = بيان مشترك
subtype-speech = كلمة
subtype-readout = موجز اللقاء
subtype-transcript = نص حرفي
subtype-holding = بيان أولي
subtype-media-note = مذكرة إعلامية
subtype-correction-notice = إشعار تصويب
draft-mark = مسودة
scheduled-mark = مُجدول للنشر
embargoed-mark = خاضع لحظر النشر
reserve-mark = احتياطي غير منشور
state-withdrawn = مسحوب
state-corrected = مُصوَّب

## Dates, reference and ownership

published-on = تاريخ النشر
updated-on = تاريخ التحديث
reviewed-on = تاريخ المراجعة
review-due = موعد المراجعة المقبلة
valid-from = صالح من
valid-until = صالح حتى
reference = الرقم المرجعي
formerly = الرقم المرجعي السابق
section = القسم
topic = الموضوع
time-of-city = بتوقيت { $city }
topics = المواضيع
all-topics = جميع المواضيع
topics-empty = لا يوجد محتوى في أي موضوع بهذه اللغة بعد.
items-in-topic =
    { $n ->
        [zero] لا توجد مواد في هذا الموضوع
        [one] مادة واحدة في هذا الموضوع
        [two] مادتان في هذا الموضوع
        [few] { $n } مواد في هذا الموضوع
        [many] { $n } مادة في هذا الموضوع
       *[other] { $n } مادة في هذا الموضوع
    }
related = مواد ذات صلة

## Statements

dateline-separator = { " – " }
latest = أحدث المواد
latest-statements = أحدث البيانات
all-statements = جميع البيانات
issued-by = صادر عن
speaker = المتحدث
attribution = الإسناد
delivery-as-prepared = النص المُعد للإلقاء
delivery-as-delivered = النص كما أُلقي
delivery-transcript = نص حرفي لما قيل
authentic-single = النص المحرر باللغة { $language } هو وحده ذو الحجية.
authentic-equal = تتساوى في الحجية النصوص المحررة باللغات الآتية: { $languages }.
authentic-oral = العبرة بما أُلقي شفويًا.
quick-facts = حقائق سريعة
notes-to-editors = ملاحظات للمحررين
quotes = اقتباسات
press-contacts = جهات الاتصال للصحافة
for-the-press = للصحافة
share = مشاركة
share-mail = إرسال بالبريد الإلكتروني
permalink = العنوان الدائم

## Contacts

contact = جهة الاتصال
contacts = جهات الاتصال
email = البريد الإلكتروني
telephone = الهاتف
hours = ساعات العمل
address = العنوان

## Attachments and files

attachments = المرفقات
attachment-format = { $format }، { $size }
download = تنزيل
opens-file = يفتح ملفًا
file-size-bytes =
    { $n ->
        [zero] صفر بايت
        [one] بايت واحد
        [two] بايتان
        [few] { $n } بايتات
        [many] { $n } بايتًا
       *[other] { $n } بايت
    }
file-size-kb = { $n } كيلوبايت
file-size-mb = { $n } ميغابايت

## Corrections, withdrawal and removal

corrected-title = تصويب
corrected-by = صُوِّب هذا النص في { $date } بموجب { $reference }.
corrects = يصوِّب هذا الإشعار { $reference }.
withdrawn-title = سُحب هذا النص
withdrawn-on = سُحب في { $date }.
expired-title = لم تعد هذه الإجابة سارية
expired-text = كانت سارية حتى { $date }، وهي محفوظة هنا للاطّلاع فقط، فلا يُرجى الاعتماد عليها.
gone-title = أُزيلت هذه الصفحة
gone-text = أُزيلت الصفحة التي كانت على هذا العنوان ولن تُعاد. ويُحتفظ بالعنوان حتى لا تضلِّل الروابط القديمة القارئ.
held-title = هذه الصفحة غير متاحة حاليًا
held-text = حُجبت الصفحة التي كانت على هذا العنوان مؤقتًا، وقد تعود لاحقًا.
moved-title = نُقلت الصفحة
moved-text = نُقلت هذه الصفحة إلى { $url }.

## Changes and history

changes = التعديلات على هذه الصفحة
no-changes = لم تُعدَّل هذه الصفحة منذ نشرها.
history-absent = لم يكن سجل تعديلات هذا الموقع متاحًا عند إنشائه.
recent-changes = أحدث التعديلات
recent-changes-intro = ما أُضيف إلى هذا الموقع أو عُدِّل أو صُوِّب أو سُحب منه، بدءًا بالأحدث.
change-added = إضافة
change-changed = تعديل
change-withdrawn = سحب
change-corrected = تصويب

## Questions and answers

what-people-ask = ما يسأل عنه الناس
how-can-we-help = كيف يمكننا مساعدتكم؟
all-questions = جميع الأسئلة
short-answer = باختصار
asked-also = صيغ أخرى للسؤال
sources = المصادر
answer-owner = الجهة المجيبة

## Feeds

feeds = خلاصات الموقع
feeds-intro = تابع المنشورات الجديدة باستخدام قارئ خلاصات. وتغطي كل خلاصة لغة واحدة.
feed-rss = خلاصة RSS
feed-atom = خلاصة Atom
feed-json = خلاصة JSON
feed-all = جميع المنشورات
subscribe = اشترك

## Transparency and translation coverage

transparency = الشفافية
transparency-intro = السجلات التي ننشرها، والتعديلات التي أُدخلت على هذا الموقع، وحالة ترجماته.
translation-coverage = نطاق الترجمة
coverage-intro = مقدار ما يتوافر من هذا الموقع بكل لغة، والترجمات التي تحتاج إلى تحديث.
coverage-complete = محدَّثة
coverage-missing = غير موجودة
coverage-stale = غير محدَّثة
coverage-unstamped = نسخة المصدر غير مسجَّلة
coverage-of = { $done } من { $total }

## Registers and tables of data

register = السجل
registers = السجلات
registers-intro = سجلات تُنشر عملًا بقواعد الشفافية، ويتاح كل منها جدولًا للاطلاع وبياناتٍ للتنزيل.
period = الفترة
period-range = { $start } – { $end }
frequency = دورية النشر
frequency-monthly = شهرية
frequency-quarterly = فصلية
frequency-yearly = سنوية
legal-basis = الأساس القانوني
licence = الترخيص
nil-return = لم يُبلَّغ عن شيء في هذه الفترة.
rows-count =
    { $n ->
        [zero] لا توجد صفوف
        [one] صف واحد
        [two] صفان
        [few] { $n } صفوف
        [many] { $n } صفًا
       *[other] { $n } صف
    }
rows-shown = تُعرض أول { $shown } من مجموع { $n } من القيود. وتشمل المجاميع والرسوم البيانية جميع القيود، كما تتضمنها كلها الملفات المتاحة للتنزيل.
download-note = البيانات كما سُجّلت دون تغيير. وقد يعدّ برنامج الجداول الخلية التي تبدأ بإحدى العلامات = أو + أو @ معادلةً حسابية، فاستورد الملف على أنه نص.
download-csv = تنزيل بصيغة CSV
download-json = تنزيل بصيغة JSON
row-permalink = رابط إلى الصف { $row }
table-total = المجموع
table-label = جدول
data-table = جدول البيانات
all-registers = جميع السجلات
chart-title = { $column }: { $what }
chart-entries = القيود
chart-month = الشهر
chart-year = السنة
chart-not-stated = غير مذكور
chart-description =
    { $n ->
        [zero] رسم بياني بلا أعمدة.
        [one] رسم بياني من عمود واحد.
        [two] رسم بياني من عمودين.
        [few] رسم بياني من { $n } أعمدة.
        [many] رسم بياني من { $n } عمودًا.
       *[other] رسم بياني من { $n } عمود.
    } الأعلى: { $highest }، { $highest_value }. الأدنى: { $lowest }، { $lowest_value }.

## Text elements

footnotes = الحواشي
footnote-ref = الحاشية { $n }
footnote-back = العودة إلى موضع الإحالة { $n }
alert-note = ملاحظة
alert-tip = نصيحة
alert-important = مهم
alert-warning = تحذير
alert-caution = تنبيه
notice-info = معلومات
notice-success = مؤكَّد
notice-warning = تحذير
notice-danger = خطر
severity-info = معلومات
severity-warning = تحذير
severity-crisis = أزمة
task-done = أُنجز
task-open = لم يُنجز بعد
labelled = { $label }:
marked-title = { $mark }: { $title }
figure = شكل
image-credit = مصدر الصورة
picture = الصورة
video-transcript = النص المكتوب للفيديو
video-captions = التسميات التوضيحية
quote-source = المصدر
code-label = شفرة

## Search

search = البحث
search-label = عمّ تبحث؟
search-button = ابحث
search-narrow = تضييق نطاق البحث
search-kind = النوع
search-year = السنة
search-all = الكل
search-more = عرض المزيد من النتائج
search-busy = جارٍ البحث…
search-count =
    { $n ->
        [zero] لا نتائج عن «{ $query }»
        [one] نتيجة واحدة عن «{ $query }»
        [two] نتيجتان عن «{ $query }»
        [few] { $n } نتائج عن «{ $query }»
        [many] { $n } نتيجة عن «{ $query }»
       *[other] { $n } نتيجة عن «{ $query }»
    }
search-count-all =
    { $n ->
        [zero] لا صفحات
        [one] صفحة واحدة
        [two] صفحتان
        [few] { $n } صفحات
        [many] { $n } صفحة
       *[other] { $n } صفحة
    }
search-none = لم يُعثر على شيء عن «{ $query }». جرّب كلمة أخرى أو كلمات أقل.
search-none-all = لا توجد صفحة تطابق كل ما اخترته. اختر «الكل» في إحدى القوائم.
search-failed = يتعذر الوصول إلى البحث في الوقت الحالي. تقود القائمة «للوصول إلى المحتوى من غير بحث» إلى المحتوى نفسه.
search-without-script = يحتاج البحث إلى برنامج نصي لا يشغّله متصفحك. تقود الصفحات أدناه إلى كل ما يمكن العثور عليه هنا.
search-instead = للوصول إلى المحتوى من غير بحث

## Pages that are not found

not-found-title = الصفحة غير موجودة
not-found-text = لا توجد صفحة على هذا العنوان. ربما كُتب العنوان خطأً أو نُقلت الصفحة.
not-found-help = ابدأ من الصفحة الرئيسية أو من إحدى القوائم أدناه، أو اختر لغة أخرى.

## Footer, print and citation

site-footer = عن هذا الموقع
site-owner = الجهة المسؤولة عن هذه الصفحة
foreign-hosts = الخوادم الخارجية التي يحمّل منها هذا الموقع
licence-text = يجوز إعادة استخدام نصوص هذا الموقع بموجب { $licence }.
print-address = عنوان هذه الصفحة
cite = كيفية الاستشهاد بهذه الصفحة
cite-text = { $institution }، «{ $title }»، { $reference }، { $date }، { $url }
digest = البصمة الرقمية
digest-text = تُحسب البصمة من المحتوى. فإذا أعطت نسختك القيمة نفسها، فمحتواها لم يتغيّر.
digests = بصمات جميع الملفات
digests-intro = سطر لكل ملف من ملفات هذا الموقع، للتحقق من مطابقة النسخة لما نُشر.
