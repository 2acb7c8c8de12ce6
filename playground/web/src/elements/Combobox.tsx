// One box for all menus: type to narrow, arrows and Enter to pick, several as chips.
import { useEffect, useId, useRef, useState } from "react";
import { Popup } from "./popup";
import type { Dict } from "../state/types";

export interface Choice {
  id: string;
  text: string;
  about?: string;
  group?: string;
  option?: Dict; // of a menu whose value is the whole option
}

interface ComboboxProps {
  label: string;
  placeholder: string;
  picked: Choice[];
  many: boolean;
  most?: number;
  clearable: boolean;
  load(query: string): Promise<Choice[]> | Choice[];
  least?: number; // characters before an external menu asks
  invalid?: boolean;
  describedBy?: string;
  onPick(picked: Choice[]): void;
}

const TYPING_MS = 180;

export function Combobox(props: ComboboxProps) {
  const { picked, many, least = 0, onPick } = props;
  const [query, setQuery] = useState<string | null>(null); // null: closed
  const [choices, setChoices] = useState<Choice[] | null>(null); // null: on their way
  const [active, setActive] = useState(0);
  const anchor = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const open = query !== null;
  const latest = useRef(props.load);
  latest.current = props.load;

  useEffect(() => {
    if (query === null) return;
    if (query.length < least) {
      setChoices([]);
      return;
    }
    let stale = false;
    const wait = least || query ? TYPING_MS : 0;
    const timer = setTimeout(async () => {
      const found = await latest.current(query);
      if (stale) return;
      setChoices(found);
      setActive(0);
    }, wait);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [query, least]);

  const isPicked = (choice: Choice) => picked.some((each) => each.id === choice.id);
  const close = () => setQuery(null);
  const pick = (choice: Choice) => {
    if (!many) {
      onPick([choice]);
      close();
      return;
    }
    const others = picked.filter((each) => each.id !== choice.id);
    if (others.length < picked.length) onPick(others);
    else if (picked.length < (props.most ?? Infinity)) onPick([...picked, choice]);
    setQuery("");
  };

  const onKeyDown = (event: React.KeyboardEvent) => {
    const shown = choices ?? [];
    const handled = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (event.ctrlKey || event.metaKey) return;
    if (!open) {
      if (["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) {
        handled();
        setQuery("");
      }
      return;
    }
    if (event.key === "ArrowDown") setActive((active + 1) % Math.max(shown.length, 1));
    else if (event.key === "ArrowUp") setActive((active || shown.length) - 1);
    else if (event.key === "Enter") {
      if (shown[active]) pick(shown[active]);
    } else if (event.key === "Escape") close();
    else {
      if (event.key === "Tab") close();
      return;
    }
    handled();
  };

  const single = many ? "" : (picked[0]?.text ?? "");
  return (
    <div className={`combobox ${props.invalid ? "invalid" : ""}`} ref={anchor}>
      {many &&
        picked.map((choice) => (
          <span className="chip" key={choice.id}>
            {choice.text}
            <button
              type="button"
              aria-label={`Remove ${choice.text}`}
              onClick={() => onPick(picked.filter((each) => each.id !== choice.id))}
            >
              ×
            </button>
          </span>
        ))}
      <input
        ref={input}
        role="combobox"
        aria-label={props.label}
        aria-expanded={open}
        aria-controls={open ? list : undefined}
        aria-activedescendant={open && choices?.[active] ? `${list}-${active}` : undefined}
        aria-autocomplete="list"
        aria-invalid={props.invalid}
        aria-describedby={props.describedBy}
        autoComplete="off"
        placeholder={(many && picked.length) || single ? single : props.placeholder}
        className={single && !open ? "has-value" : ""}
        value={query ?? single}
        onChange={(event) => setQuery(event.target.value)}
        onClick={() => setQuery(query ?? "")}
        onBlur={close}
        onKeyDown={onKeyDown}
      />
      {!many && props.clearable && single && (
        <button type="button" className="clear" aria-label={`Clear ${props.label}`} onClick={() => onPick([])}>
          ×
        </button>
      )}
      <span className="caret" aria-hidden="true">
        ▾
      </span>
      {open && (
        <Popup anchor={anchor} onClose={close} wide>
          <ul role="listbox" id={list} aria-label={props.label} aria-multiselectable={many || undefined}>
            {choices?.map((choice, place) => (
              <li
                role="option"
                id={`${list}-${place}`}
                key={choice.id}
                aria-selected={isPicked(choice)}
                className={`option ${place === active ? "active" : ""}`}
                ref={place === active ? intoView : undefined}
                onPointerDown={(event) => event.preventDefault()}
                onPointerMove={() => setActive(place)}
                onClick={() => pick(choice)}
              >
                {choice.group && choice.group !== choices[place - 1]?.group && (
                  <span className="group">{choice.group}</span>
                )}
                <span>{choice.text}</span>
                {choice.about && <small>{choice.about}</small>}
              </li>
            ))}
          </ul>
          {!choices?.length && (
            <p className="nothing" role="status">
              {waiting(choices, query, least)}
            </p>
          )}
        </Popup>
      )}
    </div>
  );
}

function waiting(choices: Choice[] | null, query: string, least: number): string {
  if (query.length < least) return `Type ${least === 1 ? "a character" : `${least} characters`} to search`;
  return choices === null ? "Loading…" : "No results";
}

function intoView(option: HTMLElement | null) {
  option?.scrollIntoView({ block: "nearest" });
}
