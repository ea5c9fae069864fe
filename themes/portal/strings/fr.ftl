## Navigation

skip-to-content = Aller au contenu principal
menu = Menu
main-navigation = Navigation principale
menu-about = À propos
breadcrumb-label = Vous êtes ici
home = Accueil
contents = Sommaire
heading-link = Lien vers la section « { $title } »
pages-in-section = Pages de cette rubrique
section-empty = Cette rubrique ne contient encore rien en { $language }.
results-count =
    { $n ->
        [one] { $n } élément
        [many] { $n } d’éléments
       *[other] { $n } éléments
    }
page-x-of-y = Page { $page } sur { $pages }
pagination-label = Pages de la liste
previous-page = Page précédente
next-page = Page suivante
previous-chapter = Chapitre précédent
next-chapter = Chapitre suivant
a-z = Index de A à Z
a-z-intro = Pages, questions, registres et thèmes par ordre alphabétique.
a-z-letters = Lettres de cet index
a-z-dated = Les textes datés ne figurent pas dans cet index. Retrouvez-les par thème, par année ou par type :
filter-label = Affiner cette liste
filter-topic = Thème
filter-year = Année
filter-kind = Type
filter-all = Afficher toute la liste
chapters = Chapitres
all-chapters = Tous les chapitres
site-sections = Ce que contient ce site

## Languages

language = Langue
languages = Langues
language-switcher-label = Langues de cette page
choose-language = Choisir une langue
current-language = Langue actuelle
this-page-in = Cette page en
read-in = Lire en
available-languages = Langues disponibles
not-available-in-this-language = Cette page n’est pas encore disponible en { $language }
not-yet-available = pas encore disponible
leads-to-parent = mène à la page disponible la plus proche : { $title }
page-in-language = (en { $language })
also-in-other-languages =
    { $n ->
        [one] { $n } autre texte dans une autre langue
        [many] { $n } d’autres textes dans d’autres langues
       *[other] { $n } autres textes dans d’autres langues
    }
chooser-title = Choisissez votre langue
chooser-text = Ce site est publié dans les langues ci-dessous. Toutes les pages n’existent pas dans chaque langue.
stale-translation = La version en { $source } a été modifiée depuis cette traduction. Le texte qui suit peut ne plus être à jour.
stale-read-source = Lire la version en { $source }
languages-missing = Cette page n’est pas encore disponible dans les langues suivantes : { $languages }.

## Kinds, subtypes and states

kind-page = Page
kind-statement = Déclaration
kind-faq = Question et réponse
kind-register = Registre
subtype-press-release = Communiqué de presse
subtype-statement = Déclaration
subtype-joint-statement = Déclaration conjointe
subtype-speech = Discours
subtype-readout = Compte rendu d’entretien
subtype-transcript = Transcription
subtype-holding = Déclaration préliminaire
subtype-media-note = Note aux médias
subtype-correction-notice = Rectificatif
draft-mark = Brouillon
scheduled-mark = Programmé
embargoed-mark = Sous embargo
reserve-mark = En réserve, non publié
state-withdrawn = Retiré
state-corrected = Rectifié

## Dates, reference and ownership

published-on = Publié le
updated-on = Mis à jour le
reviewed-on = Vérifié le
review-due = Prochaine vérification
valid-from = Valable à partir du
valid-until = Valable jusqu’au
reference = Référence
formerly = Référence antérieure
section = Rubrique
topic = Thème
time-of-city = heure locale, { $city }
topics = Thèmes
all-topics = Tous les thèmes
topics-empty = Aucun thème n’a encore de contenu dans cette langue.
items-in-topic =
    { $n ->
        [one] { $n } élément sur ce thème
        [many] { $n } d’éléments sur ce thème
       *[other] { $n } éléments sur ce thème
    }
related = À lire aussi

## Statements

