// The whole page.
import { useEffect } from "react";
import { Sidebar, become, firstPlace } from "./Sidebar";
import { TopBar } from "./TopBar";
import { Controls } from "../panels/Controls";
import { Inspector } from "../panels/Inspector";
import { Side } from "../panels/Side";
import { Home } from "../surfaces/Home";
import { ModalStack } from "../surfaces/Modal";
import { Conversation } from "../talk/Conversation";
import { Thread } from "../talk/Thread";
import { screen, useScreen } from "../state/screen";
import { useWorld, world } from "../state/world";

export function App() {
  const ready = useWorld((state) => state.stage !== null);
  useSettle();
  const person = useScreen((state) => state.person);
  const known = useWorld((state) => Boolean(state.users[person]));
  if (!ready || !known) return <p className="loading">Opening the playground…</p>;
  return <Workspace />;
}

// Chooses a person and a place when there is none yet, or after a reset took them away.
function useSettle() {
  const scene = useWorld((state) => `${state.epoch} ${state.stage?.people.join()}`);
  useEffect(() => {
    const { stage, users, channels, messages } = world.get();
    const [first] = stage?.people ?? [];
    if (!stage || !first) return;
    const { person, place } = screen.get();
    if (!users[person]) become(first);
    const there = place === "home" || channels.some((channel) => channel.id === place);
    if (!there) screen.set({ place: firstPlace(screen.get().person), panel: "none" });
    screen.set({ seen: allSeen(stage.people, messages) });
  }, [scene]);
}

// What was there before the page was opened counts as read.
function allSeen(people: string[], messages: Record<string, { ts: string }[]>) {
  const entries = people.flatMap((person) =>
    Object.entries(messages).map(([channel, held]) => [`${person}|${channel}`, held.at(-1)?.ts ?? ""]),
  );
  return Object.fromEntries(entries);
}

function Workspace() {
  const place = useScreen((state) => state.place);
  const panel = useScreen((state) => state.panel);
  const sidebar = useScreen((state) => state.sidebar);
  const channel = useWorld((state) => state.channels.find((each) => each.id === place));
  const notice = useWorld((state) => state.stage!.notice);
  return (
    <div className={`page ${sidebar ? "with-sidebar" : ""} ${panel === "none" ? "" : "with-side"}`}>
      <TopBar />
      {notice && <p className="notice">{notice}</p>}
      <div className="columns">
        <Sidebar />
        {channel ? <Conversation channel={channel} /> : <Home />}
        {panel === "thread" && channel && (
          <Side title="Thread">
            <Thread channel={channel} />
          </Side>
        )}
        {panel === "inspector" && (
          <Side title="Inspector">
            <Inspector />
          </Side>
        )}
        {panel === "controls" && (
          <Side title="Controls">
            <Controls />
          </Side>
        )}
      </div>
      <ModalStack />
      <Toasts />
    </div>
  );
}

function Toasts() {
  const toasts = useScreen((state) => state.toasts);
  return (
    <div className="toasts" role="status">
      {toasts.map((each) => (
        <p key={each.id}>{each.text}</p>
      ))}
    </div>
  );
}
