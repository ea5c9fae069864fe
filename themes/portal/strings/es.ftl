## Navigation

skip-to-content = Ir al contenido principal
menu = Menú
main-navigation = Navegación principal
menu-about = Acerca de
breadcrumb-label = Está usted aquí
home = Inicio
contents = Índice
heading-link = Enlace a la sección «{ $title }»
pages-in-section = Páginas de esta sección
section-empty = Aquí todavía no hay nada en { $language }.
results-count =
    { $n ->
        [one] { $n } elemento
        [many] { $n } de elementos
       *[other] { $n } elementos
    }
page-x-of-y = Página { $page } de { $pages }
pagination-label = Páginas de la lista
previous-page = Página anterior
next-page = Página siguiente
previous-chapter = Capítulo anterior
next-chapter = Capítulo siguiente
a-z = Índice de la A a la Z
a-z-intro = Páginas, preguntas, registros y temas por orden alfabético.
a-z-letters = Letras de este índice
a-z-dated = Los textos con fecha no figuran en este índice. Búsquelos por tema, año o tipo:
filter-label = Acotar esta lista
filter-topic = Tema
filter-year = Año
filter-kind = Tipo
filter-all = Mostrar toda la lista
chapters = Capítulos
all-chapters = Todos los capítulos
site-sections = Contenido de este sitio

## Languages

language = Idioma
languages = Idiomas
language-switcher-label = Idiomas de esta página
choose-language = Elegir idioma
current-language = Idioma actual
this-page-in = Esta página en
read-in = Leer en
available-languages = Idiomas disponibles
not-available-in-this-language = Esta página todavía no está disponible en { $language }
not-yet-available = aún no disponible
leads-to-parent = lleva a la página disponible más próxima: { $title }
page-in-language = (en { $language })
also-in-other-languages =
    { $n ->
        [one] { $n } texto más en otro idioma
        [many] { $n } de textos más en otros idiomas
       *[other] { $n } textos más en otros idiomas
    }
chooser-title = Elija su idioma
chooser-text = Este sitio se publica en los idiomas que figuran a continuación. No todas las páginas existen en todos ellos.
stale-translation = La versión en { $source } se modificó después de hacerse esta traducción. El texto que sigue puede estar desactualizado.
stale-read-source = Leer la versión en { $source }
languages-missing = Esta página aún no está disponible en { $languages }.

## Kinds, subtypes and states

kind-page = Página
kind-statement = Declaración
kind-faq = Pregunta y respuesta
kind-register = Registro
subtype-press-release = Comunicado de prensa
subtype-statement = Declaración
subtype-joint-statement = Declaración conjunta
subtype-speech = Discurso
subtype-readout = Resumen de la conversación
subtype-transcript = Transcripción
subtype-holding = Declaración preliminar
subtype-media-note = Nota para los medios
subtype-correction-notice = Nota de corrección
draft-mark = Borrador
scheduled-mark = Programado
embargoed-mark = Bajo embargo
reserve-mark = En reserva, sin publicar
state-withdrawn = Retirado
state-corrected = Corregido

## Dates, reference and ownership

published-on = Publicado el
updated-on = Actualizado el
reviewed-on = Revisado el
review-due = Próxima revisión
valid-from = Válido desde
valid-until = Válido hasta
reference = Referencia
formerly = Referencia anterior
section = Sección
topic = Tema
time-of-city = hora de { $city }
topics = Temas
all-topics = Todos los temas
topics-empty = Todavía no hay contenido en este idioma en ningún tema.
items-in-topic =
    { $n ->
        [one] { $n } elemento sobre este tema
        [many] { $n } de elementos sobre este tema
       *[other] { $n } elementos sobre este tema
    }
related = Contenido relacionado

## Statements

