// What opens to the right of the conversation; on a phone, over it.
import { screen } from "../state/screen";

export function Side({ title, children }: { title: string; children: React.ReactNode }) {
  const close = () => screen.set({ panel: "none" });
  return (
    <aside className="side" aria-label={title} onKeyDown={(event) => event.key === "Escape" && close()}>
      <header className="place-head">
        <h2>{title}</h2>
        <button type="button" className="button menu" aria-label={`Close ${title}`} onClick={close}>
          ×
        </button>
      </header>
      {children}
    </aside>
  );
}
