// Fields that are typed into: text, numbers, addresses, dates and times, rich text, files.
import { useRef, useState } from "react";
import { useField, type Field } from "./place";
import { upload } from "../state/deeds";
import { valueKey } from "../state/typed";
import type { Dict } from "../state/types";

export interface InputProps {
  block: Dict;
  element: Dict;
  label: string;
  invalid?: boolean;
  describedBy?: string;
}

const TYPING_MS = 400;

const NATIVE: Record<string, string> = {
  email_text_input: "email",
  url_text_input: "url",
  datepicker: "date",
  timepicker: "time",
  datetimepicker: "datetime-local",
};

function useDispatch(block: Dict, element: Dict, field: Field) {
  const timer = useRef(0);
  const on: string[] = block.dispatch_action
    ? (element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"])
    : [];
  return {
    typed() {
      if (!on.includes("on_character_entered")) return;
      clearTimeout(timer.current);
      timer.current = window.setTimeout(field.report, TYPING_MS);
    },
    onKeyDown(event: React.KeyboardEvent) {
      if (event.key !== "Enter" || event.metaKey || event.ctrlKey) return;
      if (element.multiline && !event.shiftKey && !on.includes("on_enter_pressed")) return;
      if (!on.includes("on_enter_pressed")) return;
      event.preventDefault();
      event.stopPropagation();
      field.report();
    },
  };
}

export function TextInput({ block, element, label, invalid, describedBy }: InputProps) {
  const field = useField(block, element);
  const dispatch = useDispatch(block, element, field);
  const shared = {
    "aria-label": label,
    "aria-invalid": invalid,
    "aria-describedby": describedBy,
    placeholder: element.placeholder?.text,
    value: field.held.value ?? "",
    onKeyDown: dispatch.onKeyDown,
    onChange(event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) {
      field.note({ value: event.target.value || null });
      dispatch.typed();
    },
  };
  if (element.multiline) return <textarea className="field" rows={4} {...shared} />;
  const numeric = element.type === "number_input";
  const mode = element.is_decimal_allowed ? "decimal" : "numeric";
  return (
    <input
      className="field"
      type={NATIVE[element.type] ?? "text"}
      inputMode={numeric ? mode : undefined}
      autoComplete="off"
      {...shared}
    />
  );
}

export function Picker({ block, element, label, invalid, describedBy }: InputProps) {
  const { held, keep } = useField(block, element);
  const key = valueKey(element);
  const moment = element.type === "datetimepicker";
  const shown = held[key] === null ? "" : moment ? localMinute(held[key]) : held[key];
  const read = (words: string) => (moment ? Math.floor(Date.parse(words) / 1000) : words);
  return (
    <>
      <input
        className="field short"
        type={NATIVE[element.type]}
        aria-label={label}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        value={shown}
        onChange={(event) => keep({ [key]: event.target.value ? read(event.target.value) : null })}
      />
      {element.timezone && <small className="zone">{element.timezone}</small>}
    </>
  );
}

function localMinute(seconds: number): string {
  const there = new Date(seconds * 1000);
  return new Date(there.getTime() - there.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function RichTextInput({ block, element, label, invalid, describedBy }: InputProps) {
  const { held, note } = useField(block, element);
  const section = (text: string) => ({
    type: "rich_text",
    elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
  });
  return (
    <textarea
      className="field"
      rows={4}
      aria-label={label}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      placeholder={element.placeholder?.text}
      value={plainText(held.rich_text_value)}
      onChange={(event) =>
        note({ rich_text_value: event.target.value ? section(event.target.value) : null })
      }
    />
  );
}

function plainText(part: Dict | null): string {
  if (!part) return "";
  return part.text ?? (part.elements ?? []).map(plainText).join("");
}

export function FileInput({ block, element, label, invalid, describedBy }: InputProps) {
  const { held, note } = useField(block, element);
  const [busy, setBusy] = useState(false);
  const most: number = element.max_files ?? 10;
  const files: Dict[] = held.files;
  const add = async (chosen: FileList | null) => {
    setBusy(true);
    const stored = await Promise.all([...(chosen ?? [])].slice(0, most).map(upload));
    const added = stored.filter((each) => each !== null);
    note({ files: [...files, ...added].slice(-most) });
    setBusy(false);
  };
  return (
    <div className="files">
      <input
        type="file"
        aria-label={label}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        multiple={most > 1}
        accept={element.filetypes?.map((kind: string) => `.${kind}`).join(",")}
        onChange={(event) => void add(event.target.files)}
      />
      {busy && <span role="status">Uploading…</span>}
      {files.map((file) => (
        <span className="chip" key={file.id}>
          {file.name}
          <button
            type="button"
            aria-label={`Remove ${file.name}`}
            onClick={() => note({ files: files.filter((each) => each.id !== file.id) })}
          >
            ×
          </button>
        </span>
      ))}
    </div>
  );
}
