// One interactive element of any kind; an unknown one is an error with its name.
import { Button, Overflow } from "./Buttons";
import { Choices } from "./Choices";
import { FileInput, Picker, RichTextInput, TextInput, type InputProps } from "./Inputs";
import { Select } from "./Select";
import { Unknown } from "../blocks/Unknown";
import type { Dict } from "../state/types";

type AnyElement = (props: InputProps) => React.ReactNode;

const KINDS: Record<string, AnyElement> = {
  button: Button,
  workflow_button: Button,
  icon_button: Button,
  overflow: Overflow,
  checkboxes: Choices,
  radio_buttons: Choices,
  plain_text_input: TextInput,
  number_input: TextInput,
  email_text_input: TextInput,
  url_text_input: TextInput,
  rich_text_input: RichTextInput,
  datepicker: Picker,
  timepicker: Picker,
  datetimepicker: Picker,
  file_input: FileInput,
};

export function Element(props: InputProps) {
  const { type } = props.element;
  if (type.endsWith("_select")) return <Select {...props} />;
  const Kind = KINDS[type];
  return Kind ? <Kind {...props} /> : <Unknown what="element" type={type} />;
}

// What a screen reader calls an element that has no label of its own.
export function labelOf(block: Dict, element: Dict): string {
  const words = block.label ?? element.placeholder ?? block.text ?? element.text;
  return (words?.text ?? element.action_id).replace(/[*_~`]/g, "");
}
