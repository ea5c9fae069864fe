"""The table that the comparison ends in: medians of both programs, their ratio, and the target where there is one."""

import re

import corpus

# By size and row: the figure, what it may be at most. `ratio` is Chancery's over Hugo's.
TARGETS = {
    ("10k", "cold build: CPU s"): ("ratio", 0.12),
    ("10k", "cold build: wall s"): ("ratio", 0.12),
    ("10k", "cold build: peak MB"): ("own", 100),
    ("60k", "cold build: peak MB"): ("own", 350),
    ("10k", "nothing changed: CPU s"): ("own", 0.1),
    ("10k", "a translation’s body edited: CPU s"): ("own", 0.15),
    ("10k", "serve: edit to page, ms"): ("own", 45),
    ("60k", "serve: edit to page, ms"): ("own", 80),
    ("10k", "serve: CPU to the page, ms"): ("own", 15),
    ("60k", "serve: start to first page, s"): ("own", 1.5),
}


def figure(value):
    """Three digits that matter."""
    if value is None:
        return "–"
    return "%.0f" % value if value >= 100 else "%.1f" % value if value >= 10 else "%.2f" % value if value >= 0.1 else "%.3f" % value


def counts(output):
    """What Chancery says it did: files changed, and targets rendered where it says so."""
    changed = re.search(r"(\d+) files? changed", output)
    rendered = re.search(r"rendered (\d+) of", output)
    said = ["%s files changed" % changed[1]] if changed else []
    return ", ".join((["%s rendered" % rendered[1]] if rendered else []) + said)


class Report:
    """Rows, filled in while the comparison runs."""

    def __init__(self, date, machine, versions):
        self.head = "%s; %s." % (date.isoformat(), machine)
        self.versions = versions
        self.sizes, self.trees, self.notes, self.cpu_per_page = {}, {}, [], {}

    def row(self, size, label, own, other=None, remark=""):
        ratio = own / other if other else None
        target = TARGETS.get((size, label))
        verdict = ""
        if target:
            kind, most = target
            value = ratio if kind == "ratio" else own
            if value is not None:
                met = "met" if value <= most else "**missed**"
                verdict = "%s≤ %s: %s" % ("ratio " if kind == "ratio" else "", most, met)
        cells = [label, figure(own), figure(other), figure(ratio), verdict, remark]
        self.sizes.setdefault(size, []).append(cells)

    def both(self, size, label, runs):
        """Three rows for builds by both programs."""
        own, other = runs["chancery"], runs["hugo"]
        self.row(size, label + ": CPU s", own.cpu, other.cpu, counts(own.output))
        self.row(size, label + ": wall s", own.wall, other.wall)
        self.row(size, label + ": peak MB", own.peak_mb, other.peak_mb)
        if label == "cold build" and size in self.trees:
            self.cpu_per_page[size] = own.cpu / self.trees[size]["chancery"].pages

    def one(self, size, label, run):
        """A row for what only Chancery does."""
        remark = "wall %s s, peak %s MB; %s" % (figure(run.wall), figure(run.peak_mb), counts(run.output))
        self.row(size, label + ": CPU s", run.cpu, remark=remark)

    def served(self, size, found):
        own, other = found["chancery"], found.get("hugo")
        of = lambda name: getattr(other, name) if other else None
        self.row(size, "serve: start to first page, s", own.first_page_s, of("first_page_s"))
        remark = "of %d; slowest %s" % (own.edits, figure(own.slowest_ms))
        self.row(size, "serve: edit to page, ms", own.edit_ms, of("edit_ms"), remark)
        self.row(size, "serve: CPU to the page, ms", own.cpu_ms, of("cpu_ms"))
        self.row(size, "serve: memory held, MB", own.resident_mb, of("resident_mb"))

    def outputs(self, size, trees):
        self.trees[size] = trees

    def clean(self, output):
        """The corpus must build without a fault: otherwise something else was measured."""
        if "0 errors, 0 warnings" not in output:
            self.note("Chancery found faults in the corpus: `%s`." % output.strip().splitlines()[-1])

    def note(self, text):
        if text not in self.notes:
            self.notes.append(text)

    def markdown(self):
        lines = [self.head, "", *("- " + version for version in self.versions), ""]
        for size, rows in self.sizes.items():
            articles = corpus.SIZES[size] * len(corpus.LANGUAGES)
            lines += ["## %s articles" % format(articles, ","), ""]
            for name, tree in self.trees.get(size, {}).items():
                lines.append("- %s wrote %s files, %s of them pages, %.1f MB" % (
                    name.capitalize(), format(tree.files, ","), format(tree.pages, ","), tree.megabytes))
            lines += ["", "| | Chancery | Hugo | ratio | target | |", "| --- | ---: | ---: | ---: | --- | --- |"]
            lines += ["| %s |" % " | ".join(cells) for cells in rows]
            lines.append("")
        if {"10k", "60k"} <= self.cpu_per_page.keys():
            change = self.cpu_per_page["60k"] / self.cpu_per_page["10k"] - 1
            met = "met" if change <= 0.1 else "**missed**"
            self.note("CPU per page at 60k is %+.0f %% of that at 10k (target: within 10 %%): %s." % (change * 100, met))
        lines += ["- " + note for note in self.notes]
        return "\n".join(lines).rstrip("\n") + "\n"
