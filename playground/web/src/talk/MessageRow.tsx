// One message: who, when, what, its files and its thread.
import { memo, useMemo } from "react";
import { Blocks } from "../blocks/Blocks";
import { clockTime } from "../blocks/dates";
import { Menu } from "../elements/Buttons";
import { PlaceOf } from "../elements/place";
import { deed } from "../state/deeds";
import { screen } from "../state/screen";
import type { Message, Shortcut, User } from "../state/types";

interface MessageRowProps {
  message: Message;
  author: User | undefined;
  replies: Message[];
  tz: string;
  shortcuts: Shortcut[];
  day: string; // written above it when it begins a day
  unread: boolean; // the first one that was not seen yet
  follows: boolean; // the author has just spoken: no name again
  inThread: boolean;
  mentionsMe: boolean;
}

export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, author, tz, follows, inThread } = props;
  const time = clockTime(message.ts, tz);
  const name = author?.real_name || author?.name || message.user;
  const row = (
    <article
      className={`message ${follows ? "follows" : ""} ${props.mentionsMe ? "for-me" : ""} ${message.only_to ? "ephemeral" : ""}`}
      aria-label={`${name}, ${time}`}
      data-ts={message.ts}
    >
      {message.only_to && <p className="only-you">Only visible to you</p>}
      <div className="gutter">{follows ? <time>{time}</time> : <Avatar name={name} bot={author?.is_bot} />}</div>
      <div className="body">
        {!follows && (
          <header>
            <b>{name}</b>
            {author?.is_bot && <span className="app">APP</span>}
            <time>{time}</time>
          </header>
        )}
        <Content message={message} />
        {!inThread && props.replies.length > 0 && <ThreadLink message={message} replies={props.replies} tz={tz} />}
      </div>
      <MessageActions {...props} />
    </article>
  );
  return (
    <div className="slot">
      {props.day && (
        <h2 className="day">
          <span>{props.day}</span>
        </h2>
      )}
      {props.unread && (
        <p className="new-line">
          <span>New</span>
        </p>
      )}
      {row}
    </div>
  );
});

function Content({ message }: { message: Message }) {
  const { blocks, attachments, text } = message;
  const shown = useMemo(() => {
    const attached = attachments.flatMap((each) => each.blocks ?? textBlock(each.text ?? each.fallback ?? ""));
    return [...(blocks.length ? blocks : textBlock(text)), ...attached];
  }, [blocks, attachments, text]);
  return (
    <PlaceOf
      key={message.ts}
      blocks={shown}
      of={`${screen.get().person}|${message.channel}|${message.ts}`}
      to={{ channel: message.channel, ts: message.ts }}
    >
      <Blocks blocks={shown} />
      {message.files.map((file) => (
        <a className="file" key={file.id} href={`/files/${file.id}`} download={file.name}>
          <b>{file.title || file.name}</b>
          <small>{Math.max(1, Math.round(file.size / 1000))} kB</small>
        </a>
      ))}
      {message.edited && <small className="edited">(edited)</small>}
    </PlaceOf>
  );
}

function textBlock(text: string) {
  return text ? [{ type: "section", block_id: "text", text: { type: "mrkdwn", text } }] : [];
}

export function Avatar({ name, bot = false }: { name: string; bot?: boolean }) {
  const hue = [...name].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 360, 7);
  return (
    <span className={`avatar ${bot ? "bot" : ""}`} style={bot ? undefined : { background: `hsl(${hue} 42% 38%)` }} aria-hidden="true">
      {bot ? "▽" : name[0]?.toUpperCase()}
    </span>
  );
}

function ThreadLink({ message, replies, tz }: { message: Message; replies: Message[]; tz: string }) {
  return (
    <button type="button" className="thread-link" onClick={() => openThread(message)}>
      {replies.length} {replies.length === 1 ? "reply" : "replies"}
      <small> last at {clockTime(replies.at(-1)!.ts, tz)}</small>
    </button>
  );
}

function openThread(message: Message) {
  screen.set({ panel: "thread", thread: message.thread_ts ?? message.ts });
}

function MessageActions({ message, shortcuts, inThread }: MessageRowProps) {
  if (message.only_to) return null;
  const items = shortcuts.map((each) => ({
    text: each.name,
    pick: () => void deed("shortcut", { callback_id: each.callback_id, channel: message.channel, ts: message.ts }),
  }));
  return (
    <div className="message-actions">
      {!inThread && (
        <button type="button" className="button menu" onClick={() => openThread(message)}>
          Reply
        </button>
      )}
      {items.length > 0 && <Menu label="Message shortcuts" items={items} />}
    </div>
  );
}
