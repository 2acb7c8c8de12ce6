// What went over the wire: each event in with its ack, each call of the bot with its answer.
import { useMemo, useState } from "react";
import { began, isCall, outcome, refusal } from "./words";
import { replay } from "../state/deeds";
import { toast } from "../state/screen";
import { useWorld } from "../state/world";
import type { Exchange, Json } from "../state/types";

const SHOWN = 120;
const SLOW_MS = 1000;

export function Inspector() {
  const exchanges = useWorld((state) => state.exchanges);
  const [only, setOnly] = useState<"all" | "refused">("all");
  const shown = useMemo(() => {
    const kept = exchanges.filter((each) => only === "all" || refusal(each) !== "");
    const newest = kept.slice(-SHOWN);
    return newest.sort((one, two) => two.at.localeCompare(one.at));
  }, [exchanges, only]);
  return (
    <div className="inspector" tabIndex={0} role="region" aria-label="Exchanges, newest first">
      <div className="row">
        <button type="button" className="button small" aria-pressed={only === "refused"} onClick={() => setOnly(only === "all" ? "refused" : "all")}>
          Refusals only
        </button>
        <a className="button small" href="/transcript.json" download="transcript.json">
          Save transcript
        </a>
        <label className="button small">
          Replay one…
          <input type="file" accept=".json" className="unseen" onChange={(event) => replayFile(event.target)} />
        </label>
      </div>
      {!shown.length && <p className="empty">Nothing was said yet.</p>}
      {shown.map((each) => (
        <ExchangeRow key={`${each.at}${each.kind}${each.name}`} exchange={each} />
      ))}
    </div>
  );
}

function replayFile(input: HTMLInputElement) {
  const file = input.files?.[0];
  if (file) void replay(file);
  input.value = "";
}

function ExchangeRow({ exchange }: { exchange: Exchange }) {
  const [open, setOpen] = useState(false);
  const refused = refusal(exchange);
  const slow = !isCall(exchange) && exchange.ms > SLOW_MS;
  return (
    <details className={`exchange ${isCall(exchange) ? "call" : ""}`} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className="kind">{began(exchange)}</span>
        <code>{exchange.name}</code>
        <span className={`ms ${slow ? "slow" : ""}`}>{Math.round(exchange.ms)} ms</span>
        <span className={`outcome ${refused ? "wrong" : ""}`}>{outcome(exchange)}</span>
      </summary>
      {open && (
        <>
          <Payload title="In" body={exchange.asked} />
          <Payload title={isCall(exchange) ? "Answer" : "Ack"} body={exchange.answered} />
          <button type="button" className="button small" onClick={() => void copy(exchange)}>
            Copy both as JSON
          </button>
        </>
      )}
    </details>
  );
}

function Payload({ title, body }: { title: string; body: Json }) {
  return (
    <>
      <h4>{title}</h4>
      <pre tabIndex={0}>{body === null ? "(empty)" : JSON.stringify(body, null, 1)}</pre>
    </>
  );
}

async function copy(body: Json) {
  try {
    await navigator.clipboard.writeText(JSON.stringify(body, null, 1));
    toast("Copied.");
  } catch {
    toast("This browser does not let the page copy.");
  }
}
