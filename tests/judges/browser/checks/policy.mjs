// The content security policy is kept, and nothing is complained of at the console.

export const isFor = ({ adaptation }) => adaptation !== "no-script";

export async function check({ page, told }) {
  const violations = await page.evaluate(() => window.noted.violations);
  return [
    ...violations.map((text) => ({ rule: "violation", text })),
    ...told.errors.map((text) => ({ rule: "console", text })),
  ];
}
