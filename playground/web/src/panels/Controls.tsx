// Time, the bot's process, faults of the wire, stories, and how the page looks.
import { useState } from "react";
import { TimeSteps } from "../shell/TopBar";
import { deed, dropStory } from "../state/deeds";
import { chooseTheme, toast, useScreen, type Theme } from "../state/screen";
import { useWorld } from "../state/world";

const FAULTS: [string, string, string][] = [
  ["rate_limit", "Rate limit", "Slack refuses the next 3 calls: ask again in 2 s."],
  ["slack_down", "Slack is down", "The next 5 calls get 503."],
  ["lost_before", "Post lost on its way", "The connection breaks before the next post counts."],
  ["lost_after", "Answer lost", "The next post counts, but the bot never hears so."],
  ["slow", "Slow Slack", "The next 3 calls take 2.5 s."],
  ["doubled", "Slack repeats itself", "The next event or click reaches the bot twice."],
  ["socket_lost", "Socket lost", "The bot's connection breaks; it comes back by itself."],
  ["kill_in_mid_post", "Kill the bot in mid-post", "At its next post: the post counts, the bot is gone."],
];

export function Controls() {
  return (
    <div className="controls" tabIndex={0} role="region" aria-label="Controls of the playground">
      <Time />
      <Bot />
      <Faults />
      <Stories />
      <Looks />
    </div>
  );
}

function Time() {
  const activity = useWorld((state) => state.stage!.activity);
  return (
    <section>
      <h3>Time</h3>
      <p>Numbers arrive and digests are due as the days go by.</p>
      <TimeSteps />
      <div className="row">
        {[30, 365].map((days) => (
          <button type="button" className="button" key={days} disabled={activity !== ""} onClick={() => void deed("play", { days })}>
            Play {days === 365 ? "a year" : `${days} days`}
          </button>
        ))}
        <button type="button" className="button" disabled={activity === ""} onClick={() => void deed("stop_playing")}>
          Stop
        </button>
      </div>
      {activity && <p role="status">{activity}</p>}
    </section>
  );
}

function Bot() {
  const up = useWorld((state) => state.stage!.bot_is_up);
  const problems = useWorld((state) => state.problems);
  return (
    <section>
      <h3>Bot</h3>
      <p>The bot is a process of its own. It is {up ? "running" : "down"}.</p>
      <div className="row">
        <button type="button" className="button danger" disabled={!up} onClick={() => void deed("kill_bot")}>
          Kill it
        </button>
        <button type="button" className="button" disabled={up} onClick={() => void deed("start_bot")}>
          Start it
        </button>
      </div>
      {problems.length > 0 && (
        <>
          <p>Slack would have refused:</p>
          <ul className="wrong">
            {problems.slice(-5).map((problem, place) => (
              <li key={place}>{problem}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Faults() {
  const order = async (what: string, name: string) => {
    if (await deed("fault", { what })) toast(`Ordered: ${name}.`);
  };
  return (
    <section>
      <h3>Faults</h3>
      <p>Nothing should be lost or doubled by any of these.</p>
      <ul className="faults">
        {FAULTS.map(([what, name, about]) => (
          <li key={what}>
            <button type="button" className="button" onClick={() => void order(what, name)}>
              {name}
            </button>
            <small>{about}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Stories() {
  const story = useWorld((state) => state.stage!.story);
  const activity = useWorld((state) => state.stage!.activity);
  const [begun, setBegun] = useState(false);
  const busy = begun || activity !== "";
  const begin = async (what: () => Promise<unknown>) => {
    setBegun(true);
    await what();
    setBegun(false);
  };
  const drop = (files: FileList | null) => {
    const file = files?.[0];
    if (file) void begin(() => dropStory(file));
  };
  return (
    <section
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        drop(event.dataTransfer.files);
      }}
    >
      <h3>Story</h3>
      <p>Now: {story}. Another one starts over.</p>
      <div className="row">
        <button type="button" className="button" disabled={busy} onClick={() => void begin(() => deed("reset", { story: "shop" }))}>
          Demo shop
        </button>
        <button type="button" className="button" disabled={busy} onClick={() => void begin(() => deed("reset", { story: "empty" }))}>
          Empty workspace
        </button>
      </div>
      <label className="drop">
        Your own: drop a long CSV here (with the columns <code>date</code>, <code>metric</code> and <code>value</code>), or choose one
        <input type="file" accept=".csv" disabled={busy} onChange={(event) => drop(event.target.files)} />
      </label>
      {begun && <p role="status">Setting the stage…</p>}
    </section>
  );
}

function Looks() {
  const theme = useScreen((state) => state.theme);
  return (
    <section>
      <h3>Looks</h3>
      <div className="row" role="group" aria-label="Theme">
        {(["system", "light", "dark"] as Theme[]).map((each) => (
          <button type="button" className="button" key={each} aria-pressed={theme === each} onClick={() => chooseTheme(each)}>
            {each[0]!.toUpperCase() + each.slice(1)}
          </button>
        ))}
      </div>
    </section>
  );
}
