"""What the corpus of the benchmark is made of: words, places, titles and topics in six languages.

Sentences are words drawn at random: they mean nothing, but have the lengths, scripts and bytes of real texts.
"""

LANGUAGES = ["en", "fr", "ar", "zh", "ru", "es"]

WORDS = {
    "en": """
        the minister council agreement state security peace negotiation delegation embassy region partner
        support development statement joint policy climate trade border treaty summit assembly resolution
        mission humanitarian assistance cooperation citizens rights law international national government
        president ambassador visit dialogue commitment progress framework strategy investment energy water
        health education culture science technology digital youth women equality justice freedom democracy
        election observer refugee migration protection emergency response relief funding programme project
        initiative partnership forum conference meeting session report annual new important further strong
        common shared mutual regional global local public private and of for with to in on between toward
        under through against while
    """.split(),
    "fr": """
        le ministre conseil accord état sécurité paix négociation délégation ambassade région partenaire
        soutien développement déclaration commune politique climat commerce frontière traité sommet
        assemblée résolution mission humanitaire assistance coopération citoyens droits loi internationale
        nationale gouvernement président ambassadeur visite dialogue engagement progrès cadre stratégie
        investissement énergie eau santé éducation culture science technologie numérique jeunesse femmes
        égalité justice liberté démocratie élection observateur réfugié migration protection urgence réponse
        secours financement programme projet initiative partenariat forum conférence réunion séance rapport
        annuel nouveau important fort commun partagé mutuel régional mondial local public privé et de pour
        avec à dans sur entre vers sous par contre
    """.split(),
    "ar": """
        الوزير المجلس الاتفاق الدولة الأمن السلام المفاوضات الوفد السفارة المنطقة الشريك الدعم التنمية
        البيان المشترك السياسة المناخ التجارة الحدود المعاهدة القمة الجمعية القرار البعثة الإنسانية المساعدة
        التعاون المواطنين الحقوق القانون الدولي الوطني الحكومة الرئيس السفير الزيارة الحوار الالتزام التقدم
        الإطار الاستراتيجية الاستثمار الطاقة المياه الصحة التعليم الثقافة العلوم التكنولوجيا الرقمية الشباب
        المرأة المساواة العدالة الحرية الديمقراطية الانتخابات المراقب اللاجئين الهجرة الحماية الطوارئ
        الاستجابة الإغاثة التمويل البرنامج المشروع المبادرة الشراكة المنتدى المؤتمر الاجتماع الجلسة التقرير
        السنوي الجديد المهم القوي من إلى في على بين نحو تحت عبر ضد مع أن التي الذي
    """.split(),
    "zh": """
        部长 理事会 协议 国家 安全 和平 谈判 代表团 大使馆 地区 伙伴 支持 发展 声明 联合 政策 气候 贸易 边界 条约 峰会 大会 决议 使命 人道主义 援助 合作 公民 权利 法律 国际 民族
        政府 总统 大使 访问 对话 承诺 进展 框架 战略 投资 能源 水资源 卫生 教育 文化 科学 技术 数字 青年 妇女 平等 正义 自由 民主 选举 观察员 难民 移民 保护 紧急 应对 救济 资金
        计划 项目 倡议 论坛 会议 报告 年度 新的 重要 进一步 强大 共同 相互 全球 地方 公共 私人 和 为 与 在 之间 朝着 通过 反对 的 我们 他们 必须 将 继续
    """.split(),
    "ru": """
        министр совет соглашение государство безопасность мир переговоры делегация посольство регион партнёр
        поддержка развитие заявление совместное политика климат торговля граница договор саммит ассамблея
        резолюция миссия гуманитарная помощь сотрудничество граждане права закон международный национальный
        правительство президент посол визит диалог обязательство прогресс рамки стратегия инвестиции
        энергетика вода здоровье образование культура наука технология цифровой молодёжь женщины равенство
        справедливость свобода демократия выборы наблюдатель беженец миграция защита чрезвычайный ответ
        финансирование программа проект инициатива партнёрство форум конференция встреча сессия доклад
        ежегодный новый важный дальнейший сильный общий взаимный региональный глобальный местный и для с в
        на между под через против
    """.split(),
    "es": """
        el ministro consejo acuerdo estado seguridad paz negociación delegación embajada región socio apoyo
        desarrollo declaración conjunta política clima comercio frontera tratado cumbre asamblea resolución
        misión humanitaria asistencia cooperación ciudadanos derechos ley internacional nacional gobierno
        presidente embajador visita diálogo compromiso progreso marco estrategia inversión energía agua
        salud educación cultura ciencia tecnología digital juventud mujeres igualdad justicia libertad
        democracia elección observador refugiado migración protección emergencia respuesta socorro
        financiación programa proyecto iniciativa asociación foro conferencia reunión sesión informe anual
        nuevo importante fuerte común compartido mutuo regional mundial local público privado y de para con
        a en sobre entre hacia bajo por contra
    """.split(),
}

