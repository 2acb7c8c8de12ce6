// Slack's date tokens in the zone of the person who looks.
const TOKENS: Record<string, Intl.DateTimeFormatOptions> = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date_slash: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_pretty: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_short_pretty: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  date_long_full: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  date_long_pretty: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  day_divider_pretty: { weekday: "long", month: "long", day: "numeric" },
  time: { hour: "2-digit", minute: "2-digit" },
  time_secs: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
};

// Making a formatter costs far more than using it.
const made = new Map<string, Intl.DateTimeFormat>();

function format(at: Date, name: string, how: Intl.DateTimeFormatOptions, timeZone: string): string {
  const key = `${name} ${timeZone}`;
  const held = made.get(key) ?? new Intl.DateTimeFormat("en-GB", { ...how, timeZone });
  made.set(key, held);
  return held.format(at);
}

export function formatDate(
  token: { timestamp: string; format: string; fallback: string },
  timeZone: string,
): string {
  const at = new Date(Number(token.timestamp) * 1000);
  if (Number.isNaN(at.getTime())) return token.fallback;
  return token.format.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const how = TOKENS[name];
    return how ? format(at, name, how, timeZone) : whole;
  });
}

export function clockTime(ts: string, timeZone: string): string {
  return format(new Date(Number(ts) * 1000), "time", TOKENS.time!, timeZone);
}

export function dayOf(ts: string, timeZone: string): string {
  return format(new Date(Number(ts) * 1000), "date_long", TOKENS.date_long!, timeZone);
}
