// Above everything: what this is, what time it is there, and how to move it.
import { useEffect, useState } from "react";
import { deed } from "../state/deeds";
import { screen, useScreen, type Panel } from "../state/screen";
import { useWorld, workspaceNow, world } from "../state/world";

export function TopBar() {
  const stage = useWorld((state) => state.stage)!;
  const connected = useWorld((state) => state.connected);
  const panel = useScreen((state) => state.panel);
  const toggle = (which: Panel) => screen.set({ panel: panel === which ? "none" : which });
  return (
    <header className="topbar">
      <button
        type="button"
        className="button menu only-narrow"
        aria-label="Places"
        onClick={() => screen.set((old) => ({ sidebar: !old.sidebar }))}
      >
        ☰
      </button>
      <b className="what">
        Playground <span>— not Slack</span>
      </b>
      <Clock />
      <TimeSteps />
      <span className="activity" role="status">
        {stage.activity}
      </span>
      {!connected && <span className="alarm">Connection lost, trying again…</span>}
      {!stage.bot_is_up && (
        <span className="alarm">
          The bot is down
          <button type="button" className="button small" onClick={() => void deed("start_bot")}>
            Start it
          </button>
        </span>
      )}
      <span className="grow" />
      <button type="button" className="button" aria-pressed={panel === "inspector"} onClick={() => toggle("inspector")}>
        Inspector
      </button>
      <button type="button" className="button" aria-pressed={panel === "controls"} onClick={() => toggle("controls")}>
        Controls
      </button>
    </header>
  );
}

function Clock() {
  const [, tick] = useState(0);
  useWorld((state) => state.toldAt);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 5_000);
    return () => clearInterval(timer);
  }, []);
  const person = useScreen((state) => state.person);
  const timeZone = world.get().users[person]?.tz ?? "UTC";
  const now = workspaceNow(world.get());
  const day = now.toLocaleDateString("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone });
  const time = now.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone });
  return (
    <time className="clock" dateTime={now.toISOString()} title={`In ${timeZone}`}>
      {day}, {time}
    </time>
  );
}

export function TimeSteps() {
  const activity = useWorld((state) => state.stage!.activity);
  const [moving, setMoving] = useState(false);
  const step = async (by: string) => {
    setMoving(true);
    await deed("advance", { step: by });
    setMoving(false);
  };
  const busy = moving || activity !== "";
  return (
    <div className="steps" role="group" aria-label="Move the clock">
      {["hour", "day", "week"].map((by) => (
        <button type="button" className="button" key={by} disabled={busy} onClick={() => void step(by)}>
          Next {by}
        </button>
      ))}
    </div>
  );
}
