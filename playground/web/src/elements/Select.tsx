// Menus of every source: fixed options, the bot's answers, people, channels.
import { Combobox, type Choice } from "./Combobox";
import { useField, usePlace, valuesOf } from "./place";
import { deed } from "../state/deeds";
import { valueKey } from "../state/typed";
import { useWorld, world } from "../state/world";
import { screen } from "../state/screen";
import type { Dict, Json } from "../state/types";

interface SelectProps {
  block: Dict;
  element: Dict;
  label: string;
  invalid?: boolean;
  describedBy?: string;
}

const LEAST_TYPED = 3; // Slack's default of min_query_length

export function Select({ block, element, label, invalid, describedBy }: SelectProps) {
  const place = usePlace();
  const { held, keep } = useField(block, element);
  useWorld((state) => state.channels);
  const many = element.type.startsWith("multi_");
  const source = element.type.replace("multi_", "").replace("_select", "");
  const key = valueKey(element);
  const current: Json[] = many ? held[key] : held[key] === null ? [] : [held[key]];

  const picked = current.map((each) =>
    typeof each === "string" ? { id: each, text: nameOf(each) } : toChoice(each),
  );
  const load = async (query: string): Promise<Choice[]> => {
    if (source === "external") {
      const where = { block_id: block.block_id, action_id: element.action_id, value: query };
      const answer = await deed("suggest", { ...place.ref, values: valuesOf(place), ...where });
      return (answer?.options ?? []).map((option: Dict) => toChoice(option));
    }
    const all = source === "static" ? fixed(element) : members(source, element);
    return all.filter((choice) => choice.text.toLowerCase().includes(query.toLowerCase()));
  };
  const onPick = (next: Choice[]) => {
    const values = next.map((choice) => choice.option ?? choice.id);
    keep({ [key]: many ? values : (values[0] ?? null) });
  };
  return (
    <Combobox
      label={label}
      placeholder={element.placeholder?.text ?? "Select an option"}
      picked={picked}
      many={many}
      most={element.max_selected_items}
      clearable={Boolean(block.optional)}
      least={source === "external" ? (element.min_query_length ?? LEAST_TYPED) : 0}
      load={load}
      invalid={invalid}
      describedBy={describedBy}
      onPick={onPick}
    />
  );
}

function toChoice(option: Dict, group?: string): Choice {
  const about = option.description?.text;
  return { id: option.value, text: option.text.text, about, group, option };
}

function fixed(element: Dict): Choice[] {
  const groups: Dict[] = element.option_groups ?? [];
  return [
    ...(element.options ?? []).map((option: Dict) => toChoice(option)),
    ...groups.flatMap((group) =>
      group.options.map((option: Dict) => toChoice(option, group.label.text)),
    ),
  ];
}

function nameOf(id: string): string {
  const { users, channels } = world.get();
  const channel = channels.find((each) => each.id === id);
  if (!channel) return users[id]?.real_name ?? id;
  return channel.is_im ? channel.name : `#${channel.name}`;
}

function members(source: string, element: Dict): Choice[] {
  const { users, channels } = world.get();
  if (source === "users") {
    const people = Object.values(users).filter((user) => !user.is_bot);
    return people.map((user) => ({ id: user.id, text: user.real_name, about: `@${user.name}` }));
  }
  const kinds: string[] = element.filter?.include ?? ["public", "private", "im"];
  const me = screen.get().person;
  return channels
    .filter((each) => !each.is_archived && kinds.includes(kindOf(each)))
    .filter((each) => kindOf(each) === "public" || each.members.includes(me))
    .filter((each) => source === "conversations" || kindOf(each) === "public")
    .map((each) => ({ id: each.id, text: nameOf(each.id) }));
}

function kindOf(channel: { is_im: boolean; is_private: boolean }): string {
  if (channel.is_im) return "im";
  return channel.is_private ? "private" : "public";
}
