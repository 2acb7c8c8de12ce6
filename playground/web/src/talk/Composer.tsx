// Where one types: Enter sends, Tab takes what is offered, Up brings back what was sent.
import { useEffect, useId, useRef, useState } from "react";
import { offers } from "./completion";
import { Menu } from "../elements/Buttons";
import { deed, share } from "../state/deeds";
import { useScreen } from "../state/screen";
import { useWorld } from "../state/world";

interface ComposerProps {
  channel: string;
  thread?: string;
  placeholder: string;
}

const sent: string[] = [];

export function Composer({ channel, thread, placeholder }: ComposerProps) {
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const [moved, setMoved] = useState(false);
  const [hushed, setHushed] = useState(""); // the text for which Escape hid the offers
  const [recalled, setRecalled] = useState(0);
  const [waiting, setWaiting] = useState(0);
  const box = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const person = useScreen((state) => state.person);
  const stage = useWorld((state) => state.stage)!;
  const users = useWorld((state) => state.users);

  useEffect(() => {
    if (matchMedia("(min-width: 761px)").matches) box.current?.focus();
  }, [channel, person, thread]);

  const draft = useScreen((state) => (thread ? null : state.draft));
  useEffect(() => {
    if (!draft) return;
    setText(draft.text);
    setHushed(draft.text);
    box.current?.focus();
  }, [draft]);

  useEffect(() => {
    const area = box.current!;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight + 2, 180)}px`;
  }, [text]);

  const verbs = thread ? [] : stage.verbs;
  const offered = text && text !== hushed ? offers(text, verbs, stage.commands[0] ?? "", Object.values(users)) : [];
  const change = (next: string) => {
    setText(next);
    setActive(0);
    setMoved(false);
  };
  const take = (place: number) => {
    change(offered[place]!.text);
    box.current?.focus();
  };
  const send = async () => {
    const words = text.trim();
    if (!words) return;
    sent.push(words);
    setRecalled(0);
    change("");
    setWaiting((count) => count + 1);
    const answer = await deed("say", { channel, text: words, thread_ts: thread });
    setWaiting((count) => count - 1);
    if (answer === null) setText((now) => now || words);
  };
  const recall = (by: number) => {
    const next = Math.max(0, Math.min(sent.length, recalled + by));
    setRecalled(next);
    const words = next ? sent.at(-next)! : "";
    change(words);
    setHushed(words);
  };

  const onKeyDown = (event: React.KeyboardEvent) => {
    const open = offered.length > 0;
    const browsing = !text || (recalled > 0 && text === sent.at(-recalled));
    if (open && event.key === "ArrowDown") setActive((active + 1) % offered.length);
    else if (open && event.key === "ArrowUp") setActive((active || offered.length) - 1);
    else if (open && event.key === "Tab" && !event.shiftKey) take(active);
    else if (open && event.key === "Escape") setHushed(text);
    else if (browsing && event.key === "ArrowUp") recall(1);
    else if (browsing && event.key === "ArrowDown") recall(-1);
    else if (event.key === "Enter" && !event.shiftKey) {
      const other = offered[active] && offered[active].text.trim() !== text.trim();
      if (open && moved && other) take(active);
      else void send();
    } else return;
    if (open && event.key.startsWith("Arrow")) setMoved(true);
    event.preventDefault();
  };

  const drop = async (files: FileList | null) => {
    setWaiting((count) => count + 1);
    for (const file of files ?? []) await share(file, channel);
    setWaiting((count) => count - 1);
  };

  const global = stage.shortcuts.filter((each) => !each.of_message);
  return (
    <div
      className="composer"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        if (!thread) void drop(event.dataTransfer.files);
      }}
    >
      {offered.length > 0 && (
        <ul className="offers" role="listbox" id={list} aria-label="Commands and people">
          {offered.map((offer, place) => (
            <li
              role="option"
              id={`${list}-${place}`}
              key={offer.shown}
              aria-selected={place === active}
              className={place === active ? "active" : ""}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => take(place)}
            >
              <code>{offer.shown}</code>
              <span>{offer.about}</span>
            </li>
          ))}
        </ul>
      )}
      <div className="typing">
        {!thread && global.length > 0 && (
          <Menu
            label="Shortcuts"
            face="+"
            items={global.map((each) => ({
              text: each.name,
              pick: () => void deed("shortcut", { callback_id: each.callback_id }),
            }))}
          />
        )}
        <textarea
          ref={box}
          rows={1}
          role="combobox"
          aria-label={placeholder}
          aria-expanded={offered.length > 0}
          aria-controls={offered.length ? list : undefined}
          aria-activedescendant={offered.length ? `${list}-${active}` : undefined}
          aria-autocomplete="list"
          placeholder={placeholder}
          value={text}
          onChange={(event) => change(event.target.value)}
          onKeyDown={onKeyDown}
        />
        {!thread && (
          <label className="button attach" title="Attach a file">
            Attach
            <input
              type="file"
              className="unseen"
              aria-label="Attach a file"
              onChange={(event) => {
                void drop(event.target.files);
                event.target.value = "";
              }}
            />
          </label>
        )}
        <button type="button" className="button primary" disabled={!text.trim()} onClick={() => void send()}>
          Send
        </button>
      </div>
      <p className="working" role="status">
        {waiting > 0 ? "Waiting for the bot…" : ""}
      </p>
    </div>
  );
}
