// The message or view that elements stand in: what is typed there, and telling the bot.
import { createContext, useContext, useMemo, useState, type ReactNode } from "react";
import { deed } from "../state/deeds";
import { heldBy, holdsValue, keepTyped, typedAt, useTyped } from "../state/typed";
import type { Dict, Values } from "../state/types";

export interface Place {
  key: string; // of what is typed here
  ref: Dict; // {channel, ts} or {view}
  blocks: Dict[];
  told?: Values; // the server's state of a view
  errors?: Record<string, string>;
  busy: string; // the action that waits for its ack
  setBusy(action: string): void;
}

const PlaceContext = createContext<Place | null>(null);

interface PlaceOfProps {
  of: string; // key of what is typed here
  to: Dict; // {channel, ts} or {view}
  blocks: Dict[];
  told?: Values;
  errors?: Record<string, string>;
  children: ReactNode;
}

export function PlaceOf({ of, to, blocks, told, errors, children }: PlaceOfProps) {
  const [busy, setBusy] = useState("");
  const place = { key: of, ref: to, blocks, told, errors, busy, setBusy };
  return <PlaceContext.Provider value={place}>{children}</PlaceContext.Provider>;
}

export function usePlace(): Place {
  const place = useContext(PlaceContext);
  if (!place) throw new Error("an element stands outside of a place");
  return place;
}

// Every element that has a value, with its block.
export function fields(blocks: Dict[]): [Dict, Dict][] {
  return blocks.flatMap((block) => {
    const inner = [block.element, block.accessory, ...(block.elements ?? [])];
    const own: [Dict, Dict][] = inner
      .filter((element) => element && holdsValue(element))
      .map((element) => [block, element]);
    return [...own, ...fields(block.child_blocks ?? [])];
  });
}

// All values of a place as the bot is sent them.
export function valuesOf(place: Pick<Place, "key" | "blocks" | "told">): Values {
  const typed = typedAt(place.key);
  const values: Values = {};
  for (const [block, element] of fields(place.blocks)) {
    const held = heldBy(element, block.block_id, typed, place.told);
    values[block.block_id] = { ...values[block.block_id], [element.action_id]: held };
  }
  return values;
}

// Presses an element, or reports its change; resolves when the bot has acked.
export async function act(place: Place, block: Dict, element: Dict, more: Dict = {}) {
  place.setBusy(`${block.block_id}/${element.action_id}`);
  await deed("act", {
    ...place.ref,
    block_id: block.block_id,
    action_id: element.action_id,
    values: valuesOf(place),
    ...more,
  });
  place.setBusy("");
}

export interface Field {
  held: Dict;
  keep(held: Dict): void; // notes it, and tells the bot if this field reports at once
  note(held: Dict): void; // notes it only
  report(): void;
}

const TYPED_IN = /input$/;

// The value of one element and how to change it.
export function useField(block: Dict, element: Dict): Field {
  const place = usePlace();
  const typed = useTyped(place.key);
  const held = heldBy(element, block.block_id, typed, place.told);
  return useMemo(() => {
    const note = (next: Dict) =>
      keepTyped(place.key, block.block_id, element.action_id, { type: element.type, ...next });
    const report = () => void act(place, block, element);
    const reports = block.type !== "input" || (block.dispatch_action && !TYPED_IN.test(element.type));
    return {
      held,
      note,
      report,
      keep(next) {
        note(next);
        if (reports) report();
      },
    };
  }, [held, place, block, element]);
}
