// Blocks drawn by slack-blocks-to-jsx: charts, rich text, pictures, Markdown and the rarer ones.
import { memo, useRef } from "react";
import { Message } from "slack-blocks-to-jsx";
import { useRoomForLabels } from "./chartLabels";
import { ChannelMention, DateOf, Link, UserMention } from "./Text";
import { shownTheme, useScreen } from "../state/screen";
import type { Dict, Json } from "../state/types";

const HOOKS: Json = {
  user: ({ id }: { id: string }) => <UserMention id={id} />,
  channel: ({ id }: { id: string }) => <ChannelMention id={id} />,
  date: (date: { timestamp: string; format: string; fallback: string }) => <DateOf date={date} />,
  link: ({ href, children }: { href: string; children: React.ReactNode }) => (
    <Link href={href}>{children}</Link>
  ),
};

export const Library = memo(function Library({ blocks }: { blocks: Dict[] }) {
  const theme = useScreen((state) => shownTheme(state.theme));
  const box = useRef<HTMLDivElement>(null);
  useRoomForLabels(box, blocks.some((block) => block.type === "data_visualization"));
  return (
    <div ref={box}>
      <Message blocks={blocks as Json} hooks={HOOKS} theme={theme} withoutWrapper logo="" name="" />
    </div>
  );
});