PLACES = {
    "en": ["Geneva", "New York", "Nairobi", "Vienna", "Addis Ababa", "Bangkok"],
    "fr": ["Genève", "New York", "Nairobi", "Vienne", "Addis-Abeba", "Bangkok"],
    "ar": ["جنيف", "نيويورك", "نيروبي", "فيينا", "أديس أبابا", "بانكوك"],
    "zh": ["日内瓦", "纽约", "内罗毕", "维也纳", "亚的斯亚贝巴", "曼谷"],
    "ru": ["Женева", "Нью-Йорк", "Найроби", "Вена", "Аддис-Абеба", "Бангкок"],
    "es": ["Ginebra", "Nueva York", "Nairobi", "Viena", "Adís Abeba", "Bangkok"],
}

STOPS = {"en": ".", "fr": ".", "ar": ".", "zh": "。", "ru": ".", "es": "."}
QUESTION_MARKS = {"en": "?", "fr": "?", "ar": "؟", "zh": "？", "ru": "?", "es": "?"}

SITE_NAME = {
    "en": "Public Diplomacy Portal",
    "fr": "Portail de diplomatie publique",
    "ar": "بوابة الدبلوماسية العامة",
    "zh": "公共外交门户",
    "ru": "Портал публичной дипломатии",
    "es": "Portal de diplomacia pública",
}

SECTIONS = {
    "press": {
        "en": "Press statements",
        "fr": "Déclarations de presse",
        "ar": "البيانات الصحفية",
        "zh": "新闻声明",
        "ru": "Заявления для прессы",
        "es": "Declaraciones de prensa",
    },
    "faq": {
        "en": "Questions and answers",
        "fr": "Questions et réponses",
        "ar": "أسئلة وأجوبة",
        "zh": "常见问题",
        "ru": "Вопросы и ответы",
        "es": "Preguntas y respuestas",
    },
    "pages": {
        "en": "Information",
        "fr": "Informations",
        "ar": "معلومات",
        "zh": "信息",
        "ru": "Информация",
        "es": "Información",
    },
}

TOPICS_TITLE = {
    "en": "Topics",
    "fr": "Thèmes",
    "ar": "المواضيع",
    "zh": "主题",
    "ru": "Темы",
    "es": "Temas",
}

