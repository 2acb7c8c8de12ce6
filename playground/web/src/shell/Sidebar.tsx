// Who one is, and where one can go.
import { useState } from "react";
import { Avatar } from "../talk/MessageRow";
import { placeName, placesOf } from "../talk/visible";
import { deed } from "../state/deeds";
import { screen, useScreen } from "../state/screen";
import { NO_MESSAGES, useWorld, world } from "../state/world";
import type { Channel } from "../state/types";

export function go(place: string) {
  screen.set((old) => ({ place, draft: null, sidebar: false, panel: old.panel === "thread" ? "none" : old.panel }));
}

export function Sidebar() {
  const person = useScreen((state) => state.person);
  const place = useScreen((state) => state.place);
  const channels = useWorld((state) => state.channels);
  const bot = useWorld((state) => state.users[state.stage!.bot]?.name ?? "bot");
  const { channels: open, dm, isIn } = placesOf(person, channels);
  const openDm = async () => {
    const answer = await deed("open_dm");
    if (answer) go(answer.channel);
  };
  return (
    <nav className="sidebar" aria-label="Places">
      <PersonPicker />
      <h2>Channels</h2>
      <ul>
        {open.map((channel) => (
          <PlaceLink key={channel.id} channel={channel} bot={bot} faint={!isIn(channel)} />
        ))}
      </ul>
      <NewChannel />
      <h2>App</h2>
      <ul>
        <li>
          <button type="button" aria-current={place === "home" ? "page" : undefined} onClick={() => go("home")}>
            Home of {bot}
          </button>
        </li>
        {dm ? (
          <PlaceLink channel={dm} bot={`Messages with ${bot}`} faint={false} />
        ) : (
          <li>
            <button type="button" onClick={() => void openDm()}>
              Messages with {bot}
            </button>
          </li>
        )}
      </ul>
    </nav>
  );
}

function PlaceLink({ channel, bot, faint }: { channel: Channel; bot: string; faint: boolean }) {
  const person = useScreen((state) => state.person);
  const here = useScreen((state) => state.place === channel.id);
  const seen = useScreen((state) => state.seen[`${person}|${channel.id}`]);
  const messages = useWorld((state) => state.messages[channel.id] ?? NO_MESSAGES);
  const unread = messages.filter(
    (each) => each.ts > (seen ?? "") && each.user !== person && (!each.only_to || each.only_to === person),
  );
  const count = here || faint ? 0 : unread.length;
  return (
    <li>
      <button
        type="button"
        className={`${count ? "unread" : ""} ${faint ? "faint" : ""}`}
        aria-current={here ? "page" : undefined}
        onClick={() => go(channel.id)}
      >
        <span className="name">{placeName(channel, bot)}</span>
        {count > 0 && (
          <span className="count" aria-label={`${count} unread`}>
            {count}
          </span>
        )}
      </button>
    </li>
  );
}

function PersonPicker() {
  const person = useScreen((state) => state.person);
  const people = useWorld((state) => state.stage!.people);
  const users = useWorld((state) => state.users);
  const me = users[person];
  return (
    <label className="person">
      <Avatar name={me?.real_name ?? "?"} />
      <span className="who">
        <small>You are</small>
        <select value={person} onChange={(event) => become(event.target.value)}>
          {people.map((id) => (
            <option key={id} value={id}>
              {users[id]?.real_name ?? id}
              {users[id]?.is_admin ? " (admin)" : ""}
              {users[id]?.is_guest ? " (guest)" : ""}
            </option>
          ))}
        </select>
        <small>{me?.tz.replace("_", " ")}</small>
      </span>
    </label>
  );
}

// Another person may not see the place where this one was.
export function become(person: string) {
  const { channels } = world.get();
  const { place } = screen.get();
  const { channels: open, dm } = placesOf(person, channels);
  const stays = place === "home" || open.some((channel) => channel.id === place);
  const wasDm = channels.find((channel) => channel.id === place)?.is_im;
  screen.set({ person, panel: "none", place: stays ? place : wasDm && dm ? dm.id : firstPlace(person) });
}

export function firstPlace(person: string): string {
  const { channels } = world.get();
  const mine = placesOf(person, channels).channels.filter((each) => each.members.includes(person));
  const notGeneral = mine.find((channel) => channel.name !== "general");
  return (notGeneral ?? mine[0])?.id ?? "home";
}

function NewChannel() {
  const [name, setName] = useState<string | null>(null);
  const [isPrivate, setPrivate] = useState(false);
  if (name === null) {
    return (
      <button type="button" className="add" onClick={() => setName("")}>
        + New channel
      </button>
    );
  }
  const create = async (event: React.FormEvent) => {
    event.preventDefault();
    const answer = await deed("new_channel", { name, is_private: isPrivate });
    if (!answer) return;
    setName(null);
    go(answer.channel);
  };
  return (
    <form className="new-channel" onSubmit={(event) => void create(event)}>
      <input autoFocus aria-label="Name of the new channel" placeholder="name" value={name} onChange={(event) => setName(event.target.value)} />
      <label>
        <input type="checkbox" checked={isPrivate} onChange={(event) => setPrivate(event.target.checked)} /> Private
      </label>
      <div className="row">
        <button type="submit" className="button small primary">
          Create
        </button>
        <button type="button" className="button small" onClick={() => setName(null)}>
          Cancel
        </button>
      </div>
    </form>
  );
}
