// Doing things: each deed is a POST that the server answers when the bot has acked.
import { screen, toast } from "./screen";
import type { Dict, Json } from "./types";

async function post(path: string, body: BodyInit): Promise<Json | null> {
  try {
    const response = await fetch(path, { method: "POST", body });
    const answer = await response.json();
    if (response.ok) return answer;
    toast(answer.problem ?? `The playground answered ${response.status}.`);
  } catch {
    toast("The playground does not answer. Is it still running?");
  }
  return null;
}

// The answer, or null after the person was told what went wrong.
export function deed(name: string, body: Dict = {}): Promise<Json | null> {
  return post(`/deed/${name}`, JSON.stringify({ as: screen.get().person, ...body }));
}

export function upload(file: File): Promise<Dict | null> {
  const named = new URLSearchParams({ name: file.name, as: screen.get().person });
  return post(`/upload?${named}`, file);
}

export async function share(file: File, channel: string) {
  const held = await upload(file);
  if (held) await deed("share", { channel, file: held.id });
}

export async function replay(file: File) {
  const answer = await post("/replay", file);
  if (!answer) return;
  const skipped = answer.skipped.length ? ` Not possible here: ${answer.skipped.join("; ")}.` : "";
  toast(`Done again: ${answer.done} deeds.${skipped}`);
}

export function dropStory(file: File): Promise<Dict | null> {
  return post(`/story?${new URLSearchParams({ name: file.name })}`, file);
}
