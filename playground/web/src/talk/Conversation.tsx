// A channel or DM: its head, its messages, its composer.
import { useEffect, useMemo, useRef } from "react";
import { Composer } from "./Composer";
import { Guide } from "./Guide";
import { MessageList } from "./MessageList";
import { placeName, visibleTo } from "./visible";
import { deed } from "../state/deeds";
import { screen, useScreen } from "../state/screen";
import { NO_MESSAGES, useWorld } from "../state/world";
import type { Channel } from "../state/types";

export function Conversation({ channel }: { channel: Channel }) {
  const person = useScreen((state) => state.person);
  const messages = useWorld((state) => state.messages[channel.id] ?? NO_MESSAGES);
  const { roots, repliesOf } = useMemo(() => visibleTo(person, messages), [person, messages]);
  const bot = useWorld((state) => state.users[state.stage!.bot]?.name ?? "bot");
  const name = placeName(channel, bot);
  const key = `${person}|${channel.id}`;
  const last = roots.at(-1)?.ts ?? "";
  const cameWith = useRef<{ key: string; seen?: string }>({ key: "" });
  if (cameWith.current.key !== key) {
    const seen = screen.get().seen[key] ?? "";
    cameWith.current = { key, seen: last > seen ? seen : undefined };
  }
  useEffect(() => {
    screen.set((old) => ({ seen: { ...old.seen, [key]: last } }));
  }, [key, last]);

  const isIn = channel.members.includes(person);
  return (
    <main className="conversation" aria-label={name}>
      <ChannelHead channel={channel} name={name} />
      <MessageList
        key={key}
        messages={roots}
        repliesOf={repliesOf}
        unreadAfter={cameWith.current.seen}
        label={`Messages in ${name}`}
      />
      <Guide />
      {isIn ? (
        <Composer channel={channel.id} placeholder={`Message ${name.replace("# ", "#")}`} />
      ) : (
        <div className="join">
          <span>You are not in {name.replace("# ", "#")}.</span>
          <button type="button" className="button primary" onClick={() => void deed("join", { channel: channel.id })}>
            Join
          </button>
        </div>
      )}
    </main>
  );
}

function ChannelHead({ channel, name }: { channel: Channel; name: string }) {
  const stage = useWorld((state) => state.stage)!;
  const users = useWorld((state) => state.users);
  const bot = users[stage.bot]?.name ?? "the bot";
  const botIsIn = channel.members.includes(stage.bot);
  const people = channel.members.filter((id) => id !== stage.bot).map((id) => users[id]?.name ?? id);
  return (
    <header className="place-head">
      <h1>{name}</h1>
      {channel.is_im ? (
        <span className="members">direct messages with the bot</span>
      ) : (
        <>
          <span className="members">
            {people.join(", ") || "nobody"}
            {botIsIn ? ` and ${bot}` : ""}
          </span>
          <button
            type="button"
            className="button small"
            onClick={() => void deed(botIsIn ? "remove_bot" : "invite_bot", { channel: channel.id })}
          >
            {botIsIn ? `Remove ${bot}` : `Invite ${bot}`}
          </button>
        </>
      )}
    </header>
  );
}