dateline-separator = { " — " }
latest = Lo más reciente
latest-statements = Últimas declaraciones
all-statements = Todas las declaraciones
issued-by = Emitido por
speaker = Orador u oradora
attribution = Atribución
delivery-as-prepared = Texto preparado para su lectura
delivery-as-delivered = Texto tal como se pronunció
delivery-transcript = Transcripción de lo dicho
authentic-single = El texto auténtico es la versión en { $language }.
authentic-equal = Son igualmente auténticos los textos en los siguientes idiomas: { $languages }.
authentic-oral = Solo da fe el texto pronunciado.
quick-facts = Datos clave
notes-to-editors = Notas para las redacciones
quotes = Citas
press-contacts = Contactos de prensa
for-the-press = Para la prensa
share = Compartir
share-mail = Enviar por correo electrónico
permalink = Dirección permanente

## Contacts

contact = Contacto
contacts = Contactos
email = Correo electrónico
telephone = Teléfono
hours = Horario de atención
address = Dirección

## Attachments and files

attachments = Documentos adjuntos
attachment-format = { $format }, { $size }
download = Descargar
opens-file = abre un archivo
file-size-bytes =
    { $n ->
        [one] { $n } byte
        [many] { $n } de bytes
       *[other] { $n } bytes
    }
file-size-kb = { $n } KB
file-size-mb = { $n } MB

## Corrections, withdrawal and removal

corrected-title = Corrección
corrected-by = Este texto fue corregido el { $date } mediante { $reference }.
corrects = Esta nota corrige { $reference }.
withdrawn-title = Este texto ha sido retirado
withdrawn-on = Retirado el { $date }.
expired-title = Esta respuesta ya no es válida
expired-text = Fue válida hasta el { $date }. Se conserva solo como referencia; no se base en ella.
gone-title = Esta página ha sido eliminada
gone-text = La página que estaba en esta dirección se ha eliminado y no volverá a publicarse. La dirección se conserva para que los enlaces antiguos no induzcan a error.
held-title = Esta página no está disponible por el momento
held-text = La página que se encontraba en esta dirección se ha retirado provisionalmente y puede volver a publicarse.
moved-title = Página trasladada
moved-text = Esta página se ha trasladado a { $url }.

## Changes and history

changes = Cambios en esta página
no-changes = Esta página no ha cambiado desde su publicación.
history-absent = El historial de este sitio no estaba disponible cuando se generó.
recent-changes = Cambios recientes
recent-changes-intro = Lo que se ha añadido, modificado, corregido o retirado en este sitio, de lo más reciente a lo más antiguo.
change-added = Añadido
change-changed = Modificado
change-withdrawn = Retirado
change-corrected = Corregido

## Questions and answers

what-people-ask = Lo que nos preguntan
how-can-we-help = ¿Cómo podemos ayudarle?
all-questions = Todas las preguntas
short-answer = En pocas palabras
asked-also = También se pregunta así
sources = Fuentes
answer-owner = Respuesta a cargo de

## Feeds

feeds = Canales de suscripción
feeds-intro = Siga las nuevas publicaciones con un lector de canales. Cada canal corresponde a un idioma.
feed-rss = Canal RSS
feed-atom = Canal Atom
feed-json = Canal JSON
feed-all = Todas las publicaciones
subscribe = Suscribirse

## Transparency and translation coverage

transparency = Transparencia
transparency-intro = Los registros que publicamos, los cambios hechos en este sitio y el estado de sus traducciones.
translation-coverage = Cobertura de las traducciones
coverage-intro = Qué parte de este sitio existe en cada idioma y qué traducciones requieren atención.
coverage-complete = Al día
coverage-missing = Falta
coverage-stale = Desactualizada
coverage-unstamped = Versión de origen no registrada
coverage-of = { $done } de { $total }

## Registers and tables of data

register = Registro
registers = Registros
registers-intro = Registros publicados con arreglo a las normas de transparencia; cada uno puede consultarse como tabla y descargarse como datos.
period = Período
period-range = { $start } – { $end }
frequency = Frecuencia de publicación
frequency-monthly = Mensual
frequency-quarterly = Trimestral
frequency-yearly = Anual
legal-basis = Base jurídica
licence = Licencia
nil-return = No se comunicó nada en este período.
rows-count =
    { $n ->
        [one] { $n } fila
        [many] { $n } de filas
       *[other] { $n } filas
    }