# Id, then the name in each language in the order of LANGUAGES.
TOPICS = [
    ("climate-change", "Climate change", "Changement climatique", "تغير المناخ", "气候变化", "Изменение климата", "Cambio climático"),
    ("disarmament", "Disarmament", "Désarmement", "نزع السلاح", "裁军", "Разоружение", "Desarme"),
    ("human-rights", "Human rights", "Droits humains", "حقوق الإنسان", "人权", "Права человека", "Derechos humanos"),
    ("peacekeeping", "Peacekeeping", "Maintien de la paix", "حفظ السلام", "维持和平", "Поддержание мира", "Mantenimiento de la paz"),
    ("sustainable-development", "Sustainable development", "Développement durable", "التنمية المستدامة", "可持续发展", "Устойчивое развитие", "Desarrollo sostenible"),
    ("trade", "Trade", "Commerce", "التجارة", "贸易", "Торговля", "Comercio"),
    ("migration", "Migration", "Migrations", "الهجرة", "移民", "Миграция", "Migración"),
    ("refugees", "Refugees", "Réfugiés", "اللاجئون", "难民", "Беженцы", "Refugiados"),
    ("global-health", "Global health", "Santé mondiale", "الصحة العالمية", "全球卫生", "Глобальное здравоохранение", "Salud mundial"),
    ("food-security", "Food security", "Sécurité alimentaire", "الأمن الغذائي", "粮食安全", "Продовольственная безопасность", "Seguridad alimentaria"),
    ("education", "Education", "Éducation", "التعليم", "教育", "Образование", "Educación"),
    ("gender-equality", "Gender equality", "Égalité des genres", "المساواة بين الجنسين", "性别平等", "Гендерное равенство", "Igualdad de género"),
    ("counter-terrorism", "Counter-terrorism", "Lutte contre le terrorisme", "مكافحة الإرهاب", "反恐", "Борьба с терроризмом", "Lucha contra el terrorismo"),
    ("cyber-security", "Cybersecurity", "Cybersécurité", "الأمن السيبراني", "网络安全", "Кибербезопасность", "Ciberseguridad"),
    ("outer-space", "Outer space", "Espace extra-atmosphérique", "الفضاء الخارجي", "外层空间", "Космическое пространство", "Espacio ultraterrestre"),
    ("oceans", "Oceans", "Océans", "المحيطات", "海洋", "Океаны", "Océanos"),
    ("energy-transition", "Energy transition", "Transition énergétique", "التحول في مجال الطاقة", "能源转型", "Энергетический переход", "Transición energética"),
    ("humanitarian-aid", "Humanitarian aid", "Aide humanitaire", "المعونة الإنسانية", "人道主义援助", "Гуманитарная помощь", "Ayuda humanitaria"),
    ("international-law", "International law", "Droit international", "القانون الدولي", "国际法", "Международное право", "Derecho internacional"),
    ("sanctions", "Sanctions", "Sanctions", "الجزاءات", "制裁", "Санкции", "Sanciones"),
    ("elections", "Elections", "Élections", "الانتخابات", "选举", "Выборы", "Elecciones"),
    ("mediation", "Mediation", "Médiation", "الوساطة", "调解", "Посредничество", "Mediación"),
    ("culture", "Culture", "Culture", "الثقافة", "文化", "Культура", "Cultura"),
    ("science", "Science", "Science", "العلوم", "科学", "Наука", "Ciencia"),
    ("digital-cooperation", "Digital cooperation", "Coopération numérique", "التعاون الرقمي", "数字合作", "Цифровое сотрудничество", "Cooperación digital"),
    ("youth", "Youth", "Jeunesse", "الشباب", "青年", "Молодёжь", "Juventud"),
    ("consular-services", "Consular services", "Services consulaires", "الخدمات القنصلية", "领事服务", "Консульские услуги", "Servicios consulares"),
    ("visas", "Visas", "Visas", "التأشيرات", "签证", "Визы", "Visados"),
    ("non-proliferation", "Non-proliferation", "Non-prolifération", "عدم الانتشار", "防扩散", "Нераспространение", "No proliferación"),
    ("water", "Water", "Eau", "المياه", "水", "Вода", "Agua"),
    ("biodiversity", "Biodiversity", "Biodiversité", "التنوع البيولوجي", "生物多样性", "Биоразнообразие", "Biodiversidad"),
    ("indigenous-peoples", "Indigenous peoples", "Peuples autochtones", "الشعوب الأصلية", "土著人民", "Коренные народы", "Pueblos indígenas"),
    ("labour", "Labour", "Travail", "العمل", "劳工", "Труд", "Trabajo"),
    ("anti-corruption", "Fight against corruption", "Lutte contre la corruption", "مكافحة الفساد", "反腐败", "Борьба с коррупцией", "Lucha contra la corrupción"),
    ("development-finance", "Development finance", "Financement du développement", "تمويل التنمية", "发展筹资", "Финансирование развития", "Financiación del desarrollo"),
    ("multilateralism", "Multilateralism", "Multilatéralisme", "تعددية الأطراف", "多边主义", "Многосторонность", "Multilateralismo"),
    ("regional-cooperation", "Regional cooperation", "Coopération régionale", "التعاون الإقليمي", "区域合作", "Региональное сотрудничество", "Cooperación regional"),
    ("public-diplomacy", "Public diplomacy", "Diplomatie publique", "الدبلوماسية العامة", "公共外交", "Публичная дипломатия", "Diplomacia pública"),
    ("protocol", "Protocol", "Protocole", "المراسم", "礼宾", "Протокол", "Protocolo"),
    ("treaties", "Treaties", "Traités", "المعاهدات", "条约", "Договоры", "Tratados"),
]

# A code block in a text; `%d` is its number.
CODE = [
    """```json
{
  "reference": "PR/%d",
  "languages": ["en", "fr", "ar"],
  "embargo": null,
  "count": 42
}
```""",
    """```python
import urllib.request

def fetch(ref: str) -> bytes:
    \"\"\"Fetch statement %d.\"\"\"
    url = f"https://example.org/api/{ref}"
    with urllib.request.urlopen(url) as r:
        return r.read()
```""",
    """```html
<section class="notice" id="n%d">
  <h2>Notice</h2>
  <p>Office hours: <time>09:00</time></p>
</section>
```""",
    """```bash
#!/bin/sh
set -eu
for l in en fr ar; do
  curl -fsS "https://example.org/$l/feed.xml?n=%d" -o "$l.xml"
done
```""",
]
