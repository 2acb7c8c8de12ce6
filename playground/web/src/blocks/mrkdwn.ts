// Slack's mrkdwn as a tree. The library reads it as Markdown, which loses lines that begin with
// "#" or "-" and takes all between two colons (09:00 … 10:00) for an emoji.
import { get as emojiNamed } from "node-emoji";

export type Part =
  | { kind: "text" | "code" | "emoji"; text: string }
  | { kind: "bold" | "italic" | "strike"; parts: Part[] }
  | { kind: "link"; href: string; text: string }
  | { kind: "user" | "channel" | "group"; id: string; text: string }
  | { kind: "date"; timestamp: string; format: string; fallback: string };

export type Passage =
  | { kind: "pre"; text: string }
  | { kind: "quote" | "words"; lines: Part[][] };

const INLINE = new RegExp(
  [
    "`([^`\\n]+)`",
    "<([^<>\\n]+)>",
    ":([a-z0-9_+'-]*[a-z][a-z0-9_+'-]*):",
    "(?<![\\w*])\\*(?=[^\\s*])([^*\\n]*[^*\\s])\\*(?![\\w*])",
    "(?<![\\w_])_(?=[^\\s_])([^_\\n]*[^_\\s])_(?![\\w_])",
    "(?<![\\w~])~(?=[^\\s~])([^~\\n]*[^~\\s])~(?![\\w~])",
    "(https?://[^\\s<>]+[^\\s<>.,;:!?)])",
  ].join("|"),
  "gi",
);

export function passages(text: string): Passage[] {
  return text.split(/```\n?/).flatMap((stretch, place): Passage[] => {
    if (place % 2 === 1) return [{ kind: "pre", text: unescape(stretch) }];
    return stretch.trim() || !place ? prose(stretch) : [];
  });
}

function prose(text: string): Passage[] {
  const found: Passage[] = [];
  for (const line of text.split("\n")) {
    const quoted = /^(?:&gt;|>) ?/.exec(line);
    const kind = quoted ? "quote" : "words";
    const parts = inline(line.slice(quoted?.[0].length ?? 0));
    const last = found.at(-1);
    if (last?.kind === kind) last.lines.push(parts);
    else found.push({ kind, lines: [parts] });
  }
  return found;
}

export function inline(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  const say = (words: string) => words && parts.push({ kind: "text", text: unescape(words) });
  for (const found of text.matchAll(INLINE)) {
    say(text.slice(from, found.index));
    parts.push(part(found));
    from = found.index + found[0].length;
  }
  say(text.slice(from));
  return parts;
}

function part(found: RegExpMatchArray): Part {
  const [whole, code, angled, emoji, bold, italic, strike, url] = found;
  if (code) return { kind: "code", text: unescape(code) };
  if (angled) return special(angled);
  if (emoji) return { kind: "emoji", text: emojiNamed(emoji.toLowerCase()) ?? whole };
  if (bold) return { kind: "bold", parts: inline(bold) };
  if (italic) return { kind: "italic", parts: inline(italic) };
  if (strike) return { kind: "strike", parts: inline(strike) };
  return { kind: "link", href: unescape(url!), text: unescape(url!) };
}

function special(angled: string): Part {
  const bar = angled.indexOf("|");
  const target = bar < 0 ? angled : angled.slice(0, bar);
  const label = bar < 0 ? "" : unescape(angled.slice(bar + 1));
  if (target.startsWith("@")) return { kind: "user", id: target.slice(1), text: label };
  if (target.startsWith("#")) return { kind: "channel", id: target.slice(1), text: label };
  const [, timestamp, format] = /^!date\^(\d+)\^([^^]+)/.exec(target) ?? [];
  if (timestamp) return { kind: "date", timestamp, format: format!, fallback: label };
  if (target.startsWith("!")) return { kind: "group", id: target.slice(1), text: label };
  return { kind: "link", href: unescape(target), text: label || unescape(target) };
}

function unescape(text: string): string {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}
