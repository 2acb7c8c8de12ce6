// Keeping the Tab key inside a dialog.
const REACHABLE =
  'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), select, [tabindex="0"]';

export function reachable(inside: Element): HTMLElement[] {
  return [...inside.querySelectorAll<HTMLElement>(REACHABLE)].filter((each) => each.offsetParent);
}

export function trapTab(event: React.KeyboardEvent) {
  if (event.key !== "Tab") return;
  const all = reachable(event.currentTarget);
  const [first, last] = [all[0], all.at(-1)];
  const from = document.activeElement;
  if (event.shiftKey && from === first) {
    event.preventDefault();
    last?.focus();
  } else if (!event.shiftKey && from === last) {
    event.preventDefault();
    first?.focus();
  }
}
