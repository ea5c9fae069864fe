## Navigation

skip-to-content = Skip to main content
menu = Menu
main-navigation = Main navigation
menu-about = About
breadcrumb-label = You are here
home = Home
contents = Contents
heading-link = Link to the section “{ $title }”
pages-in-section = Pages in this section
section-empty = There is nothing here in { $language } yet.
results-count =
    { $n ->
        [one] { $n } item
       *[other] { $n } items
    }
page-x-of-y = Page { $page } of { $pages }
pagination-label = Pages of this list
previous-page = Previous page
next-page = Next page
previous-chapter = Previous chapter
next-chapter = Next chapter
a-z = A to Z
a-z-intro = Pages, questions, registers and topics in alphabetical order.
a-z-letters = Letters of this index
a-z-dated = Texts with a date are not in this index. Find them by topic, year or kind:
filter-label = Narrow this list
filter-topic = Topic
filter-year = Year
filter-kind = Kind
filter-all = Show the whole list
chapters = Chapters
all-chapters = All chapters
site-sections = What this site holds

## Languages

language = Language
languages = Languages
language-switcher-label = Languages of this page
choose-language = Choose a language
current-language = Current language
this-page-in = This page in
read-in = Read in
available-languages = Available languages
not-available-in-this-language = This page is not available in { $language } yet
not-yet-available = not available yet
leads-to-parent = leads to the nearest page available: { $title }
page-in-language = (in { $language })
also-in-other-languages =
    { $n ->
        [one] { $n } more in another language
       *[other] { $n } more in other languages
    }
chooser-title = Choose your language
chooser-text = This site is published in the languages listed below. Not every page exists in every language.
stale-translation = The { $source } version changed after this translation was made. What follows may be out of date.
stale-read-source = Read the { $source } version
languages-missing = This page is not available yet in { $languages }.

## Kinds, subtypes and states

kind-page = Page
kind-statement = Statement
kind-faq = Question and answer
kind-register = Register
subtype-press-release = Press release
subtype-statement = Statement
subtype-joint-statement = Joint statement
subtype-speech = Speech
subtype-readout = Readout
subtype-transcript = Transcript
subtype-holding = Holding statement
subtype-media-note = Media note
subtype-correction-notice = Correction notice
draft-mark = Draft
scheduled-mark = Scheduled
embargoed-mark = Under embargo
reserve-mark = In reserve, not published
state-withdrawn = Withdrawn
state-corrected = Corrected

## Dates, reference and ownership

published-on = Published
updated-on = Updated
reviewed-on = Reviewed
review-due = Next review due
valid-from = Valid from
valid-until = Valid until
reference = Reference
formerly = Earlier reference
section = Section
topic = Topic
time-of-city = { $city } time
topics = Topics
all-topics = All topics
topics-empty = No topic has any content in this language yet.
items-in-topic =
    { $n ->
        [one] { $n } item on this topic
       *[other] { $n } items on this topic
    }
related = Related content

## Statements

dateline-separator = { " — " }
latest = Latest
latest-statements = Latest statements
all-statements = All statements
issued-by = Issued by
speaker = Speaker
attribution = Attribution
delivery-as-prepared = As prepared for delivery
delivery-as-delivered = As delivered
delivery-transcript = Transcript of what was said
authentic-single = The { $language } text is the authentic version.
authentic-equal = The texts in { $languages } are equally authentic.
authentic-oral = Check against delivery: the words as spoken are authoritative.
quick-facts = Quick facts
notes-to-editors = Notes to editors
quotes = Quotes
press-contacts = Press contacts
for-the-press = For the press
share = Share
share-mail = Send by e-mail
permalink = Permanent address

## Contacts

contact = Contact
contacts = Contacts
email = E-mail
telephone = Telephone
hours = Opening hours
address = Address

## Attachments and files

attachments = Attachments
attachment-format = { $format }, { $size }
download = Download
opens-file = opens a file
file-size-bytes =
    { $n ->
        [one] { $n } byte
       *[other] { $n } bytes
    }
file-size-kb = { $n } KB
file-size-mb = { $n } MB

## Corrections, withdrawal and removal

corrected-title = Correction
corrected-by = This text was corrected on { $date } by { $reference }.
corrects = This notice corrects { $reference }.
withdrawn-title = This text has been withdrawn
withdrawn-on = Withdrawn on { $date }.
expired-title = This answer no longer holds
expired-text = It held until { $date }. It is kept here for reference; please do not rely on it.
gone-title = This page has been removed
gone-text = The page that stood at this address has been removed and will not return. The address is kept so that older links do not lead astray.
held-title = This page is not available for the moment
held-text = The page at this address has been taken down for now and may return.
moved-title = Page moved
moved-text = This page has moved to { $url }.

