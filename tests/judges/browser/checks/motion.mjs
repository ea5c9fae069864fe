// Where a reader wants less motion, nothing moves and nothing is about to.

export const isFor = ({ adaptation }) => adaptation === "reduced-motion";

function look() {
  const findings = [];
  const seconds = (list) => Math.max(...list.split(",").map((time) => parseFloat(time) * (time.trim().endsWith("ms") ? 0.001 : 1)));
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) findings.push({ rule: "mode", text: "motion is not reduced" });
  for (const animation of document.getAnimations()) {
    findings.push({ rule: "animation", text: animation.effect?.target?.outerHTML?.slice(0, 120) ?? "" });
  }
  for (const element of document.querySelectorAll("*")) {
    const tag = () => element.cloneNode(false).outerHTML.slice(0, 120);
    for (const part of [null, "::before", "::after"]) {
      const style = getComputedStyle(element, part);
      // What takes no time or a hundredth of a second is no motion.
      if (style.transitionProperty !== "none" && seconds(style.transitionDuration) > 0.01) {
        findings.push({ rule: "transition", text: `${tag()}${part ?? ""} ${style.transitionProperty}` });
      }
    }
    if (getComputedStyle(element).scrollBehavior === "smooth") findings.push({ rule: "scrolling", text: tag() });
    if (element.matches("marquee, video[autoplay], img[src$='.gif']")) findings.push({ rule: "playing", text: tag() });
  }
  return findings;
}

export const check = ({ page }) => page.evaluate(look);
