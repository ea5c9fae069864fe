// A walk through a page with the Tab key: the skip link comes first and works; the order is that of the document; what
// is focused can be seen, is not covered, and says so; there is no trap.

export const isFor = ({ adaptation }) => adaptation !== "no-script";

// Lists in the page where Tab has to stop, and gets ready to look at each stop.
function begin() {
  // Smooth scrolling would still be under way when a stop is looked at.
  const still = new CSSStyleSheet();
  still.replaceSync("* { scroll-behavior: auto !important }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];

  const CANDIDATES =
    "a[href], area[href], button, input, select, textarea, summary, iframe, audio[controls], video[controls], [tabindex], [contenteditable]";
  const isChosen = (radio) => {
    const group = [...document.querySelectorAll("input[type=radio]")].filter(({ name }) => name === radio.name);
    return radio === (group.find(({ checked }) => checked) ?? group[0]);
  };
  const isStop = (element) =>
    element.tabIndex >= 0 &&
    !element.matches(":disabled, [type=hidden]") &&
    !element.closest("[inert]") &&
    element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) &&
    (!element.matches("input[type=radio]") || isChosen(element));
  const stops = [...document.querySelectorAll(CANDIDATES)].filter(isStop);

  const colours = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  // A colour as red, green, blue and opacity, whatever space it is written in.
  const rgba = (colour) => {
    colours.clearRect(0, 0, 1, 1);
    colours.fillStyle = colour;
    colours.fillRect(0, 0, 1, 1);
    return [...colours.getImageData(0, 0, 1, 1).data];
  };
  // WCAG 2.2, definitions of relative luminance and contrast ratio.
  const luminance = (colour) => {
    const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = rgba(colour).map((part) => linear(part / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const isOpaque = (colour) => rgba(colour)[3] > 250;
  const ground = (element) => {
    for (let box = element; box; box = box.parentElement) {
      const { backgroundColor } = getComputedStyle(box);
      if (isOpaque(backgroundColor)) return backgroundColor;
    }
    return "canvas";
  };

  const appearance = (element) => {
    const { outlineStyle, outlineWidth, outlineColor, outlineOffset, boxShadow, backgroundColor } = getComputedStyle(element);
    return { outlineStyle, outlineWidth, outlineColor, outlineOffset, boxShadow, backgroundColor };
  };
  const unfocused = new Map(stops.map((stop) => [stop, appearance(stop)]));
  const hasIndicator = (element) => {
    const [is, was] = [appearance(element), unfocused.get(element)];
    const under = ground(parseFloat(is.outlineOffset) < 0 ? element : element.parentElement);
    const hasOutline =
      is.outlineStyle !== "none" &&
      is.outlineStyle !== was?.outlineStyle &&
      // The browser's own is drawn in two colours.
      (is.outlineStyle === "auto" || (parseFloat(is.outlineWidth) >= 2 && contrast(is.outlineColor, under) >= 3));
    const shadows = is.boxShadow === was?.boxShadow ? [] : (is.boxShadow.match(/[a-z]+\([^)]*\)/g) ?? []);
    const hasShadow = shadows.some((colour) => contrast(colour, ground(element.parentElement)) >= 3);
    const before = was && isOpaque(was.backgroundColor) ? was.backgroundColor : ground(element.parentElement);
    const hasGround = isOpaque(is.backgroundColor) && contrast(is.backgroundColor, before) >= 3;
    return hasOutline || hasShadow || hasGround;
  };

  const tag = (element) => element.cloneNode(false).outerHTML.slice(0, 140);
  const faultsOf = (element) => {
    const rects = [...element.getClientRects()].filter(({ width, height }) => width > 1 && height > 1);
    // All of it has to be seen; of what is large, as much as fills half a window.
    const isWithin = (low, high, size) =>
      Math.min(high, size) - Math.max(low, 0) >= Math.min(high - low - 2, size / 2);
    const isInWindow = ({ left, right, top, bottom }) =>
      isWithin(left, right, innerWidth) && isWithin(top, bottom, innerHeight);
    const rect = rects.find(isInWindow);
    if (!rect) return [{ rule: "not-visible", text: `${tag(element)} lies outside the window when it is focused` }];
    const faults = [];
    const [left, right] = [Math.max(rect.left, 0), Math.min(rect.right, innerWidth)];
    const [top, bottom] = [Math.max(rect.top, 0), Math.min(rect.bottom, innerHeight)];
    // Above and below its letters, the box of a line of text may lie over that of the next.
    const [x, y] = [Math.min(3, (right - left) / 4), Math.min(12, (bottom - top) * 0.3)];
    const points = [
      [(left + right) / 2, (top + bottom) / 2],
      [left + x, top + y],
      [right - x, top + y],
      [left + x, bottom - y],
      [right - x, bottom - y],
    ];
    const over = points.map(([px, py]) => document.elementFromPoint(px, py));
    // At a corner may be what holds the element; in its middle it is to be itself.
    const other = over.find((found, at) => found && !element.contains(found) && (at === 0 || !found.contains(element)));
    if (other) faults.push({ rule: "covered", text: `${tag(element)} lies under ${tag(other)}` });
    if (!hasIndicator(element)) faults.push({ rule: "no-indicator", text: tag(element) });
    return faults;
  };

  // A press looks at where the one before has led, once all that this brought about is done.
  const seen = [];
  const look = () => {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return { index: -1, faults: [] };
    const index = stops.indexOf(element);
    const isKnown = seen.some((stop) => stop.index === index && index !== -1);
    return { index, tag: tag(element), faults: isKnown ? [] : faultsOf(element) };
  };
  addEventListener("keydown", () => seen.push(look()), { capture: true });
  window.walk = { seen, tags: stops.map(tag) };
  return stops.length;
}

async function tab(session, times) {
  const press = { type: "rawKeyDown", key: "Tab", code: "Tab", windowsVirtualKeyCode: 9 };
  await Promise.all(Array.from({ length: times }, () => session.send("Input.dispatchKeyEvent", press)));
}

export async function check({ page, context }) {
  const session = await context.newCDPSession(page);
  const count = await page.evaluate(begin);
  // To each stop, past the last one, and once more to look; boxes that scroll are stops that no element asks for.
  await tab(session, count + 2 + (await page.evaluate(() => document.querySelectorAll("pre, .table-scroll").length)));
  const { seen, tags } = await page.evaluate(() => window.walk);
  // The first press looks at where nothing has led yet.
  return [...judge(seen.slice(1), tags), ...(await skipLink(page, session))];
}

// What is wrong with a walk: the stops in the order in which they came, and those that there are.
function judge(seen, tags) {
  const findings = [];
  let last = -1;
  for (const { index, tag, faults } of seen) {
    findings.push(...faults);
    // A box that scrolls, or the browser's own controls.
    if (index === -1) {
      if (tag === undefined && last === tags.length - 1) return findings;
      continue;
    }
    // From the last stop straight to the first is a way out, too.
    if (index === 0 && last === tags.length - 1) return findings;
    if (index === last) {
      findings.push({ rule: "trap", text: tag });
      return findings;
    }
    if (index !== last + 1) {
      const from = last < 0 ? "the beginning" : tags[last];
      findings.push({ rule: "order", text: `${tag} comes after ${from}` });
    }
    last = index;
  }
  if (last !== tags.length - 1) findings.push({ rule: "not-reached", text: tags[last + 1] });
  return findings;
}

// The first stop leads to the main content, and the next Tab goes on from there.
async function skipLink(page, session) {
  // Focus begins again at the top, as after a load.
  await page.evaluate(() => {
    const start = document.createElement("span");
    start.tabIndex = -1;
    document.body.prepend(start);
    start.focus();
    start.remove();
  });
  await tab(session, 1);
  const link = await page.evaluate(() => {
    const { hash, href } = document.activeElement;
    const isHere = href?.split("#")[0] === location.href.split("#")[0];
    const target = hash && isHere ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
    return { tag: document.activeElement.cloneNode(false).outerHTML.slice(0, 140), isSkip: Boolean(target?.closest("main")) };
  });
  if (!link.isSkip) return [{ rule: "skip-link", text: `${link.tag} comes first, which does not lead to the main content` }];
  await page.keyboard.press("Enter");
  await tab(session, 1);
  const after = await page.evaluate(() => {
    const element = document.activeElement;
    const { DOCUMENT_POSITION_CONTAINED_BY: inside, DOCUMENT_POSITION_FOLLOWING: following } = Node;
    const place = document.querySelector("main").compareDocumentPosition(element);
    return { tag: element.cloneNode(false).outerHTML.slice(0, 140), isOn: element === document.body || Boolean(place & (inside | following)) };
  });
  return after.isOn ? [] : [{ rule: "skip-link", text: `leads to ${after.tag}, which stands before the main content` }];
}