## Changes and history

changes = Changes to this page
no-changes = This page has not changed since it was published.
history-absent = The history of this site was not available when it was built.
recent-changes = Recent changes
recent-changes-intro = What has been added, changed, corrected or withdrawn on this site, most recent first.
change-added = Added
change-changed = Changed
change-withdrawn = Withdrawn
change-corrected = Corrected

## Questions and answers

what-people-ask = What people ask
how-can-we-help = How can we help?
all-questions = All questions
short-answer = In short
asked-also = People also ask this as
sources = Sources
answer-owner = Answered by

## Feeds

feeds = Feeds
feeds-intro = Follow new publications in a feed reader. Each feed covers one language.
feed-rss = RSS feed
feed-atom = Atom feed
feed-json = JSON feed
feed-all = All publications
subscribe = Subscribe

## Transparency and translation coverage

transparency = Transparency
transparency-intro = The registers we publish, the changes made to this site and the state of its translations.
translation-coverage = Translation coverage
coverage-intro = How much of this site exists in each language, and which translations need attention.
coverage-complete = Up to date
coverage-missing = Missing
coverage-stale = Out of date
coverage-unstamped = Source version not recorded
coverage-of = { $done } of { $total }

## Registers and tables of data

register = Register
registers = Registers
registers-intro = Registers published under the rules on openness, each as a table to read and as data to download.
period = Period
period-range = { $start } – { $end }
frequency = Frequency of publication
frequency-monthly = Monthly
frequency-quarterly = Quarterly
frequency-yearly = Yearly
legal-basis = Legal basis
licence = Licence
nil-return = Nothing was reported for this period.
rows-count =
    { $n ->
        [one] { $n } row
       *[other] { $n } rows
    }
rows-shown = The first { $shown } of { $n } entries are shown. Totals and charts count all of them, and the downloads hold all of them.
download-note = The data are as they were recorded. A spreadsheet program may take a cell that begins with =, + or @ for a formula: import the file as text.
download-csv = Download as CSV
download-json = Download as JSON
row-permalink = Link to row { $row }
table-total = Total
table-label = Table
data-table = Data table
all-registers = All registers
chart-title = { $column }: { $what }
chart-entries = Entries
chart-month = Month
chart-year = Year
chart-not-stated = Not stated
chart-description =
    { $n ->
        [one] A chart with { $n } bar.
       *[other] A chart with { $n } bars.
    } Highest: { $highest }, { $highest_value }. Lowest: { $lowest }, { $lowest_value }.

## Text elements

footnotes = Footnotes
footnote-ref = Footnote { $n }
footnote-back = Back to reference { $n }
alert-note = Note
alert-tip = Tip
alert-important = Important
alert-warning = Warning
alert-caution = Caution
notice-info = Information
notice-success = Confirmed
notice-warning = Warning
notice-danger = Danger
severity-info = Information
severity-warning = Warning
severity-crisis = Crisis
task-done = Done
task-open = Not done yet
labelled = { $label }:
marked-title = { $mark }: { $title }
figure = Figure
image-credit = Image credit
picture = Picture
video-transcript = Video transcript
video-captions = Captions
quote-source = Source
code-label = Code

## Search

search = Search
search-label = What are you looking for?
search-button = Search
search-narrow = Narrow down
search-kind = Kind
search-year = Year
search-all = All
search-more = Show more results
search-busy = Searching…
search-count =
    { $n ->
        [one] { $n } result for “{ $query }”
       *[other] { $n } results for “{ $query }”
    }
search-count-all =
    { $n ->
        [one] { $n } page
       *[other] { $n } pages
    }
search-none = Nothing was found for “{ $query }”. Try another word, or fewer.
search-none-all = No page has all that was chosen. Choose “All” in one of the lists.
search-failed = The search cannot be reached at the moment. The list “Find it without searching” leads to the same content.
search-without-script = Searching needs a script, which your browser does not run. The pages below lead to everything that could be found here.
search-instead = Find it without searching

## Pages that are not found

not-found-title = Page not found
not-found-text = There is no page at this address. It may have been typed incorrectly or the page may have moved.
not-found-help = Start from the home page or one of the lists below, or choose another language.

## Footer, print and citation

site-footer = About this site
site-owner = Responsible for this page
foreign-hosts = Other hosts from which this site loads content
licence-text = Text on this site may be reused under { $licence }.
print-address = Address of this page
cite = How to cite this page
cite-text = { $institution }, “{ $title }”, { $reference }, { $date }, { $url }
digest = Digest
digest-text = The digest is calculated from the content. If your copy gives the same value, its content is unchanged.
digests = Digests of all files
digests-intro = A line for each file of this site, to check that a copy is what was published.
