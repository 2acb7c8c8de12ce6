// The blocks of one message or view: interactive ones are ours, the rest is the library's.
import { DataTable } from "./DataTable";
import { InputBlock } from "./InputBlock";
import { Library } from "./Library";
import { Unknown } from "./Unknown";
import { Context, Header, Section } from "./Words";
import { Element, labelOf } from "../elements/Element";
import type { Dict } from "../state/types";

const LIBRARY = new Set([
  "image", "rich_text", "markdown", "video", "data_visualization", "alert", "plan", "task_card",
]);

type Draw = (block: Dict) => React.ReactNode;

const OURS: Record<string, Draw> = {
  section: (block) => <Section block={block} />,
  header: (block) => <Header block={block} />,
  context: (block) => <Context block={block} />,
  divider: () => <hr />,
  actions: (block) => <Elements block={block} />,
  context_actions: (block) => <Elements block={block} />,
  input: (block) => <InputBlock block={block} />,
  data_table: (block) => <DataTable block={block} />,
  table: (block) => <DataTable block={block} />,
  card: (block) => <Card block={block} />,
  carousel: (block) => block.elements.map((card: Dict, n: number) => <Card key={n} block={card} />),
  container: (block) => (
    <section className="container">
      {block.title && <Header block={{ text: block.title }} />}
      {block.rich_text_title && <Library blocks={[block.rich_text_title]} />}
      <Blocks blocks={block.child_blocks} />
    </section>
  ),
};

export function Blocks({ blocks }: { blocks: Dict[] }) {
  return <div className="blocks">{runs(blocks).map((run) => drawRun(run))}</div>;
}

// Neighbours of the library are drawn together: one mount instead of many.
function runs(blocks: Dict[]): Dict[][] {
  const grouped: Dict[][] = [];
  for (const block of blocks) {
    const last = grouped.at(-1);
    if (last && isPlain(block) && isPlain(last[0]!)) last.push(block);
    else grouped.push([block]);
  }
  return grouped;
}

const isPlain = (block: Dict): boolean => LIBRARY.has(block.type);

function drawRun(run: Dict[]) {
  const block = run[0]!;
  if (isPlain(block)) return <Library key={block.block_id} blocks={run} />;
  const draw = OURS[block.type];
  return (
    <div key={block.block_id}>{draw ? draw(block) : <Unknown what="block" type={block.type} />}</div>
  );
}

function Elements({ block }: { block: Dict }) {
  return (
    <div className="actions">
      {block.elements.map((element: Dict) => (
        <Element key={element.action_id} block={block} element={element} label={labelOf(block, element)} />
      ))}
    </div>
  );
}

function Card({ block }: { block: Dict }) {
  const { actions, ...shown } = block;
  return (
    <div>
      <Library blocks={[{ ...shown, type: "card" }]} />
      {actions && <Elements block={{ ...block, elements: actions }} />}
    </div>
  );
}
