// A thread beside its channel.
import { useMemo } from "react";
import { Composer } from "./Composer";
import { MessageList } from "./MessageList";
import { visibleTo } from "./visible";
import { useScreen } from "../state/screen";
import { NO_MESSAGES, useWorld } from "../state/world";
import type { Channel, Message } from "../state/types";

const NO_REPLIES = new Map<string, Message[]>();

export function Thread({ channel }: { channel: Channel }) {
  const person = useScreen((state) => state.person);
  const ts = useScreen((state) => state.thread);
  const messages = useWorld((state) => state.messages[channel.id] ?? NO_MESSAGES);
  const { roots, repliesOf } = useMemo(() => visibleTo(person, messages), [person, messages]);
  const root = roots.find((message) => message.ts === ts);
  if (!root) return <p className="empty">This thread is not here.</p>;
  return (
    <>
      <MessageList
        key={ts}
        messages={[root, ...(repliesOf.get(ts) ?? [])]}
        repliesOf={NO_REPLIES}
        inThread
        label="Messages of the thread"
      />
      {channel.members.includes(person) && (
        <Composer channel={channel.id} thread={ts} placeholder="Reply…" />
      )}
    </>
  );
}
