// What the page is told over its websocket, as playground/page/shown.py writes it.

// Block Kit and payloads are open-ended JSON; the local Slack has checked them already.
export type Json = any;
export type Dict = Record<string, Json>;

export interface User {
  id: string;
  name: string;
  real_name: string;
  tz: string;
  is_admin: boolean;
  is_guest: boolean;
  is_bot: boolean;
}

export interface Channel {
  id: string;
  name: string;
  is_private: boolean;
  is_im: boolean;
  is_archived: boolean;
  members: string[];
}

export interface SharedFile {
  id: string;
  name: string;
  title: string;
  size: number;
}

export interface Message {
  channel: string;
  ts: string;
  user: string;
  text: string;
  blocks: Dict[];
  attachments: Dict[];
  files: SharedFile[];
  thread_ts: string | null;
  only_to: string | null;
  edited: string | null;
  revision: number;
}

export interface View extends Dict {
  id: string;
  type: "modal" | "home";
  blocks: Dict[];
  state: { values: Values };
  errors?: Record<string, string>;
}

export type Values = Record<string, Record<string, Dict>>;

export interface Exchange {
  at: string;
  kind: string;
  name: string;
  asked: Json;
  answered: Json;
  ms: number;
}

export interface Verb {
  usage: string;
  what: string;
}

export interface Shortcut {
  name: string;
  callback_id: string;
  of_message: boolean;
}

export interface Stage {
  story: string;
  notice: string;
  activity: string;
  bot_is_up: boolean;
  now: string;
  people: string[];
  bot: string;
  slackbot: string;
  commands: string[];
  verbs: Verb[];
  shortcuts: Shortcut[];
}

export interface News {
  whole?: boolean;
  stage: Stage;
  users?: User[];
  channels?: Channel[];
  messages?: Message[];
  gone?: [string, string][];
  stacks?: Record<string, View[]>;
  homes?: Record<string, View>;
  exchanges?: Exchange[];
  problems?: string[];
}
