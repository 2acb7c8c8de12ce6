// The workspace as the server told it, and the websocket that keeps it current.
import { createStore, useStore } from "./store";
import type { Channel, Exchange, Message, News, Stage, User, View } from "./types";

const MOST_EXCHANGES = 500;
const RETRY_MS = 800;

export interface World {
  connected: boolean;
  stage: Stage | null;
  toldAt: number; // performance.now() when the stage's clock was told
  epoch: number; // another number after each reset
  users: Record<string, User>;
  channels: Channel[];
  messages: Record<string, Message[]>;
  stacks: Record<string, View[]>;
  homes: Record<string, View>;
  exchanges: Exchange[];
  problems: string[];
}

const EMPTY: World = {
  connected: false,
  stage: null,
  toldAt: 0,
  epoch: 0,
  users: {},
  channels: [],
  messages: {},
  stacks: {},
  homes: {},
  exchanges: [],
  problems: [],
};

export const world = createStore<World>(EMPTY);
export const useWorld = <Picked>(pick: (state: World) => Picked) => useStore(world, pick);
export const NO_MESSAGES: Message[] = [];

export function connect() {
  const socket = new WebSocket(`ws://${location.host}/live${location.search}`);
  socket.onmessage = (event) => world.set((old) => withNews(old, JSON.parse(event.data)));
  socket.onclose = () => {
    world.set({ connected: false });
    setTimeout(connect, RETRY_MS);
  };
}

function withNews(old: World, news: News): Partial<World> {
  const base = news.whole ? { ...EMPTY, epoch: old.epoch + 1 } : old;
  const { stage, gone = [], messages = [] } = news;
  return {
    ...base,
    connected: true,
    stage,
    toldAt: performance.now(),
    users: news.users ? Object.fromEntries(news.users.map((user) => [user.id, user])) : base.users,
    channels: news.channels ?? base.channels,
    messages: withMessages(base.messages, messages, gone),
    stacks: news.stacks ?? base.stacks,
    homes: news.homes ?? base.homes,
    exchanges: news.exchanges
      ? [...base.exchanges, ...news.exchanges].slice(-MOST_EXCHANGES)
      : base.exchanges,
    problems: news.problems ?? base.problems,
  };
}

function withMessages(
  old: Record<string, Message[]>,
  changed: Message[],
  gone: [string, string][],
): Record<string, Message[]> {
  if (!changed.length && !gone.length) return old;
  const byChannel = new Map<string, Map<string, Message>>();
  const book = (channel: string) => {
    const begun = byChannel.get(channel);
    if (begun) return begun;
    const held = new Map((old[channel] ?? []).map((message) => [message.ts, message]));
    byChannel.set(channel, held);
    return held;
  };
  for (const message of changed) book(message.channel).set(message.ts, message);
  for (const [channel, ts] of gone) book(channel).delete(ts);
  const merged = { ...old };
  for (const [channel, held] of byChannel) {
    merged[channel] = [...held.values()].sort((one, two) => (one.ts < two.ts ? -1 : 1));
  }
  return merged;
}

// What time it is in the workspace: the told instant and what has passed since.
export function workspaceNow(state: World): Date {
  const told = state.stage ? Date.parse(state.stage.now) : Date.now();
  return new Date(told + performance.now() - state.toldAt);
}
