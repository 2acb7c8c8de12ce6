// A text object: mrkdwn with its links, mentions and dates, or plain words.
import { memo, useMemo } from "react";
import { formatDate } from "./dates";
import { passages, type Part, type Passage } from "./mrkdwn";
import { useScreen } from "../state/screen";
import { useWorld } from "../state/world";
import type { Dict } from "../state/types";

export const Text = memo(function Text({ of }: { of: Dict }) {
  const tree = useMemo(() => (of.type === "mrkdwn" ? passages(of.text) : null), [of]);
  if (!tree) return <span className="lines">{of.text}</span>;
  return tree.map((passage, place) => <PassageOf key={place} passage={passage} />);
});

function PassageOf({ passage }: { passage: Passage }) {
  if (passage.kind === "pre") return <pre className="pre">{passage.text}</pre>;
  const lines = passage.lines.map((parts, place) => (
    <div className="line" key={place}>
      <Parts parts={parts} />
    </div>
  ));
  return passage.kind === "quote" ? <blockquote>{lines}</blockquote> : <>{lines}</>;
}

export function Parts({ parts }: { parts: Part[] }) {
  return parts.map((part, place) => <PartOf key={place} part={part} />);
}

function PartOf({ part }: { part: Part }) {
  switch (part.kind) {
    case "text":
    case "emoji":
      return part.text;
    case "code":
      return <code className="code">{part.text}</code>;
    case "bold":
      return (
        <b>
          <Parts parts={part.parts} />
        </b>
      );
    case "italic":
      return (
        <i>
          <Parts parts={part.parts} />
        </i>
      );
    case "strike":
      return (
        <s>
          <Parts parts={part.parts} />
        </s>
      );
    case "link":
      return <Link href={part.href}>{part.text}</Link>;
    case "user":
      return <UserMention id={part.id} />;
    case "channel":
      return <ChannelMention id={part.id} />;
    case "group":
      return <span className="mention">@{part.text || part.id.split("^")[0]}</span>;
    case "date":
      return <DateOf date={part} />;
  }
}

// Only addresses that a browser may open for a stranger's message.
export function Link({ href, children }: { href: string; children: React.ReactNode }) {
  if (!/^(https?|mailto|tel):/i.test(href)) return children;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

export function UserMention({ id }: { id: string }) {
  const me = useScreen((state) => state.person);
  const name = useWorld((state) => state.users[id]?.name ?? id);
  return <span className={`mention ${id === me ? "me" : ""}`}>@{name}</span>;
}

export function ChannelMention({ id }: { id: string }) {
  const name = useWorld((state) => state.channels.find((each) => each.id === id)?.name ?? id);
  return <span className="mention">#{name}</span>;
}

export function DateOf({ date }: { date: { timestamp: string; format: string; fallback: string } }) {
  const me = useScreen((state) => state.person);
  const tz = useWorld((state) => state.users[me]?.tz ?? "UTC");
  return <time>{formatDate(date, tz)}</time>;
}
