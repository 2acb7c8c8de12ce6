// What cannot be drawn is said, never left out.
export function Unknown({ what, type }: { what: "block" | "element"; type: string }) {
  return (
    <div className="unknown" role="alert">
      This page cannot draw the {what} <code>{type}</code>.
    </div>
  );
}
