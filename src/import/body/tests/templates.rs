//! Shortcodes and Liquid.

use super::super::Fate;
use super::{hugo, jekyll, told, zola};

#[test]
fn hugos_references_lead_to_the_text() {
    assert_eq!(
        hugo("[a]({{< ref \"about.md\" >}}) [b]({{% relref \"/about#team\" %}})\n\n## Team\n").text,
        "[a](../about.en.md) [b](../about.en.md#team)\n\n## Team\n"
    );
    let lost = hugo("[a]({{< ref \"gone.md\" >}})\n");
    assert!(lost.text.contains("gone.md"), "{}", lost.text);
    assert_eq!(told(&lost, &Fate::Kept).len(), 1);
}

#[test]
fn a_figure_is_a_directive_where_its_picture_is_a_file() {
    let body = hugo(
        "Before.\n\n{{< figure src=\"map.png\" alt=\"The \\\"map\\\"\"\n  caption=\"Where *we* are\" >}}\n\nAfter.\n",
    );
    assert_eq!(
        body.text,
        "Before.\n\n::: figure src=\"map.png\" alt=\"The \\\"map\\\"\"\n\nWhere *we* are\n\n:::\n\nAfter.\n"
    );
    let elsewhere = hugo("{{< figure src=\"https://e.org/x.png\" alt=\"X\" caption=\"C\" >}}\n");
    assert_eq!(elsewhere.text, "[X](https://e.org/x.png)\n\nC\n");
    assert_eq!(hugo("{{< figure src=\"gone.png\" alt=\"X\" >}}\n").text, "X\n");
}

#[test]
fn films_and_posts_become_links() {
    assert_eq!(
        hugo("{{< youtube w7Ft2ymGmfc >}}\n").text,
        "[https://www.youtube.com/watch?v=w7Ft2ymGmfc](https://www.youtube.com/watch?v=w7Ft2ymGmfc)\n"
    );
    assert_eq!(hugo("See {{< vimeo id=\"55\" title=\"Film\" >}}.\n").text, "See [Film](https://vimeo.com/55).\n");
    assert_eq!(
        zola("{{ youtube(id=\"a_b\") }}\n").text,
        "[https://www.youtube.com/watch?v=a\\_b](https://www.youtube.com/watch?v=a_b)\n".replace("a\\_b", "a_b")
    );
}

#[test]
fn notices_of_themes_are_notices() {
    assert_eq!(
        hugo("{{< notice warning \"Be careful\" >}}\nMind the *gap*.\n{{< /notice >}}\n").text.trim(),
        "::: notice warning \"Be careful\"\n\nMind the *gap*.\n\n:::"
    );
    assert_eq!(hugo("{{% tip %}}A{{% /tip %}}\n").text.trim(), "::: notice success\n\nA\n\n:::");
    let nested = hugo("{{% note %}}\nA\n\n{{% warning %}}\nB\n{{% /warning %}}\n{{% /note %}}\n");
    assert!(
        nested.text.contains(":::: notice info") && nested.text.contains("\n::: notice warning"),
        "{}",
        nested.text
    );
}

#[test]
fn highlighted_code_is_fenced() {
    assert_eq!(
        hugo("{{< highlight go \"linenos=table\" >}}\na <b> {{ x }}\n{{< /highlight >}}\n").text.trim(),
        "```go\na <b> {{ x }}\n```"
    );
    assert_eq!(jekyll("{% highlight ruby linenos %}\ndef x\n{% endhighlight %}\n").text.trim(), "```ruby\ndef x\n```");
}

#[test]
fn what_is_not_known_stays_visible_and_is_listed() {
    let body = hugo("A.\n\n{{% roadmap/div class=\"x\" %}}\n\nB *c*.\n\n{{% /roadmap/div %}}\n");
    assert_eq!(body.text, "A.\n\n`{{% roadmap/div class=\"x\" %}}`\n\nB *c*.\n\n`{{% /roadmap/div %}}`\n");
    assert_eq!(told(&body, &Fate::Kept), ["3: {{% roadmap/div class=\"x\" %}}", "7: {{% /roadmap/div %}}"]);
    let body = jekyll("{% if page.x %}\nA\n{% endif %}\n{{ page.x | date: \"%Y\" }}\n");
    assert_eq!(body.text, "`{% if page.x %}`\nA\n`{% endif %}`\n`{{ page.x | date: \"%Y\" }}`\n");
    assert_eq!(told(&body, &Fate::Kept).len(), 3);
    assert_eq!(zola("{{ other(a=1) }}\n").text, "`{{ other(a=1) }}`\n");
}

#[test]
fn what_is_escaped_is_text() {
    assert_eq!(hugo("`{{</* youtube x */>}}`\n").text, "`{{< youtube x >}}`\n");
    assert_eq!(hugo("{{%/* youtube x */%}}\n").text, "{{% youtube x %}}\n");
    assert_eq!(jekyll("{% raw %}{{ x }} {% if %}{% endraw %}\n").text, "{{ x }} {% if %}\n");
    assert_eq!(zola("{{/* youtube(id=1) */}}\n").text, "{{ youtube(id=1) }}\n");
}

#[test]
fn shortcodes_run_in_code_too() {
    let body = hugo("```\n{{< ref \"about.md\" >}}\n{{< other >}}\n```\n");
    assert_eq!(body.text, "```\n../about.en.md\n{{< other >}}\n```\n");
}

#[test]
fn liquid_with_one_answer_is_answered() {
    let text = "{{ site.title }} [a]({% link about.md %}) [b]({{ site.baseurl }}{% post_url 2020-01-01-x %}) \
                [c]({{ \"/about/\" | relative_url }}) {% comment %}no{% endcomment %}{{ site.title | upcase }}\n";
    assert_eq!(jekyll(text).text, "The Title [a](../about.en.md) [b](../about.en.md) [c](../about.en.md) THE TITLE\n");
}

#[test]
fn plain_includes_are_taken_in_and_others_stay() {
    assert_eq!(jekyll("{% include hello.html name=\"you\" %}\n").text, "Hello you!\n");
    assert_eq!(jekyll("{% include nav.html %}\n").text, "`{% include nav.html %}`\n");
    assert_eq!(hugo("{{< include \"hours.md\" >}}\n").text, "Open from 9 to 5.\n");
    assert_eq!(
        jekyll("{% include youtube.html id=\"x\" title=\"T\" %}\n").text,
        "[T](https://www.youtube.com/watch?v=x)\n"
    );
}

#[test]
fn zolas_quotes_and_links() {
    assert_eq!(
        zola("{% quote(author=\"Ada\") %}\nWe *can*.\n{% end %}\n").text.trim(),
        "::: quote by=\"Ada\"\n\nWe *can*.\n\n:::"
    );
    assert_eq!(zola("[a](@/pages/about.md)\n").text, "[a](../about.en.md)\n");
}

#[test]
fn shortcodes_in_html_are_translated() {
    assert_eq!(
        hugo("<div>\n{{< youtube x >}}\n</div>\n").text,
        "[https://www.youtube.com/watch?v=x](https://www.youtube.com/watch?v=x)\n"
    );
    assert_eq!(hugo("<a href=\"{{< ref \"about\" >}}\">A</a>\n").text, "[A](../about.en.md)\n");
}
