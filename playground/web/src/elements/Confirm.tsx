// Slack's question before a deed that is hard to undo.
import { useEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { trapTab } from "./focus";
import type { Dict } from "../state/types";

export function Confirm({ ask, onAnswer }: { ask: Dict; onAnswer(yes: boolean): void }) {
  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    yes.current?.focus();
    return () => before?.focus();
  }, []);
  const onKeyDown = (event: React.KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape") onAnswer(false);
    trapTab(event);
  };
  return createPortal(
    <div className="veil">
      <div className="confirm" role="alertdialog" aria-modal="true" aria-labelledby="confirm-title" onKeyDown={onKeyDown}>
        <h2 id="confirm-title">{ask.title?.text ?? "Are you sure?"}</h2>
        <p>{ask.text?.text}</p>
        <div className="row end">
          <button className="button" onClick={() => onAnswer(false)}>
            {ask.deny?.text ?? "Cancel"}
          </button>
          <button
            ref={yes}
            className={`button ${ask.style === "danger" ? "danger" : "primary"}`}
            onClick={() => onAnswer(true)}
          >
            {ask.confirm?.text ?? "Yes"}
          </button>
        </div>
      </div>
    </div>,
    document.body,
  );
}
