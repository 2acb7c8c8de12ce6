// Which messages a person sees in a place, and which of them are replies.
import type { Channel, Message } from "../state/types";

export interface Visible {
  roots: Message[];
  repliesOf: Map<string, Message[]>;
}

export function visibleTo(person: string, messages: Message[]): Visible {
  const repliesOf = new Map<string, Message[]>();
  const roots: Message[] = [];
  for (const message of messages) {
    if (message.only_to && message.only_to !== person) continue;
    const root = message.thread_ts;
    if (!root || root === message.ts) roots.push(message);
    else repliesOf.set(root, [...(repliesOf.get(root) ?? []), message]);
  }
  return { roots, repliesOf };
}

export function placesOf(person: string, channels: Channel[]) {
  const mine = (channel: Channel) => channel.members.includes(person);
  const open = channels.filter((each) => !each.is_im && (!each.is_private || mine(each)));
  return {
    channels: [...open].sort((one, two) => one.name.localeCompare(two.name)),
    dm: channels.find((each) => each.is_im && mine(each)),
    isIn: mine,
  };
}

export function placeName(channel: Channel, bot: string): string {
  if (channel.is_im) return bot;
  return `${channel.is_private ? "⊘ " : "# "}${channel.name}`;
}
