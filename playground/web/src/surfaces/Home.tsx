// The bot's Home, as it published it for this person.
import { useEffect } from "react";
import { Blocks } from "../blocks/Blocks";
import { PlaceOf } from "../elements/place";
import { deed } from "../state/deeds";
import { useScreen } from "../state/screen";
import { useWorld } from "../state/world";

export function Home() {
  const person = useScreen((state) => state.person);
  const view = useWorld((state) => state.homes[person]);
  const bot = useWorld((state) => state.users[state.stage!.bot]?.name ?? "The bot");
  const epoch = useWorld((state) => state.epoch);
  useEffect(() => void deed("open_home"), [person, epoch]);
  return (
    <main className="conversation" aria-label="Home">
      <header className="place-head">
        <h1>{bot} · Home</h1>
      </header>
      <div className="home" tabIndex={0} role="region" aria-label="Home of the bot">
        {view ? (
          <PlaceOf key={view.id} of={`view|${view.id}`} to={{ view: view.id }} blocks={view.blocks} told={view.state.values}>
            <Blocks blocks={view.blocks} />
          </PlaceOf>
        ) : (
          <p className="empty">The bot has not published a Home yet.</p>
        )}
      </div>
    </main>
  );
}
