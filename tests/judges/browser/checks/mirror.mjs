// A page from right to left is the mirror of what the same page would be from left to right: every box, and the text
// within it, lies as far from one edge of the window as it then would from the other.

export const isFor = ({ adaptation }) => adaptation !== "no-script";

function look() {
  const root = document.documentElement;
  if (getComputedStyle(root).direction !== "rtl") return [];
  const TOLERANCE = 2;
  const width = root.clientWidth;
  // What has a direction of its own keeps it; what stands in a line of text moves with its words.
  const isJudged = (element) => {
    const isOther = element.closest("[dir], svg, pre, bdi, bdo") !== root;
    return !isOther && element.checkVisibility() && !getComputedStyle(element).display.startsWith("inline");
  };
  const boxes = [...document.body.querySelectorAll("*")].filter(isJudged).map((element) => ({ element }));
  const ownText = (element) => [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const measure = ({ element }) => {
    const { left, right } = element.getBoundingClientRect();
    const measured = [["box", left, right]];
    // Units stand below units: columns of figures end at the right in both directions.
    if (ownText(element).length > 0 && !element.matches(".num")) {
      const range = document.createRange();
      range.selectNodeContents(element);
      const text = range.getBoundingClientRect();
      measured.push(["text", text.left, text.right]);
    }
    return measured;
  };
  for (const box of boxes) box.here = measure(box);
  root.dir = "ltr";
  for (const box of boxes) box.there = measure(box);
  root.dir = "rtl";
  return boxes.flatMap(({ element, here, there }) =>
    here.flatMap(([rule, left, right], index) => {
      const [, start, end] = there[index];
      // A line that is broken at another place is wider or narrower: one of its edges has to agree.
      const off = [Math.abs(left - (width - end)), Math.abs(right - (width - start))];
      const isMirrored = rule === "box" ? Math.max(...off) <= TOLERANCE : Math.min(...off) <= TOLERANCE;
      if (isMirrored) return [];
      const tag = element.cloneNode(false).outerHTML.slice(0, 120);
      const [a, b, c, d] = [left, right, start, end].map(Math.round);
      return [{ rule, text: `${tag} lies from ${a} to ${b} px, and would from ${c} to ${d} in the other direction` }];
    }),
  );
}

export const check = ({ page }) => page.evaluate(look);
