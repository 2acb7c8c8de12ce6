// A value outside of React that components can watch.
import { useSyncExternalStore } from "react";

export interface Store<T> {
  get(): T;
  set(change: Partial<T> | ((old: T) => Partial<T>)): void;
  watch(listener: () => void): () => void;
}

export function createStore<T extends object>(first: T): Store<T> {
  let held = first;
  const listeners = new Set<() => void>();
  return {
    get: () => held,
    set(change) {
      held = { ...held, ...(typeof change === "function" ? change(held) : change) };
      listeners.forEach((listener) => listener());
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

// `pick` must give the same object for the same state, or React would draw for ever.
export function useStore<T extends object, Picked>(store: Store<T>, pick: (state: T) => Picked) {
  return useSyncExternalStore(store.watch, () => pick(store.get()));
}
