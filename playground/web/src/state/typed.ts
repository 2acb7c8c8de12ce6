// What is typed or picked in messages and views: it lives here until a deed carries it along.
import { createStore, useStore } from "./store";
import type { Dict, Values } from "./types";

// element type -> [key of its initial value, key of its value, value when empty]
const HOLDS: Record<string, [string, string, null | []]> = {
  plain_text_input: ["initial_value", "value", null],
  number_input: ["initial_value", "value", null],
  email_text_input: ["initial_value", "value", null],
  url_text_input: ["initial_value", "value", null],
  rich_text_input: ["initial_value", "rich_text_value", null],
  datepicker: ["initial_date", "selected_date", null],
  timepicker: ["initial_time", "selected_time", null],
  datetimepicker: ["initial_date_time", "selected_date_time", null],
  static_select: ["initial_option", "selected_option", null],
  external_select: ["initial_option", "selected_option", null],
  radio_buttons: ["initial_option", "selected_option", null],
  multi_static_select: ["initial_options", "selected_options", []],
  multi_external_select: ["initial_options", "selected_options", []],
  checkboxes: ["initial_options", "selected_options", []],
  users_select: ["initial_user", "selected_user", null],
  channels_select: ["initial_channel", "selected_channel", null],
  conversations_select: ["initial_conversation", "selected_conversation", null],
  multi_users_select: ["initial_users", "selected_users", []],
  multi_channels_select: ["initial_channels", "selected_channels", []],
  multi_conversations_select: ["initial_conversations", "selected_conversations", []],
  file_input: ["", "files", []],
};

export const valueKey = (element: Dict): string => HOLDS[element.type]![1];
export const holdsValue = (element: Dict): boolean => element.type in HOLDS;

const typed = createStore<Record<string, Values>>({});
const NOTHING: Values = {};

export function useTyped(place: string): Values {
  return useStore(typed, (state) => state[place] ?? NOTHING);
}

export const typedAt = (place: string): Values => typed.get()[place] ?? NOTHING;

export function keepTyped(place: string, block: string, action: string, held: Dict) {
  typed.set((old) => {
    const values = old[place] ?? NOTHING;
    return { [place]: { ...values, [block]: { ...values[block], [action]: held } } };
  });
}

// The state of one element: typed here, or as the server has it, or its initial value.
export function heldBy(element: Dict, block: string, values: Values, told?: Values): Dict {
  const here = values[block]?.[element.action_id];
  if (here && here.type === element.type) return here;
  const there = told?.[block]?.[element.action_id];
  if (there && there.type === element.type) return there;
  const [initial, key, empty] = HOLDS[element.type]!;
  return { type: element.type, [key]: element[initial] ?? empty };
}