rows-shown = Se muestran las primeras { $shown } entradas de { $n }. Los totales y los gráficos las cuentan todas, y los archivos descargables las contienen todas.
download-note = Los datos se ofrecen tal como se registraron. Una hoja de cálculo puede tomar por fórmula una celda que empiece por =, + o @: importe el archivo como texto.
download-csv = Descargar en CSV
download-json = Descargar en JSON
row-permalink = Enlace a la fila { $row }
table-total = Total
table-label = Tabla
data-table = Tabla de datos
all-registers = Todos los registros
chart-title = { $column }: { $what }
chart-entries = Asientos
chart-month = Mes
chart-year = Año
chart-not-stated = Sin indicar
chart-description =
    { $n ->
        [one] Gráfico con { $n } barra.
        [many] Gráfico con { $n } de barras.
       *[other] Gráfico con { $n } barras.
    } Valor más alto: { $highest }, { $highest_value }. Valor más bajo: { $lowest }, { $lowest_value }.

## Text elements

footnotes = Notas al pie
footnote-ref = Nota { $n }
footnote-back = Volver a la llamada { $n }
alert-note = Nota
alert-tip = Consejo
alert-important = Importante
alert-warning = Advertencia
alert-caution = Precaución
notice-info = Información
notice-success = Confirmado
notice-warning = Advertencia
notice-danger = Peligro
severity-info = Información
severity-warning = Advertencia
severity-crisis = Crisis
task-done = Hecho
task-open = Pendiente
labelled = { $label }:
marked-title = { $mark }: { $title }
figure = Figura
image-credit = Crédito de la imagen
picture = Imagen
video-transcript = Transcripción del vídeo
video-captions = Subtítulos
quote-source = Fuente
code-label = Código

## Search

search = Buscador
search-label = ¿Qué busca?
search-button = Buscar
search-narrow = Acotar
search-kind = Tipo
search-year = Año
search-all = Todo
search-more = Mostrar más resultados
search-busy = Buscando…
search-count =
    { $n ->
        [one] { $n } resultado para «{ $query }»
        [many] { $n } de resultados para «{ $query }»
       *[other] { $n } resultados para «{ $query }»
    }
search-count-all =
    { $n ->
        [one] { $n } página
        [many] { $n } de páginas
       *[other] { $n } páginas
    }
search-none = No se ha encontrado nada para «{ $query }». Pruebe con otra palabra o con menos palabras.
search-none-all = Ninguna página corresponde a todo lo elegido. Elija «Todo» en una de las listas.
search-failed = El buscador no está disponible en este momento. La lista «Encontrarlo sin buscar» lleva a los mismos contenidos.
search-without-script = El buscador necesita un script que su navegador no ejecuta. Las páginas siguientes llevan a todo lo que se podría encontrar aquí.
search-instead = Encontrarlo sin buscar

## Pages that are not found

not-found-title = Página no encontrada
not-found-text = No hay ninguna página en esta dirección. Es posible que se haya escrito mal o que la página se haya trasladado.
not-found-help = Empiece por la página de inicio o por una de las listas siguientes, o elija otro idioma.

## Footer, print and citation

site-footer = Acerca de este sitio
site-owner = Responsable de esta página
foreign-hosts = Servidores externos de los que carga este sitio
licence-text = Los textos de este sitio pueden reutilizarse con arreglo a { $licence }.
print-address = Dirección de esta página
cite = Cómo citar esta página
cite-text = { $institution }, «{ $title }», { $reference }, { $date }, { $url }
digest = Huella digital
digest-text = La huella se calcula a partir del contenido. Si su copia da el mismo valor, el contenido no se ha modificado.
digests = Resúmenes de todos los archivos
digests-intro = Una línea por archivo de este sitio, para comprobar que una copia coincide con lo publicado.