dateline-separator = { " – " }
latest = À la une
latest-statements = Dernières déclarations
all-statements = Toutes les déclarations
issued-by = Publié par
speaker = Orateur ou oratrice
attribution = Attribution
delivery-as-prepared = Texte préparé, tel qu’il devait être prononcé
delivery-as-delivered = Texte tel que prononcé
delivery-transcript = Transcription des propos tenus
authentic-single = Seul le texte en { $language } fait foi.
authentic-equal = Les textes dans les langues suivantes font également foi : { $languages }.
authentic-oral = Seul le prononcé fait foi.
quick-facts = En bref
notes-to-editors = Notes à l’intention des rédactions
quotes = Citations
press-contacts = Contacts presse
for-the-press = Pour la presse
share = Partager
share-mail = Envoyer par courriel
permalink = Adresse permanente

## Contacts

contact = Contact
contacts = Contacts
email = Courriel
telephone = Téléphone
hours = Horaires
address = Adresse

## Attachments and files

attachments = Pièces jointes
attachment-format = { $format }, { $size }
download = Télécharger
opens-file = ouvre un fichier
file-size-bytes =
    { $n ->
        [one] { $n } octet
        [many] { $n } d’octets
       *[other] { $n } octets
    }
file-size-kb = { $n } Ko
file-size-mb = { $n } Mo

## Corrections, withdrawal and removal

corrected-title = Rectification
corrected-by = Ce texte a été rectifié le { $date } par { $reference }.
corrects = Ce rectificatif corrige { $reference }.
withdrawn-title = Ce texte a été retiré
withdrawn-on = Retiré le { $date }.
expired-title = Cette réponse n’est plus valable
expired-text = Elle était valable jusqu’au { $date }. Elle reste consultable à titre d’archive ; ne vous y fiez plus.
gone-title = Cette page a été supprimée
gone-text = La page qui se trouvait à cette adresse a été supprimée et ne sera pas remise en ligne. L’adresse est conservée pour que les anciens liens restent compréhensibles.
held-title = Cette page est momentanément indisponible
held-text = La page qui se trouvait à cette adresse a été retirée provisoirement ; elle pourra être rétablie.
moved-title = Page déplacée
moved-text = Cette page se trouve désormais à l’adresse { $url }.

## Changes and history

changes = Modifications de cette page
no-changes = Cette page n’a pas été modifiée depuis sa publication.
history-absent = L’historique de ce site n’était pas disponible lors de sa génération.
recent-changes = Modifications récentes
recent-changes-intro = Ce qui a été ajouté, modifié, rectifié ou retiré sur ce site, du plus récent au plus ancien.
change-added = Ajout
change-changed = Modification
change-withdrawn = Retrait
change-corrected = Rectification

## Questions and answers

what-people-ask = Les questions qu’on nous pose
how-can-we-help = Comment pouvons-nous vous aider ?
all-questions = Toutes les questions
short-answer = En résumé
asked-also = Autres façons de poser la question
sources = Sources
answer-owner = Réponse fournie par

## Feeds

feeds = Flux
feeds-intro = Suivez les nouvelles publications dans un lecteur de flux. Chaque flux correspond à une langue.
feed-rss = Flux RSS
feed-atom = Flux Atom
feed-json = Flux JSON
feed-all = Toutes les publications
subscribe = S’abonner

## Transparency and translation coverage

transparency = Transparence
transparency-intro = Les registres que nous publions, les modifications apportées à ce site et l’état de ses traductions.
translation-coverage = État des traductions
coverage-intro = La part du site qui existe dans chaque langue et les traductions à reprendre.
coverage-complete = À jour
coverage-missing = Manquante
coverage-stale = Obsolète
coverage-unstamped = Version d’origine non indiquée
coverage-of = { $done } sur { $total }

## Registers and tables of data

register = Registre
registers = Registres
registers-intro = Registres publiés en application des règles de transparence, à consulter sous forme de tableau ou à télécharger.
period = Période
period-range = { $start } – { $end }
frequency = Fréquence de publication
frequency-monthly = Mensuelle
frequency-quarterly = Trimestrielle
frequency-yearly = Annuelle
legal-basis = Base juridique
licence = Licence
nil-return = Rien n’a été déclaré pour cette période.
rows-count =
    { $n ->
        [one] { $n } ligne
        [many] { $n } de lignes
       *[other] { $n } lignes
    }
