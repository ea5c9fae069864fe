// Nothing has to be scrolled sideways, nothing is cut off, no text lies on other text.

export const isFor = ({ adaptation }) => adaptation !== "no-script";

function look() {
  const findings = [];
  const add = (rule, element, more = "") => {
    const tag = element.cloneNode(false).outerHTML.slice(0, 120);
    findings.push({ rule, text: `${tag} ${more}` });
  };
  const root = document.documentElement;
  const width = root.clientWidth;

  // Text, line by line, with the box that holds it.
  const lines = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const isBlock = (element) => !getComputedStyle(element).display.startsWith("inline");
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement;
    if (!text.data.trim() || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    let block = element;
    while (block !== document.body && !isBlock(block)) block = block.parentElement;
    for (const rect of range.getClientRects()) {
      if (rect.width > 1 && rect.height > 1) lines.push({ rect, element, block });
    }
  }
  // What a box that clips leaves of a rectangle; what can be scrolled within a box of its own is not lost.
  const shown = ({ rect, element }) => {
    let { left, right, top, bottom } = rect;
    let scrolls = false;
    for (let box = element; box && box !== root; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.position === "fixed") break;
      if (style.overflowX === "visible" && style.overflowY === "visible" && style.clipPath === "none") continue;
      const frame = box.getBoundingClientRect();
      [left, right] = [Math.max(left, frame.left), Math.min(right, frame.right)];
      [top, bottom] = [Math.max(top, frame.top), Math.min(bottom, frame.bottom)];
      scrolls ||= ["auto", "scroll"].includes(style.overflowX) || ["auto", "scroll"].includes(style.overflowY);
    }
    return { left, right, top, bottom, scrolls, isSeen: right - left > 1 && bottom - top > 1 };
  };
  for (const line of lines) line.shown = shown(line);

  if (root.scrollWidth > width) {
    // The elements that reach furthest say why.
    const scrolls = (element) => {
      const style = element === document.body ? null : getComputedStyle(element);
      return style !== null && (style.overflowX !== "visible" || scrolls(element.parentElement));
    };
    const wide = [...document.body.querySelectorAll("*")].filter((element) => {
      if (scrolls(element.parentElement)) return false;
      const { left, right, width: own } = element.getBoundingClientRect();
      const inner = [...element.children].some((child) => child.getBoundingClientRect().width >= own);
      return own > 0 && !inner && (right > width + 1 || left < -1);
    });
    add("sideways", wide[0] ?? root, `the page is ${root.scrollWidth} px wide in a window of ${width} px`);
  } else {
    for (const { shown, element } of lines) {
      // A skip link is out of sight until it is focused.
      const isSkipLink = element.closest("a[href^='#']");
      if (!shown.scrolls && shown.isSeen && !isSkipLink && (shown.left < -1 || shown.right > width + 1)) {
        add("beyond-edge", element, `from ${shown.left} to ${shown.right} px`);
      }
    }
  }

  for (const element of document.body.querySelectorAll("*")) {
    const style = getComputedStyle(element);
    const cuts = (overflow) => overflow === "hidden" || overflow === "clip";
    // What is there for screen readers alone is a box of a pixel.
    if (element.clientWidth <= 1 || element.clientHeight <= 1 || !element.innerText?.trim()) continue;
    if (
      (cuts(style.overflowX) && element.scrollWidth > element.clientWidth + 1) ||
      (cuts(style.overflowY) && element.scrollHeight > element.clientHeight + 1)
    ) {
      add("cut-off", element, `${element.scrollWidth} × ${element.scrollHeight} px in ${element.clientWidth} × ${element.clientHeight}`);
    }
  }

  // The middle of a line is where its letters are; above and below, lines may come close.
  const middles = lines.filter(({ shown }) => shown.isSeen).map(({ shown, element, block }) => {
    const height = shown.bottom - shown.top;
    return { ...shown, top: shown.top + height * 0.2, bottom: shown.bottom - height * 0.2, element, block };
  });
  middles.sort((a, b) => a.top - b.top);
  for (let first = 0; first < middles.length; first += 1) {
    const a = middles[first];
    for (let second = first + 1; second < middles.length && middles[second].top < a.bottom; second += 1) {
      const b = middles[second];
      const overlap = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      if (overlap > 2 && a.block !== b.block) {
        const [one, other] = [a, b].map(({ element }) => element.textContent.trim().slice(0, 40));
        add("overlap", a.element, `“${one}” and “${other}”`);
      }
    }
  }
  return findings;
}

export const check = ({ page }) => page.evaluate(look);
