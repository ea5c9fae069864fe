// Where a reader's own few colours rule, nothing is told by a background alone, and nothing opts out.

export const isFor = ({ adaptation }) => adaptation === "forced-colors";

function look() {
  const findings = [];
  const tag = (element) => element.cloneNode(false).outerHTML.slice(0, 120);
  if (!matchMedia("(forced-colors: active)").matches) findings.push({ rule: "mode", text: "colours are not forced" });
  const hasBorder = (style) =>
    ["Top", "Right", "Bottom", "Left"].some((side) => style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) > 0);
  for (const element of document.body.querySelectorAll("*")) {
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    const style = getComputedStyle(element);
    // A picture may keep its colours.
    if (style.forcedColorAdjust !== "auto" && !element.closest("svg, img, picture")) {
      findings.push({ rule: "opts-out", text: tag(element) });
    }
    if (element.matches("button, input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea") && !hasBorder(style)) {
      findings.push({ rule: "control-without-edge", text: tag(element) });
    }
    if (element.matches("[aria-current]:not([aria-current=false])")) {
      // What is current differs from its neighbours in more than its colours.
      const others = [...(element.closest("ul, ol, nav")?.querySelectorAll("a, span") ?? [])];
      const other = others.find((one) => !one.hasAttribute("aria-current") && one.tagName === element.tagName);
      const look = (one) => {
        const { fontWeight, textDecorationLine, borderStyle, borderWidth, outlineStyle } = getComputedStyle(one);
        return [fontWeight, textDecorationLine, borderStyle, borderWidth, outlineStyle].join();
      };
      const colour = (one) => getComputedStyle(one).borderBlockEndColor;
      if (other && look(other) === look(element) && colour(other) === colour(element)) {
        findings.push({ rule: "current-by-colour", text: tag(element) });
      }
    }
  }
  return findings;
}

export const check = ({ page }) => page.evaluate(look);
