// The stack of modals of the person: the top one is seen, at most three are open.
import { useEffect, useRef, useState } from "react";
import { Blocks } from "../blocks/Blocks";
import { reachable, trapTab } from "../elements/focus";
import { PlaceOf, valuesOf } from "../elements/place";
import { deed } from "../state/deeds";
import { useScreen } from "../state/screen";
import { useWorld } from "../state/world";
import type { View } from "../state/types";

const NO_VIEWS: View[] = [];

export function ModalStack() {
  const person = useScreen((state) => state.person);
  const stack = useWorld((state) => state.stacks[person] ?? NO_VIEWS);
  const top = stack.at(-1);
  return top ? <Modal key={top.id} view={top} depth={stack.length} /> : null;
}

function Modal({ view, depth }: { view: View; depth: number }) {
  const [waiting, setWaiting] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    const [first] = content.current ? reachable(content.current) : [];
    (first ?? box.current)?.focus();
    return () => before?.focus();
  }, []);

  // An update may take away the field that had the focus.
  useEffect(() => {
    if (!box.current?.contains(document.activeElement)) box.current?.focus();
  }, [view.hash]);

  // The errors may be told before or after the deed is answered.
  const goToMistake = () =>
    content.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  const mistakes = JSON.stringify(view.errors ?? {});
  useEffect(goToMistake, [mistakes]);

  const key = `view|${view.id}`;
  const place = { key, blocks: view.blocks, told: view.state.values };
  const tell = async (what: "submit" | "close") => {
    if (waiting && what === "submit") return;
    setWaiting(true);
    await deed(what, { view: view.id, values: valuesOf(place) });
    setWaiting(false);
    requestAnimationFrame(goToMistake);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    trapTab(event);
    const target = event.target as HTMLElement;
    const oneLine = target instanceof HTMLInputElement && !["checkbox", "radio", "file"].includes(target.type);
    const enter = event.key === "Enter" && (event.metaKey || event.ctrlKey || oneLine);
    if (event.key === "Escape") void tell("close");
    else if (enter && view.submit) void tell("submit");
    else return;
    event.preventDefault();
  };
  const trouble = view.errors?.[""];
  return (
    <div className="veil">
      <div
        className="modal"
        role="dialog"
        aria-modal="true"
        aria-labelledby={`${view.id}-title`}
        ref={box}
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        <header>
          {depth > 1 && (
            <button type="button" className="button small" onClick={() => void tell("close")}>
              ‹ Back
            </button>
          )}
          <h2 id={`${view.id}-title`}>{view.title?.text}</h2>
          <button type="button" className="button menu" aria-label="Close" onClick={() => void tell("close")}>
            ×
          </button>
        </header>
        <div className="content" ref={content}>
          {trouble && (
            <p className="wrong" role="alert">
              {trouble}
            </p>
          )}
          <PlaceOf of={key} to={{ view: view.id }} blocks={view.blocks} told={view.state.values} errors={view.errors}>
            <Blocks blocks={view.blocks} />
          </PlaceOf>
        </div>
        <footer>
          <span className="working" role="status">
            {waiting ? "Waiting for the bot…" : ""}
          </span>
          <button type="button" className="button" onClick={() => void tell("close")}>
            {view.close?.text ?? "Cancel"}
          </button>
          {view.submit && (
            <button type="button" className="button primary" aria-busy={waiting} aria-disabled={waiting} onClick={() => void tell("submit")}>
              {view.submit.text}
            </button>
          )}
        </footer>
      </div>
    </div>
  );
}
