// First steps in an empty workspace; each is ticked off when it was done.
import { useState } from "react";
import { screen } from "../state/screen";
import { useWorld } from "../state/world";
import type { Exchange } from "../state/types";

interface GuideStep {
  name: string;
  typed: string;
  hint?: string; // shown while this step is the next one
  isDone(exchanges: Exchange[]): boolean;
}

const typed = (start: string) => (exchanges: Exchange[]) =>
  exchanges.some((each) => each.kind === "command" && each.name.startsWith(start));
// A form that came back with errors is not done.
const submitted = (what: string) => (exchanges: Exchange[]) =>
  exchanges.some((each) => each.kind === "view_submission" && each.name.startsWith(what) && each.answered?.response_action !== "errors");
const drafted = (exchanges: Exchange[]) =>
  exchanges.some((each) => each.kind === "action" && each.name === "goal_draft");

const STEPS: GuideStep[] = [
  { name: "Ask what there is", typed: "/funnel", isDone: typed("/funnel") },
  { name: "Log a number", typed: "/funnel log sessions 41280", isDone: typed("/funnel log") },
  {
    name: "Set a goal",
    typed: "/funnel goal new Raise sessions by 10% by the end of next quarter",
    hint: "One number is no baseline yet: fill in the form and press Save as draft.",
    isDone: (exchanges) => submitted("goal")(exchanges) || drafted(exchanges),
  },
  { name: "Set up the digest", typed: "/funnel digest", isDone: submitted("digest") },
];

export function Guide() {
  const isEmpty = useWorld((state) => /^empty/.test(state.stage!.story));
  const exchanges = useWorld((state) => state.exchanges);
  const epoch = useWorld((state) => state.epoch);
  const [closedIn, close] = useState(0);
  if (!isEmpty || closedIn === epoch) return null;
  const next = STEPS.find((step) => !step.isDone(exchanges));
  const then = next ? next.hint : "Now press Next day and see the digest come.";
  return (
    <aside className="guide" aria-label="First steps">
      <b>First steps</b>
      <ol>
        {STEPS.map((step) => {
          const done = step.isDone(exchanges);
          return (
            <li key={step.name}>
              <button type="button" className={`button small ${done ? "done" : ""}`} onClick={() => screen.set({ draft: { text: step.typed } })}>
                {done && "✓ "}
                {step.name}
                {done && <span className="unseen"> (done)</span>}
              </button>
            </li>
          );
        })}
      </ol>
      {then && <span className="then">{then}</span>}
      <button type="button" className="button menu" aria-label="Close first steps" onClick={() => close(epoch)}>
        ×
      </button>
    </aside>
  );
}
