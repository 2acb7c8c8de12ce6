// What the composer offers while one types: ways to use a command, and people.
import type { User, Verb } from "../state/types";

export interface Offer {
  shown: string;
  about: string;
  text: string; // what the composer holds after taking it
}

const MOST = 16;

export function offers(text: string, verbs: Verb[], command: string, users: User[]): Offer[] {
  if (text.startsWith("/")) return commandOffers(text, verbs.flatMap((verb) => spread(verb, command)));
  const mention = /(^|\s)@([\w.-]*)$/.exec(text);
  if (!mention) return [];
  const start = text.slice(0, text.length - mention[2]!.length);
  return users
    .filter((user) => user.name.toLowerCase().startsWith(mention[2]!.toLowerCase()))
    .map((user) => ({ shown: `@${user.name}`, about: user.real_name, text: `${start}${user.name} ` }));
}

function commandOffers(text: string, verbs: Verb[]): Offer[] {
  const wanted = text.toLowerCase();
  const fitting = verbs.filter((verb) => {
    const fixed = literal(verb.usage).toLowerCase();
    return fixed.startsWith(wanted.trimEnd()) || wanted.startsWith(`${fixed.trimEnd()} `);
  });
  const closest = [...fitting].sort((one, two) => match(two, wanted) - match(one, wanted));
  return closest.slice(0, MOST).map((verb) => ({
    shown: verb.usage,
    about: verb.what,
    text: literal(verb.usage).startsWith(text) ? literal(verb.usage) : text,
  }));
}

// "goal new [sentence], goal N" are two ways, and both are typed after the command's name.
function spread(verb: Verb, command: string): Verb[] {
  const ways = verb.usage.split(/, (?![^[]*\])/);
  return ways.map((way) => ({
    usage: way.startsWith("/") ? way : `${command} ${way}`,
    what: verb.what,
  }));
}

// The longest verb that the text begins with is the one meant.
function match(verb: Verb, wanted: string): number {
  const fixed = literal(verb.usage).trimEnd().toLowerCase();
  return wanted.startsWith(fixed) ? fixed.length : 0;
}

// The part of a usage that is typed as it stands: `/funnel log ` of `/funnel log NAME VALUE`.
export function literal(usage: string): string {
  const words = usage.split(" ");
  const end = words.findIndex((word) => /^[[<(]/.test(word) || /^[A-Z]{2,}/.test(word) || word === "…" || word === "N");
  return end === -1 ? usage : `${words.slice(0, end).join(" ")} `;
}
