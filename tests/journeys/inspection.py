"""What is wrong with a page: what axe finds, and what axe does not look for."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NARROWEST = 320  # CSS pixels, WCAG 1.4.10; also 1280 at 400 %

AXE = """(rules) => axe.run({runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]})
  .then((found) => found.violations.flatMap((rule) => rule.nodes.map((node) =>
    `axe ${rule.id}: ${node.html.slice(0, 160)} (${node.any.concat(node.all, node.none)
      .map((check) => check.message).join("; ").slice(0, 200)})`)))"""

STRUCTURE = """() => {
  const faults = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const shown = (e) => e.checkVisibility({visibilityProperty: true});
  const say = (what, e) => faults.push(`${what}: ${e.outerHTML.slice(0, 140)}`);
  const headings = all("h1").filter(shown);
  if (headings.length !== 1) faults.push(`${headings.length} h1`);
  const ids = new Set();
  for (const e of all("[id]")) {
    if (ids.has(e.id)) say("id twice", e);
    ids.add(e.id);
  }
  for (const name of ["aria-describedby", "aria-labelledby", "for"])
    for (const e of all(`[${name}]`))
      for (const id of e.getAttribute(name).split(/\\s+/))
        if (!ids.has(id)) say(`${name} names nothing`, e);
  const fields = all("input:not([type=hidden]), select, textarea");
  for (const e of fields)
    if (!e.labels.length && !e.ariaLabel && !e.hasAttribute("aria-labelledby")) say("no label", e);
  for (const e of all("input[type=radio]"))
    if (!e.closest("fieldset")?.querySelector("legend")?.textContent.trim()) say("no legend", e);
  const described = new Set(all("[aria-describedby]")
    .flatMap((e) => e.getAttribute("aria-describedby").split(/\\s+/)));
  for (const e of all("[id$='-error']")) if (!described.has(e.id)) say("error tied to nothing", e);
  for (const e of all("[aria-invalid=true]"))
    if (!/-error\\b/.test(e.getAttribute("aria-describedby") || "")) say("wrong, not told why", e);
  for (const e of all("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
    if (!shown(e) || e.closest(".skip-link, .visually-hidden")) continue;
    const target = /^(radio|checkbox)$/.test(e.type) && e.closest("label") || e;
    const box = target.getBoundingClientRect();
    const flows = getComputedStyle(target).display === "inline" && target.closest("p, li, td, dd");
    if (!flows && (box.width < 24 || box.height < 24))
      say(`target ${Math.round(box.width)}x${Math.round(box.height)}`, e);
  }
  if (!document.title.trim()) faults.push("no title");
  if (!/^(vi|en)$/.test(document.documentElement.lang)) faults.push("no language");
  if (all("[style]").length) say("inline style", all("[style]")[0]);
  return faults;
}"""

OVERFLOW = """() => {
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide <= 0) return [];
  const guilty = [...document.querySelectorAll("main *, header *, footer *")]
    .filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5)
    .map((e) => e.className || e.tagName).slice(0, 5);
  return [`${wide} px too wide at ${innerWidth}: ${guilty.join(", ")}`];
}"""


def faults(page: Page, sizes: list[tuple[int, int]], *, axe: bool = True) -> list[str]:
    """Return everything wrong with the page as it stands.

    Args:
        page: where the person is.
        sizes: in which nothing may stick out; axe looks at the page in the first.
        axe: whether axe looks at all; what it says of a page it says in both languages.

    """
    found = list(page.evaluate(STRUCTURE))
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        found += page.evaluate(OVERFLOW)
        if axe and (width, height) == sizes[0]:
            page.evaluate(AXE_SCRIPT)
            found += [f"{width}: {fault}" for fault in page.evaluate(AXE, RULES)]
    page.set_viewport_size({"width": NARROWEST, "height": 740})
    found += page.evaluate(OVERFLOW)
    found += [f"{NARROWEST}: {fault}" for fault in page.evaluate(STRUCTURE)]
    return list(dict.fromkeys(found))
