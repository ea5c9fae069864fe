## Navigation

skip-to-content = 跳至主要内容
menu = 菜单
main-navigation = 主导航
menu-about = 关于我们
breadcrumb-label = 当前位置
home = 首页
contents = 目录
heading-link = “{ $title }”一节的链接
pages-in-section = 本栏目页面
section-empty = 此处暂无{ $language }内容。
results-count =
    { $n ->
       *[other] { $n } 项
    }
page-x-of-y = 第 { $page } 页，共 { $pages } 页
pagination-label = 列表分页
previous-page = 上一页
next-page = 下一页
previous-chapter = 上一章
next-chapter = 下一章
a-z = 音序索引
a-z-intro = 按音序排列的页面、问答、登记册和主题。
a-z-letters = 本索引的字母
a-z-dated = 有日期的文稿不列入本索引，可按主题、年份或类别查找：
filter-label = 缩小列表范围
filter-topic = 主题
filter-year = 年份
filter-kind = 类别
filter-all = 显示完整列表
chapters = 章节
all-chapters = 所有章节
site-sections = 本网站内容

## Languages

language = 语言
languages = 语言
language-switcher-label = 本页语言
choose-language = 选择语言
current-language = 当前语言
this-page-in = 本页其他语言版本
read-in = 阅读语言
available-languages = 可用语言
not-available-in-this-language = 本页暂无{ $language }版本
not-yet-available = 暂未提供
leads-to-parent = 转至最接近的可用页面：{ $title }
page-in-language = （{ $language }）
also-in-other-languages =
    { $n ->
       *[other] 另有 { $n } 篇其他语言内容
    }
chooser-title = 请选择语言
chooser-text = 本网站以下列语言发布，并非每个页面都有全部语言版本。
stale-translation = 本译文完成后，{ $source }版本已有改动，以下内容可能不是最新。
stale-read-source = 阅读{ $source }版本
languages-missing = 本页暂无以下语言版本：{ $languages }。

## Kinds, subtypes and states

kind-page = 页面
kind-statement = 声明
kind-faq = 问答
kind-register = 登记册
subtype-press-release = 新闻稿
subtype-statement = 声明
subtype-joint-statement = 联合声明
subtype-speech = 讲话
subtype-readout = 会谈情况通报
subtype-transcript = 文字实录
subtype-holding = 初步声明
subtype-media-note = 媒体通告
subtype-correction-notice = 更正通知
draft-mark = 草稿
scheduled-mark = 定时发布
embargoed-mark = 禁发期内
reserve-mark = 备用，未发布
state-withdrawn = 已撤回
state-corrected = 已更正

## Dates, reference and ownership

published-on = 发布日期
updated-on = 更新日期
reviewed-on = 审核日期
review-due = 下次审核
valid-from = 生效日期
valid-until = 有效期至
reference = 编号
formerly = 原编号
section = 栏目
topic = 主题
time-of-city = { $city }时间
topics = 主题
all-topics = 所有主题
topics-empty = 目前各主题均无此语言的内容。
items-in-topic =
    { $n ->
       *[other] 本主题下有 { $n } 项内容
    }
related = 相关内容

## Statements

dateline-separator = { "——" }
latest = 最新内容
latest-statements = 最新声明
all-statements = 所有声明
issued-by = 发布机构
speaker = 讲话人
attribution = 引述方式
delivery-as-prepared = 讲话稿（预备稿）
delivery-as-delivered = 讲话全文（实际发表）
delivery-transcript = 现场讲话文字实录
authentic-single = 以{ $language }文本为准。
authentic-equal = 下列语言文本同等作准：{ $languages }。
authentic-oral = 以现场讲话为准。
quick-facts = 要点速览
notes-to-editors = 编者须知
quotes = 引语
press-contacts = 新闻联络
for-the-press = 媒体服务
share = 分享
share-mail = 通过电子邮件发送
permalink = 永久地址

## Contacts

contact = 联系方式
contacts = 联系方式
email = 电子邮件
telephone = 电话
hours = 办公时间
address = 地址

## Attachments and files

attachments = 附件
attachment-format = { $format }，{ $size }
download = 下载
opens-file = 打开文件
file-size-bytes =
    { $n ->
       *[other] { $n } 字节
    }
file-size-kb = { $n } KB
file-size-mb = { $n } MB

## Corrections, withdrawal and removal

corrected-title = 更正
corrected-by = 本文已于 { $date } 由 { $reference } 更正。
corrects = 本通知更正 { $reference }。
withdrawn-title = 本文已撤回
withdrawn-on = 撤回日期：{ $date }。
expired-title = 此答复已失效
expired-text = 有效期至 { $date }。内容仅供查阅，请勿再作为依据。
gone-title = 本页已删除
gone-text = 该地址原有的页面已删除，不再恢复。保留此地址是为了让旧链接仍有说明可查。
held-title = 此页面暂时无法查看
held-text = 该网址的页面已暂时撤下，日后可能恢复。
moved-title = 页面已移动
moved-text = 本页已移至 { $url }。

## Changes and history

