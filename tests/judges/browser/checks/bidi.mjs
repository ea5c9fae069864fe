// Dates, times, references, telephone numbers and addresses read from left to right wherever they stand: `2025-12-15`
// must not come out as `15-12-2025` in Arabic. Judged is where the browser draws each character.

export const isFor = () => true;

function look() {
  const PATTERNS = [
    ["date", /\d{4}-\d{2}-\d{2}/g],
    ["time", /\d{1,2}:\d{2}/g],
    ["number", /\d{1,3}(?:[.,\u202f\u00a0]\d+)+/g],
    ["telephone", /\+\d[\d\u00a0 ()-]{5,}\d/g],
    ["reference", /[A-Z]+(?:[./-][A-Za-z0-9]+)*[/-]\d+(?:[./-]+[A-Za-z0-9]+)*/g],
    ["email", /[\w.+-]+@[\w-]+\.[\w.-]*\w/g],
    ["url", /https?:\/\/[^\s“”«»()<>]+[^\s“”«»()<>.,;:]/g],
  ];
  const findings = [];
  const isBlock = (element) => !getComputedStyle(element).display.startsWith("inline");
  // The characters of each block: what is split over inline elements is one text.
  const blocks = new Map();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (!text.data.trim() || !text.parentElement.checkVisibility({ visibilityProperty: true })) continue;
    let block = text.parentElement;
    while (block !== document.body && !isBlock(block)) block = block.parentElement;
    const characters = blocks.get(block) ?? [];
    for (let offset = 0; offset < text.length; offset += 1) characters.push({ text, offset });
    blocks.set(block, characters);
  }
  const range = document.createRange();
  for (const [block, characters] of blocks) {
    const whole = characters.map(({ text, offset }) => text.data[offset]).join("");
    for (const [rule, pattern] of PATTERNS) {
      for (const match of whole.matchAll(pattern)) {
        const boxes = [...match[0]].map((character, index) => {
          const { text, offset } = characters[match.index + index];
          range.setStart(text, offset);
          range.setEnd(text, offset + 1);
          return { character, rect: [...range.getClientRects()].find((rect) => rect.width > 0) };
        });
        const drawn = boxes.filter(({ rect, character }) => rect && character.trim());
        const isBackwards = drawn.some(({ rect }, index) => {
          const before = drawn[index - 1]?.rect;
          if (!before) return false;
          const isSameLine = Math.abs(rect.top - before.top) < rect.height / 2;
          return isSameLine ? rect.left < before.left - 0.5 : rect.top < before.top;
        });
        if (isBackwards) {
          const lines = drawn.sort((a, b) => a.rect.top - b.rect.top || a.rect.left - b.rect.left);
          const seen = lines.map(({ character }) => character).join("");
          findings.push({ rule, text: `\`${match[0]}\` is drawn as \`${seen}\` in ${block.cloneNode(false).outerHTML.slice(0, 120)}` });
        }
      }
    }
  }
  return findings;
}

export const check = ({ page }) => page.evaluate(look);
