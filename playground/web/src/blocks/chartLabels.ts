// The library writes every category under its axis; here those that would overlap are hidden.
import { useEffect, type RefObject } from "react";

const GAP = 8;
const X_LABELS = 'svg[role="img"] > text[text-anchor="middle"]:not([transform])';

export function useRoomForLabels(box: RefObject<HTMLElement | null>, hasChart: boolean) {
  useEffect(() => {
    const held = box.current;
    if (!held || !hasChart) return;
    const thin = () => held.querySelectorAll("svg").forEach(thinLabels);
    const seen = new ResizeObserver(thin);
    const redrawn = new MutationObserver(thin);
    seen.observe(held);
    redrawn.observe(held, { childList: true, subtree: true });
    return () => {
      seen.disconnect();
      redrawn.disconnect();
    };
  }, [box, hasChart]);
}

function thinLabels(chart: SVGSVGElement) {
  const all = [...(chart.parentElement?.querySelectorAll<SVGTextElement>(X_LABELS) ?? [])];
  const axis = all[0]?.getAttribute("y");
  const labels = all.filter((label) => label.getAttribute("y") === axis);
  const widest = Math.max(0, ...labels.map((label) => label.getComputedTextLength()));
  const [first, second] = labels.map((label) => Number(label.getAttribute("x")));
  const every = second === undefined ? 1 : Math.ceil((widest + GAP) / (second - first!));
  // Counted from the end: the newest day is the one that people look for.
  labels.forEach((label, place) => {
    const shown = (labels.length - 1 - place) % every === 0;
    label.style.visibility = shown ? "visible" : "hidden";
  });
}
