// An exchange in plain words: who began, what came of it.
import type { Exchange, Json } from "../state/types";

const BEGAN: Record<string, string> = {
  command: "Command",
  action: "Press",
  options: "Menu asks",
  view_submission: "Submit",
  view_closed: "Close",
  shortcut: "Shortcut",
  event: "Event",
  api: "Call",
  response_url: "Answer by URL",
  upload: "Upload",
  socket: "Socket",
};

const REFUSALS: Record<string, string> = {
  ratelimited: "Too many calls; the bot was told when to try again.",
  not_in_channel: "The bot is not in this channel.",
  channel_not_found: "There is no such channel, or the bot cannot see it.",
  invalid_blocks: "Slack does not accept these blocks.",
  invalid_arguments: "An argument is missing, unknown or wrong.",
  expired_trigger_id: "The press was more than 3 s ago, so no modal can be opened for it.",
  exchanged_trigger_id: "A modal was opened for this press already.",
  message_not_found: "This message is not there (any more).",
  cant_update_message: "The bot may change only its own messages.",
  not_found: "This view was closed.",
  hash_conflict: "The view has changed in the meantime.",
  missing_scope: "The app has no permission for this.",
  internal_error: "Slack failed; the call may or may not have counted.",
  operation_timeout: "The bot did not ack within 3 s.",
  dispatch_failed: "The bot could not be reached.",
  not_allowed_token_type: "This call needs the other kind of token.",
  invalid_auth: "The token is not valid.",
  unknown_method: "Slack has no such method.",
  msg_too_long: "The text is too long.",
  no_text: "There was nothing to show.",
  push_limit_reached: "Three views are open already; no more can be put on top.",
};

export const isCall = (exchange: Exchange) => ["api", "response_url"].includes(exchange.kind);
export const began = (exchange: Exchange) => BEGAN[exchange.kind] ?? exchange.kind;

// Why it was refused, or "" when it was not.
export function refusal(exchange: Exchange): string {
  const { answered } = exchange;
  if (answered?.fault) return `Fault as ordered: ${answered.fault}`;
  const code: Json = typeof answered === "string" ? answered : answered?.ok === false ? answered.error : "";
  if (REFUSALS[code]) return REFUSALS[code];
  return answered?.ok === false ? `Refused: ${code}` : "";
}

export function outcome(exchange: Exchange): string {
  const refused = refusal(exchange);
  if (refused) return refused;
  const { answered } = exchange;
  if (isCall(exchange)) return "done";
  const text = typeof answered === "string" ? answered : answered?.text;
  if (answered?.response_action) return `acked: ${answered.response_action}`;
  return text ? `acked with “${text}”` : "acked";
}