changes = 本页改动记录
no-changes = 本页自发布以来未作改动。
history-absent = 生成本网站时，无法取得其历史记录。
recent-changes = 近期改动
recent-changes-intro = 本网站新增、修改、更正或撤回的内容，按时间由近及远排列。
change-added = 新增
change-changed = 修改
change-withdrawn = 撤回
change-corrected = 更正

## Questions and answers

what-people-ask = 公众常问
how-can-we-help = 我们能为您做什么？
all-questions = 所有问题
short-answer = 简要回答
asked-also = 其他提问方式
sources = 资料来源
answer-owner = 答复单位

## Feeds

feeds = 订阅源
feeds-intro = 可使用订阅阅读器跟踪新发布的内容。每个订阅源对应一种语言。
feed-rss = RSS 订阅源
feed-atom = Atom 订阅源
feed-json = JSON 订阅源
feed-all = 所有发布内容
subscribe = 订阅

## Transparency and translation coverage

transparency = 信息公开
transparency-intro = 我们公布的登记册、本网站的改动情况及翻译进展。
translation-coverage = 翻译覆盖情况
coverage-intro = 本网站各语言版本的完成情况，以及需要处理的译文。
coverage-complete = 最新
coverage-missing = 缺失
coverage-stale = 已过时
coverage-unstamped = 未记录原文版本
coverage-of = { $done } / { $total }

## Registers and tables of data

register = 登记册
registers = 登记册
registers-intro = 依据信息公开规定公布的登记册，可在线查阅表格，也可下载数据。
period = 时段
period-range = { $start }至{ $end }
frequency = 发布频率
frequency-monthly = 每月
frequency-quarterly = 每季度
frequency-yearly = 每年
legal-basis = 法律依据
licence = 许可协议
nil-return = 本时段无申报内容。
rows-count =
    { $n ->
       *[other] { $n } 行
    }
rows-shown = 此处显示 { $n } 条记录中的前 { $shown } 条。合计和图表涵盖全部记录，下载文件包含全部记录。
download-note = 数据保持记录时的原样。电子表格软件可能会把以 =、+ 或 @ 开头的单元格当作公式，请以文本格式导入文件。
download-csv = 下载 CSV 文件
download-json = 下载 JSON 文件
row-permalink = 数据行 { $row } 的链接
table-total = 合计
table-label = 表
data-table = 数据表
all-registers = 全部登记册
chart-title = { $column }：{ $what }
chart-entries = 条目数
chart-month = 月份
chart-year = 年份
chart-not-stated = 未注明
chart-description =
    { $n ->
       *[other] 图表共有{ $n }个条形。
    }最高：{ $highest }，{ $highest_value }。最低：{ $lowest }，{ $lowest_value }。

## Text elements

footnotes = 脚注
footnote-ref = 脚注 { $n }
footnote-back = 返回引用处 { $n }
alert-note = 注
alert-tip = 提示
alert-important = 重要
alert-warning = 警告
alert-caution = 注意
notice-info = 信息
notice-success = 已确认
notice-warning = 警告
notice-danger = 危险
severity-info = 信息
severity-warning = 警告
severity-crisis = 危机
task-done = 已完成
task-open = 未完成
labelled = { $label }：
marked-title = { $mark }：{ $title }
figure = 图
image-credit = 图片来源
picture = 图片
video-transcript = 视频文字稿
video-captions = 字幕
quote-source = 出处
code-label = 代码

## Search

search = 搜索
search-label = 您要查找什么？
search-button = 搜索
search-narrow = 缩小范围
search-kind = 类别
search-year = 年份
search-all = 全部
search-more = 显示更多结果
search-busy = 正在搜索……
search-count =
    { $n ->
       *[other] 与“{ $query }”相关的结果共 { $n } 条
    }
search-count-all =
    { $n ->
       *[other] 共 { $n } 个页面
    }
search-none = 没有找到与“{ $query }”相关的内容。请换一个词，或减少词语。
search-none-all = 没有同时符合所选条件的页面。请在其中一个列表中选择“全部”。
search-failed = 搜索功能暂时无法使用。通过“不用搜索也能找到”中的列表可以找到同样的内容。
search-without-script = 搜索需要运行脚本，而您的浏览器没有运行脚本。通过下列页面可以找到这里的全部内容。
search-instead = 不用搜索也能找到

## Pages that are not found

not-found-title = 页面不存在
not-found-text = 该地址没有页面。可能是地址输入有误，或页面已移动。
not-found-help = 请从首页或下面的列表开始查找，也可选择其他语言。

## Footer, print and citation

site-footer = 关于本网站
site-owner = 本页负责单位
foreign-hosts = 本站加载内容所用的外部主机
licence-text = 本网站文字可依据 { $licence } 再利用。
print-address = 本页网址
cite = 引用本页
cite-text = { $institution }：《{ $title }》，{ $reference }，{ $date }，{ $url }
digest = 数字摘要
digest-text = 数字摘要根据内容计算得出。如果您的副本得出相同数值，则其内容未被改动。
digests = 全部文件的摘要值
digests-intro = 本网站每个文件占一行，可用于核对副本与发布内容是否一致。
