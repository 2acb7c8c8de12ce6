// Where the person is on this page, and how it looks: kept over a reload of the tab.
import { createStore, useStore } from "./store";

export type Panel = "none" | "thread" | "inspector" | "controls";
export type Theme = "system" | "light" | "dark";
export type Toast = { id: number; text: string };

export interface Screen {
  person: string;
  place: string; // a channel id, or "home"
  thread: string; // ts of the root, with panel "thread"
  panel: Panel;
  sidebar: boolean; // on narrow pages
  theme: Theme;
  seen: Record<string, string>; // "person|channel" -> ts of the last message looked at
  toasts: Toast[];
  draft: { text: string } | null; // put into the composer; a new object each time
}

const KEPT = "playground";
const kept: Partial<Screen> = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");

export const screen = createStore<Screen>({
  person: "",
  place: "",
  thread: "",
  panel: "none",
  sidebar: false,
  seen: {},
  toasts: [],
  draft: null,
  ...kept,
  theme: (localStorage.getItem("playground-theme") as Theme | null) ?? "system",
});
export const useScreen = <Picked>(pick: (state: Screen) => Picked) => useStore(screen, pick);

screen.watch(() => {
  const { person, place, panel, thread } = screen.get();
  sessionStorage.setItem(KEPT, JSON.stringify({ person, place, panel, thread }));
});

const dark = matchMedia("(prefers-color-scheme: dark)");

export function shownTheme(theme: Theme): "light" | "dark" {
  if (theme !== "system") return theme;
  return dark.matches ? "dark" : "light";
}

export function applyTheme() {
  document.documentElement.dataset.theme = shownTheme(screen.get().theme);
  screen.set({});
}

export function chooseTheme(theme: Theme) {
  localStorage.setItem("playground-theme", theme);
  screen.set({ theme });
  applyTheme();
}

dark.addEventListener("change", applyTheme);

let lastToast = 0;
const TOAST_MS = 7000;

export function toast(text: string) {
  const id = ++lastToast;
  screen.set((old) => ({ toasts: [...old.toasts, { id, text }] }));
  setTimeout(() => {
    screen.set((old) => ({ toasts: old.toasts.filter((each) => each.id !== id) }));
  }, TOAST_MS);
}