rows-shown = Les { $shown } premières entrées sur { $n } sont affichées. Les totaux et les graphiques portent sur l’ensemble, et les fichiers à télécharger les contiennent toutes.
download-note = Les données sont telles qu’elles ont été enregistrées. Un tableur peut prendre pour une formule une cellule qui commence par =, + ou @ : importez le fichier en tant que texte.
download-csv = Télécharger en CSV
download-json = Télécharger en JSON
row-permalink = Lien vers la ligne { $row }
table-total = Total
table-label = Tableau
data-table = Tableau de données
all-registers = Tous les registres
chart-title = { $column } : { $what }
chart-entries = Inscriptions
chart-month = Mois
chart-year = Année
chart-not-stated = Non précisé
chart-description =
    { $n ->
        [one] Graphique à { $n } barre.
        [many] Graphique à { $n } de barres.
       *[other] Graphique à { $n } barres.
    } Valeur la plus élevée : { $highest }, { $highest_value }. Valeur la plus basse : { $lowest }, { $lowest_value }.

## Text elements

footnotes = Notes de bas de page
footnote-ref = Note { $n }
footnote-back = Retour à l’appel de note { $n }
alert-note = Remarque
alert-tip = Conseil
alert-important = Important
alert-warning = Avertissement
alert-caution = Attention
notice-info = Information
notice-success = Confirmé
notice-warning = Avertissement
notice-danger = Danger
severity-info = Information
severity-warning = Avertissement
severity-crisis = Crise
task-done = Fait
task-open = À faire
labelled = { $label } :
marked-title = { $mark } : { $title }
figure = Illustration
image-credit = Crédit image
picture = Image
video-transcript = Transcription de la vidéo
video-captions = Sous-titres
quote-source = Source
code-label = Code

## Search

search = Recherche
search-label = Que cherchez-vous ?
search-button = Rechercher
search-narrow = Affiner
search-kind = Nature
search-year = Année
search-all = Tout
search-more = Afficher d’autres résultats
search-busy = Recherche en cours…
search-count =
    { $n ->
        [one] { $n } résultat pour « { $query } »
        [many] { $n } de résultats pour « { $query } »
       *[other] { $n } résultats pour « { $query } »
    }
search-count-all =
    { $n ->
        [one] { $n } page
        [many] { $n } de pages
       *[other] { $n } pages
    }
search-none = Aucun résultat pour « { $query } ». Essayez un autre mot, ou moins de mots.
search-none-all = Aucune page ne correspond à tous ces choix. Choisissez « Tout » dans l’une des listes.
search-failed = La recherche est momentanément inaccessible. La liste « Trouver sans chercher » mène aux mêmes contenus.
search-without-script = La recherche a besoin d’un script, que votre navigateur n’exécute pas. Les pages ci-dessous mènent à tout ce qui pourrait être trouvé ici.
search-instead = Trouver sans chercher

## Pages that are not found

not-found-title = Page introuvable
not-found-text = Aucune page ne se trouve à cette adresse. Elle a peut-être été mal saisie, ou la page a été déplacée.
not-found-help = Partez de la page d’accueil ou de l’une des listes ci-dessous, ou choisissez une autre langue.

## Footer, print and citation

site-footer = À propos de ce site
site-owner = Responsable de cette page
foreign-hosts = Serveurs tiers dont ce site charge des contenus
licence-text = Les textes de ce site peuvent être réutilisés sous { $licence }.
print-address = Adresse de cette page
cite = Citer cette page
cite-text = { $institution }, « { $title } », { $reference }, { $date }, { $url }
digest = Empreinte numérique
digest-text = L’empreinte est calculée à partir du contenu. Si votre copie donne la même valeur, son contenu n’a pas été modifié.
digests = Empreintes de tous les fichiers
digests-intro = Une ligne par fichier de ce site, pour vérifier qu’une copie est conforme à ce qui a été publié.
