// The messages of a channel or thread: the newest at first, older ones as one scrolls up.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { MessageRow } from "./MessageRow";
import { dayOf } from "../blocks/dates";
import { useScreen } from "../state/screen";
import { useWorld } from "../state/world";
import type { Message, Shortcut } from "../state/types";

const FIRST = 40;
const MORE = 8;
const TOGETHER_S = 300;
const NEAR_END = 60;
const NONE: Shortcut[] = [];

interface MessageListProps {
  messages: Message[];
  repliesOf: Map<string, Message[]>;
  inThread?: boolean;
  unreadAfter?: string; // the last ts that was seen before
  label: string;
}

export function MessageList({ messages, repliesOf, inThread = false, unreadAfter, label }: MessageListProps) {
  const me = useScreen((state) => state.person);
  const users = useWorld((state) => state.users);
  const all = useWorld((state) => state.stage?.shortcuts ?? NONE);
  const shortcuts = useMemo(() => all.filter((each) => each.of_message), [all]);
  const tz = users[me]?.tz ?? "UTC";
  const [count, setCount] = useState(FIRST);
  const box = useRef<HTMLDivElement>(null);
  const top = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const shown = messages.slice(-count);
  const hidden = messages.length - shown.length;
  const newest = messages.at(-1)?.revision ?? 0;

  useLayoutEffect(() => {
    if (box.current && atEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [newest, messages.length]);

  // Content below the fold gets its true height late: stay at the end until one scrolls away.
  useEffect(() => {
    const inner = box.current?.firstElementChild;
    if (!inner) return;
    const grown = new ResizeObserver(() => {
      if (box.current && atEnd.current) box.current.scrollTop = box.current.scrollHeight;
    });
    grown.observe(inner);
    return () => grown.disconnect();
  }, []);

  useEffect(() => {
    if (!top.current || !hidden) return;
    const nearing = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) setCount((old) => old + MORE);
      },
      { root: box.current, rootMargin: "900px 0px 0px 0px" },
    );
    nearing.observe(top.current);
    return () => nearing.disconnect();
  }, [hidden]);

  const onScroll = () => {
    const { scrollTop, scrollHeight, clientHeight } = box.current!;
    atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END;
  };

  return (
    <div className="messages" ref={box} onScroll={onScroll} role="log" aria-label={label} tabIndex={0}>
      <div className="inner">
        {hidden > 0 && (
          <div ref={top} className="older">
            {hidden} older messages
          </div>
        )}
        {shown.map((message, place) => {
          const before = shown[place - 1];
          const day = dayOf(message.ts, tz);
          const newDay = !inThread && (!before || dayOf(before.ts, tz) !== day);
          const after = unreadAfter ?? LATER_THAN_ALL;
          const unread = message.ts > after && (!before || before.ts <= after);
          return (
            <MessageRow
              key={message.ts}
              message={message}
              author={users[message.user]}
              replies={repliesOf.get(message.ts) ?? NO_REPLIES}
              tz={tz}
              shortcuts={shortcuts}
              day={newDay ? day : ""}
              unread={unread}
              follows={!newDay && !unread && follows(before, message)}
              inThread={inThread}
              mentionsMe={message.text.includes(`<@${me}>`)}
            />
          );
        })}
        {!messages.length && <p className="empty">Nothing here yet. Type a slash and see what the bot can do.</p>}
      </div>
    </div>
  );
}

const NO_REPLIES: Message[] = [];
const LATER_THAN_ALL = "9";

function follows(before: Message | undefined, message: Message): boolean {
  if (!before || before.user !== message.user || before.only_to !== message.only_to) return false;
  return !message.only_to && Number(message.ts) - Number(before.ts) < TOGETHER_S;
}
