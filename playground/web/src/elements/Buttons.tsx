// Buttons, and the ⋯ menu.
import { useRef, useState } from "react";
import { Confirm } from "./Confirm";
import { act, usePlace } from "./place";
import { Popup } from "./popup";
import type { Dict } from "../state/types";

interface ElementProps {
  block: Dict;
  element: Dict;
}

function usePress({ block, element }: ElementProps) {
  const place = usePlace();
  const [asked, setAsked] = useState<Dict | null>(null);
  const go = (more: Dict) => {
    if (element.url) window.open(element.url, "_blank", "noopener");
    void act(place, block, element, more);
  };
  const press = (more: Dict = {}) => (element.confirm ? setAsked(more) : go(more));
  const answer = (yes: boolean) => {
    if (yes && asked) go(asked);
    setAsked(null);
  };
  const question = asked && <Confirm ask={element.confirm} onAnswer={answer} />;
  const busy = place.busy === `${block.block_id}/${element.action_id}`;
  return { press, question, busy };
}

export function Button({ block, element }: ElementProps) {
  const { press, question, busy } = usePress({ block, element });
  return (
    <>
      <button
        type="button"
        className={`button ${element.style ?? ""}`}
        aria-label={element.accessibility_label}
        aria-busy={busy}
        disabled={busy}
        onClick={() => press()}
      >
        {element.text.text}
      </button>
      {question}
    </>
  );
}

export function Overflow({ block, element }: ElementProps) {
  const { press, question, busy } = usePress({ block, element });
  return (
    <>
      <Menu
        label="More actions"
        busy={busy}
        items={element.options.map((option: Dict) => ({
          text: option.text.text,
          pick: () => press({ value: option.value }),
        }))}
      />
      {question}
    </>
  );
}

export interface MenuItem {
  text: string;
  pick(): void;
}

interface MenuProps {
  label: string;
  items: MenuItem[];
  busy?: boolean;
  face?: string;
}

export function Menu({ label, items, busy = false, face = "⋯" }: MenuProps) {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const close = () => setOpen(false);
  const onKeyDown = (event: React.KeyboardEvent) => {
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=menuitem]")];
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (event.key === "ArrowDown") all[(at + 1) % all.length]?.focus();
    else if (event.key === "ArrowUp") all.at(at - 1)?.focus();
    else if (event.key === "Escape" || event.key === "Tab") {
      close();
      anchor.current?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <button
        type="button"
        ref={anchor}
        className="button menu"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-busy={busy}
        disabled={busy}
        onClick={() => setOpen(!open)}
      >
        {face}
      </button>
      {open && (
        <Popup anchor={anchor} onClose={close}>
          <div role="menu" aria-label={label} onKeyDown={onKeyDown} ref={focusFirst}>
            {items.map((item) => (
              <button
                type="button"
                role="menuitem"
                tabIndex={-1}
                className="option"
                key={item.text}
                onClick={() => {
                  close();
                  anchor.current?.focus();
                  item.pick();
                }}
              >
                {item.text}
              </button>
            ))}
          </div>
        </Popup>
      )}
    </>
  );
}

// The list is placed after it is mounted; until then it cannot take the focus.
function focusFirst(menu: HTMLElement | null) {
  if (menu) requestAnimationFrame(() => menu.querySelector<HTMLElement>("[role=menuitem]")?.focus());
}
