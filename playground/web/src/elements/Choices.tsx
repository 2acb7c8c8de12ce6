// Checkboxes and radio buttons.
import { useId } from "react";
import { useField } from "./place";
import type { InputProps } from "./Inputs";
import type { Dict } from "../state/types";

export function Choices({ block, element, label, describedBy }: InputProps) {
  const { held, keep } = useField(block, element);
  const name = useId();
  const many = element.type === "checkboxes";
  const picked: Dict[] = many
    ? held.selected_options
    : held.selected_option
      ? [held.selected_option]
      : [];
  const has = (option: Dict) => picked.some((each) => each.value === option.value);
  const toggle = (option: Dict) => {
    if (!many) return keep({ selected_option: option });
    const next = element.options.filter((each: Dict) => has(each) !== (each.value === option.value));
    return keep({ selected_options: next });
  };
  return (
    <div className="choices" role={many ? "group" : "radiogroup"} aria-label={label} aria-describedby={describedBy}>
      {element.options.map((option: Dict) => (
        <label key={option.value}>
          <input
            type={many ? "checkbox" : "radio"}
            name={name}
            checked={has(option)}
            onChange={() => toggle(option)}
          />
          <span>
            {option.text.text}
            {option.description && <small>{option.description.text}</small>}
          </span>
        </label>
      ))}
    </div>
  );
}
